"""A child's stay: contacts of the family, leaves, and who cares for the child; and the caregivers of a home."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Person, Reasons, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from atensi.versions import version_of
from institutions.models import Institution
from institutions.offices import responsible_office
from institutions.states import RESIDENCES
from referrals.models import Placement
from referrals.permissions import can_change_placement

from ..models import AdmissionSheet, Assignment, Caregiver, FamilyContact, Leave
from ..permissions import keeps_caregivers, oversees
from ..services.admissions import WRITTEN, keep_admission_sheet, sheet_of
from ..services.caregivers import (
    add_caregiver,
    assign_caregiver,
    edit_caregiver,
    end_caregiver,
    readmit_caregiver,
    review_caregiver,
    suspend_caregiver,
)
from ..services.stays import end_leave, record_family_contact, record_leave
from ..states import AdmissionPaper, AgreedBy, ContactWay
from ..views.stays import open_stay


def _family(context: dict[str, Any]) -> Any:
    return context["placement"].beneficiary.family.filter(is_alive=True)


class FamilyContactShown(serializers.ModelSerializer):
    recorded_by = Person()

    class Meta:
        model = FamilyContact
        fields = ("id", "way", "held_on", "members", "others", "went", "child_words", "recorded_at", "recorded_by")


class LeaveShown(serializers.ModelSerializer):
    """`back_on`: null while the child is out."""

    class Meta:
        model = Leave
        fields = ("id", "placement", "from_on", "until_on", "place", "member", "escort", "back_on", "back_note")


class AssignmentShown(serializers.ModelSerializer):
    """Who cares for the child; `hand_over`: what the one before handed over."""

    class Meta:
        model = Assignment
        fields = ("id", "placement", "caregiver", "since", "until", "hand_over", "soft_reasons")


class CaregiverShown(serializers.ModelSerializer):
    """`children_count`: whom they care for now."""

    children_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Caregiver
        fields = (
            *("id", "institution", "name", "since", "training", "statement_on", "review_due_on", "suspended_on"),
            *("suspended_because", "left_on", "children_count"),
        )


class StayView(ApiView):
    """An address below a stay."""

    def stay(self, pk: int) -> Placement:
        """The stay of a child whose name the person may read: out of sight 404."""
        return open_stay(self.request, pk)

    def stay_to_change(self, pk: int) -> Placement:
        placement = self.stay(pk)
        require(can_change_placement(self.request.actor, placement))
        return placement


class FamilyContactSent(serializers.Serializer):
    """`members`: ids of the child's living family; nobody whose contact is forbidden."""

    way = serializers.ChoiceField(choices=ContactWay.choices)
    held_on = Day()
    members = serializers.ListField(child=Ref(_family), required=False, max_length=50)
    others = Text(required=False, max_length=200)
    went = Text()
    child_words = Text(required=False)


class FamilyContacts(StayView):
    @operation("Contacts of the family with the child, newest first", page_form(FamilyContactShown), query=PageQuery)
    def get(self, request, pk):
        placement = self.stay(pk)
        rows = placement.family_contacts.select_related("recorded_by").prefetch_related("members")
        return self.page(
            FamilyContactShown, rows, field="held_on", newest_first=True, verb="stay.view", subject=placement
        )

    @operation("Write a contact into the log", FamilyContactShown, takes=FamilyContactSent, status=201)
    def post(self, request, pk):
        placement = self.stay_to_change(pk)
        given = self.given(FamilyContactSent, placement=placement)
        return self.done(FamilyContactShown, record_family_contact(placement=placement, by=request.actor, **given), 201)


class LeaveSent(serializers.Serializer):
    """With `member` of the child's family, or another `escort`."""

    from_on = Day()
    until_on = Day()
    place = Text(max_length=200)
    member = Ref(_family, required=False, allow_null=True)
    escort = Text(required=False, max_length=200)


class Leaves(StayView):
    @operation("Leaves of the child, newest first", page_form(LeaveShown), query=PageQuery)
    def get(self, request, pk):
        placement = self.stay(pk)
        rows = placement.leaves.all()
        return self.page(LeaveShown, rows, field="from_on", newest_first=True, verb="stay.view", subject=placement)

    @operation("The child stays elsewhere for some days", LeaveShown, takes=LeaveSent, status=201)
    def post(self, request, pk):
        placement = self.stay_to_change(pk)
        given = self.given(LeaveSent, placement=placement)
        return self.done(LeaveShown, record_leave(placement=placement, by=request.actor, **given), 201)


class LeaveReturnSent(serializers.Serializer):
    back_on = Day()
    note = Text()


class LeaveReturn(StayView):
    @operation("The child is back", LeaveShown, takes=LeaveReturnSent)
    def post(self, request, pk):
        row = get_object_or_404(Leave.objects.visible_to(request.user).select_related("placement__case"), pk=pk)
        self.stay_to_change(row.placement_id)
        return self.done(LeaveShown, end_leave(leave=row, by=request.actor, **self.given(LeaveReturnSent)))


class StayCaregiverSent(serializers.Serializer):
    """`hand_over`: needed once somebody cared for the child before."""

    caregiver = Ref(
        lambda context: Caregiver.objects.visible_to(context["request"].user).of_home(
            context["placement"].institution_id
        )
    )
    since = Day()
    hand_over = Text(required=False)
    reasons = Reasons()


class Assignments(StayView):
    @operation("Who cared for the child, newest first", page_form(AssignmentShown), query=PageQuery)
    def get(self, request, pk):
        placement = self.stay(pk)
        rows = placement.caregiving.all()
        return self.page(AssignmentShown, rows, field="since", newest_first=True, verb="stay.view", subject=placement)

    @operation("Give the child into somebody's daily care", AssignmentShown, takes=StayCaregiverSent, status=201)
    def post(self, request, pk):
        placement = self.stay_to_change(pk)
        given = self.given(StayCaregiverSent, placement=placement)
        return self.done(AssignmentShown, assign_caregiver(placement=placement, by=request.actor, **given), 201)


class AdmissionSheetShown(serializers.ModelSerializer):
    """How the child came in. `missing`: what is not there yet, in words; `version`: as it was read."""

    missing = serializers.SerializerMethodField()
    version = serializers.SerializerMethodField()

    class Meta:
        model = AdmissionSheet
        fields = (*("placement", *WRITTEN, "is_whole", "soft_reasons"), "missing", "version")

    def get_missing(self, sheet: AdmissionSheet) -> list[str]:
        return [str(words) for words in sheet.missing]

    def get_version(self, sheet: AdmissionSheet) -> str:
        return version_of(sheet, WRITTEN)


class AdmissionSheetSent(serializers.Serializer):
    """The whole sheet as it shall stand. `seen`: the `version` that was read (else 409 `stale_write`)."""

    documents = serializers.ListField(child=serializers.ChoiceField(AdmissionPaper.choices), max_length=20)
    belongings = Text(allow_blank=True)
    health = Text(allow_blank=True)
    oriented_on = Day(allow_null=True)
    oriented_by = Text(allow_blank=True, max_length=200)
    agreed_on = Day(allow_null=True)
    agreed_by = serializers.ListField(child=serializers.ChoiceField(AgreedBy.choices), max_length=10)
    seen = Text(max_length=100)
    reasons = Reasons()


class AdmissionSheetView(StayView):
    @operation("How the child came into the home", AdmissionSheetShown)
    def get(self, request, pk):
        placement = self.stay(pk)
        return self.show(AdmissionSheetShown, sheet_of(placement), verb="stay.view", subject=placement)

    @operation("Write how the child came in", AdmissionSheetShown, takes=AdmissionSheetSent)
    def post(self, request, pk):
        placement = self.stay_to_change(pk)
        given = self.given(AdmissionSheetSent)
        return self.done(AdmissionSheetShown, keep_admission_sheet(placement=placement, by=request.actor, **given))


class CaregiverView(ApiView):
    """An address below the caregivers of a home."""

    def kept(self, home: Institution) -> Institution:
        require(keeps_caregivers(self.request.actor, home, responsible_office(home.region)))
        return home

    def home(self, pk: int) -> Institution:
        rows = Institution.objects.visible_to(self.request.user).filter(kind__in=RESIDENCES).select_related("region")
        return self.kept(get_object_or_404(rows, pk=pk))

    def caregiver(self, pk: int) -> Caregiver:
        rows = Caregiver.objects.visible_to(self.request.user).select_related("institution__region")
        row = get_object_or_404(rows, pk=pk)
        self.kept(row.institution)
        return row

    def told(self, pk: int, status: int = 200) -> Any:
        return self.done(CaregiverShown, Caregiver.objects.visible_to(self.request.user).counted().get(pk=pk), status)


class CaregiverSent(serializers.Serializer):
    name = Text(max_length=200)
    since = Day()
    training = Text(required=False)
    statement_on = Day(required=False, allow_null=True)


class Caregivers(CaregiverView):
    @operation("The caregivers of a home", page_form(CaregiverShown), query=PageQuery)
    def get(self, request, pk):
        home = self.home(pk)
        rows = Caregiver.objects.visible_to(request.user).of_home(home.pk).counted()
        return self.page(CaregiverShown, rows, field="since", verb="caregiver.list", subject=home)

    @operation("Enter a caregiver", CaregiverShown, takes=CaregiverSent, status=201)
    def post(self, request, pk):
        home = self.home(pk)
        made = add_caregiver(home=home, by=request.actor, **self.given(CaregiverSent))
        return self.told(made.pk, 201)


class CaregiverChangeSent(serializers.Serializer):
    """`statement_on`: day of the statement that there is no criminal record, null for none."""

    training = Text(allow_blank=True)
    statement_on = Day(allow_null=True)


class CaregiverChange(CaregiverView):
    @operation("Change what a caregiver learnt, and the statement", CaregiverShown, takes=CaregiverChangeSent)
    def post(self, request, pk):
        row = self.caregiver(pk)
        edit_caregiver(caregiver=row, by=request.actor, **self.given(CaregiverChangeSent))
        return self.told(row.pk)


class CaregiverReviewSent(serializers.Serializer):
    held_on = Day()
    result = Text()


class CaregiverReviews(CaregiverView):
    @operation("The half-yearly review of a caregiver", CaregiverShown, takes=CaregiverReviewSent)
    def post(self, request, pk):
        row = self.caregiver(pk)
        review_caregiver(caregiver=row, by=request.actor, **self.given(CaregiverReviewSent))
        return self.told(row.pk)


class CaregiverReasonSent(serializers.Serializer):
    because = Text()


class CaregiverSuspension(CaregiverView):
    @operation(
        "Keep a caregiver from the children while they are looked into", CaregiverShown, takes=CaregiverReasonSent
    )
    def post(self, request, pk):
        row = self.caregiver(pk)
        suspend_caregiver(caregiver=row, by=request.actor, **self.given(CaregiverReasonSent))
        return self.told(row.pk)


class CaregiverReadmission(CaregiverView):
    @operation("A suspension is over: Dinas Sosial says so", CaregiverShown, takes=CaregiverReasonSent)
    def post(self, request, pk):
        row = self.caregiver(pk)
        require(oversees(request.actor, responsible_office(row.institution.region)))
        readmit_caregiver(caregiver=row, by=request.actor, **self.given(CaregiverReasonSent))
        return self.told(row.pk)


class CaregiverEndSent(serializers.Serializer):
    left_on = Day()


class CaregiverEnd(CaregiverView):
    @operation("A caregiver works there no more", CaregiverShown, takes=CaregiverEndSent)
    def post(self, request, pk):
        row = self.caregiver(pk)
        end_caregiver(caregiver=row, by=request.actor, **self.given(CaregiverEndSent))
        return self.told(row.pk)
