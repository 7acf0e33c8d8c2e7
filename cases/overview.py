"""What the case page answers in one screen: how safe, what is due next, how far the plan is, who is responsible, and
the newest words of the child. Read only."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.clock import as_day
from atensi.parts import Answer, TimelineEntry
from institutions.models import Membership
from institutions.states import Role

from .event_states import EventKind
from .hooks import CASE_DUES, CHILD_VIEWS, ChildView, Due
from .justice import dates_ahead
from .models import (
    Agreement,
    Assessment,
    Attachment,
    CarePlan,
    CarePlanAction,
    CarePlanContact,
    CarePlanGoal,
    Case,
    CaseConference,
    CaseEvent,
    CaseFlag,
    CaseTask,
    DeskRequestStep,
    IncomingReportStep,
    PlanStep,
    Reentry,
    ServiceRecord,
    SocialReport,
    VocationalTrack,
)
from .plan_states import OPEN_ACTIONS, ActionState, PlanState, PlanStepKind
from .states import IncomingStepKind, RequestStepKind, Risk, TaskState

FIRST_CONTACT = _("Kontak pertama")
SAFETY = {Risk.HIGH: _("Perlu tindakan"), Risk.MEDIUM: _("Perlu dipantau"), Risk.LOW: _("Aman")}
SHORT = 20  # letters that still fit in one line of a key figure
MARKS = {
    EventKind.STAGE_CHANGED: "half",
    EventKind.WORKER_ASSIGNED: "half",
    EventKind.TRANSFER_OFFERED: "half",
    EventKind.TRANSFER_DECLINED: "half",
    EventKind.TRANSFER_WITHDRAWN: "half",
    EventKind.MOVE_PLANNED: "half",
    EventKind.PLACEMENT_ENDED: "half",
    EventKind.REVIEW_MOVED: "half",
    EventKind.REENTERED: "stop",
    EventKind.PLACEMENT_OVERSTAYED: "stop",
    EventKind.FLAG_RAISED: "stop",
}


def _count_of(model: type, **narrowed: Any) -> Coalesce:
    rows = model.objects.filter(case=OuterRef("pk"), **narrowed).order_by().values("case").annotate(n=Count("pk"))
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def case_for(user, pk: int) -> QuerySet[Case]:
    """The case `pk` where `user` may see it, with what the frame of its page shows: person, office, worker, counts."""
    signed = Assessment.objects.filter(case=OuterRef("pk"), signed_at__isnull=False)
    return (
        Case.objects.visible_among(user, [pk])
        .with_flags()
        .select_related("beneficiary__region__parent", "office__region", "worker", "closure_reason")
        .annotate(
            assessments_n=_count_of(Assessment),
            services_n=_count_of(ServiceRecord),
            tasks_n=_count_of(CaseTask, state=TaskState.OPEN),
            documents_n=_count_of(Agreement)
            + _count_of(SocialReport)
            + _count_of(CaseConference)
            + _count_of(Attachment, withdrawn_at=None),
            is_assessed=Exists(signed),
            is_justice=Exists(Case.objects.in_justice().filter(pk=OuterRef("pk"))),
        )
    )


def plan_in_force(case: Case) -> CarePlan | None:
    """The newest signed plan with its goals and actions, None before the first one. At most three queries."""
    return plans_of(case).filter(signed_at__isnull=False).first()


def plans_of(case: Case) -> QuerySet[CarePlan]:
    """The plans of a case, each with its goals and actions."""
    actions = CarePlanAction.objects.select_related("component")
    goals = CarePlanGoal.objects.prefetch_related(Prefetch("actions", actions))
    people = ("author", "signed_by", "approved_by", "submitted_by")
    plans = case.plans.select_related(*people, "case__office", "case__beneficiary")
    contacts = CarePlanContact.objects.select_related("member")
    return plans.prefetch_related(Prefetch("goals", goals), Prefetch("contacts", contacts))


def returned_with(plan: CarePlan) -> PlanStep | None:
    """The comment that a returned plan waits for an answer to: one query, none otherwise."""
    if plan.state != PlanState.RETURNED:
        return None
    return plan.steps.filter(kind=PlanStepKind.RETURNED).select_related("by").first()


def pending_plan(case: Case) -> CarePlan | None:
    """The newest version that waits for approval, was returned, or waits for its signature: one query."""
    waits = case.plans.filter(signed_at=None).exclude(state=PlanState.DRAFT)
    return waits.select_related("author").first()


def all_actions(plan: CarePlan | None) -> QuerySet[CarePlanAction]:
    """Every action of a plan, as a service moves it; none without a plan."""
    rows = CarePlanAction.objects.select_related("component", "goal__plan__case__office")
    return rows.filter(goal__plan=plan) if plan else rows.none()


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """How many actions of a plan are where; dropped ones do not count to the total."""

    waiting: int
    running: int
    done: int
    dropped: int

    @property
    def total(self) -> int:
        return self.waiting + self.running + self.done


def progress_of(plan: CarePlan | None) -> PlanProgress:
    """How far a loaded plan has come."""
    counted = Counter(action.state for goal in (plan.goals.all() if plan else ()) for action in goal.actions.all())
    order = (ActionState.PLANNED, ActionState.RUNNING, ActionState.DONE, ActionState.CANCELLED)
    return PlanProgress(*(counted[state] for state in order))


def open_actions(plan: CarePlan) -> QuerySet[CarePlanAction]:
    """The actions of a plan that are still to be done: what a service may fulfil."""
    return CarePlanAction.objects.filter(goal__plan=plan, state__in=OPEN_ACTIONS).select_related("component")


def actions_of(plan: CarePlan | None) -> list[CarePlanAction]:
    """Every action of a loaded plan by due date; cancelled ones left out."""
    goals = plan.goals.all() if plan else []
    actions = [action for goal in goals for action in goal.actions.all() if action.state != ActionState.CANCELLED]
    return sorted(actions, key=lambda action: (action.due_on, action.pk))


def _words(papers: QuerySet, day: object, writer: str) -> QuerySet:
    spoken = papers.exclude(child_view="").order_by()
    return spoken.annotate(said_on=day, writer=F(writer)).values_list("child_view", "said_on", "writer")


def newest_child_view(case: Case) -> ChildView | None:
    """The child's newest words over the papers of the case (drafts left out) and those of higher rooms. One query."""
    agreements = _words(case.agreements, F("signed_on"), "recorded_by__name")
    row = (
        agreements.union(
            _words(case.conferences, F("held_on"), "recorded_by__name"),
            _words(case.assessments.filter(signed_at__isnull=False), F("assessed_on"), "author__name"),
            _words(case.plans.filter(signed_at__isnull=False), TruncDate("signed_at"), "author__name"),
            all=True,
        )
        .order_by("-said_on")
        .first()
    )
    found = [ChildView(*row)] if row else []
    found += [view for ask in CHILD_VIEWS if (view := ask(case))]
    return max(found, key=lambda view: view.on, default=None)


def agenda(case: Case, plan: CarePlan | None, *, is_assessed: bool) -> list[Due]:
    """What is due in the case beside the actions of its plan, soonest first: first contact, assessment, plan,
    tasks, days of a matter before the law, after-care, and what higher rooms know of. Three queries here, one more for
    a restricted case; a closed case keeps its after-care."""
    dues = [
        Due(_("Kunjungan bulan ke‑%(n)s") % {"n": visit.month}, visit.due_on, _to("aftercare_visit", visit.pk))
        for visit in case.aftercare_visits.open()
    ]
    dues += [Due(task.title, task.due_on, _to("task", task.pk)) for task in case.tasks.open()]
    if case.restricted:  # as every case of a child in contact with the law is
        dues += [Due(row.get_kind_display(), row.due_on, _to("justice", case.pk)) for row in dates_ahead(case)]
    dues += [due for ask in CASE_DUES for due in ask(case)]
    if case.is_open:
        dues += [
            Due(FIRST_CONTACT, response.first_contact_due_at, _to("response", response.pk))
            for response in case.responses.awaiting_contact()
        ]
        dues += _paper_dues(case, plan, is_assessed)
    return soonest_first(dues)


def tracks_of(case: Case) -> list[VocationalTrack]:
    """The ways towards a living, the newest first, each with its steps: two queries."""
    return list(case.vocational_tracks.prefetch_related("steps").select_related("ended_by"))


def flags_of(case: Case) -> list[CaseFlag]:
    """The flags that stand on the case, the newest first: one query, none where the case has none."""
    kinds = getattr(case, "flag_kinds", None)
    return [] if kinds == [] else list(case.flags.standing().select_related("raised_by"))


def reentries_of(case: Case) -> Sequence[Reentry]:
    """That the child came back after going home, into this case or out of it, newest first: one query."""
    return list(Reentry.objects.filter(Q(former=case) | Q(case=case)))


def soonest_first(dues: Iterable[Due]) -> list[Due]:
    return sorted(dues, key=lambda due: as_day(due.due))


def action_dues(case: Case, actions: Iterable[CarePlanAction]) -> list[Due]:
    """The actions that are still to be done as something due; none in a closed case."""
    planned = [action for action in actions if action.state in OPEN_ACTIONS and case.is_open]
    return [Due(action.text, action.due_on, _to("plan", case.pk)) for action in planned]


def _to(name: str, pk: int) -> str:
    return reverse(f"cases:{name}", args=[pk])


def _paper_dues(case: Case, plan: CarePlan | None, is_assessed: bool) -> Iterable[Due]:
    if case.assessment_due_on and not is_assessed:
        yield Due(_("Asesmen"), case.assessment_due_on, _to("assessments", case.pk))
    if case.plan_due_on and plan is None:
        yield Due(_("Rencana"), case.plan_due_on, _to("plan", case.pk))


def supervisor_of(case: Case) -> str:
    """The name of a supervisor of the case's office, empty without one. One query."""
    members = Membership.objects.current().filter(institution_id=case.office_id, role=Role.SUPERVISOR)
    return members.order_by("pk").values_list("user__name", flat=True).first() or ""


def safety(case: Case) -> Answer:
    """How safe, in words; the risk chip stands in the header."""
    return Answer(_("Keamanan"), SAFETY[case.risk], case.get_risk_display())


def next_due(dues: Sequence[Due]) -> Answer:
    """What is due next, or that nothing is."""
    if not dues:
        return Answer(_("Berikutnya"), words=_("Tidak ada yang jatuh tempo"))
    label = str(dues[0].label)
    if len(label) > SHORT:
        return Answer(_("Berikutnya"), words=label, due=dues[0].due)
    return Answer(_("Berikutnya"), label, due=dues[0].due)


def entry_of(event: CaseEvent) -> TimelineEntry:
    """One line of the timeline, with who did it. Needs `by`."""
    text = ". ".join(str(part).rstrip(".") for part in (event.text, event.by or "") if part)
    title = event.get_kind_display()
    return TimelineEntry(event.happened_at, title, f"{text}." if text else "", MARKS.get(event.kind, "fine"))


def incoming_entry(step: IncomingReportStep) -> TimelineEntry:
    """One line of what became of a report of the desk. Needs `by`, `office`, `worker`."""
    where = "" if step.kind == IncomingStepKind.ANSWERED else str(step.worker or step.office)
    text = ". ".join(str(part).rstrip(".") for part in (where, step.text, step.by) if part)
    mark = {IncomingStepKind.ANSWERED: "fine", IncomingStepKind.CLOSED: "fine"}.get(step.kind, "half")
    return TimelineEntry(step.happened_at, step.get_kind_display(), f"{text}.", mark)


def request_entry(step: DeskRequestStep, *, told: bool) -> TimelineEntry:
    """One line of what a Sentra did with a request. told: its words may be read too. Needs `by`, `sentra`."""
    where = step.text if step.kind == RequestStepKind.OFFICE else str(step.sentra)
    words = step.text if told and step.kind not in (RequestStepKind.OFFICE, RequestStepKind.RECORDED) else ""
    text = ". ".join(str(part).rstrip(".") for part in (where, words, step.by) if part)
    mark = "half" if step.kind in (RequestStepKind.RECORDED, RequestStepKind.SENTRA) else "fine"
    return TimelineEntry(step.happened_at, step.get_kind_display(), f"{text}.", mark)
