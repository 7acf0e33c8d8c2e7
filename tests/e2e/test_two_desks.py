"""The desks through which a child's way goes: the worker who asks too early, the home that must refuse, the regency
that recommends, the province that decides, the Sentra that asks, receives and sends home. Nobody's screen shows a name
before it is theirs to know."""

from datetime import date

import pytest

from cases.models import Case, FamilyMember
from cases.states import CareForm, Stage
from referrals.models import CareDecision, Inquiry, PlaceHold, Placement, PlacementReview, Recommendation, Referral
from referrals.services.inquiries import record_inquiry
from referrals.states import AlternativeResult, PlacementState, ReferralKind, ReferralState
from tests.e2e.screen import DESK, PHONE, Screen
from tests.e2e.test_path_in_browser import hold_review, prepare_the_return, visit_the_family
from tests.flows.when import Story, when_everything_is_known, when_the_worker_signs_an_assessment

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SUMMARY = "Anak sehat, ibu meninggal, bibi menyiapkan rumah (rekaan)."
REGENCY, PROVINCE = "Dinas Sosial Kab. Contoh", "Dinas Sosial Provinsi Contoh"
HOME, SENTRA = "LKSA Kasih Contoh", "Sentra Contoh"
SOONER = date(2026, 7, 8)
# What was asked at home before: the aunt would take the child in, and is fit to; nobody asked about adoption yet.
SAID = {
    CareForm.BIRTH_FAMILY: AlternativeResult.IMPOSSIBLE,
    CareForm.KINSHIP: AlternativeResult.FIT,
    CareForm.FOSTER: AlternativeResult.NONE_AVAILABLE,
    CareForm.GUARDIAN: AlternativeResult.NONE_AVAILABLE,
}
# Of the ladder's links that write an answer down, from the family outwards.
KINSHIP, ADOPTION, LKSA = 1, 4, 5


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


def test_a_child_is_refused_by_one_home_and_comes_home_from_another(browser, live_site, screens, clock, field):
    story = Story(field)
    when_everything_is_known(story)
    case = story.case
    ask_the_family(story)

    # Too early: somebody nearer to home is willing and fit, and one rung was never asked.
    worker = screens("worker")
    ask_too_early(worker, case)
    fill_the_gate(worker, case)

    # The home is compared with others, a place is held, and the request carries what the gate knows.
    hold_a_place(worker, case)
    worker.tap("Pilih")
    worker.sees("5 dari 5 anak tangga terjawab")
    assert worker.control("Lembaga yang diusulkan").evaluate("one => one.selectedOptions[0].text") == HOME
    send(worker, REGENCY, HOME)

    clock.move(days=1)
    decide(screens("decider"))

    # The home lost its only place meanwhile. It cannot take the child, says so, and learns no name.
    home = field.places["home"]
    home.places = 0
    home.save()
    decline(screens("home_staff"), case)

    # The worker is led to those who could; the Sentra is asked of the province.
    clock.move(days=1)
    worker = screens("worker")
    look_elsewhere(worker, case)
    open_gate(worker, case, CareForm.SENTRA)
    worker.sees("5 dari 6 anak tangga terjawab")
    answer_from_outside(worker, LKSA)
    open_gate(worker, case, CareForm.SENTRA)
    worker.tap("Minta keputusan pengasuhan")
    send(worker, PROVINCE, SENTRA)
    asked = Referral.objects.get(kind=ReferralKind.CARE_DECISION, state=ReferralState.SENT)

    # The province waits for the regency's word, then decides for a shorter time, and says why.
    must_wait(screens("province_decider"), asked)
    recommend(screens("supervisor"), asked)
    clock.move(days=1)
    code = decide_shorter(screens("province_decider"), clock.today)
    verify_in_public(browser, live_site, code)

    # The Sentra asks before it answers, of whoever knows; then the child may come.
    ask_first(screens("sentra_officer"))
    answer_the_question(screens("worker"))
    clock.move(days=1)
    admit(screens("sentra_officer"), case)
    assert Placement.objects.get().institution == field.places["sentra"]

    # Reviewed, prepared, brought home, visited.
    clock.move_to(PlacementReview.objects.open().get().due_on)
    when_the_worker_signs_an_assessment(story)
    sentra = screens("sentra_officer")
    prepare_the_return(sentra, case)
    hold_review(sentra, "Pulang ke keluarga")
    assert sentra.open(f"/kasus/{case.pk}/") == 404
    assert (Placement.objects.get().state, story.again().stage) == (PlacementState.ENDED, Stage.MONITOR)
    visit = case.aftercare_visits.open().first()
    clock.move_to(visit.due_on)
    visit_the_family(screens("worker"), visit)


def ask_the_family(story: Story) -> None:
    """What the aunt said at home, each answer with a paper of the case."""
    by, aunt = story.field.actor("worker"), FamilyMember.objects.get(pk=story.aunt.pk)
    for form, result in SAID.items():
        record_inquiry(
            case=story.case,
            by=by,
            form=form,
            asked_on=story.clock.today,
            result=result,
            reason="Ditanya di rumahnya (rekaan).",
            member=aunt,
            assessment=story.assessment,
        )


def open_gate(worker: Screen, case: Case, form: CareForm) -> None:
    worker.open(f"/rujukan/gerbang/{case.pk}/?bentuk={form}")


def ask_too_early(worker: Screen, case: Case) -> None:
    open_gate(worker, case, CareForm.LKSA)
    worker.sees("4 dari 5 anak tangga terjawab", "Mulai dari: Kerabat", "Jalan terbuka", "Belum ditanyakan")
    worker.tap("Minta keputusan pengasuhan")
    assert worker.control("Alasan merujuk").bounding_box()["height"] > 70, "room for more than one line"
    send(worker, REGENCY, HOME, refused=True)
    worker.sees("Kerabat: ada yang bersedia dan layak", "Pengangkatan anak: belum ditanyakan", "Jalan terbuka")
    assert worker.control("Ringkasan untuk penerima").input_value() == SUMMARY
    assert not Referral.objects.filter(kind=ReferralKind.CARE_DECISION).exists()


def fill_the_gate(worker: Screen, case: Case) -> None:
    """The aunt's newer answer, and the list of the Dinas for the rung that nobody asked about."""
    worker.tap("Gerbang pengasuhan")
    worker.tap("Catat jawaban", nth=KINSHIP)
    worker.choose("Dari keluarga", "Bibi Sari Rekaan, Bibi/paman")
    worker.tick("Belum siap; menjadi tujuan", exact=True)
    save_answer(worker, "Kamarnya belum jadi (rekaan).")
    open_gate(worker, case, CareForm.LKSA)
    answer_from_outside(worker, ADOPTION)
    open_gate(worker, case, CareForm.LKSA)
    worker.sees("5 dari 5 anak tangga terjawab", "1 jawaban lain", "Tidak ada yang menghalangi permohonan")
    worker.sees_no("Mulai dari")
    assert Inquiry.objects.count() == len(SAID) + 2


def answer_from_outside(worker: Screen, rung: int) -> None:
    worker.tap("Catat jawaban", nth=rung)
    worker.type("Orang atau lembaga lain", "Dinas Sosial, daftar yang ada (rekaan)")
    worker.tick("Tidak tersedia", exact=True)
    save_answer(worker, "Tidak ada yang bisa menerima (rekaan).")


def save_answer(worker: Screen, words: str) -> None:
    worker.type("Apa jawabannya, dan mengapa", words)
    worker.page.select_option("[name=evidence]", index=1)
    worker.tap("Simpan jawaban", within=".bar")


def hold_a_place(worker: Screen, case: Case) -> None:
    """From the form to the router; after the hold it still seeks the same."""
    worker.tap("Minta keputusan pengasuhan")
    worker.tap("Cari lembaga yang cocok")
    worker.sees(HOME, "LKSA Umpama Bangsa", "Di kecamatan keluarga", "1 dari 1 tempat kosong", "Tidak diusulkan 0")
    worker.tap("Tahan 48 jam")
    worker.sees("Tempat ditahan", f"{HOME}, sampai", "Lepas tempat", "Tidak diusulkan 0")
    assert PlaceHold.objects.get().case == case


def send(worker: Screen, office: str, place: str, *, refused: bool = False) -> None:
    """Fill the request in below the rungs, which the gate has filled in already, and send it."""
    worker.choose("Tujuan", office)
    worker.choose("Lembaga yang diusulkan", place)
    worker.type("Lama (bulan)", "9")
    worker.choose("Permintaan dari", "Keluarga/kerabat")
    worker.type("Penanggung jawab hukum anak", "Bibi, wali belum ditetapkan")
    worker.type("Alasan merujuk", "Rumah bibi belum siap (rekaan).")
    worker.type("Ringkasan untuk penerima", SUMMARY)
    worker.tap("Kirim rujukan")
    if not refused:
        worker.sees(f"Dikirim ke {office}", "Tarik rujukan")


def decide(desk: Screen) -> None:
    desk.tap("Putuskan")
    desk.sees("Tangga pengasuhan", "Suara anak", "Sebelum ditandatangani")
    desk.sees_no("Ditempuh dulu")
    consider(desk)
    desk.tap("Tanda tangani")
    desk.sees("Disetujui", HOME)


def consider(desk: Screen) -> None:
    desk.type("Pertimbangan", "Jembatan menuju pengasuhan bibi; kontak keluarga tiap minggu (rekaan).")


def decline(home: Screen, case: Case) -> None:
    home.tap("Rujukan", within="header")
    home.tap("Penempatan")
    home.sees_no("Raka Contoh", "Bibi Sari")
    home.tick("Terima anak")
    home.tap("Kirim jawaban")
    home.sees(f"{HOME} penuh")
    assert not Placement.objects.exists()
    home.tick("Tolak")
    home.type("Alasan", "Tempat kami penuh (rekaan).", exact=True)
    home.tap("Kirim jawaban")
    home.sees_no("Raka Contoh")
    assert Referral.objects.get(kind=ReferralKind.ADMISSION).state == ReferralState.DECLINED
    assert home.open(f"/kasus/{case.pk}/") == 404


def look_elsewhere(worker: Screen, case: Case) -> None:
    """From the declined request to the router, which says why the home that declined is not proposed."""
    worker.open(f"/rujukan/{Referral.objects.get(kind=ReferralKind.ADMISSION).pk}/")
    worker.sees("Ditolak", "Tempat kami penuh (rekaan).")
    worker.tap("Pilih lembaga lain")
    worker.sees("LKSA Umpama Bangsa", f"{HOME} penuh")
    worker.choose("Bentuk pengasuhan", "Sentra")
    worker.tap("Cari lembaga", within="form")
    worker.sees(SENTRA, "20 dari 20 tempat kosong")


def must_wait(province: Screen, asked: Referral) -> None:
    province.open(f"/rujukan/{asked.pk}/keputusan/")
    province.sees("belum memberi rekomendasi", "Belum bisa disetujui")
    consider(province)
    province.tap("Tanda tangani")
    province.sees("belum memberi rekomendasi")
    assert CareDecision.objects.count() == 1


def recommend(regency: Screen, asked: Referral) -> None:
    regency.open(f"/rujukan/{asked.pk}/")
    regency.tap("Timbang dan beri rekomendasi")
    regency.sees("Tangga pengasuhan", "Suara anak")
    regency.tick("Mendukung", exact=True)
    regency.type("Alasan", "Bibi dan kerabat sudah ditanya (rekaan).")
    regency.tap("Simpan rekomendasi")
    assert Recommendation.objects.get().given_by.username == "supervisor"


def decide_shorter(province: Screen, today: date) -> str:
    """Half a year instead of nine months; the reason is asked. Returns the code on the paper. Yesterday's draft is
    still there, with its first day."""
    province.tap("Putuskan")
    province.sees("Rekomendasi kabupaten/kota", "Mendukung")
    province.tick("Setujui lebih singkat", exact=True)
    province.type("Mulai", today.isoformat(), exact=True)
    province.type("Sampai", SOONER.isoformat(), exact=True)
    consider(province)
    province.tap("Tanda tangani")
    province.sees("Lebih singkat daripada yang diminta")
    assert CareDecision.objects.count() == 1
    province.type("Alasan tetap melanjutkan", "Rumah bibi selesai lebih cepat (rekaan).")
    province.tap("Tanda tangani")
    province.sees("Disetujui", SENTRA, "Rumah bibi selesai lebih cepat (rekaan).")
    assert CareDecision.objects.latest("signed_at").ends_on == SOONER
    with province.page.expect_download() as downloading:
        province.page.get_by_role("link", name="Unduh PDF").click()
    assert downloading.value.path().read_bytes().startswith(b"%PDF")
    return province.page.locator(".doc footer b").inner_text()


def verify_in_public(browser, site: str, code: str) -> None:
    """Anybody with the paper learns that it is genuine, and of whom nothing."""
    public = Screen(browser, site, PHONE)
    public.open("/periksa/")
    public.type("Kode keaslian", code.lower())
    public.tap("Periksa")
    public.sees("Surat ini asli", "Berlaku", PROVINCE, CareDecision.objects.latest("signed_at").number)
    public.sees_no("Raka", SENTRA)
    public.close()


def ask_first(sentra: Screen) -> None:
    sentra.tap("Rujukan", within="header")
    sentra.tap("Penempatan")
    sentra.sees_no("Raka Contoh")
    sentra.tap("Minta keterangan")
    sentra.type("Apa yang perlu diketahui sebelum menjawab?", "Apakah anak perlu obat rutin (rekaan)?")
    sentra.tap("Kirim pertanyaan")
    sentra.sees("Menunggu pengirim")
    sentra.sees_no("Raka Contoh")


def answer_the_question(worker: Screen) -> None:
    """The decision sent the request on; the worker of the case finds the question first on the first page."""
    assert worker.first_task().startswith("Pertanyaan tentang rujukan")
    worker.tap("Jawab")
    worker.type("Jawaban untuk penerima", "Tidak perlu obat; sehat (rekaan).")
    worker.tap("Kirim jawaban")
    worker.sees("Dijawab", "Tidak perlu obat; sehat (rekaan).")


def admit(sentra: Screen, case: Case) -> None:
    sentra.tap("Rujukan", within="header")
    sentra.tap("Penempatan")
    sentra.sees("Tidak perlu obat; sehat (rekaan).")
    sentra.sees_no("Raka Contoh")
    sentra.tick("Terima anak")
    sentra.tap("Kirim jawaban")
    sentra.sees("Raka Contoh", "Diterima")
    assert sentra.open(f"/kasus/{case.pk}/") == 200
