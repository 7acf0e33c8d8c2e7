"""Official papers of a case: numbered PDFs with a verification code."""

from rest_framework import serializers

from atensi.api.fields import Ref
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.audit.services import subject_of

from ..official import issuable, papers_of
from ..services.official import issue_paper
from ..views import official
from .finding import CaseView
from .shown_papers import OfficialPaperShown

ABOUT = ("socialreport", "careplan", "caseresponse", "aftercarevisit", "caseconference", "referral")


class IssueSent(serializers.Serializer):
    """`about`: the record, "socialreport:12", "careplan:3", "caseresponse:5", "aftercarevisit:8", "caseconference:2" or
    "referral:4", signed or done and not issued yet. `replaces`: a paper of the same kind that is valid no more."""

    about = serializers.RegexField(rf"^({'|'.join(ABOUT)}):[0-9]{{1,18}}$")
    replaces = Ref(lambda context: papers_of(context["case"]).in_force(), required=False, allow_null=True)

    def validate_about(self, word):
        found = next((row for _source, row in issuable(self.context["case"]) if subject_of(row) == word), None)
        if found is None:
            raise serializers.ValidationError(Ref.default_error_messages["unknown"])
        return found


class OfficialPapers(CaseView):
    @operation("Official papers of the case, newest first", page_form(OfficialPaperShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        return self.rows(OfficialPaperShown, papers_of(case), case=case, by="-issued_at", verb="case.view_documents")

    @operation("Make the numbered PDF of a record", OfficialPaperShown, takes=IssueSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="issue")
        made = issue_paper(case=case, by=request.actor, **self.given(IssueSent, case=case))
        return self.done(OfficialPaperShown, made, 201)


class OfficialPaperFile(ApiView):
    @operation("The PDF of an official paper", None, files=("application/pdf",))
    def get(self, request, pk, paper_pk):
        return official.official_paper(request, pk, paper_pk)
