"""design.md 3: outside the signed-in page only reference and kind of task, never a name, category or place."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from atensi.notices.kinds import NOTICE_KINDS, OUTSIDE_FIELDS, NoticeKind, kind_of, register_kind
from atensi.reference.models import Code
from cases.states import CareForm, Risk
from institutions.states import Kind

REAL = sorted(NOTICE_KINDS)  # before the tests' own are added
REFERENCE = "14.01/2026/00118"


def test_there_are_kinds():
    assert {"referral:arrived", "referral:accepted", "decision:signed", "case:assigned"} <= set(REAL)


@pytest.mark.parametrize("code", REAL)
def test_outside_shows_the_reference_and_nothing_else_of_the_matter(code):
    kind = NOTICE_KINDS[code]

    assert kind.outside_fields == OUTSIDE_FIELDS
    assert REFERENCE in kind.outside_of(REFERENCE)


@pytest.mark.django_db
@pytest.mark.parametrize("code", REAL)
def test_outside_names_no_category_risk_care_or_kind_of_institution(code):
    """Kind of task only: no word of the lists that tell what happened to a child or where they are."""
    said = NOTICE_KINDS[code].outside_of("").lower()
    lists = [Code.List.AMPK, Code.List.PAS, Code.List.PPKS]
    labels = [str(label) for choices in (CareForm, Risk, Kind) for label in choices.labels]
    labels += Code.objects.filter(list__in=lists).values_list("label", flat=True)

    assert [label for label in labels if label.lower() in said] == []


@pytest.mark.parametrize("code", REAL)
def test_what_the_law_asks_names_its_source(code):
    kind = NOTICE_KINDS[code]

    assert bool(str(kind.source)) is kind.is_required


@pytest.mark.parametrize("code", REAL)
def test_a_title_stands_without_data(code):
    title = NOTICE_KINDS[code].title_of(REFERENCE, {})

    assert REFERENCE in title
    assert "{" not in title


def test_a_list_of_kinds_names_them_without_a_reference():
    kind = NoticeKind("contoh", "", "Contoh menunggu: {reference}")

    assert kind.label == "Contoh menunggu"
    assert replace(kind, name="Contoh").label == "Contoh"


def test_a_step_behind_a_colon_belongs_to_its_kind(monkeypatch):
    late = NoticeKind("contoh:late_7", "Contoh {reference}", "Contoh {reference}")
    monkeypatch.setitem(NOTICE_KINDS, late.code, late)

    assert kind_of("contoh:late_7") is late
    assert kind_of("contoh:late_1") is NOTICE_KINDS["contoh"]
    with pytest.raises(KeyError):
        kind_of("lain:late_1")


def test_a_code_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        register_kind(NOTICE_KINDS["contoh"])


@pytest.mark.parametrize("text", ["{name} di {reference}", "{reference} {place}", "{}"])
def test_a_text_that_would_tell_more_stops_the_application(monkeypatch, text):
    monkeypatch.setitem(NOTICE_KINDS, "bocor", NoticeKind("bocor", "Contoh", text))

    with pytest.raises(SystemCheckError, match="bocor"):
        call_command("check")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("SITE_URL", "atensi.contoh.invalid", "E002"), ("GATEWAY_URL", "ftp://contoh.invalid/", "E003")],
)
def test_an_address_that_cannot_work_stops_the_application(settings, name, value, code):
    setattr(settings, name, value)

    with pytest.raises(SystemCheckError, match=f"notices.{code}"):
        call_command("check")
