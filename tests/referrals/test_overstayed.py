"""An emergency past its limit is OVERSTAYED on every list, and nothing prolongs it (design.md 4; domain.md 5.3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.services.keeping import reconcile
from atensi.errors import RuleViolation
from cases.services.shares import share_case
from institutions.models import Parameter
from institutions.states import Role
from referrals.models import Placement
from referrals.services.placements import end_placement
from referrals.services.reviews import hold_review, plan_review
from referrals.services.sweep import sweep
from referrals.states import Attendee, EndReason, PlacementState, ReviewOutcome
from reports.work import tasks_for
from tests.institutions.factories import InstitutionFactory, actor_of
from tests.referrals.test_placements import emergency, hard_codes

from .factories import PlacementFactory, days_ago, member, worker_of

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["lksa", "sentra"])
def placement(request):
    """A child in a home or a Sentra whose thirty days ended yesterday, marked by the sweep."""
    house = InstitutionFactory(**{request.param: True})
    form = {"lksa": "LKSA", "sentra": "SENTRA"}[request.param]
    row = PlacementFactory(emergency=True, starts_on=days_ago(31), institution=house, form=form)
    plan_review(placement=row)
    share_case(case=row.case, institution=house, by=actor_of(worker_of(row.case)))
    assert sweep().overstayed == 1
    row.refresh_from_db()
    assert row.state == PlacementState.OVERSTAYED
    reconcile()
    return row


def readers(placement):
    """Everybody whose list it must stand on."""
    role = Role.INTAKE_OFFICER if placement.form == "SENTRA" else Role.LKSA_STAFF
    office = placement.case.office
    return [
        worker_of(placement.case),
        member(office, Role.SUPERVISOR),
        member(office, Role.SOCIAL_OFFICE_DECIDER),
        member(placement.institution, role),
    ]


def test_it_stands_on_the_first_page_of_worker_supervisor_dinas_and_residence(placement):
    for reader in readers(placement):
        titles = [str(task.title) for task in tasks_for(reader.user, actor_of(reader))]
        assert any(title.startswith("Batas darurat lewat") for title in titles), reader.role


def test_it_stands_on_the_pages_of_case_reviews_and_institution(client, placement):
    pages = {
        reverse("cases:case", args=[placement.case_id]): "Batas darurat sudah lewat.",
        reverse("cases:placements", args=[placement.case_id]): "Melewati batas darurat",
        reverse("referrals:review_list"): "Melewati batas darurat",
        reverse("institutions:detail", args=[placement.institution_id]): "1 melewati batas darurat",
    }
    for reader in readers(placement):
        client.force_login(reader.user)
        for url, words in pages.items():
            assert words in client.get(url).content.decode(), (reader.role, url)


def limit_of(placement):
    row = Placement.objects.get(pk=placement.pk)
    return row.emergency_ends_on, row.limit_days, row.state


@pytest.mark.parametrize("outcome", [ReviewOutcome.CONTINUE, ReviewOutcome.CHANGE_PLAN, ReviewOutcome.MOVE])
def test_a_review_does_not_prolong_it(placement, outcome):
    before = limit_of(placement)
    review = placement.reviews.get()
    reasons = dict.fromkeys(["review_late", "past_title", "title_over", "attendees_missing"], "Rekaan.")
    given = {
        "review": review,
        "by": actor_of(worker_of(placement.case)),
        "held_on": timezone.localdate(),
        "attendees": [Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
        "child_view": "Aku mau pulang.",
        "child_not_heard_reason": "",
        "family_view": "Ibu berharap (rekaan).",
        "findings": "Temuan rekaan.",
        "recommendation": "Rekomendasi rekaan.",
        "outcome": outcome,
    }
    try:
        hold_review(**given, reasons=reasons)
    except RuleViolation as refused:
        soft = {problem.code: "Rekaan." for problem in refused.problems if not problem.is_hard}
        if outcome == ReviewOutcome.CONTINUE:  # an emergency never goes on
            assert {one.code for one in refused.problems if one.is_hard} == {"title_not_extended"}
        else:
            hold_review(**given, reasons=soft)
    assert limit_of(placement) == before


def test_a_longer_limit_of_the_office_does_not_reach_back(placement):
    before = limit_of(placement)
    Parameter.objects.create(
        key="emergency_placement_max_days", value=300, institution=placement.case.office, valid_from=days_ago(60)
    )
    sweep()
    assert limit_of(placement) == before


def test_a_second_emergency_counts_the_days_already_used_wherever_it_is(placement):
    by = actor_of(worker_of(placement.case))
    end_placement(placement=placement, by=by, on=timezone.localdate(), reason=EndReason.CLOSED)
    with pytest.raises(RuleViolation) as refused:
        emergency(placement.case, InstitutionFactory(lksa=True))
    assert hard_codes(refused) == {"emergency_used_up"}


def test_what_is_left_of_the_limit_is_all_that_a_second_emergency_gets():
    earlier = PlacementFactory(
        emergency=True,
        starts_on=days_ago(22),
        ended_on=days_ago(2),
        state=PlacementState.ENDED,
        end_reason=EndReason.CLOSED,
    )
    second = emergency(earlier.case, InstitutionFactory(lksa=True))
    assert (second.limit_days, second.emergency_ends_on) == (10, timezone.localdate() + timedelta(days=10))


def test_the_database_refuses_a_later_end(placement):
    with pytest.raises(IntegrityError, match="placement_within_emergency_limit"):
        Placement.objects.filter(pk=placement.pk).update(emergency_ends_on=timezone.localdate() + timedelta(days=9))
