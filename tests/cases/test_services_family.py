"""Family, agreements, conferences, after-care."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from atensi.errors import NotAllowed
from cases.event_states import EventKind
from cases.models import AftercareVisit, ConsentNotice, FamilyMember
from cases.services.aftercare import record_aftercare_visit, schedule_aftercare
from cases.services.agreements import sign_agreement, withdraw_agreement
from cases.services.conferences import hold_conference
from cases.services.family import add_family_member, update_family_member
from cases.states import Relation, Stage
from institutions.models import Parameter
from institutions.states import Role
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.cases.papers import AftercareVisitFactory, AgreementFactory, worker_of
from tests.cases.rules import refused
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


def days(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def case():
    return CaseFactory()


def agree(case, **fields):
    values = {
        "signed_on": timezone.localdate(),
        "child_agrees": True,
        "scopes": ["SERVICE", "DATA"],
        "signatory_name": "Bibi Rekaan",
        "relation": "Bibi",
        "child_view": "Aku mau (contoh)",
        "by": worker_of(case),
    }
    return sign_agreement(case=case, **{**values, **fields})


@pytest.mark.parametrize(("relation", "degree"), [(Relation.MOTHER, 1), (Relation.AUNT_UNCLE, 3), ("NOT_KIN", None)])
def test_kinship_degree_follows_the_relation(case, relation, degree):
    member = add_family_member(case=case, by=worker_of(case), name="Sari Rekaan", relation=relation)
    assert member.kinship_degree == degree
    assert case.events.get().kind == EventKind.FAMILY_RECORDED


def test_kinship_degree_may_be_given(case):
    member = add_family_member(
        case=case, by=worker_of(case), name="Umpama", relation=Relation.OTHER_KIN, kinship_degree=3
    )
    assert member.kinship_degree == 3


@pytest.mark.rule("birth_parent_stays")
def test_birth_parent_stays_a_birth_parent(case):
    mother = FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.MOTHER)
    with refused("birth_parent_stays"):
        update_family_member(case=case, member=mother, by=worker_of(case), name="Umpama", relation=Relation.NOT_KIN)
    update_family_member(case=case, member=mother, by=worker_of(case), name="Umpama", relation=Relation.MOTHER)
    assert FamilyMember.objects.get().name == "Umpama"


def test_family_of_another_case_is_refused(case):
    with pytest.raises(NotAllowed):
        update_family_member(
            case=case, member=FamilyMemberFactory(), by=worker_of(case), name="Umpama", relation=Relation.AUNT_UNCLE
        )


def test_agreement_brings_the_case_out_of_intake(case):
    agreement = agree(case)
    case.refresh_from_db()
    assert case.stage == Stage.AGREEMENT
    notice = ConsentNotice.objects.in_force()
    assert (agreement.notice, agreement.notice_version) == (notice, notice.code)
    assert {one.scope for one in agreement.consents.all()} == {"SERVICE", "DATA"}


@pytest.mark.rule("agreement_without_party")
def test_agreement_refused_without_family_unless_dinas_is_party(case):
    with refused("agreement_without_party"):
        agree(case, signatory_name=" ")
    reasons = {"tracing_not_begun": "Ditemukan malam ini (contoh)"}
    assert agree(case, signatory_name="", office_is_party=True, reasons=reasons).office_is_party


@pytest.mark.rule("child_not_heard")
def test_agreement_refused_when_the_child_was_not_heard_without_reason(case):
    with refused("child_not_heard"):
        agree(case, child_view="")
    agree(case, child_view="", child_not_heard_reason="Masih bayi (contoh)")


@pytest.mark.rule("date_ahead")
def test_agreement_refused_ahead_of_today(case):
    with refused("date_ahead"):
        agree(case, signed_on=days(1))


def test_agreement_refused_with_a_signatory_of_another_family(case):
    with pytest.raises(NotAllowed):
        agree(case, signatory=FamilyMemberFactory())


@pytest.mark.rule("agreement_withdrawn", "withdrawn_before_signed")
def test_agreement_is_withdrawn_once_and_not_before_it_was_signed(case):
    agreement = AgreementFactory(case=case)
    with refused("withdrawn_before_signed"):
        withdraw_agreement(
            agreement=agreement,
            by=worker_of(case),
            reason="Pindah (contoh)",
            withdrawn_on=agreement.signed_on - timedelta(days=1),
        )
    withdraw_agreement(agreement=agreement, by=worker_of(case), reason="Pindah (contoh)")
    with refused("agreement_withdrawn"):
        withdraw_agreement(agreement=agreement, by=worker_of(case), reason="Pindah (contoh)")


@pytest.mark.rule("child_not_heard", "date_ahead")
def test_conference_is_recorded_with_the_childs_view(case):
    values = {"attendees": "Bibi Rekaan", "options": "Kerabat", "recommendation": "Kerabat"}
    with refused("child_not_heard"):
        hold_conference(case=case, by=worker_of(case), held_on=timezone.localdate(), **values)
    with refused("date_ahead"):
        hold_conference(case=case, by=worker_of(case), held_on=days(1), child_view="Contoh", **values)
    decider = actor_of(MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER))
    held = hold_conference(case=case, by=decider, held_on=timezone.localdate(), child_view="Contoh", **values)
    assert held.recorded_by_id == decider.user_id


def test_aftercare_follows_the_offices_setting_and_is_planned_once(case):
    Parameter.objects.create(key="aftercare_visit_months", institution=case.office, value=[1, 12])
    for _time in range(2):
        schedule_aftercare(case=case, home_on=date(2026, 1, 31), by=worker_of(case))
    assert list(AftercareVisit.objects.values_list("month", "due_on")) == [
        (1, date(2026, 2, 28)),
        (12, date(2027, 1, 31)),
    ]


@pytest.mark.rule("visit_already_recorded")
def test_aftercare_visit_is_recorded_once(case):
    visit = AftercareVisitFactory(case=case)
    done = record_aftercare_visit(
        visit=visit, done_on=timezone.localdate(), is_safe=True, findings="Sekolah lancar (contoh)", by=worker_of(case)
    )
    assert (done.done_by, done.is_safe) == (case.worker, True)
    with refused("visit_already_recorded"):
        record_aftercare_visit(
            visit=visit, done_on=timezone.localdate(), is_safe=True, findings="Lagi", by=worker_of(case)
        )


@pytest.mark.rule("date_ahead", "visit_before_homecoming", "visit_without_findings")
@pytest.mark.parametrize(
    ("done_on", "findings", "code"),
    [
        (1, "Contoh", "date_ahead"),
        (-2000, "Contoh", "visit_before_homecoming"),
        (0, " ", "visit_without_findings"),
    ],
)
def test_aftercare_visit_refused(case, done_on, findings, code):
    with refused(code):
        record_aftercare_visit(
            visit=AftercareVisitFactory(case=case),
            done_on=days(done_on),
            is_safe=False,
            findings=findings,
            by=worker_of(case),
        )
