"""Every page that a role may open, with the demo in it: it answers, reads well for everybody, and fits its screen."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pytest
from django.test import Client

from atensi.access import ACCESS, may_open
from atensi.accounts.models import User
from atensi.demo.world import PASSWORD, SHOWN
from tests.e2e.addresses import addresses, arguments
from tests.e2e.screen import DESK, PHONE, Screen, complaints, printed, shoot
from tests.ui.test_weight import LATER_PAGE, compressed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What no GET of a signed-in person shows: steps of signing in, of a second factor that is on, of a mailed link; a
# fragment of a form.
PASSING = {
    "cases:photo",  # a picture inside a page
    "desk:districts",
    "account_inactive",
    "account_login",
    "account_reauthenticate",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "tokens:list",  # behind the password, asked for anew
    "tokens:revoke",
}
# Nobody of the demo came by a court's order, no home sent a sheet, no mail is held up, no consent was scanned,
# nobody has a link for their calendar or asked for a file, no institution has a webhook.
WITHOUT_A_ROW = {
    "deadlines:feed",
    "deadlines:feed_revoke",
    "notices:delivery_drop",
    "notices:delivery_retry",
    "referrals:placement_order",
    "referrals:referral_order",
    "referrals:resident_progress",
    "referrals:reunification_paper",
    "reports:export",
    "reports:export_file",
    "reports:export_password",
    "reports:export_repeat",
    "webhooks:detail",
    "webhooks:resend",
    "webhooks:switch",
}
# Leads on to the page that a notice is about.
LEADS_ON = {"notices:open", "set_language"}
# What programs ask is no page, but for its description.
PAGES = [name for name in ACCESS if not name.startswith("api:") or name.startswith("api:docs")]
# Pages whose look depends much on the row: how many different rows of them are opened.
SEVERAL = {
    "cases:case": 6,
    "instruments:part_edit": 3,
    "instruments:version": 2,
    "institutions:detail": 3,
    "referrals:detail": 3,
    "referrals:referral_create": 5,
}
# URL name -> the heaviest of its pages, in bytes.
WEIGHTS: dict[str, int] = {}
# How many rows are tried until one answers; fewer once somebody has met the page.
TRIES, TRIES_AGAIN = 40, 6


@dataclass(frozen=True)
class Visit:
    """A page that a person opens. is_first: nobody before them did, so it is looked at closely."""

    name: str
    address: str
    is_first: bool


def visits_of(username: str, statuses: dict[str, Counter], met: set[str]) -> Iterator[Visit]:
    """Every page that `username` may open by the access table, with rows for which it answers 200. met: the pages of
    those before them; who comes first sees several rows of a page."""
    user = User.objects.get(username=username)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    role = user.memberships.current().get().role
    for name, wanted in sorted(arguments().items()):
        if name in PASSING or not may_open(name, role, signed_in=True):
            continue
        good, is_first = 0, name not in met
        most = SEVERAL.get(name, 1) if is_first else 1
        for address in islice(addresses(name, wanted, user), TRIES if is_first else TRIES_AGAIN):
            answer = client.get(address)
            answer.close()  # a file stays open until then
            page = answer.headers["Content-Type"].startswith("text/html")
            statuses.setdefault(name, Counter())[answer.status_code if page else "file"] += 1
            if answer.status_code == 200 and page:
                met.add(name)
                WEIGHTS[name] = max(WEIGHTS.get(name, 0), compressed(answer.content))
                yield Visit(name, address, is_first)
                good += 1
            if good == most or answer.status_code == 405 or not page:
                break


@pytest.fixture(scope="module")
def statuses() -> dict[str, Counter]:
    """URL name -> how often it answered with which status."""
    return {}


@pytest.fixture(scope="module")
def visits(demo_site, statuses) -> dict[str, list[Visit]]:
    """Username -> the pages to open."""
    met: set[str] = set()
    return {username: list(visits_of(username, statuses, met)) for username in SHOWN}


def test_every_page_answers_and_is_found(visits, statuses):
    """No page fails, and each is opened by somebody: what is left answers only to a sent form."""
    met = {visit.name for found in visits.values() for visit in found}
    failed = {name: dict(count) for name, count in statuses.items() if any(s in count for s in (400, 500))}
    unmet = {
        name: dict(statuses.get(name, {})) for name in PAGES if name not in met | PASSING | WITHOUT_A_ROW | LEADS_ON
    }

    assert failed == {}
    answers_a_form_or_gives_a_file = {405, "file"}
    assert {name: count for name, count in unmet.items() if not set(count) & answers_a_form_or_gives_a_file} == {}


def test_every_page_comes_through_a_weak_signal(visits):
    """A later page is at most 25 KB, compressed; its style and scripts are there already."""
    assert visits
    assert {name: weight for name, weight in WEIGHTS.items() if weight > LATER_PAGE} == {}


@pytest.mark.parametrize("username", SHOWN)
def test_pages_read_well_on_a_phone_and_at_a_desk(browser, demo_site, visits, username):
    """At both sizes nothing scrolls sideways, keys reach everything and the console stays silent; axe looks at a page
    when its first reader opens it, in light and dark, and it is looked at on paper."""
    screen = Screen(browser, demo_site, DESK)
    screen.sign_in(username, PASSWORD)
    for number, visit in enumerate(visits[username]):
        answer = screen.page.goto(visit.address)
        if answer.status != 200:
            screen.wrong.append(f"{visit.address}: {answer.status}")
        screen.wrong += look_closely(screen.page, visit, f"{username}-{number:02}")
    screen.close()


def look_closely(page, visit: Visit, name: str) -> list[str]:
    """What is wrong with the open page, small and large, light and dark, on the screen and on paper."""
    wrong = []
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        wrong += complaints(page, axe=visit.is_first)
        shoot(page, f"{name}-{visit.name}-{width}")
    if visit.is_first:
        wrong += printed(page)
        page.emulate_media(color_scheme="dark")
        wrong += complaints(page, theme="dark")
        shoot(page, f"{name}-{visit.name}-{DESK[0]}-dark")
        page.emulate_media(color_scheme="light")
    return wrong
