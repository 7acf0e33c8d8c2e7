"""The papers of a case: agreements, assessments, social reports, conferences."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Moment, Reasons, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import operation, page_form

from ..consents import partners_of, published_notices
from ..models import Assessment, Case, Consent
from ..services.agreements import sign_agreement, withdraw_agreement
from ..services.assessments import draft_assessment, edit_assessment, sign_assessment
from ..services.reports import draft_report, edit_report, sign_report
from ..states import AssessmentKind, ConsentForm, ConsentScope
from .finding import CaseView, family
from .shown_papers import AgreementShown, AssessmentShown, ReportShown

SIGNERS = ("author", "signed_by")


class AgreementSent(serializers.Serializer):
    """`scopes`: each thing that is consented to by itself; `institutions`: with whom, where SHARING is among them.
    `is_own`: a grown-up consents themself. `notice`: the wording that was read out to them; left out, that of the day.
    """

    signed_on = Day()
    child_agrees = serializers.BooleanField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=ConsentScope.choices), max_length=10)
    institutions = serializers.ListField(
        child=Ref(lambda context: partners_of(context["case"])), required=False, max_length=20
    )
    is_own = serializers.BooleanField(required=False)
    unable_reason = Text(required=False)
    signatory = Ref(family, required=False, allow_null=True)
    signatory_name = Text(required=False, max_length=200)
    relation = Text(required=False, max_length=100)
    form = serializers.ChoiceField(choices=ConsentForm.choices, required=False)
    witness = Text(required=False, max_length=200)
    office_is_party = serializers.BooleanField(required=False)
    child_view = Text(required=False)
    child_not_heard_reason = Text(required=False)
    notice = Ref(lambda _context: published_notices(), required=False)
    reasons = Reasons()


class Agreements(CaseView):
    @operation("Agreements, newest first", page_form(AgreementShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        agreements = case.agreements.prefetch_related("consents")
        return self.rows(AgreementShown, agreements, case=case, by="-signed_on", verb="case.view_documents")

    @operation("Record the agreement", AgreementShown, takes=AgreementSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        made = sign_agreement(case=case, by=request.actor, **self.given(AgreementSent, case=case))
        return self.done(AgreementShown, made, 201)


class AgreementDetail(CaseView):
    @operation("One agreement", AgreementShown)
    def get(self, request, pk, paper_pk):
        case = self.case(pk)
        return self.show(
            AgreementShown, get_object_or_404(case.agreements, pk=paper_pk), verb="case.view_documents", subject=case
        )


class WithdrawalSent(serializers.Serializer):
    """`consents`: which of the agreement's parts are taken back; none for all of it."""

    reason = Text()
    withdrawn_on = Day(required=False, allow_null=True)
    consents = serializers.ListField(
        child=Ref(lambda context: context["agreement"].consents.all() if context else Consent.objects.none()),
        required=False,
        max_length=50,
    )


class AgreementWithdrawal(CaseView):
    @operation("Record that the consent was withdrawn", AgreementShown, takes=WithdrawalSent)
    def post(self, request, pk, paper_pk):
        case = self.case(pk, right="withdraw")
        paper = get_object_or_404(case.agreements, pk=paper_pk)
        given = self.given(WithdrawalSent, agreement=paper)
        return self.done(AgreementShown, withdraw_agreement(agreement=paper, by=request.actor, **given))


class SignatureSent(serializers.Serializer):
    """`updated_at` of the draft as it was read: another version is not signed (409 `stale_write`). `reasons` answer the
    soft problems that an earlier attempt named."""

    updated_at = Moment(source="read_at")
    reasons = Reasons()


class AnswersSent(serializers.Serializer):
    """`answers`: code of a question -> answer, by the definition of the assessment's version (`/instruments/{id}`); all
    of them, for what is left out is dropped."""

    assessed_on = Day()
    answers = serializers.DictField(required=False)
    child_view = Text(required=False)
    conclusion = Text(required=False)


class AssessmentSent(AnswersSent):
    """`corrects`: a signed assessment of the same kind, whose version and words are taken over where nothing else is
    sent. Otherwise the version in force is used."""

    kind = serializers.ChoiceField(choices=AssessmentKind.choices)
    corrects = Ref(lambda context: context["case"].assessments.filter(signed_at__isnull=False), required=False)


class Assessments(CaseView):
    @operation("Assessments, newest first", page_form(AssessmentShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        return self.rows(
            AssessmentShown,
            case.assessments.select_related(*SIGNERS).prefetch_related("version"),  # one questionnaire for many
            case=case,
            by="-created_at",
            verb="case.view_assessments",
        )

    @operation("Begin a draft", AssessmentShown, takes=AssessmentSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="sign")
        given = self.given(AssessmentSent, case=case)
        made = draft_assessment(case=case, by=request.actor, corrects=given.pop("corrects", None), content=given)
        return self.done(AssessmentShown, made, 201)


class AssessmentView(CaseView):
    def paper(self, case: Case, pk: int) -> Assessment:
        return get_object_or_404(case.assessments.select_related(*SIGNERS, "case__office", "version"), pk=pk)


class AssessmentDetail(AssessmentView):
    @operation("One assessment", AssessmentShown)
    def get(self, request, pk, paper_pk):
        case = self.case(pk)
        return self.show(AssessmentShown, self.paper(case, paper_pk), verb="case.view_assessments", subject=case)

    @operation("Change a draft", AssessmentShown, takes=AnswersSent)
    def put(self, request, pk, paper_pk):
        paper = self.paper(self.case(pk, right="sign"), paper_pk)
        content = self.given(AnswersSent)
        return self.change(
            AssessmentShown, paper, lambda row: edit_assessment(assessment=row, by=request.actor, content=content)
        )


class AssessmentSignature(AssessmentView):
    @operation("Sign the draft; it does not change afterwards", AssessmentShown, takes=SignatureSent)
    def post(self, request, pk, paper_pk):
        paper = self.paper(self.case(pk, right="sign"), paper_pk)
        return self.done(
            AssessmentShown, sign_assessment(assessment=paper, by=request.actor, **self.given(SignatureSent))
        )


class ReportSent(serializers.Serializer):
    """`assessment`: the signed one that it rests on."""

    assessment = Ref(lambda context: context["case"].assessments.filter(signed_at__isnull=False))
    purpose = Text(required=False)
    chronology = Text(required=False)
    findings = Text(required=False)
    family_and_care = Text(required=False)
    analysis = Text(required=False)
    recommendation = Text(required=False)


class SocialReports(CaseView):
    @operation("Social reports, newest first", page_form(ReportShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        return self.rows(
            ReportShown,
            case.social_reports.select_related(*SIGNERS),
            case=case,
            by="-created_at",
            verb="case.view_documents",
        )

    @operation("Begin a draft", ReportShown, takes=ReportSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="sign")
        given = self.given(ReportSent, case=case)
        made = draft_report(case=case, by=request.actor, assessment=given.pop("assessment"), content=given)
        return self.done(ReportShown, made, 201)


class SocialReportView(CaseView):
    def paper(self, case: Case, pk: int):
        return get_object_or_404(case.social_reports.select_related(*SIGNERS, "case__office", "assessment"), pk=pk)


class SocialReportDetail(SocialReportView):
    @operation("One social report", ReportShown)
    def get(self, request, pk, paper_pk):
        case = self.case(pk)
        return self.show(ReportShown, self.paper(case, paper_pk), verb="case.view_documents", subject=case)

    @operation("Change a draft", ReportShown, takes=ReportSent)
    def put(self, request, pk, paper_pk):
        case = self.case(pk, right="sign")
        paper, content = self.paper(case, paper_pk), self.given(ReportSent, case=case)
        return self.change(ReportShown, paper, lambda row: edit_report(report=row, by=request.actor, content=content))


class SocialReportSignature(SocialReportView):
    @operation("Sign the draft; it does not change afterwards", ReportShown, takes=SignatureSent)
    def post(self, request, pk, paper_pk):
        paper = self.paper(self.case(pk, right="sign"), paper_pk)
        return self.done(ReportShown, sign_report(report=paper, by=request.actor, **self.given(SignatureSent)))
