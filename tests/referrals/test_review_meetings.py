"""The review itself: invitations, preparation sheet, both voices, findings per goal, the paper (domain.md 5.3)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.models import Notice
from cases.services.shares import share_case
from institutions.states import Role
from referrals.eligibility.reviews import GoalFinding
from referrals.models import ReviewInvitation
from referrals.preparation import preparation_for
from referrals.services.invitations import Invitee, invite_to_review
from referrals.services.reviews import hold_review
from referrals.states import Attendee, EndReason, GoalProgress, PlacementState, ReviewOutcome
from referrals.verification import genuine_paper
from tests.cases import papers
from tests.cases.factories import CaseFactory
from tests.institutions.factories import actor_of

from .factories import PlacementFactory, PlacementReviewFactory, days_ago, member, worker_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    return PlacementReviewFactory()


@pytest.fixture
def worker(review):
    return actor_of(worker_of(review.placement.case))


def in_days(days):
    return timezone.now() + timedelta(days=days)


def plan_for(review):
    return papers.sign(papers.CarePlanFactory(case=review.placement.case, actions=2))


def hold(review, by, **changes):
    given = {
        "held_on": timezone.localdate(),
        "attendees": [Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
        "child_view": "Aku mau pulang (rekaan).",
        "child_not_heard_reason": "",
        "family_view": "Kami menunggunya (rekaan).",
        "findings": "Temuan rekaan.",
        "recommendation": "Kontak tiap minggu (rekaan).",
        "outcome": ReviewOutcome.CONTINUE,
    }
    return hold_review(review=review, by=by, **(given | changes))


def refused(review, by, **changes):
    with pytest.raises(RuleViolation) as violation:
        hold(review, by, **changes)
    return {problem.code: problem.tag for problem in violation.value.problems}


# --- both voices, goal by goal ------------------------------------------------------------------------------------


@pytest.mark.rule("family_not_heard")
def test_the_family_is_heard_or_it_says_why_not(review, worker):
    assert refused(review, worker, family_view=" ") == {"family_not_heard": "hard"}
    held = hold(review, worker, family_view="", family_not_heard_reason="Ayah belum ditemukan (rekaan).")
    assert held.family_not_heard_reason == "Ayah belum ditemukan (rekaan)."


@pytest.mark.rule("goal_not_reviewed", "goal_of_other_plan")
def test_every_goal_of_the_plan_in_force_is_looked_at_and_no_other(review, worker):
    goal = plan_for(review).goals.get()
    assert refused(review, worker) == {"goal_not_reviewed": "soft"}
    foreign = papers.CarePlanFactory().goals.get()
    found = [GoalFinding(each, GoalProgress.ON_WAY, "Bibi berkunjung (rekaan).") for each in (goal, foreign)]
    assert refused(review, worker, goal_findings=found) == {"goal_of_other_plan": "hard"}
    held = hold(review, worker, goal_findings=found[:1])
    assert [(row.goal, row.progress) for row in held.goal_findings.all()] == [(goal, GoalProgress.ON_WAY)]


def test_without_a_plan_no_goal_is_asked(review, worker):
    papers.CarePlanFactory(case=review.placement.case)  # a draft is not in force
    assert hold(review, worker).goal_findings.count() == 0


# --- the paper --------------------------------------------------------------------------------------------------------


def test_a_held_review_has_a_number_and_a_paper_that_can_be_verified(review, worker, client):
    goal = plan_for(review).goals.get()
    held = hold(review, worker, goal_findings=[GoalFinding(goal, GoalProgress.REACHED)])
    region, year = review.placement.case.office.region_id, timezone.localdate().year
    assert held.number == f"TPP/0001/DINSOS-{region}/{year}"
    paper = genuine_paper(held.document.verification_code)
    assert (paper.number, paper.office) == (held.number, review.placement.case.office.name)
    client.force_login(worker_of(review.placement.case).user)
    response = client.get(reverse("referrals:review_pdf", args=[held.pk]))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Disposition"] == f'attachment; filename="TPP-0001-DINSOS-{region}-{year}.pdf"'
    assert AuditEvent.objects.filter(verb="review.download", subject=f"placementreview:{held.pk}").count() == 1


def test_a_review_without_a_paper_has_none_to_show(review, client):
    client.force_login(worker_of(review.placement.case).user)
    assert client.get(reverse("referrals:review_pdf", args=[review.pk])).status_code == 404


def test_a_refused_review_takes_no_number(review, worker):
    refused(review, worker, family_view="")
    assert hold(review, worker).number.startswith("TPP/0001/")


# --- invitations ------------------------------------------------------------------------------------------------------


def invite(review, by, roles=(Attendee.CHILD, Attendee.CASE_WORKER), **changes):
    given = {"meets_at": in_days(3), "place": "Ruang tamu (rekaan)"}
    invitees = [Invitee(role, "Nama Rekaan") for role in roles]
    return invite_to_review(review=review, by=by, invitees=invitees, **(given | changes))


def told() -> set[int]:
    return set(Notice.objects.filter(kind="review:invited").values_list("recipient_id", flat=True))


def test_invitations_are_kept_by_role_and_replaced_as_a_whole(review, worker):
    invite(review, worker)
    invite(review, worker, roles=[Attendee.CHILD, Attendee.SCHOOL], place="Sekolah (rekaan)")
    assert [row.role for row in review.invitations.order_by("role")] == [Attendee.CHILD, Attendee.SCHOOL]
    review.refresh_from_db()
    assert review.meeting_place == "Sekolah (rekaan)"
    assert AuditEvent.objects.filter(verb="review.invite").count() == 2


def test_those_who_use_the_system_are_told_once_per_day_and_without_a_name(review):
    placement = review.placement
    worker, staff = worker_of(placement.case), member(placement.institution)
    decider = member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER)
    share_case(case=placement.case, institution=placement.institution, by=actor_of(worker))
    roles = [Attendee.CHILD, Attendee.CASE_WORKER, Attendee.INSTITUTION_HEAD, Attendee.SOCIAL_OFFICE]
    for _time in range(2):
        invite(review, actor_of(staff), roles=roles)
    assert told() == {worker.user_id, decider.user_id}
    assert Notice.objects.filter(kind="review:invited").count() == 2
    notice = Notice.objects.filter(kind="review:invited").first()
    assert notice.reference == placement.case.number
    assert str(placement.beneficiary) not in str(notice.data)


def test_who_is_not_invited_is_not_told(review):
    staff = member(review.placement.institution)
    share_case(
        case=review.placement.case,
        institution=review.placement.institution,
        by=actor_of(worker_of(review.placement.case)),
    )
    invite(review, actor_of(staff), roles=[Attendee.CHILD, Attendee.FAMILY])
    assert told() == set()


@pytest.mark.rule("meeting_in_past", "nobody_invited")
def test_a_meeting_lies_ahead_and_somebody_comes(review, worker):
    with pytest.raises(RuleViolation) as violation:
        invite(review, worker, roles=[], meets_at=in_days(-1))
    assert {problem.code for problem in violation.value.problems} == {"meeting_in_past", "nobody_invited"}
    assert not ReviewInvitation.objects.exists()


@pytest.mark.rule("review_closed")
def test_nobody_is_invited_to_a_held_review(review, worker):
    invite(review, worker)
    hold(review, worker)
    assert not Notice.objects.filter(subject=f"placementreview:{review.pk}", acted_at=None).exists()
    with pytest.raises(RuleViolation):
        invite(review, worker)


def test_strangers_invite_nobody(review):
    with pytest.raises(NotAllowed):
        invite(review, actor_of(member(review.placement.case.office, Role.SOCIAL_OFFICE_DECIDER)))


# --- the preparation sheet --------------------------------------------------------------------------------------------


def test_the_sheet_is_filled_from_what_stands_today(review):
    case = review.placement.case
    review.placement.planned_end_on = days_ago(-30)
    PlacementFactory(
        case=case,
        starts_on=days_ago(180),
        ended_on=days_ago(150),
        state=PlacementState.ENDED,
        end_reason=EndReason.MOVED,
    )
    goal = plan_for(review).goals.get()
    for number in (1, 2):
        papers.ServiceRecordFactory(case=case, provided_on=days_ago(number))
    sheet = preparation_for(review)
    assert (sheet.days_in_care, sheet.stays) == (30 + 100, 2)
    assert (sheet.contacts, sheet.last_contact_on) == (2, days_ago(1))
    assert [(line.goal, len(line.actions), line.last) for line in sheet.goals] == [(goal, 2, None)]
    assert "sampai" in sheet.limit and not sheet.is_over


def test_the_sheet_remembers_the_last_review_and_what_became_of_it(review, worker):
    goal = plan_for(review).goals.get()
    hold(
        review,
        worker,
        held_on=days_ago(1),
        outcome=ReviewOutcome.MOVE,
        goal_findings=[GoalFinding(goal, GoalProgress.STUCK, "Belum (rekaan).")],
    )
    sheet = preparation_for(review.placement.reviews.open().get())
    assert sheet.goals[0].last.progress == GoalProgress.STUCK
    assert sheet.followed == "Keputusan Dinas Sosial belum diminta sejak itu."


def test_the_sheet_says_that_an_emergency_is_not_prolonged():
    placement = PlacementFactory(emergency=True, starts_on=days_ago(40), state=PlacementState.OVERSTAYED)
    sheet = preparation_for(PlacementReviewFactory(placement=placement))
    assert "tidak dapat diperpanjang" in sheet.limit and sheet.is_over


def address(name, review):
    return reverse(f"referrals:{name}", args=[review.pk])


def test_pages_of_a_meeting(client, review):
    client.force_login(worker_of(review.placement.case).user)
    plan_for(review)
    assert "Diasuh kerabat (contoh)" in client.get(address("review_sheet", review)).content.decode()
    form = client.get(address("review_invite", review))
    assert str(review.placement.case.worker) in form.content.decode()
    data = {"meets_at": in_days(2).strftime("%Y-%m-%dT%H:%M"), "place": "Balai (rekaan)", "role-CHILD": "on"}
    assert client.post(address("review_invite", review), data).url == address("review_detail", review)
    detail = client.get(address("review_detail", review)).content.decode()
    assert "Balai (rekaan)" in detail and "Undangan dikirim" in detail
    past = data | {"meets_at": in_days(-2).strftime("%Y-%m-%dT%H:%M")}
    assert client.post(address("review_invite", review), past).status_code == 409
    assert client.post(address("review_invite", review), {"place": ""}).status_code == 422


def test_goals_are_answered_on_the_form(client, review):
    client.force_login(worker_of(review.placement.case).user)
    goal = plan_for(review).goals.get()
    assert goal.text in client.get(address("review_hold", review)).content.decode()
    data = {
        "held_on": timezone.localdate().isoformat(),
        "attendees": [Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
        "child_view": "Aku mau pulang (rekaan).",
        "family_view": "Kami menunggunya (rekaan).",
        "findings": "Temuan rekaan.",
        "recommendation": "Rekomendasi rekaan.",
        "outcome": ReviewOutcome.CONTINUE,
        f"goal-{goal.pk}-progress": GoalProgress.REACHED,
        f"goal-{goal.pk}-findings": "Sudah (rekaan).",
    }
    assert client.post(address("review_hold", review), data).url == address("review_detail", review)
    shown = client.get(address("review_detail", review)).content.decode()
    assert all(words in shown for words in ("Tercapai", "Sudah (rekaan).", "Rekomendasi rekaan.", "Unduh PDF"))
    for name in ("review_sheet", "review_invite"):
        assert client.get(address(name, review)).url == address("review_detail", review)


def test_pages_of_a_meeting_are_for_those_who_work_on_the_case(client, review):
    client.force_login(worker_of(CaseFactory()).user)
    assert {client.get(address(name, review)).status_code for name in ("review_sheet", "review_invite")} == {404}
    client.force_login(member(review.placement.case.office, Role.SOCIAL_OFFICE_DECIDER).user)
    assert client.get(address("review_sheet", review)).status_code == 200
    assert client.get(address("review_invite", review)).status_code == 403


@pytest.mark.parametrize("rows", [1, 4])
def test_the_sheet_runs_a_fixed_number_of_queries(client, review, rows, django_assert_num_queries):
    client.force_login(worker_of(review.placement.case).user)
    papers.sign(papers.CarePlanFactory(case=review.placement.case, actions=rows))
    for number in range(rows):
        papers.ServiceRecordFactory(case=review.placement.case, provided_on=days_ago(number))
    client.get(address("review_sheet", review))
    with django_assert_num_queries(28):
        client.get(address("review_sheet", review))
