from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.forms import DateField, RadioField

from ..models import Assessment, Case
from ..states import AssessmentKind
from .base import PaperForm, Words


def text(label, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class AssessmentForm(PaperForm):
    page_heading = _("Asesmen")
    verb = _("Simpan draf")
    sections = (
        (_("Asesmen"), ("kind", "assessed_on")),
        (_("Keadaan anak"), ("biological", "psychological", "social", "spiritual")),
        (_("Pengasuhan"), ("parenting", "strengths", "risks")),
        (_("Suara anak"), ("child_view",)),
        (_("Kesimpulan"), ("conclusion",)),
    )
    of_adult = {
        "child_view": Words(_("Kata-katanya sendiri")),
        "parenting": Words(_("Perawatan dan peran dalam keluarga")),
        "conclusion": Words(_("Kesimpulan"), _("Apa yang dibutuhkan, dan apakah ia bisa tetap di rumah.")),
    }
    headings_of_adult = {
        "biological": _("Keadaan penerima manfaat"),
        "parenting": _("Perawatan"),
        "child_view": _("Suara penerima manfaat"),
    }

    kind = RadioField(
        label=_("Jenis"),
        choices=AssessmentKind.choices,
        initial=AssessmentKind.COMPREHENSIVE,
        hints={
            AssessmentKind.INITIAL: _("Apakah ia butuh layanan, dan amankah ia di rumah?"),
            AssessmentKind.COMPREHENSIVE: _("Gambaran lengkap, sesudah kesepakatan, sebelum rencana."),
        },
    )
    assessed_on = DateField(label=_("Tanggal asesmen"))
    biological = text(_("Biologis"), help_text=_("Kesehatan, tumbuh kembang, makan, tidur, disabilitas."))
    psychological = text(_("Psikologis"), help_text=_("Perasaan, perilaku, pengalaman yang membekas."))
    social = text(_("Sosial"), help_text=_("Keluarga, teman, sekolah, lingkungan."))
    spiritual = text(_("Spiritual"), help_text=_("Ibadah, nilai, yang memberi kekuatan."))
    parenting = text(_("Pola pengasuhan"))
    strengths = text(_("Kekuatan"))
    risks = text(_("Risiko"))
    child_view = text(_("Kata-kata anak sendiri"), help_text=_("Tulis seperti diucapkan, jangan diringkas."))
    conclusion = text(_("Kesimpulan"), help_text=_("Apa yang dibutuhkan, dan apakah anak bisa tetap di rumah."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assessed_on"].initial = timezone.localdate


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
