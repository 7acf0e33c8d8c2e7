from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution

from ..querysets import ReferralQuestionQuerySet
from .referrals import Referral

PERSON = settings.AUTH_USER_MODEL


class ReferralQuestion(models.Model):
    """What a receiver asks before it answers a request, or a regency before it recommends, and what the sender says
    (domain.md 5.2, 5.3).

    institution: who asks, the receiver or the office that recommends. While the question is open its clock rests,
    unless the request is an emergency: `due_before` is its last day as it was asked, `due_after` the one from the
    sender's answer on, later by the working days between.
    answer_due_on: by when the sender answers (referral_question_workdays of the sending institution).
    Words once answered stay (trigger).
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="questions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("pertanyaan"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    answer_due_on = models.DateField()
    due_before = models.DateField()
    answer = models.TextField(_("jawaban"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_after = models.DateField(null=True, blank=True)

    objects = ReferralQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="question_asks_something",
                violation_error_message=_("Tulis pertanyaannya."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="", due_after=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, due_after__isnull=False) & ~Q(answer=""),
                name="question_answer_is_whole",
                violation_error_message=_("Tulis jawabannya."),
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(answered_at=None),
                name="one_open_question_per_referral",
                violation_error_message=_("Pertanyaan sebelumnya belum dijawab."),
            ),
        ]

    @property
    def is_recommenders(self) -> bool:
        """Whether the regency asks before it recommends, not the receiver before it answers."""
        return self.institution_id != self.referral.to_institution_id

    def __str__(self) -> str:
        return str(_("Pertanyaan tentang %(number)s") % {"number": self.referral.number})
