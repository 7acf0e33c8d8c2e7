"""The way of a child to kin, a guardian or adoption."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Person, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import operation, page_form
from atensi.errors import require
from atensi.reference.workdays import today_in
from cases.api.finding import CaseView, family

from ..eligibility.processes import way_of
from ..models import CareHearing, CareProcess, CareProcessStep
from ..permissions import can_lead_process, can_record_step, can_write_process
from ..services.processes import ONLY_THEY, end_care_process, open_care_process, record_care_step, withdraw_care_step
from ..states import Verdict
from ..ways import WAY_CODES, WAY_FORMS, step_of


class CareStepShown(serializers.ModelSerializer):
    """`withdraws`: the step that this row takes back; neither of the two counts."""

    recorded_by = Person()

    class Meta:
        model = CareProcessStep
        fields = (
            *("id", "code", "verdict", "done_on", "paper_number", "body", "note", "withdraws"),
            *("recorded_at", "recorded_by"),
        )


class CareHearingShown(serializers.ModelSerializer):
    """`kept_by`: the step that tells what came of it; null while it is ahead or was called off."""

    class Meta:
        model = CareHearing
        fields = ("id", "due_on", "at", "court", "place", "kept_by", "called_off_on", "called_off_reason")


class CareProcessShown(serializers.ModelSerializer):
    """`relative`: of the way to kin with whom. `missing`: codes of the steps that are not done, in their order."""

    steps = CareStepShown(many=True)
    hearings = CareHearingShown(many=True)
    opened_by = Person()
    missing = serializers.SerializerMethodField()

    class Meta:
        model = CareProcess
        fields = (
            *("id", "form", "relative", "opened_at", "opened_by", "ended_on", "end_reason"),
            *("steps", "hearings", "missing"),
        )

    def get_missing(self, process: CareProcess) -> list[str]:
        way = way_of(process.case, process.form, process, today_in(process.case.office.region))
        return [step.code for step in way.missing(of_court=True)]


class CareProcessSent(serializers.Serializer):
    """`relative`: of the way to kin, and of no other: who of the family is to care for the child."""

    form = serializers.ChoiceField(choices=WAY_FORMS)
    relative = Ref(family, required=False, allow_null=True)


class CareProcesses(CaseView):
    @operation("Ways to kin, a guardian and adoption, newest first", page_form(CareProcessShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = CareProcess.objects.visible_to(request.user).filter(case=case).whole()
        rows = rows.select_related("opened_by", "case__office__region")
        return self.rows(CareProcessShown, rows, case=case, by="-opened_at", verb="case.view_placements")

    @operation("Begin the way to kin, a guardian or adoption", CareProcessShown, takes=CareProcessSent, status=201)
    def post(self, request, pk):
        case = self.case(pk)
        require(can_lead_process(request.actor, case), ONLY_THEY)
        made = open_care_process(case=case, by=request.actor, **self.given(CareProcessSent, case=case))
        return self.done(CareProcessShown, made, 201)


class CareStepSent(serializers.Serializer):
    """`body`: the court, office or team. `note`: asked where the verdict is NOT_MET, and of steps of kin."""

    code = serializers.ChoiceField(choices=list(WAY_CODES.items()))
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    done_on = Day()
    paper_number = Text(required=False, max_length=100)
    body = Text(required=False, max_length=200)
    note = Text(required=False)


class CareProcessView(CaseView):
    def process(self, pk: int, process_pk: int) -> CareProcess:
        """The process of the case. Raises Http404."""
        case = self.case(pk)
        process = get_object_or_404(case.care_processes.all(), pk=process_pk)
        process.case = case
        return process


class CareSteps(CareProcessView):
    @operation("Write a step down", CareStepShown, takes=CareStepSent, status=201)
    def post(self, request, pk, process_pk):
        process = self.process(pk, process_pk)
        require(can_write_process(request.actor, process.case), ONLY_THEY)
        made = record_care_step(process=process, by=request.actor, **self.given(CareStepSent))
        return self.done(CareStepShown, made, 201)


class CareReasonSent(serializers.Serializer):
    reason = Text()


class CareStepWithdrawal(CareProcessView):
    @operation("Withdraw a step that was written down wrongly", CareStepShown, takes=CareReasonSent, status=201)
    def post(self, request, pk, process_pk, step_pk):
        process = self.process(pk, process_pk)
        step = get_object_or_404(process.steps.all(), pk=step_pk)
        asked = step_of(process.form, step.code)
        require(asked is not None and can_record_step(request.actor, process.case, asked), ONLY_THEY)
        step.process = process
        made = withdraw_care_step(step=step, by=request.actor, **self.given(CareReasonSent))
        return self.done(CareStepShown, made, 201)


class CareProcessEnd(CareProcessView):
    @operation("End a way that leads nowhere", CareProcessShown, takes=CareReasonSent)
    def post(self, request, pk, process_pk):
        process = self.process(pk, process_pk)
        require(can_lead_process(request.actor, process.case), ONLY_THEY)
        made = end_care_process(process=process, by=request.actor, **self.given(CareReasonSent))
        return self.done(CareProcessShown, made)
