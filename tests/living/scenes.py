"""Children who live in a home, the people around them, and what happens there, told through the services."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import Case
from cases.services.shares import share_case
from institutions.models import Institution, Membership
from institutions.states import Role
from living.models import Incident
from living.services.incidents import add_incident_step, close_incident, record_incident, report_on_incident
from living.states import IncidentKind, StepKind
from referrals.models import Placement
from tests.cases.factories import BeneficiaryFactory, CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.referrals.factories import PlacementFactory, PlacementReviewFactory, member


@dataclass
class Home:
    """A home in the regency of a Dinas, its staff, two children of two workers of that Dinas, each with a review."""

    home: Institution
    staff: Membership
    supervisor: Membership
    first: Placement
    second: Placement
    worker: Membership
    other_worker: Membership

    @property
    def office(self) -> Institution:
        return self.supervisor.institution


def home_with_children() -> Home:
    office = InstitutionFactory(region=region("14.02"))  # no other Dinas stands there
    worker = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER, institution=office)
    other = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER, institution=worker.institution)
    home = InstitutionFactory(lksa=True, region=worker.institution.region)
    staff = member(home, Role.LKSA_STAFF)
    supervisor = member(worker.institution, Role.SUPERVISOR)
    stays = []
    for name, one in (("Melati Contoh", worker), ("Kenanga Rekaan", other)):
        case = CaseFactory(worker_membership=one, beneficiary=BeneficiaryFactory(name=name), stage="IMPLEMENT")
        stay = PlacementFactory(case=case, institution=home)
        share(case, home)
        PlacementReviewFactory(placement=stay, due_on=timezone.localdate() + timedelta(days=60))
        stays.append(stay)
    return Home(home, staff, supervisor, *stays, worker, other)


def share(case: Case, home: Institution) -> None:
    """As an admission does it."""
    worker = Membership.objects.get(user=case.worker, institution=case.office)
    share_case(case=case, institution=home, by=actor_of(worker))


def incident(home: Home, by: Membership | None = None, **more: Any) -> Incident:
    """Violence against the first child yesterday, as the home's staff wrote it down."""
    told = {
        "kind": IncidentKind.VIOLENCE,
        "happened_at": timezone.now() - timedelta(days=1),
        "place": "Kamar tidur (contoh)",
        "story": "Melati dipukul di lengan, Kenanga melihatnya.",
        "measures": "Anak dipindah ke kamar lain.",
        "children": [home.first],
    }
    return record_incident(home=home.home, by=actor_of(by or home.staff), **told | more)


def step(row: Incident, by: Membership, **more: Any):
    told = {"kind": StepKind.MEASURE, "done_on": timezone.localdate(), "text": "Petugas dirumahkan."}
    return add_incident_step(incident=row, by=actor_of(by), **told | more)


def reported(row: Incident, by: Membership, **more: Any) -> Incident:
    told = {"number": "460/LAP-CONTOH", "findings": "Terjadi seperti dicatat."}
    return report_on_incident(incident=row, by=actor_of(by), **told | more)


def closed(row: Incident, by: Membership, **more: Any) -> Incident:
    return close_incident(incident=row, by=actor_of(by), **{"outcome": "Petugas diberhentikan."} | more)
