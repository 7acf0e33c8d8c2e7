from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField

from ..models import Case
from ..states import NEXT_STAGE, Stage, can_move
from .base import CaseForm, codes


class StageForm(CaseForm):
    page_heading = _("Pindah tahap")
    verb = _("Pindahkan")
    sections = ((_("Tahap"), ("to", "reason")),)

    to = RadioField(label=_("Ke tahap"), choices=())
    reason = forms.CharField(
        label=_("Alasan"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Wajib bila kasus kembali ke tahap sebelumnya."),
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        to = [(stage.value, stage.label) for stage in Stage if can_move(case.stage, stage) and stage != Stage.CLOSE]
        self.fields["to"].choices = to
        self.fields["to"].initial = NEXT_STAGE.get(case.stage)


class CloseForm(CaseForm):
    page_heading = _("Tutup kasus")
    verb = _("Tutup kasus")
    sections = ((_("Penutupan"), ("reason_code", "evaluation")),)

    reason_code = forms.ModelChoiceField(label=_("Alasan penutupan"), queryset=None, empty_label=_("Pilih alasan"))
    evaluation = forms.CharField(
        label=_("Evaluasi akhir"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Apa yang tercapai, apa yang belum, bagaimana keadaannya sekarang."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].queryset = codes("CLOSURE_REASON").order_by("order")


class VisitForm(CaseForm):
    page_heading = _("Kunjungan bimbingan lanjut")
    verb = _("Simpan kunjungan")
    two = ("is_safe",)
    sections = ((_("Kunjungan"), ("done_on", "is_safe", "findings")),)

    done_on = DateField(label=_("Tanggal kunjungan"))
    is_safe = RadioField(
        label=_("Amankah ia sekarang?"),
        choices=[("yes", _("Aman")), ("no", _("Belum aman"))],
        marks={"yes": "fine", "no": "stop"},
    )
    findings = forms.CharField(
        label=_("Temuan"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Sekolah atau pekerjaan, kesehatan, hubungan keluarga, kata-katanya sendiri."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = timezone.localdate

    def clean_is_safe(self) -> bool:
        return self.cleaned_data["is_safe"] == "yes"
