from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from atensi.reference.models import Region
from institutions.models import Institution

from ..querysets import PreventionQuerySet
from ..service_states import PreventionKind, ReachAge, ReachSex


class PreventionActivity(models.Model):
    """Something an institution did so that nobody comes to harm, tied to no case: a campaign, a visit to a school, a
    meeting of parents. It tells of nobody; whom it reached is counted."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="prevention")
    kind = models.CharField(_("jenis kegiatan"), max_length=20, choices=PreventionKind)
    title = models.CharField(_("judul"), max_length=200)
    region = models.ForeignKey(Region, verbose_name=_("kecamatan"), on_delete=models.PROTECT, related_name="+")
    place = models.CharField(_("tempat"), max_length=200)
    held_on = models.DateField(_("tanggal"))
    partners = models.CharField(_("mitra"), max_length=300, blank=True)
    result = models.TextField(_("hasil"), blank=True)
    # The form's own key: a second send of the same form is the same activity.
    form_id = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PreventionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(place=""), name="prevention_says_what_and_where"),
        ]
        indexes = [models.Index(fields=["institution", "-held_on", "-id"], name="prevention_of_institution")]

    def __str__(self) -> str:
        return self.title


class PreventionReach(models.Model):
    """How many people of an age and sex an activity reached."""

    activity = models.ForeignKey(PreventionActivity, on_delete=models.PROTECT, related_name="reach")
    age = models.CharField(max_length=10, choices=ReachAge)
    sex = models.CharField(max_length=10, choices=ReachSex)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "age", "sex"], name="reach_once"),
            models.CheckConstraint(condition=Q(people__gte=1), name="reach_is_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.age} {self.sex} {self.people}"
