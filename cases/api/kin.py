"""What stands beside the people of the family: bans of contact, brothers and sisters, the search for kin."""

from typing import Any

from rest_framework import serializers

from atensi.api.fields import Day, Person, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import operation, page_form

from ..models import Beneficiary, Case, ContactBan, TracingStep
from ..relatives import Relative, family_of, tracing_of
from ..services.contact_bans import ban_contact, lift_ban
from ..services.siblings import link_sibling, unlink_sibling
from ..services.tracing import record_tracing_step, settle_tracing
from ..states import BanBasis, Relation, TracingMethod, TracingResult, TracingState
from .finding import CaseView, MemberView
from .shown import FamilyShown


class BanShown(serializers.ModelSerializer):
    """That contact is forbidden; `lifted_at` is null while it is."""

    member = serializers.IntegerField(source="member_id")
    review_task = serializers.IntegerField(source="review_task_id", allow_null=True)
    recorded_by = Person()
    lifted_by = Person(allow_null=True)

    class Meta:
        model = ContactBan
        fields = (
            *("id", "member", "basis", "order_number", "reason", "since", "review_on", "review_task"),
            *("recorded_at", "recorded_by", "lifted_at", "lifted_by", "lifted_reason"),
        )


class TracingShown(serializers.Serializer):
    state = serializers.CharField(allow_blank=True)
    since = serializers.DateField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class TracingStepShown(serializers.ModelSerializer):
    recorded_by = Person()

    class Meta:
        model = TracingStep
        fields = (
            *("id", "done_on", "method", "asked", "result", "finding", "next_step", "next_on"),
            *("recorded_at", "recorded_by"),
        )


class BanSent(serializers.Serializer):
    """`order_number` when the basis is a court order; `review_on`: a task of the case reminds of it."""

    basis = serializers.ChoiceField(choices=BanBasis.choices)
    order_number = Text(required=False, max_length=100)
    reason = Text()
    since = Day()
    review_on = Day(required=False, allow_null=True)


class FamilyReasonSent(serializers.Serializer):
    reason = Text()


class FamilyBan(MemberView):
    @operation(
        "Bans of contact with the person, the one in force and lifted ones", page_form(BanShown), query=PageQuery
    )
    def get(self, request, pk, member_pk):
        case, member = self.member(pk, member_pk)
        bans = member.bans.order_by().select_related("recorded_by", "lifted_by")
        return self.rows(BanShown, bans, case=case, by="-recorded_at", verb="case.view_family")

    @operation("Forbid contact between the person and the child", BanShown, takes=BanSent)
    def post(self, request, pk, member_pk):
        case, member = self.member(pk, member_pk, right="work")
        made = ban_contact(case=case, member=member, by=request.actor, **self.given(BanSent))
        return self.done(BanShown, made)


class FamilyUnban(MemberView):
    @operation("Allow contact again; the ban stays on file", BanShown, takes=FamilyReasonSent)
    def post(self, request, pk, member_pk):
        case, member = self.member(pk, member_pk, right="work")
        return self.done(BanShown, lift_ban(case=case, member=member, by=request.actor, **self.given(FamilyReasonSent)))


def _named_people(context: dict[str, Any]) -> Any:
    """The people of cases that the program's person may see with their names."""
    user = context["request"].user
    cases = Case.objects.visible_to(user).named_to(user)
    return Beneficiary.objects.visible_to(user).filter(pk__in=cases.values("beneficiary_id"))


class SiblingSent(serializers.Serializer):
    """`sibling`: the `beneficiary` of a case that may be read with its names."""

    sibling = Ref(_named_people)


class SiblingLink(MemberView):
    @operation("Tie a brother or sister to the file of their own", FamilyShown, takes=SiblingSent)
    def post(self, request, pk, member_pk):
        case, member = self.member(pk, member_pk, right="work")
        made = link_sibling(case=case, member=member, by=request.actor, **self.given(SiblingSent))
        return self.done(FamilyShown, made)


class SiblingUnlink(MemberView):
    @operation("Take a wrong tie away", FamilyShown, takes=FamilyReasonSent)
    def post(self, request, pk, member_pk):
        case, member = self.member(pk, member_pk, right="work")
        given = self.given(FamilyReasonSent)
        return self.done(FamilyShown, unlink_sibling(case=case, member=member, by=request.actor, **given))


class SiblingShown(serializers.Serializer):
    """A brother or sister of the family. `case` and what follows: null and empty when they have no file, or one that
    may not be read here."""

    member = serializers.IntegerField(source="member.pk")
    name = serializers.CharField(source="member.name")
    case = serializers.SerializerMethodField()
    number = serializers.SerializerMethodField()
    stage = serializers.SerializerMethodField()
    lives = serializers.SerializerMethodField()

    def get_case(self, one: Relative) -> int | None:
        return one.file.case.pk if one.file else None

    def get_number(self, one: Relative) -> str:
        return one.file.case.number if one.file else ""

    def get_stage(self, one: Relative) -> str:
        return one.file.case.stage if one.file else ""

    def get_lives(self, one: Relative) -> str:
        return one.file.lives if one.file else ""


class SiblingElsewhere(serializers.Serializer):
    """The newest case of somebody in whose family this child is named as a sibling, and who is not in this one."""

    case = serializers.IntegerField(source="case.pk")
    name = serializers.CharField(source="case.beneficiary")
    number = serializers.CharField(source="case.number")
    stage = serializers.CharField(source="case.stage")
    lives = serializers.CharField(allow_blank=True)


class SiblingsShown(serializers.Serializer):
    """`elsewhere`: as far as they may be read here."""

    results = SiblingShown(many=True)
    elsewhere = SiblingElsewhere(many=True)


class Siblings(CaseView):
    @operation("Brothers and sisters, with their cases as far as they may be read", SiblingsShown)
    def get(self, request, pk):
        case = self.case(pk)
        family = family_of(case, request.user)
        found = [one for one in family.relatives if one.member.relation == Relation.SIBLING]
        told = {"results": found, "elsewhere": family.elsewhere}
        return self.show(SiblingsShown, told, verb="case.view_family", subject=case)


class TracingSent(serializers.Serializer):
    state = serializers.ChoiceField(choices=TracingState.choices)
    since = Day()
    reason = Text(required=False)


class Tracing(CaseView):
    @operation("How the search for the family stands; an empty state before anybody wrote of one", TracingShown)
    def get(self, request, pk):
        case = self.case(pk)
        found = tracing_of(case) or {"state": "", "since": None, "reason": ""}
        return self.show(TracingShown, found, verb="case.view_family", subject=case)

    @operation("Say where the search stands", TracingShown, takes=TracingSent)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        return self.done(TracingShown, settle_tracing(case=case, by=request.actor, **self.given(TracingSent)))


class TracingStepSent(serializers.Serializer):
    """`next_step` with `next_on` becomes a task of the case."""

    done_on = Day()
    method = serializers.ChoiceField(choices=TracingMethod.choices)
    asked = Text(max_length=200)
    result = serializers.ChoiceField(choices=TracingResult.choices)
    finding = Text()
    next_step = Text(required=False, max_length=200)
    next_on = Day(required=False, allow_null=True)


class TracingSteps(CaseView):
    @operation("Steps of the search, newest first", page_form(TracingStepShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = TracingStep.objects.visible_to(request.user).filter(tracing__case=case).select_related("recorded_by")
        return self.rows(TracingStepShown, rows, case=case, by="-done_on", verb="case.view_family")

    @operation("Record a step of the search", TracingStepShown, takes=TracingStepSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        made = record_tracing_step(case=case, by=request.actor, **self.given(TracingStepSent))
        return self.done(TracingStepShown, made, 201)
