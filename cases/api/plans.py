"""The care plan, the services delivered, the visits after the child went home."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Key, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form

from .. import overview
from ..forms.plans import MAX_ACTIONS, MAX_GOALS
from ..models import AftercareVisit, CarePlan, CarePlanAction, Case, ServiceRecord
from ..services.aftercare import record_aftercare_visit
from ..services.deliveries import record_service
from ..services.plans import PlannedAction, PlannedGoal, draft_plan, edit_plan, sign_plan
from ..states import Base, CareForm, PlanHorizon
from .finding import CaseView, activities, components
from .papers import SignatureSent
from .shown import PlanShown, ServiceKept, ServiceShown, VisitShown


class ActionSent(serializers.Serializer):
    text = Text(max_length=300)
    component = Key(components)
    base = serializers.ChoiceField(choices=Base.choices)
    responsible = Text(max_length=200)
    due_on = Day()


class GoalSent(serializers.Serializer):
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
    goals = GoalSent(many=True, max_length=MAX_GOALS)

    def validate(self, data):
        """What the service takes: the plan's own fields, and its goals."""
        goals = [
            PlannedGoal(goal["text"], [PlannedAction(**action) for action in goal.get("actions", [])])
            for goal in data.pop("goals")
        ]
        return {"content": data, "goals": goals}


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
        made = draft_plan(case=case, by=request.actor, **self.given(PlanSent))
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
        paper, given = self.paper(case, paper_pk), self.given(PlanSent)
        return self.change(PlanShown, paper, lambda row: edit_plan(plan=row, by=request.actor, **given))


class PlanSignature(PlanView):
    @operation("Sign the plan into force", PlanShown, takes=SignatureSent)
    def post(self, request, pk, paper_pk):
        paper = self.paper(self.case(pk, right="sign"), paper_pk)
        return self.done(PlanShown, sign_plan(plan=paper, by=request.actor, **self.given(SignatureSent)))


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
