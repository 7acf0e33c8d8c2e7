"""Two files that may be of one person: like ones, merging, and taking that back."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Person, Reasons, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require

from .. import permissions
from ..duplicates import Candidate, candidates
from ..merging import OF_PERSON, OF_PROFILE, PHOTO, version_of_pair
from ..models import BeneficiaryMerge, Case, DistinctPeople
from ..person import person_of
from ..person_states import PaperKind
from ..services.merging import find_distinct, merge_files, undo_merge
from .finding import CaseView
from .responses import CandidateShown, FoundShown

UNITS = [
    *(unit.name for unit in (*OF_PERSON, *OF_PROFILE, PHOTO)),
    *(f"paper_{kind.value.lower()}" for kind in PaperKind),
]


def _named_cases(context: dict[str, Any]) -> Any:
    """Cases that the program's person may see with their names."""
    user = context["request"].user
    return Case.objects.visible_to(user).named_to(user).select_related("beneficiary", "office")


class MergeShown(serializers.ModelSerializer):
    """That another file was merged into the one of this case; `undone_at` is null while it is in force."""

    merged_by = Person()
    undone_by = Person(allow_null=True)

    class Meta:
        model = BeneficiaryMerge
        fields = ("id", "reason", "merged_at", "merged_by", "undone_at", "undone_by", "undone_reason")


class LikeFileShown(CandidateShown):
    """`version`: stands for both files as they are now; null where the other one is masked."""

    version = serializers.SerializerMethodField()

    def get_version(self, found: Candidate) -> str | None:
        return None if found.masked else version_of_pair(self.context["kept"], found.beneficiary)


class LikeFilesShown(FoundShown):
    inside = LikeFileShown(many=True)


class MergeSent(serializers.Serializer):
    """`case`: one of the file that is merged into this case's. `take`: the fields taken from it; left out: those it
    knows and this one does not. `going_on`: of two open cases the one that stays open, else this one. `seen`: the
    `version` that the like files told; when either file was changed since, nothing is merged."""

    case = Ref(_named_cases)
    reason = Text(max_length=2000)
    take = serializers.ListField(child=serializers.ChoiceField(choices=UNITS), required=False)
    going_on = Ref(_named_cases, required=False, allow_null=True)
    seen = Text(required=False, max_length=100)
    reasons = Reasons()


class DistinctSent(serializers.Serializer):
    case = Ref(_named_cases)
    reason = Text(max_length=2000)


class DistinctShown(serializers.ModelSerializer):
    class Meta:
        model = DistinctPeople
        fields = ("id", "reason", "decided_at")


class UndoSent(serializers.Serializer):
    reason = Text(max_length=2000)


class LikeFiles(CaseView):
    @operation("Other files that may be of the same person", LikeFilesShown)
    def post(self, request, pk):
        case = self.case(pk)
        require(permissions.can_compare(request.actor, case))
        person = case.beneficiary
        found = candidates(person=person_of(person), by=request.actor, apart_from=person)
        return self.plain_row(LikeFilesShown, found, kept=person)


class Merges(CaseView):
    @operation("Files merged into this one, the newest first", page_form(MergeShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = case.beneficiary.merges.order_by().select_related("merged_by", "undone_by")
        return self.rows(MergeShown, rows, case=case, by="-merged_at", verb="case.view_beneficiary")

    @operation("Merge another file into this case's", MergeShown, takes=MergeSent, status=201)
    def post(self, request, pk):
        case = self.case(pk)
        require(permissions.is_supervisor_of(request.actor, case))
        given = self.given(MergeSent)
        made = merge_files(
            kept=case,
            merged=given["case"],
            by=request.actor,
            reason=given["reason"],
            choices=given.get("take"),
            going_on=given.get("going_on"),
            reasons=given.get("reasons"),
            seen=given.get("seen", ""),
        )
        return self.done(MergeShown, made, 201)


class Distinct(CaseView):
    @operation("Say that another file is of another person", DistinctShown, takes=DistinctSent, status=201)
    def post(self, request, pk):
        case = self.case(pk)
        require(permissions.can_compare(request.actor, case))
        given = self.given(DistinctSent)
        made = find_distinct(one=case, other=given["case"], by=request.actor, reason=given["reason"])
        return self.done(DistinctShown, made, 201)


class MergeUndoing(ApiView):
    @operation("Make two files of the merged one again", MergeShown, takes=UndoSent)
    def post(self, request, pk):
        row = get_object_or_404(BeneficiaryMerge.objects.visible_to(request.user), pk=pk)
        require(permissions.can_undo_merge(request.actor, row))
        return self.done(MergeShown, undo_merge(merge=row, by=request.actor, **self.given(UndoSent)))
