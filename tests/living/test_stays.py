from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.deadlines.models import Deadline
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.models import Notice
from cases.models import CaseEvent, ContactBan
from living.models import Assignment
from living.services.caregivers import (
    add_caregiver,
    edit_caregiver,
    end_caregiver,
    readmit_caregiver,
    review_caregiver,
    suspend_caregiver,
)
from living.services.stays import end_leave
from referrals.services.leaving import finish
from tests.accounts.factories import UserFactory
from tests.cases.factories import BeneficiaryFactory, CaseFactory, FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory, actor_of
from tests.living.scenes import away, cared, caregiver, home_with_children, met, share
from tests.referrals.factories import PlacementFactory, days_ago, member
from tests.referrals.scenes import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return home_with_children()


def refused(act) -> set[str]:
    with pytest.raises(RuleViolation) as violation:
        act()
    return {problem.code for problem in violation.value.problems}


def banned(stay):
    one = FamilyMemberFactory(beneficiary=stay.beneficiary, name="Paman Rekaan")
    ContactBan.objects.create(member=one, basis="SAFETY", reason="Rekaan", since=days_ago(9), recorded_by=UserFactory())
    return one


# Contacts of the family


def test_a_contact_says_who_how_and_the_childs_words(home):
    row = met(home.first, home.staff, child_words="Aku mau Bibi datang lagi.", others="Sepupu")

    assert row.who.endswith("Sepupu")
    assert row.child_words == "Aku mau Bibi datang lagi."
    assert CaseEvent.objects.filter(case=home.first.case, kind="FAMILY_MET").exists()


@pytest.mark.rule("contact_banned")
def test_nobody_meets_the_child_against_a_ban(home):
    uncle = banned(home.first)

    assert refused(lambda: met(home.first, home.staff, members=[uncle])) == {"contact_banned"}
    assert refused(lambda: away(home.first, home.staff, member=uncle)) == {"contact_banned"}
    ContactBan.objects.update(lifted_at=timezone.now(), lifted_by=UserFactory(), lifted_reason="Aman")
    assert met(home.first, home.staff, members=[uncle])


@pytest.mark.rule("contact_of_nobody")
def test_a_contact_is_of_somebody(home):
    assert refused(lambda: met(home.first, home.staff, members=[])) == {"contact_of_nobody"}


@pytest.mark.rule("contact_outside_stay")
def test_a_contact_lies_within_the_stay(home):
    for day in (in_days(1), home.first.starts_on - timedelta(days=1)):
        assert refused(lambda day=day: met(home.first, home.staff, held_on=day)) == {"contact_outside_stay"}


def test_only_who_works_there_or_on_the_case_writes(home):
    stranger = member(InstitutionFactory(lksa=True))

    for by in (stranger, home.other_worker):
        with pytest.raises(NotAllowed):
            met(home.first, by)
    assert met(home.first, home.worker)


def test_a_relative_of_another_child_is_none_of_theirs(home):
    other = FamilyMemberFactory(beneficiary=home.second.beneficiary)

    with pytest.raises(NotAllowed):
        met(home.first, home.staff, members=[other])


# Leaves


def test_a_leave_runs_a_clock_until_the_child_is_back(home):
    row = away(home.first, home.staff)

    deadline = Deadline.objects.get(clock="leave", subject_id=row.pk)
    assert (deadline.due_on, deadline.holder) == (row.until_on, home.home)
    end_leave(leave=row, back_on=timezone.localdate(), note="Sehat", by=actor_of(home.staff))
    assert not Deadline.objects.filter(clock="leave").exists()


def test_the_end_of_the_stay_ends_the_clock_of_a_leave(home):
    away(home.first, home.staff)
    finish(placement=home.first, on=timezone.localdate(), reason="CLOSED", by=actor_of(home.worker))

    assert not Deadline.objects.filter(clock="leave").exists()


@pytest.mark.rule("leave_open")
def test_one_leave_at_a_time(home):
    away(home.first, home.staff)

    assert refused(lambda: away(home.first, home.staff)) == {"leave_open"}


@pytest.mark.rule("leave_alone")
def test_a_child_goes_with_somebody(home):
    assert refused(lambda: away(home.first, home.staff, escort=" ")) == {"leave_alone"}


@pytest.mark.rule("leave_ends_before_start", "leave_before_stay")
def test_the_days_of_a_leave_are_in_order(home):
    assert refused(lambda: away(home.first, home.staff, until_on=days_ago(1))) == {"leave_ends_before_start"}
    assert refused(lambda: away(home.first, home.staff, from_on=days_ago(300))) == {"leave_before_stay"}


@pytest.mark.rule("leave_after_stay", "assignment_after_stay")
def test_who_left_the_home_gets_neither_leave_nor_caregiver(home):
    one = caregiver(home)
    finish(placement=home.first, on=timezone.localdate(), reason="CLOSED", by=actor_of(home.worker))
    home.first.refresh_from_db()

    assert refused(lambda: away(home.first, home.worker)) == {"leave_after_stay"}
    assert refused(lambda: cared(home.first, one, home.worker)) == {"assignment_after_stay"}


@pytest.mark.rule("leave_returned", "leave_return_day")
def test_the_return_is_written_once_on_its_day(home):
    row, by = away(home.first, home.staff), actor_of(home.staff)
    for day in (in_days(1), days_ago(1)):
        assert refused(lambda day=day: end_leave(leave=row, back_on=day, note="x", by=by)) == {"leave_return_day"}
    end_leave(leave=row, back_on=row.from_on, note="Sehat", by=by)

    assert refused(lambda: end_leave(leave=row, back_on=row.from_on, note="x", by=by)) == {"leave_returned"}


# Caregivers


@pytest.mark.rule("hand_over_note_missing", "living_assignment.handed_over")
def test_a_change_of_caregiver_needs_a_hand_over_note(home):
    one, two = caregiver(home), caregiver(home, "Bapak Umpama")
    first = cared(home.first, one, home.staff, since=days_ago(9), hand_over="")

    assert refused(lambda: cared(home.first, two, home.staff, hand_over=" ")) == {"hand_over_note_missing"}
    cared(home.first, two, home.staff)
    first.refresh_from_db()
    assert first.until == days_ago(1)
    assert Assignment.objects.get(placement=home.first, until=None).caregiver == two


def test_head_and_worker_are_told_of_the_change(home):
    head = member(home.home, is_head=True)
    row = cared(home.first, caregiver(home), home.staff)

    told = Notice.objects.filter(kind="stay:caregiver", subject=f"assignment:{row.pk}")
    assert set(told.values_list("recipient_id", flat=True)) == {head.user_id, home.worker.user_id}


@pytest.mark.rule("caregiver_suspended")
def test_no_child_is_given_to_who_is_under_investigation(home):
    one = caregiver(home)
    suspend_caregiver(caregiver=one, because="Diperiksa", by=actor_of(home.staff))

    assert refused(lambda: cared(home.first, one, home.staff)) == {"caregiver_suspended"}
    with pytest.raises(NotAllowed):
        readmit_caregiver(caregiver=one, because="Selesai", by=actor_of(home.staff))
    readmit_caregiver(caregiver=one, because="Selesai", by=actor_of(home.supervisor))
    assert cared(home.first, one, home.staff)


@pytest.mark.rule("caregiver_elsewhere")
def test_who_cares_works_where_the_child_lives(home):
    other = home_with_children()
    one = caregiver(other)

    assert refused(lambda: cared(home.first, one, home.staff)) == {"caregiver_elsewhere"}


@pytest.mark.rule("assignment_day", "assignment_same")
def test_a_child_is_given_on_once_from_a_day_of_the_stay(home):
    one = caregiver(home)

    assert refused(lambda: cared(home.first, one, home.staff, since=in_days(1))) == {"assignment_day"}
    cared(home.first, one, home.staff)
    assert refused(lambda: cared(home.first, one, home.staff)) == {"assignment_same"}


@pytest.mark.rule("caregiver_ratio")
def test_five_children_or_three_under_five_are_one_caregivers(home):
    one = caregiver(home)
    small = timezone.localdate() - timedelta(days=900)
    stays = []
    for _n in range(4):
        case = CaseFactory(worker_membership=home.worker, beneficiary=BeneficiaryFactory(birth_date=small))
        stays.append(PlacementFactory(case=case, institution=home.home))
        share(case, home.home)
    for stay in stays[:3]:
        cared(stay, one, home.staff)

    assert refused(lambda: cared(stays[3], one, home.staff)) == {"caregiver_ratio"}
    reasons = {"caregiver_ratio": "Pengasuh kedua mulai pekan depan."}
    assert cared(stays[3], one, home.staff, reasons=reasons).soft_reasons == reasons


@pytest.mark.rule("caregiver_without_statement", "caregiver_review_late")
def test_a_missing_statement_and_a_late_review_need_a_reason(home):
    one = caregiver(home, statement_on=None)
    type(one).objects.filter(pk=one.pk).update(review_due_on=days_ago(1))

    assert refused(lambda: cared(home.first, one, home.staff)) == {
        "caregiver_without_statement",
        "caregiver_review_late",
    }


def test_a_review_sets_the_day_of_the_next(home):
    one = caregiver(home)
    type(one).objects.filter(pk=one.pk).update(review_due_on=days_ago(1))
    review_caregiver(caregiver=one, held_on=timezone.localdate(), result="Baik", by=actor_of(home.staff))

    one.refresh_from_db()
    assert one.review_due_on > in_days(170)
    assert Deadline.objects.get(clock="caregiver_review", subject_id=one.pk).due_on == one.review_due_on


@pytest.mark.rule("caregiver_review_day", "caregiver_leaving_day", "caregiver_left")
def test_reviews_and_the_last_day_lie_within_the_work(home):
    one, by = caregiver(home), actor_of(home.staff)
    late = {"caregiver": one, "by": by}

    assert refused(lambda: review_caregiver(held_on=in_days(1), result="x", **late)) == {"caregiver_review_day"}
    assert refused(lambda: end_caregiver(left_on=in_days(1), **late)) == {"caregiver_leaving_day"}
    end_caregiver(left_on=timezone.localdate(), **late)
    assert refused(lambda: edit_caregiver(training="x", **late)) == {"caregiver_left"}


@pytest.mark.rule("caregiver_has_children")
def test_nobody_leaves_before_the_children_are_handed_over(home):
    one, by = caregiver(home), actor_of(home.staff)
    cared(home.first, one, home.staff)

    act = {"caregiver": one, "left_on": timezone.localdate(), "by": by}
    assert refused(lambda: end_caregiver(**act)) == {"caregiver_has_children"}
    cared(home.first, caregiver(home, "Bapak Umpama"), home.staff, since=timezone.localdate())
    assert end_caregiver(**act).left_on


@pytest.mark.rule("caregiver_known", "caregiver_ahead", "caregiver_without_home")
def test_a_caregiver_is_entered_once_where_children_live(home):
    caregiver(home)

    assert refused(lambda: caregiver(home)) == {"caregiver_known"}
    assert refused(lambda: caregiver(home, "Lain", since=in_days(1))) == {"caregiver_ahead"}
    body = InstitutionFactory(kind="LKS", region=home.home.region)
    act = {"home": body, "name": "Lain", "since": days_ago(1), "by": actor_of(member(body))}
    assert refused(lambda: add_caregiver(**act)) == {"caregiver_without_home"}


def test_strangers_keep_no_caregivers(home):
    one, stranger = caregiver(home), member(InstitutionFactory(lksa=True))

    with pytest.raises(NotAllowed):
        edit_caregiver(caregiver=one, training="x", by=actor_of(stranger))
    assert edit_caregiver(caregiver=one, training="Lanjutan", by=actor_of(home.supervisor)).training == "Lanjutan"
