from django.db import models
from django.utils.translation import gettext_lazy as _

from institutions.states import CASE_ROLES, SOCIAL_OFFICES, Kind, Role


class MeetingState(models.TextChoices):
    """How far a meeting is; it follows from what its row says."""

    PLANNED = "PLANNED", _("Akan datang")
    CANCELLED = "CANCELLED", _("Dibatalkan")
    HELD = "HELD", _("Notulen belum ditandatangani")
    SIGNED = "SIGNED", _("Notulen terbit")


# Who calls the institutions of a region together: a Dinas Sosial, or a Sentra in its working area.
CALLING_KINDS = SOCIAL_OFFICES | {Kind.SENTRA}
# In whose hands it is there: overseers of a Dinas. A Sentra has none, its intake officers answer for it.
CALLING_ROLES = frozenset({Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER, Role.INTAKE_OFFICER})
# Who reads of a meeting, at the office that calls it and at those that are asked: those who work with cases there.
ATTENDING_ROLES = CASE_ROLES
