"""Children who live in a home, the people around them, and what happens there, told through the services."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import Case
from cases.services.shares import share_case
from institutions.models import Institution, Membership
from institutions.states import Role
from living.models import AdmissionSheet, Assignment, Caregiver, Incident, Leave
from living.services.admissions import keep_admission_sheet
from living.services.caregivers import add_caregiver, assign_caregiver
from living.services.incidents import add_incident_step, close_incident, record_incident, report_on_incident
from living.services.stays import record_family_contact, record_leave
from living.states import ContactWay, IncidentKind, StepKind
from referrals.models import Placement
from tests.cases.factories import BeneficiaryFactory, CaseFactory, FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.referrals.factories import PlacementFactory, PlacementReviewFactory, days_ago, member
from tests.referrals.scenes import in_days


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


def met(stay: Placement, by: Membership, **more: Any):
    """The aunt visited the child yesterday."""
    aunt = stay.beneficiary.family.first() or FamilyMemberFactory(beneficiary=stay.beneficiary)
    told = {"way": ContactWay.VISIT, "held_on": days_ago(1), "went": "Bermain bersama.", "members": [aunt]}
    return record_family_contact(placement=stay, by=actor_of(by), **told | more)


def away(stay: Placement, by: Membership, **more: Any) -> Leave:
    """The child is with a neighbour for three days."""
    told = {"from_on": timezone.localdate(), "until_on": in_days(3), "place": "Rumah nenek", "escort": "Tetangga"}
    return record_leave(placement=stay, by=actor_of(by), **told | more)


def caregiver(home: Home, name: str = "Ibu Misal", **more: Any) -> Caregiver:
    """Somebody who works in the home for a year and whose statement is there."""
    told = {"name": name, "since": days_ago(365), "statement_on": days_ago(360), "training": "Pengasuhan dasar"}
    return add_caregiver(home=home.home, by=actor_of(home.staff), **told | more)


def cared(stay: Placement, one: Caregiver, by: Membership, **more: Any) -> Assignment:
    told = {"since": days_ago(1), "hand_over": "Tidur dengan lampu menyala."}
    return assign_caregiver(placement=stay, caregiver=one, by=actor_of(by), **told | more)


def admitted(stay: Placement, by: Membership, **more: Any) -> AdmissionSheet:
    """Whole, on the day the child came."""
    told = {
        "documents": ["LETTER", "SOCIAL_REPORT"],
        "belongings": "Tas, boneka",
        "health": "Batuk ringan",
        "oriented_on": stay.starts_on,
        "oriented_by": "Ibu Misal",
        "agreed_on": stay.starts_on,
        "agreed_by": ["CHILD", "FAMILY", "HOME"],
    }
    return keep_admission_sheet(placement=stay, by=actor_of(by), **told | more)
