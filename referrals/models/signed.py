"""What Dinas Sosial signs: by a person, or by a deputy in another's name (UU 30/2014 art. 14), and never by whom the
paper judges."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import OfficialPaper
from institutions.models import Mandate, on_behalf_words

from ..querysets import OfDecisionQuerySet

PERSON = settings.AUTH_USER_MODEL
REPORT_AUTHOR_SIGNS = _("Penulis laporan sosial tidak boleh menandatangani keputusannya.")


class ByMandate(models.Model):
    """mandate, signed_for: a deputy signed, in the name of whom they stand in for; both or neither."""

    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_for = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def on_behalf(self) -> str:
        """In whose name a deputy signed: "a.n. Ibu Contoh berdasarkan mandat 800/12"; empty for who signed for
        themselves. Read with select_related("mandate", "signed_for")."""
        return on_behalf_words(self.signed_for, self.mandate.number) if self.mandate else ""


class PaperOfDecision(ByMandate):
    """What takes a care decision back or changes it, on a numbered paper of its own: why, who signed, and who wrote the
    social report that the decision rests on."""

    reason = models.TextField(_("alasan"))
    report_author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(OfficialPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OfDecisionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.paper.number if self.paper else str(self.pk)


def by_mandate(*, signer: str, other: str) -> Q:
    """A row names mandate and holder together or not at all; it does not help to have somebody sign in the name of
    `other`, and a deputy is another person. signer, other: names of fields."""
    return Q(mandate=None, signed_for=None) | Q(mandate__isnull=False, signed_for__isnull=False) & ~Q(
        signed_for=F(other)
    ) & ~Q(signed_for=F(signer))


def four_eyes(name: str, words: str | Promise, *, signer: str, other: str, optional: bool = False) -> CheckConstraint:
    """The constraint that `signer` is another person than `other`, and signs in no such person's name. optional: the
    row is written before anybody signs it."""
    another = ~Q((signer, F(other)))
    if optional:
        another = Q((signer, None)) | another
    return CheckConstraint(
        condition=another & by_mandate(signer=signer, other=other), name=name, violation_error_message=words
    )
