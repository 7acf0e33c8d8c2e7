"""The person of a case beside name and address: other names, identity, health, school, social protection."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Text
from atensi.api.paging import PageQuery
from atensi.api.uploads import Multipart, Upload
from atensi.api.views import operation, page_form
from atensi.errors import require

from .. import permissions
from ..identity import Paper
from ..models import Beneficiary, Case
from ..person_states import (
    AliasKind,
    BenefitStatus,
    Communication,
    Disability,
    NikProof,
    PaperKind,
    PaperState,
    Registry,
    Schooling,
    SchoolLevel,
)
from ..portraits import TYPE
from ..services.aliases import add_alias, remove_alias
from ..services.benefits import record_benefit, remove_benefit
from ..services.identity import attach_nik, record_papers, verify_nik
from ..services.photos import remove_photo, set_photo
from ..services.profiles import describe_health, describe_school
from ..views.persons import photo
from .finding import VIEWED_PERSON, CaseView
from .shown import BeneficiaryShown
from .shown_persons import AliasShown, BenefitShown, HealthShown, PaperOfIdentityShown, SchoolShown


class Removed(serializers.Serializer):
    """That a row is gone."""

    id = serializers.IntegerField()


class PersonView(CaseView):
    def private(self, pk: int) -> Case:
        """The case of somebody who may read health, school and numbers of its person; else 403."""
        case = self.case(pk)
        require(permissions.sees_private(self.request.actor, case))
        return case

    def recorded(self, form, rows, case: Case):
        return self.rows(form, rows.order_by(), case=case, by="recorded_at", verb=VIEWED_PERSON)


class AliasSent(serializers.Serializer):
    name = Text(max_length=200)
    kind = serializers.ChoiceField(choices=AliasKind.choices)


class Aliases(PersonView):
    @operation("Other names of the person", page_form(AliasShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        return self.recorded(AliasShown, case.beneficiary.aliases, case)

    @operation("Record another name", AliasShown, takes=AliasSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        return self.done(AliasShown, add_alias(case=case, by=request.actor, **self.given(AliasSent)), 201)


class AliasRemoval(PersonView):
    @operation("Take a wrong name away", Removed)
    def post(self, request, pk, row_pk):
        case = self.case(pk, right="work")
        alias = get_object_or_404(case.beneficiary.aliases, pk=row_pk)
        remove_alias(case=case, alias=alias, by=request.actor)
        return self.done(Removed, {"id": row_pk})


class NikSent(serializers.Serializer):
    """`without_nik`: when another office holds the number, keep that as the reason for having none."""

    nik = Text(max_length=30)
    without_nik = serializers.BooleanField(required=False)


class NikAttachment(PersonView):
    @operation("Attach the NIK that was made or found later", BeneficiaryShown, takes=NikSent)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        return self.done(BeneficiaryShown, attach_nik(case=case, by=request.actor, **self.given(NikSent)))


class ProofSent(serializers.Serializer):
    proof = serializers.ChoiceField(choices=NikProof.choices)


class NikVerification(PersonView):
    @operation("Say by what the NIK was found to be this person's", BeneficiaryShown, takes=ProofSent)
    def put(self, request, pk):
        case, given = self.case(pk, right="work"), self.given(ProofSent)
        return self.change(
            BeneficiaryShown,
            case.beneficiary,
            lambda _row: verify_nik(case=case, by=request.actor, **given),
            under=case,
        )


class PaperSent(serializers.Serializer):
    """One civil paper. `number`: only of one that is held."""

    kind = serializers.ChoiceField(choices=PaperKind.choices)
    state = serializers.ChoiceField(choices=PaperState.choices)
    number = Text(required=False, max_length=50)


class IdentityPapers(PersonView):
    @operation("Civil papers of the person", page_form(PaperOfIdentityShown), query=PageQuery)
    def get(self, request, pk):
        case = self.private(pk)
        return self.recorded(PaperOfIdentityShown, case.beneficiary.papers, case)

    @operation("Say whether the person has a paper", PaperOfIdentityShown, takes=PaperSent)
    def post(self, request, pk):
        case, given = self.case(pk, right="work"), self.given(PaperSent)
        paper = Paper(given["state"], given.get("number", ""))
        rows = record_papers(case=case, papers={given["kind"]: paper}, by=request.actor)
        return self.done(PaperOfIdentityShown, next(row for row in rows if row.kind == given["kind"]))


class HealthSent(serializers.Serializer):
    """As a whole: what is left out is not known."""

    disabilities = serializers.ListField(
        child=serializers.ChoiceField(choices=Disability.choices), required=False, max_length=10
    )
    disability_note = Text(required=False, max_length=2000)
    aids = Text(required=False, max_length=1000)
    communications = serializers.ListField(
        child=serializers.ChoiceField(choices=Communication.choices), required=False, max_length=10
    )
    language = Text(required=False, max_length=100)
    health_note = Text(required=False, max_length=2000)


class SchoolSent(serializers.Serializer):
    """As a whole: what is left out is not known."""

    schooling = serializers.ChoiceField(choices=Schooling.choices, required=False, allow_blank=True)
    school_level = serializers.ChoiceField(choices=SchoolLevel.choices, required=False, allow_blank=True)
    school = Text(required=False, max_length=200)
    school_class = Text(required=False, max_length=50)
    school_note = Text(required=False, max_length=2000)


class ProfileView(PersonView):
    """A part of the profile: its version is that of the person's."""

    def put_part(self, pk: int, shown, sent, service):
        case, given = self.case(pk, right="work"), self.given(sent)

        def act(person: Beneficiary) -> Beneficiary:
            service(case=case, by=self.request.actor, **given)
            return person

        return self.change(shown, case.beneficiary, act, under=case)


class Health(ProfileView):
    @operation("Disability, communication, health", HealthShown)
    def get(self, request, pk):
        case = self.private(pk)
        return self.show(HealthShown, case.beneficiary, verb=VIEWED_PERSON, subject=case)

    @operation("Describe disability, communication, health", HealthShown, takes=HealthSent)
    def put(self, request, pk):
        return self.put_part(pk, HealthShown, HealthSent, describe_health)


class School(ProfileView):
    @operation("School", SchoolShown)
    def get(self, request, pk):
        case = self.private(pk)
        return self.show(SchoolShown, case.beneficiary, verb=VIEWED_PERSON, subject=case)

    @operation("Describe the schooling", SchoolShown, takes=SchoolSent)
    def put(self, request, pk):
        return self.put_part(pk, SchoolShown, SchoolSent, describe_school)


class BenefitSent(serializers.Serializer):
    """What a register or programme said on a day. `decile`: of DTSEN; `programme`: the name of another one."""

    registry = serializers.ChoiceField(choices=Registry.choices)
    status = serializers.ChoiceField(choices=BenefitStatus.choices)
    extract_on = Day()
    decile = serializers.IntegerField(min_value=1, max_value=10, required=False, allow_null=True)
    programme = Text(required=False, max_length=100)
    number = Text(required=False, max_length=50)


class Benefits(PersonView):
    @operation("What registers of social protection said of the person", page_form(BenefitShown), query=PageQuery)
    def get(self, request, pk):
        case = self.private(pk)
        return self.recorded(BenefitShown, case.beneficiary.benefits, case)

    @operation("Record what a register said", BenefitShown, takes=BenefitSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        return self.done(BenefitShown, record_benefit(case=case, by=request.actor, **self.given(BenefitSent)), 201)


class BenefitRemoval(PersonView):
    @operation("Take away what was recorded by mistake", Removed)
    def post(self, request, pk, row_pk):
        case = self.case(pk, right="work")
        link = get_object_or_404(case.beneficiary.benefits, pk=row_pk)
        remove_benefit(case=case, link=link, by=request.actor)
        return self.done(Removed, {"id": row_pk})


class PhotoSent(serializers.Serializer):
    """JPEG, PNG or WebP; it is drawn anew, without what the camera knew."""

    photo = Upload()


class PhotoShown(serializers.Serializer):
    id = serializers.IntegerField()
    added_at = serializers.DateTimeField()


class Photo(PersonView):
    parser_classes = [Multipart]

    @operation("The portrait of the person", None, files=[TYPE])
    def get(self, request, pk):
        return photo(request, pk)

    @operation("Keep a portrait in place of the one before", PhotoShown, takes=PhotoSent)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        content = self.given(PhotoSent)["photo"].read(settings.PHOTO_MAX_BYTES + 1)
        return self.done(PhotoShown, set_photo(case=case, content=content, by=request.actor))


class PhotoRemoval(PersonView):
    @operation("Show the portrait no more", Removed)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        return self.done(Removed, {"id": remove_photo(case=case, by=request.actor)})
