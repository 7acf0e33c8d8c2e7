"""Every template that is asked for exists, and every template that exists is asked for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.forms import Textarea
from django.urls import get_resolver

from atensi.forms import AtensiForm
from tests.architecture.source import modules

ROOT = settings.BASE_DIR / "templates"
SUFFIXES = (".html", ".txt", ".typ")
NAMED = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")
COMPONENT = re.compile(r"<c-(?!slot\b|vars\b)([a-z0-9._-]+)")
INLINE = re.compile(
    r"<style|<script(?![^>]*(?:\bsrc=|application/json))|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)
# Django and allauth find these by their names alone.
BY_NAME = re.compile(r"^(4\d\d|500)\.html$")


def templates() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*") if path.suffix in SUFFIXES)


def names() -> set[str]:
    return {str(path.relative_to(ROOT)) for path in templates()}


def third_party() -> set[str]:
    """Templates that installed packages bring: one of ours by the same name replaces it."""
    folders = [Path(config.path) / "templates" for config in apps.get_app_configs() if "site-packages" in config.path]
    return {str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*.*")}


def asked_in_python() -> Iterator[str]:
    """Literals that name a template; of an f-string, a pattern with a star for each inserted part."""
    for module in modules():
        inside = {id(part) for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
                text = node.value
            else:
                continue
            if re.fullmatch(r"[\w*/.-]+\.(html|txt)", text):
                yield text


def asked_in_templates() -> Iterator[str]:
    for path in templates():
        text = path.read_text(encoding="utf-8")
        yield from NAMED.findall(text)
        for name in COMPONENT.findall(text):
            base = f"components/{name.replace('.', '/').replace('-', '_')}"
            yield f"{base}.html" if (ROOT / f"{base}.html").exists() else f"{base}/index.html"


def asked() -> set[str]:
    return {*asked_in_python(), *asked_in_templates()}


def shown_in_tests() -> set[str]:
    """Components that tests/ui draws: the kit is whole even where no page needs a part of it yet."""
    text = "".join(path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "tests" / "ui").glob("*.py"))
    return {f"components/{name.replace('.', '/').replace('-', '_')}.html" for name in COMPONENT.findall(text)}


def matches(pattern: str, name: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", "[^/]*"), name) is not None


def test_every_template_asked_for_exists():
    known = names() | third_party()
    plain = {name for name in asked() if "*" not in name}

    assert sorted(plain - known) == []
    for pattern in asked() - plain:
        assert any(matches(pattern, name) for name in known), pattern


def test_every_template_is_asked_for():
    wanted, replaced = asked(), third_party() | shown_in_tests()
    unused = [
        name
        for name in sorted(names())
        if name not in replaced and not BY_NAME.match(name) and not any(matches(pattern, name) for pattern in wanted)
    ]

    assert unused == []


def test_templates_hold_no_inline_style_or_script():
    """The content security policy would drop them (design.md 6)."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        if path.suffix == ".html"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if INLINE.search(line)
    ]

    assert found == []


FORM = re.compile(r"""<form\b[^>]*method="post".*?</form>""", re.DOTALL)
SHOWN = re.compile(r'<c-field[^>]*:field="\w+\.(\w+)"')
# A sheet goes on as it was pasted, in the form itself.
WITHOUT_DRAFT = {"referrals/resident_sheet.html"}


def fields_with_long_texts() -> set[str]:
    """Names of the fields of all our forms that are typed into a textarea."""
    waiting, found = [AtensiForm], set()
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        found |= {name for name, field in form.base_fields.items() if isinstance(field.widget, Textarea)}
    return found


def long_forms() -> Iterator[tuple[str, str]]:
    """(template, form) of what is posted with a textarea."""
    long = fields_with_long_texts()
    for path in templates():
        for form in FORM.findall(path.read_text(encoding="utf-8")):
            if "<textarea" in form or long & set(SHOWN.findall(form)):
                yield str(path.relative_to(ROOT)), form


def test_a_form_with_a_long_text_keeps_a_draft_and_is_sent_once():
    get_resolver().url_patterns  # noqa: B018  loads every form
    seen = list(long_forms())
    bare = {name for name, form in seen if "{% form_id %}" not in form or "{% draft " not in form}

    assert bare == WITHOUT_DRAFT
    assert {"cases/incoming_form.html", "cases/response_form.html"} <= {name for name, _form in seen}
    assert all("{% form_id %}" in form for _name, form in seen)


def test_a_template_with_words_loads_translation():
    found = [
        str(path.relative_to(ROOT))
        for path in templates()
        if re.search(r"{%\s*(translate|blocktranslate|trans|blocktrans)\b", path.read_text(encoding="utf-8"))
        and not re.search(r"{%\s*load [^%]*\bi18n\b", path.read_text(encoding="utf-8"))
    ]

    assert found == []
