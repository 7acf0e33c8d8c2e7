from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.forms import AtensiForm, CheckField, DateField, RadioField, prepare
from cases.models import CarePlanGoal

from ..eligibility.reviews import GoalFinding
from ..models import PlacementReview
from ..review_rules import latest_next
from ..states import Attendee, GoalProgress, ReviewOutcome

# What an outcome does as soon as the review is saved.
EFFECTS = {
    ReviewOutcome.CONTINUE: _("Anak tetap di sini; tinjauan berikutnya terjadwal."),
    ReviewOutcome.CHANGE_PLAN: _("Anak tetap di sini; rencana pengasuhan perlu versi baru."),
    ReviewOutcome.MOVE: _("Anak tetap di sini sampai tempat baru siap; siapkan rujukan."),
    ReviewOutcome.REUNIFY: _(
        "Anak sudah diserahkan kepada keluarga. Mengakhiri penempatan dan menjadwalkan kunjungan."
    ),
    ReviewOutcome.SUBSTITUTE_FAMILY: _("Anak tetap di sini sampai keluarga siap; siapkan rujukan."),
    ReviewOutcome.CLOSE: _("Mengakhiri penempatan tanpa kunjungan lanjutan."),
}
# Labels that fit two boxes beside each other on a phone.
SHORT = {
    Attendee.ADVOCATE: _("Pendam\u00adping"),
    Attendee.FAMILY: _("Keluarga"),
    Attendee.CASE_WORKER: _("Peksos kasus"),
    Attendee.INSTITUTION_HEAD: _("Pimpinan"),
    Attendee.HEALTH: _("Kesehatan"),
}
# The way home first (domain.md 5.3: return to the family as first aim).
OUTCOMES = [
    ReviewOutcome.REUNIFY,
    ReviewOutcome.SUBSTITUTE_FAMILY,
    ReviewOutcome.MOVE,
    ReviewOutcome.CHANGE_PLAN,
    ReviewOutcome.CONTINUE,
    ReviewOutcome.CLOSE,
]


class HoldReviewForm(AtensiForm):
    """What a held review says. The rules about it are the service's."""

    held_on = DateField(label=_("Tanggal tinjauan"))
    attendees = CheckField(
        label=_("Siapa yang hadir"),
        choices=[(one.value, SHORT.get(one, one.label)) for one in Attendee],
        required=False,
    )
    child_view = forms.CharField(
        label=_("Suara anak"),
        help_text=_("Tulis kata per kata."),
        widget=forms.Textarea(attrs={"class": "voice"}),
        required=False,
    )
    child_not_heard_reason = forms.CharField(
        label=_("Mengapa anak belum didengar"),
        help_text=_("Isi hanya bila tidak ada kata-kata anak."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    family_view = forms.CharField(
        label=_("Suara orang tua atau keluarga"),
        help_text=_("Apa yang mereka katakan tentang anak dan tentang pulang."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    family_not_heard_reason = forms.CharField(
        label=_("Mengapa keluarga belum didengar"),
        help_text=_("Isi hanya bila keluarga tidak didengar."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    findings = forms.CharField(
        label=_("Temuan"),
        help_text=_("Bagaimana anak berkembang, apa yang berubah di keluarga, apa yang masih menghalangi pulang."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    recommendation = forms.CharField(
        label=_("Rekomendasi"),
        help_text=_("Apa yang sebaiknya terjadi sampai tinjauan berikutnya, oleh siapa."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    outcome = RadioField(
        label=_("Apa yang diputuskan?"),
        choices=[(outcome.value, outcome.label) for outcome in OUTCOMES],
        hints={outcome.value: words for outcome, words in EFFECTS.items()},
    )
    next_due_on = DateField(label=_("Tinjauan berikutnya"), required=False)

    def __init__(self, *args, review: PlacementReview, goals: Sequence[CarePlanGoal] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.goals = list(goals)
        for goal in self.goals:
            self._add_goal(goal)
        today = timezone.localdate()
        self.fields["held_on"].initial = today
        for name in ("held_on", "next_due_on"):
            self.fields[name].widget.attrs["min"] = review.placement.starts_on.isoformat()
        self.fields["held_on"].widget.attrs["max"] = today.isoformat()
        latest = latest_next(review.placement, self._held_on(today))
        self.fields["next_due_on"].help_text = _(
            "Bila anak tetap di sini. Kosongkan untuk batas akhirnya, %(date)s."
        ) % {"date": date_words(latest)}

    def _add_goal(self, goal: CarePlanGoal) -> None:
        """How far the goal has come, and words about it."""
        progress = forms.ChoiceField(
            label=_("Sejauh mana?"), choices=[("", _("Pilih satu")), *GoalProgress.choices], required=False
        )
        words = forms.CharField(label=_("Temuan tentang tujuan ini"), required=False)
        for name, field in ((f"goal-{goal.pk}-progress", progress), (f"goal-{goal.pk}-findings", words)):
            self.fields[name] = field
            prepare(field)

    @property
    def goal_rows(self) -> list[tuple[CarePlanGoal, forms.BoundField, forms.BoundField]]:
        """The goals of the plan, each with its two fields."""
        return [(goal, self[f"goal-{goal.pk}-progress"], self[f"goal-{goal.pk}-findings"]) for goal in self.goals]

    def said(self) -> dict[str, Any]:
        """What the service takes, from a clean form. A goal that nobody chose a progress for is not said."""
        own = {name: value for name, value in self.cleaned_data.items() if not name.startswith("goal-")}
        given = self.cleaned_data
        findings = [
            GoalFinding(goal, given[f"goal-{goal.pk}-progress"], given[f"goal-{goal.pk}-findings"])
            for goal in self.goals
            if given[f"goal-{goal.pk}-progress"]
        ]
        return own | {"goal_findings": findings}

    def _held_on(self, today: date) -> date:
        """The day typed, for the hint of the next review; today as long as none is."""
        typed = self.data.get("held_on", "") if self.is_bound else ""
        try:
            return min(date.fromisoformat(typed), today)
        except ValueError:
            return today
