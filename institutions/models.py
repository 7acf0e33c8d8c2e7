from datetime import date

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Case, DateField, ExpressionWrapper, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.ranges import DateRange, IdRange, NumberRange
from atensi.reference.models import Region

from .querysets import InstitutionQuerySet, MandateQuerySet, MembershipQuerySet, ParameterQuerySet
from .states import LENDING_ROLES, LICENSED, RESIDENCES, SOCIAL_OFFICES, BandSex, Faith, Kind, Role, TargetGroup


class Institution(models.Model):
    """A body of the field: a Dinas Sosial, a ministry Sentra, a regional unit, a children's home (LKSA) or an LKS.

    group: the django-guardian group that shares are written to; it has no users, rights follow memberships.
    places: residential places in total; 0 for offices.
    """

    kind = models.CharField(_("jenis"), max_length=20, choices=Kind)
    name = models.CharField(_("nama"), max_length=200)
    former_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    region = models.ForeignKey(Region, verbose_name=_("wilayah"), on_delete=models.PROTECT, related_name="institutions")
    coverage = models.ManyToManyField(Region, verbose_name=_("wilayah layanan"), blank=True, related_name="covered_by")
    address = models.TextField(_("alamat"), blank=True)
    phone = models.CharField(_("telepon"), max_length=30, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    target_groups = ArrayField(
        models.CharField(max_length=20, choices=TargetGroup), verbose_name=_("sasaran"), default=list, blank=True
    )
    faith = models.CharField(
        _("landasan agama"),
        max_length=20,
        choices=Faith,
        blank=True,
        help_text=_("Kosongkan bila lembaga tidak berlandaskan agama tertentu."),
    )
    places = models.PositiveIntegerField(_("jumlah tempat"), default=0)
    licence_number = models.CharField(_("nomor izin operasional"), max_length=100, blank=True)
    licence_valid_from = models.DateField(_("izin berlaku dari"), null=True, blank=True)
    licence_valid_until = models.DateField(_("izin berlaku sampai"), null=True, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="institution")
    updated_at = models.DateTimeField(auto_now=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["name", "id"], name="institution_by_name")]
        constraints = [
            models.UniqueConstraint(
                "kind", "name", "region", name="institution_once", violation_error_message=_("Lembaga ini sudah ada.")
            ),
            models.CheckConstraint(
                condition=Q(licence_valid_from=None)
                | Q(licence_valid_until=None)
                | Q(licence_valid_until__gte=F("licence_valid_from")),
                name="licence_ends_after_start",
                violation_error_message=_("Izin berakhir sebelum mulai berlaku."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """ "Tapung, Kabupaten Kampar, Riau". Read with select_related("region__parent__parent")."""
        names, region = [], self.region
        while region is not None:
            names.append(region.name)
            region = region.parent
        return ", ".join(names)

    @property
    def target_group_labels(self) -> list[str]:
        return [str(TargetGroup(value).label) for value in self.target_groups]

    @property
    def is_social_office(self) -> bool:
        return self.kind in SOCIAL_OFFICES

    @property
    def is_residence(self) -> bool:
        return self.kind in RESIDENCES

    @property
    def needs_licence(self) -> bool:
        return self.kind in LICENSED

    def licence_valid_on(self, day: date) -> bool:
        """Whether the institution may receive on `day`. Government units work under their statute (domain.md 7)."""
        if not self.needs_licence:
            return True
        return bool(
            self.licence_number
            and self.licence_valid_until
            and (self.licence_valid_from is None or self.licence_valid_from <= day)
            and day <= self.licence_valid_until
        )


OLDEST_AGE = 120


class CapacityBand(models.Model):
    """Places of a residence that are for one age group, and perhaps one sex (domain.md 13, `capacity_age_bands`).

    Bands of one residence do not overlap, so that a resident counts in one at most, and together hold no more than the
    residence's places. Both ages count, in completed years. A residence without bands takes whom its places allow.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="bands")
    sex = models.CharField(_("jenis kelamin"), max_length=10, choices=BandSex, default=BandSex.ANY)
    age_from = models.PositiveSmallIntegerField(_("dari umur"))
    age_to = models.PositiveSmallIntegerField(_("sampai umur"))
    places = models.PositiveIntegerField(_("jumlah tempat"))

    class Meta:
        ordering = ["age_from", "sex", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_to__gte=F("age_from")) & Q(age_to__lte=OLDEST_AGE),
                name="band_ages_in_order",
                violation_error_message=_("Umur awal melebihi umur akhir."),
            ),
            ExclusionConstraint(
                name="bands_do_not_overlap",
                expressions=[
                    (IdRange("institution"), RangeOperators.OVERLAPS),
                    (NumberRange("age_from", "age_to", Value("[]")), RangeOperators.OVERLAPS),
                    # Male is 1, female 2; a band for all reaches over both.
                    (
                        NumberRange(
                            Case(When(sex=BandSex.FEMALE, then=Value(2)), default=Value(1)),
                            Case(When(sex=BandSex.MALE, then=Value(1)), default=Value(2)),
                            Value("[]"),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Kelompok tempat ini tumpang tindih dengan yang lain."),
            ),
        ]

    def __str__(self) -> str:
        words = str(_("%(from)d-%(to)d tahun") % {"from": self.age_from, "to": self.age_to})
        return words if self.sex == BandSex.ANY else f"{self.get_sex_display()}, {words}"

    def covers(self, *, sex: str, age: int) -> bool:
        """Whether the band is for somebody of this sex and age in completed years."""
        return self.sex in (BandSex.ANY, sex) and self.age_from <= age <= self.age_to

    def meets(self, other: "CapacityBand") -> bool:
        """Whether somebody could belong to both."""
        same_sex = self.sex == other.sex or BandSex.ANY in (self.sex, other.sex)
        return same_sex and self.age_from <= other.age_to and other.age_from <= self.age_to


class Membership(models.Model):
    """A person's role in an institution between two dates. Both ends count; without an end it runs on.

    ended_at, ended_by: an administrator ended it at that moment; from then on it gives no right, whatever the dates.
    is_head: its holder heads the institution; late deadlines climb to them.
    str_number, str_valid_until: the social worker's registration certificate (UU 14/2019 arts. 28-29), where held.
    mandate_id: by which mandate its rights are held; only on rows of `rights_of` that are not the person's own.
    """

    mandate_id: int | None = None

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("peran"), max_length=30, choices=Role)
    is_head = models.BooleanField(_("pimpinan lembaga"), default=False)
    valid_from = models.DateField(_("mulai"), default=timezone.localdate)
    valid_until = models.DateField(_("sampai"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    str_number = models.CharField(_("nomor STR"), max_length=60, blank=True)
    str_valid_until = models.DateField(_("STR berlaku sampai"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["institution__name", "role"]
        constraints = [
            models.UniqueConstraint("user", "institution", "role", "valid_from", name="membership_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_start",
                violation_error_message=_("Keanggotaan berakhir sebelum mulai."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False),
                name="membership_ended_by_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.institution}"

    @property
    def title(self) -> str:
        """The role; of one held by mandate also in whose name (UU 30/2014 art. 14)."""
        if self.mandate_id is None:
            return self.get_role_display()
        return str(_("%(role)s a.n. %(name)s") % {"role": self.get_role_display(), "name": self.user})

    @property
    def is_lendable(self) -> bool:
        """Whether its holder may have a deputy."""
        return self.role in LENDING_ROLES

    def is_over(self, day: date | None = None) -> bool:
        """Whether it was ended, or its last day lies before `day` (today)."""
        day = day or timezone.localdate()
        return self.ended_at is not None or (self.valid_until is not None and self.valid_until < day)

    def is_current(self, day: date | None = None) -> bool:
        day = day or timezone.localdate()
        return self.valid_from <= day and not self.is_over(day)


class Mandate(models.Model):
    """A dated mandate: while it runs, a colleague exercises the office of its holder and in the holder's name, who
    stays responsible (UU 30/2014 art. 14). Both days count.

    grantor: the membership lent; role: its role, copied. deputy: who acts. number, basis: the letter and why.
    limit_days: the office's longest mandate when it was given, copied. ended_at: it was called off at that moment.
    """

    grantor = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="mandates_given")
    role = models.CharField(_("peran"), max_length=30, choices=Role)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("pengganti"), on_delete=models.PROTECT, related_name="mandates_held"
    )
    number = models.CharField(_("nomor surat mandat"), max_length=60)
    basis = models.CharField(_("dasar"), max_length=300)
    valid_from = models.DateField(_("mulai"))
    valid_until = models.DateField(_("sampai"))
    limit_days = models.PositiveSmallIntegerField()
    granted_at = models.DateTimeField(auto_now_add=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=sorted(LENDING_ROLES)), name="mandate_lends_an_office"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="mandate_ends_after_start",
                violation_error_message=_("Mandat berakhir sebelum mulai."),
            ),
            models.CheckConstraint(
                condition=Q(
                    valid_until__lt=ExpressionWrapper(F("valid_from") + F("limit_days"), output_field=DateField())
                ),
                name="mandate_within_its_limit",
                violation_error_message=_("Mandat ini lebih lama daripada batas kantor."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False), name="mandate_ended_by_at"
            ),
            ExclusionConstraint(
                name="mandates_do_not_overlap",
                expressions=[
                    (IdRange("grantor"), RangeOperators.OVERLAPS),
                    (IdRange("deputy"), RangeOperators.OVERLAPS),
                    (
                        DateRange(
                            "valid_from", "valid_until", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at=None),
                violation_error_message=_("Orang ini sudah memegang mandat itu pada hari yang sama."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def on_behalf(self) -> str:
        """In whose name the deputy signs: "a.n. Ibu Contoh berdasarkan mandat 800/12". Needs `grantor__user`."""
        return on_behalf_words(self.grantor.user, self.number)

    def is_over(self, day: date | None = None) -> bool:
        """Whether it was ended, or its last day lies before `day` (today)."""
        return self.ended_at is not None or self.valid_until < (day or timezone.localdate())

    def is_coming(self, day: date | None = None) -> bool:
        return not self.is_over(day) and self.valid_from > (day or timezone.localdate())


def on_behalf_words(person: object, number: str) -> str:
    """ "a.n. Ibu Contoh berdasarkan mandat 800/12" (UU 30/2014 art. 14)."""
    return str(_("a.n. %(name)s berdasarkan mandat %(number)s") % {"name": person, "number": number})


class Parameter(models.Model):
    """One version of a setting (domain.md 13). No institution: the nation's. The value in force is copied onto the
    row it rules, so that history stays true when it changes.

    cancelled_at, cancelled_by: taken back before its first day came; it never counted, and stays for the record.
    """

    key = models.CharField(max_length=60)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="parameters"
    )
    value = models.JSONField()
    valid_from = models.DateField(default=timezone.localdate)
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ParameterQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None) | Q(cancelled_at__isnull=False),
                name="parameter_cancelled_by_at",
            )
        ]
        indexes = [models.Index(fields=["key", "institution", "-valid_from"], name="parameter_in_force")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"

    def is_coming(self, day: date | None = None) -> bool:
        """Whether it stands and its first day is still to come."""
        return self.cancelled_at is None and self.valid_from > (day or timezone.localdate())
