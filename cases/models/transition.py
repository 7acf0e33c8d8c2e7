from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import CaseChildQuerySet
from .cases import Case

PERSON = settings.AUTH_USER_MODEL


class TransitionPlan(models.Model):
    """How a child of a case will live from the 18th birthday on (domain.md 3.1): written with the young person.

    completed_at: since when nothing is missing; a plan that is still being written has none.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="transition")
    housing = models.TextField(_("tempat tinggal"), blank=True)
    livelihood = models.TextField(_("penghasilan atau pendidikan"), blank=True)
    documents = models.TextField(_("dokumen"), blank=True)
    support_person = models.TextField(_("orang pendukung"), blank=True)
    savings = models.TextField(_("tabungan"), blank=True)
    contact_after = models.TextField(_("kontak sesudahnya"), blank=True)
    child_view = models.TextField(_("suara anak"), blank=True)
    child_not_heard_reason = models.TextField(_("mengapa anak belum didengar"), blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(completed_at=None, completed_by=None)
                | Q(completed_at__isnull=False, completed_by__isnull=False)
                & ~Q(housing="")
                & ~Q(livelihood="")
                & ~Q(documents="")
                & ~Q(support_person="")
                & ~Q(savings="")
                & ~Q(contact_after=""),
                name="transition_complete_lacks_nothing",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Rencana peralihan"))
