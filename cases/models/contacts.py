from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution

from ..querysets import CaseContactQuerySet
from ..service_states import ContactKind, Met, SeenSafety
from .cases import Case


class CaseContact(models.Model):
    """One line of the visit and call log: how, who was met, whether the child was seen alone, and how safe it was.

    met: `Met` codes. recorded_for: the institution under which it was written. Rows stay as written; what was wrong is
    said by another one.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(_("cara kontak"), max_length=20, choices=ContactKind)
    made_on = models.DateField(_("tanggal"))
    met = ArrayField(models.CharField(max_length=10, choices=Met))
    child_alone = models.BooleanField(_("anak ditemui sendiri"), default=False)
    safety = models.CharField(_("keamanan"), max_length=10, choices=SeenSafety)
    note = models.TextField(_("yang terlihat dan dibicarakan"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_for = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseContactQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(met=[]) & ~Q(note=""), name="contact_says_whom_and_what"),
            models.CheckConstraint(
                condition=Q(child_alone=False) | Q(met__contains=[Met.CHILD]), name="seen_alone_is_met"
            ),
        ]
        indexes = [models.Index(fields=["case", "-made_on", "-id"], name="contact_of_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.made_on}"

    @property
    def met_words(self) -> str:
        return ", ".join(str(Met(code).label) for code in self.met)
