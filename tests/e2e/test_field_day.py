"""A day in the field on a phone: visit, session, a case handed on; at the desk two files become one and part again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import BeneficiaryMerge, Case, CaseTask, CaseTransfer, ServiceRecord
from cases.states import Stage, TaskKind
from tests.cases.intake import case_of, supervisor_at, worker_at
from tests.cases.papers import AgreementFactory, CarePlanFactory, sign
from tests.e2e.screen import DESK, PASSWORD, PHONE, Screen

pytestmark = pytest.mark.browser


def with_password(membership):
    membership.user.set_password(PASSWORD)
    membership.user.save()
    return membership


@pytest.fixture
def worker(live_site):
    return with_password(worker_at())


@pytest.fixture
def cases(worker):
    """Two of the worker's cases with a plan in force; both names are spelt alike."""
    found = [case_of(worker, stage=Stage.PLAN, child__name=name) for name in ("Sari Rekaan", "Sary Rekaan")]
    for case in found:
        AgreementFactory(case=case)
        sign(CarePlanFactory(case=case))
    return found


def screen_of(browser, site, membership, size=PHONE) -> Screen:
    screen = Screen(browser, site, size)
    screen.sign_in(membership.user.username)
    return screen


def test_a_visit_and_a_session_are_recorded_on_a_phone(browser, live_site, worker, cases):
    phone = screen_of(browser, live_site, worker)
    phone.open(reverse("cases:contact_record", args=[cases[0].pk]))
    phone.tick("Kunjungan rumah")
    phone.tick("Anak atau penerima manfaat")
    phone.tick("Tidak aman")
    phone.type("Yang terlihat dan dibicarakan", "Pintu rumah rusak, anak takut malam hari (rekaan).")
    phone.tap("Simpan kontak", within=".bar")
    phone.sees("Kunjungan rumah", "Tidak aman")
    assert CaseTask.objects.get(kind=TaskKind.UNSAFE).case == cases[0]

    phone.open(reverse("cases:session_create"))
    phone.tick("Kelompok sebaya")
    phone.type("Tempat", "Balai desa (rekaan)")
    phone.type("Agenda", "Bercerita tentang sekolah (rekaan).")
    for case in cases:
        phone.tick(case.beneficiary.name)
    phone.tap("Simpan sesi", within=".bar")
    phone.sees("Kelompok sebaya", "2 hadir dari 2")
    assert {service.case for service in ServiceRecord.objects.all()} == set(cases)
    phone.close()


def test_a_case_is_offered_on_a_phone_and_taken_over_on_another(browser, live_site, worker, cases):
    colleague = with_password(worker_at(worker.institution))
    phone, other = screen_of(browser, live_site, worker), screen_of(browser, live_site, colleague)
    phone.open(reverse("cases:transfer_offer", args=[cases[0].pk]))
    phone.choose("Petugas kantor ini", str(colleague.user))
    phone.type("Diharapkan mulai", timezone.localdate().isoformat())
    phone.type("Alasan", "Cuti panjang sampai tahun depan.")
    phone.type("Ringkasan serah terima", "Sekolah sudah diurus (rekaan).")
    phone.tap("Tawarkan", within=".bar")

    offer = CaseTransfer.objects.get()
    other.open(reverse("cases:transfer", args=[offer.pk]))
    other.sees("Cuti panjang sampai tahun depan.")
    other.tap("Terima kasus")
    assert Case.objects.get(pk=cases[0].pk).worker == colleague.user
    assert other.open(reverse("cases:case", args=[cases[0].pk])) == 200
    assert phone.open(reverse("cases:case", args=[cases[0].pk])) == 404
    phone.close()
    other.close()


def test_two_files_become_one_and_two_again_at_the_desk(browser, live_site, worker, cases):
    kept, other = cases
    desk = screen_of(browser, live_site, with_password(supervisor_at(worker.institution)), DESK)
    desk.open(reverse("cases:merge", args=[kept.pk, other.pk]))
    desk.tick(kept.number)
    desk.type("Dari mana diketahui", "Kartu keluarga yang sama (rekaan).")
    desk.tap("Gabungkan berkas", within=".bar")
    merge = BeneficiaryMerge.objects.get()
    assert [case.is_open for case in Case.objects.order_by("pk")] == [True, False]
    assert {case.beneficiary_id for case in Case.objects.all()} == {kept.beneficiary_id}

    desk.open(reverse("cases:merge_undo", args=[merge.pk]))
    desk.type("Mengapa keduanya bukan orang yang sama", "Lahir di desa lain (rekaan).")
    desk.tap("Batalkan penggabungan", within=".bar")
    assert [case.beneficiary_id for case in Case.objects.order_by("pk")] == [kept.beneficiary_id, other.beneficiary_id]
    desk.close()
