import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.clock import date_words
from living.models import Assignment, Caregiver, FamilyContact, Leave
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.factories import FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory
from tests.living.scenes import away, cared, caregiver, home_with_children, incident, met, share
from tests.living.test_views import signed_in, text
from tests.referrals.factories import PlacementFactory, days_ago, member
from tests.referrals.scenes import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return home_with_children()


def stay_page(home):
    return reverse("living:stay", args=[home.first.pk])


def test_the_page_of_a_stay_shows_its_days(home):
    met(home.first, home.staff, child_words="Aku senang.")
    away(home.first, home.staff)
    cared(home.first, caregiver(home), home.staff)
    incident(home)
    page = text(signed_in(home.staff).get(stay_page(home)))

    for words in ("100 hari jauh dari keluarga", "Aku senang.", "Rumah nenek", "Ibu Misal", "Hukuman badan"):
        assert words in page


def test_a_stay_in_an_emergency_says_until_when_a_decision_must_be_there(home):
    client = signed_in(home.staff)
    assert "Penempatan darurat" not in text(client.get(stay_page(home)))
    stay = PlacementFactory(institution=home.home, emergency=True, starts_on=days_ago(10))
    share(stay.case, home.home)

    page = text(client.get(reverse("living:stay", args=[stay.pk])))
    assert f"paling lama sampai {date_words(stay.emergency_ends_on)}" in page
    assert "20 hari lagi" in page
    assert "20 hari lagi" in text(client.get(reverse("living:home")))
    assert "20 hari lagi" in text(client.get(reverse("cases:placements", args=[stay.case_id])))


def test_a_stay_is_not_for_strangers(home):
    stranger = member(InstitutionFactory(lksa=True))

    assert signed_in(stranger).get(stay_page(home)).status_code == 404


def test_contact_leave_return_and_caregiver_are_written_on_their_pages(home):
    client, today, pk = signed_in(home.staff), timezone.localdate(), home.first.pk
    aunt, one = FamilyMemberFactory(beneficiary=home.first.beneficiary), caregiver(home)
    contact = {"way": "CALL", "held_on": today, "members": [aunt.pk], "went": "Baik"}
    leave = {"from_on": today, "until_on": in_days(2), "place": "Rumah bibi", "member": aunt.pk}

    assert client.post(reverse("living:contact_record", args=[pk]), contact).status_code == 302
    assert client.post(reverse("living:leave_record", args=[pk]), leave).status_code == 302
    row = Leave.objects.get()
    assert "jenis=ABSCONDING" in text(client.get(reverse("living:leave", args=[row.pk])))
    client.post(reverse("living:leave", args=[row.pk]), {"back_on": today, "note": "Sehat"})
    client.post(reverse("living:caregiver_assign", args=[pk]), {"caregiver": one.pk, "since": today})
    row.refresh_from_db()
    assert (row.back_on, FamilyContact.objects.count(), Assignment.objects.get().caregiver) == (today, 1, one)


def test_a_change_without_a_note_comes_back_with_what_is_missing(home):
    cared(home.first, caregiver(home), home.staff)
    sent = {"caregiver": caregiver(home, "Bapak Umpama").pk, "since": timezone.localdate()}
    answer = signed_in(home.staff).post(reverse("living:caregiver_assign", args=[home.first.pk]), sent)

    assert answer.status_code == 409
    assert "catatan serah terima" in text(answer)


def test_the_caregivers_of_a_home_are_kept_on_their_pages(home):
    client, office, today = signed_in(home.staff), signed_in(home.supervisor), timezone.localdate()
    client.post(reverse("living:caregiver_add", args=[home.home.pk]), {"name": "Ibu Contoh", "since": days_ago(5)})
    one = Caregiver.objects.get()
    client.post(reverse("living:caregiver_edit", args=[one.pk]), {"training": "P3K", "statement_on": days_ago(3)})
    client.post(reverse("living:caregiver_review", args=[one.pk]), {"held_on": today, "result": "Baik"})
    client.post(reverse("living:caregiver_suspend", args=[one.pk]), {"because": "Diperiksa"})
    page = text(client.get(reverse("living:caregivers", args=[home.home.pk])))
    assert "P3K" in page
    assert "Diperiksa" in page
    assert client.get(reverse("living:caregiver_readmit", args=[one.pk])).status_code == 403
    office.post(reverse("living:caregiver_readmit", args=[one.pk]), {"because": "Selesai"})
    client.post(reverse("living:caregiver_end", args=[one.pk]), {"left_on": today})
    one.refresh_from_db()
    assert (one.reviews.count(), one.suspended_on, one.left_on) == (1, None, today)
    assert "Pernah bekerja di sini" in text(office.get(reverse("living:caregivers", args=[home.home.pk])))


def test_lists_do_not_ask_more_for_more(home, django_assert_max_num_queries):
    client = signed_in(home.staff)
    addresses = (stay_page(home), reverse("living:caregivers", args=[home.home.pk]))
    met(home.first, home.staff)
    caregiver(home)
    few = []
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(40) as asked:
            client.get(address)
        few.append(len(asked))
    for n in range(3):
        met(home.first, home.staff)
        caregiver(home, f"Pengasuh {n}")
    for address, most in zip(addresses, few, strict=True):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_a_late_return_is_work_of_the_home_and_the_worker(home):
    Leave.objects.filter(pk=away(home.first, home.staff).pk)
    away(home.second, home.staff, from_on=days_ago(4), until_on=days_ago(1))

    assert "Kembali dari izin" in text(signed_in(home.staff).get("/"))
    assert "Kembali dari izin" in text(signed_in(home.other_worker).get("/"))
    assert "Kembali dari izin" not in text(signed_in(home.worker).get("/"))


def test_the_placement_page_names_the_caregiver(home):
    cared(home.first, caregiver(home), home.staff)
    page = text(signed_in(home.worker).get(reverse("cases:placements", args=[home.first.case_id])))

    assert "Ibu Misal" in page
    assert stay_page(home) in page


def test_the_days_of_a_stay_by_the_api(home):
    staff, today, pk = program_of(home.staff), str(timezone.localdate()), home.first.pk
    told = staff.tell("family_contacts_write", pk, way="CALL", held_on=today, others="Bibi", went="Baik")
    assert staff.ask("family_contacts_read", pk)["results"][0]["id"] == told["id"]
    leave = staff.tell("leaves_write", pk, from_on=today, until_on=str(in_days(2)), place="Rumah", escort="Bibi")
    assert staff.tell("leave_return_write", leave["id"], back_on=today, note="Sehat")["back_on"] == today
    assert staff.ask("leaves_read", pk)["results"][0]["back_on"] == today
    one, two = (
        staff.tell("caregivers_write", home.home.pk, name=name, since=str(days_ago(9)), statement_on=today)["id"]
        for name in ("Ibu A", "Ibu B")
    )
    staff.tell("assignments_write", pk, caregiver=one, since=str(days_ago(2)))
    with refused_with(409, "hand_over_note_missing"):
        staff.tell("assignments_write", pk, caregiver=two, since=today)
    staff.tell("assignments_write", pk, caregiver=two, since=today, hand_over="Suka susu")
    assert [row["caregiver"] for row in staff.ask("assignments_read", pk)["results"]] == [two, one]
    staff.tell("caregiver_change_write", one, training="P3K", statement_on=None)
    staff.tell("caregiver_reviews_write", one, held_on=today, result="Baik")
    staff.tell("caregiver_suspension_write", one, because="Diperiksa")
    office = program_of(home.supervisor)
    assert office.tell("caregiver_readmission_write", one, because="Selesai")["suspended_on"] is None
    assert staff.tell("caregiver_end_write", one, left_on=today)["left_on"] == today
    assert len(staff.ask("caregivers_read", home.home.pk)["results"]) == 2
