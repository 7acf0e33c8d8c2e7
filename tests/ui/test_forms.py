"""Input as people give it."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError as NotReadable

from atensi.api.fields import Day, Moment
from atensi.forms import (
    AtensiForm,
    BirthDate,
    BirthDateField,
    DateField,
    DateTimeField,
    form_id_from,
    reasons_from,
    years_before,
    years_between,
)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 6, 18))


@pytest.mark.parametrize(
    ("text", "fits"),
    [("1899-12-31", False), ("1900-01-01", True), ("2199-12-31", True), ("2200-01-01", False)],
)
@pytest.mark.parametrize(
    ("read", "hour"),
    [
        (DateField().clean, ""),
        (DateTimeField().clean, "T12:00"),
        (Day().run_validation, ""),
        (Moment().run_validation, "T12:00"),
    ],
)
def test_days_and_moments_reach_to_the_first_and_last_day_whichever_door_they_come_by(read, hour, text, fits):
    if fits:
        assert f"{read(text + hour):%Y-%m-%d}" == text
    else:
        with pytest.raises((ValidationError, NotReadable), match="di luar jangkauan"):
            read(text + hour)


def clean(day="", month="", year="", age="", **options):
    return BirthDateField(**options).clean([day, month, year, age])


@pytest.mark.parametrize(
    ("given", "born", "precision"),
    [
        (("4", "11", "2018", ""), date(2018, 11, 4), "DAY"),
        (("", "11", "2018", ""), date(2018, 11, 15), "MONTH"),
        (("", "", "2018", ""), date(2018, 7, 1), "YEAR"),
        (("", "", "2026", ""), date(2026, 6, 18), "YEAR"),
        (("", "", "", "7"), date(2018, 12, 18), "AGE"),
        (("", "", "", "0"), date(2025, 12, 18), "AGE"),
    ],
)
def test_birth_date_as_well_as_it_is_known(given, born, precision):
    assert clean(*given) == BirthDate(born, precision)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("31", "2", "2018", ""), "tidak ada di kalender"),
        (("4", "", "2018", ""), "Bulan lahir belum diisi"),
        (("4", "11", "", ""), "Tahun lahir belum diisi"),
        (("", "", "2018", "7"), "salah satu saja"),
        (("", "", "20x8", ""), "dengan angka"),
        (("", "", "²018", ""), "dengan angka"),
        (("", "", "2027", ""), "belum terjadi"),
        (("", "7", "2026", ""), "belum terjadi"),
        (("19", "6", "2026", ""), "belum terjadi"),
        (("", "", "1890", ""), "120 tahun"),
        (("", "", "", "130"), "120 tahun"),
        (("", "", "", "999999999"), "120 tahun"),
        (("", "", "0", ""), "tidak ada di kalender"),
    ],
)
def test_birth_date_says_what_is_wrong(given, words):
    with pytest.raises(forms.ValidationError, match=words):
        clean(*given)


def test_birth_date_may_be_missing_when_optional():
    assert clean(required=False) is None
    with pytest.raises(forms.ValidationError, match="perkiraan umur"):
        clean()


@pytest.mark.parametrize(
    "known",
    [BirthDate(date(2018, 11, 4), "DAY"), BirthDate(date(2018, 11, 15), "MONTH"), BirthDate(date(2018, 7, 1), "YEAR")],
)
def test_birth_date_comes_back_as_it_was_given(known):
    field = BirthDateField()
    assert field.clean([str(part) for part in field.widget.decompress(known)]) == known


@given(st.integers(0, 120))
def test_estimated_age_is_the_age_on_that_day(age):
    assert years_between(clean(age=str(age)).date, timezone.localdate()) == age


def test_years_before_a_leap_day():
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)


def test_date_field_speaks_iso_to_the_browser():
    class Form(AtensiForm):
        day = DateField(label="Tanggal")

    form = Form(initial={"day": date(2026, 7, 2)})
    assert 'type="date"' in str(form["day"])
    assert 'value="2026-07-02"' in str(form["day"])
    assert Form({"day": "2026-07-02"}).is_valid()


def test_missing_input_is_named_in_our_words():
    class Form(AtensiForm):
        text = forms.CharField()
        one = forms.ChoiceField(choices=[("a", "A")])
        radio = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
        many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
        sure = forms.BooleanField()
        own = forms.CharField(error_messages={"required": "Tuliskan apa yang terjadi."})

    assert {name: list(errors) for name, errors in Form({}).errors.items()} == {
        "text": ["Isian ini belum diisi."],
        "one": ["Pilih salah satu."],
        "radio": ["Pilih salah satu."],
        "many": ["Pilih sedikitnya satu."],
        "sure": ["Centang dulu untuk melanjutkan."],
        "own": ["Tuliskan apa yang terjadi."],
    }


def test_reasons_are_collected_by_code():
    data = QueryDict("reason_siblings=+Sementara+&reason_distance=&name=x")
    assert reasons_from(data) == {"siblings": "Sementara"}


def test_form_key_is_read_or_absent():
    key = "6eefd9c1-892b-45c4-9727-cfcf6e04e24a"
    assert str(form_id_from(QueryDict(f"form_id={key}"))) == key
    assert form_id_from(QueryDict("form_id=x")) is None
    assert form_id_from(QueryDict("")) is None
