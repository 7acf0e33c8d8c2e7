from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField, prepare

from ..ending import Ending, goals_in_force
from ..hand_over_states import HandedTo
from ..hands import workers_of
from ..models import Case
from ..plan_states import GoalResult
from ..states import NEXT_STAGE, Stage, can_move
from .base import HEARD_OF_ADULT, CaseForm, ChildHeard, codes


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


class CloseForm(ChildHeard, CaseForm):
    """The final evaluation, with a field for each goal of the plan in force."""

    page_heading = _("Tutup kasus")
    verb = _("Tutup kasus")
    two = ("handed_to", "handed_to_name")
    of_adult = HEARD_OF_ADULT

    family_view = forms.CharField(label=_("Pendapat keluarga"), required=False, widget=forms.Textarea)
    handed_to = forms.ChoiceField(
        label=_("Diserahkan kepada"), required=False, choices=[("", _("Tidak ada serah terima")), *HandedTo.choices]
    )
    handed_to_name = forms.CharField(label=_("Nama penerima"), max_length=200, required=False)
    hand_over_note = forms.CharField(
        label=_("Apa yang diserahkan"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Yang perlu dipantau, dokumen, dan siapa yang dihubungi bila ada masalah."),
    )

    reason_code = forms.ModelChoiceField(label=_("Alasan penutupan"), queryset=None, empty_label=_("Pilih alasan"))
    evaluation = forms.CharField(
        label=_("Evaluasi akhir"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Apa yang tercapai, apa yang belum, bagaimana keadaannya sekarang."),
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].queryset = codes("CLOSURE_REASON").order_by("order")
        self.goals = {f"goal_{goal.pk}": goal for goal in goals_in_force(case)}
        for name, goal in self.goals.items():
            field = RadioField(label=goal.text, choices=GoalResult.choices, required=False)
            prepare(field)
            self.fields[name] = field
        self.optional = dict.fromkeys(self.goals, _("(kecuali kasus berakhir lebih dulu)"))
        heard = ("child_view", "child_not_heard_reason", "family_view")
        judged = [(_("Tujuan rencana"), tuple(self.goals))] if self.goals else []
        self.sections = (
            (_("Penutupan"), ("reason_code", "evaluation")),
            *judged,
            (_("Suara anak dan keluarga"), heard),
            (_("Serah terima"), ("handed_to", "handed_to_name", "hand_over_note")),
        )

    @property
    def asked(self) -> dict[str, Any]:
        """What the service takes, from a clean form."""
        given = dict(self.cleaned_data)
        own = {name: given.pop(name) for name in ("reason_code", "evaluation")}
        goals = [(goal, result) for name, goal in self.goals.items() if (result := given.pop(name))]
        return own | {"ending": Ending(goals=goals, **given)}


class ReopenForm(CaseForm):
    page_heading = _("Buka kembali kasus")
    verb = _("Buka kembali")
    sections = ((_("Mengapa dan siapa"), ("reason", "worker")),)

    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea,
        help_text=_(
            "Buka kembali bila masalahnya sama dan kasusnya belum lama ditutup: nomornya tetap. Bila ada kejadian "
            "baru, catat respon dan buka kasus baru; keduanya terhubung lewat orangnya."
        ),
    )
    worker = forms.ModelChoiceField(label=_("Petugas"), queryset=None, empty_label=_("Pilih petugas"))

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers_of(case.office)
        self.fields["worker"].initial = case.worker_id


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
