"""The identity of a person: the NIK that comes later, its verification, and the civil papers."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record, tells_when_refused
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require_no_problems
from atensi.language import in_record_language
from atensi.versions import refuse_other_version

from ..eligibility.persons import attach_problems, paper_problems, verify_problems
from ..event_states import EventKind
from ..identity import Paper
from ..models import Beneficiary, Case, IdentityPaper
from ..nik import clean_number
from ..person_states import NikProof
from ..states import NikStatus
from .beneficiaries import holder_to_yield_to, set_nik, tell_holder
from .events import add_event
from .persons import begin
from .registration import keep_registration_task

SEEN_OF_NIK = ("nik", "nik_status")


@tells_when_refused
@transaction.atomic
@in_record_language
def attach_nik(*, case: Case, nik: str, by: Actor, without_nik: bool = False) -> Beneficiary:
    """Give a person without a NIK the one that was made or found later.

    without_nik: when another office holds the number, keep that as the reason for having none. Raises NotAllowed,
    RuleViolation. It ends the task of civil registration. Source: domain.md 10.3 (one living person per NIK, hard).
    """
    case, person = begin(case, by)
    require_no_problems(attach_problems(person, nik))
    holder = holder_to_yield_to(person, nik, by=by, without_nik=without_nik)
    set_nik(person, clean_number(nik), person.no_nik_reason, holder)
    person.save(update_fields=NIK_FIELDS)
    text = _("NIK tercatat di kantor lain") if holder else _("NIK dipasang")
    add_event(case=case, kind=EventKind.IDENTITY_RECORDED, by=by, text=str(text))
    case.beneficiary = person
    keep_registration_task(case=case, by=by)
    keep_deadlines(cases=[case.pk], by=by)
    tell_holder(holder, person, by)
    record("beneficiary.nik_attach", person, by=by, data={"status": person.nik_status})
    return person


NIK_FIELDS = (
    *("nik", "nik_index", "nik_status", "no_nik_reason"),
    *("nik_proof", "nik_verified_at", "nik_verified_by"),
)


@transaction.atomic
@in_record_language
def verify_nik(*, case: Case, proof: str, by: Actor, seen: str = "") -> Beneficiary:
    """Record that the NIK was compared with a paper or confirmed by the civil registry, and is this person's.

    proof: a `NikProof`. seen: the version (`SEEN_OF_NIK`) of the number that was compared. Raises NotAllowed,
    StaleWrite, RuleViolation.
    """
    case, person = begin(case, by)
    refuse_other_version(person, SEEN_OF_NIK, seen)
    require_no_problems(verify_problems(person))
    person.nik_status, person.nik_proof = NikStatus.VERIFIED, proof
    person.nik_verified_at, person.nik_verified_by_id = timezone.now(), by.user_id
    person.save(update_fields=NIK_FIELDS)
    text = _("NIK dicocokkan: %(proof)s") % {"proof": NikProof(proof).label}
    add_event(case=case, kind=EventKind.IDENTITY_RECORDED, by=by, text=str(text))
    record("beneficiary.nik_verify", person, by=by, data={"proof": proof})
    return person


@transaction.atomic
def record_papers(*, case: Case, papers: Mapping[str, Paper], by: Actor) -> list[IdentityPaper]:
    """Say which civil papers the person has. papers: by `PaperKind`; one without a state is not known any more, one
    left out stays. Raises NotAllowed, RuleViolation."""
    _case, person = begin(case, by)
    require_no_problems(paper_problems(papers))
    for kind, paper in papers.items():
        if not paper.state:
            person.papers.filter(kind=kind).delete()
            continue
        facts = {"state": paper.state, "number": paper.number.strip(), "recorded_by_id": by.user_id}
        IdentityPaper.objects.update_or_create(beneficiary=person, kind=kind, defaults=facts)
    states = {str(kind): str(paper.state) for kind, paper in papers.items()}
    record("beneficiary.papers", person, by=by, data={"papers": states})
    return list(person.papers.all())
