"""A secret link shows one membership's deadlines, number and kind alone, until it ends, is taken back, or its person
leaves."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.deadlines.ical import calendar, escape, fold
from atensi.deadlines.models import CalendarFeed, Deadline
from atensi.deadlines.services.feeds import feed_behind, hash_of, make_feed, read_feed, revoke_feed
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.deadlines.views import MISSES
from atensi.errors import NotAllowed
from institutions.middleware import actor_for
from institutions.models import Membership, Parameter
from institutions.services.memberships import end_membership
from institutions.states import Role
from tests.deadlines.given import deadline_of, given_a_review
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
PAGE = "/kalender/"


@pytest.fixture(autouse=True)
def _nobody_missed():
    cache.clear()


@pytest.fixture
def review():
    return given_a_review(date(2026, 7, 15))


@pytest.fixture
def worker(review) -> Membership:
    case = review.placement.case
    return Membership.objects.get(user=case.worker, institution=case.office)


def address(token: str) -> str:
    return reverse("deadlines:feed", args=[token])


def link_of(membership: Membership) -> str:
    _feed, token = make_feed(name="Ponsel", by=actor_of(membership))
    return address(token)


def unfolded(response) -> list[str]:
    return response.content.decode().replace("\r\n ", "").split("\r\n")


# --- what stands in it -----------------------------------------------------------------------------------------------


def test_file_names_number_and_kind_and_day(client, review, worker):
    response = client.get(link_of(worker))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    lines = unfolded(response)
    assert f"SUMMARY:Tinjauan penempatan\\, {review.placement.case.number}" in lines
    assert "DTSTART;VALUE=DATE:20260715" in lines
    assert f"UID:deadline-{deadline_of(review).pk}@atensi" in lines
    assert any(re.fullmatch(r"LAST-MODIFIED:\d{8}T\d{6}Z", line) for line in lines)


@pytest.mark.parametrize("restricted", [False, True])
def test_file_says_nothing_of_a_person_or_a_place(client, review, worker, restricted):
    case, home = review.placement.case, review.placement.institution
    type(case).objects.filter(pk=case.pk).update(restricted=restricted)
    text = client.get(link_of(worker)).content.decode().replace("\r\n ", "")
    hidden = [case.beneficiary.name, home.name, case.office.name, str(worker.user), home.region.name]
    assert [words for words in hidden if words and words in text] == []
    kinds = {line.split(":")[0].split(";")[0] for line in text.split("\r\n") if line}
    assert kinds == {
        *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME", "REFRESH-INTERVAL"),
        *("X-PUBLISHED-TTL", "UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "SUMMARY", "TRANSP"),
    }


def test_uid_stays_and_last_modified_moves_when_the_day_moves(review, worker):
    before = deadline_of(review)
    Deadline.objects.filter(pk=before.pk).update(changed_at=before.changed_at - timedelta(days=3))
    review.due_on = date(2026, 8, 1)
    review.save()
    keep_deadlines(cases=[review.placement.case_id])
    after = deadline_of(review)
    assert after.pk == before.pk and after.changed_at >= before.changed_at
    assert f"UID:deadline-{before.pk}@atensi" in calendar([after])


def test_each_gets_their_own(client, review, worker):
    case, home = review.placement.case, review.placement.institution
    seen = {
        "worker": worker,
        "supervisor": MembershipFactory(institution=case.office, role=Role.SUPERVISOR),
        "home": MembershipFactory(institution=home, role=Role.LKSA_STAFF),
    }
    unseen = {
        "colleague": MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER),
        "other home": MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.LKSA_STAFF),
    }
    for who, membership in (seen | unseen).items():
        text = client.get(link_of(membership)).content.decode()
        assert (case.number in text) == (who in seen), who


def test_lines_fold_at_75_octets_and_never_within_a_character():
    line = "SUMMARY:" + "anak–é" * 40
    folded = fold(line)
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    assert all(part.startswith(" ") for part in folded.split("\r\n")[1:])
    assert folded.replace("\r\n ", "") == line
    assert fold("x" * 75) == "x" * 75
    assert fold("x" * 76) == "x" * 75 + "\r\n x"


def test_text_is_escaped():
    assert escape("a\\b; c, d\ne") == "a\\\\b\\; c\\, d\\ne"


def test_a_number_cannot_break_out_of_its_line(review):
    row = deadline_of(review)
    row.reference = "1\r\nATTENDEE:mailto:x@example.invalid"
    lines = calendar([row]).replace("\r\n ", "").split("\r\n")
    assert not [line for line in lines if line.startswith("ATTENDEE")]


# --- when it ends ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["x", "0" * 43, "a" * 400])
def test_an_unknown_link_is_not_found(client, token):
    assert client.get(address(token)).status_code == 404


def test_a_revoked_link_is_not_found(client, worker):
    feed, token = make_feed(name="Ponsel", by=actor_of(worker))
    assert client.get(address(token)).status_code == 200
    revoke_feed(feed=feed, by=actor_of(worker))
    assert client.get(address(token)).status_code == 404


def test_a_link_lasts_as_long_as_the_office_said_when_it_was_made(client, clock, worker):
    set_life(worker, 10)
    link = link_of(worker)
    set_life(worker, 100)
    clock.moment += timedelta(days=10, minutes=-1)
    assert client.get(link).status_code == 200
    clock.moment += timedelta(minutes=2)
    assert client.get(link).status_code == 404


def set_life(membership, days):
    Parameter.objects.filter(key="calendar_feed_life_days").delete()
    Parameter.objects.create(
        key="calendar_feed_life_days",
        value=days,
        institution=membership.institution,
        valid_from=date(2026, 1, 1),
        set_by=membership.user,
    )


def test_a_link_ends_with_the_membership_and_another_one_does_not_revive_it(client, worker):
    link = link_of(worker)
    admin = MembershipFactory(institution=worker.institution, role=Role.ADMINISTRATOR)
    end_membership(membership=worker, by=actor_of(admin))
    MembershipFactory(user=worker.user, institution=worker.institution, role=Role.SUPERVISOR)
    assert client.get(link).status_code == 404


def test_a_link_ends_with_the_person(client, worker):
    link = link_of(worker)
    worker.user.is_active = False
    worker.user.save()
    assert client.get(link).status_code == 404


def test_a_deputys_link_ends_with_the_mandate(client, review):
    office = review.placement.case.office
    decider = MembershipFactory(institution=office, role=Role.SOCIAL_OFFICE_DECIDER)
    deputy = MembershipFactory(institution=office, role=Role.SUPERVISOR)
    mandate = MandateFactory(grantor=decider, deputy=deputy.user)
    lent = Membership.objects.rights_of(deputy.user).with_mandate(deputy.user).get(pk=decider.pk)
    _feed, token = make_feed(name="Ponsel", by=actor_for(deputy.user, lent))
    assert review.placement.case.number in client.get(address(token)).content.decode()
    type(mandate).objects.filter(pk=mandate.pk).update(valid_until=date(2026, 5, 31), valid_from=date(2026, 5, 30))
    assert client.get(address(token)).status_code == 404


def test_who_tries_links_gets_no_answer_after_a_while(client, worker):
    link = link_of(worker)
    for number in range(MISSES):
        assert client.get(address(f"coba-{number}")).status_code == 404
    assert client.get(address("coba-lagi")).status_code == 429
    assert client.get(link).status_code == 429, "the address waits a minute"


# --- secrecy ---------------------------------------------------------------------------------------------------------


def test_the_secret_is_kept_nowhere(worker):
    feed, token = make_feed(name="Ponsel", by=actor_of(worker))
    feed.refresh_from_db()
    assert feed.token_hash == hash_of(token)
    kept = [str(value) for value in CalendarFeed.objects.values().get(pk=feed.pk).values()]
    told = [str(row) for row in AuditEvent.objects.values("data", "seen", "subject", "reason")]
    assert not [text for text in kept + told if token in text]


def test_reading_is_recorded_under_its_person(review, worker):
    _feed, token = make_feed(name="Ponsel", by=actor_of(worker))
    feed, by = feed_behind(token)
    read_feed(feed=feed, by=by)
    feed.refresh_from_db()
    event = AuditEvent.objects.get(verb="calendarfeed.read")
    assert (event.user_id, event.membership_id) == (worker.user_id, worker.pk)
    assert f"placementreview:{review.pk}" in event.seen
    assert feed.last_used_at is not None


# --- the page --------------------------------------------------------------------------------------------------------


def test_a_link_is_shown_once_listed_and_taken_back(client, worker):
    client.force_login(worker.user)
    made = client.post(PAGE, {"name": "Ponsel saya"})
    link = re.search(r"http://testserver(/kalender/[\w-]+\.ics)", made.content.decode()).group(1)
    assert client.get(link).status_code == 200
    page = client.get(PAGE).content.decode()
    assert "Ponsel saya" in page and ".ics" not in page
    feed = CalendarFeed.objects.get()
    client.post(reverse("deadlines:feed_revoke", args=[feed.pk]))
    assert client.get(link).status_code == 404
    assert "Ponsel saya" not in client.get(PAGE).content.decode()


def test_a_link_needs_a_name(client, worker):
    client.force_login(worker.user)
    assert client.post(PAGE, {"name": ""}).status_code == 422
    assert not CalendarFeed.objects.exists()


def test_nobody_else_sees_or_takes_back_a_link(client, worker):
    feed, _token = make_feed(name="Ponsel rahasia", by=actor_of(worker))
    other = MembershipFactory(institution=worker.institution, role=Role.SUPERVISOR)
    client.force_login(other.user)
    assert "Ponsel rahasia" not in client.get(PAGE).content.decode()
    assert client.post(reverse("deadlines:feed_revoke", args=[feed.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        revoke_feed(feed=feed, by=actor_of(other))


def test_nobody_reads_anothers_link(worker):
    feed, _token = make_feed(name="Ponsel", by=actor_of(worker))
    other = MembershipFactory(institution=worker.institution, role=Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        read_feed(feed=feed, by=actor_of(other))


def test_only_who_works_on_cases_has_a_link():
    admin = MembershipFactory(role=Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        make_feed(name="Ponsel", by=actor_of(admin))


def test_reading_runs_a_fixed_number_of_queries(client, worker, django_assert_num_queries):
    link = link_of(worker)
    client.get(link)
    with django_assert_num_queries(READ_QUERIES):
        client.get(link)
    case = worker.institution.cases.first()
    rows = [
        Deadline(
            clock="assessment",
            subject_id=10_000 + number,
            case_id=case.pk,
            reference=f"C-{number}",
            office=worker.institution,
            worker=worker.user,
            due_on=date(2026, 8, 1),
            due_at=deadline_of(case.placements.get().reviews.get()).due_at,
        )
        for number in range(30)
    ]
    Deadline.objects.bulk_create(rows)
    with django_assert_num_queries(READ_QUERIES):
        client.get(link)


READ_QUERIES = 9
