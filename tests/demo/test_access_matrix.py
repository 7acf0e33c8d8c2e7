"""Every page × who asks × how they stand to the case: each cell of `matrix.py` is tried, none is assumed (design.md 3).

An answer that lets nobody in writes nothing: PostgreSQL is asked how many rows the transaction has touched.
"""

import logging
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from atensi.api.uploads import Multipart
from atensi.api.views import ApiView
from cases.models import Case, IncomingReport
from institutions.models import Mandate, Membership
from institutions.states import Role
from tests.accounts.factories import UserFactory
from tests.demo import matrix, people, targets

LET_IN = {"get": {200}, "post": {200, 201, 302, 400, 409, 422}}
JSON = {"data": {}, "content_type": "application/json"}
REFUSED = {403: "-", 404: ".", 405: "x"}


@dataclass(frozen=True, slots=True)
class World:
    clients: dict[str, Client]
    addresses: dict[str, str]


@pytest.fixture(scope="module", autouse=True)
def _pages_are_not_drawn() -> Iterator[None]:
    """Who gets in is asked here; what the pages say is shown elsewhere, and drawing them takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda self, context=None, request=None: "")
        patch.setattr(logging.getLogger("django.request"), "disabled", True)
        yield


@pytest.fixture(scope="module")
def world(clients, addresses, _pages_are_not_drawn) -> World:
    return World(clients, addresses)


@pytest.fixture
def undone(world) -> Iterator[World]:
    """The world, with whatever the test does to it undone."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


def touched() -> int:
    """Rows inserted, changed or removed by this transaction so far, sessions aside; what was rolled back counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid)) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'django_session'"
        )
        return cursor.fetchone()[0]


def answer(client: Client, method: str, address: str) -> str:
    """The letter of the matrix for the answer; whatever was written is undone."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        before = touched()
        response = getattr(client, method)(address, **(JSON if method == "post" and takes_json(address) else {}))
        if response.streaming:
            b"".join(response)  # to its end, which closes the file
        letter = _letter(response, method)
        wrote = letter not in {"o", ">"} and touched() != before
        transaction.set_rollback(True)
    client.cookies = cookies
    assert not wrote, f"{method} {address} answers {letter} and writes"
    return letter


def takes_json(address: str) -> bool:
    """The addresses of the API, but for its description and for those that take a file."""
    view = getattr(resolve(address.partition("?")[0]).func, "view_class", None)
    return view is not None and issubclass(view, ApiView) and Multipart not in view.parser_classes


def _letter(response, method: str) -> str:
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("account_login")):
        return "L"
    if response.status_code == 401:
        return "L"
    if response.status_code in REFUSED:
        return REFUSED[response.status_code]
    if response.status_code in LET_IN[method]:
        return "o"
    return ">" if response.status_code == 302 else str(response.status_code)


def expected(column: str) -> dict[tuple[str, str], str]:
    """(URL name, method) -> the letter that stands in the matrix for this column."""
    place = list(people.COLUMNS).index(column)
    return {
        (name, method): row.replace(" ", "")[place]
        for got, posted, names in matrix.MATRIX
        for method, row in (("get", got), ("post", posted))
        for name in names.split()
    }


def answers(client: Client, world: World) -> dict[tuple[str, str], str]:
    return {(name, method): answer(client, method, world.addresses[name]) for name, method in expected("nobody")}


def of_rows(cells: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Of each row of the matrix the first page and its GET: enough where a whole standing is gone."""
    names = [row[2].split()[0] for row in matrix.MATRIX]
    return {cell: letter for cell, letter in cells.items() if cell[0] in names and cell[1] == "get"}


def sample(client: Client, world: World) -> dict[tuple[str, str], str]:
    return {
        (name, method): answer(client, method, world.addresses[name]) for name, method in of_rows(expected("nobody"))
    }


def test_every_url_stands_in_the_matrix_once_or_is_a_named_exception():
    rows = [names for *_answers, names in [*matrix.MATRIX, *matrix.ACCOUNT]]
    written = [name for names in rows for name in names.split()]
    assert len(written) == len(set(written))
    assert set(written) | set(matrix.EXCEPTIONS) == set(targets.url_names())
    assert not set(written) & set(matrix.EXCEPTIONS)


def test_operator_and_analyst_open_their_own_pages_and_no_case(undone):
    """Whatever stands in no row for everybody signed in is refused, but for the desk of the operator and the
    numbers of the analyst, who opens no file of another."""
    report = IncomingReport.objects.get(pk=int(undone.addresses["desk:report"].split("/")[2]))
    analyst = people.employ(report.office, Role.ANALYST)
    stranger = people.employ(report.office, Role.HOTLINE_OPERATOR)
    open_to_all = {name for *_rows, names in matrix.SIGNED_IN_ROWS for name in names.split()}
    asked = {name for name, _method in expected("nobody")} - open_to_all
    for user, own in ((report.recorded_by, matrix.OPERATOR), (analyst, matrix.ANALYST)):
        client = people.sign_in(user)
        found = {
            name: "".join(answer(client, method, undone.addresses[name]) for method in ("get", "post"))
            for name in sorted(asked)
        }
        assert found == {name: own.get(name, "--") for name in found}, user.name
    assert answer(people.sign_in(stranger), "get", undone.addresses["desk:report"]) == "."


def test_every_row_has_a_letter_for_every_column():
    shape = [*people.GROUPS]
    assert sum(shape) == len(people.COLUMNS)
    for got, posted, names in matrix.MATRIX:
        for row in (got, posted):
            assert [len(block) for block in row.split()] == shape, names
            assert set(row) <= set("o>-.xL "), names
    assert all(len(row) == len(matrix.ASKED_COLUMNS) for row, _names in [*matrix.ASKED, *matrix.ASKED_RESTRICTED])


@pytest.mark.parametrize("column", people.COLUMNS)
def test_each_person_gets_the_answers_written_down(world, column):
    assert answers(world.clients[column], world) == expected(column)


def test_somebody_whose_membership_is_over_is_nobody(undone):
    """Every role, its last day yesterday or ended a second ago: the same answers as without any membership."""
    for who, client in people.former().items():
        assert sample(client, undone) == of_rows(expected("nobody")), who


@pytest.mark.parametrize("column", ["worker", "supervisor", "decider", "sentra", "administrator"])
def test_membership_that_ends_takes_the_open_session_with_the_next_request(undone, column):
    client = undone.clients[column]
    assert client.get(reverse("home")).wsgi_request.membership is not None
    held = Membership.objects.filter(user_id=client.session["_auth_user_id"])
    held.update(ended_at=timezone.now())
    # What one was told stays one's own: a notice names a case number and a kind of task, and opens nothing any more.
    kept = {("notices:open", "get"): ">"} if column == "worker" else {}
    assert sample(client, undone) == of_rows(expected("nobody")) | kept


def test_account_that_is_closed_is_signed_out_with_the_next_request(undone):
    client = undone.clients["worker"]
    user = client.get(reverse("home")).wsgi_request.user
    user.is_active = False
    user.save()
    assert sample(client, undone) == of_rows(expected("anonymous"))


@pytest.mark.parametrize(
    ("column", "how"),
    [
        ("deputy_supervisor", "mandate ended"),
        ("deputy_supervisor", "mandate past"),
        ("deputy_supervisor", "grantor closed"),
        ("deputy_decider", "grantor ended"),
        ("deputy_decider", "grantor past"),
    ],
)
def test_deputy_is_a_colleague_again_when_the_mandate_or_the_grantors_membership_ends(undone, column, how):
    """The session still names the lent membership: it means nothing any more."""
    client = undone.clients[column]
    acting = client.get(reverse("home")).wsgi_request
    mandate = Mandate.objects.get(pk=acting.actor.mandate_id)
    end(mandate, how)
    # One's own mandates stay in sight, over or not; nothing else does.
    kept = {("institutions:mandate_end", "get"): "o"} if column == "deputy_supervisor" else {}
    assert sample(client, undone) == of_rows(expected("colleague")) | kept


def end(mandate: Mandate, how: str) -> None:
    what, _space, way = how.partition(" ")
    row = mandate if what == "mandate" else mandate.grantor
    if way == "closed":
        row.user.is_active = False
        row.user.save()
        return
    yesterday = timezone.localdate() - timedelta(days=1)
    values = {"ended_at": timezone.now()} if way == "ended" else {"valid_until": yesterday}
    type(row).objects.filter(pk=row.pk).update(**values)


def test_deputy_without_a_membership_of_their_own_is_nobody(undone):
    client = undone.clients["deputy_decider"]
    Membership.objects.filter(user_id=client.session["_auth_user_id"]).update(ended_at=timezone.now())
    assert sample(client, undone) == of_rows(expected("nobody"))


def test_account_pages_are_ones_own_whoever_one_is(undone):
    nobody = UserFactory()
    nobody.set_password("contoh")
    nobody.save()
    signed_in = [undone.clients["worker"], undone.clients["province_administrator"], people.sign_in(nobody)]
    for own, strangers, names in matrix.ACCOUNT:
        for name in names.split():
            got = [
                " ".join(answer(one, method, undone.addresses[name]) for method in ("get", "post"))
                for one in [*signed_in, undone.clients["anonymous"]]
            ]
            assert got == [own] * 3 + [strangers], name


@pytest.mark.parametrize(("table", "restricted"), [(matrix.ASKED, False), (matrix.ASKED_RESTRICTED, True)])
def test_office_asked_to_decide_reads_and_does_not_work(undone, table, restricted):
    case = targets.case_of("Umpama Tegar")
    Case.objects.filter(pk=case.pk).update(restricted=restricted)
    asked = case.referrals.get()
    for row, names in table:
        for name in names.split():
            row_pk = asked.pk if name in {"referrals:detail", "referrals:decision_sign"} else case.pk
            address = reverse(name, args=[row_pk])
            got = "".join(answer(undone.clients[column], "get", address) for column in matrix.ASKED_COLUMNS)
            assert got == row, name
