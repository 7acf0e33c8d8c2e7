"""What stands against registering an institution, giving somebody a role, or a new setting: lists of problems."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.errors import Problem
from atensi.reference.models import Region

from .models import Institution
from .states import RESIDENCES, ROLES_OF_KIND, SOCIAL_OFFICES, Kind


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
    return problems


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


def parameter_problems(*, value: Any, default: Any, valid_from: date) -> list[Problem]:
    """A setting keeps its type, and never changes the past: what ruled a row then is copied onto it."""
    problems = []
    if type(value) is not type(default) and not (isinstance(default, float) and isinstance(value, int)):
        problems.append(Problem("wrong_type", _("Nilai ini bukan jenis yang sama dengan bawaannya."), field="value"))
    if valid_from < timezone.localdate():
        problems.append(Problem("parameter_in_past", _("Mulai berlaku hari ini atau sesudahnya."), field="valid_from"))
    return problems
