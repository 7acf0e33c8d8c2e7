from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.forms import DateField, RadioField
from atensi.instruments.forms.questionnaire import QuestionnaireForm, name_of
from atensi.instruments.forms.questionnaire import initial_of as answers_as_typed
from atensi.versions import Difference

from ..models import Assessment, Case
from ..states import AssessmentKind
from .base import CaseForm, PaperForm, Words, initial_of

# What is asked of every assessment, beside its questionnaire.
OWN = ("assessed_on", "child_view", "conclusion")


def text(label, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class AssessmentStartForm(CaseForm):
    """Which questionnaire, and the day; its questions come on the next page."""

    page_heading = _("Asesmen baru")
    verb = _("Mulai")
    sections = ((_("Asesmen"), ("kind", "assessed_on")),)

    kind = RadioField(
        label=_("Jenis"),
        choices=AssessmentKind.choices,
        initial=AssessmentKind.COMPREHENSIVE,
        hints={
            AssessmentKind.INITIAL: _("Apakah ia butuh layanan, dan amankah ia di rumah?"),
            AssessmentKind.COMPREHENSIVE: _("Gambaran lengkap, sesudah kesepakatan, sebelum rencana."),
        },
    )
    assessed_on = DateField(label=_("Tanggal asesmen"), initial=timezone.localdate)

    @property
    def content(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CorrectionForm(AssessmentStartForm):
    """A new version of a signed assessment: its kind, questionnaire and words are taken over."""

    page_heading = _("Koreksi asesmen")
    sections = ((_("Koreksi"), ("assessed_on",)),)

    kind = None

    assessed_on = DateField(
        label=_("Tanggal asesmen"),
        help_text=_("Jawaban dari versi yang ditandatangani disalin; yang lama tetap tersimpan dan terbaca."),
    )


class AssessmentForm(QuestionnaireForm, PaperForm):
    """The questions of a draft, with what is asked of every assessment. `AssessmentForm.of(questionnaire)`."""

    verb = _("Simpan draf")
    sections = (
        (_("Suara anak"), ("child_view",)),
        (_("Kesimpulan"), ("conclusion",)),
    )
    of_adult = {
        "child_view": Words(_("Kata-katanya sendiri")),
        "conclusion": Words(_("Kesimpulan"), _("Apa yang dibutuhkan, dan apakah ia bisa tetap di rumah.")),
    }
    headings_of_adult = {"child_view": _("Suara penerima manfaat")}

    assessed_on = DateField(label=_("Tanggal asesmen"))
    child_view = text(_("Kata-kata anak sendiri"), help_text=_("Tulis seperti diucapkan, jangan diringkas."))
    conclusion = text(_("Kesimpulan"), help_text=_("Apa yang dibutuhkan, dan apakah anak bisa tetap di rumah."))

    @property
    def content(self) -> dict[str, Any]:
        return {**{name: self.cleaned_data[name] for name in OWN}, "answers": self.answers}

    def against(self, stored: Assessment) -> list[Difference]:
        """What was typed beside what stands now, question by question, where they differ."""
        theirs = {name_of(one.code): stored.answers.get(one.code) for one in self.definition.questions}
        return self.differences({**{name: getattr(stored, name) for name in OWN}, **theirs})


def first_words(assessment: Assessment) -> dict[str, Any]:
    """The form's first values from a stored draft, with the stamp of this reading."""
    return {**initial_of(assessment, OWN), **answers_as_typed(assessment.questionnaire, assessment.answers)}


class ReportForm(PaperForm):
    page_heading = _("Laporan sosial")
    verb = _("Simpan draf")
    sections = (
        (_("Dasar"), ("assessment", "purpose")),
        (_("Isi"), ("chronology", "findings", "family_and_care")),
        (_("Penilaian"), ("analysis", "recommendation")),
    )

    assessment = forms.ModelChoiceField(
        label=_("Asesmen yang mendasari"),
        queryset=Assessment.objects.none(),
        empty_label=None,
        help_text=_("Hanya asesmen yang sudah ditandatangani dapat dipilih."),
    )
    purpose = text(_("Permintaan dan tujuan"), help_text=_("Siapa yang meminta, untuk keputusan apa."))
    chronology = text(_("Masalah dan kronologi"))
    of_adult = {"family_and_care": Words(_("Keluarga dan perawatan"))}
    findings = text(_("Temuan bio-psiko-sosial-spiritual"))
    family_and_care = text(_("Keluarga dan pengasuhan"))
    analysis = text(_("Analisis"))
    recommendation = text(_("Rekomendasi"))

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        signed = Assessment.objects.filter(case=case, signed_at__isnull=False).order_by("-assessed_on", "-pk")
        self.fields["assessment"].queryset = signed
        self.fields["assessment"].label_from_instance = assessment_label


def assessment_label(assessment: Assessment) -> str:
    return f"{assessment.get_kind_display()}, {date_words(assessment.assessed_on)}"
