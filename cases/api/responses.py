"""Reports: logged, with likely duplicates named first; read; the first contact."""

import uuid
from dataclasses import replace

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from atensi.api.fields import Day, Key, Moment, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import Problem, RuleViolation, require
from institutions.api.shown import InstitutionNamed
from institutions.states import Faith

from .. import permissions
from ..duplicates import Candidate, candidates
from ..masking import cases_with_names, display_name, sees_names
from ..models import Beneficiary, Case, CaseResponse, IncomingReport
from ..person import Person
from ..services.beneficiaries import update_beneficiary
from ..services.cases import workers_of
from ..services.responses import Report, log_response, record_first_contact
from ..states import BirthPrecision, Channel, ImmediateAction, NoNikReason, ResponseOutcome, Sex, Triage
from .finding import CaseView, Category, districts
from .shown import BeneficiaryShown, ResponseInList, ResponseShown


class ChildSent(serializers.Serializer):
    """What is known of the person; an unknown name, birth date or NIK is left out."""

    name = Text(required=False, max_length=200)
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = Day(required=False, allow_null=True)
    birth_precision = serializers.ChoiceField(choices=BirthPrecision.choices, required=False)
    nik = Text(required=False, max_length=30)
    no_nik_reason = serializers.ChoiceField(choices=NoNikReason.choices, required=False)
    nkk = Text(required=False, max_length=30)
    faith = serializers.ChoiceField(choices=Faith.choices, required=False, allow_blank=True)
    address = Text(required=False, max_length=1000)
    region = Key(districts)

    def validate(self, data):
        """A birth date says how well it is known, exactly when there is one; nobody is born tomorrow."""
        born = data.get("birth_date")
        precision = data.get("birth_precision") or (BirthPrecision.DAY if born else BirthPrecision.UNKNOWN)
        if (born is None) != (precision == BirthPrecision.UNKNOWN):
            raise serializers.ValidationError({"birth_precision": [_("Ketelitian tidak sesuai dengan tanggal lahir.")]})
        if born and born > timezone.localdate():
            raise serializers.ValidationError({"birth_date": [_("Tanggal lahir belum terjadi. Periksa tahunnya.")]})
        return Person(**data | {"birth_date": born, "birth_precision": precision})


class ResponseSent(serializers.Serializer):
    """A report and what was done at once. `person`: the child; or `beneficiary`: one on file; or `case`: the open one
    to join (`outcome` JOINED_CASE). `incoming`: the report of the desk that it answers. `duplicates_seen`: the digest
    of likely duplicates that were shown and are others.
    """

    channel = serializers.ChoiceField(choices=Channel.choices)
    received_at = Moment()
    region = Key(districts)
    place = Text(max_length=200)
    what_happened = Text(max_length=5000)
    triage = serializers.ChoiceField(choices=Triage.choices)
    categories = serializers.ListField(child=Category(), max_length=20)
    primary = Category(required=False, allow_null=True)
    immediate_actions = serializers.ListField(
        child=serializers.ChoiceField(choices=ImmediateAction.choices), required=False, max_length=10
    )
    reporter_name = Text(required=False, max_length=200)
    reporter_phone = Text(required=False, max_length=30)
    outcome = serializers.ChoiceField(choices=ResponseOutcome.choices)
    person = ChildSent(required=False)
    beneficiary = Ref(lambda context: Beneficiary.objects.visible_to(context["request"].user), required=False)
    case = Ref(lambda context: Case.objects.visible_to(context["request"].user), required=False)
    worker = Ref(lambda context: workers_of(context["request"].membership.institution), required=False)
    incoming = Ref(lambda context: IncomingReport.objects.visible_to(context["request"].user), required=False)
    without_nik = serializers.BooleanField(required=False)
    duplicates_seen = Text(required=False, max_length=100)

    def validate(self, data):
        if sum(name in data for name in ("person", "beneficiary", "case")) != 1:
            raise serializers.ValidationError(
                {"person": [_("Sebut satu: anak baru, orang yang tercatat, atau kasusnya.")]}
            )
        if ("case" in data) != (data["outcome"] == ResponseOutcome.JOINED_CASE):
            raise serializers.ValidationError({"case": [_("Kasus disebut tepat bila laporan disambung ke kasus.")]})
        categories = data["categories"] = list({row.pk: row for row in data["categories"]}.values())
        if data.get("primary") is None and len(categories) == 1:
            data["primary"] = categories[0]
        return data


REPORT = ("channel", "received_at", "region", "place", "what_happened", "triage", "categories")
OTHERS = ("immediate_actions", "reporter_name", "reporter_phone")
CHOSEN = ("person", "beneficiary", "case", "worker", "without_nik", "outcome", "incoming")


class CandidateShown(serializers.Serializer):
    """Somebody on file who may be the same, within one's sight; neither file nor name where the case is restricted."""

    beneficiary = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    age_band = serializers.CharField(allow_blank=True)
    case = serializers.IntegerField(source="case.pk", allow_null=True, default=None)
    can_join = serializers.BooleanField()
    can_reuse = serializers.BooleanField()

    def get_beneficiary(self, found: Candidate) -> int | None:
        return None if found.masked else found.beneficiary.pk

    def get_name(self, found: Candidate) -> str:
        return "" if found.masked else str(found.beneficiary)


class FoundShown(serializers.Serializer):
    """Likely duplicates. `elsewhere`: offices that hold a similar file out of sight; no more is told of it."""

    inside = CandidateShown(many=True)
    elsewhere = InstitutionNamed(many=True)
    nik_office = InstitutionNamed(allow_null=True)
    limited = serializers.BooleanField()
    digest = serializers.CharField(allow_blank=True)


class ResponseQuery(PageQuery):
    """`awaiting`: only those without first contact. The newest first."""

    scope = serializers.ChoiceField(choices=["mine", "office"], required=False)
    awaiting = serializers.BooleanField(required=False, default=False)


class Responses(ApiView):
    @operation("Reports of the worker or the office, newest first", page_form(ResponseInList), query=ResponseQuery)
    def get(self, request):
        asked = self.asked(ResponseQuery)
        scope = asked.get("scope") or ("office" if request.actor.role in permissions.OFFICE_ROLES else "mine")
        rows = CaseResponse.objects.scopes(request.user)[scope]
        rows = rows.awaiting_contact() if asked["awaiting"] else rows
        return self.page(
            ResponseInList,
            rows.select_related("beneficiary", "case__beneficiary"),
            field="received_at",
            newest_first=True,
            query=ResponseQuery,
            verb="response.list",
            subject=f"user:{request.user.pk}",
            context=self._names,
        )

    def _names(self, rows):
        named = cases_with_names(self.request.user, [row.case for row in rows if row.case])
        return {"names": {row.pk: _child(row, named) for row in rows}}

    @operation("Log a report", ResponseShown, takes=ResponseSent, status=201)
    def post(self, request):
        require(permissions.can_log_response(request.actor))
        given = self.given(ResponseSent)
        require("incoming" not in given or permissions.can_answer(request.actor, given["incoming"]))
        if "person" in given:
            refuse_unseen(given["person"], given.get("duplicates_seen", ""), request.actor)
        report = Report(primary=given.get("primary"), **{n: given[n] for n in REPORT}, **_some(given, OTHERS))
        made = log_response(by=request.actor, form_id=uuid.uuid4(), report=report, **_some(given, CHOSEN))
        return self.done(ResponseShown, made, 201, named=True, works=True)


def _some(given, names):
    return {name: given[name] for name in names if name in given}


def _child(response: CaseResponse, named: set[int]) -> str:
    if response.case is None:
        return str(response.beneficiary)
    return display_name(response.case, sees_names=response.case_id in named)


def refuse_unseen(person: Person, seen: str, by) -> None:
    """As the page does: likely duplicates are answered before anything is saved."""
    found = candidates(person=person, by=by)
    if found and found.digest != seen:
        text = _("Mungkin sudah tercatat. Lihat yang mirip, lalu kirim lagi dengan duplicates_seen.")
        raise RuleViolation(Problem("likely_duplicates", text, "hard", field="duplicates_seen"), told=found.told)


class ResponseDuplicates(ApiView):
    @operation("Who may already be on file", FoundShown, takes=ChildSent)
    def post(self, request):
        require(permissions.can_log_response(request.actor))
        return self.plain_row(FoundShown, candidates(person=self.read(ChildSent), by=request.actor))


class ContactSent(serializers.Serializer):
    at = Moment()
    note = Text(max_length=2000)


class ResponseView(ApiView):
    def response(self, pk: int) -> CaseResponse:
        rows = CaseResponse.objects.visible_to(self.request.user).select_related("beneficiary", "case__beneficiary")
        return get_object_or_404(rows.prefetch_related("category_rows__code__cluster"), pk=pk)

    def told(self, response: CaseResponse) -> dict[str, bool]:
        """Whether its contents and its reporter may be told."""
        named = response.case is None or sees_names(self.request.user, response.case)
        return {"named": named, "works": permissions.can_work_on_response(self.request.actor, response)}


class ResponseDetail(ResponseView):
    @operation("One report", ResponseShown)
    def get(self, request, pk):
        response = self.response(pk)
        return self.show(ResponseShown, response, verb="response.view", **self.told(response))


class ResponseContact(ResponseView):
    @operation("Record the first contact with the child", ResponseShown, takes=ContactSent)
    def post(self, request, pk):
        response = self.response(pk)
        require(permissions.can_record_contact(request.actor, response))
        record_first_contact(response=response, by=request.actor, **self.given(ContactSent))
        made = self.response(pk)
        return self.done(ResponseShown, made, **self.told(made))


# Both numbers are told to nobody, so a program cannot send them back; the reason goes with the NIK.
KEPT_WHEN_LEFT_OUT = ("nik", "no_nik_reason", "nkk")


class BeneficiarySent(ChildSent):
    """What is known of the child as a whole; `nik`, `no_nik_reason` and `nkk` stay where they are left out."""

    without_nik = serializers.BooleanField(required=False)

    def validate(self, data):
        without, kept = data.pop("without_nik", False), [name for name in KEPT_WHEN_LEFT_OUT if name not in data]
        return {"person": super().validate(data), "without_nik": without, "kept": kept}


class CaseBeneficiary(CaseView):
    @operation("What is known of the child", BeneficiaryShown)
    def get(self, request, pk):
        case = self.case(pk)
        return self.show(BeneficiaryShown, case.beneficiary, verb="case.view_case", subject=case)

    @operation("Correct and complete what is known; numbers left out stay", BeneficiaryShown, takes=BeneficiarySent)
    def put(self, request, pk):
        case = self.case(pk, right="work")
        given = self.given(BeneficiarySent)

        def act(row: Beneficiary) -> Beneficiary:
            person = replace(given["person"], **{name: getattr(row, name) for name in given["kept"]})
            return update_beneficiary(
                beneficiary=row, person=person, by=request.actor, without_nik=given["without_nik"]
            )

        return self.change(BeneficiaryShown, case.beneficiary, act, under=case)
