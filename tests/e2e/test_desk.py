"""A call on a phone becomes a case response: operator, supervisor, worker, and the operator who is rung again."""

import pytest

from cases.models import CaseResponse, IncomingReport
from cases.states import IncomingState
from institutions.states import Kind, Role
from tests.cases.factories import code
from tests.cases.intake import DISTRICT, supervisor_at, worker_at
from tests.e2e.screen import PASSWORD, PHONE, Screen
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.browser
STORY = "Tetangga mendengar anak menangis tiap malam."


@pytest.fixture
def people(live_site):
    """Username -> membership of the four hands a report goes through; all can sign in."""
    code("AMPK", "MALTREATED")
    region(DISTRICT)
    office = InstitutionFactory(name="Dinas Sosial Contoh", phone="0762-CONTOH")
    tepsa = InstitutionFactory(kind=Kind.MINISTRY, region=region("31.71"), name="TePSA Contoh")
    found = [
        MembershipFactory(role=Role.HOTLINE_OPERATOR, institution=tepsa, user__username="operator"),
        supervisor_at(office, user__username="supervisor"),
        worker_at(office, user__username="worker", user__name="Dewi Rekaan"),
    ]
    for membership in found:
        membership.user.set_password(PASSWORD)
        membership.user.save()
    return {membership.user.username: membership for membership in found}


def signed_in(browser, site, username, scripts):
    screen = Screen(browser, site, PHONE, scripts=scripts, has_touch=True, is_mobile=True)
    screen.sign_in(username)
    return screen


def take_the_call(screen, *, scripts):
    screen.sees("Belum ada laporan yang menunggu")
    screen.tap("Catat laporan")
    screen.sees_no("Minta penelepon menghubungi polisi")
    screen.tick("Ya, dalam bahaya")
    screen.sees("Minta penelepon menghubungi polisi 110")
    screen.type("Apa yang diceritakan?", STORY)
    screen.page.select_option("#id_regency", "14.01")
    if scripts:
        screen.page.wait_for_selector(f"#id_district option[value='{DISTRICT}']", state="attached")
        screen.page.select_option("#id_district", DISTRICT)
    screen.type("Desa, alamat, atau patokan", "Dusun Rekaan")
    screen.type("Telepon pelapor", "0811-CONTOH")
    screen.tap("Simpan dan teruskan")
    screen.sees("diteruskan ke Dinas Sosial Contoh", "0762-CONTOH", "Menunggu kantor", "Dalam bahaya")


def answer(screen, number, *, scripts):
    screen.tap("Tangani")
    screen.sees(number, "Isian di bawah sudah memuat")
    assert screen.control("Apa yang terjadi?").input_value() == STORY
    assert screen.control("Telepon pelapor").input_value() == "0811-CONTOH"
    if not scripts:
        screen.page.select_option("#id_region", DISTRICT)
    screen.type("Nama", "Sari Rekaan")
    screen.page.uncheck("#id_name_unknown")
    screen.tick("Perempuan")
    screen.page.check("input[name=categories][value=MALTREATED]")
    screen.tap("Simpan respon")
    screen.sees("Catat kontak pertama")


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_a_call_becomes_a_case_response(browser, live_site, people, scripts):
    operator = signed_in(browser, live_site, "operator", scripts)
    take_the_call(operator, scripts=scripts)
    report = IncomingReport.objects.get()
    operator.close()

    supervisor = signed_in(browser, live_site, "supervisor", scripts)
    supervisor.tap("Tugaskan")
    supervisor.choose("Petugas", "Dewi Rekaan")
    supervisor.tap("Tugaskan")
    supervisor.sees("Laporan ditugaskan.", "Sekarang pada Dewi Rekaan.")
    supervisor.close()

    worker = signed_in(browser, live_site, "worker", scripts)
    answer(worker, report.number, scripts=scripts)
    worker.close()
    report.refresh_from_db()
    assert (report.state, report.response) == (IncomingState.ANSWERED, CaseResponse.objects.get())
    assert report.response.case.worker == people["worker"].user

    operator = signed_in(browser, live_site, "operator", scripts)
    operator.sees("Belum ada laporan yang menunggu")
    operator.open("/laporan/?keadaan=selesai")
    operator.tap(report.number)
    operator.sees("Menjadi respon kasus", "Ditangani pekerja sosial kantor ini.")
    operator.sees_no("Sari Rekaan")
    operator.close()
