"""The English catalogue holds every text of the product, and nothing else."""

from pathlib import Path

import pytest
from django.conf import settings

from atensi.catalogue import LANGUAGE, catalogue_of, faults, messages_of, write_catalogue

PO = catalogue_of(settings.BASE_DIR, LANGUAGE)


@pytest.fixture(scope="module")
def messages():
    return messages_of(settings.BASE_DIR)


def test_every_text_is_translated(messages):
    """To mend: `manage.py catalogue --write`, then translate what it lists."""
    assert faults(PO, LANGUAGE, messages) == []


def source(root: Path, python: str, html: str) -> Path:
    (root / "cases").mkdir()
    (root / "templates").mkdir()
    (root / "cases" / "words.py").write_text(python)
    (root / "templates" / "page.html").write_text(html)
    return root


PYTHON = """
from x import gettext_lazy as _, ngettext, pgettext
A = _("Nama") + ngettext("%(n)s anak", "%(n)s anak", n) + pgettext("orang", "Kepala") + counted("%(n)d hari", n=n)
"""
HTML = """{% load i18n %}
{# bukan #}  <p title="{% translate 'Judul' %}">{% blocktranslate trimmed with a=b %}
  Halo <b>{{ a }}</b>
{% endblocktranslate %}</p>
{% blocktranslate count n=n %}satu{% plural %}{{ n }} banyak{% endblocktranslate %}"""


def test_texts_are_read_from_python_and_templates(tmp_path):
    assert messages_of(source(tmp_path, PYTHON, HTML)) == {
        ("Nama", None),
        (("%(n)s anak", "%(n)s anak"), None),
        (("%(n)d hari", "%(n)d hari"), None),
        ("Kepala", "orang"),
        ("Judul", None),
        ("Halo <b>%(a)s</b>", None),
        (("satu", "%(n)s banyak"), None),
    }


def test_writing_keeps_what_is_translated_adds_what_is_new_and_drops_what_went(tmp_path):
    po = tmp_path / "django.po"
    assert write_catalogue(po, LANGUAGE, {("Nama", None), ("Lama", None)}) == (2, 0)
    po.write_text(po.read_text().replace('msgid "Nama"\nmsgstr ""', 'msgid "Nama"\nmsgstr "Name"'))
    now = {("Nama", None), ("Baru", None)}
    assert write_catalogue(po, LANGUAGE, now) == (1, 1)
    assert faults(po, LANGUAGE, now) == ["empty: Baru"]


@pytest.mark.parametrize(
    ("text", "string", "sound"),
    [
        ("%(n)s anak", "%(n)s children", True),
        ("%(n)s anak", "%(m)s children", False),
        ("%(n)s anak", "children", False),
        ("<b>Anak</b>", "<b>Child</b>", True),
        ("<b>Anak</b>", "<i>Child</i>", False),
        ("Anak ", "Child", False),
    ],
)
def test_a_translation_keeps_placeholders_tags_and_ends(tmp_path, text, string, sound):
    po = tmp_path / "django.po"
    write_catalogue(po, LANGUAGE, {(text, None)})
    po.write_text(po.read_text().replace(f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{string}"'))
    assert bool(faults(po, LANGUAGE, {(text, None)})) is not sound
