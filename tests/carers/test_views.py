"""The pages of the register of carers: what they show, how a household goes its way on them, what they cost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from carers.models import Candidate
from carers.services.deciding import decide_candidate
from tests.institutions.factories import actor_of

from .steps import all_checked, approved, born, checked, registered, submitted

pytestmark = pytest.mark.django_db
LIST = reverse("carers:list")
NIK = "1401011503860001"


def at(page: str, candidate: Candidate, *more) -> str:
    return reverse(f"carers:{page}", args=[candidate.pk, *more])


def person(prefix: str = "", **more) -> dict[str, str]:
    told = {"name": "Bapak Misal", "sex": "MALE", "birth_date": born(40).isoformat(), "faith": "ISLAM"}
    told |= {"is_citizen": "on"} | more
    return {f"{prefix}{name}": value for name, value in told.items()}


@pytest.fixture
def keeping(client, worker):
    client.force_login(worker.user)
    return client


def test_an_empty_register_says_what_comes(keeping):
    page = keeping.get(LIST).content.decode()
    assert "Belum ada calon pengasuh" in page
    assert reverse("carers:create") in page
    assert "Pilih jenis atau status lain" in keeping.get(f"{LIST}?jenis=FOSTER").content.decode()
    assert LIST in keeping.get(reverse("institutions:list")).content.decode()


def test_a_household_goes_its_way_on_the_pages(client, keeping, worker, decider):
    told = person(nik=NIK) | person("spouse_", name="Ibu Misal", sex="FEMALE") | {"married_on": born(9).isoformat()}
    told |= {"kind": "FOSTER", "region": "14.01.01", "address": "Jalan Umpama", "own_children": "1"}
    wrong = keeping.post(reverse("carers:create"), told | {"spouse_name": ""})
    assert wrong.status_code == 422
    assert keeping.post(reverse("carers:create"), told).status_code == 302
    row = Candidate.objects.get()
    assert keeping.get(LIST).content.decode().count("Bapak Misal &amp; Ibu Misal") == 1
    page = keeping.get(at("detail", row)).content.decode()
    assert "berakhiran 0001" in page
    assert NIK not in page
    assert at("check", row, "KTP") in page
    assert keeping.get(at("check", row, "MOTIVE")).status_code == 404
    check = {"verdict": "MET", "done_on": timezone.localdate().isoformat(), "paper_number": "", "note": ""}
    assert keeping.post(at("check", row, "KTP"), check).status_code == 409
    assert keeping.post(at("check", row, "KTP"), check | {"paper_number": "12/KTP"}).status_code == 302
    refused = keeping.post(at("submit", row))
    assert refused.status_code == 409
    assert "Surat kesediaan mengasuh belum diperiksa." in refused.content.decode()
    all_checked(row, worker)
    assert keeping.post(at("submit", row)).status_code == 302
    client.force_login(decider.user)
    home = client.get(reverse("home")).content.decode()
    assert at("decide", row) in home
    sent = {"choice": "APPROVED", "max_children": "9", "considerations": "Layak"}
    assert client.post(at("decide", row), sent).status_code == 409
    assert client.post(at("decide", row), sent | {"max_children": "2"}).status_code == 302
    page = client.get(at("detail", row)).content.decode()
    assert row.permits.get().number in page
    assert at("decide", row) not in client.get(reverse("home")).content.decode()


def test_of_two_changes_the_second_is_asked(keeping, worker):
    row = registered(worker)
    form = keeping.get(at("edit", row)).context["form"]
    known = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in known.items() if value is not None and value is not False}
    sent["region"] = row.region_id
    assert keeping.post(at("edit", row), sent | {"address": "Jalan Baru"}).status_code == 302
    page = keeping.post(at("edit", row), sent | {"address": "Jalan Lain"})
    assert [one.name for one in page.context["differences"]] == ["address"]
    row.refresh_from_db()
    assert row.address == "Jalan Baru"


def test_a_paper_is_handed_out_by_its_candidate(client, keeping, worker, stranger):
    row = registered(worker)
    check = checked(row, worker, "KTP", content=b"%PDF-1.7 rekaan")
    answer = keeping.get(at("check_file", row, check.pk))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    bare = checked(row, worker, "KK")
    assert keeping.get(at("check_file", row, bare.pk)).status_code == 404
    client.force_login(stranger.user)
    assert client.get(at("check_file", row, check.pk)).status_code == 404


def test_a_permit_that_ends_soon_stands_on_first_pages(client, worker, decider, supervisor):
    row = approved(worker, decider)
    for who in (worker, supervisor, decider):
        client.force_login(who.user)
        assert at("detail", row) not in client.get(reverse("home")).content.decode()
    Candidate.objects.filter(pk=row.pk).update(permit_until=timezone.localdate())
    for who in (worker, supervisor, decider):
        client.force_login(who.user)
        assert at("detail", row) in client.get(reverse("home")).content.decode()
    assert client.post(at("renew", row), {"max_children": "2", "considerations": "Baik"}).status_code == 302


def test_a_standing_is_changed_with_its_reason(client, worker, decider, supervisor):
    row = approved(worker, decider)
    client.force_login(supervisor.user)
    assert client.post(at("standing", row), {"standing": "RESUMED", "reason": "Rekaan"}).status_code == 422
    assert client.post(at("standing", row), {"standing": "SUSPENDED", "reason": ""}).status_code == 422
    assert client.post(at("standing", row), {"standing": "SUSPENDED", "reason": "Rekaan"}).status_code == 302
    assert "Cabut penangguhan" in client.get(at("standing", row)).content.decode()


def test_pages_run_the_same_queries_whatever_they_hold(keeping, worker, decider, django_assert_max_num_queries):
    row = approved(worker, decider)
    pages, counts = [LIST, at("detail", row)], {}
    for address in pages:
        with django_assert_max_num_queries(40) as before:
            keeping.get(address)
        counts[address] = len(before)
    for code in ("KTP", "KK", "VISIT"):
        checked(row, worker, code, content=b"%PDF-1.7 rekaan")
    other = submitted(worker)
    decide_candidate(candidate=other, choice="RETURNED", considerations="Rekaan", by=actor_of(decider))
    for address in pages:
        with django_assert_max_num_queries(counts[address]):
            keeping.get(address)
