"""The navigation of each role: at most five entries, in the order of the day's work."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CASES, SEARCH, NOTICES = "cases:list", "cases:search", "notices:list"
REVIEWS = "referrals:review_list"
PAPER_ROOMS, BELOW_CASE = frozenset({"rujukan", "laporan"}), "kasus"
INSTITUTIONS, BESIDE_INSTITUTIONS = "institutions:list", frozenset({"rapat", "pengasuh"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation; roles: who has it there (values of institutions.states.Role)."""

    url_name: str
    label: Promise
    icon: str
    roles: frozenset[str]


FIELD, SUPERVISOR, DECIDER = (
    "FIELD_SOCIAL_WORKER",
    "SUPERVISOR",
    "SOCIAL_OFFICE_DECIDER",
)
INTAKE, LKSA, ADMIN = "INTAKE_OFFICER", "LKSA_STAFF", "ADMINISTRATOR"
OPERATOR, ANALYST = "HOTLINE_OPERATOR", "ANALYST"
CASE_WORK = frozenset({FIELD, SUPERVISOR, DECIDER, INTAKE, LKSA})

ENTRIES = [
    Entry("home", _("Beranda"), "home", CASE_WORK | {ADMIN, OPERATOR, ANALYST}),
    Entry("desk:report_create", _("Catat"), "plus", frozenset({OPERATOR})),
    Entry("desk:report_list", _("Laporan"), "tel", frozenset({OPERATOR})),
    Entry("cases:response_create", _("Catat"), "plus", frozenset({FIELD})),
    Entry(CASES, _("Kasus"), "case", CASE_WORK),
    Entry(
        "referrals:inbox",
        _("Rujukan"),
        "inbox",
        frozenset({SUPERVISOR, INTAKE, LKSA}),
    ),
    Entry("referrals:decision_list", _("Keputusan"), "sign", frozenset({DECIDER})),
    Entry(REVIEWS, _("Tinjauan"), "cal", CASE_WORK),
    Entry("institutions:list", _("Lembaga"), "house", CASE_WORK | {ADMIN, OPERATOR, ANALYST}),
    Entry("institutions:person_list", _("Orang"), "people", frozenset({ADMIN})),
    Entry("institutions:parameter_list", _("Pengaturan"), "sliders", frozenset({ADMIN})),
    Entry("reports:numbers", _("Angka"), "chart", frozenset({ADMIN, ANALYST})),
]

# How much waits behind an entry, by URL name; the owning app adds its function in `AppConfig.ready()`. One query each.
NAV_COUNTS: dict[str, Callable[[HttpRequest], int]] = {}


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is drawn on one page."""

    url: str
    label: Promise
    icon: str
    count: int
    current: bool


class Frame:
    """What the frame of a page shows around its content. Asked lazily: a fragment pays for none of it."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.membership = getattr(request, "membership", None)
        self.role = self.membership.role if self.membership else ""

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Code and own name of every language a page can be read in."""
        return settings.LANGUAGES

    @cached_property
    def home_url(self) -> str:
        return url_of("home") or "/"

    @cached_property
    def switch_url(self) -> str:
        return url_of("institutions:switch_membership")

    @cached_property
    def mandates_url(self) -> str:
        """The page about deputies, for those whose office can be lent, who hold a mandate, or who keep people."""
        lends = self.role in (SUPERVISOR, DECIDER, ADMIN)
        holds = any(one.mandate_id for one in getattr(self.request, "memberships", []))
        return url_of("institutions:mandate_list") if lends or holds else ""

    @cached_property
    def meetings_url(self) -> str:
        """The coordination meetings of the region, for those who work with cases."""
        return url_of("meetings:list") if self.role in CASE_WORK else ""

    @cached_property
    def carers_url(self) -> str:
        """The register of households that offer to care, for those who keep it, decide, or oversee them."""
        return url_of("carers:list") if self.role in (FIELD, SUPERVISOR, DECIDER) else ""

    @cached_property
    def others(self) -> list:
        """The memberships the person could switch to."""
        if not self.switch_url:
            return []
        return [one for one in getattr(self.request, "memberships", []) if one != self.membership]

    @cached_property
    def nav(self) -> list[Link]:
        found = [(url, entry) for entry in ENTRIES if self.role in entry.roles and (url := url_of(entry.url_name))]
        here = [url for url, _entry in found if self.is_under(url)]
        current = max(here, key=len, default=self.sibling([url for url, _entry in found]))
        return [Link(url, entry.label, entry.icon, self.count(entry.url_name), url == current) for url, entry in found]

    @cached_property
    def bell(self) -> Link:
        """The person's notices, and how many of them are unread: of everybody, with or without a membership."""
        url = url_of(NOTICES)
        return Link(url, _("Pemberitahuan"), "bell", self.count(NOTICES), self.is_under(url))

    @cached_property
    def search_url(self) -> str:
        """Where the search box posts (a name never stands in an address); empty for roles without cases."""
        return url_of(SEARCH) if self.role in CASE_WORK else ""

    @cached_property
    def search_page(self) -> str:
        """The page with a search box of its own, for a phone."""
        return url_of(CASES)

    def sibling(self, urls: list[str]) -> str | None:
        """The entry of the room that the page belongs to, for a page below none of them; papers of a case are with the
        cases where the room has no entry of its own, and so are pages of a room below one case; meetings and carers are
        with the institutions, where their links stand."""
        room, below = [*self.request.path.split("/")[1:3], ""][:2]
        own = [url for url in urls if room and url.split("/")[1] == room and url != url_of(REVIEWS)]
        of_case = room in PAPER_ROOMS or below == BELOW_CASE
        above = CASES if of_case else INSTITUTIONS if room in BESIDE_INSTITUTIONS else ""
        return next(iter(own), url_of(above) if above else None)

    def is_under(self, url: str) -> bool:
        return self.request.path == url or (url != "/" and self.request.path.startswith(url))

    def count(self, url_name: str) -> int:
        counter = NAV_COUNTS.get(url_name)
        return counter(self.request) if counter else 0


def url_of(name: str) -> str:
    """The address of a page, empty while the application has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
