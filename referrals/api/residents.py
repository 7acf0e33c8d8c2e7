"""Children who live in a home already: one by one, or by a sheet whose cells are looked at first."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Key, Person, Reasons, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.problems import ProblemShown
from atensi.api.uploads import Multipart, Upload
from atensi.api.views import ApiView, operation, page_form
from atensi.waking import wake
from cases.api.responses import ChildSent, FoundShown
from cases.duplicates import candidates
from cases.forms.intake import districts_of
from cases.hands import workers_of
from cases.models import Beneficiary, Case
from cases.person import Person as Child
from institutions.api.shown import InstitutionNamed
from institutions.offices import local_office

from .. import sheets
from ..forms.residents import categories, chooses_worker, homes_of
from ..models import ResidentSheet
from ..services.resident_sheets import take_sheet
from ..services.residents import Resident, register_existing_resident
from ..states import SheetLineState
from ..tasks import enter_resident_sheets
from ..views.residents import progress_of, resident_template
from .shown import PlacementShown

CSV = ("text/csv",)


def own(context: dict[str, Any]):
    return context["request"].membership.institution


class HomeSent(serializers.Serializer):
    """`institution`: the home. `worker`: who becomes responsible, chosen by a supervisor."""

    institution = Ref(lambda context: homes_of(context["request"].actor, own(context)))
    worker = Ref(lambda context: workers_of(own(context)), required=False)

    def validate(self, data):
        if not chooses_worker(self.context["request"].actor):
            data.pop("worker", None)
        elif "worker" not in data:
            raise serializers.ValidationError({"worker": [self.fields["worker"].error_messages["required"]]})
        return data


class ResidentChildSent(ChildSent):
    """`region`: a district of the regency of the home's Dinas."""

    name = Text(max_length=200)
    region = Key(lambda context: districts_of(local_office(own(context))))


class ResidentSent(HomeSent):
    """A child who lives in the home since `starts_on`. `person`: the child; or `beneficiary`: one on file; or `case`:
    their open one. `duplicates_seen`: the digest of the likely duplicates that `existing-residents/duplicates` showed
    and that are others."""

    starts_on = Day()
    category = Key(lambda _context: categories())
    person = ResidentChildSent(required=False)
    beneficiary = Ref(lambda context: Beneficiary.objects.visible_to(context["request"].user), required=False)
    case = Ref(
        lambda context: Case.objects.visible_to(context["request"].user).select_related("beneficiary", "office"),
        required=False,
    )
    without_nik = serializers.BooleanField(required=False)
    duplicates_seen = Text(required=False, max_length=100)
    reasons = Reasons()

    def validate(self, data):
        if sum(name in data for name in ("person", "beneficiary", "case")) != 1:
            raise serializers.ValidationError({"person": ["One of person, beneficiary and case."]})
        return super().validate(data)


class Residents(ApiView):
    @operation("A child who lives in a home already", PlacementShown, takes=ResidentSent, status=201)
    def post(self, request):
        given = self.given(ResidentSent)
        home, worker, seen = given.pop("institution"), given.pop("worker", None), given.pop("duplicates_seen", "")
        if "person" not in given:
            found = given.get("beneficiary") or given["case"].beneficiary
            given["person"] = Child(region=found.region, name=found.name, sex=found.sex)
        resident = Resident(seen=seen, **given)
        made = register_existing_resident(institution=home, resident=resident, by=request.actor, worker=worker)
        return self.done(PlacementShown, made, 201)


class ResidentSearchSent(serializers.Serializer):
    institution = Ref(lambda context: homes_of(context["request"].actor, own(context)))
    person = ResidentChildSent()


class ResidentDuplicates(ApiView):
    @operation("Who may already be on file as this child", FoundShown, takes=ResidentSearchSent)
    def post(self, request):
        found = candidates(person=self.given(ResidentSearchSent)["person"], by=request.actor)
        return self.plain_row(FoundShown, found)


# Sheets


class SheetSent(HomeSent):
    """`sheet`: CSV in UTF-8, at most 500 children and 1 MB; `resident-sheets/template` is an empty one."""

    sheet = Upload()

    def validate(self, data):
        data = super().validate(data)
        try:
            text = sheets.text_of(data.pop("sheet").read(sheets.MAX_BYTES + 1))
            return data | {"rows": sheets.read(text, sheets.Lists.of(data["institution"]))}
        except sheets.SheetRefused as refused:
            raise serializers.ValidationError({"sheet": [str(refused)]}) from refused


class SheetRow(serializers.Serializer):
    """A line of a sheet as people count it."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    problems = ProblemShown(many=True)


class SheetRows(serializers.Serializer):
    results = SheetRow(many=True)


class SheetInList(serializers.ModelSerializer):
    institution = InstitutionNamed()
    uploaded_by = Person()

    class Meta:
        model = ResidentSheet
        fields = ("id", "institution", "state", "uploaded_at", "uploaded_by")


class LineProblem(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()
    hard = serializers.BooleanField()


class RefusedLine(serializers.Serializer):
    """`problems`: what stood against the child when the line was to be entered."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    problems = LineProblem(many=True)


class EnteredLine(serializers.Serializer):
    number = serializers.IntegerField()
    placement = serializers.IntegerField(source="placement_id")


class SheetShown(SheetInList):
    """How far the entry is; by line what was entered, and what was refused and why."""

    total = serializers.IntegerField()
    waiting = serializers.IntegerField()
    entered = EnteredLine(many=True)
    refused = RefusedLine(many=True)

    class Meta(SheetInList.Meta):
        fields = (*SheetInList.Meta.fields, "total", "waiting", "entered", "refused")

    def to_representation(self, sheet: ResidentSheet):
        told = progress_of(sheet)
        entered = sheet.lines.filter(state=SheetLineState.ENTERED)
        sheet.total, sheet.waiting, sheet.refused = told["total"], told["waiting"], told["refused"]
        sheet.entered = list(entered.only("number", "placement_id"))
        return super().to_representation(sheet)


class ResidentSheets(ApiView):
    parser_classes = [Multipart]

    @operation("Sheets that were handed in, newest first", page_form(SheetInList), query=PageQuery)
    def get(self, request):
        rows = ResidentSheet.objects.visible_to(request.user).select_related("institution", "uploaded_by")
        return self.page(SheetInList, rows, field="uploaded_at", newest_first=True)

    @operation("Hand a sheet in; its children are entered line by line", SheetShown, takes=SheetSent, status=201)
    def post(self, request):
        given = self.given(SheetSent)
        home, worker = given["institution"], given.get("worker")
        sheet = take_sheet(institution=home, rows=given["rows"], by=request.actor, worker=worker)
        wake(enter_resident_sheets, f"sheet {sheet.pk}")
        return self.done(SheetShown, sheet, 201)


class ResidentSheetCheck(ApiView):
    parser_classes = [Multipart]

    @operation("Look at the cells of a sheet, row by row; nothing is kept", SheetRows, takes=SheetSent)
    def post(self, request):
        return self.plain(SheetRow, self.given(SheetSent)["rows"])


class ResidentSheetDetail(ApiView):
    @operation("How far the entry of a sheet is, by line", SheetShown)
    def get(self, request, pk):
        rows = ResidentSheet.objects.visible_to(request.user).select_related("institution", "uploaded_by")
        return self.show(SheetShown, get_object_or_404(rows, pk=pk), verb="resident_sheet.view")


class ResidentSheetTemplate(ApiView):
    @operation("An empty sheet with one example row", None, files=CSV)
    def get(self, request):
        return resident_template(request)
