"""Deadlines as list, board and calendar: the same question, whoever asks sees their own, and no more of a person than
elsewhere."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.reference.models import Holiday
from cases.models import AftercareVisit
from cases.services.shares import share_case, unshare_case
from institutions.states import Role
from tests.cases.factories import CaseFactory
from tests.clock import standing_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

from .factories import PlacementFactory, PlacementReviewFactory, ReferralFactory, member, worker_of

pytestmark = pytest.mark.django_db
BOARD = "/rujukan/tinjauan/"
HOMES = "/rujukan/tinjauan/lembaga/"
VIEWS = ["", "papan", "kalender"]


@pytest.fixture(autouse=True)
def clock():
    """A Wednesday in the middle of a month; the week ends on the 14th."""
    with standing_at(2026, 6, 10) as clock:
        yield clock


@pytest.fixture
def worker():
    return MembershipFactory()


def reviews_due(worker, *days, home=None, **kwargs):
    """Reviews of children of one worker, each due on that day of June 2026 (more than 30: July)."""
    rows = []
    for day in days:
        case = CaseFactory(worker_membership=worker)
        given = {"case": case} | ({"institution": home} if home else {})
        due = date(2026, 6, 1) + timedelta(days=day - 1)
        rows.append(PlacementReviewFactory(placement=PlacementFactory(**given), due_on=due, **kwargs))
    keep_deadlines(cases=[row.placement.case_id for row in rows])
    return rows


def ids(rows) -> list[int]:
    return [int(row.subject.partition(":")[2]) for row in rows]


def lanes_of(response) -> dict[str, list[int]]:
    return {lane.code: ids(lane.rows) for lane in response.context["lanes"]}


def days_of(response) -> dict[int, tuple[int, int, int]]:
    weeks = response.context["month"].weeks
    days = [day for week in weeks for day in week if day.in_month and day.is_busy]
    return {day.day.day: (day.late, day.due, day.held) for day in days}


# --- the three views ------------------------------------------------------------------------------------------------


def test_columns_follow_each_other_without_gap_or_overlap(client, worker):
    late, today, sunday, monday, month_end, later = reviews_due(worker, 9, 10, 14, 15, 30, 31)
    client.force_login(worker.user)
    lanes = lanes_of(client.get(BOARD, {"tampilan": "papan"}))
    assert lanes == {
        "lewat": [late.pk],
        "minggu": [today.pk, sunday.pk],
        "bulan": [monday.pk, month_end.pk],
        "nanti": [later.pk],
        "selesai": [],
    }


def test_a_column_shows_a_few_and_leads_to_the_list_of_all(client, worker):
    rows = reviews_due(worker, *range(1, 10))
    client.force_login(worker.user)
    lane = client.get(BOARD, {"tampilan": "papan"}).context["lanes"][0]
    assert (len(lane.rows), lane.count, lane.has_more) == (6, 9, True)
    assert ids(client.get(BOARD + lane.url).context["rows"]) == [row.pk for row in rows]


def test_counts_are_capped(client, worker, monkeypatch):
    monkeypatch.setattr("referrals.boards.lanes.CAP", 3)
    reviews_due(worker, *range(1, 10))
    client.force_login(worker.user)
    lane = client.get(BOARD, {"tampilan": "papan"}).context["lanes"][0]
    assert (lane.count, lane.count_words) == (4, "3+")


@pytest.mark.parametrize(("moment", "where"), [((2026, 6, 10, 23, 59), "minggu"), ((2026, 6, 11, 0, 0), "lewat")])
def test_board_and_deadline_agree_on_what_is_late(client, worker, clock, moment, where):
    [review] = reviews_due(worker, 10)
    clock.moment = timezone.make_aware(datetime(*moment))  # noqa: DTZ001 (made aware here)
    client.force_login(worker.user)
    response = client.get(BOARD, {"tampilan": "papan"})
    assert lanes_of(response)[where] == [review.pk]
    assert Deadline.objects.filter(clock="review").late().exists() == (where == "lewat")
    [row] = [row for lane in response.context["lanes"] for row in lane.rows]
    assert (row.distance.mark == "stop") == (where == "lewat")


def test_a_day_is_over_where_its_office_lies(client, clock):
    """Midnight of the east comes two hours before that of the west."""
    east = InstitutionFactory(region=region("91.01"))
    east.region.time_zone = "Asia/Jayapura"
    east.region.save()
    worker = MembershipFactory(institution=east)
    [review] = reviews_due(worker, 10)
    clock.moment += timedelta(hours=13, minutes=30)  # half past ten in Jakarta, half past midnight there
    client.force_login(worker.user)
    response = client.get(BOARD, {"tampilan": "papan"})
    assert lanes_of(response)["lewat"] == [review.pk]
    assert response.context["lanes"][0].rows[0].distance.words == "Lewat 1 hari"


def test_held_this_month_stands_on_the_board(client, worker):
    held, _before = reviews_due(worker, 5, -20, held=True)
    client.force_login(worker.user)
    assert lanes_of(client.get(BOARD, {"tampilan": "papan"}))["selesai"] == [held.pk]


def test_calendar_counts_each_day_in_words(client, worker):
    reviews_due(worker, 3, 3, 20)
    reviews_due(worker, 5, held=True)
    client.force_login(worker.user)
    response = client.get(BOARD, {"tampilan": "kalender"})
    held_on = next(day for day, counts in days_of(response).items() if counts[2])
    assert days_of(response) == {3: (2, 0, 0), held_on: (0, 0, 1), 20: (0, 1, 0)}
    page = response.content.decode()
    assert '2<span class="long"> lewat</span>' in page and '1<span class="long"> tenggat</span>' in page


def test_calendar_moves_by_month_and_opens_a_day(client, worker):
    june, july = reviews_due(worker, 20, 35)
    client.force_login(worker.user)
    first = client.get(BOARD, {"tampilan": "kalender"})
    second = client.get(BOARD + first.context["after"])
    assert days_of(second) == {5: (0, 1, 0)}
    assert days_of(client.get(BOARD + second.context["before"])) == {20: (0, 1, 0)}
    day = client.get(BOARD, {"tampilan": "kalender", "hari": "2026-06-20"})
    assert [ids(one.rows) for one in day.context["month"].listed] == [[june.pk]]
    assert july.pk not in ids(day.context["month"].listed[0].rows)


def test_calendar_marks_the_days_on_which_offices_are_closed(client, worker):
    Holiday.objects.update_or_create(day=date(2026, 6, 16), defaults={"name": "Hari Libur Contoh"})
    client.force_login(worker.user)
    response = client.get(BOARD, {"tampilan": "kalender"})
    assert "Libur: Hari Libur Contoh" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["bulan=2026-13", "bulan=juni", "hari=kapan", "jam=xyz", "tampilan=x", "lembaga=abc", "hari=0001-01-01"]
)
def test_words_that_nobody_knows_ask_for_nothing(client, worker, query):
    client.force_login(worker.user)
    for view in VIEWS:
        assert client.get(f"{BOARD}?tampilan={view}&{query}").status_code == 200


def test_links_keep_the_question(client, worker):
    client.force_login(worker.user)
    response = client.get(BOARD, {"tampilan": "papan", "jam": "assessment"})
    assert [chip.url for chip in response.context["views"]] == [
        "?jam=assessment",
        "?tampilan=papan&jam=assessment",
        "?tampilan=kalender&jam=assessment",
    ]


# --- other clocks ---------------------------------------------------------------------------------------------------


def test_other_clocks_stand_on_the_same_views(client, worker):
    case = CaseFactory(worker_membership=worker, assessment_due_on=date(2026, 6, 12))
    [review] = reviews_due(worker, 11)
    keep_deadlines(cases=[case.pk])
    client.force_login(worker.user)
    page = client.get(BOARD, {"jam": "assessment"})
    assert [row.subject for row in page.context["rows"]] == [f"assessment_of:{case.pk}"]
    assert case.number in page.content.decode() and "Catat tinjauan" not in page.content.decode()
    both = client.get(BOARD, {"jam": "semua"})
    assert {row.subject for row in both.context["rows"]} >= {
        f"assessment_of:{case.pk}",
        f"placementreview:{review.pk}",
    }


def test_what_was_done_is_shown_for_clocks_that_keep_the_day_and_no_other(client, worker):
    case = CaseFactory(worker_membership=worker)
    visit = AftercareVisit.objects.create(
        case=case,
        month=1,
        home_on=date(2026, 5, 1),
        due_on=date(2026, 6, 1),
        done_on=date(2026, 6, 3),
        is_safe=True,
        findings="Temuan rekaan.",
        done_by=worker.user,
    )
    client.force_login(worker.user)
    assert ids(client.get(BOARD, {"jam": "aftercare", "keadaan": "selesai"}).context["rows"]) == [visit.pk]
    lanes = client.get(BOARD, {"jam": "assessment", "tampilan": "papan"}).context["lanes"]
    assert [lane.code for lane in lanes] == ["lewat", "minggu", "bulan", "nanti"]
    page = client.get(BOARD, {"jam": "assessment", "keadaan": "selesai"})
    assert "Tidak ada daftar untuk yang sudah dilaksanakan" in page.content.decode()


# --- who sees what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_each_sees_their_own_and_nobody_elses(client, worker, view):
    home = InstitutionFactory(lksa=True)
    [review] = reviews_due(worker, 9, home=home)
    case = review.placement.case
    share_case(case=case, institution=home, by=actor_of(worker_of(case)))
    name = str(case.beneficiary)
    seen = {
        "worker": worker,
        "supervisor": member(case.office, Role.SUPERVISOR),
        "decider": member(case.office, Role.SOCIAL_OFFICE_DECIDER),
        "home": member(home),
    }
    unseen = {
        "colleague": member(case.office, Role.FIELD_SOCIAL_WORKER),
        "other home": member(InstitutionFactory(lksa=True)),
        "other office": member(InstitutionFactory(region=region("14.02")), Role.SUPERVISOR),
        "province": member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER),
    }
    for who, person in (seen | unseen).items():
        client.force_login(person.user)
        page = client.get(BOARD, {"tampilan": view}).content.decode()
        assert (name in page, case.number in page) == (who in seen, who in seen), who
    unshare_case(case=case, institution=home, by=actor_of(worker_of(case)))
    client.force_login(seen["home"].user)
    assert case.number not in client.get(BOARD, {"tampilan": view}).content.decode()


@pytest.mark.parametrize("view", VIEWS)
def test_a_request_that_waits_for_an_answer_shows_no_name(client, view):
    home = InstitutionFactory(lksa=True)
    referral = ReferralFactory(admission=True, to_institution=home, answer_due_on=date(2026, 6, 11))
    keep_deadlines(subjects={"answer": [referral.pk]})
    client.force_login(member(home).user)
    page = client.get(BOARD, {"tampilan": view, "jam": "answer"}).content.decode()
    assert referral.number in page
    assert str(referral.case.beneficiary) not in page and referral.case.number not in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_restricted_case_shows_neither_name_nor_place_to_those_who_only_know_of_it(client, worker, view):
    home = InstitutionFactory(lksa=True, name="LKSA Rahasia Contoh")
    [review] = reviews_due(worker, 9, home=home)
    case = review.placement.case
    province = InstitutionFactory(provincial=True)
    share_case(case=case, institution=province, by=actor_of(worker_of(case)))
    type(case).objects.filter(pk=case.pk).update(restricted=True)
    decider = member(province, Role.SOCIAL_OFFICE_DECIDER)
    named = type(case).objects.named_to(decider.user).filter(pk=case.pk).exists()
    client.force_login(decider.user)
    page = client.get(BOARD, {"tampilan": view, "lingkup": "dibagikan"}).content.decode()
    assert (str(case.beneficiary) in page) == named
    assert ("LKSA Rahasia Contoh" in page) == named
    assert case.number in page


def test_list_is_recorded_with_what_was_shown(client, worker):
    case = CaseFactory(worker_membership=worker, assessment_due_on=date(2026, 6, 12))
    keep_deadlines(cases=[case.pk])
    client.force_login(worker.user)
    client.get(BOARD, {"jam": "assessment", "tampilan": "papan"})
    assert AuditEvent.objects.get(verb="deadline.list").seen == [f"assessment_of:{case.pk}"]


@pytest.mark.parametrize("view", VIEWS)
def test_queries_do_not_grow_with_the_rows(client, worker, view, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("atensi.navigation.NAV_COUNTS", {})
    reviews_due(worker, 8, 12, 25, 40)
    reviews_due(worker, 4, held=True)
    client.force_login(worker.user)
    client.get(BOARD, {"tampilan": view})
    with django_assert_num_queries(QUERIES[view]):
        client.get(BOARD, {"tampilan": view})
    reviews_due(worker, 7, 8, 9, 12, 13, 20, 25, 26, 40, 41)
    reviews_due(worker, 4, 5, held=True)
    with django_assert_num_queries(QUERIES[view]):
        client.get(BOARD, {"tampilan": view})


QUERIES = {"": 9, "papan": 17, "kalender": 12}


# --- which home falls behind ----------------------------------------------------------------------------------------


def test_homes_stand_worst_first_with_what_is_behind(client):
    office = InstitutionFactory()
    worker = MembershipFactory(institution=office)
    good, bad, worst = (InstitutionFactory(lksa=True, name=name) for name in ("Baik", "Buruk", "Terburuk"))
    reviews_due(worker, 20, home=good)
    reviews_due(worker, 5, 8, 25, home=bad)
    reviews_due(worker, 1, home=worst)
    reviews_due(worker, 4, held=True, home=good)
    client.force_login(member(office, Role.SOCIAL_OFFICE_DECIDER).user)
    response = client.get(HOMES)
    found = [(row.institution.name, row.due, row.late, row.days_late, row.share) for row in response.context["homes"]]
    assert [row[:4] for row in found] == [("Terburuk", 1, 1, 9), ("Buruk", 3, 2, 5), ("Baik", 1, 0, 0)]
    assert found[2][4] is not None and found[0][4] is None
    page = response.content.decode()
    link = f"?keadaan=lewat&amp;lembaga={bad.pk}"
    assert link in page
    assert len(client.get(BOARD + link.replace("&amp;", "&")).context["rows"]) == 2


def test_another_offices_children_in_a_home_of_the_region_are_counted_and_not_listed(client):
    office, other = InstitutionFactory(), InstitutionFactory(region=region("14.02"))
    home = InstitutionFactory(lksa=True, region=region("14.01"))
    [review] = reviews_due(MembershipFactory(institution=other), 5, home=home)
    client.force_login(member(office, Role.SUPERVISOR).user)
    response = client.get(HOMES)
    [row] = response.context["homes"]
    assert (row.late, row.own_late) == (1, 0)
    assert review.placement.case.number not in response.content.decode()
    assert not client.get(BOARD, {"lembaga": home.pk}).context["rows"]


def test_a_province_sees_its_regencies_in_numbers_alone(client):
    province = InstitutionFactory(provincial=True)
    office, far = InstitutionFactory(region=region("14.01")), InstitutionFactory(region=region("15.01"))
    [review] = reviews_due(MembershipFactory(institution=office), 5)
    reviews_due(MembershipFactory(institution=far), 5)
    client.force_login(member(province, Role.SOCIAL_OFFICE_DECIDER).user)
    response = client.get(HOMES)
    assert [(row.institution, row.late) for row in response.context["offices"]] == [(office, 1)]
    page = response.content.decode()
    assert str(review.placement.case.beneficiary) not in page and review.placement.case.number not in page


@pytest.mark.parametrize("role", [Role.FIELD_SOCIAL_WORKER])
def test_only_the_office_opens_the_table(client, role):
    client.force_login(MembershipFactory(role=role).user)
    assert client.get(HOMES).status_code == 403


def test_table_runs_a_fixed_number_of_queries(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("atensi.navigation.NAV_COUNTS", {})
    office = InstitutionFactory()
    worker = MembershipFactory(institution=office)
    client.force_login(member(office, Role.SUPERVISOR).user)
    for _round in range(2):
        for _home in range(3):
            reviews_due(worker, 5, 20, home=InstitutionFactory(lksa=True))
        client.get(HOMES)
        with django_assert_num_queries(HOMES_QUERIES):
            client.get(HOMES)


HOMES_QUERIES = 10
