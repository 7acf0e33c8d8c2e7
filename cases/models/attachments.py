from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import Document

from ..querysets import AttachmentQuerySet
from ..states import PRIVATE_ATTACHMENTS, AttachmentKind
from .cases import Case
from .kin import TracingStep
from .reports import CaseConference
from .responses import CaseResponse

PERSON = settings.AUTH_USER_MODEL


class Attachment(models.Model):
    """Berkas: a letter, a scan or a photo that is kept with a case (domain.md 5.5).

    response, conference, step: what of the case it belongs to, at most one of them. Rows stay as written; one that is
    taken back is served no more, its file is kept until retention ends.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(_("jenis"), max_length=10, choices=AttachmentKind)
    title = models.CharField(_("judul"), max_length=200)
    dated_on = models.DateField(_("tanggal dokumen"), null=True, blank=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    response = models.ForeignKey(
        CaseResponse, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    conference = models.ForeignKey(
        CaseConference, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    step = models.ForeignKey(TracingStep, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.TextField(_("alasan ditarik"), blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="attachment_has_a_title"),
            models.CheckConstraint(
                condition=Q(response=None, conference=None)
                | Q(response=None, step=None)
                | Q(conference=None, step=None),
                name="attachment_belongs_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
                name="attachment_withdrawn_says_why_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_kept(self) -> bool:
        return self.withdrawn_at is None

    @property
    def is_private(self) -> bool:
        return self.kind in PRIVATE_ATTACHMENTS

    @property
    def belongs_to(self) -> CaseResponse | CaseConference | TracingStep | None:
        """What of the case it belongs to, None for the case as a whole. Needs the three."""
        return self.response or self.conference or self.step
