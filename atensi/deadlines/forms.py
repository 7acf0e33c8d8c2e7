from django.forms import CharField
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm


class FeedForm(AtensiForm):
    """Where the link will be used, so that the person knows it again when it should be taken back."""

    name = CharField(
        label=_("Dipakai di"),
        max_length=60,
        help_text=_("Misalnya: kalender di ponsel saya. Hanya Anda yang melihatnya."),
    )
