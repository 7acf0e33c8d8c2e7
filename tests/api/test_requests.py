"""How the API is asked and how it refuses: tokens, sessions, versions, repeated requests, pages, limits."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.api.models import KeptAnswer
from atensi.api.services import forget_answers
from atensi.audit.models import AuditEvent
from atensi.reference.models import Code
from cases.models import Case, FamilyMember
from cases.names import name_keys
from cases.services.shares import share_case
from institutions.states import Role
from tests.api.client import Program, Refused
from tests.api.people import program_of, secret_of
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, actor_of, deputy_of
from tests.notices.factories import NoticeFactory

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
AUNT = {"name": "Bibi Sari Rekaan", "relation": "AUNT_UNCLE"}
KNOWN = AUNT | {"is_alive": True, "is_caregiver": False, "may_contact": True, "is_alleged_harmer": False}


@pytest.fixture
def worker():
    return MembershipFactory()


@pytest.fixture
def case(worker):
    return CaseFactory(worker=worker.user, office=worker.institution)


@pytest.fixture
def program(worker) -> Program:
    return program_of(worker)


def status_of(call, *args, **kwargs) -> int:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.status


# Who asks


def test_a_token_acts_as_its_membership_and_sees_by_it_alone(worker, case):
    """The same person supervises another office: the token of one knows nothing of the other."""
    elsewhere = MembershipFactory(user=worker.user, role=Role.SUPERVISOR)
    theirs = CaseFactory(office=elsewhere.institution)
    own, other = program_of(worker), program_of(elsewhere)
    assert own.ask("case_detail_read", case.pk)["number"] == case.number
    assert status_of(own.ask, "case_detail_read", theirs.pk) == 404
    assert [row["id"] for row in other.ask("cases_read")["results"]] == [theirs.pk]
    assert status_of(other.ask, "case_detail_read", case.pk) == 404
    [membership] = other.ask("me_read")["memberships"]
    assert (membership["id"], membership["is_acting"]) == (elsewhere.pk, True)


def test_a_membership_that_ends_takes_its_tokens_with_the_next_request(worker, case, program):
    assert program.ask("case_detail_read", case.pk)
    worker.ended_at = timezone.now()
    worker.save()
    assert status_of(program.ask, "case_detail_read", case.pk) == 401
    assert status_of(program.ask, "me_read") == 401


@pytest.mark.parametrize("end", ["revoked", "expired", "closed"])
def test_a_token_that_ended_opens_nothing(worker, program, end):
    token = worker.user.auth_token_set.get()
    if end == "revoked":
        token.revoked_at = timezone.now()
    if end == "expired":
        token.expiry = timezone.now() - timedelta(seconds=1)
    token.save()
    worker.user.is_active = end != "closed"
    worker.user.save()
    assert status_of(program.ask, "me_read") == 401
    assert worker.user.auth_token_set.count() == 1  # reading removes nothing


def test_a_token_opens_no_page(worker, client):
    page = client.get(reverse("cases:list"), headers={"Authorization": f"Bearer {secret_of(worker)}"})
    assert page.status_code == 302


@pytest.mark.parametrize("header", ["Bearer tidak-ada", "Bearer", "Bearer a b", "Basic eDp5", "Bearer atensi_\xff"])
def test_a_wrong_token_is_refused_even_beside_a_session(worker, client, header):
    client.force_login(worker.user)
    answer = client.get(reverse("api:me"), headers={"Authorization": header})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_whoever_tries_tokens_soon_gets_no_answer(client):
    bad = {"Authorization": "Bearer tidak-ada"}
    origin = {"REMOTE_ADDR": "198.51.100.7"}
    assert [client.get(reverse("api:me"), headers=bad, **origin).status_code for _n in range(20)] == [401] * 20
    assert client.get(reverse("api:me"), headers=bad, **origin).status_code == 429


def test_who_has_a_token_is_answered_whatever_others_try_from_the_same_address(worker, client):
    """Behind a proxy everybody comes from one address."""
    good, bad = ({"Authorization": f"Bearer {secret}"} for secret in (secret_of(worker), "tidak-ada"))
    proxy = {"REMOTE_ADDR": "198.51.100.8"}
    for _n in range(21):
        client.get(reverse("api:me"), headers=bad, **proxy)
    assert client.get(reverse("api:me"), headers=good, **proxy).status_code == 200
    refused = client.get(reverse("api:me"), headers=bad, **proxy)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")


def test_a_session_reads_and_writes_only_with_its_csrf_token(worker, case):
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker.user)
    assert client.get(reverse("api:me")).json()["by_token"] is False
    address = reverse("api:case_family", args=[case.pk])
    assert client.post(address, AUNT, content_type="application/json").status_code == 403
    client.get(reverse("help"))
    client.get(reverse("cases:family_add", args=[case.pk]))
    csrf = client.cookies["csrftoken"].value
    answer = client.post(address, AUNT, content_type="application/json", headers={"X-CSRFToken": csrf})
    assert answer.status_code == 201


def test_who_asks_too_often_waits(worker, program, settings):
    settings.API_RATE = "2/min"
    program.ask("me_read")
    program.ask("me_read")
    assert status_of(program.ask, "me_read") == 429
    assert 0 < int(program.last.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(("path", "status"), [("nirwana", 404), ("cases/99999999999999999999", 404), ("cases/0", 404)])
def test_what_is_not_there_is_told_in_the_same_shape(worker, path, status):
    answer = Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret_of(worker)}"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


def test_other_kinds_of_body_and_broken_ones_are_refused(worker, case):
    headers = {"Authorization": f"Bearer {secret_of(worker)}"}
    address = reverse("api:case_family", args=[case.pk])
    assert Client().post(address, AUNT, headers=headers).status_code == 415
    assert Client().post(address, "name=Sari", content_type=FORM, headers=headers).status_code == 415
    assert Client().post(address, "{", content_type="application/json", headers=headers).status_code == 400
    assert Client().post(address, "[1]", content_type="application/json", headers=headers).status_code == 400
    for nested in ("[" * 100_000, '{"a":' * 100_000):
        assert Client().post(address, nested, content_type="application/json", headers=headers).status_code == 400
    big = json.dumps({"name": "x" * 3_000_000})
    assert Client().post(address, big, content_type="application/json", headers=headers).status_code == 413


def test_a_form_is_refused_in_a_session_too(worker, case):
    """Although the check of its CSRF token has read the form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker.user)
    client.get(reverse("cases:family_add", args=[case.pk]))
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    address = reverse("api:case_family", args=[case.pk])
    assert client.post(address, AUNT, headers=headers).status_code == 415
    assert client.post(address, "name=Sari", content_type=FORM, headers=headers).status_code == 415
    assert not FamilyMember.objects.exists()


# The same twice


def test_the_same_key_acts_once_and_answers_the_same(case, program):
    first = program.tell("case_family_write", case.pk, key="satu", **AUNT)
    assert program.tell("case_family_write", case.pk, key="satu", **AUNT) == first
    assert program.last.headers["Idempotency-Replayed"] == "true"
    assert FamilyMember.objects.count() == 1
    assert program.tell("case_family_write", case.pk, key="dua", **AUNT)["id"] != first["id"]
    kept = KeptAnswer.objects.get(key="satu")
    assert "Sari" in kept.body
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM api_keptanswer WHERE id = %s", [kept.pk])
        assert "Sari" not in cursor.fetchone()[0]


def test_the_same_key_for_something_else_is_refused(case, program):
    program.tell("case_family_write", case.pk, key="satu", **AUNT)
    assert status_of(program.tell, "case_family_write", case.pk, key="satu", **AUNT | {"name": "Lain Rekaan"}) == 422
    assert FamilyMember.objects.count() == 1


def test_a_key_is_its_memberships_own(worker, case, program):
    supervisor = program_of(MembershipFactory(institution=worker.institution, role=Role.SUPERVISOR))
    first = program.tell("case_family_write", case.pk, key="satu", **AUNT)
    assert supervisor.tell("case_family_write", case.pk, key="satu", **AUNT)["id"] != first["id"]


def test_what_was_refused_may_be_tried_again_under_its_key(case, program):
    assert status_of(program.tell, "case_family_write", case.pk, key="satu", name="") == 400
    assert program.tell("case_family_write", case.pk, key="satu", **AUNT)


def test_kept_answers_are_forgotten_after_a_day(case, program):
    program.tell("case_family_write", case.pk, key="satu", **AUNT)
    assert forget_answers(at=timezone.now() + timedelta(hours=23)) == 0
    assert forget_answers(at=timezone.now() + timedelta(hours=25)) == 1


# Versions


def test_a_change_names_the_version_that_was_read(case, program):
    made = program.tell("case_family_write", case.pk, **AUNT)
    assert status_of(program.tell, "family_member_detail_change", case.pk, made["id"], **KNOWN) == 428
    program.ask("family_member_detail_read", case.pk, made["id"])
    read = program.last.headers["ETag"]
    changed = KNOWN | {"phone": "0800-000"}
    program.tell("family_member_detail_change", case.pk, made["id"], match=read, **changed)
    assert status_of(program.tell, "family_member_detail_change", case.pk, made["id"], match=read, **KNOWN) == 412
    assert FamilyMember.objects.get().phone == "0800-000"
    newest = program.tell("family_member_detail_change", case.pk, made["id"], match="*", **KNOWN)
    assert newest["name"] == AUNT["name"]


# Rules and masks


@pytest.mark.rule("likely_duplicates")
def test_likely_duplicates_are_answered_before_a_report_is_kept(worker, case, program):
    case.beneficiary.name = "Muhammad Rekaan Contoh"
    case.beneficiary.name_keys = name_keys(case.beneficiary.name)
    case.beneficiary.save()
    child = {"name": "Mohamad Rekaan Contoh", "sex": case.beneficiary.sex, "region": case.beneficiary.region_id}
    found = program.tell("response_duplicates_write", **child)
    report = {
        "channel": "PHONE",
        "received_at": timezone.now().isoformat(),
        "region": case.beneficiary.region_id,
        "place": "Dusun Rekaan",
        "what_happened": "Rekaan.",
        "triage": "LOW",
        "categories": [Code.objects.of(Code.List.AMPK).first().code],
        "outcome": "ADVICE",
        "person": child,
    }
    assert [one["beneficiary"] for one in found["inside"]] == [case.beneficiary_id]
    with pytest.raises(Refused) as refused:
        program.tell("responses_write", **report)
    assert (refused.value.status, refused.value.codes) == (409, {"likely_duplicates"})
    assert program.tell("responses_write", duplicates_seen=found["digest"], **report)["outcome"] == "ADVICE"


def test_a_restricted_case_is_masked_for_whoever_may_only_know_of_it(worker, case):
    Case.objects.filter(pk=case.pk).update(restricted=True)
    province = InstitutionFactory(provincial=True)
    share_case(case=case, institution=province, by=actor_of(worker))
    knows = program_of(MembershipFactory(institution=province, role=Role.SUPERVISOR))
    told = knows.ask("case_detail_read", case.pk)
    assert (told["masked"], told["beneficiary"], told["categories"], told["place"]) == (True, None, [], "")
    assert case.beneficiary.name not in knows.last.content.decode()
    [line] = knows.ask("cases_read", scope="shared")["results"]
    assert line["masked"] and case.beneficiary.name not in line["name"]
    for name in ("case_timeline_read", "case_family_read", "agreements_read", "case_beneficiary_read"):
        assert status_of(knows.ask, name, case.pk) == 403


def test_reading_leaves_the_same_trail_as_a_page(worker, case, program):
    program.ask("case_detail_read", case.pk)
    program.ask("cases_read")
    verbs = AuditEvent.objects.filter(user_id=worker.user_id).order_by("pk").values_list("verb", "membership_id")
    assert list(verbs)[-2:] == [("case.view_case", worker.pk), ("case.list", worker.pk)]


def test_a_token_tells_only_notices_about_what_its_membership_sees(worker, case, program):
    other = CaseFactory()
    mine, hidden = (
        NoticeFactory(recipient=worker.user, subject=f"case:{about.pk}", reference=about.number)
        for about in (case, other)
    )
    assert [row["id"] for row in program.ask("notices_read")["results"]] == [mine.pk]
    assert program.tell("notice_open_write", mine.pk)["opened_at"]
    assert status_of(program.tell, "notice_open_write", hidden.pk) == 404


def test_who_acts_by_a_mandate_acts_so_in_a_session(client):
    mandate = MandateFactory()
    by = deputy_of(mandate)
    client.force_login(mandate.deputy)
    session = client.session
    session["membership_id"] = by.membership_id
    session.save()
    assert client.get(reverse("api:me")).json()["acting_role"] == Role.SOCIAL_OFFICE_DECIDER


# Pages


def test_a_list_is_walked_by_key_both_ways(worker, program):
    cases = [CaseFactory(worker=worker.user, office=worker.institution) for _n in range(5)]
    newest_first = [case.pk for case in sorted(cases, key=lambda case: (case.opened_at, case.pk), reverse=True)]
    first = program.ask("cases_read", limit=2)
    assert first["previous"] is None
    second = program.ask("cases_read", limit=2, after=first["results"][-1]["id"])
    third = program.ask("cases_read", limit=2, after=second["results"][-1]["id"])
    assert [row["id"] for page in (first, second, third) for row in page["results"]] == newest_first
    assert third["next"] is None
    back = program.ask("cases_read", limit=2, before=second["results"][0]["id"])
    assert back["results"] == first["results"]
    assert f"after={first['results'][-1]['id']}" in first["next"]


def test_a_case_is_found_by_its_number_and_nothing_of_it_stands_in_an_address(case, program):
    case.number = "14.01/2026/00118"
    case.save()
    [found] = program.tell("case_search_write", q=case.number)["results"]
    assert found["id"] == case.pk
    assert program.last.request["QUERY_STRING"] == ""
    assert status_of(program.tell, "case_search_write", q="") == 400


def test_filters_are_those_of_the_page(worker, program):
    low = CaseFactory(worker=worker.user, office=worker.institution, risk="LOW")
    CaseFactory(worker=worker.user, office=worker.institution, risk="HIGH")
    assert [row["id"] for row in program.ask("cases_read", risk="LOW")["results"]] == [low.pk]
    assert program.ask("cases_read", state="closed")["results"] == []
    assert status_of(program.ask, "cases_read", risk="ENTAH") == 400


@pytest.mark.parametrize(
    "name", ["cases_read", "responses_read", "institutions_read", "outbox_read", "reviews_read", "deadlines_read"]
)
def test_a_list_asks_as_much_for_many_rows_as_for_one(worker, program, name):
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            program.ask(name)
        return len(found)

    CaseFactory(worker=worker.user, office=worker.institution)
    program.ask(name)
    one = count()
    for _n in range(4):
        CaseFactory(worker=worker.user, office=worker.institution)
        InstitutionFactory()
    assert count() == one <= 12
