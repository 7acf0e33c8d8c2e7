"""What stands against registering an institution, giving somebody a role, or a new setting: lists of problems."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.errors import Problem
from atensi.language import counted
from atensi.reference.models import Region

from .models import OLDEST_AGE, CapacityBand, Institution, Mandate, Parameter, Partnership
from .parameters import Definition
from .states import CASE_ROLES, LENDING_ROLES, PARTNER_KINDS, RESIDENCES, ROLES_OF_KIND, SOCIAL_OFFICES, Kind
from .values import check_numbers

MANDATE_LAW = _("UU 30/2014 pasal 14")
PARTNER_LAW = _("Permensos 7/2021")


def row_problems(row: Model) -> list[Problem]:
    """What the row's own fields and constraints say against it, by form field."""
    try:
        row.full_clean()
    except ValidationError as error:
        found: Mapping[str, list[str]] = error.message_dict
        return [
            Problem(code=f"invalid_{field}", text=text, field="" if field == "__all__" else field)
            for field, texts in found.items()
            for text in texts
        ]
    return []


def region_problems(kind: str, region: Region) -> list[Problem]:
    """A Dinas stands for a whole province or regency; everything else stands in a regency, city or district."""
    provincial = kind == Kind.DINAS_PROVINCE
    if provincial and region.level != Region.Level.PROVINCE:
        return [Problem("region_not_province", _("Dinas Sosial provinsi memerlukan sebuah provinsi."), field="region")]
    if kind == Kind.DINAS_REGENCY and region.level != Region.Level.REGENCY:
        return [
            Problem("region_not_regency", _("Dinas Sosial ini memerlukan sebuah kabupaten atau kota."), field="region")
        ]
    if not provincial and region.level == Region.Level.PROVINCE:
        return [Problem("region_too_large", _("Pilih kabupaten, kota, atau kecamatan."), field="region")]
    return []


def institution_problems(institution: Institution) -> list[Problem]:
    """What stands against the institution as it is about to be written."""
    problems = [*row_problems(institution), *region_problems(institution.kind, institution.region)]
    if institution.kind in SOCIAL_OFFICES and _other_office(institution):
        # Settings and decisions are inherited along one Dinas per region (domain.md 13).
        problems.append(Problem("office_exists", _("Wilayah ini sudah mempunyai Dinas Sosial."), field="region"))
    if institution.places and institution.kind not in RESIDENCES:
        text = _("Lembaga jenis ini tidak mengasuh di asrama.")
        problems.append(Problem("places_not_residential", text, field="places"))
    if institution.pk is not None:
        problems += _sum_problems(institution, institution.bands.all())
    return problems


def band_problems(institution: Institution, bands: Sequence[CapacityBand]) -> list[Problem]:
    """What stands against dividing the residence's places into `bands`, unsaved (domain.md 13, capacity_age_bands)."""
    problems = []
    if bands and institution.kind not in RESIDENCES:
        problems.append(Problem("places_not_residential", _("Lembaga jenis ini tidak mengasuh di asrama.")))
    for band in bands:
        if not 0 <= band.age_from <= band.age_to <= OLDEST_AGE:
            text = _("%(band)s: umur awal tidak boleh melebihi umur akhir.") % {"band": band}
            problems.append(Problem("band_ages", text))
        if band.places < 1:
            problems.append(Problem("band_empty", _("%(band)s: isi jumlah tempatnya.") % {"band": band}))
    for one, other in combinations(bands, 2):
        if one.meets(other):
            both = _("%(one)s dan %(other)s tumpang tindih: satu anak hanya masuk satu kelompok.")
            problems.append(Problem("bands_overlap", both % {"one": one, "other": other}))
    return [*problems, *_sum_problems(institution, bands)]


def _sum_problems(institution: Institution, bands: Iterable[CapacityBand]) -> list[Problem]:
    """Bands divide the places of the residence; they do not add any."""
    total = sum(band.places for band in bands)
    if total <= institution.places:
        return []
    text = counted(
        "Kelompok umur dan jenis kelamin berjumlah %(total)d tempat, lebih dari %(places)d tempat seluruhnya.",
        total=total,
        places=institution.places,
    )
    return [Problem("bands_exceed_places", text, field="places")]


def _other_office(institution: Institution) -> bool:
    same = Institution.objects.active().filter(kind=institution.kind, region=institution.region)
    return institution.is_active and same.exclude(pk=institution.pk).exists()


def membership_problems(*, user: User, institution: Institution, role: str, by: Actor) -> list[Problem]:
    """What stands against giving `user` the role. An administrator gives nobody's rights to themselves."""
    problems = []
    if by.user_id is not None and by.user_id == user.pk:
        problems.append(
            Problem("own_membership", _("Peran untuk diri sendiri diberikan oleh administrator lain."), field="role")
        )
    if role not in ROLES_OF_KIND[institution.kind]:
        problems.append(Problem("role_not_of_kind", _("Peran ini tidak ada di lembaga jenis ini."), field="role"))
    if not institution.is_active:
        problems.append(Problem("institution_inactive", _("Lembaga ini tidak aktif.")))
    if not user.is_active:
        problems.append(Problem("user_inactive", _("Akun ini dinonaktifkan. Aktifkan dulu.")))
    if user.memberships.running().filter(institution=institution, role=role).exists():
        problems.append(Problem("membership_exists", _("Orang ini sudah memegang peran itu di sini."), field="role"))
    return problems


def mandate_problems(mandate: Mandate, *, by: Actor) -> list[Problem]:
    """What stands against giving the mandate. Asked before the row's own constraints: its days must be in order."""
    grantor, today = mandate.grantor, timezone.localdate()
    problems = []
    if grantor.role not in LENDING_ROLES:
        problems.append(Problem("role_not_lent", _("Peran ini tidak dapat dimandatkan."), source=MANDATE_LAW))
    if not grantor.is_current(today):
        problems.append(Problem("grantor_not_current", _("Pemberi mandat tidak memegang peran ini hari ini.")))
    if mandate.valid_from < today:
        text = _("Mandat tidak berlaku surut. Mulai paling awal hari ini.")
        problems.append(Problem("mandate_in_past", text, field="valid_from"))
    if mandate.valid_until < mandate.valid_from:
        problems.append(Problem("mandate_ends_before_start", _("Mandat berakhir sebelum mulai."), field="valid_until"))
    if (mandate.valid_until - mandate.valid_from).days >= mandate.limit_days:
        longest = counted("Mandat paling lama %(days)d hari.", days=mandate.limit_days)
        source = _("Pengaturan kantor: mandat")
        problems.append(Problem("mandate_too_long", longest, source=source, field="valid_until"))
    return [*problems, *_deputy_problems(mandate, by), *_overlap_problems(mandate)]


def _overlap_problems(mandate: Mandate) -> list[Problem]:
    same = Mandate.objects.filter(grantor=mandate.grantor, deputy=mandate.deputy, ended_at=None)
    if not same.filter(valid_from__lte=mandate.valid_until, valid_until__gte=mandate.valid_from).exists():
        return []
    text = _("Orang ini sudah memegang mandat itu pada hari yang sama.")
    return [Problem("mandate_overlaps", text, field="valid_from")]


def _deputy_problems(mandate: Mandate, by: Actor) -> list[Problem]:
    """A deputy is another person who works on cases in the same institution, and was not chosen by themselves."""
    if mandate.deputy_id == mandate.grantor.user_id:
        text = _("Pengganti harus orang lain.")
        return [Problem("mandate_to_grantor", text, source=MANDATE_LAW, field="deputy")]
    if mandate.deputy_id == by.user_id:
        return [Problem("mandate_to_self", _("Mandat untuk diri sendiri diberikan oleh orang lain."), field="deputy")]
    works_there = mandate.deputy.memberships.current().filter(
        institution=mandate.grantor.institution_id, role__in=CASE_ROLES
    )
    if not works_there.exists():
        text = _("Pilih orang yang bertugas menangani kasus di lembaga yang sama.")
        return [Problem("deputy_not_member", text, source=MANDATE_LAW, field="deputy")]
    return []


def parameter_problems(*, definition: Definition, value: Any, valid_from: date) -> list[Problem]:
    """A setting keeps its type and bounds, and never changes the past: what ruled a row then is copied onto it."""
    problems = [*_value_problems(definition, value)]
    if valid_from < timezone.localdate():
        problems.append(Problem("parameter_in_past", _("Mulai berlaku hari ini atau sesudahnya."), field="valid_from"))
    return problems


def _value_problems(definition: Definition, value: Any) -> list[Problem]:
    if not _same_type(value, definition.default):
        return [Problem("wrong_type", _("Nilai ini bukan jenis yang sama dengan bawaannya."), field="value")]
    try:
        check_numbers(definition, value)
    except ValueError as wrong:
        return [Problem("value_out_of_bounds", str(wrong), field="value")]
    return []


def _same_type(value: Any, default: Any) -> bool:
    """Number for number, list of numbers for list of numbers, the same names in a map; True is no number."""
    if isinstance(default, list):
        return type(value) is list and bool(value) and all(type(one) is int for one in value)
    if isinstance(default, dict):
        return type(value) is dict and set(value) == set(default) and all(type(one) is int for one in value.values())
    return type(value) is type(default) or (isinstance(default, float) and type(value) is int)


def cancel_problems(row: Parameter) -> list[Problem]:
    """Only what has not begun can be taken back: what counted for a day stays true for that day."""
    if row.cancelled_at is not None:
        return [Problem("parameter_cancelled", _("Nilai ini sudah dibatalkan."))]
    if row.valid_from <= timezone.localdate():
        return [Problem("parameter_began", _("Nilai ini sudah berlaku. Tetapkan nilai baru sebagai gantinya."))]
    return []


def partnership_problems(row: Partnership) -> list[Problem]:
    """What stands against a Sentra working with a body, by the row about to be written (domain.md 4)."""
    problems = []
    if row.partner.kind not in PARTNER_KINDS:
        text = _("Mitra Sentra adalah LKS, LKSA, atau UPTD.")
        problems.append(Problem("partner_kind", text, source=PARTNER_LAW))
    elif not row.partner.is_active:
        problems.append(Problem("partner_inactive", _("Lembaga ini tidak aktif.")))
    if not row.number:
        problems.append(Problem("partnership_without_number", _("Isi nomor perjanjian kerja sama."), field="number"))
    if row.valid_until is not None and row.valid_until < row.valid_from:
        text = _("Kemitraan berakhir sebelum mulai.")
        problems.append(Problem("partnership_ends_before_start", text, field="valid_until"))
    elif _same_partnership(row):
        text = _("Lembaga ini sudah bermitra dengan Sentra pada hari yang sama.")
        problems.append(Problem("partnership_overlaps", text, field="valid_from"))
    return problems


def partnership_end_problems(row: Partnership, reason: str) -> list[Problem]:
    """What stands against ending an agreement before its last day."""
    problems = []
    if row.is_over():
        problems.append(Problem("partnership_ended", _("Kemitraan ini sudah berakhir.")))
    if not reason.strip():
        text = _("Tuliskan alasan kemitraan diakhiri.")
        problems.append(Problem("partnership_end_unsaid", text, field="reason"))
    return problems


def _same_partnership(row: Partnership) -> bool:
    """Whether an agreement of the two runs on one of its days."""
    others = Partnership.objects.running(row.valid_from).filter(sentra=row.sentra, partner=row.partner)
    if row.valid_until is not None:
        others = others.filter(valid_from__lte=row.valid_until)
    return bool(others.exists())
