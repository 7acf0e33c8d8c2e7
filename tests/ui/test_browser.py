"""The frame in a real browser: readable by everyone, at phone and desk size, in both themes."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.browser
PASSWORD = "kata sandi contoh 9"
PUBLIC_PAGES = [
    "/akun/masuk/",
    "/akun/sandi/lupa/",
    "/bantuan/",
    "/perlindungan-data/",
    "/coba/broken_rule/",
    "/tidak-ada/",
]
OWN_PAGES = ["/bantuan/", "/akun/sandi/ubah/", "/akun/dua-langkah/", "/akun/dua-langkah/kunci/"]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = [(360, 800), (1280, 900)]


@pytest.fixture
def person(live_site):
    membership = MembershipFactory()
    membership.user.set_password(PASSWORD)
    membership.user.save()
    return membership.user


def sign_in(context, person):
    page = context.new_page()
    page.goto("/akun/masuk/")
    page.fill("#id_login", person.username)
    page.fill("#id_password", PASSWORD)
    page.click("form.form button")
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    return page


def complaints(page, address: str, width: int) -> list[str]:
    """What is wrong with the page: WCAG failures, scrolling sideways, anything the content policy stopped."""
    blocked = []
    page.on("console", lambda line: blocked.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(address)
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [
        *(f"{address} {width}: {one['id']} {[node['html'][:80] for node in one['nodes']]}" for one in found),
        *([f"{address} {width}: {wide} px wide"] if wide > width else []),
        *(f"{address}: {text}" for text in blocked),
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_frame_is_accessible_and_never_scrolls_sideways(browser, live_site, person, size, theme):
    width, height = size
    options = {
        "base_url": live_site,
        "viewport": {"width": width, "height": height},
        "color_scheme": theme,
        "locale": "id-ID",
    }
    stranger = browser.new_context(**options).new_page()
    wrong = [line for address in PUBLIC_PAGES for line in complaints(stranger, address, width)]
    stranger.context.close()
    own = sign_in(browser.new_context(**options), person)
    wrong += [line for address in OWN_PAGES for line in complaints(own, address, width)]
    own.context.close()
    assert not wrong, "\n".join(wrong)


def test_menu_closes_by_escape_and_gives_the_focus_back(browser, live_site, person):
    page = sign_in(browser.new_context(base_url=live_site), person)
    page.click("details.me summary")
    assert page.evaluate("document.querySelector('details.me').open")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('details.me').open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.context.close()


def test_form_is_sent_once_and_its_button_says_so(browser, live_site):
    page = browser.new_context(base_url=live_site).new_page()
    page.goto("/akun/sandi/lupa/")
    said, sent = page.evaluate(
        """() => {
          let sent = 0;
          addEventListener('submit', (event) => { if (!event.defaultPrevented) sent++; event.preventDefault(); });
          document.querySelector('#id_email').value = 'a@contoh.invalid';
          const button = document.querySelector('main button');
          button.click();
          const said = button.textContent;
          button.click();
          return [said, sent];
        }"""
    )
    assert (said, sent) == ("Mengirim…", 1)
    page.evaluate("dispatchEvent(new Event('pageshow'))")
    assert page.inner_text("main button") == "Kirim tautan"
    page.context.close()


def test_errors_take_the_focus(browser, live_site):
    page = browser.new_context(base_url=live_site).new_page()
    page.goto("/akun/masuk/")
    page.fill("#id_login", "tidak-ada")
    page.fill("#id_password", "keliru")
    page.click("form.form button")
    page.wait_for_selector(".errors")
    assert page.evaluate("document.activeElement.className") == "errors"
    assert page.title().startswith("Galat: ")
    page.context.close()


def test_signing_in_and_out_needs_no_script(browser, live_site, person):
    page = sign_in(browser.new_context(base_url=live_site, java_script_enabled=False), person)
    page.click("details.me summary")
    page.click("details.me form[action='/akun/keluar/'] button")
    page.wait_for_url(lambda url: urlsplit(url).path == "/akun/masuk/")
    assert "Anda sudah keluar." in page.inner_text("body")
    page.context.close()
