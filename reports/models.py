from django.db import models

from institutions.models import Institution


class CaseCount(models.Model):
    """How many cases an office opened in a month, by primary category: kept beside the cases, so that a page of numbers
    reads hundreds of rows and not a million.

    month: its first day, on the office's own calendar. category: a code of the AMPK list, or OTHER. A case that was
    entered in error is not counted; a restricted one is, like any other.
    """

    month = models.DateField()
    category = models.CharField(max_length=30)
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    cases = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "month", "category"], name="case_count_once"),
        ]
        indexes = [models.Index(fields=["month"], name="case_count_of_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.category} {self.cases}"


class PublishedCount(models.Model):
    """What of `CaseCount` everybody may know who reads numbers: without cells from which a person could be told
    (domain.md 11; docs/adr/0020).

    category: as in CaseCount, or POOL, the small categories of the month together. region: "" the nation, "14" a
    province, "14.01" a regency. level: how deep that is. shown: exact for the nation, else rounded; the truth lies
    from lowest to highest. A cell without a row is hidden.
    """

    month = models.DateField()
    category = models.CharField(max_length=30)
    region = models.CharField(max_length=8, blank=True)
    level = models.PositiveSmallIntegerField()
    lowest = models.PositiveIntegerField()
    shown = models.PositiveIntegerField()
    highest = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "month", "category"], name="published_count_once"),
        ]
        indexes = [models.Index(fields=["level", "month", "region"], name="published_count_of_level")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.category} {self.region} {self.shown}"


class Counting(models.Model):
    """When the cases were last counted, and below which number cells were hidden; one row."""

    counted_at = models.DateTimeField()
    limit = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.counted_at:%Y-%m-%d %H:%M}"
