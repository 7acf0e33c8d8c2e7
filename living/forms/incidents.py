"""Forms of what happens during a stay."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.forms import CheckField, DateField, DateTimeField
from atensi.sections import SectionedForm
from institutions.models import Institution
from referrals.models import Placement

from ..residents import stays_in
from ..states import IncidentKind, StepKind

WITHOUT_NAMES = _("Sebut anak dengan inisial: kejadian ini dibaca juga oleh petugas anak lain.")


def kinds() -> list[tuple[str, str | Promise]]:
    return [("", _("Pilih")), *IncidentKind.choices]


class IncidentForm(SectionedForm):
    page_heading = _("Catat kejadian")
    verb = _("Simpan kejadian")
    two = ("kind", "happened_at")
    sections = (
        (_("Kejadian"), ("kind", "happened_at", "place", "story")),
        (_("Siapa"), ("children", "other_children", "staff")),
        (_("Yang sudah dilakukan"), ("measures", "told_family", "police_number")),
    )

    kind = forms.ChoiceField(label=_("Apa yang terjadi"))
    happened_at = DateTimeField(label=_("Kapan"))
    place = forms.CharField(label=_("Di mana"), max_length=200, help_text=_("Misalnya: kamar tidur, jalan ke sekolah."))
    story = forms.CharField(label=_("Ceritakan kejadiannya"), widget=forms.Textarea, help_text=WITHOUT_NAMES)
    children = CheckField(label=_("Anak yang mengalaminya"), required=False)
    other_children = forms.CharField(
        label=_("Anak lain"),
        required=False,
        max_length=200,
        help_text=_("Inisial anak yang tidak ada dalam daftar, dipisah koma."),
    )
    staff = forms.CharField(
        label=_("Petugas atau orang dewasa yang diduga"),
        required=False,
        max_length=200,
        help_text=_("Nama atau jabatan. Kosongkan bila tidak ada."),
    )
    measures = forms.CharField(
        label=_("Tindakan segera"), widget=forms.Textarea, help_text=_("Apa yang dilakukan supaya anak aman sekarang.")
    )
    told_family = forms.CharField(
        label=_("Keluarga yang diberi tahu"), required=False, max_length=500, help_text=_("Siapa, dan bagaimana.")
    )
    police_number = forms.CharField(label=_("Nomor laporan polisi"), required=False, max_length=100)

    def __init__(self, *args: Any, home: Institution, user: Any, by_child: bool = False, **kwargs: Any):
        """by_child: the writer may only for a child of theirs who lives there, and so names one."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds()
        self.stays = {str(row.pk): row for row in stays_in(home, user).order_by("ended_on", "starts_on", "pk")}
        self.fields["children"].choices = [(pk, str(row.beneficiary)) for pk, row in self.stays.items()]
        self.fields["children"].required = by_child
        if not self.stays:
            del self.fields["children"]

    def clean_children(self) -> list[Placement]:
        return [self.stays[pk] for pk in self.cleaned_data["children"]]


class StepForm(SectionedForm):
    page_heading = _("Tambah langkah")
    verb = _("Simpan langkah")
    two = ("kind", "done_on")
    sections = ((_("Langkah"), ("kind", "done_on", "text", "number")),)

    kind = forms.ChoiceField(label=_("Apa yang dilakukan"), choices=StepKind.choices)
    done_on = DateField(label=_("Tanggal"))
    text = forms.CharField(label=_("Keterangan"), widget=forms.Textarea, help_text=WITHOUT_NAMES)
    number = forms.CharField(
        label=_("Nomor laporan polisi"), required=False, max_length=100, help_text=_("Bila dilaporkan ke polisi.")
    )


class ReportForm(SectionedForm):
    page_heading = _("Laporan Dinas Sosial")
    verb = _("Simpan laporan")
    sections = ((_("Laporan"), ("number", "findings")),)

    number = forms.CharField(label=_("Nomor laporan"), max_length=100)
    findings = forms.CharField(
        label=_("Temuan dan tindak lanjut"), widget=forms.Textarea(attrs={"rows": 6}), help_text=WITHOUT_NAMES
    )


class CloseForm(SectionedForm):
    page_heading = _("Tutup kejadian")
    verb = _("Tutup kejadian")
    sections = ((_("Penyelesaian"), ("outcome",)),)

    outcome = forms.CharField(label=_("Bagaimana selesainya"), widget=forms.Textarea, help_text=WITHOUT_NAMES)
