from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import FamilyMember
from institutions.models import Institution
from referrals.models import Placement

from ..querysets import LeaveQuerySet, StayPartQuerySet
from ..states import ContactWay

PERSON = settings.AUTH_USER_MODEL


class FamilyContact(models.Model):
    """A contact of the family with a child in care: who, when, how, how it went, and the child's own words.

    others: who else was there, who is not in the child's family on file. recorded_for: the institution under which it
    was written. Rows stay (trigger).
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="family_contacts")
    way = models.CharField(_("cara kontak"), max_length=10, choices=ContactWay)
    held_on = models.DateField(_("tanggal"))
    members = models.ManyToManyField(FamilyMember, related_name="+")
    others = models.CharField(_("orang lain"), max_length=200, blank=True)
    went = models.TextField(_("jalannya"))
    child_words = models.TextField(_("kata-kata anak"), blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_for = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")

    objects = StayPartQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(went=""), name="family_contact_says_how_it_went")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.held_on}"

    @property
    def who(self) -> str:
        """Everybody who was there. Read with `members`."""
        return ", ".join(filter(None, [*(str(member) for member in self.members.all()), self.others]))


class Leave(models.Model):
    """That a child stays elsewhere for some days: from when, until when, where, with whom, and when it came back.

    member: of the family; escort: who else. What was agreed stays; the return is added once (trigger).
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="leaves")
    from_on = models.DateField(_("mulai"))
    until_on = models.DateField(_("sampai"))
    place = models.CharField(_("ke mana"), max_length=200)
    member = models.ForeignKey(FamilyMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    escort = models.CharField(_("bersama siapa"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_for = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    back_on = models.DateField(_("kembali"), null=True, blank=True)
    back_note = models.TextField(_("keadaan saat kembali"), blank=True)
    back_at = models.DateTimeField(null=True, blank=True)
    back_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="leave_ends_after_it_began",
                violation_error_message=_("Izin berakhir sebelum mulai."),
            ),
            models.CheckConstraint(condition=Q(member__isnull=False) | ~Q(escort=""), name="leave_says_with_whom"),
            models.CheckConstraint(
                condition=Q(back_on=None, back_at=None, back_by=None, back_note="")
                | Q(back_on__gte=F("from_on"), back_at__isnull=False, back_by__isnull=False) & ~Q(back_note=""),
                name="leave_return_is_whole",
            ),
            models.UniqueConstraint(fields=["placement"], condition=Q(back_on=None), name="one_open_leave_of_a_stay"),
        ]

    def __str__(self) -> str:
        return f"{self.from_on}–{self.until_on}"

    @property
    def is_out(self) -> bool:
        return self.back_on is None

    @property
    def with_whom(self) -> str:
        return ", ".join(filter(None, [str(self.member or ""), self.escort]))
