"""Pelimpahan kasus: a case is offered to another worker or office, and goes over when they accept."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require

from .. import permissions
from ..hand_over_states import TransferState
from ..hands import offices_but, workers_of
from ..models import CaseTransfer
from ..services.transfers import accept_transfer, decline_transfer, offer_transfer, withdraw_transfer
from ..transfers import told_of, transfers_of
from .finding import CaseView
from .shown import InstitutionNamed, Person


class TransferDutyShown(serializers.Serializer):
    label = serializers.CharField()
    due_on = serializers.DateField()


class TransferInList(serializers.ModelSerializer):
    """An offer without the words of the case."""

    number = serializers.CharField(source="case.number")
    from_office = InstitutionNamed()
    from_worker = Person()
    to_office = InstitutionNamed()
    to_worker = Person(allow_null=True)

    class Meta:
        model = CaseTransfer
        fields = (
            *("id", "case", "number", "state", "from_office", "from_worker", "to_office", "to_worker", "wanted_on"),
            *("answer_due_on", "offered_at"),
        )


class TransferShown(TransferInList):
    """`who`, `reason`, `summary`, `category`, `risk`, `stage` and `duties` tell the receiver what they must know to
    decide, without a name; once it has ended only those who read the case."""

    who = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    summary = serializers.SerializerMethodField()
    category = serializers.SerializerMethodField()
    risk = serializers.SerializerMethodField()
    stage = serializers.SerializerMethodField()
    duties = serializers.SerializerMethodField()
    answer_reason = serializers.SerializerMethodField()
    offered_by = Person()
    answered_by = Person(allow_null=True)

    class Meta(TransferInList.Meta):
        fields = (
            *TransferInList.Meta.fields,
            *("who", "reason", "summary", "category", "risk", "stage", "duties", "offered_by", "answered_at"),
            *("answered_by", "answer_reason"),
        )

    def _told(self, words: str) -> str:
        return words if self.context["told"].words else ""

    def get_who(self, _row: CaseTransfer) -> str:
        return self._told(self.context["told"].who)

    def get_reason(self, _row: CaseTransfer) -> str:
        return self.context["told"].reason

    def get_summary(self, _row: CaseTransfer) -> str:
        return self.context["told"].summary

    def get_answer_reason(self, _row: CaseTransfer) -> str:
        return self.context["told"].answer

    def get_category(self, _row: CaseTransfer) -> str:
        return self._told(self.context["told"].category)

    def get_risk(self, row: CaseTransfer) -> str:
        return self._told(row.case.risk)

    def get_stage(self, row: CaseTransfer) -> str:
        return self._told(row.case.stage)

    def get_duties(self, _row: CaseTransfer) -> TransferDutyShown(many=True):
        return TransferDutyShown(self.context["told"].duties, many=True).data


class TransferSent(serializers.Serializer):
    """`to_office`: another Dinas, which names the worker when it accepts; or `to_worker`: one of the case's office."""

    to_office = Ref(lambda context: offices_but(context["case"].office_id), required=False, allow_null=True)
    to_worker = Ref(lambda context: workers_of(context["case"].office), required=False, allow_null=True)
    wanted_on = Day()
    reason = Text()
    summary = Text()


class TransferView(CaseView):
    def offer(self, pk: int) -> CaseTransfer:
        return get_object_or_404(transfers_of(self.request.user), pk=pk)

    def answered(self, offer: CaseTransfer, status: int = 200) -> Any:
        """The offer after a step, as the person may read it now."""
        offer = self.offer(offer.pk)
        return self.done(TransferShown, offer, status, told=told_of(offer, self.request.user))


class CaseTransfers(TransferView):
    @operation("Offers to hand the case over, newest first", page_form(TransferInList), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = case.transfers.select_related("case", "from_office", "from_worker", "to_office", "to_worker")
        return self.rows(TransferInList, rows, case=case, by="-offered_at", verb="case.view_timeline")

    @operation("Offer the case to another worker or office", TransferShown, takes=TransferSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="transfer")
        given = self.given(TransferSent, case=case)
        office = given.pop("to_office", None) or case.office
        return self.answered(offer_transfer(case=case, to_office=office, by=request.actor, **given), 201)


class TransferQuery(PageQuery):
    """`scope`: offered to one, or given by one. `state`: only those that stand so."""

    scope = serializers.ChoiceField(choices=["received", "given"], required=False, default="received")
    state = serializers.ChoiceField(choices=TransferState.choices, required=False)


class Transfers(ApiView):
    @operation("Offers to hand cases over, newest first", page_form(TransferInList), query=TransferQuery)
    def get(self, request):
        asked = self.asked(TransferQuery)
        rows = CaseTransfer.objects.scopes(request.user)[asked["scope"]]
        rows = rows.filter(state=asked["state"]) if "state" in asked else rows
        return self.page(
            TransferInList,
            rows.select_related("case", "from_office", "from_worker", "to_office", "to_worker"),
            field="offered_at",
            newest_first=True,
            query=TransferQuery,
            verb="transfer.list",
            subject=f"user:{request.user.pk}",
        )


class TransferDetail(TransferView):
    @operation("One offer", TransferShown)
    def get(self, request, pk):
        offer = self.offer(pk)
        told = told_of(offer, request.user)
        return self.show(TransferShown, offer, verb="transfer.view", subject=offer.case, told=told)


class TransferAcceptanceSent(serializers.Serializer):
    """`worker`: who is responsible from now on; of an offer to another office only."""

    worker = Ref(lambda context: workers_of(context["office"]), required=False, allow_null=True)


class TransferAcceptance(TransferView):
    @operation("Take the case over", TransferShown, takes=TransferAcceptanceSent)
    def post(self, request, pk):
        offer = self.offer(pk)
        require(permissions.can_answer_transfer(request.actor, offer))
        given = self.given(TransferAcceptanceSent, office=offer.to_office)
        return self.answered(accept_transfer(transfer=offer, by=request.actor, **given))


class TransferAnswerSent(serializers.Serializer):
    reason = Text()


class TransferRefusal(TransferView):
    @operation("Say no to an offer, and why", TransferShown, takes=TransferAnswerSent)
    def post(self, request, pk):
        offer = self.offer(pk)
        require(permissions.can_answer_transfer(request.actor, offer))
        return self.answered(
            decline_transfer(transfer=offer, by=request.actor, **self.given(TransferAnswerSent)),
        )


class TransferWithdrawal(TransferView):
    @operation("Take an offer back, and say why", TransferShown, takes=TransferAnswerSent)
    def post(self, request, pk):
        offer = self.offer(pk)
        require(permissions.can_withdraw_transfer(request.actor, offer))
        return self.answered(
            withdraw_transfer(transfer=offer, by=request.actor, **self.given(TransferAnswerSent)),
        )
