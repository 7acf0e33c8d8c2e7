"""The care plan, the services delivered, the visits after the child went home."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Key, Moment, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require

from .. import overview
from ..eligibility.plans import MAX_ACTIONS, MAX_GOALS
from ..models import AftercareVisit, CarePlan, CarePlanAction, Case, ServiceRecord
from ..permissions import can_approve_plan
from ..plan_differences import differences
from ..plan_states import ActionState, ContactPace, ContactWay, NeedDomain, PlanHorizon, SiblingPlan
from ..services.aftercare import record_aftercare_visit
from ..services.deliveries import record_service
from ..services.plan_approval import approve_plan, return_plan, submit_plan, take_plan_back
from ..services.plan_progress import move_action
from ..services.plans import PlannedAction, PlannedContact, PlannedGoal, draft_plan, edit_plan, sign_plan
from ..states import Base, CareForm
from .finding import CaseView, activities, components, family
from .papers import SignatureSent
from .shown import ServiceKept, ServiceShown, VisitShown
from .shown_papers import ActionShown, PlanDifferencesShown, PlanShown


class ActionSent(serializers.Serializer):
    text = Text(max_length=300)
    component = Key(components)
    base = serializers.ChoiceField(choices=Base.choices)
    responsible = Text(max_length=200)
    due_on = Day()
    indicator = Text(required=False, max_length=200)


class PlannedContactSent(serializers.Serializer):
    """Contact with a person of the family; of a sibling, whether they live together."""

    member = Ref(family)
    pace = serializers.ChoiceField(choices=ContactPace.choices)
    way = serializers.ChoiceField(choices=ContactWay.choices, required=False, allow_blank=True)
    is_supervised = serializers.BooleanField(required=False)
    supervised_by = Text(required=False, max_length=200)
    siblings = serializers.ChoiceField(choices=SiblingPlan.choices, required=False, allow_blank=True)
    apart_reason = Text(required=False)


class GoalSent(serializers.Serializer):
    """`domain`, `need`: which need in which part of life it answers."""

    domain = serializers.ChoiceField(choices=NeedDomain.choices, required=False, allow_blank=True)
    need = Text(required=False, max_length=300)
    text = Text(max_length=300)
    actions = ActionSent(many=True, required=False, max_length=MAX_ACTIONS)


class PlanSent(serializers.Serializer):
    """The plan with its goals and actions as a whole."""

    horizon = serializers.ChoiceField(choices=PlanHorizon.choices)
    permanency_goal = serializers.ChoiceField(choices=CareForm.choices)
    concurrent_goal = serializers.ChoiceField(choices=CareForm.choices, required=False, allow_blank=True)
    child_view = Text(required=False)
    child_not_heard_reason = Text(required=False)
    family_view = Text(required=False)
    child_signs = serializers.BooleanField(required=False)
    child_not_signed_reason = Text(required=False)
    family_signatory = Text(required=False, max_length=200)
    office_is_party = serializers.BooleanField(required=False)
    institution_signatory = Text(required=False, max_length=200)
    assessment_summary = Text(required=False)
    exit_plan = Text(required=False)
    goals = GoalSent(many=True, max_length=MAX_GOALS)
    contacts = PlannedContactSent(many=True, required=False, max_length=50)

    def validate(self, data):
        """What the service takes: the plan's own fields, its goals and its contacts."""
        goals = [
            PlannedGoal(**{**goal, "actions": [PlannedAction(**action) for action in goal.get("actions", [])]})
            for goal in data.pop("goals")
        ]
        contacts = [PlannedContact(**one) for one in data.pop("contacts", [])]
        if len({one.member.pk for one in contacts}) < len(contacts):
            raise serializers.ValidationError({"contacts": ["Each person once."]})
        return {"content": data, "goals": goals, "contacts": contacts}


class Plans(CaseView):
    @operation(
        "Versions of the plan, newest first; the newest signed one is in force", page_form(PlanShown), query=PageQuery
    )
    def get(self, request, pk):
        case = self.case(pk)
        return self.rows(PlanShown, overview.plans_of(case), case=case, by="-version", verb="case.view_plan")

    @operation("Begin the next version", PlanShown, takes=PlanSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="sign")
        made = draft_plan(case=case, by=request.actor, **self.given(PlanSent, case=case))
        return self.done(PlanShown, get_object_or_404(overview.plans_of(case), pk=made.pk), 201)


class PlanView(CaseView):
    def paper(self, case: Case, pk: int) -> CarePlan:
        return get_object_or_404(overview.plans_of(case), pk=pk)


class PlanDetail(PlanView):
    @operation("One version", PlanShown)
    def get(self, request, pk, paper_pk):
        case = self.case(pk)
        return self.show(PlanShown, self.paper(case, paper_pk), verb="case.view_plan", subject=case)

    @operation("Change a draft, goals and actions as a whole", PlanShown, takes=PlanSent)
    def put(self, request, pk, paper_pk):
        case = self.case(pk, right="sign")
        paper, given = self.paper(case, paper_pk), self.given(PlanSent, case=case)
        return self.change(PlanShown, paper, lambda row: edit_plan(plan=row, by=request.actor, **given))


class PlanSignature(PlanView):
    @operation("Sign the plan into force", PlanShown, takes=SignatureSent)
    def post(self, request, pk, paper_pk):
        paper = self.paper(self.case(pk, right="sign"), paper_pk)
        return self.done(PlanShown, sign_plan(plan=paper, by=request.actor, **self.given(SignatureSent)))


class SubmissionSent(SignatureSent):
    """`answer`: to the comment with which it was returned."""

    answer = Text(required=False)


class PlanSubmission(PlanView):
    @operation("Put the plan before the supervisor; it waits unchanged", PlanShown, takes=SubmissionSent)
    def post(self, request, pk, paper_pk):
        paper = self.paper(self.case(pk, right="sign"), paper_pk)
        return self.done(PlanShown, submit_plan(plan=paper, by=request.actor, **self.given(SubmissionSent)))


class PlanTakingBack(PlanView):
    @operation("Take a waiting plan back to work on it", PlanShown)
    def post(self, request, pk, paper_pk):
        paper = self.paper(self.case(pk, right="sign"), paper_pk)
        return self.done(PlanShown, take_plan_back(plan=paper, by=request.actor))


class JudgementSent(serializers.Serializer):
    """`updated_at` of the plan as it was read; `comment` for who wrote it, required to return it."""

    updated_at = Moment(source="read_at")
    comment = Text(required=False)


class PlanJudging(PlanView):
    def judged(self, pk: int, paper_pk: int) -> CarePlan:
        """The plan, for somebody who may judge it; else 403 before what was sent is read."""
        paper = self.paper(self.case(pk), paper_pk)
        require(can_approve_plan(self.request.actor, paper))
        return paper


class PlanApprovalGiven(PlanJudging):
    @operation("Approve a waiting plan; the parties sign it next", PlanShown, takes=JudgementSent)
    def post(self, request, pk, paper_pk):
        paper = self.judged(pk, paper_pk)
        return self.done(PlanShown, approve_plan(plan=paper, by=request.actor, **self.given(JudgementSent)))


class PlanReturn(PlanJudging):
    @operation("Return a waiting plan with a comment", PlanShown, takes=JudgementSent)
    def post(self, request, pk, paper_pk):
        paper, given = self.judged(pk, paper_pk), self.given(JudgementSent)
        return self.done(PlanShown, return_plan(plan=paper, by=request.actor, **{"comment": "", **given}))


class PlanDifferencesQuery(serializers.Serializer):
    """Version numbers of the case's plan."""

    before = serializers.IntegerField(min_value=1, max_value=32767)
    after = serializers.IntegerField(min_value=1, max_value=32767)


class PlanDifferencesView(PlanView):
    @operation("What changed from one version to another", PlanDifferencesShown, query=PlanDifferencesQuery)
    def get(self, request, pk):
        case, asked = self.case(pk), self.asked(PlanDifferencesQuery)
        plans = overview.plans_of(case)
        before, after = (get_object_or_404(plans, version=asked[name]) for name in ("before", "after"))
        return self.show(PlanDifferencesShown, differences(before, after), verb="case.view_plan", subject=case)


class ActionMoveSent(serializers.Serializer):
    """`reason`: why an action is dropped; `done_on`: today when left out."""

    state = serializers.ChoiceField(choices=ActionState.choices)
    reason = Text(required=False)
    done_on = Day(required=False, allow_null=True)


class PlanActionMove(PlanView):
    @operation("Say how far an action of the plan in force has come", ActionShown, takes=ActionMoveSent)
    def post(self, request, pk, action_pk):
        case = self.case(pk, right="work")
        action = get_object_or_404(overview.all_actions(overview.plan_in_force(case)), pk=action_pk)
        given = self.given(ActionMoveSent)
        return self.done(ActionShown, move_action(action=action, to=given.pop("state"), by=request.actor, **given))


def _planned(context):
    plan = overview.plan_in_force(context["case"])
    return overview.open_actions(plan) if plan else CarePlanAction.objects.none()


class ServiceSent(serializers.Serializer):
    """A service delivered. `action`: of the plan in force; component and base follow it where they are left out."""

    provided_on = Day()
    component = Key(components, required=False)
    activity = Key(activities, required=False)
    base = serializers.ChoiceField(choices=Base.choices, required=False)
    provider = Text(max_length=200)
    description = Text()
    action = Ref(_planned, required=False)
    completes_action = serializers.BooleanField(required=False)
    is_emergency_aid = serializers.BooleanField(required=False)

    def validate(self, data):
        action = data.get("action")
        if action is None and data.get("completes_action"):
            raise serializers.ValidationError({"completes_action": ["action"]})
        for name in ("component", "base"):
            if name not in data and action is None:
                raise serializers.ValidationError({name: ["required"]})
            data.setdefault(name, getattr(action, name, None))
        return data


class Services(CaseView):
    @operation("Services delivered, newest first", page_form(ServiceShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        return self.rows(
            ServiceShown,
            case.services.select_related("component", "activity"),
            case=case,
            by="-provided_on",
            verb="case.view_services",
        )

    @operation("Record a service", ServiceShown, takes=ServiceSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        made = record_service(case=case, by=request.actor, **self.given(ServiceSent, case=case))
        return self.done(ServiceShown, made, 201)


class ServicesKept(ApiView):
    @operation("What was written of cases out of sight, newest first", page_form(ServiceKept), query=PageQuery)
    def get(self, request):
        return self.page(
            ServiceKept,
            ServiceRecord.objects.kept_by(request.user, request.actor.institution_id),
            field="provided_on",
            newest_first=True,
            verb="service.list_kept",
            subject="list:services",
            seen=lambda rows: {row.case_id: row.case for row in rows}.values(),
        )


class Visits(CaseView):
    @operation("Visits after the child went home, by day", page_form(VisitShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        return self.rows(VisitShown, case.aftercare_visits.all(), case=case, by="due_on", verb="case.view_case")


class VisitSent(serializers.Serializer):
    done_on = Day()
    is_safe = serializers.BooleanField()
    findings = Text()


class VisitRecord(CaseView):
    def visit(self, pk: int) -> AftercareVisit:
        return get_object_or_404(
            AftercareVisit.objects.visible_to(self.request.user).select_related("case__office"), pk=pk
        )

    @operation("Record a visit that was made", VisitShown, takes=VisitSent)
    def post(self, request, pk):
        visit = self.visit(pk)
        self.case(visit.case_id, right="visit")
        return self.done(VisitShown, record_aftercare_visit(visit=visit, by=request.actor, **self.given(VisitSent)))
