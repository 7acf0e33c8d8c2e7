"""Writing a beneficiary: name keys, encrypted numbers and their blind index, one living beneficiary per NIK."""

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of, tells_when_refused
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import Problem, RuleViolation, require, require_no_problems
from atensi.fields import blind_index
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from atensi.versions import refuse_other_version
from institutions.models import Institution
from institutions.rights import seeing

from .. import permissions
from ..duplicates import holders_of, may_tell_outside
from ..eligibility.persons import birth_problems
from ..models import Beneficiary, Case
from ..names import name_keys
from ..nik import SOURCE, clean_number, nik_problems
from ..person import Person
from ..states import NikStatus, NoNikReason
from .locks import locked
from .registration import keep_registration_task

# What the page of a child shows to be changed.
SEEN_OF_BENEFICIARY = (
    *("name", "sex", "birth_date", "birth_precision", "faith"),
    *("nik", "no_nik_reason", "nkk", "region_id", "address"),
)


@tells_when_refused
@transaction.atomic
def create_beneficiary(*, person: Person, office: Institution, by: Actor, without_nik: bool = False) -> Beneficiary:
    """Record a new person at `office`.

    without_nik: when a file outside the user's sight holds this NIK, go on without it; the reason HELD_ELSEWHERE is
    kept and the holder's trail tells of it. Raises RuleViolation, NotAllowed. Source: domain.md 10.3.
    """
    require(permissions.can_log_response(by) and by.institution_id == office.pk)
    return write_beneficiary(person=person, office=office, by=by, without_nik=without_nik)


def write_beneficiary(*, person: Person, office: Institution, by: Actor, without_nik: bool = False) -> Beneficiary:
    """`create_beneficiary` for a service of another room, which has checked who may and holds the transaction."""
    beneficiary = Beneficiary(office=office, created_by_id=by.user_id)
    _fill(beneficiary, person, by=by, without_nik=without_nik)
    record("beneficiary.create", beneficiary, by=by)
    return beneficiary


@tells_when_refused
@transaction.atomic
@in_record_language
def update_beneficiary(
    *, beneficiary: Beneficiary, person: Person, by: Actor, without_nik: bool = False, seen: str = ""
) -> Beneficiary:
    """Correct what is known of a person. Allowed to whoever works on one of their cases; raises as creating does, and
    StaleWrite when it is no longer the version (`version_of`) that the user has seen."""
    case = _open_case_of(beneficiary)
    beneficiary = locked(beneficiary)
    require(any(permissions.can_work_on(by, case) for case in beneficiary.cases.all()))
    refuse_other_version(beneficiary, SEEN_OF_BENEFICIARY, seen)
    _fill(beneficiary, person, by=by, without_nik=without_nik)
    if case is not None:
        case.beneficiary = beneficiary
        keep_registration_task(case=case, by=by)
    record("beneficiary.update", beneficiary, by=by)
    keep_deadlines(cases=list(beneficiary.cases.values_list("pk", flat=True)), by=by)
    return beneficiary


def _open_case_of(beneficiary: Beneficiary) -> Case | None:
    """The person's open case, locked: before the person, as everywhere."""
    # The row alone: locked with its office, a case that went to another one meanwhile would not be found.
    held = beneficiary.cases.open().values_list("pk", flat=True).select_for_update().first()
    return beneficiary.cases.filter(pk=held).select_related("office__region", "worker").first() if held else None


def living_holder(nik: str, *, apart_from: Beneficiary | None = None) -> Beneficiary | None:
    """The living beneficiary recorded under this NIK, whoever may see them."""
    index = blind_index(clean_number(nik))
    if index is None:
        return None
    return holders_of(index).exclude(pk=apart_from.pk if apart_from else None).first()


def _fill(beneficiary: Beneficiary, person: Person, *, by: Actor, without_nik: bool) -> None:
    require_no_problems(birth_problems(person, today_in(beneficiary.office.region)))
    holder = holder_to_yield_to(beneficiary, person.nik, by=by, without_nik=without_nik)
    _set_fields(beneficiary, person)
    beneficiary.nkk, beneficiary.nkk_index = clean_number(person.nkk), blind_index(clean_number(person.nkk))
    set_nik(beneficiary, person.nik_number, person.no_nik_reason, holder)
    beneficiary.save()
    tell_holder(holder, beneficiary, by)


def holder_to_yield_to(beneficiary: Beneficiary, nik: str, *, by: Actor, without_nik: bool) -> Beneficiary | None:
    """The living person of another office who holds `nik`, when work is to go on without it; None when it is free.
    Locks the number. Raises RuleViolation for a wrong shape, for a number in use, and for one held elsewhere unless
    `without_nik`."""
    require_no_problems(problem for problem in nik_problems(nik) if problem.is_hard)
    number = clean_number(nik)
    _lock_nik(number)
    holder = living_holder(number, apart_from=beneficiary if beneficiary.pk else None)
    if holder is not None:
        _refuse_taken_nik(holder, by, without_nik)
    return holder


def tell_holder(holder: Beneficiary | None, beneficiary: Beneficiary, by: Actor) -> None:
    """The holder's trail keeps that `beneficiary` goes on without the number."""
    if holder is not None:
        record("beneficiary.nik_held", holder, by=by, data={"asked_for": beneficiary.pk})


def _lock_nik(nik: str) -> None:
    """Two people writing the same new NIK wait for each other, so that the second sees the first."""
    if nik:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [blind_index(nik)])


def _refuse_taken_nik(holder: Beneficiary, by: Actor, without_nik: bool) -> None:
    """A NIK names one living person (domain.md 10.3, hard): point to a file in sight; else offer to go on without.

    That says that a file exists: the holder's trail keeps it though nothing is written, and the office is named only
    as often an hour as the duplicate search would name it.
    """
    if Beneficiary.objects.visible_to(seeing(by)).filter(pk=holder.pk).exists():
        text = _("NIK ini sudah dipakai berkas lain yang bisa Anda buka. Pilih berkas itu, atau periksa angkanya.")
        raise RuleViolation(Problem("nik_in_use", text, "hard", SOURCE, "nik"))
    if not without_nik:
        text = _("NIK ini tercatat di %(office)s. Simpan tanpa NIK, lalu hubungi kantor itu.") % {
            "office": holder.office if may_tell_outside(by, holder) else _("kantor lain")
        }
        told = [("beneficiary.nik_refused", subject_of(holder))]
        raise RuleViolation(Problem("nik_held_elsewhere", text, "soft", SOURCE, "nik"), told=told)


def _set_fields(beneficiary: Beneficiary, person: Person) -> None:
    for field in ("name", "sex", "birth_date", "birth_precision", "region", "faith", "address"):
        setattr(beneficiary, field, getattr(person, field))
    beneficiary.name_keys = name_keys(person.name)


def set_nik(beneficiary: Beneficiary, nik: str, reason: str, holder: Beneficiary | None = None) -> None:
    """Give the person this number, or none and why; a new number is yet to be verified."""
    if holder is not None:
        nik, reason = "", NoNikReason.HELD_ELSEWHERE
    if nik != beneficiary.nik:
        beneficiary.nik_status = NikStatus.UNVERIFIED if nik else NikStatus.NONE
        beneficiary.nik_proof, beneficiary.nik_verified_at, beneficiary.nik_verified_by = "", None, None
    beneficiary.nik, beneficiary.nik_index = nik, blind_index(nik)
    beneficiary.no_nik_reason = "" if nik else reason or NoNikReason.NOT_ASKED
