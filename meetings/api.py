"""Regional coordination meetings: called, asked to, recorded, signed, and what follows from them."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Key, Moment, Person, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from institutions.acting import acting_office

from .forms import MOST_POINTS
from .inviting import institutions_for, regions_for, workers_for
from .models import AgendaPoint, Invitation, Meeting, MeetingFollowUp, WorkingGroup
from .permissions import can_call, can_finish, can_lead
from .services.calling import call_meeting, cancel_meeting, invite, move_meeting, withdraw_invitation
from .services.following import agree_follow_up, finish_follow_up
from .services.holding import record_meeting, set_group, sign_minutes
from .versions import version_of_minutes
from .views.holding import minutes

MOST = 200


class MeetingPointShown(serializers.ModelSerializer):
    class Meta:
        model = AgendaPoint
        fields = ("id", "position", "text", "notes")


class MeetingInvitationShown(serializers.ModelSerializer):
    """`person`: a field worker who is asked by name; else the institution is. `came`: null before it was held."""

    person = Person(allow_null=True)

    class Meta:
        model = Invitation
        fields = ("id", "institution", "person", "came", "represented_by")


class MeetingGroupShown(serializers.ModelSerializer):
    """`members`: ids of invitations."""

    class Meta:
        model = WorkingGroup
        fields = ("id", "name", "topic", "members", "result")


class MeetingFollowUpShown(serializers.ModelSerializer):
    """`owner`: id of an invitation to the meeting."""

    done_by = Person(allow_null=True)

    class Meta:
        model = MeetingFollowUp
        fields = ("id", "meeting", "title", "owner", "due_on", "done_at", "done_by", "done_note")


class MeetingShown(serializers.ModelSerializer):
    """A meeting of a list."""

    state = serializers.CharField(help_text="PLANNED, CANCELLED, HELD or SIGNED.")

    class Meta:
        model = Meeting
        fields = ("id", "number", "office", "region", "title", "meets_at", "place", "state", "held_on")


class MeetingWhole(MeetingShown):
    """A meeting with all that stands in it; about a region, never about a case. `version`: of the minutes as they would
    be signed."""

    agenda = MeetingPointShown(many=True)
    invitations = MeetingInvitationShown(many=True)
    groups = MeetingGroupShown(many=True)
    follow_ups = MeetingFollowUpShown(many=True)
    version = serializers.SerializerMethodField()

    class Meta(MeetingShown.Meta):
        fields = (
            *MeetingShown.Meta.fields,
            *("cancel_reason", "attendees", "decisions", "signed_at", "agenda", "invitations", "groups", "follow_ups"),
            "version",
        )

    def get_version(self, meeting: Meeting) -> str:
        return version_of_minutes(meeting)


def _guests(context: dict[str, Any]) -> Any:
    return context["meeting"].invitations.all()


class MeetingSent(serializers.Serializer):
    """`region`: code of a province or regency that the office works for. `agenda`: its points in order."""

    title = Text(max_length=200)
    region = Key(lambda context: regions_for(context["office"]), by="pk")
    meets_at = Moment()
    place = Text(max_length=200)
    agenda = serializers.ListField(child=Text(max_length=200), min_length=1, max_length=MOST_POINTS)


class MeetingView(ApiView):
    """An address below a meeting."""

    def meeting(self, pk: int, *, leading: bool = False) -> Meeting:
        """The meeting: out of sight 404; for who must lead it and does not 403."""
        row = get_object_or_404(Meeting.objects.visible_to(self.request.user).whole(), pk=pk)
        require(not leading or can_lead(self.request.actor, row))
        return row

    def whole(self, pk: int, status: int = 200) -> Any:
        """What became of it."""
        return self.done(MeetingWhole, self.meeting(pk), status)


class Meetings(MeetingView):
    @operation("Meetings that one's institutions called or are asked to", page_form(MeetingShown), query=PageQuery)
    def get(self, request):
        rows = Meeting.objects.visible_to(request.user).with_office()
        return self.page(MeetingShown, rows, field="meets_at", newest_first=True)

    @operation("Call a meeting for a region", MeetingWhole, takes=MeetingSent, status=201)
    def post(self, request):
        office = acting_office(request)
        require(can_call(request.actor, office))
        made = call_meeting(office=office, by=request.actor, **self.given(MeetingSent, office=office))
        return self.whole(made.pk, 201)


class MeetingDetail(MeetingView):
    @operation("One meeting", MeetingWhole)
    def get(self, request, pk):
        return self.plain_row(MeetingWhole, self.meeting(pk))


class MeetingInvitationsSent(serializers.Serializer):
    """`institutions`: ids; `workers`: ids of memberships of field workers; around the region, and not asked yet."""

    institutions = serializers.ListField(
        child=Ref(lambda context: institutions_for(context["meeting"])), required=False, max_length=MOST
    )
    workers = serializers.ListField(
        child=Ref(lambda context: workers_for(context["meeting"])), required=False, max_length=MOST
    )


class MeetingInvitations(MeetingView):
    @operation("Ask institutions and field workers", MeetingWhole, takes=MeetingInvitationsSent)
    def post(self, request, pk):
        row = self.meeting(pk, leading=True)
        invite(meeting=row, by=request.actor, **self.given(MeetingInvitationsSent, meeting=row))
        return self.whole(pk)


class MeetingWithdrawalSent(serializers.Serializer):
    reason = Text(required=False, max_length=500)


class MeetingInvitationWithdrawn(MeetingView):
    @operation("Take an invitation back before the meeting is held", MeetingWhole, takes=MeetingWithdrawalSent)
    def post(self, request, pk):
        guest = get_object_or_404(Invitation.objects.visible_to(request.user).with_guest(), pk=pk)
        self.meeting(guest.meeting_id, leading=True)
        withdraw_invitation(invitation=guest, by=request.actor, **self.given(MeetingWithdrawalSent))
        return self.whole(guest.meeting_id)


class MeetingMoveSent(serializers.Serializer):
    meets_at = Moment()
    place = Text(max_length=200)
    reason = Text()


class MeetingMoved(MeetingView):
    @operation("Put a meeting to another time or place", MeetingWhole, takes=MeetingMoveSent)
    def post(self, request, pk):
        row = self.meeting(pk, leading=True)
        move_meeting(meeting=row, by=request.actor, **self.given(MeetingMoveSent))
        return self.whole(pk)


class MeetingCancelSent(serializers.Serializer):
    reason = Text()


class MeetingCancelled(MeetingView):
    @operation("Call a meeting off", MeetingWhole, takes=MeetingCancelSent)
    def post(self, request, pk):
        row = self.meeting(pk, leading=True)
        cancel_meeting(meeting=row, by=request.actor, **self.given(MeetingCancelSent))
        return self.whole(pk)


class MeetingCameSent(serializers.Serializer):
    """`represented_by`: who came for the institution, which needs it; left out of a person."""

    invitation = Ref(_guests)
    represented_by = Text(required=False, max_length=200)


class MeetingNoteSent(serializers.Serializer):
    point = Ref(lambda context: context["meeting"].agenda.all())
    notes = Text(allow_blank=True)


class MeetingResultSent(serializers.Serializer):
    group = Ref(lambda context: context["meeting"].groups.all())
    result = Text(allow_blank=True)


class MeetingRecordSent(serializers.Serializer):
    """What came of it. `came`: who of those asked was there, all others were not; `attendees`: who else."""

    held_on = Day()
    decisions = Text()
    came = MeetingCameSent(many=True, max_length=MOST)
    attendees = Text(required=False)
    notes = MeetingNoteSent(many=True, required=False, max_length=MOST_POINTS)
    results = MeetingResultSent(many=True, required=False, max_length=MOST)

    def validate_came(self, rows: list[dict[str, Any]]) -> dict[Invitation, str]:
        return {row["invitation"]: row.get("represented_by", "") for row in rows}

    def validate_notes(self, rows: list[dict[str, Any]]) -> dict[AgendaPoint, str]:
        return {row["point"]: row["notes"] for row in rows}

    def validate_results(self, rows: list[dict[str, Any]]) -> dict[WorkingGroup, str]:
        return {row["group"]: row["result"] for row in rows}


class MeetingRecord(MeetingView):
    @operation("Record what came of a meeting, until it is signed", MeetingWhole, takes=MeetingRecordSent)
    def put(self, request, pk):
        row = self.meeting(pk, leading=True)
        given = self.given(MeetingRecordSent, meeting=row)

        def act(fresh: Meeting) -> Meeting:
            record_meeting(meeting=fresh, by=request.actor, **given)
            return self.meeting(pk)

        return self.change(MeetingWhole, row, act)


class MeetingGroupSent(serializers.Serializer):
    """`members`: ids of invitations to the meeting."""

    name = Text(max_length=100)
    topic = Text(max_length=200)
    members = serializers.ListField(child=Ref(_guests), max_length=MOST)


class MeetingGroups(MeetingView):
    @operation("Make a working group", MeetingGroupShown, takes=MeetingGroupSent, status=201)
    def post(self, request, pk):
        row = self.meeting(pk, leading=True)
        made = set_group(meeting=row, by=request.actor, **self.given(MeetingGroupSent, meeting=row))
        return self.done(MeetingGroupShown, made, 201)


class MeetingGroup(MeetingView):
    @operation("Change a working group", MeetingGroupShown, takes=MeetingGroupSent)
    def put(self, request, pk):
        group = get_object_or_404(WorkingGroup.objects.visible_to(request.user).select_related("meeting"), pk=pk)
        require(can_lead(request.actor, group.meeting))
        given = self.given(MeetingGroupSent, meeting=group.meeting)
        return self.change(
            MeetingGroupShown,
            group,
            lambda fresh: set_group(meeting=group.meeting, group=fresh, by=request.actor, **given),
            under=group.meeting,
        )


class MeetingFollowUpSent(serializers.Serializer):
    """`owner`: id of an invitation to the meeting."""

    title = Text(max_length=200)
    owner = Ref(_guests)
    due_on = Day()


class MeetingAgreed(MeetingView):
    @operation("Give one of those asked something to do", MeetingFollowUpShown, takes=MeetingFollowUpSent, status=201)
    def post(self, request, pk):
        row = self.meeting(pk, leading=True)
        made = agree_follow_up(meeting=row, by=request.actor, **self.given(MeetingFollowUpSent, meeting=row))
        return self.done(MeetingFollowUpShown, made, 201)


class MeetingFollowUps(ApiView):
    @operation("What meetings agreed, by its day", page_form(MeetingFollowUpShown), query=PageQuery)
    def get(self, request):
        actor = request.actor
        rows = MeetingFollowUp.objects.visible_to(request.user).with_owner()
        rows = rows.of_membership(request.user, actor.role, actor.institution_id)
        return self.page(MeetingFollowUpShown, rows, field="due_on")


class MeetingDoneSent(serializers.Serializer):
    note = Text()


class MeetingFollowUpDone(ApiView):
    @operation("Say what was done", MeetingFollowUpShown, takes=MeetingDoneSent)
    def post(self, request, pk):
        rows = MeetingFollowUp.objects.visible_to(request.user).with_owner()
        row = get_object_or_404(rows, pk=pk)
        require(can_finish(request.actor, row))
        made = finish_follow_up(follow_up=row, by=request.actor, **self.given(MeetingDoneSent))
        return self.done(MeetingFollowUpShown, made)


class MeetingSignatureSent(serializers.Serializer):
    """`seen`: the `version` of the meeting as it was read: another one is not signed (409 `stale_write`)."""

    seen = Text(max_length=100)


class MeetingSignature(MeetingView):
    @operation(
        "Sign the minutes: a numbered PDF, and nothing changes any more", MeetingWhole, takes=MeetingSignatureSent
    )
    def post(self, request, pk):
        row = self.meeting(pk, leading=True)
        sign_minutes(meeting=row, by=request.actor, **self.given(MeetingSignatureSent))
        return self.whole(pk)


class MeetingMinutes(ApiView):
    @operation("The signed minutes as PDF", None, files=("application/pdf",))
    def get(self, request, pk):
        return minutes(request, pk)
