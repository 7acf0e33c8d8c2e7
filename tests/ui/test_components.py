"""Every component draws what it is given, under strict templates: an undefined variable in one of them fails here."""

from datetime import date

import pytest
from django import forms
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler

from atensi.errors import Problem
from atensi.forms import AtensiForm, BirthDateField, CheckField, DateField, DateTimeField, RadioField
from atensi.parts import Answer, EvidenceItem, LadderStep, TimelineEntry, rungs


def draw(source: str, **context) -> str:
    return engines["django"].from_string(CottonCompiler().process(source)).render(context)


class EveryField(AtensiForm):
    place = forms.CharField(label="Tempat", help_text="Patokan")
    nik = forms.CharField(label="NIK", required=False)
    note = forms.CharField(label="Catatan", widget=forms.Textarea)
    day = DateField(label="Tanggal")
    at = DateTimeField(label="Waktu")
    born = BirthDateField(label="Tanggal lahir")
    office = forms.ChoiceField(label="Kantor", choices=[("", "Pilih"), ("1", "Contoh")])
    risk = RadioField(label="Risiko", choices=[("HIGH", "Tinggi")], hints={"HIGH": "24 jam"}, marks={"HIGH": "stop"})
    kinds = CheckField(label="Kategori", choices=[("a", "Darurat")])
    sure = forms.BooleanField(label="Saya yakin")
    key = forms.CharField(widget=forms.HiddenInput)


FIELDS = sorted(EveryField.base_fields)


@pytest.mark.parametrize("name", FIELDS)
def test_field_ties_its_error_to_its_control(name):
    form = EveryField({})
    html = draw('<c-field :field="field" />', field=form[name])
    if name == "key":
        assert html.strip().startswith('<input type="hidden"')
    elif name == "nik":
        assert "bad" not in html
    else:
        assert f'id="id_{name}_error" data-mark="stop"' in html
        assert f"id_{name}_error" in html.partition("aria-describedby=")[2] or name == "sure"


def test_field_shows_label_hint_error_control_in_this_order():
    html = draw('<c-field :field="field" />', field=EveryField({})["place"])
    places = [html.index(part) for part in ("<label", 'id="id_place_helptext"', 'id="id_place_error"', "<input")]
    assert places == sorted(places)


def test_only_optional_fields_are_marked():
    form = EveryField()
    assert "(bila ada)" in draw('<c-field :field="field" />', field=form["nik"])
    assert "(bila ada)" not in draw('<c-field :field="field" />', field=form["place"])


def test_option_shows_its_hint_and_mark():
    html = draw('<c-field :field="field" />', field=EveryField()["risk"])
    assert '<span class="kind" data-mark="stop">Tinggi</span><small>24 jam</small>' in html


def test_birth_date_keeps_what_was_typed():
    html = draw('<c-field :field="field" />', field=EveryField({"born_2": "20x"})["born"])
    assert 'name="born_2"' in html
    assert 'value="20x"' in html


def test_error_summary_links_to_each_control_and_to_the_first_of_a_group():
    html = draw('<c-form-errors :form="form" />', form=EveryField({}))
    for target in ("#id_place", "#id_risk_0", "#id_born_0", "#id_kinds_0", "#id_sure"):
        assert f'href="{target}"' in html
    assert "#id_nik" not in html


def test_error_summary_is_absent_without_errors():
    assert draw('<c-form-errors :form="form" />', form=EveryField()).strip() == ""


def test_problems_come_hard_soft_met_and_soft_asks_a_reason():
    problems = [Problem("siblings", "Saudara terpisah.", "soft", "Permensos"), Problem("licence", "Izin berakhir.")]
    html = draw(
        '<c-problems :problems="problems" :met="met" :reasons="reasons" />',
        problems=problems,
        met=[Problem("faith", "Agama cocok.", source="UU 23/2002")],
        reasons={"siblings": "Sementara"},
    )
    places = [html.index(text) for text in ("Izin berakhir.", "Saudara terpisah.", "Agama cocok.")]
    assert places == sorted(places)
    assert 'name="reason_siblings"' in html
    assert ">Sementara</textarea>" in html
    assert 'name="reason_licence"' not in html


def test_ladder_shows_gap_and_old_evidence():
    steps = [
        LadderStep(
            "Keluarga inti", "answered", "Tidak mungkin.", "Belum terlacak.", [EvidenceItem("Kunjungan", "/x/")]
        ),
        LadderStep("Kerabat", "old", evidence=[EvidenceItem("Surat", age="99 hari", state="old", icon="clip")]),
        LadderStep("Orang tua asuh", "gap", url="/isi/", action="Isi"),
        LadderStep("Wali", "asked"),
        LadderStep("Adopsi"),
    ]
    html = draw('<c-ladder :steps="steps" />', steps=steps)
    assert '<li class="gap">' in html
    assert "Belum terjawab" in html
    assert "Bukti lama" in html
    assert '<li class="later">' in html


def test_rungs_mark_now_goal_and_the_way_between():
    states = [rung.state for rung in rungs(["a", "b", "c", "d"], now=4, goal=1)]
    assert states == ["goal", "way", "way", "now"]
    assert "Sekarang 4, d." in draw('<c-rungs :rungs="rungs" />', rungs=rungs(["a", "b", "c", "d"], now=4, goal=1))


def test_stages_say_which_one_is_current():
    html = draw('<c-stages :choices="choices" current="B" />', choices=[("A", "Awal"), ("B", "Tengah"), ("C", "Akhir")])
    assert '<li aria-current="step" data-mark="half"><span>Tengah</span></li>' in html
    assert "Tahap 2 dari 3: Tengah" in html


def test_masked_person_names_nobody_but_says_so():
    html = draw('<c-person name="Anak perempuan, 12 sampai 14 tahun" :masked="True" />')
    assert 'class="person masked"' in html
    assert "Terbatas" in html


SAMPLES = [
    (
        '<c-person name="Raka" :facts="facts" number="14" risk="HIGH"><c-slot name="tags">T</c-slot></c-person>',
        "Risiko tinggi",
    ),
    ('<c-sheet id="x" title="Layanan" count="3">isi</c-sheet>', 'aria-labelledby="x-h"'),
    ('<c-sheet class="flush">isi</c-sheet>', "sheet flush"),
    ('<c-answers :items="answers" />', "127 hari"),
    ('<c-timeline :entries="entries" />', 'datetime="2026-06-11"'),
    ('<c-tag tone="ok" mark="fine">Ya</c-tag>', 'data-tone="ok"'),
    ('<c-notice tone="warn" icon="alert"><p>Awas</p></c-notice>', "notice warn"),
    ('<c-voice who="Raka">Aku mau</c-voice>', "<footer>Raka</footer>"),
    ('<c-empty title="Kosong" text="Nanti" url="/a/" action="Lihat" />', 'href="/a/"'),
    ('<c-pager words="25" next="/b/" />', 'rel="next"'),
    ('<c-back url="/c/">Kembali</c-back>', 'href="/c/"'),
]


@pytest.mark.parametrize(("source", "expected"), SAMPLES)
def test_component_draws(source, expected):
    html = draw(
        source,
        facts=["Laki-laki"],
        answers=[Answer("Jauh dari keluarga", "127 hari", "sejak Februari", date(2026, 7, 2), "kata")],
        entries=[
            TimelineEntry(date(2026, 6, 11), "Insiden", "Dicatat", "care", "/d/"),
            TimelineEntry(date(2026, 6, 3), "A"),
        ],
    )
    assert expected in html
