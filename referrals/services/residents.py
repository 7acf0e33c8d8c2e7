"""Entering the children who lived in a home before its office began to use the system (design.md 4, title EXISTING)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import tells_when_refused
from atensi.errors import Problem, RuleViolation, require
from atensi.language import in_record_language
from atensi.reference.models import Code
from atensi.reference.workdays import add_months, today_in
from cases.duplicates import Found, candidates
from cases.masking import may_reuse
from cases.models import Beneficiary, Case
from cases.permissions import takes_cases
from cases.person import Person
from cases.services.beneficiaries import write_beneficiary
from cases.services.cases import begin_case, workers_of
from cases.states import Base, Risk
from institutions.models import Institution
from institutions.parameters import value_for
from institutions.rights import seeing
from institutions.states import Kind

from ..eligibility.sending import FORM_OF_KIND
from ..models import Placement
from ..permissions import can_register_existing, works_at_home
from ..states import Term, Title
from .placements import start_placement


@dataclass(frozen=True, slots=True)
class Resident:
    """A child as somebody enters them: who, since when they live here, why they need protection.

    beneficiary: the person on file that it is; case: their open case. Without either a new person is recorded.
    seen: the digest of the similar files that were looked at and are other children (`cases.duplicates`).
    reasons: problem code -> reason; `reason` answers every soft problem of the row of a sheet.
    """

    person: Person
    starts_on: date
    category: Code
    beneficiary: Beneficiary | None = None
    case: Case | None = None
    without_nik: bool = False
    seen: str = ""
    reason: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


def responsible_office(institution: Institution) -> Institution | None:
    """The Dinas Sosial of the regency where the home stands."""
    regency = institution.region_id[:5]
    return Institution.objects.active().filter(kind=Kind.DINAS_REGENCY, region_id=regency).first()


@tells_when_refused
@transaction.atomic
@in_record_language
def register_existing_resident(
    *,
    institution: Institution,
    resident: Resident,
    by: Actor,
    worker: User | None = None,
    beside: Collection[int] = (),
) -> Placement:
    """Record a child who lives in `institution` already: person, case at the Dinas of the home's regency, placement
    without decision, a review due today, a referral to Dinas due by the office's setting.

    worker: who becomes responsible, chosen by a supervisor; a field social worker takes the case; what the home enters
    goes to the worker with the fewest cases, until the supervisor says otherwise.
    beside: people whom the same sheet has just entered; that they are other children is what the sheet says.
    Raises NotAllowed; RuleViolation with `placement_problems`, or when a similar person is on file and not looked at.
    """
    house, office = _locked_house(institution), responsible_office(institution)
    require(can_register_existing(by, house, office), _("Hanya petugas lembaga ini dan pekerja sosial Dinasnya."))
    if not (resident.beneficiary or resident.case):
        found = candidates(person=resident.person, by=by)
        if found and found.digest != resident.seen and not _only(found, beside):
            raise RuleViolation(_duplicate(), told=found.told)
    return _enter(house, office, resident, by, _worker(office, worker, by))


def _only(found: Found, people: Collection[int]) -> bool:
    """Whether a search found nobody but `people`."""
    outside = found.elsewhere or found.nik_office or found.limited
    return not outside and all(candidate.beneficiary.pk in people for candidate in found.inside)


def _duplicate() -> Problem:
    text = _("Ada berkas yang mirip. Catat anak ini satu per satu, supaya berkasnya bisa dibandingkan.")
    return Problem("duplicate_candidates", text)


def _locked_house(institution: Institution) -> Institution:
    return Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)


def _worker(office: Institution | None, chosen: User | None, by: Actor) -> User | None:
    """Who becomes responsible: the worker who enters, the one the supervisor chose, else the one with fewest cases."""
    if office is None:
        return None
    if takes_cases(by):
        return User.objects.get(pk=by.user_id)
    if by.institution_id == office.pk:
        return chosen
    theirs = Count("cases", filter=Q(cases__office=office, cases__closed_at=None))
    return workers_of(office).annotate(load=theirs).order_by("load", "pk").first()


def _enter(
    house: Institution, office: Institution | None, resident: Resident, by: Actor, worker: User | None
) -> Placement:
    """Write one child. The caller holds the home's lock and has checked who may and who is on file already."""
    if office is None:
        raise RuleViolation(Problem("no_office", _("Kabupaten/kota ini belum punya Dinas Sosial di sistem.")))
    if resident.case is None and worker is None:
        at_home = works_at_home(by, house)
        text = _("Belum ada Sakti Peksos di Dinas Sosial itu.") if at_home else _("Pilih petugas yang menangani.")
        raise RuleViolation(Problem("worker_missing", text, field="worker"))
    case = resident.case or begin_case(
        beneficiary=_beneficiary(office, resident, by),
        office=office,
        worker=worker,
        risk=Risk.MEDIUM,  # until the review that is due today has seen the child
        categories=[resident.category],
        primary=resident.category,
        by=by,
    )
    return _place(house, case, resident, by)


def _beneficiary(office: Institution, resident: Resident, by: Actor) -> Beneficiary:
    if resident.beneficiary is None:
        return write_beneficiary(person=resident.person, office=office, by=by, without_nik=resident.without_nik)
    require(may_reuse(seeing(by), resident.beneficiary))
    return resident.beneficiary


def _place(house: Institution, case: Case, resident: Resident, by: Actor) -> Placement:
    """The placement; a sheet has one reason for all that its row's rules ask."""
    short = add_months(resident.starts_on, value_for("short_term_months", case.office))
    asked = {
        "case": case,
        "by": by,
        "title": Title.EXISTING,
        "form": FORM_OF_KIND.get(house.kind, ""),
        "base": Base.RESIDENTIAL,
        "term": Term.LONG if short < today_in(case.office.region) else Term.SHORT,
        "starts_on": resident.starts_on,
        "institution": house,
    }
    try:
        with transaction.atomic():
            return start_placement(**asked, reasons=dict(resident.reasons))
    except RuleViolation as violation:
        if not resident.reason or any(problem.is_hard for problem in violation.problems):
            raise
        return start_placement(**asked, reasons=dict.fromkeys([p.code for p in violation.problems], resident.reason))
