"""Group sessions: one call writes the services of every case; who came is corrected with a reason."""

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from atensi.api.fields import Day, Person, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.audit.services import record_view
from atensi.errors import require
from institutions.api.shown import InstitutionNamed

from .. import permissions
from ..eligibility.sessions import MOST
from ..models import AttendanceCorrection, GroupSession, SessionParticipant
from ..service_states import Attendance, SessionKind
from ..services.sessions import Attending, correct_attendance, record_session
from ..sessions import invitable, person_of, seen_of, sessions_for
from ..states import Base

LARGEST = 2**63 - 1


class SessionInList(serializers.ModelSerializer):
    """invited, came: how many people, of every case."""

    institution = InstitutionNamed()
    invited = serializers.IntegerField()
    came = serializers.IntegerField()

    class Meta:
        model = GroupSession
        fields = ("id", "institution", "kind", "base", "held_on", "starts", "place", "facilitators", "invited", "came")


class ParticipantShown(serializers.ModelSerializer):
    """`member`: of the family; null for the beneficiary."""

    name = serializers.CharField(source="__str__")

    class Meta:
        model = SessionParticipant
        fields = ("id", "case", "member", "name", "attendance", "note")


class CorrectionShown(serializers.ModelSerializer):
    """`reason`: empty for somebody who may not read of everybody in the session."""

    corrected_by = Person()
    reason = serializers.SerializerMethodField()

    class Meta:
        model = AttendanceCorrection
        fields = ("id", "reason", "corrected_at", "corrected_by")

    def get_reason(self, correction: AttendanceCorrection) -> str:
        return "" if self.context["seen"].hidden else correction.reason


class SessionShown(SessionInList):
    """`people`: of the cases one may read; `hidden`: how many others were invited."""

    invited = serializers.SerializerMethodField()
    came = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()
    hidden = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField()
    recorded_by = Person()

    class Meta(SessionInList.Meta):
        fields = (
            *SessionInList.Meta.fields,
            *("agenda", "result", "people", "hidden", "corrections", "recorded_at", "recorded_by", "updated_at"),
        )

    def _seen(self, session: GroupSession) -> Any:
        if "seen" not in self.context:
            self.context["seen"] = seen_of(session, self.context["request"].user)
        return self.context["seen"]

    def get_invited(self, session: GroupSession) -> int:
        return len(self._seen(session).rows) + self._seen(session).hidden

    def get_came(self, session: GroupSession) -> int:
        return session.participants.filter(attendance=Attendance.CAME).count()

    def get_corrections(self, session: GroupSession) -> CorrectionShown(many=True):
        rows = session.corrections.select_related("corrected_by")
        return CorrectionShown(rows, many=True, context={**self.context, "seen": self._seen(session)}).data

    def get_people(self, session: GroupSession) -> ParticipantShown(many=True):
        return ParticipantShown(self._seen(session).rows, many=True).data

    def get_hidden(self, session: GroupSession) -> int:
        return self._seen(session).hidden


class SessionQuery(PageQuery):
    kind = serializers.ChoiceField(choices=SessionKind.choices, required=False)
    month = serializers.RegexField(r"^\d{4}-\d{2}$", required=False, help_text="2026-11")


class AttendingSent(serializers.Serializer):
    """Somebody of a case; without `member` the beneficiary."""

    case = serializers.IntegerField(min_value=1, max_value=LARGEST)
    member = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, allow_null=True)
    attendance = serializers.ChoiceField(choices=Attendance.choices, required=False, default=Attendance.CAME)
    note = Text(required=False, max_length=300)


class SessionSent(serializers.Serializer):
    """`people`: of open cases that one works on."""

    kind = serializers.ChoiceField(choices=SessionKind.choices)
    base = serializers.ChoiceField(choices=Base.choices)
    held_on = Day()
    starts = serializers.TimeField(required=False, allow_null=True)
    place = Text(max_length=200)
    facilitators = Text(max_length=300)
    agenda = Text()
    result = Text(required=False)
    people = AttendingSent(many=True, max_length=MOST)

    def validate_people(self, sent: list[dict[str, Any]]) -> list[Attending]:
        cases = invitable(self.context["request"].actor, {one["case"] for one in sent})
        people = []
        for one in sent:
            found = person_of(cases, one["case"], one.get("member") or 0)
            if found is None:
                raise serializers.ValidationError(_("Tidak ada di antara pilihan."))
            people.append(Attending(*found, one["attendance"], one.get("note", "")))
        return people


class Sessions(ApiView):
    @operation(
        "Sessions of one's institutions, newest first; numbers alone", page_form(SessionInList), query=SessionQuery
    )
    def get(self, request):
        asked = self.asked(SessionQuery)
        rows = sessions_for(request.user).narrowed(kind=asked.get("kind", ""), month=asked.get("month", ""))
        return self.page(SessionInList, rows, field="held_on", newest_first=True, query=SessionQuery)

    @operation("Record a session: the services of its cases with it", SessionShown, takes=SessionSent, status=201)
    def post(self, request):
        require(permissions.can_hold_session(request.actor))
        made = record_session(by=request.actor, form_id=uuid.uuid4(), **self.given(SessionSent))
        return self.done(SessionShown, get_object_or_404(sessions_for(request.user), pk=made.pk), 201)


class SessionDetail(ApiView):
    @operation("One session", SessionShown)
    def get(self, request, pk):
        session = get_object_or_404(sessions_for(request.user), pk=pk)
        seen = seen_of(session, request.user)
        record_view("session.view", session, by=request.actor, shown=seen.cases)
        return self.plain_row(SessionShown, session, seen=seen)


class AttendanceSent(serializers.Serializer):
    """`id`: of the participant. `note`: left out, it stays as it is."""

    id = serializers.IntegerField(min_value=1, max_value=LARGEST)
    attendance = serializers.ChoiceField(choices=Attendance.choices)
    note = Text(required=False, max_length=300)


class CorrectionSent(serializers.Serializer):
    reason = Text()
    people = AttendanceSent(many=True, max_length=MOST)


class SessionAttendance(ApiView):
    @operation("Correct who came, with the reason", SessionShown, takes=CorrectionSent)
    def put(self, request, pk):
        session = get_object_or_404(sessions_for(request.user), pk=pk)
        require(permissions.can_correct_session(request.actor, session))
        given = self.given(CorrectionSent)
        notes = {row.pk: row.note for row in seen_of(session, request.user).rows}
        if any(one["id"] not in notes for one in given["people"]):
            raise serializers.ValidationError({"people": [_("Tidak ada di antara pilihan.")]})
        changes = {one["id"]: (one["attendance"], one.get("note", notes[one["id"]])) for one in given["people"]}

        def act(row: GroupSession) -> GroupSession:
            correct_attendance(session=row, by=request.actor, reason=given["reason"], changes=changes)
            return get_object_or_404(sessions_for(request.user), pk=pk)

        return self.change(SessionShown, session, act)
