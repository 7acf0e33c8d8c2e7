"""What comes with a file: orders of courts and investigators, the signed consent, papers to take away.

A paper is answered by the view of its page, with its rights and its line in the trail.
"""

import uuid

from rest_framework import serializers

from atensi.api.fields import Day, Reasons, Ref, Text
from atensi.api.uploads import Multipart, Upload
from atensi.api.views import ApiView, operation
from atensi.documents.uploads import PAPER_KINDS, check_paper, read_paper
from atensi.errors import require
from cases.api.finding import CaseView, family

from ..eligibility.sending import asked_of_place
from ..forms.orders import BASES, FORMS, TERMS
from ..permissions import can_place_in_family, can_send
from ..receivers import receivers
from ..services.orders import place_by_order, send_by_order
from ..services.reunifications import record_homecoming_consent
from ..states import ReferralKind, Source
from ..summaries import summaries
from ..views import decisions, meetings, orders, reunifications
from .placements import ConsentSent, HomecomingView
from .shown import PlacementShown, ReferralShown, ReunificationShown

PDF = ("application/pdf",)


class OrderSent(serializers.Serializer):
    """Number, day and scan (PDF, JPEG or PNG) of the order of a court or investigator."""

    order_number = Text(max_length=100)
    order_on = Day()
    order_file = Upload(validators=[check_paper])
    reasons = Reasons()

    def validate(self, data):
        return data | read_paper(data.pop("order_file"))


class AdmissionByOrderSent(OrderSent):
    """A residence asked to take the child in, by order."""

    to_institution = Ref(lambda context: receivers(ReferralKind.ADMISSION, context["case"]))
    source = serializers.ChoiceField(choices=Source.choices)
    legally_responsible = Text(max_length=200)
    reason = Text()
    summary = Text()


class AdmissionByOrder(CaseView):
    parser_classes = [Multipart]

    @operation("Ask a residence to take the child in, by order", ReferralShown, takes=AdmissionByOrderSent, status=201)
    def post(self, request, pk):
        case = self.case(pk)
        require(can_send(request.actor, case) and can_place_in_family(request.actor, case))
        given = self.given(AdmissionByOrderSent, case=case)
        given |= {"kind": ReferralKind.ADMISSION, **asked_of_place(given["to_institution"])}
        made = send_by_order(case=case, by=request.actor, form_id=uuid.uuid4(), **given)
        return self.done(ReferralShown, summaries(request.user, request.actor, [made])[0], 201)


class PlacementByOrderSent(OrderSent):
    """A child brought into a family by order, without a decision of Dinas Sosial."""

    form = serializers.ChoiceField(choices=FORMS)
    base = serializers.ChoiceField(choices=BASES)
    carer = Ref(family)
    institution = Ref(lambda context: receivers(ReferralKind.SERVICE, context["case"]), required=False)
    term = serializers.ChoiceField(choices=TERMS)
    starts_on = Day()


class PlacementByOrder(CaseView):
    parser_classes = [Multipart]

    @operation("The child came to a family by order", PlacementShown, takes=PlacementByOrderSent, status=201)
    def post(self, request, pk):
        case = orders.placeable_case(request, pk)
        made = place_by_order(case=case, by=request.actor, **self.given(PlacementByOrderSent, case=case))
        return self.done(PlacementShown, made, 201)


class PlacementOrder(ApiView):
    @operation("The order that a placement rests on", None, files=PAPER_KINDS)
    def get(self, request, pk):
        return orders.placement_order(request, pk)


class ReferralOrder(ApiView):
    @operation("The order that an admission rests on", None, files=PAPER_KINDS)
    def get(self, request, pk):
        return orders.referral_order(request, pk)


class SignedConsentSent(ConsentSent):
    """As `homecoming/consent`, with the signed paper: PDF, JPEG or PNG."""

    paper = Upload(validators=[check_paper])

    def validate(self, data):
        return data | read_paper(data.pop("paper"))


class SignedConsent(HomecomingView):
    parser_classes = [Multipart]

    @operation("The signed paper of the family's consent", None, files=PAPER_KINDS)
    def get(self, request, pk):
        return reunifications.reunification_paper(request, pk)

    @operation("The family agrees, on paper", ReunificationShown, takes=SignedConsentSent)
    def post(self, request, pk):
        return self.record(pk, record_homecoming_consent, SignedConsentSent)


class DecisionPaper(ApiView):
    @operation("The signed decision as it was made, PDF", None, files=PDF)
    def get(self, request, pk):
        return decisions.decision_pdf(request, pk)


class ReviewPaper(ApiView):
    @operation("The paper of a held review, PDF", None, files=PDF)
    def get(self, request, pk):
        return meetings.review_pdf(request, pk)
