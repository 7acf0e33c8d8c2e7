"""The way to guardianship or adoption of a child, as rows on file."""

from datetime import date, timedelta

from django.utils import timezone

from carers.models import CareProcess, CareProcessStep
from carers.ways import WAYS, WayStep
from cases.models import Case, FamilyMember
from cases.states import CareForm
from institutions.models import Membership
from institutions.states import Faith, Role
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.institutions.factories import MembershipFactory, region


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def child_of(worker: Membership, **more) -> Case:
    """A Muslim girl of seven from the district of the households, in a case of this worker."""
    told = {"beneficiary__faith": Faith.ISLAM, "beneficiary__region": region("14.01.01"), "beneficiary__sex": "FEMALE"}
    told |= {"beneficiary__birth_date": ago(365 * 7 + 30), "beneficiary__birth_precision": "DAY"}
    return CaseFactory(worker_membership=worker, office=worker.institution, **told | more)


def led(form: str = CareForm.ADOPTION) -> tuple[Case, Membership, Membership, CareProcess]:
    """A child's case with a process that has no step yet; its worker, and the decider of its office."""
    worker = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)
    case = CaseFactory(worker_membership=worker)
    decider = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    return case, worker, decider, way_to(case, form)


def way_to(case: Case, form: str, relative: FamilyMember | None = None) -> CareProcess:
    """A process that has no step yet, to kin with `relative` or an aunt."""
    if form == CareForm.KINSHIP and relative is None:
        relative = FamilyMemberFactory(beneficiary=case.beneficiary)
    return CareProcess.objects.create(case=case, form=form, relative=relative, opened_by=case.worker)


def put(process: CareProcess, step: WayStep, on: date, **more) -> CareProcessStep:
    told = {"verdict": "MET", "done_on": on, "paper_number": "1/REKAAN", "body": "Badan rekaan"} | more
    return CareProcessStep.objects.create(process=process, code=step.code, recorded_by=process.opened_by, **told)


def walked(
    case: Case,
    form: str,
    *,
    of_court: bool = True,
    but: tuple[str, ...] = (),
    relative: FamilyMember | None = None,
) -> CareProcess:
    """A process with every step done; without those before a court, or without `but`."""
    process = way_to(case, form, relative)
    for days, step in zip(range(400, 0, -20), WAYS[form], strict=False):
        if step.code not in but and (of_court or not step.of_court):
            for more in range(2 if step.count else 1):
                put(process, step, ago(days - more))
    return process
