"""The path of a child through the pages, as the three who carry it: on a phone in the field, at two desks."""

from datetime import timedelta

import pytest

from atensi.audit.verify import verify
from cases.models import Case, CaseResponse
from cases.states import Stage
from referrals.models import PlacementReview
from referrals.states import AlternativeResult
from tests.cases.papers import ANSWERS
from tests.e2e.screen import DESK, PHONE, Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHILD_VIEW = "Aku mau tinggal dengan Bibi, tapi rumahnya belum jadi."
# A report takes under a minute: at four seconds for each thing to read and touch.
STEPS_IN_A_MINUTE = 15


@pytest.fixture
def phone(browser, live_site, field):
    yield from window(browser, live_site, PHONE, "worker", has_touch=True, is_mobile=True)


@pytest.fixture
def desk(browser, live_site, field):
    yield from window(browser, live_site, DESK, "decider")


@pytest.fixture
def sentra(browser, live_site, field):
    yield from window(browser, live_site, DESK, "sentra_officer")


def window(browser, site, size, username, **options):
    screen = Screen(browser, site, size, **options)
    screen.username = username
    yield screen
    screen.close()


def test_three_people_carry_a_child_home(phone, desk, sentra, clock, field):
    phone.sign_in("worker")
    case = log_a_report(phone)
    reach_the_child(phone)
    name_child_and_family(phone, case)
    write_the_papers(phone, desk, case)
    assert Case.objects.get().stage == Stage.IMPLEMENT

    # The request: a gap is named before it is sent, and the Sentra knows nothing yet
    ask_for_a_decision(phone, case)
    sentra.sign_in("sentra_officer")
    assert sentra.open(f"/kasus/{case.pk}/") == 404

    clock.move(days=2)
    desk.sign_in("decider")
    decide(desk)

    clock.move(days=1)
    sentra.sign_in("sentra_officer")
    admit(sentra)
    assert sentra.open(f"/kasus/{case.pk}/") == 200

    # The review becomes overdue and stands first on three pages
    review = PlacementReview.objects.get()
    clock.move_to(review.due_on + timedelta(days=1))
    for screen, username in ((phone, "worker"), (desk, "decider"), (sentra, "sentra_officer")):
        screen.sign_in(username)
        assert screen.first_task() == f"Tinjauan ke‑1: {case.beneficiary}", username
    hold_review(sentra, "Lanjutkan", late=True)

    clock.move_to(PlacementReview.objects.open().get().due_on)
    phone.sign_in("worker")
    assess_the_family_again(phone, case)
    sentra.sign_in("sentra_officer")
    prepare_the_return(sentra, case)
    hold_review(sentra, "Pulang ke keluarga")
    assert sentra.open(f"/kasus/{case.pk}/") == 404
    assert Case.objects.get().stage == Stage.MONITOR

    while visit := case.aftercare_visits.open().first():
        clock.move_to(visit.due_on)
        phone.sign_in("worker")
        visit_the_family(phone, visit)
    close_the_case(phone, case)
    assert Case.objects.get().stage == Stage.AFTERCARE
    assert [finding.where for finding in verify().findings] == []


def test_a_report_is_logged_without_a_script(browser, live_site, field):
    """An old phone, or a signal that let the page through and nothing after it: an error first, then saved."""
    phone = Screen(browser, live_site, PHONE, scripts=False)
    phone.sign_in("worker")
    phone.tap("Catat respon kasus")
    phone.type("Desa atau patokan tempat", "Dusun Rekaan")
    phone.tap("Simpan respon", within=".bar")
    phone.sees("Apa yang terjadi?")
    assert phone.page.title().startswith("Galat: ")
    assert phone.page.input_value("[name=place]") == "Dusun Rekaan"
    fill_a_report(phone)
    phone.tap("Simpan respon", within=".bar")
    phone.sees(f"Respon {CaseResponse.objects.get().number}", "Nama belum diketahui")
    phone.close()


def log_a_report(phone: Screen) -> Case:
    """From the first page to the saved report, counted."""
    phone.steps = 0
    phone.tap("Catat respon kasus")
    fill_a_report(phone)
    phone.tap("Simpan respon", within=".bar")
    assert phone.steps <= STEPS_IN_A_MINUTE
    response = CaseResponse.objects.get()
    phone.sees(f"Respon {response.number}", "Nama belum diketahui", "Kontak pertama")
    assert response.logged_by.username == "worker"
    return response.case


def fill_a_report(phone: Screen) -> None:
    phone.tick("Desa, kader")
    phone.choose("Kecamatan", "Kuok")
    phone.type("Desa atau patokan tempat", "Dusun Rekaan, belakang pasar lama")
    phone.type("Apa yang terjadi?", "Anak ditinggal sendiri sejak kemarin (rekaan).")
    phone.tick("Tinggi")
    phone.tick("Nama belum diketahui")
    phone.tick("Laki-laki")
    phone.tick("Anak korban perlakuan salah")


def reach_the_child(phone: Screen) -> None:
    phone.type("Keadaannya", "Bertemu anak di rumah tetangga; aman malam ini (rekaan).")
    phone.tap("Catat kontak")
    phone.sees("Kontak pertama tercatat.")
    phone.tap("Buka kasus")
    phone.sees("Tahap 1 dari 8: Penerimaan", "Nama belum diketahui", "Tidak ditempatkan")


def name_child_and_family(phone: Screen, case: Case) -> None:
    act(phone, "Ubah data diri")
    phone.type("Nama", "Raka Contoh", exact=True)
    phone.type("atau umur", "9")
    phone.tap("Simpan", within=".bar")
    phone.sees("Raka Contoh", "sekitar 9 tahun", "Tanpa NIK", "Urus akta kelahiran dan NIK")
    phone.tap("Pasang NIK")
    phone.type("NIK", "1401 0501 0717 0001", exact=True)
    phone.tap("Simpan", within=".bar")
    phone.sees("NIK dipasang.", "NIK belum diverifikasi", "berakhiran 0001")
    phone.open(f"/kasus/{case.pk}/")
    phone.tap("Tambah anggota keluarga")
    phone.type("Nama", "Bibi Sari Rekaan", exact=True)
    phone.choose("Hubungan dengan anak", "Bibi/paman")
    phone.tap("Simpan", within=".bar")
    phone.sees("Bibi Sari Rekaan")
    phone.open(f"/kasus/{case.pk}/")
    act(phone, "Catat kesepakatan")
    phone.tick("Setuju", exact=True)
    phone.type("Kata-kata anak sendiri", CHILD_VIEW)
    phone.choose("Dari keluarga", "Bibi Sari Rekaan")
    phone.tap("Simpan", within=".bar")
    phone.open(f"/kasus/{case.pk}/")
    phone.sees("Tahap 2 dari 8: Kesepakatan", CHILD_VIEW)


def act(screen: Screen, what: str) -> None:
    """Do `what` from the case page: its one filled button, or one of the other actions."""
    first = screen.page.locator("main .person .btn").first
    if first.inner_text() == what:
        screen.tap(what, within="main .person")
        return
    screen.steps += 1
    screen.page.get_by_text("Tindakan lain").click()
    screen.tap(what, within="details.more")


def write_the_papers(phone: Screen, desk: Screen, case: Case) -> None:
    write_an_assessment(phone, case, "Asesmen lanjutan")
    phone.open(f"/kasus/{case.pk}/")
    phone.sees("Tahap 3 dari 8: Asesmen")

    act(phone, "Tulis laporan sosial")
    for label in (
        "Permintaan dan tujuan",
        "Masalah dan kronologi",
        "Temuan bio-psiko-sosial-spiritual",
        "Keluarga dan pengasuhan",
        "Analisis",
        "Rekomendasi",
    ):
        phone.type(label, f"{label}: uraian rekaan.")
    phone.tap("Simpan draf")
    phone.tap("Tanda tangani")
    phone.sees("Ditandatangani")

    phone.open(f"/kasus/{case.pk}/")
    act(phone, "Catat pembahasan kasus")
    phone.type("Yang hadir", "Sakti Peksos; Bibi Sari; wali kelas (rekaan)")
    phone.type("Kata-kata anak sendiri", CHILD_VIEW)
    phone.type("Pilihan yang dibahas", "Bibi dengan bantuan; orang tua asuh; lembaga sementara.")
    phone.type("Rekomendasi", "Bibi menjadi tujuan; tempat aman sampai rumahnya siap.")
    phone.tap("Simpan", within=".bar")

    phone.open(f"/kasus/{case.pk}/")
    act(phone, "Susun rencana")
    plan_the_way_home(phone, desk)
    phone.open(f"/kasus/{case.pk}/")
    phone.sees("Tahap 4 dari 8: Rencana")

    act(phone, "Catat layanan")
    phone.choose("Kegiatan rencana", "Temu penguatan anak dan keluarga")
    phone.type("Yang dilakukan dan hasilnya", "Bibi dan anak bercerita tentang sekolah (rekaan).")
    phone.tap("Simpan", within=".bar")
    phone.open(f"/kasus/{case.pk}/")
    phone.sees("Tahap 5 dari 8: Pelaksanaan")


def write_an_assessment(phone: Screen, case: Case, kind: str) -> None:
    phone.open(f"/kasus/{case.pk}/")
    act(phone, "Tulis asesmen")
    phone.tick(kind)
    phone.tap("Mulai")
    answer_questions(phone, ANSWERS["INITIAL" if kind == "Asesmen awal" else "COMPREHENSIVE"])
    phone.type("Kesimpulan", "Kesimpulan: uraian rekaan.")
    phone.tap("Simpan draf")
    phone.tap("Tanda tangani")
    phone.sees("Ditandatangani")


def answer_questions(phone: Screen, answers: dict[str, str | list[str]]) -> None:
    """Each question by its own kind of field."""
    for code, answer in answers.items():
        fields = phone.page.locator(f"[name=q_{code}]")
        kind = fields.first.evaluate("one => one.type")
        phone.steps += 1
        if kind in ("radio", "checkbox"):
            for chosen in answer if isinstance(answer, list) else [answer]:
                phone.page.locator(f"[name=q_{code}][value={chosen}]").check()
        elif kind == "select-one":
            fields.select_option(str(answer))
        else:
            fields.fill(str(answer))


def plan_the_way_home(phone: Screen, desk: Screen) -> None:
    """Written on the phone, approved at the desk, signed on the phone."""
    phone.choose("Di mana anak akhirnya menetap", "Kerabat")
    phone.choose("Tujuan cadangan", "Orang tua asuh")
    phone.type("Kata-kata anak sendiri", CHILD_VIEW)
    phone.tick("Anak ikut menandatangani")
    phone.type("Orang tua, wali, atau kerabat", "Bibi Sari Rekaan")
    phone.choose("Bidang", "Hubungan dan pengasuhan")
    phone.type("Kebutuhan", "Pengasuh tetap (rekaan)")
    phone.type("Tujuan", "Anak tinggal bersama bibi", exact=True)
    phone.type("Yang dilakukan", "Temu penguatan anak dan keluarga", exact=True)
    phone.choose("Komponen", "Dukungan keluarga")
    phone.choose("Basis", "Keluarga")
    phone.type("Oleh siapa", "Sakti Peksos")
    phone.type("Jatuh tempo", "2026-02-10")
    phone.type("Tanda berhasil", "Hadir tiga kali")
    phone.tap("Simpan draf")
    phone.tap("Ajukan ke penyelia")
    plan = phone.page.url
    desk.sign_in("supervisor")
    desk.open(plan)
    desk.tap("Setujui")
    phone.open(plan)
    phone.tap("Tanda tangani")
    phone.sees("Ditandatangani")


def assess_the_family_again(phone: Screen, case: Case) -> None:
    write_an_assessment(phone, case, "Asesmen awal")


RUNGS = ("birth_family", "kinship", "foster", "guardian", "adoption", "lksa")


def ask_for_a_decision(phone: Screen, case: Case) -> None:
    """Six rungs with their evidence; the last one is forgotten first."""
    phone.open(f"/kasus/{case.pk}/")
    act(phone, "Rujuk")
    phone.tap("Keputusan pengasuhan")
    phone.tap("Usulkan Sentra")
    for rung in RUNGS[:-1]:
        answer_rung(phone, rung)
    phone.choose("Lembaga yang diusulkan", "Sentra Contoh")
    phone.type("Lama (bulan)", "9")
    phone.choose("Permintaan dari", "Keluarga/kerabat")
    phone.type("Penanggung jawab hukum anak", "Bibi, wali belum ditetapkan")
    phone.type("Alasan merujuk", "Rumah bibi belum siap (rekaan).")
    phone.type("Ringkasan untuk penerima", "Anak sehat, ibu meninggal, bibi menyiapkan rumah (rekaan).")
    phone.tap("Kirim rujukan")
    phone.sees("LKSA: belum ditanyakan", "5 dari 6 anak tangga terjawab")
    answer_rung(phone, RUNGS[-1])
    phone.type("Alasan tetap melanjutkan", "Bibi belum bisa datang; TEPAK dua minggu lagi (rekaan).")
    phone.tap("Kirim rujukan")
    phone.sees("Dikirim ke Dinas Sosial Kab. Contoh", "Tarik rujukan")


def answer_rung(phone: Screen, rung: str) -> None:
    phone.steps += 4
    phone.page.select_option(f"[name={rung}-result]", AlternativeResult.NONE_AVAILABLE)
    phone.page.fill(f"[name={rung}-considered_on]", "2026-01-05")
    phone.page.fill(f"[name={rung}-reason]", "Ditanyakan kepada kader dan keluarga (rekaan).")
    phone.page.select_option(f"[name={rung}-evidence]", index=1)


def decide(desk: Screen) -> None:
    desk.sees("Raka Contoh")
    desk.tap("Putuskan")
    desk.sees("Tangga pengasuhan", "Suara anak", CHILD_VIEW, "Sebelum ditandatangani")
    desk.type("Pertimbangan", "Jembatan menuju pengasuhan bibi; kontak keluarga tiap minggu (rekaan).")
    desk.tap("Tanda tangani")
    desk.sees("Disetujui", "460/0001/DINSOS-14.01/2026", "Sentra Contoh")


def admit(sentra: Screen) -> None:
    """The inbox tells enough to answer and no more."""
    sentra.tap("Rujukan", within="header")
    sentra.sees_no("Raka Contoh", "Bibi Sari")
    sentra.tap("Penempatan")
    sentra.sees("Nama, alamat, dan berkas lengkap terbuka setelah rujukan diterima")
    sentra.sees_no("Raka Contoh")
    sentra.tick("Terima anak")
    sentra.tap("Kirim jawaban")
    sentra.sees("Raka Contoh", "Diterima")


def hold_review(sentra: Screen, outcome: str, *, late: bool = False) -> None:
    sentra.open("/")
    sentra.tap("Tinjau")
    sentra.tap("Catat tinjauan")
    for person in ("Anak", "Keluarga", "Peksos kasus"):
        sentra.tick(person, exact=True)
    sentra.type("Suara anak", "Di sini baik, tapi bukan rumah.", exact=True)
    sentra.type("Suara orang tua atau keluarga", "Kami menunggunya (rekaan).")
    sentra.type("Temuan", "Anak sehat dan bersekolah (rekaan).", exact=True)
    sentra.choose("Sejauh mana?", "Berjalan")
    sentra.type("Rekomendasi", "Kontak tiap minggu (rekaan).")
    sentra.tick(outcome)
    sentra.tap("Simpan hasil")
    if late:
        sentra.sees("Tinjauan ini terlambat")
        sentra.type("Alasan tetap melanjutkan", "Bibi sakit pada tanggal itu (rekaan).")
        sentra.tap("Simpan hasil")
    sentra.sees(f"Tinjauan tersimpan: {outcome}")


def prepare_the_return(sentra: Screen, case: Case) -> None:
    """Each part that the checklist asks for; then the checklist is content."""
    aunt = "Bibi Sari Rekaan (Bibi/paman)"
    sentra.open(f"/kasus/{case.pk}/penempatan/")
    sentra.tap("Siapkan kepulangan")
    sentra.sees("Kesiapan keluarga belum dinilai.", "Serah terima anak kepada keluarga belum tercatat.")
    sentra.tap("Catat kesiapan keluarga")
    sentra.page.select_option("[name=assessment]", index=1)
    sentra.tap("Simpan", within=".bar")
    sentra.tap("Tambah langkah")
    sentra.type("Yang dilakukan", "Menginap dua malam di rumah bibi (rekaan).")
    sentra.type("Bersama siapa", "Bibi, pengasuh")
    sentra.tap("Simpan", within=".bar")
    sentra.tap("Catat persetujuan")
    sentra.choose("Yang menyetujui", aunt)
    sentra.tick("Tertulis")
    sentra.type("Kata-kata anak tentang pulang", "Aku mau pulang ke Bibi.")
    sentra.tap("Simpan", within=".bar")
    sentra.tap("Catat serah terima")
    sentra.choose("Diterima oleh", aunt)
    sentra.type("Diserahkan oleh", "Pengasuh Rekaan")
    sentra.tap("Simpan", within=".bar")
    sentra.sees("Lanjut ke tinjauan")


def visit_the_family(phone: Screen, visit) -> None:
    phone.tap("Catat kunjungan")
    phone.tick("Aman", exact=True)
    phone.type("Temuan", "Anak bersekolah, akrab dengan bibi (rekaan).")
    phone.tap("Simpan kunjungan")
    visit.refresh_from_db()
    assert (visit.done_by.username, visit.is_safe) == ("worker", True)


def close_the_case(phone: Screen, case: Case) -> None:
    phone.open(f"/kasus/{case.pk}/")
    act(phone, "Tutup kasus")
    phone.choose("Alasan penutupan", "Kembali ke keluarga")
    phone.type("Evaluasi akhir", "Anak tinggal menetap bersama bibi dan bersekolah (rekaan).")
    phone.tick("Tercapai", exact=True)
    phone.type("Kata-kata anak sendiri", CHILD_VIEW)
    phone.type("Pendapat keluarga", "Kami siap (rekaan).")
    phone.choose("Diserahkan kepada", "Keluarga")
    phone.type("Nama penerima", "Bibi Sari Rekaan")
    phone.type("Apa yang diserahkan", "Rapor dan kartu kontrol (rekaan).")
    phone.tap("Tutup kasus", within=".bar")
    phone.sees("Tahap 8 dari 8: Bimbingan lanjut", "Ditutup")
