"""What people have consented to today, and what it means to take it back. Read only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution

from .models import Agreement, Case, Consent, ConsentNotice
from .states import BASIC_SCOPES, ConsentScope, NoticeState

# What stops when it is taken back, said before it is (UU 27/2022 art. 9).
EFFECTS: dict[str, Promise] = {
    ConsentScope.SERVICE: _("Layanan berhenti dan seluruh kesepakatan ini berakhir. Perlindungan darurat tetap jalan."),
    ConsentScope.DATA: _("Tanpa pengolahan data layanan tidak bisa jalan: seluruh kesepakatan ini berakhir."),
    ConsentScope.SHARING: _(
        "Lembaga itu tidak lagi membuka kasus, kecuali bila sedang mengasuhnya atau memproses rujukannya."
    ),
    ConsentScope.PORTRAIT: _("Foto tidak ditampilkan lagi, dan foto baru tidak bisa dipasang."),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How one scope stands today. since: the day it was given; until: the day the last one was taken back."""

    scope: str
    label: str
    since: date | None
    until: date | None
    institutions: tuple[str, ...]

    @property
    def is_covered(self) -> bool:
        return self.since is not None


def coverage(case: Case) -> list[Coverage]:
    """Every scope, whether the people of the case consent to it today. One query."""
    rows = Consent.objects.filter(agreement__case=case).select_related("agreement", "institution")
    held = list(rows.order_by("agreement__signed_on", "pk"))
    return [_of_scope(scope, [row for row in held if row.scope == scope]) for scope in ConsentScope]


def _of_scope(scope: ConsentScope, rows: Sequence[Consent]) -> Coverage:
    standing = [row for row in rows if row.withdrawn_on is None]
    since = max((row.agreement.signed_on for row in standing), default=None)
    until = max((row.withdrawn_on for row in rows if row.withdrawn_on), default=None)
    names = tuple(dict.fromkeys(str(row.institution) for row in standing if row.institution_id))
    return Coverage(scope, str(scope.label), since, until, names)


def is_portrait_withdrawn(person_id: int) -> bool:
    """Whether consent to a portrait was taken back later than the newest that stands was given, in any case of the
    person. Where none was ever asked nothing was taken back. One query."""
    rows = Consent.objects.filter(agreement__case__beneficiary=person_id, scope=ConsentScope.PORTRAIT)
    days = list(rows.values_list("agreement__signed_on", "withdrawn_on"))
    given = max((since for since, until in days if until is None), default=None)
    taken = max((until for _since, until in days if until is not None), default=None)
    return taken is not None and (given is None or given < taken)


def stands_besides(case: Case, consent: Consent) -> bool:
    """Whether another consent to the same still stands when `consent` is taken back: with the same institution in the
    case; to a portrait in any case of the person. One query."""
    rows = Consent.objects.filter(scope=consent.scope, institution=consent.institution_id, withdrawn_on=None)
    if consent.scope == ConsentScope.PORTRAIT:
        rows = rows.filter(agreement__case__beneficiary=case.beneficiary_id)
    else:
        rows = rows.filter(agreement__case=case.pk)
    return rows.exclude(pk=consent.pk).exists()


def standing_of(agreement: Agreement) -> list[Consent]:
    """What is left to take back of an agreement. One query."""
    return list(agreement.consents.filter(withdrawn_on=None).select_related("institution"))


def falling_with(chosen: Iterable[Consent], standing: Sequence[Consent]) -> list[Consent]:
    """What ends when `chosen` is taken back: without service and data nothing of the agreement is left."""
    taken = list(chosen)
    return list(standing) if any(one.scope in BASIC_SCOPES for one in taken) else taken


def published_notices() -> QuerySet[ConsentNotice]:
    """Every wording that people were ever told, newest first."""
    return ConsentNotice.objects.exclude(state=NoticeState.DRAFT)


def notice_told(day: date) -> ConsentNotice | None:
    """What people were told on `day` where nobody says which: the newest wording of that day; None before the first was
    published, and where none holds."""
    current = ConsentNotice.objects.in_force()
    return current and (ConsentNotice.objects.told_on(day).first() or current)


def partners_of(case: Case) -> QuerySet[Institution]:
    """The institutions of the case's province, with which its data may be shared; others are named by a referral."""
    rows = Institution.objects.active().in_region(case.office.region_id[:2])
    return rows.exclude(pk=case.office_id).order_by("name", "pk")
