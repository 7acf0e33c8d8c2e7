"""The desks through which a child's way goes: the home that must refuse, the regency that recommends, the province that
decides, the Sentra that receives and sends home. Nobody's screen shows a name before it is theirs to know."""

import pytest

from cases.models import FamilyMember
from cases.states import CareForm, Stage
from referrals.eligibility.gate import gentler_forms
from referrals.models import CareDecision, Inquiry, Placement, PlacementReview, Recommendation, Referral
from referrals.services.inquiries import record_inquiry
from referrals.states import AlternativeResult, PlacementState, ReferralKind, ReferralState
from tests.e2e.screen import DESK, PHONE, Screen
from tests.e2e.test_path_in_browser import hold_review, prepare_the_return, visit_the_family
from tests.flows.when import Story, when_everything_is_known

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SUMMARY = "Anak sehat, ibu meninggal, bibi menyiapkan rumah (rekaan)."


@pytest.fixture
def screens(browser, live_site, field):
    """A window for each person, opened when they first come; none of them saw a wrong page."""
    opened: dict[str, Screen] = {}

    def screen(username: str) -> Screen:
        if username not in opened:
            phone = {"has_touch": True, "is_mobile": True} if username == "worker" else {}
            opened[username] = Screen(browser, live_site, PHONE if phone else DESK, **phone)
        opened[username].sign_in(username)
        return opened[username]

    yield screen
    for one in opened.values():
        one.close()


def test_a_child_is_refused_by_one_home_and_comes_home_from_another(screens, clock, field):
    story = Story(field)
    when_everything_is_known(story)
    case = story.case

    # The gate: five rungs are asked, the last of them on the phone; then the request carries them all.
    ask_the_family_forms(story)
    worker = screens("worker")
    ask_the_last_rung(worker, case)
    ask_for(worker, case, "LKSA", "Dinas Sosial Kab. Contoh", "LKSA Kasih Contoh")

    clock.move(days=1)
    decide(screens("decider"))
    assert CareDecision.objects.get().institution == field.places["home"]

    # The home: its only place was given away meanwhile. It cannot take the child, says so, and learns no name.
    home = field.places["home"]
    home.places = 0
    home.save()
    refuse(screens("home_staff"), case)

    # The worker sees who could, and why the others cannot; the Sentra is asked of the province.
    clock.move(days=1)
    worker = screens("worker")
    worker.open(f"/rujukan/arah/{case.pk}/?bentuk=SENTRA")
    worker.sees("Sentra Contoh", "Tidak diusulkan", "LKSA Kasih Contoh")
    ask_the_home_rung(worker, case)
    ask_for(worker, case, "Sentra", "Dinas Sosial Provinsi Contoh", "Sentra Contoh")
    asked = Referral.objects.get(kind=ReferralKind.CARE_DECISION, state=ReferralState.SENT)

    # The province waits for the regency's word.
    province = screens("province_decider")
    province.open(f"/rujukan/{asked.pk}/putuskan/")
    sign(province)
    province.sees("rekomendasi")
    assert CareDecision.objects.count() == 1
    recommend(screens("supervisor"), asked)
    clock.move(days=1)
    province = screens("province_decider")
    province.open(f"/rujukan/{asked.pk}/putuskan/")
    sign(province)
    province.sees("Disetujui", "Sentra Contoh")

    admit(screens("sentra_officer"), case)
    assert Placement.objects.get().institution == field.places["sentra"]

    # Reviewed, prepared, brought home, visited.
    clock.move_to(PlacementReview.objects.open().get().due_on)
    sentra = screens("sentra_officer")
    prepare_the_return(sentra, case)
    hold_review(sentra, "Pulang ke keluarga")
    assert sentra.open(f"/kasus/{case.pk}/") == 404
    placement = Placement.objects.get()
    assert (placement.state, story.again().stage) == (PlacementState.ENDED, Stage.MONITOR)
    visit = case.aftercare_visits.open().first()
    clock.move_to(visit.due_on)
    visit_the_family(screens("worker"), visit)


def ask_the_family_forms(story: Story) -> None:
    """Four of the five answers before a home, each with a paper of the case."""
    by, asked_on = story.field.actor("worker"), story.clock.today
    for form in gentler_forms(CareForm.ADOPTION):
        record_inquiry(
            case=story.case,
            by=by,
            form=form,
            asked_on=asked_on,
            result=AlternativeResult.NOT_READY,
            reason="Ditanya di rumahnya; belum siap (rekaan).",
            member=FamilyMember.objects.get(pk=story.aunt.pk),
            assessment=story.assessment,
        )


def ask_the_last_rung(worker: Screen, case) -> None:
    worker.open(f"/rujukan/gerbang/{case.pk}/?bentuk=LKSA")
    worker.sees("4 dari 5 anak tangga terjawab", "Belum ditanyakan", "Temu Penguatan Anak dan Keluarga")
    worker.tap("Catat jawaban", nth=4)
    write_an_answer(worker)
    worker.open(f"/rujukan/gerbang/{case.pk}/?bentuk=LKSA")
    worker.sees("5 dari 5 anak tangga terjawab")


def ask_the_home_rung(worker: Screen, case) -> None:
    worker.open(f"/rujukan/gerbang/{case.pk}/?bentuk=SENTRA")
    worker.sees("5 dari 6 anak tangga terjawab")
    worker.tap("Catat jawaban", nth=5)
    write_an_answer(worker)
    assert Inquiry.objects.count() == 6


def write_an_answer(worker: Screen) -> None:
    worker.type("Orang atau lembaga lain", "Dinas Sosial, daftar yang ada (rekaan)")
    worker.tick("Tidak tersedia", exact=True)
    worker.type("Apa jawabannya, dan mengapa", "Tidak ada yang bisa menerima (rekaan).")
    worker.page.select_option("[name=evidence]", index=1)
    worker.tap("Simpan jawaban", within=".bar")


def ask_for(worker: Screen, case, form: str, office: str, place: str) -> None:
    """From the gate to the sent request; what the family said is written in it already."""
    worker.open(f"/rujukan/gerbang/{case.pk}/?bentuk={form.upper()}")
    worker.tap("Minta keputusan pengasuhan")
    worker.choose("Tujuan", office)
    worker.choose("Lembaga yang diusulkan", place)
    worker.type("Lama (bulan)", "9")
    worker.choose("Permintaan dari", "Keluarga/kerabat")
    worker.type("Penanggung jawab hukum anak", "Bibi, wali belum ditetapkan")
    worker.type("Alasan merujuk", "Rumah bibi belum siap (rekaan).")
    worker.type("Ringkasan untuk penerima", SUMMARY)
    worker.tap("Kirim rujukan")
    give_reasons(worker)
    worker.sees(f"Dikirim ke {office}", "Tarik rujukan")


def give_reasons(screen: Screen) -> None:
    """Soft problems, if there are any, pass with a reason; then the form is sent again."""
    reasons = screen.page.locator("main .problems textarea, main .problems input[type=text]")
    if not reasons.count():
        return
    for n in range(reasons.count()):
        reasons.nth(n).fill("Alasan rekaan yang cukup panjang.")
    screen.tap("Kirim rujukan")


def decide(desk: Screen) -> None:
    desk.tap("Putuskan")
    sign(desk)
    desk.sees("Disetujui", "LKSA Kasih Contoh")


def sign(desk: Screen) -> None:
    desk.type("Pertimbangan", "Jembatan menuju pengasuhan bibi; kontak keluarga tiap minggu (rekaan).")
    desk.tap("Tanda tangani")


def refuse(home: Screen, case) -> None:
    home.tap("Rujukan", within="header")
    home.tap("Penempatan")
    home.sees_no("Raka Contoh", "Bibi Sari")
    home.tick("Terima anak")
    home.tap("Kirim jawaban")
    home.sees("Tidak ada tempat")
    assert not Placement.objects.exists()
    home.tick("Tolak")
    home.type("Alasan", "Tempat kami penuh (rekaan).", exact=True)
    home.tap("Kirim jawaban")
    home.sees_no("Raka Contoh")
    assert Referral.objects.get(kind=ReferralKind.ADMISSION).state == ReferralState.DECLINED
    assert home.open(f"/kasus/{case.pk}/") == 404


def recommend(regency: Screen, asked: Referral) -> None:
    regency.open(f"/rujukan/{asked.pk}/")
    regency.tap("Timbang dan beri rekomendasi")
    regency.sees("Tangga pengasuhan", "Suara anak")
    regency.page.locator("[name=advice]").first.check()
    regency.type("Alasan", "Bibi dan kerabat sudah ditanya (rekaan).")
    regency.tap("Simpan rekomendasi")
    assert Recommendation.objects.get().given_by.username == "supervisor"


def admit(sentra: Screen, case) -> None:
    sentra.tap("Rujukan", within="header")
    sentra.tap("Penempatan")
    sentra.sees_no("Raka Contoh")
    sentra.tick("Terima anak")
    sentra.tap("Kirim jawaban")
    sentra.sees("Raka Contoh", "Diterima")
    assert sentra.open(f"/kasus/{case.pk}/") == 200
