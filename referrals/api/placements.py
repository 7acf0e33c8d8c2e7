"""Placements, their reviews, the way home, extensions."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Moment, Reasons, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from cases.api.finding import CaseView
from cases.masking import require_names
from cases.models import FamilyMember
from cases.states import COURT_FORMS

from ..eligibility.reviews import GoalFinding
from ..models import Placement, PlacementExtension, PlacementReview, Reunification
from ..permissions import (
    can_answer_extension,
    can_change_placement,
    can_hold_review,
    can_place_in_family,
    can_pull_review,
)
from ..preparation import goals_of
from ..reading import able_family, seen_family_decision, seen_review, waiting_extensions
from ..services.extensions import ask_extension, decline_extension, sign_extension
from ..services.invitations import Invitee, invite_to_review
from ..services.placements import end_placement, start_as_decided
from ..services.reunifications import (
    record_hand_over,
    record_homecoming_consent,
    record_preparation,
    record_readiness,
)
from ..services.review_dates import pull_review_forward
from ..services.reviews import hold_review
from ..states import (
    HAPPENED,
    Attendee,
    ConsentForm,
    DateChangeReason,
    EndReason,
    GoalProgress,
    ReviewOutcome,
    ReviewState,
)
from ..stays import plan_in_force, stays_of_child
from .shown import ExtensionShown, PlacementShown, ReunificationShown, ReviewInList, ReviewShown, StayShown


class StayQuery(PageQuery):
    """`of`: the case alone, or the child also by its other cases, as far as the person reads names there."""

    of = serializers.ChoiceField(choices=["case", "child"], required=False, default="case")


class CasePlacements(CaseView):
    @operation("Where the child has lived, newest first", page_form(StayShown), query=StayQuery)
    def get(self, request, pk):
        case = self.case(pk)
        of_child = self.asked(StayQuery)["of"] == "child"
        rows = stays_of_child(case, request.user) if of_child else case.placements.all()
        rows = rows.select_related("institution", "carer")
        return self.rows(StayShown, rows, case=case, by="-starts_on", verb="case.view_placements", query=StayQuery)


class PlacementView(ApiView):
    def placement(self, pk: int) -> Placement:
        """A placement of a case whose names the person reads. Raises Http404, NotAllowed."""
        related = ("case__beneficiary", "case__office__region", "institution", "carer")
        rows = Placement.objects.visible_to(self.request.user).select_related(*related)
        placement = get_object_or_404(rows, pk=pk)
        require_names(self.request.user, placement.case)
        return placement

    def changeable(self, pk: int) -> Placement:
        placement = self.placement(pk)
        require(can_change_placement(self.request.actor, placement))
        return placement


class PlacementDetail(PlacementView):
    @operation("One placement", PlacementShown)
    def get(self, request, pk):
        placement = self.placement(pk)
        return self.show(PlacementShown, placement, verb="case.view_placements", subject=placement.case)


class StartSent(serializers.Serializer):
    """`order_number` and `order_on`: of the court, where the form of care needs one."""

    starts_on = Day()
    order_number = Text(required=False, max_length=100)
    order_on = Day(required=False)
    reasons = Reasons()

    def validate(self, data):
        ordered = {name for name in ("order_number", "order_on") if data.get(name)}
        if self.context["decision"].form not in COURT_FORMS:
            return {name: value for name, value in data.items() if name not in ordered}
        if len(ordered) < 2:
            raise serializers.ValidationError({"order_number": ["The court's order, number and day."]})
        return data


class FamilyPlacement(ApiView):
    @operation("The child came to the family of the decision", PlacementShown, takes=StartSent, status=201)
    def post(self, request, pk):
        decision = seen_family_decision(request.user, pk)
        require(can_place_in_family(request.actor, decision.case))
        given = self.given(StartSent, decision=decision)
        return self.done(PlacementShown, start_as_decided(decision=decision, by=request.actor, **given), 201)


class EndSent(serializers.Serializer):
    """`note`: what happened, where nobody decided the end (ABSCONDED, AGED_OUT, DIED)."""

    on = Day()
    reason = serializers.ChoiceField(
        choices=[EndReason.MOVED, EndReason.REUNIFIED, EndReason.CLOSED, *sorted(HAPPENED)]
    )
    note = Text(required=False, max_length=2000)
    reasons = Reasons()


class PlacementEnd(PlacementView):
    @operation("End a placement outside a review", PlacementShown, takes=EndSent)
    def post(self, request, pk):
        placement = self.changeable(pk)
        return self.done(PlacementShown, end_placement(placement=placement, by=request.actor, **self.given(EndSent)))


# Reviews


class ReviewQuery(PageQuery):
    """`scope` as of the cases."""

    scope = serializers.ChoiceField(choices=["mine", "office", "shared"], required=False, default="mine")
    state = serializers.ChoiceField(choices=ReviewState.choices, required=False, default=ReviewState.DUE)


class Reviews(ApiView):
    @operation("Reviews of one scope, soonest due first", page_form(ReviewInList), query=ReviewQuery)
    def get(self, request):
        asked = self.asked(ReviewQuery)
        rows = PlacementReview.objects.scopes(request.user)[asked["scope"]].filter(state=asked["state"])
        return self.page(
            ReviewInList,
            rows.select_related("placement"),
            field="due_on",
            query=ReviewQuery,
            verb="review.list",
            subject="list:reviews",
        )


class ReviewView(ApiView):
    def review(self, pk: int) -> PlacementReview:
        return seen_review(self.request.user, pk)


class ReviewDetail(ReviewView):
    @operation("One review", ReviewShown)
    def get(self, request, pk):
        return self.show(ReviewShown, self.review(pk), verb="review.view")


class InviteeSent(serializers.Serializer):
    role = serializers.ChoiceField(choices=Attendee.choices)
    name = Text(required=False, max_length=200)


class InvitationSent(serializers.Serializer):
    meets_at = Moment()
    place = Text(max_length=200)
    invitees = InviteeSent(many=True, max_length=20)


class ReviewInvitations(ReviewView):
    @operation("Say when and where the review meets, and who is invited", ReviewShown, takes=InvitationSent)
    def post(self, request, pk):
        review = self.review(pk)
        require(can_hold_review(request.actor, review))
        given = self.given(InvitationSent)
        given["invitees"] = [Invitee(each["role"], each.get("name", "")) for each in given["invitees"]]
        invite_to_review(review=review, by=request.actor, **given)
        return self.done(ReviewShown, self.review(pk))


class GoalSaid(serializers.Serializer):
    goal = Ref(lambda context: context["goals"])
    progress = serializers.ChoiceField(choices=GoalProgress.choices)
    findings = Text(required=False)


class ReviewSent(serializers.Serializer):
    """A review that was held. The outcome acts at once: the child stays, goes home, or the placement closes."""

    held_on = Day()
    attendees = serializers.ListField(child=serializers.ChoiceField(choices=Attendee.choices), max_length=20)
    child_view = Text(required=False)
    child_not_heard_reason = Text(required=False)
    family_view = Text(required=False)
    family_not_heard_reason = Text(required=False)
    findings = Text()
    recommendation = Text(required=False)
    outcome = serializers.ChoiceField(choices=ReviewOutcome.choices)
    next_due_on = Day(required=False, allow_null=True)
    goal_findings = GoalSaid(many=True, required=False, max_length=20)
    reasons = Reasons()

    def validate(self, data):
        said = data.get("goal_findings", [])
        if len({each["goal"].pk for each in said}) != len(said):
            raise serializers.ValidationError({"goal_findings": ["One finding for each goal."]})
        data["attendees"] = list(dict.fromkeys(data["attendees"]))
        data["goal_findings"] = [GoalFinding(each["goal"], each["progress"], each.get("findings", "")) for each in said]
        left_out = dict.fromkeys(("child_view", "child_not_heard_reason", "recommendation"), "")
        return left_out | data


class ReviewHeld(ReviewView):
    @operation("Record the review as held; its outcome acts", ReviewShown, takes=ReviewSent)
    def post(self, request, pk):
        review = self.review(pk)
        require(can_hold_review(request.actor, review))
        goals = goals_of(plan_in_force(review.placement.case))
        held = hold_review(review=review, by=request.actor, **self.given(ReviewSent, goals=goals))
        return self.done(ReviewShown, held)


class PullSent(serializers.Serializer):
    to = Day()
    note = Text(max_length=2000)


class ReviewPulled(ReviewView):
    @operation("Bring an open review forward, saying why", ReviewShown, takes=PullSent)
    def post(self, request, pk):
        review = self.review(pk)
        require(can_pull_review(request.actor, review))
        pull_review_forward(review=review, reason=DateChangeReason.BY_HAND, by=request.actor, **self.given(PullSent))
        return self.done(ReviewShown, self.review(pk))


# The way home


class ReadinessSent(serializers.Serializer):
    assessment = Ref(lambda context: context["case"].assessments.filter(signed_at__isnull=False), required=False)
    findings = Text(required=False)
    assessed_on = Day(required=False)
    assessed_by = Text(required=False, max_length=200)


class PreparationSent(serializers.Serializer):
    done_on = Day()
    what = Text()
    with_whom = Text(max_length=200)


def able(context):
    """For the description, which has no placement, nobody."""
    return able_family(context["placement"]) if "placement" in context else FamilyMember.objects.none()


class ConsentSent(serializers.Serializer):
    member = Ref(able)
    given_on = Day()
    form = serializers.ChoiceField(choices=ConsentForm.choices)
    child_view = Text(required=False)
    child_not_heard_reason = Text(required=False)


class HandOverSent(serializers.Serializer):
    handed_over_on = Day()
    received_by = Ref(able)
    handed_over_by = Text(max_length=200)
    documents = Text(required=False)
    belongings = Text(required=False)
    medicine = Text(required=False)
    note = Text(required=False)


class HomecomingView(PlacementView):
    def prepared(self, placement: Placement) -> Reunification:
        rows = Reunification.objects.visible_to(self.request.user).prefetch_related("steps")
        return get_object_or_404(rows, placement=placement)

    def record(self, pk: int, service, form):
        placement = self.changeable(pk)
        given = self.given(form, placement=placement, case=placement.case)
        service(placement=placement, by=self.request.actor, **given)
        return self.done(ReunificationShown, self.prepared(placement))


class Homecoming(HomecomingView):
    @operation("How far the return to the family is prepared", ReunificationShown)
    def get(self, request, pk):
        placement = self.placement(pk)
        return self.show(ReunificationShown, self.prepared(placement), verb="reunification.view", subject=placement)


class HomecomingReadiness(HomecomingView):
    @operation("The family was found ready", ReunificationShown, takes=ReadinessSent)
    def post(self, request, pk):
        return self.record(pk, record_readiness, ReadinessSent)


class HomecomingStep(HomecomingView):
    @operation("A step of preparing child and family", ReunificationShown, takes=PreparationSent)
    def post(self, request, pk):
        return self.record(pk, record_preparation, PreparationSent)


class HomecomingConsent(HomecomingView):
    @operation("The family agrees, and what the child says", ReunificationShown, takes=ConsentSent)
    def post(self, request, pk):
        return self.record(pk, record_homecoming_consent, ConsentSent)


class HandOver(HomecomingView):
    @operation("The child was handed over to the family", ReunificationShown, takes=HandOverSent)
    def post(self, request, pk):
        return self.record(pk, record_hand_over, HandOverSent)


# Longer than decided


class ExtensionSent(serializers.Serializer):
    until_on = Day()
    reason = Text()
    reasons = Reasons()


class ExtensionAsked(PlacementView):
    @operation("Ask for a longer placement", ExtensionShown, takes=ExtensionSent, status=201)
    def post(self, request, pk):
        placement = self.changeable(pk)
        return self.done(
            ExtensionShown, ask_extension(placement=placement, by=request.actor, **self.given(ExtensionSent)), 201
        )


class Extensions(ApiView):
    @operation("Requests for a longer placement that the office answers", page_form(ExtensionShown), query=PageQuery)
    def get(self, request):
        return self.page(
            ExtensionShown,
            waiting_extensions(request.user, request.actor).select_related("paper"),
            field="ends_before",
            query=PageQuery,
            verb="extension.list",
            subject="list:extensions",
        )


class ExtensionView(ApiView):
    def extension(self, pk: int) -> PlacementExtension:
        case = ("placement__case__office__region", "placement__case__beneficiary")
        related = (*case, "placement__decision", "asked_by", "answered_by", "paper")
        rows = PlacementExtension.objects.visible_to(self.request.user).select_related(*related)
        extension = get_object_or_404(rows, pk=pk)
        require_names(self.request.user, extension.placement.case)
        return extension


class ExtensionDetail(ExtensionView):
    @operation("One request for a longer placement", ExtensionShown)
    def get(self, request, pk):
        extension = self.extension(pk)
        return self.show(ExtensionShown, extension, verb="extension.view", subject=extension.placement)


class AnswerSent(serializers.Serializer):
    considerations = Text()


class ExtensionSigned(ExtensionView):
    @operation("Sign the extension", ExtensionShown, takes=AnswerSent)
    def post(self, request, pk):
        extension = self.extension(pk)
        require(can_answer_extension(request.actor, extension))
        made = sign_extension(extension=extension, by=request.actor, **self.given(AnswerSent))
        return self.done(ExtensionShown, made)


class ExtensionDeclined(ExtensionView):
    @operation("Refuse the extension", ExtensionShown, takes=AnswerSent)
    def post(self, request, pk):
        extension = self.extension(pk)
        require(can_answer_extension(request.actor, extension))
        made = decline_extension(extension=extension, by=request.actor, **self.given(AnswerSent))
        return self.done(ExtensionShown, made)
