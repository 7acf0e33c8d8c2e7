"""A home that can care no longer: nobody is admitted, and each child has a plan to move until none is left."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.models import Deadline
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.models import Notice
from cases.event_states import EventKind
from cases.models import Beneficiary, Case, CaseEvent
from institutions.models import Parameter
from institutions.states import Role
from referrals.models import HomeClosure, MovePlan, Placement, PlacementReview, ReviewDateChange
from referrals.services import closures as service
from referrals.services.closures import announce_closure, lift_closure, plan_move, plan_moves, plan_next_moves
from referrals.services.placements import end_placement
from referrals.states import ClosureState, ClosureWhy, EndReason, MoveState, MoveTo, Title
from reports.work import tasks_for
from tests.accreditation.factories import CertificateFactory
from tests.institutions.factories import InstitutionFactory, actor_of, region

from .factories import CareDecisionFactory, PlacementFactory, PlacementReviewFactory, days_ago, member, worker_of
from .test_placements import admit, codes, hard_codes

pytestmark = pytest.mark.django_db


def ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def placement():
    """A child in a home, with a review in eighty days."""
    row = PlacementFactory()
    PlacementReviewFactory(placement=row, due_on=ahead(80))
    return row


@pytest.fixture
def home(placement):
    return placement.institution


@pytest.fixture
def decider(placement):
    """Of the Dinas where the home stands, which has the case."""
    return member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER)


@pytest.fixture
def by(decider):
    return actor_of(decider)


def announce(home, by, **changes):
    given = {"why": ClosureWhy.LICENCE, "from_on": timezone.localdate(), "reason": "Izin dicabut (rekaan)."}
    return announce_closure(institution=home, by=by, **(given | changes))


def move_of(placement) -> MovePlan:
    return MovePlan.objects.get(placement=placement)


def leave(placement):
    worker = actor_of(worker_of(placement.case))
    return end_placement(placement=placement, by=worker, on=timezone.localdate(), reason=EndReason.CLOSED)


# --- announcing -----------------------------------------------------------------------------------------------------


def test_every_child_gets_an_earlier_review_and_a_plan_with_a_clock(placement, home, by):
    closure = announce(home, by)
    move = move_of(placement)
    assert (closure.state, move.state, move.due_on) == (ClosureState.RUNNING, MoveState.WAITING, ahead(30))
    assert PlacementReview.objects.get().due_on == ahead(14)
    assert ReviewDateChange.objects.get().reason == "CLOSURE"
    due = Deadline.objects.get(clock="move")
    assert (due.subject_id, due.worker_id, due.due_on) == (move.pk, placement.case.worker_id, ahead(30))
    assert CaseEvent.objects.filter(case=placement.case, kind=EventKind.MOVE_PLANNED).count() == 1


def test_workers_home_and_offices_are_told_once(placement, home, by):
    staff, supervisor = member(home), member(placement.case.office, Role.SUPERVISOR)
    PlacementFactory(institution=home, case__worker_membership=worker_of(placement.case))
    announce(home, by)
    told = Notice.objects.filter(kind="closure:announced").values_list("recipient", flat=True)
    assert sorted(told) == sorted([placement.case.worker_id, staff.user_id, supervisor.user_id])


@pytest.mark.rule("home_closing")
def test_a_home_that_stops_admits_nobody_until_it_is_lifted(placement, home, by):
    decision = CareDecisionFactory(institution=home, starts_on=days_ago(3))
    closure = announce(home, by)
    leave(placement)  # empty, and still closed
    with pytest.raises(RuleViolation) as refused:
        admit(decision)
    assert hard_codes(refused) == {"home_closing"}
    lift_closure(closure=closure, by=by, reason="Izin diperpanjang (rekaan).")
    assert admit(decision).institution == home


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.FIELD_SOCIAL_WORKER, Role.ADMINISTRATOR])
def test_only_a_decider_announces(placement, home, role):
    with pytest.raises(NotAllowed):
        announce(home, actor_of(member(placement.case.office, role)))


def test_the_province_may_and_another_regency_may_not(home):
    province, elsewhere = InstitutionFactory(provincial=True), InstitutionFactory(region=region("14.02"))
    with pytest.raises(NotAllowed):
        announce(home, actor_of(member(elsewhere, Role.SOCIAL_OFFICE_DECIDER)))
    assert announce(home, actor_of(member(province, Role.SOCIAL_OFFICE_DECIDER))).office == province


@pytest.mark.rule("home_closing_already", "closure_without_reason", "closure_ends_in_past")
def test_it_is_announced_once_with_a_reason_and_time_left(home, by):
    with pytest.raises(RuleViolation) as refused:
        announce(home, by, reason=" ", move_by=days_ago(1))
    assert codes(refused) == {"closure_without_reason", "closure_ends_in_past"}
    announce(home, by)
    with pytest.raises(RuleViolation) as refused:
        announce(home, by)
    assert codes(refused) == {"home_closing_already"}


def test_a_home_that_closes_on_a_day_is_empty_by_then_and_the_office_sets_the_rest(placement, home, by):
    office = placement.case.office
    Parameter.objects.create(key="closure_move_days", institution=office, value=9, valid_from=days_ago(2))
    first = announce(home, by, why=ClosureWhy.CLOSING, from_on=ahead(60))
    assert first.move_by == ahead(60)
    lift_closure(closure=first, by=by, reason="Batal tutup (rekaan).")
    assert announce(home, by, why=ClosureWhy.DISASTER).move_by == ahead(9)


def test_a_home_without_children_is_empty_at_once(by):
    closure = announce(InstitutionFactory(lksa=True), by)
    assert (closure.state, closure.emptied_on) == (ClosureState.EMPTY, timezone.localdate())


# --- leaving, lifting -----------------------------------------------------------------------------------------------


def test_a_child_who_leaves_by_another_way_is_done_and_the_last_one_ends_it(placement, home, by):
    other = PlacementFactory(institution=home)
    closure = announce(home, by)
    for row, state in ((placement, ClosureState.RUNNING), (other, ClosureState.EMPTY)):
        leave(row)
        closure.refresh_from_db()
        assert closure.state == state
    assert {move.state for move in closure.moves.all()} == {MoveState.LEFT}
    assert move_of(placement).left_on == timezone.localdate()
    assert not Deadline.objects.filter(clock="move").exists()


@pytest.mark.rule("closure_lifted", "lifting_without_reason")
def test_it_is_lifted_once_with_a_reason_and_drops_what_was_planned(placement, home, by):
    closure = announce(home, by)
    with pytest.raises(RuleViolation) as refused:
        lift_closure(closure=closure, by=by, reason="")
    assert codes(refused) == {"lifting_without_reason"}
    lift_closure(closure=closure, by=by, reason="Izin diperpanjang (rekaan).")
    assert move_of(placement).state == MoveState.DROPPED
    assert not Deadline.objects.filter(clock="move").exists()
    with pytest.raises(RuleViolation) as refused:
        lift_closure(closure=closure, by=by, reason="Lagi.")
    assert codes(refused) == {"closure_lifted"}


# --- where a child goes ---------------------------------------------------------------------------------------------


def test_the_worker_says_where_the_child_goes_and_who_sees_to_it(placement, home, by):
    supervisor = member(placement.case.office, Role.SUPERVISOR)
    announce(home, by)
    worker = actor_of(worker_of(placement.case))
    plan_move(move=move_of(placement), by=worker, to=MoveTo.KIN, responsible=supervisor.user, note="Bibi siap.")
    move = move_of(placement)
    assert (move.state, move.to, move.responsible_id) == (MoveState.PLANNED, MoveTo.KIN, supervisor.user_id)
    assert Deadline.objects.get(clock="move").worker_id == supervisor.user_id


@pytest.mark.rule("move_without_aim", "move_ended", "move_home_unfit")
def test_a_move_has_an_aim_that_can_take_the_child(placement, home, by):
    announce(home, by)
    worker, move = actor_of(worker_of(placement.case)), move_of(placement)
    unlicensed = InstitutionFactory(lksa=True, licence_valid_until=days_ago(3))
    for given, code in (
        ({"to": ""}, "move_without_aim"),
        ({"to": MoveTo.OTHER_HOME, "to_institution": home}, "move_home_unfit"),
        ({"to": MoveTo.OTHER_HOME, "to_institution": unlicensed}, "move_home_unfit"),
    ):
        with pytest.raises(RuleViolation) as refused:
            plan_move(move=move, by=worker, **given)
        assert codes(refused) == {code}
    leave(placement)
    with pytest.raises(RuleViolation) as refused:
        plan_move(move=move, by=worker, to=MoveTo.KIN)
    assert codes(refused) == {"move_ended"}


def test_the_home_itself_plans_nothing(placement, home, by):
    announce(home, by)
    with pytest.raises(NotAllowed):
        plan_move(move=move_of(placement), by=actor_of(member(home)), to=MoveTo.KIN)


# --- many at once ---------------------------------------------------------------------------------------------------


def crowd(placement, count: int) -> None:
    """So many more children of the same office and worker who live in the home already, each with a review."""
    born, first = placement.beneficiary, placement.case
    people = []
    for _number in range(count):
        person = Beneficiary.objects.get(pk=born.pk)
        person.pk = None
        people.append(person)
    people = Beneficiary.objects.bulk_create(people)
    cases = []
    for number, person in enumerate(people):
        case = Case.objects.get(pk=first.pk) if number == 0 else Case(**_fields(first))
        case.pk, case.number, case.beneficiary = None, f"{first.number}-{number}", person
        cases.append(case)
    cases = Case.objects.bulk_create(cases)
    given = {"title": Title.EXISTING, "referral_due_on": ahead(90), "institution": placement.institution}
    given |= {name: getattr(placement, name) for name in ("form", "base", "term", "review_rule", "starts_on")}
    given |= {"admitted_at": placement.admitted_at, "admitted_by": placement.admitted_by}
    rows = [Placement(case=case, beneficiary=case.beneficiary, **given) for case in cases]
    rows = Placement.objects.bulk_create(rows)
    PlacementReview.objects.bulk_create(PlacementReview(placement=row, sequence=1, due_on=ahead(80)) for row in rows)


def _fields(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as held:
        act()
    return len(held.captured_queries)


def test_five_hundred_children_are_planned_in_batches_of_constant_queries(placement, home, by, client, decider):
    few = InstitutionFactory(lksa=True)
    for _number in range(2):
        PlacementReviewFactory(
            placement=PlacementFactory(institution=few, case__worker_membership=worker_of(placement.case)),
            due_on=ahead(80),
        )
    crowd(placement, 499)
    small = queries_of(lambda: announce(few, by))
    large = queries_of(lambda: announce(home, by))
    assert large <= small
    closure = HomeClosure.objects.get(institution=home)
    assert closure.moves.count() == service.BATCH
    assert plan_moves() == 500 - service.BATCH
    assert plan_moves() == 0
    assert closure.moves.count() == 500
    assert not PlacementReview.objects.open().filter(placement__institution=home, due_on__gt=ahead(14)).exists()
    client.force_login(decider.user)
    pages = [reverse("referrals:closure", args=[row.pk]) for row in HomeClosure.objects.order_by("pk")]
    seen = [queries_of(lambda url=url: client.get(url)) for url in pages]
    assert seen[1] <= seen[0] + 1  # with a next page


def test_planning_twice_and_killed_between_changes_nothing(placement, home, by, monkeypatch):
    monkeypatch.setattr(service, "BATCH", 2)
    crowd(placement, 4)
    closure = announce(home, by)
    assert closure.moves.count() == 2
    assert plan_next_moves(closure=closure, by=by) == 2
    assert (plan_moves(), plan_moves(), closure.moves.count()) == (1, 0, 5)
    assert CaseEvent.objects.filter(kind=EventKind.MOVE_PLANNED).count() == 5


# --- pages ----------------------------------------------------------------------------------------------------------


def test_the_dinas_announces_and_lifts_it_on_its_pages(client, placement, home, decider):
    client.force_login(decider.user)
    url = reverse("referrals:closure_announce", args=[home.pk])
    assert url in client.get(reverse("institutions:detail", args=[home.pk])).content.decode()
    assert "1 anak tinggal di sana" in client.get(f"{url}?sebab=LICENCE").content.decode()
    assert client.post(url, {}).status_code == 422
    sent = {"why": "LICENCE", "from_on": timezone.localdate().isoformat(), "reason": "Rekaan."}
    closure = client.post(url, sent).url
    assert "0 dari 1 anak sudah keluar" in client.get(closure).content.decode()
    assert client.get(url).url == closure
    lift = reverse("referrals:closure_lift", args=[HomeClosure.objects.get().pk])
    assert client.post(lift, {"reason": "Izin diperpanjang (rekaan)."}).url == closure
    assert client.get(lift).url == closure


def test_a_case_that_the_dinas_may_not_see_stands_masked(client, placement, home, decider, by):
    far = PlacementFactory(institution=home, case__office=InstitutionFactory(region=region("14.02")))
    announce(home, by)
    client.force_login(decider.user)
    page = client.get(reverse("referrals:closure", args=[HomeClosure.objects.get().pk])).content.decode()
    assert str(placement.beneficiary) in page
    assert str(far.beneficiary) not in page and far.case.number not in page
    assert f"Kasus {far.case.office}" in page


def test_the_late_ones_stand_first_and_can_be_asked_for(client, placement, home, decider, by):
    late = PlacementFactory(institution=home, case__office=placement.case.office)
    closure = announce(home, by)
    MovePlan.objects.filter(placement=late).update(due_on=days_ago(1))
    client.force_login(decider.user)
    page = client.get(reverse("referrals:closure", args=[closure.pk])).content.decode()
    assert "1 anak lewat waktu" in page
    assert page.index(str(late.beneficiary)) < page.index(str(placement.beneficiary))
    only = client.get(reverse("referrals:closure", args=[closure.pk]) + "?keadaan=lewat").content.decode()
    assert str(placement.beneficiary) not in only


def test_the_worker_plans_the_move_on_its_page(client, placement, home, by):
    announce(home, by)
    client.force_login(worker_of(placement.case).user)
    url = reverse("referrals:move", args=[move_of(placement).pk])
    assert url in client.get(reverse("cases:case", args=[placement.case_id])).content.decode()
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"to": "KIN", "note": "Bibi siap (rekaan)."}).url == url
    assert "Bibi siap (rekaan)." in client.get(url).content.decode()


# --- the first page -------------------------------------------------------------------------------------------------


def titles(membership) -> list[str]:
    return [str(task.title) for task in tasks_for(membership.user, actor_of(membership))]


def test_trouble_is_offered_to_the_dinas_and_nothing_happens_by_itself(placement, home, decider):
    assert not any("masih boleh mengasuh" in title for title in titles(decider))
    CertificateFactory(institution=home, valid_from=date(2020, 1, 1), valid_until=days_ago(1))
    assert any("masih boleh mengasuh" in title for title in titles(decider))
    assert not HomeClosure.objects.exists()


def test_a_closure_stands_on_the_first_page_until_it_is_empty(placement, home, decider, by):
    announce(home, by)
    assert any("berhenti mengasuh" in title for title in titles(decider))
    assert not any("masih boleh" in title for title in titles(decider))
    leave(placement)
    assert not any("berhenti mengasuh" in title for title in titles(decider))


def test_a_move_that_is_near_stands_on_the_workers_first_page(placement, home, by):
    announce(home, by, move_by=ahead(5))
    assert any(title.startswith("Pindahkan dari lembaga") for title in titles(worker_of(placement.case)))
