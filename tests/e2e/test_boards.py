"""Board, calendar and list as a Balai and a Dinas use them: on a phone and at a desk, in both themes, by keyboard."""

import pytest

from atensi.demo.world import PASSWORD
from tests.e2e.screen import DESK, PHONE, Screen, complaints, shoot

pytestmark = pytest.mark.browser
BOARD = "/rujukan/tinjauan/"
# Sign-in name of the Sentra's intake officer, of the office's decider; what the board of each names.
READERS = {"yusuf": "Rekaan Wulan", "farida": "Umpama Yoga"}
VIEWS = ["Papan", "Kalender", "Daftar"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("reader", READERS)
def test_due_late_and_held_as_board_calendar_and_list(browser, demo_site, reader, size):
    screen = Screen(browser, demo_site, size)
    screen.sign_in(reader, PASSWORD)
    screen.open(BOARD)
    for clock in ("review", "semua"):
        screen.page.select_option("#jam", clock)
        screen.tap("Tampilkan")
        for view in VIEWS:
            screen.tap(view, within="main .tabs")
            for theme in ("light", "dark"):
                screen.page.emulate_media(color_scheme=theme)
                screen.wrong += complaints(screen.page, theme=theme)
                shoot(screen.page, f"{reader}-{clock}-{view}-{size[0]}-{theme}")
            screen.page.emulate_media(color_scheme="light")
            if clock == "review" and view != "Kalender":
                screen.sees(READERS[reader], "Lewat")
    screen.close()


def test_a_month_on_and_a_day_opened_by_keyboard(browser, demo_site):
    screen = Screen(browser, demo_site, DESK)
    screen.sign_in("farida", PASSWORD)
    screen.open(f"{BOARD}?tampilan=kalender&jam=semua")
    first = screen.page.inner_text("#bulan")
    for name in ("Bulan berikut", "Bulan lalu"):
        link = screen.page.get_by_role("link", name=name)
        link.focus()
        with screen.page.expect_navigation():
            screen.page.keyboard.press("Enter")
    assert screen.page.inner_text("#bulan") == first
    days = screen.page.locator(".month td a")
    if not days.count():  # on the last days of a month everything may lie in the next
        screen.tap("Bulan berikut")
    words = days.first.inner_text()
    assert "lewat" in words or "tenggat" in words
    days.first.focus()
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert screen.page.locator("#daftar .tasks li").count()
    assert not screen.page.locator("#daftar .sheet").nth(1).count(), "the picked day alone"
    screen.close()


def test_dinas_goes_from_the_home_that_is_behind_to_its_list(browser, demo_site):
    screen = Screen(browser, demo_site, PHONE)
    screen.sign_in("farida", PASSWORD)
    screen.open(BOARD)
    screen.tap("Menurut lembaga")
    screen.sees("Sentra Contoh Pekanbaru", "Lewat")
    screen.tap("yang lewat")
    screen.sees("Rekaan Wulan", "Sentra Contoh Pekanbaru")
    screen.sees_no("Umpama Yoga")
    screen.close()


def test_province_reads_numbers_and_no_name(browser, demo_site):
    screen = Screen(browser, demo_site, DESK)
    screen.sign_in("nurhayati", PASSWORD)
    screen.open(f"{BOARD}lembaga/")
    screen.sees("Dinas Sosial Kab. Kampar (contoh)")
    screen.sees_no("Rekaan Wulan", "Umpama Yoga")
    screen.close()


def test_a_link_for_the_own_calendar_is_made_read_and_taken_back(browser, demo_site):
    screen = Screen(browser, demo_site, PHONE)
    screen.sign_in("yusuf", PASSWORD)
    screen.open(BOARD)
    screen.tap("Ke kalender saya")
    screen.type("Dipakai di", "Ponsel saya")
    screen.tap("Buat tautan")
    address = screen.page.input_value("#alamat")
    file = screen.context.request.get(address)
    assert file.status == 200 and "BEGIN:VEVENT" in file.text() and "Rekaan" not in file.text()
    screen.tap("Cabut")
    assert screen.context.request.get(address).status == 404
    screen.close()
