"""The pages of two like files: who opens them, what they show, and what a choice does."""

import pytest
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.audit.services import subject_of
from cases.models import Beneficiary, BeneficiaryMerge, Case
from cases.services.aliases import add_alias
from cases.services.merging import merge_files
from tests.cases.intake import case_of, supervisor_at, worker_at
from tests.cases.test_case_lists import restricted_case, shared_with
from tests.institutions.factories import InstitutionFactory, actor_of, region

pytestmark = pytest.mark.django_db
SAME = "Kartu keluarga yang sama (rekaan)."


@pytest.fixture
def worker():
    return worker_at(InstitutionFactory(region=region("14.01")))


@pytest.fixture
def supervisor(worker):
    return supervisor_at(worker.institution)


def seen_last():
    """The rows of others that the page opened last has shown."""
    return AuditEvent.objects.filter(verb="case.view_beneficiary").order_by("-pk")[0].seen


@pytest.fixture
def pair(worker):
    return case_of(worker, child__name="Sari Rekaan"), case_of(worker, child__name="Sary Rekaan")


def page_of(client, membership, name, *args, data=None, **kwargs):
    client.force_login(membership.user)
    url = reverse(f"cases:{name}", args=args)
    return client.post(url, data, **kwargs) if data is not None else client.get(url)


def test_like_files_are_found_with_reasons_and_led_to(client, worker, pair):
    kept, other = pair
    found = page_of(client, worker, "duplicates", kept.pk, data={"q": ""}).content.decode()
    assert "Sary Rekaan" in found
    assert "ejaan nama" in found
    assert reverse("cases:merge", args=[kept.pk, other.pk]) in found
    named = page_of(client, worker, "duplicates", kept.pk, data={"q": other.number}).content.decode()
    assert reverse("cases:merge", args=[kept.pk, other.pk]) in named


def test_a_supervisor_chooses_field_by_field(client, supervisor, pair):
    kept, other = pair
    page = page_of(client, supervisor, "merge", kept.pk, other.pk)
    assert [row.name for row in page.context["differences"]] == ["name"]
    data = {
        "keep_name": "stored",
        "reason": SAME,
        "going_on": str(other.pk),
        "seen": page.context["form"].initial["seen"],
    }
    assert page_of(client, supervisor, "merge", kept.pk, other.pk, data=data).status_code == 302
    assert Beneficiary.objects.get(pk=kept.beneficiary_id).name == "Sary Rekaan"
    assert [case.is_open for case in Case.objects.order_by("pk")] == [False, True]


def test_what_changed_meanwhile_is_compared_anew(client, supervisor, pair):
    kept, other = pair
    seen = page_of(client, supervisor, "merge", kept.pk, other.pk).context["form"].initial["seen"]
    Beneficiary.objects.filter(pk=other.beneficiary_id).update(name="Sari Misal")
    data = {"reason": SAME, "going_on": str(kept.pk), "seen": seen}
    answer = page_of(client, supervisor, "merge", kept.pk, other.pk, data=data)
    assert (answer.status_code, BeneficiaryMerge.objects.count()) == (302, 0)


def test_a_worker_compares_and_does_not_merge(client, worker, pair):
    kept, other = pair
    page = page_of(client, worker, "merge", kept.pk, other.pk)
    assert "Berkas digabung oleh penyelia kantor" in page.content.decode()
    assert page_of(client, worker, "merge", kept.pk, other.pk, data={"reason": SAME}).status_code == 403
    assert page_of(client, worker, "distinct", kept.pk, other.pk, data={"reason": SAME}).status_code == 302
    assert "Sary Rekaan" not in page_of(client, worker, "duplicates", kept.pk, data={"q": ""}).content.decode()


def test_whose_other_file_was_read_is_kept(client, worker, supervisor, pair):
    kept, other = pair
    for name in ("merge", "distinct"):
        page_of(client, worker, name, kept.pk, other.pk)
        assert seen_last() == [subject_of(other)]
    page_of(client, worker, "duplicates", kept.pk, data={"q": other.number})
    assert seen_last() == [subject_of(other)]
    page_of(client, worker, "beneficiary", kept.pk)
    assert seen_last() == []


def test_old_links_lead_to_the_file_that_goes_on(client, worker, supervisor, pair):
    kept, other = pair
    merge_files(kept=kept, merged=other, by=actor_of(supervisor), reason=SAME)
    for case in (kept, other):
        assert page_of(client, worker, "beneficiary", case.pk).context["person"] == kept.beneficiary
    again = page_of(client, supervisor, "merge", kept.pk, other.pk)
    assert (again.status_code, again.headers["Location"]) == (302, reverse("cases:beneficiary", args=[kept.pk]))


def test_undoing_says_what_goes_back_and_what_stays(client, worker, supervisor, pair):
    kept, other = pair
    made = merge_files(kept=kept, merged=other, by=actor_of(supervisor), reason=SAME)
    add_alias(case=Case.objects.get(pk=kept.pk), name="Upik Rekaan", kind="NICKNAME", by=actor_of(worker))
    listed = page_of(client, supervisor, "duplicates", kept.pk).content.decode()
    assert reverse("cases:merge_undo", args=[made.pk]) in listed
    after = page_of(client, supervisor, "merge_undo", made.pk).context["after"]
    assert [(str(label), n) for label, n in after.since] == [("Nama lain", 1)]
    assert ("Kasus", 1) in [(str(label), n) for label, n in after.back]
    assert page_of(client, supervisor, "merge_undo", made.pk, data={"reason": ""}).status_code == 422
    assert page_of(client, supervisor, "merge_undo", made.pk, data={"reason": SAME}).status_code == 302
    assert Case.objects.get(pk=other.pk).beneficiary_id == other.beneficiary_id


def test_a_masked_file_is_compared_by_nobody_who_may_not_read_it(client, worker, supervisor):
    other_office = worker_at()
    own, hidden = case_of(worker), restricted_case(other_office, child__name="Sari Rahasia")
    shared_with(hidden, institution=worker.institution)
    answer = page_of(client, supervisor, "merge", own.pk, hidden.pk)
    assert answer.status_code in (403, 404)
    assert "Sari Rahasia" not in answer.content.decode()


def test_pages_take_a_fixed_number_of_queries(client, supervisor, pair, django_assert_max_num_queries):
    kept, other = pair
    page_of(client, supervisor, "merge", kept.pk, other.pk)
    with django_assert_max_num_queries(45):
        page_of(client, supervisor, "merge", kept.pk, other.pk)
