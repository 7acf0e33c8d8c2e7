from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, CheckField

from .reach import Reach
from .states import Channel


class ChoicesForm(AtensiForm):
    """By which channels a person wants to be told, of those that lead to them."""

    channels = CheckField(label=_("Beri tahu saya juga lewat"), required=False, choices=[])

    def __init__(self, *args, reach: Reach, **kwargs):
        wanted = [channel for channel in reach.offered if channel not in reach.switched_off]
        super().__init__(*args, initial={"channels": wanted}, **kwargs)
        self.offered = reach.offered
        self.fields["channels"].choices = [
            (channel, f"{Channel(channel).label}, {reach.address(channel)}") for channel in reach.offered
        ]

    @property
    def wanted(self) -> dict[str, bool]:
        return {channel: channel in self.cleaned_data["channels"] for channel in self.offered}
