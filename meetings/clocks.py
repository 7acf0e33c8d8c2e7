"""The clock of what meetings agreed."""

from django.db.models import Case, F, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.deadlines.clocks import Clock, Ladder, Rung
from institutions.states import SOCIAL_OFFICES

from .models import MeetingFollowUp

# A Dinas that shall do something answers for it itself, and a worker's with them; what a home or Sentra shall do is
# watched by the office that called: where that is a Sentra, which has no overseers, by its intake officers.
OFFICE = Case(
    When(owner__person__isnull=False, then=F("owner__institution_id")),
    When(owner__institution__kind__in=sorted(SOCIAL_OFFICES), then=F("owner__institution_id")),
    default=F("meeting__office_id"),
)
# What somebody shall do by name is their own, not their office's.
HOLDER = Case(When(owner__person=None, then=F("owner__institution_id")))
FOLLOW_UP = Clock(
    code="meeting_follow_up",
    subject="meetingfollowup",
    label=_("Tindak lanjut rapat koordinasi"),
    rule=_("Kesepakatan rapat koordinasi wilayah"),
    counted_by=(),
    ladder=Ladder(
        before="notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.WORKER, Rung.HOLDER),
        climbing=((Rung.WORKER, Rung.HOLDER), (Rung.SUPERVISOR, Rung.INTAKE, Rung.HEAD), (Rung.OFFICE, Rung.INTAKE)),
    ),
    rows=lambda: MeetingFollowUp.objects.open(),
    reference="meeting__number",
    office=OFFICE,
    holder=HOLDER,
    worker="owner__person_id",
    zone="owner__institution__region__time_zone",
    due_on="due_on",
    path=lambda row: reverse("meetings:follow_up", args=[row.subject_id]),
)
