"""Nothing typed is lost: what stands in a form is kept for its owner alone until the form has done its work."""

import logging
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atensi.drafts.models import Draft
from atensi.drafts.places import SALT, read_token
from atensi.drafts.services import keep_draft, prune_drafts
from cases.models import Assessment, CaseResponse, FamilyMember
from cases.states import Stage
from institutions.models import Membership
from institutions.services.parameters import set_parameter
from tests.cases.factories import CaseFactory
from tests.cases.intake import logged
from tests.cases.papers import AssessmentFactory
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
SAVE, DISCARD = "/draf/simpan/", "/draf/buang/"
WORDS = "Ibu Rekaan <b>bercerita</b> 🙂 panjang"


@pytest.fixture
def case():
    return CaseFactory(stage=Stage.ASSESSMENT)


@pytest.fixture
def worker(client, case):
    client.force_login(case.worker)
    return client


@pytest.fixture
def page(case) -> str:
    return reverse("cases:family_add", args=[case.pk])


def html(response) -> str:
    return response.content.decode()


def key_of(response, name="draft") -> str:
    return unescape(re.search(rf'name="{name}" value="([^"]+)"', html(response)).group(1))


def typed(client, page, **words) -> dict:
    """What the page's form would send: its keys and `words`."""
    opened = client.get(page)
    return {"draft": key_of(opened), "form_id": key_of(opened, "form_id"), **words}


def test_typing_is_kept_and_comes_back_when_the_form_is_opened_again(worker, page):
    data = typed(worker, page, name="Sari Rekaan", relation="AUNT_UNCLE", note=WORDS, may_contact="on")
    state = worker.post(SAVE, data)
    assert "Draf tersimpan" in html(state)
    again = worker.get(page)
    assert "Lanjutkan, atau buang." in html(again)
    assert 'value="Sari Rekaan"' in html(again)
    assert "&lt;b&gt;bercerita&lt;/b&gt; 🙂" in html(again)
    assert re.search(r'value="AUNT_UNCLE"[^>]*(selected|checked)', html(again))
    assert key_of(again, "form_id") == data["form_id"]


def test_the_form_that_did_its_work_leaves_no_draft(worker, page):
    data = typed(worker, page, name="Sari Rekaan", relation="AUNT_UNCLE", is_alive="on")
    worker.post(SAVE, data)
    assert Draft.objects.count() == 1
    assert worker.post(page, data).status_code == 302
    assert not Draft.objects.exists()
    assert "Lanjutkan, atau buang." not in html(worker.get(page))


def test_a_refused_form_is_kept(worker, page):
    answer = worker.post(page, typed(worker, page, relation="AUNT_UNCLE", note=WORDS))
    assert answer.status_code == 422
    assert "Draf tersimpan" in html(answer)
    assert "bercerita" in Draft.objects.get().content


def test_a_failure_of_ours_loses_no_words(case, page, monkeypatch):
    def fails(**_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("cases.views.family.add_family_member", fails)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    client = Client(raise_request_exception=False)
    client.force_login(case.worker)
    data = typed(client, page, name="Sari Rekaan", relation="AUNT_UNCLE", note=WORDS)
    assert client.post(page, data).status_code == 500
    assert "bercerita" in html(client.get(page))


def test_words_of_an_ended_session_wait_behind_the_sign_in(worker, case, page):
    data = typed(worker, page, name="Sari Rekaan", relation="AUNT_UNCLE", note=WORDS)
    worker.logout()
    answer = worker.post(page, data)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={page}"
    assert "Tulisan Anda tersimpan" in html(worker.get(answer.headers["Location"]))
    assert not FamilyMember.objects.exists()
    worker.force_login(case.worker)
    assert "bercerita" in html(worker.get(page))


def test_typing_after_the_session_ended_is_kept_and_says_so(worker, page):
    data = typed(worker, page, note=WORDS)
    worker.logout()
    state = worker.post(SAVE, data)
    assert "Sesi Anda sudah berakhir" in html(state)
    assert "bercerita" in Draft.objects.get().content


def test_a_page_that_expired_keeps_the_words_and_leads_back(case, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(case.worker)
    data = typed(client, page, note=WORDS)
    assert "Draf tersimpan" in html(client.post(SAVE, data))
    answer = client.post(page, data)
    assert answer.status_code == 403
    assert "tersimpan sebagai draf" in html(answer)
    assert f'href="{page}"' in html(answer)
    assert "bercerita" in html(client.get(page))


def test_a_draft_is_its_owners_alone(worker, case, page):
    data = typed(worker, page, note=WORDS)
    worker.post(SAVE, data)
    colleague = MembershipFactory(institution=case.office, role="SUPERVISOR")
    worker.force_login(colleague.user)
    assert "bercerita" not in html(worker.get(page))
    assert worker.post(DISCARD, {"discard": data["draft"]}).status_code == 400
    assert Draft.objects.count() == 1


def test_the_next_person_at_the_same_browser_gets_nothing_of_it(worker, case, page):
    data = typed(worker, page, note=WORDS)
    worker.force_login(MembershipFactory(institution=case.office, role="SUPERVISOR").user)
    worker.post(SAVE, data)
    assert "bercerita" not in html(worker.get(page))
    assert Draft.objects.get().owner == case.worker


def test_a_draft_sleeps_when_its_membership_ends_and_is_swept_away(worker, case, page):
    data = typed(worker, page, note=WORDS)
    worker.post(SAVE, data)
    Membership.objects.filter(user=case.worker).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert not Draft.objects.visible_to(case.worker).exists()
    worker.logout()
    assert "belum tersimpan" in html(worker.post(SAVE, data | {"note": "baru"}))
    assert prune_drafts(now=timezone.now()) == 1


def test_another_membership_of_the_same_person_has_drafts_of_its_own(worker, case, page):
    worker.post(SAVE, typed(worker, page, note=WORDS))
    other = MembershipFactory(user=case.worker, institution=case.office, role="SUPERVISOR")
    worker.post(reverse("institutions:switch_membership"), {"membership": other.pk})
    assert "bercerita" not in html(worker.get(page))


def test_a_contact_that_somebody_else_recorded_first_leaves_the_words_of_the_second(client, case):
    member = Membership.objects.get(user=case.worker)
    response = logged(member)
    client.force_login(case.worker)
    page = reverse("cases:response", args=[response.pk])
    data = typed(client, page, at=f"{timezone.localtime():%Y-%m-%dT%H:%M}", note=WORDS)
    CaseResponse.objects.filter(pk=response.pk).update(first_contact_at=timezone.now(), first_contact_by=case.worker)
    record = reverse("cases:first_contact_record", args=[response.pk])
    for _send in range(2):
        answer = client.post(record, data)
        assert answer.status_code == 409
        assert "&lt;b&gt;bercerita&lt;/b&gt; 🙂" in html(answer)
    assert Draft.objects.count() == 1


def test_words_of_an_ended_session_come_back_under_the_membership_they_were_typed_under(worker, case, page):
    other = MembershipFactory(user=case.worker, institution=case.office, role="SUPERVISOR")
    worker.post(reverse("institutions:switch_membership"), {"membership": other.pk})
    data = typed(worker, page, name="Sari Rekaan", relation="AUNT_UNCLE", note=WORDS)
    worker.logout()
    worker.post(page, data)
    worker.force_login(case.worker)
    assert "bercerita" in html(worker.get(page))


def test_the_membership_of_a_draft_gives_nothing_to_whoever_else_signs_in_next(worker, case, page):
    data = typed(worker, page, note=WORDS)
    worker.logout()
    worker.post(page, data)
    colleague = MembershipFactory(institution=case.office, role="SUPERVISOR")
    worker.force_login(colleague.user)
    again = worker.get(page)
    assert again.wsgi_request.membership == colleague
    assert "bercerita" not in html(again)


def test_a_draft_that_is_thrown_away_is_gone(worker, page):
    data = typed(worker, page, note=WORDS)
    worker.post(SAVE, data)
    answer = worker.post(DISCARD, {"discard": data["draft"]})
    assert answer.status_code == 302
    assert answer.headers["Location"] == page
    assert not Draft.objects.exists()


# Named, as a signature holds the second it was made in: processes that collect one second apart must agree.
@pytest.mark.parametrize(
    "key",
    ["", "x", "a:b:c", signing.dumps([1, 2], salt=SALT), signing.dumps("x", salt="other")],
    ids=["empty", "letter", "shape", "two", "salt"],
)
def test_a_forged_key_keeps_nothing(worker, page, key):
    assert read_token(key) is None
    assert worker.post(SAVE, {"draft": key, "note": WORDS}).status_code == 400
    assert worker.post(DISCARD, {"discard": key}).status_code == 400
    assert worker.post(page, {"draft": key, "note": WORDS}).status_code == 422
    assert not Draft.objects.exists()


def test_a_draft_is_encrypted_in_the_database(worker, page):
    worker.post(SAVE, typed(worker, page, note=WORDS, name="Sari Rekaan"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(drafts_draft)::text FROM drafts_draft")
        stored = cursor.fetchone()[0]
    assert "Rekaan" not in stored
    assert "bercerita" not in stored


def test_a_draft_is_kept_as_long_as_its_office_has_set(worker, case, page):
    worker.post(SAVE, typed(worker, page, note=WORDS))
    now = timezone.now()
    assert prune_drafts(now=now + timedelta(days=29)) == 0
    administrator = MembershipFactory(institution=case.office, role="ADMINISTRATOR")
    set_parameter(key="draft_retention_days", value=5, by=actor_of(administrator), institution=case.office)
    assert prune_drafts(now=now + timedelta(days=4)) == 0
    assert prune_drafts(now=now + timedelta(days=6)) == 1


def test_what_no_form_can_hold_is_not_kept_and_says_so(worker, page):
    state = worker.post(SAVE, typed(worker, page, note="x" * 700_000))
    assert "Jangan tutup halaman ini" in html(state)
    assert not Draft.objects.exists()


def test_the_rows_of_a_plan_come_back(worker, case):
    AssessmentFactory(case=case, signed=True)
    page = reverse("cases:plan_new", args=[case.pk])
    words = {"goals-total": "2", "goal-0-total": "3", "goal-0-text": "Pulang", "goal-0-action-2-text": "Kunjungi bibi"}
    worker.post(SAVE, typed(worker, page, **words, **{"goal-1-total": "1", "goal-1-text": "Sekolah lagi"}))
    again = html(worker.get(page))
    assert all(text in again for text in ("Pulang", "Kunjungi bibi", "Sekolah lagi"))


def test_a_stale_draft_meets_what_stands_now(worker, case):
    paper = AssessmentFactory(case=case, answering={"social": "Lama."})
    page = reverse("cases:assessment_edit", args=[case.pk, paper.pk])
    opened = worker.get(page)
    words = {"assessed_on": paper.assessed_on.isoformat(), "q_social": "Punya saya."}
    data = {"draft": key_of(opened), "read_at": key_of(opened, "read_at"), **words}
    worker.post(SAVE, data)
    theirs = {**paper.answers, "social": "Dari rekan."}
    Assessment.objects.filter(pk=paper.pk).update(answers=theirs, updated_at=timezone.now())
    again = worker.get(page)
    assert "Punya saya." in html(again)
    answer = worker.post(page, data | {"read_at": key_of(again, "read_at")})
    assert answer.status_code == 409
    assert "Dari rekan." in html(answer)


def test_opening_a_form_asks_one_query_for_its_draft(worker, page):
    worker.post(SAVE, typed(worker, page, note=WORDS))
    queries = []
    with connection.execute_wrapper(lambda run, sql, *rest: (queries.append(sql), run(sql, *rest))[1]):
        worker.get(page)
    assert sum("drafts_draft" in sql for sql in queries) == 1


def test_keeping_twice_leaves_one_draft(case):
    membership = case.worker.memberships.get()
    place = read_token(
        signing.dumps([case.worker.pk, membership.pk, "cases:family_add", "/kasus/1/keluarga/baru/"], salt=SALT)
    )
    for text in ("satu", "dua"):
        keep_draft(place=place, values=[("note", [text])])
    assert "dua" in Draft.objects.get().content
