"""Input for the parts of a child's return to the family. The rules about it are the services'."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.documents.uploads import PaperField, read_paper
from atensi.forms import AtensiForm, DateField, RadioField
from cases.models import Assessment, FamilyMember
from cases.relatives import barred_words

from ..models import Placement, Reunification
from ..reading import able_family
from ..states import ConsentForm


class PartForm(AtensiForm):
    """One part of a return. stored: names of the form -> fields of the record that fill it."""

    page_heading: Any = ""
    verb: Any = _("Simpan")
    stored: dict[str, str] = {}
    today: tuple[str, ...] = ()

    def __init__(self, *args, placement: Placement, record: Reunification | None, **kwargs):
        known = {name: getattr(record, field) for name, field in self.stored.items() if record is not None}
        kwargs.setdefault("initial", {name: value for name, value in known.items() if value})
        super().__init__(*args, **kwargs)
        for name in self.today:
            self.fields[name].widget.attrs["max"] = timezone.localdate().isoformat()
            self.initial.setdefault(name, timezone.localdate())

    def asked(self) -> dict[str, Any]:
        """What the service takes, from a clean form."""
        return dict(self.cleaned_data)


class ReadinessForm(PartForm):
    page_heading = _("Kesiapan keluarga")
    stored = {
        "assessment": "assessment",
        "findings": "readiness_findings",
        "assessed_on": "readiness_on",
        "assessed_by": "readiness_by",
    }

    assessment = forms.ModelChoiceField(
        label=_("Asesmen yang menilai keluarga"),
        queryset=Assessment.objects.none(),
        required=False,
        empty_label=_("Tidak ada; tulis temuan"),
    )
    findings = forms.CharField(
        label=_("Temuan"),
        help_text=_("Rumah, pengasuh, penghasilan, sekolah, keamanan: apa yang sudah siap, apa yang belum."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    assessed_on = DateField(label=_("Tanggal penilaian"), required=False)
    assessed_by = forms.CharField(label=_("Dinilai oleh"), max_length=200, required=False)

    def __init__(self, *args, placement: Placement, **kwargs):
        super().__init__(*args, placement=placement, **kwargs)
        self.fields["assessment"].queryset = placement.case.assessments.filter(signed_at__isnull=False)
        self.fields["assessment"].label_from_instance = lambda row: f"{row}, {date_words(row.assessed_on)}"
        for name in ("assessed_on", "assessed_by"):
            self.fields[name].help_text = _("Kosongkan bila memakai asesmen: diambil dari sana.")


class PreparationForm(PartForm):
    page_heading = _("Langkah persiapan")
    today = ("done_on",)

    done_on = DateField(label=_("Tanggal"))
    what = forms.CharField(
        label=_("Yang dilakukan"),
        help_text=_("Misalnya: anak menginap dua malam di rumah bibi."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    with_whom = forms.CharField(label=_("Bersama siapa"), max_length=200)


class ConsentPartForm(PartForm):
    page_heading = _("Persetujuan keluarga dan suara anak")
    today = ("given_on",)
    stored = {
        "member": "consent_by",
        "given_on": "consent_on",
        "form": "consent_form",
        "child_view": "child_view",
        "child_not_heard_reason": "child_not_heard_reason",
    }

    member = forms.ModelChoiceField(
        label=_("Yang menyetujui"), queryset=FamilyMember.objects.none(), empty_label=_("Pilih dari keluarga")
    )
    given_on = DateField(label=_("Tanggal persetujuan"))
    form = RadioField(label=_("Bentuk persetujuan"), choices=ConsentForm.choices)
    paper = PaperField(label=_("Berkas persetujuan"), required=False)
    child_view = forms.CharField(
        label=_("Kata-kata anak tentang pulang"),
        help_text=_("Tulis kata per kata."),
        widget=forms.Textarea(attrs={"class": "voice"}),
        required=False,
    )
    child_not_heard_reason = forms.CharField(
        label=_("Mengapa anak belum didengar"),
        help_text=_("Isi hanya bila tidak ada kata-kata anak."),
        required=False,
    )

    def __init__(self, *args, placement: Placement, **kwargs):
        super().__init__(*args, placement=placement, **kwargs)
        self.fields["member"].queryset = able_family(placement)
        self.fields["member"].label_from_instance = _with_relation
        self.fields["member"].help_text = barred_words(placement.beneficiary_id)

    def asked(self) -> dict[str, Any]:
        given = super().asked()
        paper = given.pop("paper")
        return given | (read_paper(paper) if paper else {})


class HandOverForm(PartForm):
    page_heading = _("Serah terima anak")
    today = ("handed_over_on",)
    stored = {
        "handed_over_on": "handed_over_on",
        "received_by": "received_by",
        "handed_over_by": "handed_over_by",
        "documents": "documents",
        "belongings": "belongings",
        "medicine": "medicine",
        "note": "hand_over_note",
    }

    handed_over_on = DateField(label=_("Tanggal serah terima"))
    received_by = forms.ModelChoiceField(
        label=_("Diterima oleh"), queryset=FamilyMember.objects.none(), empty_label=_("Pilih dari keluarga")
    )
    handed_over_by = forms.CharField(label=_("Diserahkan oleh"), help_text=_("Nama dan jabatan."), max_length=200)
    documents = forms.CharField(
        label=_("Dokumen yang diserahkan"), help_text=_("Akta, KIA, rapor, buku kesehatan."), required=False
    )
    belongings = forms.CharField(label=_("Barang milik anak"), required=False)
    medicine = forms.CharField(label=_("Obat dan cara memakainya"), required=False)
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args, placement: Placement, **kwargs):
        super().__init__(*args, placement=placement, **kwargs)
        self.fields["received_by"].queryset = able_family(placement)
        self.fields["received_by"].label_from_instance = _with_relation
        self.fields["received_by"].help_text = barred_words(placement.beneficiary_id)


def _with_relation(member: FamilyMember) -> str:
    return f"{member.name} ({member.get_relation_display()})"
