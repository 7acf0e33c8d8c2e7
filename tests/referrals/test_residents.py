"""Children who lived in a home before its office began to use the system (design.md 4, title EXISTING)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from guardian.shortcuts import assign_perm

from atensi.audit.models import AuditEvent
from atensi.deadlines.services.keeping import reconcile
from atensi.errors import NotAllowed, RuleViolation
from cases.models import Beneficiary, Case
from cases.person import Person
from cases.states import BirthPrecision, CareForm, Sex
from institutions.models import Parameter
from institutions.states import Faith, Role
from referrals.models import Placement
from referrals.residents import PANEL
from referrals.services.placements import start_placement
from referrals.services.residents import Resident, register_existing_resident
from referrals.states import Title
from reports.figures import figures_for
from reports.work import tasks_for
from tests.cases.factories import CaseFactory, code
from tests.cases.intake import logged, worker_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

from .factories import CareDecisionFactory, PlacementFactory, ReferralFactory, days_ago, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """A Dinas that has had the entry switched on for a month."""
    office = InstitutionFactory()
    Parameter.objects.create(key="existing_residents_entry", value=True, institution=office, valid_from=days_ago(30))
    return office


@pytest.fixture
def worker(office):
    return member(office, Role.FIELD_SOCIAL_WORKER)


@pytest.fixture
def home(office):
    return InstitutionFactory(lksa=True, places=5, region=region("14.01.05"))


@pytest.fixture
def staff(home):
    return member(home)


def resident(name="Umpama Sulung", since=400, faith="", **changes) -> Resident:
    person = Person(
        region=region("14.01.05"),
        name=name,
        sex=Sex.FEMALE,
        birth_date=date(2015, 8, 17),
        birth_precision=BirthPrecision.DAY,
        faith=faith,
    )
    return replace(Resident(person, days_ago(since), code("AMPK", "MALTREATED")), **changes)


def enter(home, by, given=None, **kwargs) -> Placement:
    return register_existing_resident(institution=home, resident=given or resident(), by=actor_of(by), **kwargs)


def codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def test_the_home_enters_its_own_resident_with_case_review_and_deadline(home, staff, worker):
    placement = enter(home, staff)
    assert (placement.title, placement.decision, placement.form) == (Title.EXISTING, None, CareForm.LKSA)
    assert placement.referral_due_on == timezone.localdate() + timedelta(days=90)
    assert placement.reviews.get().due_on == timezone.localdate(), "review due at once"
    case = placement.case
    assert (case.office, case.worker, case.opened_by) == (worker.institution, worker.user, staff.user)
    assert Case.objects.visible_to(staff.user).get() == case
    assert AuditEvent.objects.filter(subject=f"placement:{placement.pk}", verb="placement.start").exists()


def test_the_offices_deadline_is_copied_and_never_silently_extended(home, staff, worker, office):
    setting = {"key": "existing_resident_referral_days", "institution": office}
    Parameter.objects.create(**setting, value=30, valid_from=days_ago(1))
    placement = enter(home, staff)
    assert placement.referral_due_on == timezone.localdate() + timedelta(days=30)
    Parameter.objects.create(**setting, value=300, valid_from=timezone.localdate())
    placement.refresh_from_db()
    assert placement.referral_due_on == timezone.localdate() + timedelta(days=30)


def test_the_responsible_worker_is_who_enters_or_whom_the_supervisor_chose(home, office, worker):
    other = member(office, Role.FIELD_SOCIAL_WORKER)
    assert enter(home, other).case.worker == other.user
    supervisor, second = member(office, Role.SUPERVISOR), resident("Misal Bungsu")
    with pytest.raises(RuleViolation) as refused:
        enter(home, supervisor, second)
    assert codes(refused) == {"worker_missing"}
    assert enter(home, supervisor, second, worker=worker.user).case.worker == worker.user


def test_what_the_home_enters_goes_to_the_worker_with_fewest_cases(home, staff, office, worker):
    CaseFactory(worker_membership=worker)
    free = member(office, Role.FIELD_SOCIAL_WORKER)
    assert enter(home, staff).case.worker == free.user


@pytest.mark.parametrize(
    "who",
    [
        lambda office: member(InstitutionFactory(lksa=True)),
        lambda office: member(office, Role.SOCIAL_OFFICE_DECIDER),
        lambda office: member(office, Role.ADMINISTRATOR),
        lambda office: MembershipFactory(institution=InstitutionFactory(region=region("14.02"))),
    ],
)
def test_nobody_else_enters_a_resident(home, office, worker, who):
    with pytest.raises(NotAllowed):
        enter(home, who(office))
    assert not Beneficiary.objects.exists()


def test_staff_cannot_place_the_child_of_another_case_as_existing(home, staff, worker):
    asked = {"title": Title.EXISTING, "form": CareForm.LKSA, "base": "RESIDENTIAL", "term": "LONG"}
    case = CaseFactory(worker_membership=worker)
    with pytest.raises(NotAllowed):
        start_placement(case=case, by=actor_of(staff), starts_on=days_ago(400), institution=home, **asked)


@pytest.mark.rule("no_office", "worker_missing")
def test_without_an_office_or_a_worker_nobody_is_entered(staff, home):
    with pytest.raises(RuleViolation) as refused:
        enter(home, staff)
    assert codes(refused) == {"worker_missing"}
    far = InstitutionFactory(lksa=True, region=region("14.02.01"))
    with pytest.raises(RuleViolation) as refused:
        enter(far, member(far))
    assert codes(refused) == {"no_office"}


def test_only_stays_that_began_before_the_offices_day_are_entered(home, staff, worker):
    with pytest.raises(RuleViolation) as refused:
        enter(home, staff, resident(since=3))
    assert codes(refused) == {"not_existing"}
    assert not Case.objects.exists()


@pytest.mark.rule("duplicate_candidates")
def test_a_similar_file_stops_the_entry_until_it_was_looked_at(home, staff, worker):
    enter(home, staff)
    with pytest.raises(RuleViolation) as refused:
        enter(home, staff, resident(since=300))
    assert codes(refused) == {"duplicate_candidates"}
    assert Placement.objects.count() == 1


def test_an_entry_stopped_by_a_file_out_of_sight_leaves_its_row_in_that_files_trail(home, staff, worker):
    there = logged(worker_at(), person=resident().person)
    with pytest.raises(RuleViolation) as refused:
        enter(home, staff, resident())
    assert codes(refused) == {"duplicate_candidates"}
    [row] = AuditEvent.objects.filter(verb="duplicate.outside")
    assert (row.subject, row.user_id) == (f"beneficiary:{there.beneficiary_id}", staff.user_id)


def test_a_child_whose_case_is_open_already_gets_the_placement_there_and_once(home, worker):
    case = CaseFactory(worker_membership=worker)
    placement = enter(home, worker, resident(case=case))
    assert (placement.case, Case.objects.count()) == (case, 1)
    with pytest.raises(RuleViolation) as refused:
        enter(home, worker, resident(case=case))
    assert "open_placement" in codes(refused)


@pytest.mark.parametrize(
    ("field", "value", "asked"),
    [
        ("licence_valid_until", date(2025, 1, 1), "licence_expired"),
        ("faith", Faith.CATHOLIC, "faith_differs"),
    ],
)
def test_who_should_not_have_come_is_entered_with_a_reason(home, staff, worker, field, value, asked):
    setattr(home, field, value)
    home.save()
    given = resident(faith=Faith.ISLAM)
    with pytest.raises(RuleViolation) as refused:
        enter(home, staff, given)
    assert {problem.code: problem.tag for problem in refused.value.problems} == {asked: "soft"}
    placement = enter(home, staff, replace(given, reasons={asked: "Sudah tinggal lama (rekaan)."}))
    assert placement.soft_reasons == {asked: "Sudah tinggal lama (rekaan)."}


def test_a_full_home_enters_nobody(home, staff, worker):
    PlacementFactory.create_batch(5, institution=home)
    with pytest.raises(RuleViolation) as refused:
        enter(home, staff)
    assert codes(refused) == {"no_free_place"}


def owing(case) -> bool:
    return Placement.objects.owing_referral().filter(case=case).exists()


def test_the_referral_is_owed_until_it_is_sent_and_again_when_it_is_returned():
    case = PlacementFactory(existing=True).case
    assert owing(case)
    sent = ReferralFactory(case=case)
    assert not owing(case)
    sent.state, sent.answered_at, sent.answered_by, sent.answer_reason = "DECLINED", timezone.now(), case.worker, "X"
    sent.save()
    assert owing(case)


def test_past_the_deadline_it_stands_on_the_lists_of_worker_supervisor_dinas_and_home(home, staff, worker, office):
    placement = enter(home, staff)
    Placement.objects.filter(pk=placement.pk).update(referral_due_on=days_ago(2))
    reconcile()
    readers = [worker, staff, member(office, Role.SUPERVISOR), member(office, Role.SOCIAL_OFFICE_DECIDER)]
    for reader in readers:
        tasks = tasks_for(reader.user, actor_of(reader))
        assert days_ago(2) in [task.due for task in tasks if str(task.title).startswith("Minta keputusan Dinas")]
        late = {str(figure.label): figure.value for figure in figures_for(reader.user, actor_of(reader))}
        assert late["Sudah tinggal, rujukan ke Dinas lewat waktu"] == 1
    assert PANEL.load(home, staff.user) == {"count": 1, "late": 1, "may_enter": True}


def test_the_panel_of_a_home_runs_a_fixed_number_of_queries(home, staff, worker, django_assert_num_queries):
    with django_assert_num_queries(3):
        PANEL.load(home, staff.user)
    enter(home, staff)
    with django_assert_num_queries(3):
        PANEL.load(home, staff.user)


def test_a_decision_puts_an_earlier_stay_right(home, staff, worker):
    placement = enter(home, staff)
    case = placement.case
    decision = CareDecisionFactory(case=case, institution=home, starts_on=days_ago(1))
    referral = ReferralFactory(admission=True, accepted=True, case=case, to_institution=home, decision=decision)
    following = start_placement(
        case=case,
        by=actor_of(staff),
        title=Title.DECISION,
        form=decision.form,
        base=decision.base,
        term=decision.term,
        starts_on=timezone.localdate(),
        institution=home,
        decision=decision,
        referral=referral,
        reasons={"not_accredited": "Rekaan."},
    )
    placement.refresh_from_db()
    assert (placement.ended_on, following.is_open) == (timezone.localdate(), True)
    assert not Placement.objects.owing_referral().exists()


def test_a_masked_file_is_nobodys_to_place(home, office, worker):
    """Its number alone would tell whose it is."""
    hidden = CaseFactory(restricted=True)
    assign_perm("view_case", office.group, hidden)
    given = resident(beneficiary=hidden.beneficiary)
    with pytest.raises(NotAllowed):
        enter(home, member(office, Role.SUPERVISOR), given, worker=worker.user)
    assert not Placement.objects.exists()
