"""Which household of the register fits a child, and the choice of one."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Person, Reasons, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import operation, page_form
from atensi.audit.services import record_view
from atensi.errors import require
from cases.api.finding import CaseView, family

from ..eligibility.matching import Fit, fits_of, looking_for
from ..models import Candidate, CareMatch
from ..permissions import can_lead_process, can_look_for_household
from ..reading import registered_for
from ..requirements import FORM_CHOICES
from ..services.matching import choose_household, end_match
from .candidates import CandidateProblem, HouseholdShown
from .processes import CareReasonSent


class FittingQuery(serializers.Serializer):
    form = serializers.ChoiceField(choices=FORM_CHOICES)


class FittingHousehold(serializers.Serializer):
    """`fits`: nothing hard stands against it. `taken` of `places`: children who live there or are to come. `siblings`:
    how many of them are brothers or sisters whose case the reader sees with its names. `far`: 0 same district, 1 same
    regency, 2 farther."""

    household = HouseholdShown(source="candidate")
    fits = serializers.BooleanField()
    taken = serializers.IntegerField()
    places = serializers.IntegerField()
    siblings = serializers.IntegerField()
    far = serializers.IntegerField()
    problems = CandidateProblem(many=True)


class FittingHouseholdsShown(serializers.Serializer):
    """Best first; those that do not fit come last, with the reasons."""

    households = FittingHousehold(many=True)


class FittingHouseholds(CaseView):
    @operation("Which households of the register fit the child", FittingHouseholdsShown, query=FittingQuery)
    def get(self, request, pk):
        case = self.case(pk)
        require(can_look_for_household(request.actor, case))
        form = self.asked(FittingQuery)["form"]
        looking = looking_for(case, form, reader=request.user)
        fits: list[Fit] = fits_of(looking, registered_for(request.user, case, form))
        response = self.plain_row(FittingHouseholdsShown, {"households": fits})
        shown = [fit.candidate for fit in fits]
        record_view("case.view_placements", case, by=request.actor, shown=shown)
        return response


class CareMatchShown(serializers.ModelSerializer):
    """`candidate`: the household of the register. `carer`: who of it stands in the child's family. `lives_from`: null
    while the child has not come."""

    chosen_by = Person()

    class Meta:
        model = CareMatch
        fields = (
            *("id", "form", "candidate", "carer", "reason", "reasons", "chosen_at", "chosen_by"),
            *("lives_from", "ended_on", "end_reason"),
        )


class CareMatchSent(serializers.Serializer):
    """`carer`: who of the household stands in the child's family already."""

    form = serializers.ChoiceField(choices=FORM_CHOICES)
    candidate = Ref(lambda context: context["candidates"])
    carer = Ref(family, required=False, allow_null=True)
    reason = Text()
    reasons = Reasons()


class CareMatches(CaseView):
    @operation("Households that were chosen for the child, newest first", page_form(CareMatchShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = CareMatch.objects.visible_to(request.user).filter(case=case).whole()
        return self.rows(CareMatchShown, rows, case=case, by="-chosen_at", verb="case.view_placements")

    @operation("Choose a household of the register", CareMatchShown, takes=CareMatchSent, status=201)
    def post(self, request, pk):
        case = self.case(pk)
        require(can_lead_process(request.actor, case))
        candidates = Candidate.objects.visible_to(request.user)
        given = self.given(CareMatchSent, case=case, candidates=candidates)
        return self.done(CareMatchShown, choose_household(case=case, by=request.actor, **given), 201)


class CareMatchEnd(CaseView):
    @operation("End a choice before the child came", CareMatchShown, takes=CareReasonSent)
    def post(self, request, pk, match_pk):
        case = self.case(pk)
        match = get_object_or_404(case.care_matches.all(), pk=match_pk)
        match.case = case
        require(can_lead_process(request.actor, case))
        made = end_match(match=match, by=request.actor, **self.given(CareReasonSent))
        return self.done(CareMatchShown, made)
