"""The pages of reviews: who sees what, what a form does, what stays hidden."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.services.keeping import keep_deadlines
from cases.services.shares import share_case, unshare_case
from institutions.states import Role
from referrals.models import PlacementReview
from referrals.permissions import can_hold_review, holdable_reviews
from referrals.services.placements import end_placement
from referrals.states import Attendee, PlacementState, ReviewOutcome, ReviewState
from referrals.views import reviews as views
from referrals.views.boards import waiting_count
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import PlacementFactory, PlacementReviewFactory, ReunificationFactory, days_ago, member, worker_of

pytestmark = pytest.mark.django_db
LIST = "/rujukan/tinjauan/"


def detail(review):
    return reverse("referrals:review_detail", args=[review.pk])


def hold_url(review):
    return reverse("referrals:review_hold", args=[review.pk])


def share(placement):
    share_case(case=placement.case, institution=placement.institution, by=actor_of(worker_of(placement.case)))


@pytest.fixture
def review():
    """A review in a house that the case is shared with."""
    review = PlacementReviewFactory()
    share(review.placement)
    keep_deadlines(cases=[review.placement.case_id])
    return review


def shown(response) -> list[int]:
    return [int(row.subject.removeprefix("placementreview:")) for row in response.context["rows"]]


# --- who sees what: page and list together -------------------------------------------------------------------------


def viewer(name, review):
    case, house = review.placement.case, review.placement.institution
    return {
        "worker": lambda: worker_of(case),
        "supervisor": lambda: member(case.office, Role.SUPERVISOR),
        "decider": lambda: member(case.office, Role.SOCIAL_OFFICE_DECIDER),
        "house": lambda: member(house),
        "colleague": lambda: member(case.office, Role.FIELD_SOCIAL_WORKER),
        "other house": lambda: member(InstitutionFactory(lksa=True)),
        "other office": lambda: member(InstitutionFactory(), Role.SUPERVISOR),
        "former member of the house": lambda: member(house, ended=True),
        "former supervisor": lambda: member(case.office, Role.SUPERVISOR, ended=True),
    }[name]()


@pytest.mark.parametrize("name", ["worker", "supervisor", "decider", "house"])
def test_those_concerned_see_the_review_on_page_and_list(client, review, name):
    client.force_login(viewer(name, review).user)
    assert shown(client.get(LIST)) == [review.pk]
    assert client.get(detail(review)).status_code == 200


@pytest.mark.parametrize("name", ["colleague", "other house", "other office"])
def test_outsiders_see_the_review_nowhere(client, review, name):
    client.force_login(viewer(name, review).user)
    assert shown(client.get(LIST)) == []
    assert client.get(detail(review)).status_code == 404
    assert client.get(hold_url(review)).status_code == 404


@pytest.mark.parametrize("name", ["former member of the house", "former supervisor"])
def test_former_members_see_nothing(client, review, name):
    membership = viewer(name, review)
    client.force_login(membership.user)
    assert not PlacementReview.objects.visible_to(membership.user).exists()
    assert client.get(LIST).status_code == 403, "no membership, no page"
    member(InstitutionFactory(lksa=True), user=membership.user)
    assert shown(client.get(LIST)) == []
    assert client.get(detail(review)).status_code == 404


def test_share_that_ends_takes_the_review_out_of_sight(client, review):
    staff = member(review.placement.institution)
    client.force_login(staff.user)
    assert client.get(detail(review)).status_code == 200
    placement = review.placement
    unshare_case(case=placement.case, institution=placement.institution, by=actor_of(worker_of(placement.case)))
    assert shown(client.get(LIST)) == []
    assert client.get(detail(review)).status_code == 404


def test_visible_to_equals_the_union_of_scopes(review):
    for name in ("worker", "supervisor", "decider", "house", "colleague", "former member of the house"):
        user = viewer(name, review).user
        union = set().union(*(scope.values_list("pk", flat=True) for scope in scopes(user)))
        assert union == set(PlacementReview.objects.visible_to(user).values_list("pk", flat=True))


def scopes(user):
    return PlacementReview.objects.scopes(user).values()


def test_a_body_that_serves_the_case_has_no_review_of_another_house_on_its_list(client, review):
    sentra = InstitutionFactory(sentra=True)
    case = review.placement.case
    share_case(case=case, institution=sentra, by=actor_of(worker_of(case)))
    client.force_login(member(sentra, Role.INTAKE_OFFICER).user)
    assert shown(client.get(LIST)) == []
    response = client.get(detail(review))
    assert response.status_code == 200 and not response.context["may_hold"]
    assert client.get(hold_url(review)).status_code == 403


def test_a_decider_reads_but_does_not_hold(client, review):
    client.force_login(viewer("decider", review).user)
    assert client.get(hold_url(review)).status_code == 403
    assert "Catat tinjauan" not in client.get(LIST).content.decode()


def test_a_list_offers_to_hold_what_each_may_hold_in_one_query(review, django_assert_max_num_queries):
    unshared = PlacementReviewFactory(placement=PlacementFactory(institution=review.placement.institution))
    elsewhere = PlacementReviewFactory()
    share(elsewhere.placement)
    rows = list(PlacementReview.objects.select_related("placement__case"))
    expected = {"worker": {review}, "supervisor": {review}, "decider": set(), "house": {review}, "colleague": set()}
    for name, held in expected.items():
        actor = actor_of(viewer(name, review))
        with django_assert_max_num_queries(1):
            found = holdable_reviews(actor, rows)
        assert found == {row.pk for row in held} == {row.pk for row in rows if can_hold_review(actor, row)}, name
    assert holdable_reviews(actor_of(worker_of(unshared.placement.case)), rows) == {unshared.pk}


def test_office_sees_reviews_shared_with_it_in_a_tab_of_its_own(client, review):
    province = InstitutionFactory(provincial=True)
    case = review.placement.case
    share_case(case=case, institution=province, by=actor_of(worker_of(case)))
    client.force_login(member(province, Role.SOCIAL_OFFICE_DECIDER).user)
    assert shown(client.get(LIST)) == []
    assert shown(client.get(LIST, {"lingkup": "dibagikan"})) == [review.pk]


def test_restricted_case_shows_no_name_or_place_to_those_who_only_know_of_it(client, review):
    province = InstitutionFactory(provincial=True)
    case = review.placement.case
    share_case(case=case, institution=province, by=actor_of(worker_of(case)))
    case.restricted = True
    case.save()
    case.beneficiary.name = "Anak Umpama Terbatas"
    case.beneficiary.save()
    decider = member(province, Role.SOCIAL_OFFICE_DECIDER)
    named = client.get  # the province holds a work share, so its people are on the team
    client.force_login(decider.user)
    page = named(LIST, {"lingkup": "dibagikan"})
    expected = case.pk in set(type(case).objects.named_to(decider.user).values_list("pk", flat=True))
    assert ("Anak Umpama Terbatas" in page.content.decode()) == expected
    assert (client.get(detail(review)).status_code == 200) == expected


# --- the list ------------------------------------------------------------------------------------------------------


def reviews_of(worker, *dues, **kwargs):
    rows = [
        PlacementReviewFactory(
            placement=PlacementFactory(case=CaseFactory(worker_membership=worker)),
            due_on=timezone.localdate() + timedelta(days=days),
            **kwargs,
        )
        for days in dues
    ]
    keep_deadlines(cases=[row.placement.case_id for row in rows])
    return rows


def test_overdue_stand_first_then_by_day(client):
    worker = MembershipFactory()
    later, overdue, today = reviews_of(worker, 40, -3, 0)
    client.force_login(worker.user)
    assert shown(client.get(LIST)) == [overdue.pk, today.pk, later.pk]
    assert shown(client.get(LIST, {"keadaan": "lewat"})) == [overdue.pk]
    assert shown(client.get(LIST, {"keadaan": "dekat"})) == [overdue.pk, today.pk]
    assert shown(client.get(LIST, {"keadaan": "selesai"})) == []


def test_held_reviews_stand_newest_first(client):
    worker = MembershipFactory()
    first, second = reviews_of(worker, -30, -10, held=True)
    client.force_login(worker.user)
    assert shown(client.get(LIST, {"keadaan": "selesai"})) == [second.pk, first.pk]


def test_list_pages_by_key_both_ways(client):
    worker = MembershipFactory()
    rows = reviews_of(worker, *range(1, 31))
    client.force_login(worker.user)
    first = client.get(LIST)
    assert shown(first) == [row.pk for row in rows[:25]]
    second = client.get(LIST + first.context["page"].next)
    assert shown(second) == [row.pk for row in rows[25:]]
    assert shown(client.get(LIST + second.context["page"].previous)) == [row.pk for row in rows[:25]]


def test_held_list_pages_newest_first(client):
    worker = MembershipFactory()
    rows = reviews_of(worker, *range(-40, -12), held=True)[::-1]
    client.force_login(worker.user)
    first = client.get(LIST, {"keadaan": "selesai"})
    assert shown(first) == [row.pk for row in rows[:25]]
    assert shown(client.get(LIST + first.context["page"].next)) == [row.pk for row in rows[25:]]


def test_list_is_recorded_with_the_reviews_shown(client, review):
    worker = worker_of(review.placement.case)
    client.force_login(worker.user)
    client.get(LIST)
    event = AuditEvent.objects.get(verb="review.list")
    assert (event.user_id, event.seen) == (worker.user_id, [f"placementreview:{review.pk}"])


@pytest.mark.parametrize("count", [1, 20])
def test_list_runs_a_fixed_number_of_queries(client, django_assert_num_queries, monkeypatch, count):
    monkeypatch.setattr("atensi.navigation.NAV_COUNTS", {})
    worker = MembershipFactory()
    reviews_of(worker, *range(1, count + 1))
    client.force_login(worker.user)
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


LIST_QUERIES = 9


def test_navigation_counts_in_one_query(rf, django_assert_num_queries):
    worker = MembershipFactory()
    reviews_of(worker, -3, 0, 5)
    request = rf.get("/")
    request.user, request.actor = worker.user, actor_of(worker)
    with django_assert_num_queries(1):
        assert waiting_count(request) == 2
    request.actor = None
    with django_assert_num_queries(0):
        assert waiting_count(request) == 0


def test_navigation_counts_what_is_late_or_due_today(client):
    worker = MembershipFactory()
    reviews_of(worker, -3, 0, 5)
    client.force_login(worker.user)
    page = client.get(LIST).content.decode()
    assert "<b>2<span" in page


# --- one review ----------------------------------------------------------------------------------------------------


def answers(**changes):
    given = {
        "held_on": days_ago(1).isoformat(),
        "attendees": [Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
        "child_view": "Aku mau pulang.",
        "child_not_heard_reason": "",
        "family_view": "Kami menunggunya (rekaan).",
        "findings": "Temuan rekaan.",
        "recommendation": "Rekomendasi rekaan.",
        "outcome": ReviewOutcome.CONTINUE,
        "next_due_on": "",
    }
    return given | changes


def test_worker_holds_a_review_and_reads_it(client, review):
    client.force_login(worker_of(review.placement.case).user)
    assert client.get(hold_url(review)).status_code == 200
    response = client.post(hold_url(review), answers(), follow=True)
    assert response.redirect_chain == [(detail(review), 302)]
    review.refresh_from_db()
    assert (review.state, review.child_view) == (ReviewState.HELD, "Aku mau pulang.")
    page = response.content.decode()
    assert "Aku mau pulang." in page and "Catat tinjauan" not in page


def test_missing_answers_come_back_with_what_was_typed(client, review):
    client.force_login(worker_of(review.placement.case).user)
    response = client.post(hold_url(review), answers(findings="", outcome=""))
    assert response.status_code == 422
    assert "Aku mau pulang." in response.content.decode()
    review.refresh_from_db()
    assert review.state == ReviewState.DUE


@pytest.mark.rule("too_few_attendees")
def test_soft_rule_is_shown_and_passes_with_a_reason(client, review):
    client.force_login(worker_of(review.placement.case).user)
    alone = answers(attendees=[Attendee.CHILD])
    response = client.post(hold_url(review), alone)
    assert response.status_code == 409
    assert "reason_too_few_attendees" in response.content.decode()
    client.post(hold_url(review), alone | {"reason_too_few_attendees": "Banjir (rekaan)."})
    review.refresh_from_db()
    assert review.soft_reasons == {"too_few_attendees": "Banjir (rekaan)."}
    assert "Banjir (rekaan)." in client.get(detail(review)).content.decode()


def test_hard_rule_is_shown_and_nothing_is_written(client, review):
    client.force_login(worker_of(review.placement.case).user)
    response = client.post(hold_url(review), answers(child_view=""))
    assert response.status_code == 409
    assert "Catat suara anak, atau mengapa anak belum didengar." in response.content.decode()


def test_a_review_without_a_recommendation_comes_back_with_what_was_typed(client, review):
    client.force_login(worker_of(review.placement.case).user)
    response = client.post(hold_url(review), answers(recommendation=""))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Tulis rekomendasi tinjauan." in page and "Aku mau pulang." in page


def test_house_that_sends_the_child_home_lands_on_the_list(client, review):
    ReunificationFactory(placement=review.placement)
    client.force_login(member(review.placement.institution).user)
    response = client.post(hold_url(review), answers(outcome=ReviewOutcome.REUNIFY), follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    review.placement.refresh_from_db()
    assert review.placement.state == PlacementState.ENDED
    assert "Pulang ke keluarga" in response.content.decode()


def test_a_held_review_has_no_form(client):
    review = PlacementReviewFactory(held=True, due_on=days_ago(9))
    client.force_login(worker_of(review.placement.case).user)
    response = client.get(hold_url(review))
    assert response.status_code == 302 and response.url == detail(review)


@pytest.mark.parametrize("changes", [{}, {"outcome": ""}], ids=["whole", "with an error"])
def test_a_form_that_comes_second_keeps_its_words_and_says_who_was_first(client, changes):
    """A colleague held the review while this one was being written (design.md 6: nothing typed is lost)."""
    review = PlacementReviewFactory(held=True, due_on=days_ago(9))
    client.force_login(worker_of(review.placement.case).user)
    response = client.post(hold_url(review), answers(findings="Yang kedua (rekaan).") | changes)
    page = response.content.decode()
    assert response.status_code == 409
    assert f"sudah dicatat {review.recorded_by}" in page and detail(review) in page
    assert "Yang kedua (rekaan)." in page and "Simpan hasil" not in page
    review.refresh_from_db()
    assert review.findings == "Temuan rekaan."


def test_two_forms_sent_at_once_hold_the_review_once(client, review, monkeypatch):
    """Both pages had been read while it was open; the row's lock decides, and the second reads who was first."""
    case, kept = review.placement.case, views.hold_review
    supervisor = member(case.office, Role.SUPERVISOR)

    def slower(**given):
        kept(**given | {"by": actor_of(supervisor), "findings": "Yang pertama (rekaan)."})
        return kept(**given)

    monkeypatch.setattr(views, "hold_review", slower)
    client.force_login(worker_of(case).user)
    response = client.post(hold_url(review), answers(findings="Yang kedua (rekaan)."))
    page = response.content.decode()
    assert response.status_code == 409 and f"sudah dicatat {supervisor.user}" in page
    assert "Yang kedua (rekaan)." in page
    assert PlacementReview.objects.get(pk=review.pk).findings == "Yang pertama (rekaan)."


def test_a_review_of_a_placement_that_ended_meanwhile_says_so(client, review):
    placement = review.placement
    end_placement(placement=placement, by=actor_of(worker_of(placement.case)), on=days_ago(0), reason="CLOSED")
    client.force_login(worker_of(placement.case).user)
    response = client.post(hold_url(review), answers(findings="Yang kedua (rekaan)."))
    page = response.content.decode()
    assert response.status_code == 409 and "penempatannya sudah berakhir" in page
    assert "Yang kedua (rekaan)." in page


def test_an_invitation_to_a_review_that_was_held_meanwhile_says_so(client):
    review = PlacementReviewFactory(held=True, due_on=days_ago(9))
    client.force_login(worker_of(review.placement.case).user)
    url = reverse("referrals:review_invite", args=[review.pk])
    assert client.get(url).url == detail(review)
    asked = {
        "meets_at": f"{timezone.localdate() + timedelta(days=3)}T10:00",
        "place": "Balai Rekaan",
        "role-CHILD": "on",
    }
    response = client.post(url, asked)
    page = response.content.decode()
    assert (response.status_code, "Balai Rekaan" in page) == (409, True)
    assert "sudah dilaksanakan atau tidak perlu lagi" in page


@pytest.mark.parametrize("day", ["2027-02-29", "31-02-2026", "0000-01-01"])
def test_days_that_do_not_exist_are_asked_again(client, review, day):
    client.force_login(worker_of(review.placement.case).user)
    assert client.post(hold_url(review), answers(held_on=day)).status_code == 422


@pytest.mark.parametrize(
    ("held_on", "next_due_on"), [("0001-01-01", ""), ("9999-12-31", ""), (None, "9999-12-31"), (None, "0001-01-01")]
)
def test_days_at_the_ends_of_time_are_refused(client, review, held_on, next_due_on):
    client.force_login(worker_of(review.placement.case).user)
    days = {"next_due_on": next_due_on} | ({"held_on": held_on} if held_on else {})
    assert client.post(hold_url(review), answers(**days)).status_code in (409, 422)


def test_a_cancelled_review_says_so(client):
    review = PlacementReviewFactory(state=ReviewState.CANCELLED)
    client.force_login(worker_of(review.placement.case).user)
    assert "Penempatan berakhir sebelum tinjauan ini." in client.get(detail(review)).content.decode()


def test_opening_a_review_is_recorded(client, review):
    worker = worker_of(review.placement.case)
    client.force_login(worker.user)
    client.get(detail(review))
    assert AuditEvent.objects.get(subject=f"placementreview:{review.pk}").user_id == worker.user_id


@pytest.mark.parametrize("past", [1, 5])
@pytest.mark.parametrize(("page", "queries"), [(detail, 15), (hold_url, 13)])
def test_review_pages_run_a_fixed_number_of_queries(
    client, django_assert_num_queries, monkeypatch, past, page, queries
):
    monkeypatch.setattr("atensi.navigation.NAV_COUNTS", {})
    placement = PlacementFactory()
    for number in range(past):
        PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(60 - number))
    review = PlacementReviewFactory(placement=placement)
    client.force_login(worker_of(placement.case).user)
    client.get(page(review))
    with django_assert_num_queries(queries):
        client.get(page(review))
