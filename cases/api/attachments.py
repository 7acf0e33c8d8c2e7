"""Files that are kept with a case."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.uploads import Multipart, Upload
from atensi.api.views import ApiView, operation, page_form
from atensi.documents.uploads import PAPER_KINDS, check_paper

from ..forms.attachments import steps_of
from ..services.attachments import add_attachment, withdraw_attachment
from ..states import AttachmentKind
from ..views import attachments
from .finding import CaseView
from .shown_papers import AttachmentShown

SHOWN_WITH = ("document", "added_by", "withdrawn_by")


class AttachmentsQuery(PageQuery):
    kind = serializers.ChoiceField(choices=AttachmentKind.choices, required=False)


class AttachmentSent(serializers.Serializer):
    """A file (PDF, JPEG or PNG; a picture is drawn anew, without what its camera wrote), and what of the case it
    belongs to: a `response`, a `conference` or a `step` of the search for kin, at most one."""

    file = Upload(validators=[check_paper])
    title = Text(max_length=200)
    kind = serializers.ChoiceField(choices=AttachmentKind.choices)
    dated_on = Day(required=False)
    response = Ref(lambda context: context["case"].responses.all(), required=False)
    conference = Ref(lambda context: context["case"].conferences.all(), required=False)
    step = Ref(lambda context: steps_of(context["case"]), required=False)

    def validate(self, data):
        told = [data.pop(name, None) for name in ("response", "conference", "step")]
        named = [row for row in told if row is not None]
        if len(named) > 1:
            raise serializers.ValidationError({"response": ["response, conference or step"]})
        data["belongs_to"] = named[0] if named else None
        data["content"] = data.pop("file").read()
        return data


class WithdrawnSent(serializers.Serializer):
    reason = Text()


class Attachments(CaseView):
    parser_classes = [Multipart]

    @operation("Files of the case, newest first", page_form(AttachmentShown), query=AttachmentsQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = attachments.files_of(request, case).select_related(*SHOWN_WITH)
        rows = rows.of_kind(self.asked(AttachmentsQuery).get("kind", ""))
        return self.rows(
            AttachmentShown, rows, case=case, by="-added_at", verb="case.view_documents", query=AttachmentsQuery
        )

    @operation("Keep a file with the case", AttachmentShown, takes=AttachmentSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        made = add_attachment(case=case, by=request.actor, **self.given(AttachmentSent, case=case))
        return self.done(AttachmentShown, made, 201)


class AttachmentDetail(CaseView):
    @operation("What is known of a file", AttachmentShown)
    def get(self, request, pk, paper_pk):
        case = self.case(pk)
        row = get_object_or_404(attachments.files_of(request, case).select_related(*SHOWN_WITH), pk=paper_pk)
        return self.show(AttachmentShown, row, verb="case.view_documents", subject=case)


class AttachmentFile(ApiView):
    @operation("The file itself", None, files=PAPER_KINDS)
    def get(self, request, pk, paper_pk):
        return attachments.attachment(request, pk, paper_pk)


class AttachmentWithdrawal(CaseView):
    @operation("Take a file back: nobody opens it any more", AttachmentShown, takes=WithdrawnSent)
    def post(self, request, pk, paper_pk):
        case = self.case(pk, right="work")
        row = get_object_or_404(case.attachments, pk=paper_pk)
        gone = withdraw_attachment(attachment=row, by=request.actor, **self.given(WithdrawnSent))
        return self.done(AttachmentShown, gone)
