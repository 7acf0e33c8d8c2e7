"""The care plan: its own fields, and goals with actions in rows that grow by a submit button, without a script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.forms import AtensiForm, DateField, RadioField
from atensi.versions import Difference

from ..eligibility.plans import MAX_ACTIONS, MAX_GOALS
from ..models import CarePlan
from ..plan_states import NeedDomain, PlanHorizon
from ..services.plans import PlannedAction, PlannedGoal
from ..states import FORMS_OF_ADULT, Base, CareForm
from .base import HEARD_OF_ADULT, ChildHeard, PaperForm, Words, codes

FIRST_ACTIONS = 2  # empty rows of a new goal
GOAL_FIELDS = ("domain", "need", "text")
ACTION_FIELDS = ("text", "component", "base", "responsible", "due_on", "indicator")
GOALS = "goals"  # the rows as one thing to choose, when two people changed the plan
ADD = "tambah"  # name of the buttons that add a row: "goal", or the number of a goal


class PlanForm(ChildHeard, PaperForm):
    page_heading = _("Rencana pengasuhan")
    verb = _("Simpan draf")
    two = ("horizon",)
    field_order = ("horizon", "permanency_goal", "concurrent_goal")
    sections = (
        (_("Tujuan menetap"), ("horizon", "permanency_goal", "concurrent_goal", "assessment_summary", "exit_plan")),
        (_("Suara anak dan keluarga"), ("child_view", "child_not_heard_reason", "family_view")),
        (
            _("Yang ikut menandatangani"),
            ("child_signs", "child_not_signed_reason", "family_signatory", "office_is_party", "institution_signatory"),
        ),
    )

    of_adult = {
        **HEARD_OF_ADULT,
        "permanency_goal": Words(
            _("Di mana ia akhirnya tinggal"), _("Bersama keluarga lebih dulu, lalu kerabat; lembaga paling akhir.")
        ),
        "child_signs": Words(_("Penerima manfaat ikut menandatangani")),
        "child_not_signed_reason": Words(
            _("Mengapa ia tidak menandatangani"), _("Misalnya: sakit, tidak dapat menulis.")
        ),
        "family_signatory": Words(_("Keluarga, wali, atau kerabat")),
        "institution_signatory": Words(_("Pimpinan lembaga"), _("Bila ia tinggal di lembaga.")),
    }
    headings_of_adult = {
        "horizon": _("Tujuan tinggal"),
        "child_view": _("Suara penerima manfaat dan keluarga"),
    }

    horizon = RadioField(label=_("Jangka"), choices=PlanHorizon.choices, initial=PlanHorizon.SHORT)
    permanency_goal = forms.ChoiceField(
        label=_("Di mana anak akhirnya menetap"),
        choices=CareForm.choices,
        help_text=_("Keluarga inti lebih dulu, lalu kerabat, lalu keluarga pengganti."),
    )
    concurrent_goal = forms.ChoiceField(
        label=_("Tujuan cadangan"), choices=[("", _("Tidak ada")), *CareForm.choices], required=False
    )
    assessment_summary = forms.CharField(
        label=_("Ringkasan asesmen"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Dua atau tiga kalimat yang mendasari rencana ini."),
    )
    exit_plan = forms.CharField(
        label=_("Bagaimana layanan diakhiri"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Apa yang harus tercapai supaya layanan selesai, dan siapa yang meneruskan."),
    )
    family_view = forms.CharField(label=_("Pendapat keluarga"), required=False, widget=forms.Textarea)
    family_signatory = forms.CharField(label=_("Orang tua, wali, atau kerabat"), max_length=200, required=False)
    office_is_party = forms.BooleanField(
        label=_("Dinas Sosial menjadi pihak"), required=False, help_text=_("Bila keluarga tidak ada.")
    )
    child_signs = forms.BooleanField(label=_("Anak ikut menandatangani"), required=False)
    child_not_signed_reason = forms.CharField(
        label=_("Mengapa anak tidak menandatangani"),
        required=False,
        help_text=_("Misalnya: berumur tiga tahun, belum bisa menulis namanya."),
    )
    institution_signatory = forms.CharField(
        label=_("Pimpinan lembaga"), max_length=200, required=False, help_text=_("Bila anak tinggal di lembaga.")
    )

    def speak_of_adult(self) -> None:
        """Nobody fosters or adopts an adult."""
        super().speak_of_adult()
        self.page_heading = _("Rencana intervensi")
        chosen = {self.initial.get("permanency_goal"), self.initial.get("concurrent_goal")}
        offered = [choice for choice in CareForm.choices if choice[0] in FORMS_OF_ADULT or choice[0] in chosen]
        self.fields["permanency_goal"].choices = offered
        self.fields["concurrent_goal"].choices = [("", _("Tidak ada")), *offered]


class GoalForm(AtensiForm):
    domain = forms.ChoiceField(label=_("Bidang"), choices=[("", _("Pilih bidang")), *NeedDomain.choices])
    need = forms.CharField(label=_("Kebutuhan"), max_length=300)
    text = forms.CharField(
        label=_("Tujuan"),
        max_length=300,
        error_messages={"required": _("Kegiatan perlu tujuan: tulis apa yang hendak dicapai.")},
    )


class ActionForm(AtensiForm):
    """One action; a row left empty does not count, a begun one must be whole (domain.md 4.1, hard)."""

    text = forms.CharField(label=_("Yang dilakukan"), max_length=300)
    component = forms.ModelChoiceField(label=_("Komponen"), queryset=None, empty_label=_("Pilih komponen"))
    base = forms.ChoiceField(label=_("Basis"), choices=[("", _("Pilih basis")), *Base.choices])
    responsible = forms.CharField(label=_("Oleh siapa"), max_length=200)
    due_on = DateField(label=_("Jatuh tempo"))
    indicator = forms.CharField(
        label=_("Tanda berhasil"), max_length=200, help_text=_("Bagaimana kita melihat bahwa ini tercapai.")
    )

    def __init__(self, *args, components, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["component"].choices = [("", _("Pilih komponen")), *components.choices]
        self.fields["component"].queryset = components.queryset


@dataclass(frozen=True, slots=True)
class Components:
    """The components in force, read once for all rows."""

    queryset: Any
    choices: Sequence[tuple[int, str]]


def components_in_force() -> Components:
    queryset = codes("COMPONENT").order_by("order")
    return Components(queryset, [(code.pk, code.label) for code in queryset])


class GoalRow:
    """A goal's form and the forms of its actions. growing: a row is being added, so nothing is judged yet."""

    def __init__(self, number: int, components: Components, data, goal: Any = None):
        prefix = f"goal-{number}"
        self.number, self.components, self.data = number, components, data
        self.growing = data is not None and ADD in data
        self.total_name = f"{prefix}-total"
        self.form = self._form(GoalForm, prefix, GOAL_FIELDS, goal)
        stored = list(goal.actions.all()) if goal else []
        asked = _number(data, self.total_name, MAX_ACTIONS) if data is not None else max(len(stored), FIRST_ACTIONS)
        added = self.growing and data[ADD] == str(number)
        self.total = min(max(asked, 1) + added, MAX_ACTIONS)
        self.actions = [
            self._form(ActionForm, f"{prefix}-action-{place}", ACTION_FIELDS, row, components=components)
            for place, row in enumerate((stored + [None] * self.total)[: self.total])
        ]

    def _form(self, form_class, prefix: str, names: Sequence[str], stored: Any, **kwargs) -> AtensiForm:
        """A row's form: from the stored row, as typed while rows are added, or bound; an empty row is not judged."""
        typed = {name: self.data.get(f"{prefix}-{name}", "") for name in names} if self.data is not None else {}
        judged = any(typed.values()) and not self.growing
        initial = typed if self.growing else {name: _stored_value(stored, name) for name in names} if stored else None
        return form_class(
            self.data if judged else None, prefix=prefix, initial=initial, use_required_attribute=False, **kwargs
        )

    @property
    def begun(self) -> list[ActionForm]:
        return [form for form in self.actions if form.is_bound]

    @property
    def is_empty(self) -> bool:
        return not self.begun and not self.form.is_bound

    def is_valid(self) -> bool:
        if not self.form.is_bound:  # actions without a goal: bind the empty one, so that it says what is missing
            self.form = GoalForm(self.data, prefix=f"goal-{self.number}", use_required_attribute=False)
        return all([form.is_valid() for form in [self.form, *self.begun]])  # noqa: C419

    @property
    def planned(self) -> PlannedGoal:
        actions = [PlannedAction(**form.cleaned_data) for form in self.begun]
        return PlannedGoal(actions=actions, **self.form.cleaned_data)


class GoalRows:
    """All goals of a plan form. data: the posted form, else the rows come from `plan` (None: one empty goal)."""

    total_name = "goals-total"

    def __init__(self, data: Mapping[str, str] | None = None, plan: CarePlan | None = None):
        goals = list(plan.goals.prefetch_related("actions")) if plan and data is None else []
        asked = _number(data, self.total_name, MAX_GOALS) if data is not None else len(goals)
        added = data is not None and data.get(ADD) == "goal"
        self.total = min(max(asked, 1) + added, MAX_GOALS)
        components = components_in_force()
        self.rows = [
            GoalRow(number, components, data, goals[number] if number < len(goals) else None)
            for number in range(self.total)
        ]

    def restore(self, words: QueryDict) -> None:
        """Show the rows of a draft; as while rows are being added, nothing is judged yet."""
        data = words.copy()
        data[ADD] = "-"
        restored = GoalRows(data)
        self.total, self.rows = restored.total, restored.rows

    def is_valid(self) -> bool:
        return all([row.is_valid() for row in self.filled])  # noqa: C419, every row shall say what it lacks

    @property
    def filled(self) -> list[GoalRow]:
        return [row for row in self.rows if not row.is_empty]

    @property
    def planned(self) -> list[PlannedGoal]:
        return [row.planned for row in self.filled]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the control, message) of every row, for the summary on top."""
        forms_ = [form for row in self.rows for form in [row.form, *row.begun]]
        return [
            (form[name].auto_id, f"{form.fields[name].label}: {message}")
            for form in forms_
            if form.is_bound
            for name, messages in form.errors.items()
            for message in messages
        ]


def goal_differences(mine: Sequence[PlannedGoal], stored: Sequence[PlannedGoal]) -> list[Difference]:
    """For a stale form: the goals and actions of both versions, one row, where they differ."""
    words = [_in_words(goals) for goals in (mine, stored)]
    return [Difference(_("Tujuan dan kegiatan"), *words, GOALS)] if words[0] != words[1] else []


def _in_words(goals: Sequence[PlannedGoal]) -> str:
    lines = []
    for goal in goals:
        lines.append(goal.text)
        for action in goal.actions:
            kind = f"{action.component}, {Base(action.base).label}"
            lines.append(f"– {action.text}. {kind}. {action.responsible}, {date_words(action.due_on)}")
    return "\n".join(lines)


def _stored_value(row: Any, name: str) -> Any:
    return row.component_id if name == "component" else getattr(row, name)


def _number(data: Mapping[str, str], name: str, highest: int) -> int:
    value = data.get(name, "")
    return min(int(value), highest) if value.isascii() and value.isdecimal() else 0
