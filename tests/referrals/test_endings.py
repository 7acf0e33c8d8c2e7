"""The end of a stay that nobody decided, and what must happen before it or after it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import RuleViolation
from atensi.notices.kinds import NOTICE_KINDS
from atensi.notices.models import Notice
from cases.eligibility.plans import plan_item_problems
from cases.models import AftercareVisit, Case, TransitionPlan
from cases.services.aftercare import record_aftercare_visit, schedule_aftercare
from cases.services.shares import share_case
from cases.states import BirthPrecision, TaskKind
from institutions.services.institutions import update_institution
from institutions.states import Role
from referrals.models import Placement
from referrals.services.placements import end_placement
from referrals.states import HAPPENED, EndReason, PlacementState
from tests.accreditation.factories import CertificateFactory
from tests.cases.factories import CaseFactory, code
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import (
    CareDecisionFactory,
    ConferenceFactory,
    PlacementFactory,
    PlacementReviewFactory,
    days_ago,
    member,
    worker_of,
)
from .test_placements import admit, codes, emergency, hard_codes

pytestmark = pytest.mark.django_db

NOTE = "Tidak kembali dari sekolah, pengasuh menelepon polisi (rekaan)."


@pytest.fixture
def placement():
    """A child in a home that works on the case, with a review to come; somebody oversees."""
    row = PlacementFactory()
    PlacementReviewFactory(placement=row)
    share_case(case=row.case, institution=row.institution, by=actor_of(worker_of(row.case)))
    member(row.case.office, Role.SUPERVISOR)
    return row


def end(placement, reason, *, by=None, on=None, note=NOTE, **changes):
    by = by or actor_of(worker_of(placement.case))
    return end_placement(placement=placement, by=by, on=on or timezone.localdate(), reason=reason, note=note, **changes)


def born(placement, years: int, *, days: int = 0):
    """The child has its birthday of so many years `days` ago."""
    person = placement.beneficiary
    day = days_ago(days)
    person.birth_date = date(day.year - years, day.month, min(day.day, 28))
    person.save(update_fields=["birth_date"])
    Case.objects.filter(pk=placement.case_id).update(opened_at=timezone.now() - timedelta(days=400))
    return Placement.objects.get(pk=placement.pk)


# --- running away ---------------------------------------------------------------------------------------------------


def test_a_child_who_ran_away_is_searched_for_and_the_case_stays_open(placement):
    staff = member(placement.institution)
    ended = end(placement, EndReason.ABSCONDED, by=actor_of(staff))
    case = Case.objects.get(pk=placement.case_id)
    assert (ended.state, ended.end_reason, ended.end_note) == (PlacementState.ENDED, EndReason.ABSCONDED, NOTE)
    assert case.is_open and not placement.reviews.open().exists()
    task = case.tasks.open().get()
    assert (task.kind, task.assignee, task.due_on) == (TaskKind.SEARCH, case.worker, timezone.localdate())


def test_worker_and_dinas_are_told_at_once(placement):
    staff = member(placement.institution)
    end(placement, EndReason.ABSCONDED, by=actor_of(staff))
    supervisor = placement.case.office.memberships.get(role=Role.SUPERVISOR).user_id
    told = Notice.objects.filter(kind="placement:absconded")
    assert set(told.values_list("recipient", flat=True)) == {placement.case.worker_id, supervisor}
    assert NOTICE_KINDS["placement:absconded"].urgent


def test_coming_back_is_a_new_admission_and_ends_the_search(placement):
    end(placement, EndReason.ABSCONDED)
    with pytest.raises(RuleViolation) as refused:
        admit(placement.decision, by=actor_of(member(placement.institution)))
    assert "decision_used" in hard_codes(refused)
    emergency(placement.case, InstitutionFactory(lksa=True))
    assert not placement.case.tasks.open().filter(kind=TaskKind.SEARCH).exists()


@pytest.mark.rule("end_without_note", "placement_end_says_what_happened")
@pytest.mark.parametrize("reason", sorted(HAPPENED))
def test_what_happened_is_told_in_words(placement, reason):
    placement = born(placement, 18)
    with pytest.raises(RuleViolation) as refused:
        end(placement, reason, note="  ")
    assert "end_without_note" in hard_codes(refused)
    with pytest.raises(IntegrityError, match="placement_end_says_what_happened"):
        Placement.objects.filter(pk=placement.pk).update(state="ENDED", ended_on=days_ago(0), end_reason=reason)


# --- death ----------------------------------------------------------------------------------------------------------


def test_a_death_is_written_with_the_person_and_nobody_is_visited(placement):
    schedule_aftercare(case=placement.case, home_on=days_ago(200), by=actor_of(worker_of(placement.case)))
    assert AftercareVisit.objects.open().exists()
    end(placement, EndReason.DIED, on=days_ago(1))
    placement.beneficiary.refresh_from_db()
    assert placement.beneficiary.died_on == days_ago(1)
    assert not AftercareVisit.objects.open().exists()
    assert not Deadline.objects.filter(case_id=placement.case_id, clock="aftercare").exists()
    assert Notice.objects.filter(kind="placement:died", recipient__memberships__role=Role.SUPERVISOR).exists()


def test_nobody_visits_on_account_of_an_earlier_case_either(placement):
    """The visits after a homecoming run on in the closed case when a new one opens; a death ends those, too."""
    worker = worker_of(placement.case)
    told = {"closed_at": timezone.now(), "closed_by": worker.user, "final_evaluation": "Pulang (rekaan)."}
    reason = code("CLOSURE_REASON", "REUNIFIED")
    earlier = CaseFactory(
        beneficiary=placement.beneficiary, worker_membership=worker, stage="CLOSED", closure_reason=reason, **told
    )
    schedule_aftercare(case=earlier, home_on=days_ago(200), by=system_actor())
    assert Deadline.objects.filter(case_id=earlier.pk, clock="aftercare").exists()
    end(placement, EndReason.DIED)
    assert not Deadline.objects.filter(case_id=earlier.pk, clock="aftercare").exists()


def test_a_death_is_on_the_trail_of_the_person(placement):
    end(placement, EndReason.DIED)
    subject = f"beneficiary:{placement.beneficiary_id}"
    assert AuditEvent.objects.filter(verb="beneficiary.update", subject=subject).exists()


@pytest.mark.rule("died_another_day")
def test_a_person_dies_once(placement):
    placement.beneficiary.died_on = days_ago(3)
    placement.beneficiary.save(update_fields=["died_on"])
    with pytest.raises(RuleViolation) as refused:
        end(placement, EndReason.DIED)
    assert codes(refused) == {"died_another_day"}
    assert end(placement, EndReason.DIED, on=days_ago(3)).ended_on == days_ago(3)


def test_the_page_leads_to_the_closing_of_the_case(client, placement):
    client.force_login(worker_of(placement.case).user)
    sent = {"reason": "DIED", "on": timezone.localdate().isoformat(), "note": NOTE}
    response = client.post(url_of(placement), sent)
    assert response.url == f"{reverse('cases:close', args=[placement.case_id])}?alasan=DIED"
    page = client.get(response.url).content.decode()
    assert "selected>Meninggal" in page


# --- of age ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("not_of_age")
@pytest.mark.parametrize("known", [True, False])
def test_nobody_ages_out_before_the_eighteenth_birthday(placement, known):
    placement = born(placement, 17)
    if not known:
        placement.beneficiary.birth_date, placement.beneficiary.birth_precision = None, BirthPrecision.UNKNOWN
        placement.beneficiary.save(update_fields=["birth_date", "birth_precision"])
    with pytest.raises(RuleViolation) as refused:
        end(placement, EndReason.AGED_OUT)
    assert "not_of_age" in hard_codes(refused)


@pytest.mark.rule("transition_plan_missing")
def test_an_adult_is_not_said_to_have_come_of_age(placement):
    placement = born(placement, 40)
    with pytest.raises(RuleViolation) as refused:
        end(placement, EndReason.AGED_OUT)
    assert "not_of_age" in hard_codes(refused)


def test_without_a_whole_transition_plan_somebody_says_why(placement):
    placement = born(placement, 18)
    with pytest.raises(RuleViolation) as refused:
        end(placement, EndReason.AGED_OUT)
    assert [(one.code, one.tag) for one in refused.value.problems] == [("transition_plan_missing", "soft")]
    ended = end(placement, EndReason.AGED_OUT, reasons={"transition_plan_missing": "Tinggal bersama bibi (rekaan)."})
    assert ended.soft_reasons["transition_plan_missing"] == "Tinggal bersama bibi (rekaan)."


def test_with_the_plan_the_birthday_is_enough(placement):
    placement = born(placement, 18)
    words = ("housing", "livelihood", "documents", "support_person", "savings", "contact_after")
    who = {"recorded_by": placement.case.worker, "completed_by": placement.case.worker}
    TransitionPlan.objects.create(
        case=placement.case, completed_at=timezone.now(), **who, **dict.fromkeys(words, "Rekaan.")
    )
    assert end(placement, EndReason.AGED_OUT).end_reason == EndReason.AGED_OUT


# --- the page -------------------------------------------------------------------------------------------------------


def url_of(placement):
    return reverse("referrals:placement_end", args=[placement.pk])


def test_the_page_ends_the_stay_once(client, placement):
    client.force_login(worker_of(placement.case).user)
    assert "Akhiri penempatan" in client.get(url_of(placement)).content.decode()
    sent = {"reason": "ABSCONDED", "on": timezone.localdate().isoformat(), "note": NOTE}
    response = client.post(url_of(placement), sent)
    assert response.url == reverse("cases:placements", args=[placement.case_id])
    assert NOTE in client.get(response.url).content.decode()
    assert client.get(url_of(placement)).url == response.url


def test_the_home_that_the_child_left_is_led_to_its_reviews(client, placement):
    client.force_login(member(placement.institution).user)
    sent = {"reason": "ABSCONDED", "on": timezone.localdate().isoformat(), "note": NOTE}
    assert client.post(url_of(placement), sent).url == reverse("referrals:review_list")


def test_an_empty_form_comes_back_and_problems_are_shown(client, placement):
    client.force_login(worker_of(placement.case).user)
    assert client.post(url_of(placement), {}).status_code == 422
    placement = born(placement, 17)
    sent = {"reason": "AGED_OUT", "on": timezone.localdate().isoformat(), "note": NOTE}
    response = client.post(url_of(placement), sent)
    assert (response.status_code, "baru berumur 18 tahun" in response.content.decode()) == (409, True)


def test_the_link_stands_only_where_it_may_be_used(client, placement):
    page = reverse("cases:placements", args=[placement.case_id])
    client.force_login(worker_of(placement.case).user)
    assert url_of(placement) in client.get(page).content.decode()
    client.force_login(member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER).user)
    assert url_of(placement) not in client.get(page).content.decode()
    assert client.get(url_of(placement)).status_code == 403


# --- the title runs out ---------------------------------------------------------------------------------------------


def with_end(placement, on):
    Placement.objects.filter(pk=placement.pk).update(planned_end_on=on)
    keep_deadlines(cases=[placement.case_id])
    return Placement.objects.get(pk=placement.pk)


def test_the_end_of_a_title_has_a_clock(placement):
    with_end(placement, timezone.localdate() + timedelta(days=20))
    due = Deadline.objects.get(case_id=placement.case_id, clock="title_end")
    assert due.due_on == timezone.localdate() + timedelta(days=20)
    end(placement, EndReason.ABSCONDED)
    assert not Deadline.objects.filter(case_id=placement.case_id, clock="title_end").exists()


@pytest.mark.rule("title_ended")
def test_nothing_new_is_planned_on_a_title_that_has_run_out(placement):
    with_end(placement, timezone.localdate())
    assert plan_item_problems(placement.case) == []
    with_end(placement, days_ago(1))
    assert [(one.code, one.tag) for one in plan_item_problems(placement.case)] == [("title_ended", "hard")]


# --- changing the place ---------------------------------------------------------------------------------------------


@pytest.fixture
def moving(placement):
    """A child whose review decided to move to relatives, and the decision for it, that no conference led to."""
    PlacementReviewFactory(placement=placement, held=True, outcome="SUBSTITUTE_FAMILY", due_on=days_ago(9))
    return CareDecisionFactory(kinship=True, case=placement.case, starts_on=days_ago(3))


def move(decision):
    return admit(decision, by=actor_of(worker_of(decision.case)), referral=None, carer=decision.carer)


@pytest.mark.rule("conference_before_move")
def test_a_child_changes_the_place_after_a_conference(moving):
    with pytest.raises(RuleViolation) as refused:
        move(moving)
    assert hard_codes(refused) == {"conference_before_move"}
    ConferenceFactory(case=moving.case, held_on=days_ago(20))
    assert move(moving).carer == moving.carer


def test_a_conference_before_the_stay_began_does_not_count(moving):
    ConferenceFactory(case=moving.case, held_on=days_ago(130))
    with pytest.raises(RuleViolation) as refused:
        move(moving)
    assert hard_codes(refused) == {"conference_before_move"}


@pytest.mark.rule("certificate_ends_within_stay")
def test_an_accreditation_that_ends_within_the_stay_is_explained():
    house = InstitutionFactory(lksa=True)
    decision = CareDecisionFactory(institution=house, starts_on=days_ago(3))
    ends = timezone.localdate() + timedelta(days=10)
    CertificateFactory(institution=house, valid_from=date(2020, 1, 1), valid_until=ends)
    with pytest.raises(RuleViolation) as refused:
        admit(decision, reasons={})
    assert [(one.code, one.tag) for one in refused.value.problems] == [("certificate_ends_within_stay", "soft")]
    assert admit(decision, reasons={"certificate_ends_within_stay": "Visitasi ulang terjadwal (rekaan)."})


# --- a home that is switched off ------------------------------------------------------------------------------------


@pytest.mark.rule("residents_left")
def test_a_home_with_children_is_not_switched_off(placement):
    home = placement.institution
    by = actor_of(MembershipFactory(institution=home, role=Role.ADMINISTRATOR))
    with pytest.raises(RuleViolation) as refused:
        update_institution(institution=home, by=by, is_active=False)
    assert codes(refused) == {"residents_left"}
    end(placement, EndReason.ABSCONDED)
    assert not update_institution(institution=home, by=by, is_active=False).is_active


# --- after the return -----------------------------------------------------------------------------------------------


def visited(case, *, is_safe):
    by = actor_of(worker_of(case))
    visit = schedule_aftercare(case=case, home_on=days_ago(40), by=by)[0 if not is_safe else 1]
    return record_aftercare_visit(visit=visit, done_on=timezone.localdate(), is_safe=is_safe, findings="Rekaan.", by=by)


def test_an_unsafe_visit_opens_a_task_for_today_and_tells_the_office(placement):
    visited(placement.case, is_safe=False)
    task = placement.case.tasks.open().get()
    assert (task.kind, task.due_on) == (TaskKind.UNSAFE, timezone.localdate())
    supervisor = placement.case.office.memberships.get(role=Role.SUPERVISOR).user_id
    notice = Notice.objects.get(kind="aftercare:unsafe")
    assert (notice.recipient_id, NOTICE_KINDS[notice.kind].urgent) == (supervisor, True)


def test_a_later_safe_visit_ends_the_task(placement):
    visited(placement.case, is_safe=False)
    visited(placement.case, is_safe=True)
    assert not placement.case.tasks.open().exists()
