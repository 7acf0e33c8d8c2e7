"""One person's browser: what they do counts as steps, and every page they meet is looked at."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

PASSWORD = "kata sandi contoh 9"
PHONE, DESK = (360, 740), (1280, 900)
AXE = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# Axe no longer asks this of ids that no label names, and a link to the second of them leads to the first.
TWICE = """[...document.querySelectorAll('[id]')].map(one => one.id).filter((id, n, all) => all.indexOf(id) !== n)"""
# What reacts to a pointer, or asks the server, and no key reaches it: no link, button or field, in none, and no label.
OUT_OF_REACH = """[...document.querySelectorAll('body *')].filter(one =>
    (getComputedStyle(one).cursor === 'pointer' || one.matches('[onclick], [hx-get], [hx-post]'))
    && !one.closest('a[href], button, input, select, textarea, summary, label, form')
    && !one.querySelector('a[href], button, input, select, textarea, summary')
).map(one => one.outerHTML.slice(0, 120))"""
# Fields and buttons that are seen, and that Tab passes by.
PASSED_BY = """[...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(one =>
    one.tabIndex < 0 && !one.disabled && !one.closest('[inert], [aria-hidden=true]') && one.type !== 'hidden'
    && one.checkVisibility({visibilityProperty: true}) && !one.closest('.vh')
).map(one => one.outerHTML.slice(0, 120))"""
# Words that lie over other words, by more than lines set close to each other do. What stays in place while the page
# scrolls lies over it on purpose, and what is cut off or transparent is not seen.
OVER_EACH_OTHER = """(() => {
    const held = one => {
        for (; one && one.nodeType === 1; one = one.parentElement)
            if (['fixed', 'sticky'].includes(getComputedStyle(one).position)
                || getComputedStyle(one).clipPath !== 'none') return true
        return false
    }
    const lines = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const text = walk.currentNode, box = text.parentElement
        if (!text.data.trim() || box.closest('svg, .vh, option, script, style, noscript, [hidden]')
            || !box.checkVisibility({opacityProperty: true, visibilityProperty: true}) || held(box)) continue
        const range = document.createRange()
        range.selectNodeContents(text)
        for (const line of range.getClientRects())
            if (line.width > 2 && line.height > 2) lines.push({line, text})
    }
    // A folded table names its cells by generated words, which no text node holds.
    for (const cell of document.querySelectorAll('.fold [data-label]')) {
        const word = getComputedStyle(cell, '::before'), box = cell.getBoundingClientRect()
        if (word.content !== 'none' && box.width > 2)
            lines.push({line: new DOMRect(box.left, box.top, parseFloat(word.width), parseFloat(word.lineHeight)),
                        text: {data: cell.dataset.label}})
    }
    lines.sort((a, b) => a.line.top - b.line.top)
    const found = []
    lines.forEach((one, n) => {
        for (let k = n + 1; k < lines.length && lines[k].line.top < one.line.bottom; k++) {
            const [a, b] = [one.line, lines[k].line]
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
            const high = Math.min(a.bottom, b.bottom) - b.top
            if (one.text !== lines[k].text && wide > 3 && high > .2 * Math.min(a.height, b.height))
                found.push(one.text.data.trim().slice(0, 40) + ' / ' + lines[k].text.data.trim().slice(0, 40))
        }
    })
    return found
})()"""
SHOTS = os.environ.get("ATENSI_SHOTS", "")


class Screen:
    """A window of `size` in which `username` works. `wrong` collects what is wrong with the pages it showed.

    scripts: whether the browser runs scripts; without them axe cannot look.
    steps: how many times the person touched, typed or chose since the count was last set to 0.
    """

    def __init__(self, browser: Any, site: str, size: tuple[int, int], *, scripts: bool = True, **options: Any):
        self.width, self.height = size
        self.scripts = scripts
        options = {"locale": "id-ID", "timezone_id": "Asia/Jakarta", "java_script_enabled": scripts, **options}
        self.context = browser.new_context(
            base_url=site, viewport={"width": self.width, "height": self.height}, **options
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(8000)
        self.wrong: list[str] = []
        self.seen: set[str] = set()
        self.steps = 0
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.path}: {error}"))
        self.page.on("response", self._response)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def _console(self, line: Any) -> None:
        # Chromium complains of our own 404, 409 and 422 pages; what the server could not do is in `_response`.
        if line.type in {"error", "warning"} and "the server responded with a status of 4" not in line.text:
            self.wrong.append(f"{self.path}: console {line.type}: {line.text}")

    def _response(self, response: Any) -> None:
        if response.status >= 500:
            self.wrong.append(f"{urlsplit(response.url).path}: {response.status}")

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        """Through the form, as people do."""
        self.page.goto("/akun/masuk/")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", password)
        self.page.click("form.form button")
        self.page.wait_for_url(lambda url: urlsplit(url).path == "/")
        self.look()

    def open(self, path: str) -> int:
        """Go to an address; returns its status."""
        answer = self.page.goto(path)
        self.look()
        return answer.status if answer else 0

    def tap(self, name: str, *, within: str = "main", nth: int = 0) -> None:
        """Press the button or follow the link that says `name`, and look at the page it leads to."""
        self.steps += 1
        place = self.page.locator(within)
        found = place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name))
        with self.page.expect_navigation():
            found.nth(nth).click()
        self.look()

    def type(self, label: str, text: str, *, exact: bool = False) -> None:
        self.steps += 1
        words = re.compile(rf"^\s*{re.escape(label)}\s*(\(.*\))?\s*$") if exact else label
        self.control(words).fill(text)

    def control(self, label: Any) -> Any:
        """The field that `label` names; a section may have the same name."""
        main = self.page.locator("main")
        return main.get_by_label(label).and_(main.locator("input, textarea, select")).first

    def choose(self, label: str, option: str) -> None:
        """Pick from a drop-down list."""
        self.steps += 1
        self.control(label).select_option(label=option)

    def tick(self, option: str, *, exact: bool = False) -> None:
        """Tick the radio button or box that says `option`."""
        self.steps += 1
        place = self.page.locator("main")
        found = place.get_by_role("radio", name=option, exact=exact)
        found.or_(place.get_by_role("checkbox", name=option, exact=exact)).first.check()

    def first_task(self) -> str:
        """What stands first on the first page."""
        return self.page.locator(".tasks h3").first.inner_text()

    def sees(self, *words: str) -> None:
        """The page says all of this."""
        text = self.page.inner_text("body")
        missing = [word for word in words if word not in text]
        assert not missing, f"{self.path} does not say {missing}:\n{text}"

    def sees_no(self, *words: str) -> None:
        text = self.page.inner_text("body")
        found = [word for word in words if word in text]
        assert not found, f"{self.path} says {found}"

    def look(self, *, theme: str = "light") -> None:
        """Axe, sideways scrolling and a picture, once for each kind of page."""
        kind = re.sub(r"\d+", "0", self.path) + (" !" if self.page.locator(".errors").count() else "")
        if kind in self.seen or not self.scripts:
            return
        self.seen.add(kind)
        self.wrong += complaints(self.page, theme=theme)
        shoot(self.page, f"{kind}-{self.width}")

    def close(self) -> None:
        """Ends the window; fails when any of its pages was wrong."""
        self.context.close()
        assert not self.wrong, "\n".join(self.wrong)


def complaints(page: Any, *, theme: str = "light", axe: bool = True) -> list[str]:
    """What is wrong with the page as it stands: WCAG failures, scrolling sideways, words nobody can read."""
    place = f"{urlsplit(page.url).path} {page.viewport_size['width']} {theme}"
    found = Axe().run(page, options=AXE).response["violations"] if axe else []
    wide = page.evaluate("document.documentElement.scrollWidth")
    asked = {
        "ids used twice": TWICE,
        "no key reaches": OUT_OF_REACH,
        "Tab passes by": PASSED_BY,
        "words over words": OVER_EACH_OTHER,
    }
    told = {words: page.evaluate(script) for words, script in asked.items()}
    return [
        *(f"{place}: {words} {what}" for words, what in told.items() if what),
        *(f"{place}: {one['id']} {[node['html'][:120] for node in one['nodes']]}" for one in found),
        *([f"{place}: {wide} px wide"] if wide > page.viewport_size["width"] else []),
    ]


def printed(page: Any) -> list[str]:
    """What is wrong with the page on paper: tools of the screen on it, its heading not, words cut off at the side."""
    page.emulate_media(media="print")
    place = f"{urlsplit(page.url).path} print"
    tools = page.locator(".top, .nav, .foot, .bar, .tabs, .pager").filter(visible=True).count()
    heading = page.locator("h1").filter(visible=True).count()
    wide = page.evaluate("document.documentElement.scrollWidth")  # a border's half pixel is rounded up
    page.emulate_media(media="screen")
    return [
        *([f"{place}: {tools} tools of the screen"] if tools else []),
        *([f"{place}: no heading"] if not heading else []),
        *([f"{place}: {wide} px wide"] if wide > page.viewport_size["width"] + 1 else []),
    ]


def shoot(page: Any, name: str) -> None:
    """Keep a picture of the whole page where ATENSI_SHOTS says."""
    if SHOTS:
        file = re.sub(r"[^\w-]+", "_", name).strip("_") or "beranda"
        page.screenshot(path=Path(SHOTS) / f"{file}.png", full_page=True)
