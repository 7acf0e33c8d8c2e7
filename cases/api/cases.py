"""Cases: lists by scope, one case, its timeline, family, stage, worker, shares, closing."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Key, Reasons, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.audit.services import record_view
from atensi.errors import require
from institutions.models import Institution
from institutions.states import Faith

from .. import permissions
from ..clusters import clusters
from ..ending import Ending, goals_of
from ..flagging import flags_on
from ..hand_over_states import HandedTo
from ..hands import shared_with, workers_of
from ..masking import cases_with_names
from ..models import Case
from ..overview import case_for
from ..plan_states import GoalResult
from ..search import search_cases
from ..service_states import FlagKind
from ..services.cases import assign_worker
from ..services.family import add_family_member, update_family_member
from ..services.reopening import reopen_case
from ..services.shares import share_case, unshare_case
from ..services.stages import close_case, move_stage
from ..states import Relation, Risk, Stage
from ..story import PARTS, story_of
from .finding import CaseView, MemberView, closure_reasons
from .shown import CaseFound, CaseInList, CaseShown, EventShown, FamilyShown

SHOWN_WITH = ("beneficiary__region__parent", "office", "worker")


class CaseQuery(PageQuery):
    """`scope`: one's own cases, those of the office overseen, or those shared with the institution; else the filters of
    the page."""

    scope = serializers.ChoiceField(choices=list(permissions.CASE_SCOPES), required=False)
    state = serializers.ChoiceField(choices=["open", "closed", "all"], required=False, default="open")
    stage = serializers.ChoiceField(choices=Stage.choices, required=False)
    risk = serializers.ChoiceField(choices=Risk.choices, required=False)
    flag = serializers.ChoiceField(choices=FlagKind.choices, required=False)
    cluster = Key(lambda _context: clusters(), required=False, help_text="Of the list CLUSTER.")


def _told(user, cases: list[Case]) -> dict[str, Any]:
    """What the lines of a list need besides: whose names the person may read, and the flags of those."""
    named = cases_with_names(user, cases)
    return {"named": named, "flags": flags_on(cases, named)}


class Cases(ApiView):
    @operation("Cases of one scope, newest first", page_form(CaseInList), query=CaseQuery)
    def get(self, request):
        asked = self.asked(CaseQuery)
        scope = asked.get("scope") or permissions.case_scopes([request.membership])[0]
        is_open = {"open": True, "closed": False}.get(asked["state"])
        narrowing = {name: asked.get(name, "") for name in ("stage", "risk", "flag")}
        narrowing["cluster"] = asked["cluster"].code if "cluster" in asked else ""
        rows = Case.objects.scopes(request.user)[scope].narrowed(is_open=is_open, reader=request.user, **narrowing)
        return self.page(
            CaseInList,
            rows.select_related(*SHOWN_WITH),
            field="opened_at",
            newest_first=True,
            query=CaseQuery,
            verb="case.list",
            subject=f"user:{request.user.pk}",
            context=lambda shown: _told(request.user, shown),
        )


class SearchSent(serializers.Serializer):
    """From two characters: a name or its beginning as somebody spells it, another name, NIK, family card number, case
    number or its last part, telephone of the family, year of birth, place; name with year and place. In the body: none
    of them stands in an address."""

    q = serializers.CharField(max_length=200)


class CasesFound(serializers.Serializer):
    results = CaseFound(many=True)


class CaseSearch(ApiView):
    @operation("Cases that a text means, the surest and newest first", CasesFound, takes=SearchSent)
    def post(self, request):
        hits = search_cases(request.user, self.given(SearchSent)["q"])
        found = [hit.case for hit in hits]
        record_view("case.search", f"user:{request.user.pk}", by=request.actor, shown=found)
        why = {hit.case.pk: hit.reasons for hit in hits}
        return self.plain(CaseFound, found, **_told(request.user, found), why=why)


class CaseDetail(CaseView):
    @operation("One case", CaseShown)
    def get(self, request, pk):
        return self.show(CaseShown, self.case(pk, masked=True), verb="case.view_case")


class TimelineQuery(PageQuery):
    """`part` of the work, as on the page; `person`: the id of somebody who acted."""

    part = serializers.ChoiceField(choices=list(PARTS), required=False)
    person = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class CaseTimeline(CaseView):
    @operation("What happened, newest first", page_form(EventShown), query=TimelineQuery)
    def get(self, request, pk):
        case, asked = self.case(pk), self.asked(TimelineQuery)
        rows = story_of(case, part=asked.get("part", ""), person=asked.get("person"))
        return self.rows(EventShown, rows, case=case, by="-happened_at", verb="case.view_timeline", query=TimelineQuery)


class FamilySent(serializers.Serializer):
    name = Text(max_length=200)
    relation = serializers.ChoiceField(choices=Relation.choices)
    kinship_degree = serializers.IntegerField(min_value=1, max_value=9, required=False, allow_null=True)
    phone = Text(required=False, max_length=30)
    address = Text(required=False)
    is_alive = serializers.BooleanField(required=False)
    is_caregiver = serializers.BooleanField(required=False)
    may_contact = serializers.BooleanField(required=False)
    is_alleged_harmer = serializers.BooleanField(required=False)
    faith = serializers.ChoiceField(choices=Faith.choices, required=False, allow_blank=True)
    note = Text(required=False)
    care_changed_on = Day(required=False, allow_null=True)


class FamilyChanged(FamilySent):
    """Each yes and no is said: what is left out would tell that somebody lives, or that contact is safe."""

    is_alive = serializers.BooleanField()
    is_caregiver = serializers.BooleanField()
    may_contact = serializers.BooleanField()
    is_alleged_harmer = serializers.BooleanField()


class CaseFamily(CaseView):
    @operation("The people around the child", page_form(FamilyShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = case.beneficiary.family.order_by().prefetch_related("caregiving")
        return self.rows(FamilyShown, rows, case=case, by="created_at", verb="case.view_family")

    @operation("Record a person of the family", FamilyShown, takes=FamilySent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        made = add_family_member(case=case, by=request.actor, **self.given(FamilySent))
        return self.done(FamilyShown, made, 201)


class FamilyMemberDetail(MemberView):
    @operation("One person of the family", FamilyShown)
    def get(self, request, pk, member_pk):
        case, member = self.member(pk, member_pk)
        return self.show(FamilyShown, member, verb="case.view_family", subject=case)

    @operation("Correct what is known of a person", FamilyShown, takes=FamilyChanged)
    def put(self, request, pk, member_pk):
        case, member = self.member(pk, member_pk, right="work")
        given = self.given(FamilyChanged)
        return self.change(
            FamilyShown,
            member,
            lambda row: update_family_member(case=case, member=row, by=request.actor, **given),
            under=case,
        )


class StageSent(serializers.Serializer):
    to = serializers.ChoiceField(choices=Stage.choices)
    reason = Text(required=False)


class CaseStage(CaseView):
    @operation("Move the case one stage on, or back with a reason", CaseShown, takes=StageSent)
    def post(self, request, pk):
        case = self.case(pk, right="move")
        move_stage(case=case, by=request.actor, **self.given(StageSent))
        return self.done(CaseShown, get_object_or_404(case_for(request.user, pk)))


class GoalJudged(serializers.Serializer):
    """A goal of the plan in force and how far it came."""

    goal = Ref(lambda context: goals_of(context["case"]))
    result = serializers.ChoiceField(choices=GoalResult.choices)


class ClosingSent(serializers.Serializer):
    """Every goal of the plan in force is judged; a child is heard, unless the case ends where it stands."""

    reason_code = Key(closure_reasons)
    evaluation = Text()
    child_view = Text(required=False)
    child_not_heard_reason = Text(required=False)
    family_view = Text(required=False)
    goals = GoalJudged(many=True, required=False)
    handed_to = serializers.ChoiceField(choices=HandedTo.choices, required=False, allow_blank=True)
    handed_to_name = Text(required=False, max_length=200)
    hand_over_note = Text(required=False)
    reasons = Reasons()


class CaseClosing(CaseView):
    @operation("Close the case", CaseShown, takes=ClosingSent)
    def post(self, request, pk):
        case = self.case(pk, right="close")
        given = self.given(ClosingSent, case=case)
        own = {name: given.pop(name) for name in ("reason_code", "evaluation", "reasons") if name in given}
        given["goals"] = [(row["goal"], row["result"]) for row in given.pop("goals", [])]
        close_case(case=case, by=request.actor, ending=Ending(**given), **own)
        return self.done(CaseShown, get_object_or_404(case_for(request.user, pk)))


class ReopeningSent(serializers.Serializer):
    """`worker`: who is responsible from then on, a field social worker of the office."""

    reason = Text()
    worker = Ref(lambda context: workers_of(context["case"].office))


class CaseReopening(CaseView):
    @operation("Take a closed case up again", CaseShown, takes=ReopeningSent)
    def post(self, request, pk):
        case = self.case(pk, right="reopen")
        reopen_case(case=case, by=request.actor, **self.given(ReopeningSent, case=case))
        return self.done(CaseShown, get_object_or_404(case_for(request.user, pk)))


class WorkerSent(serializers.Serializer):
    worker = Ref(lambda context: workers_of(context["case"].office))


class CaseWorker(CaseView):
    @operation("Give the case to another worker of the office", CaseShown, takes=WorkerSent)
    def post(self, request, pk):
        case = self.case(pk, right="assign", masked=True)
        assign_worker(case=case, by=request.actor, **self.given(WorkerSent, case=case))
        return self.done(CaseShown, get_object_or_404(case_for(request.user, pk)))


class ShareSent(serializers.Serializer):
    institution = Ref(lambda context: Institution.objects.visible_to(context["request"].user).active())
    reason = Text()


class UnshareSent(serializers.Serializer):
    """The institution that sees the case now, also one that is active no more."""

    institution = Ref(lambda context: shared_with(context["case"]))
    reason = Text()


class Shared(serializers.Serializer):
    case = serializers.IntegerField()
    institution = serializers.IntegerField()
    shared = serializers.BooleanField()


class CaseShares(CaseView):
    @operation("Show the case to an institution, which may work on it", Shared, takes=ShareSent)
    def post(self, request, pk):
        case = self.case(pk)
        require(permissions.can_share(request.actor, case))
        given = self.given(ShareSent)
        share_case(case=case, by=request.actor, **given)
        return self.done(Shared, {"case": case.pk, "institution": given["institution"].pk, "shared": True})


class CaseShareEnd(CaseView):
    @operation("Take the share back", Shared, takes=UnshareSent)
    def post(self, request, pk):
        case = self.case(pk)
        given = self.given(UnshareSent, case=case)
        unshare_case(case=case, by=request.actor, **given)
        return self.done(Shared, {"case": case.pk, "institution": given["institution"].pk, "shared": False})
