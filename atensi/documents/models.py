from django.conf import settings
from django.db import models

from .states import PaperKind


class Document(models.Model):
    """A file that belongs to a record (`subject`, "case:123"); it has no URL of its own, its owner serves it."""

    subject = models.TextField(db_index=True)
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to="documents/%Y/%m")
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    verification_code = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Kept when a user is removed: the file's history names who made it.
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["verification_code"],
                condition=~models.Q(verification_code=""),
                name="document_verification_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NumberSeries(models.Model):
    """The last number given out of a series, keyed by plain text: "case:14.01:2026"."""

    key = models.TextField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key} = {self.last}"


class OfficialPaperQuerySet(models.QuerySet):
    def of(self, holder: str) -> "OfficialPaperQuerySet":
        """The papers that belong to `holder`, "case:7", with what a list shows of them."""
        return self.filter(holder=holder).select_related("document", "issued_by", "replaces", "replaced_by")

    def in_force(self) -> "OfficialPaperQuerySet":
        """Those that no later one has replaced."""
        return self.filter(replaced_by=None)


class OfficialPaper(models.Model):
    """A numbered PDF with a verification code, made once; a new version has a new number and replaces the old one.

    about: the record that it was made of, "socialreport:12". holder: whose it is, "case:7"; who sees that opens it.
    """

    kind = models.CharField(max_length=4, choices=PaperKind)
    number = models.CharField(max_length=60, unique=True)
    about = models.TextField(db_index=True)
    holder = models.TextField()
    office_name = models.CharField(max_length=200)
    dated_on = models.DateField()
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="official_paper")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfficialPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["about"], condition=models.Q(replaces=None), name="first_paper_of_a_record_once"
            ),
        ]
        indexes = [models.Index(fields=["holder", "-issued_at", "-id"], name="paper_of_holder")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_replaced(self) -> bool:
        return getattr(self, "replaced_by", None) is not None
