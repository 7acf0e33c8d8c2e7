"""Input for inviting people to a review: when, where, and who in which role."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateTimeField, prepare

from ..models import PlacementReview
from ..services.invitations import Invitee
from ..states import Attendee


class InvitationForm(AtensiForm):
    """names: whom each role would be, as far as the case knows."""

    meets_at = DateTimeField(label=_("Waktu pertemuan"))
    place = forms.CharField(
        label=_("Tempat"), max_length=200, help_text=_("Misalnya: ruang tamu LKSA, atau sambungan video.")
    )

    def __init__(self, *args, review: PlacementReview, names: Mapping[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        asked = {invitation.role: invitation.name for invitation in review.invitations.all()}
        self.initial |= {"meets_at": review.meets_at, "place": review.meeting_place}
        for role in Attendee:
            invited = role in asked if asked else bool(names.get(role))
            chosen = forms.BooleanField(label=role.label, required=False, initial=invited)
            name = forms.CharField(
                label=_("Nama: %(role)s") % {"role": role.label},
                max_length=200,
                required=False,
                initial=asked.get(role) or names.get(role, ""),
            )
            for key, field in ((f"role-{role}", chosen), (f"name-{role}", name)):
                self.fields[key] = field
                prepare(field)

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"role-{role}"], self[f"name-{role}"]) for role in Attendee]

    def asked(self) -> dict[str, Any]:
        """What the service takes, from a clean form."""
        given = self.cleaned_data
        invitees = [Invitee(role.value, given[f"name-{role}"]) for role in Attendee if given[f"role-{role}"]]
        return {"meets_at": given["meets_at"], "place": given["place"], "invitees": invitees}
