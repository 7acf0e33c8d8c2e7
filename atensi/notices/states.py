from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A way out of the application. The signed-in page itself is none: the notice's row is what it shows."""

    EMAIL = "EMAIL", _("Surel")
    GATEWAY = "GATEWAY", _("WhatsApp atau SMS")


class DeliveryState(models.TextChoices):
    """PENDING: to be sent or tried again. SENT: the channel took it. PARKED: given up until somebody looks at it.
    DROPPED: no longer wanted, because the matter is done, the person left, or an administrator said so."""

    PENDING = "PENDING", _("Menunggu")
    SENT = "SENT", _("Terkirim")
    PARKED = "PARKED", _("Tertahan")
    DROPPED = "DROPPED", _("Dibatalkan")
