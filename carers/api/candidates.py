"""The register of households that offer to foster, to be guardian, or to adopt."""

from typing import Any

from rest_framework import serializers

from atensi.api.fields import Day, Key, Person, Reasons, Text
from atensi.api.paging import PageQuery
from atensi.api.uploads import Multipart, Upload
from atensi.api.views import ApiView, operation, page_form
from atensi.documents.uploads import PAPER_KINDS, check_paper
from atensi.errors import require
from atensi.reference.workdays import today_in
from cases.forms.intake import districts_of
from institutions.acting import acting_office
from institutions.states import Faith

from ..eligibility.candidates import candidate_problems
from ..household import Household, HouseholdPerson
from ..models import Candidate, CandidateCheck, CandidatePermit, CandidatePerson, CandidateStep
from ..models.candidates import SEXES
from ..permissions import can_decide_candidate, can_keep_candidate, can_register, can_set_standing
from ..requirements import CODES
from ..services.deciding import decide_candidate, renew_permit, set_standing, submit_candidate
from ..services.registering import change_candidate, record_check, register_candidate
from ..states import CandidateKind, CandidateState, DecisionChoice, Standing, Verdict
from ..views import candidates
from ..views.page import open_candidate

LIST = "candidate.list"


class CandidatePersonShown(serializers.ModelSerializer):
    """`nik_ending`: the last four digits of the number, no more."""

    class Meta:
        model = CandidatePerson
        fields = ("name", "is_first", "sex", "birth_date", "faith", "is_citizen", "occupation", "nik_ending")

    nik_ending = serializers.CharField(read_only=True)


class CandidateCheckShown(serializers.ModelSerializer):
    """`has_file`: whether the paper can be read at `/candidates/{id}/checks/{check}/file`."""

    recorded_by = Person()
    has_file = serializers.SerializerMethodField()

    class Meta:
        model = CandidateCheck
        fields = (
            *("id", "code", "verdict", "done_on", "paper_number", "note", "valid_until", "has_file"),
            *("recorded_at", "recorded_by"),
        )

    def get_has_file(self, check: CandidateCheck) -> bool:
        return check.document_id is not None


class CandidatePermitShown(serializers.ModelSerializer):
    signed_by = Person()

    class Meta:
        model = CandidatePermit
        fields = (
            "id",
            "number",
            "valid_from",
            "valid_until",
            "max_children",
            "considerations",
            "signed_at",
            "signed_by",
        )


class CandidateStepShown(serializers.ModelSerializer):
    taken_by = Person()

    class Meta:
        model = CandidateStep
        fields = ("kind", "reason", "taken_at", "taken_by")


class HouseholdShown(serializers.ModelSerializer):
    """A household of a list."""

    people = CandidatePersonShown(many=True)

    class Meta:
        model = Candidate
        fields = ("id", "number", "kind", "office", "state", "region", "people", "registered_at", "permit_until")


class CandidateProblem(serializers.Serializer):
    """What stands against an approval today."""

    code = serializers.CharField()
    text = serializers.CharField()
    tag = serializers.ChoiceField(choices=["hard", "soft"])
    source = serializers.CharField()


class CandidateWhole(HouseholdShown):
    """A household with what is asked of it, its permits and its story."""

    checks = CandidateCheckShown(many=True)
    permits = CandidatePermitShown(many=True)
    steps = CandidateStepShown(many=True)
    problems = serializers.SerializerMethodField()

    class Meta(HouseholdShown.Meta):
        fields = (
            *HouseholdShown.Meta.fields,
            *("address", "phone", "married_on", "own_children", "note", "decision_due_on"),
            *("wants_sex", "wants_age_from", "wants_age_to"),
            *("checks", "permits", "steps", "problems"),
        )

    def get_problems(self, candidate: Candidate) -> CandidateProblem(many=True):
        if not candidate.is_open:
            return []
        return CandidateProblem(candidate_problems(candidate, today_in(candidate.office.region)), many=True).data


class CandidatesQuery(PageQuery):
    kind = serializers.ChoiceField(choices=CandidateKind.choices, required=False)
    state = serializers.ChoiceField(choices=CandidateState.choices, required=False)


class CandidatePersonSent(serializers.Serializer):
    name = Text(max_length=200)
    sex = serializers.ChoiceField(choices=SEXES)
    birth_date = Day()
    nik = Text(required=False, max_length=30)
    faith = serializers.ChoiceField(choices=Faith.choices, required=False, allow_blank=True)
    is_citizen = serializers.BooleanField(required=False, default=True)
    occupation = Text(required=False, max_length=100)


class HouseholdSent(serializers.Serializer):
    """`people`: one, or a couple with `married_on`. `region`: code of a district that the office answers for.
    `wants_*`: the child that it offers to take; ages in years, null for any."""

    people = CandidatePersonSent(many=True, min_length=1, max_length=2)
    region = Key(lambda context: districts_of(context["office"]), by="pk")
    address = Text(max_length=1000)
    phone = Text(required=False, max_length=30)
    married_on = Day(required=False, allow_null=True)
    own_children = serializers.IntegerField(required=False, default=0, min_value=0, max_value=30)
    note = Text(required=False)
    wants_sex = serializers.ChoiceField(choices=SEXES, required=False, allow_blank=True)
    wants_age_from = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=17)
    wants_age_to = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=17)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        people = [HouseholdPerson(**person) for person in data.pop("people")]
        kind = {"kind": data.pop("kind")} if "kind" in data else {}
        return {"household": Household(people=people, **data), **kind}


class CandidateSent(HouseholdSent):
    kind = serializers.ChoiceField(choices=CandidateKind.choices)


class CandidateView(ApiView):
    """An address below a candidate."""

    def whole(self, pk: int, status: int = 200) -> Any:
        """What became of it."""
        return self.done(CandidateWhole, open_candidate(self.request, pk), status)


class Candidates(CandidateView):
    @operation("Households of the registers in sight, newest first", page_form(HouseholdShown), query=CandidatesQuery)
    def get(self, request):
        asked = self.asked(CandidatesQuery)
        rows = Candidate.objects.visible_to(request.user).with_people()
        rows = rows.filter(**{name: asked[name] for name in ("kind", "state") if name in asked})
        return self.page(
            HouseholdShown,
            rows,
            field="registered_at",
            newest_first=True,
            verb=LIST,
            subject="list:candidates",
            query=CandidatesQuery,
        )

    @operation("Register a household", CandidateWhole, takes=CandidateSent, status=201)
    def post(self, request):
        office = acting_office(request)
        require(can_register(request.actor, office))
        made = register_candidate(office=office, by=request.actor, **self.given(CandidateSent, office=office))
        return self.whole(made.pk, 201)


class CandidateDetail(CandidateView):
    @operation("One household", CandidateWhole)
    def get(self, request, pk):
        return self.show(CandidateWhole, open_candidate(request, pk), verb="candidate.view")

    @operation("Correct the facts of a household", CandidateWhole, takes=HouseholdSent)
    def put(self, request, pk):
        row = open_candidate(request, pk, right=can_keep_candidate)
        given = self.given(HouseholdSent, office=row.office)

        def act(fresh: Candidate) -> Candidate:
            change_candidate(candidate=fresh, by=request.actor, **given)
            return open_candidate(request, pk)

        return self.change(CandidateWhole, row, act)


class CandidateCheckSent(serializers.Serializer):
    """That one requirement was checked. `done_on`: the day of the paper or the visit. `file`: PDF, JPEG or PNG."""

    code = serializers.ChoiceField(choices=list(CODES.items()))
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    done_on = Day()
    paper_number = Text(required=False, max_length=100)
    note = Text(required=False)
    file = Upload(validators=[check_paper], required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        file = data.pop("file", None)
        return data | {"content": file.read() if file else b""}


class CandidateChecks(CandidateView):
    parser_classes = [Multipart]

    @operation("Write down that a requirement was checked", CandidateWhole, takes=CandidateCheckSent, status=201)
    def post(self, request, pk):
        row = open_candidate(request, pk, right=can_keep_candidate)
        record_check(candidate=row, by=request.actor, **self.given(CandidateCheckSent))
        return self.whole(pk, 201)


class CandidateCheckFile(ApiView):
    @operation("The paper that came with a check", None, files=PAPER_KINDS)
    def get(self, request, pk, check_pk):
        return candidates.check_file(request, pk, check_pk)


class CandidateSubmissionSent(serializers.Serializer):
    reasons = Reasons()


class CandidateSubmission(CandidateView):
    @operation("Put a household to the decider", CandidateWhole, takes=CandidateSubmissionSent)
    def post(self, request, pk):
        row = open_candidate(request, pk, right=can_keep_candidate)
        submit_candidate(candidate=row, by=request.actor, **self.given(CandidateSubmissionSent))
        return self.whole(pk)


class CandidatePermitSent(serializers.Serializer):
    """`max_children`: how many the household may care for at once."""

    considerations = Text()
    max_children = serializers.IntegerField(min_value=1, max_value=20, required=False, default=1)
    reasons = Reasons()


class CandidateDecisionSent(CandidatePermitSent):
    choice = serializers.ChoiceField(choices=DecisionChoice.choices)


class CandidateDecision(CandidateView):
    @operation("Approve with a permit, return, or reject", CandidateWhole, takes=CandidateDecisionSent)
    def post(self, request, pk):
        row = open_candidate(request, pk, right=can_decide_candidate)
        decide_candidate(candidate=row, by=request.actor, **self.given(CandidateDecisionSent))
        return self.whole(pk)


class CandidateRenewal(CandidateView):
    @operation("Renew the permit; everything is asked anew", CandidateWhole, takes=CandidatePermitSent)
    def post(self, request, pk):
        row = open_candidate(request, pk, right=can_decide_candidate)
        renew_permit(candidate=row, by=request.actor, **self.given(CandidatePermitSent))
        return self.whole(pk)


class CandidateStandingSent(serializers.Serializer):
    standing = serializers.ChoiceField(choices=Standing.choices)
    reason = Text()


class CandidateStanding(CandidateView):
    @operation("Suspend, take that back, or end", CandidateWhole, takes=CandidateStandingSent)
    def post(self, request, pk):
        row = open_candidate(request, pk, right=can_set_standing)
        set_standing(candidate=row, by=request.actor, **self.given(CandidateStandingSent))
        return self.whole(pk)
