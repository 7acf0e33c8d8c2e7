"""Whom to sign in as in a generated database: those whose load of work is nearest to the usual shapes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from atensi.accounts.models import User
from cases.querysets import SHARE_PERMISSION
from institutions.states import Kind, Role

from .nation import REGIONAL

WORKER_CASES, OFFICE_CASES, PROVINCE_CASES, SENTRA_SHARES = 40, 2000, 50_000, 300
WORKER = """
SELECT worker_id, count(*) FROM cases_case GROUP BY 1 ORDER BY abs(count(*) - %s), 1 LIMIT 1
"""
OFFICE = """
SELECT office_id, count(*) FROM cases_case GROUP BY 1 ORDER BY abs(count(*) - %s), 1 LIMIT 1
"""
PROVINCE = """
SELECT p.id, count(*) FROM cases_case c JOIN institutions_institution o ON o.id = c.office_id
  JOIN institutions_institution p ON p.kind = %s AND p.region_id = left(o.region_id, 2)
 GROUP BY 1 ORDER BY abs(count(*) - %s), 1 LIMIT 1
"""
REGIONAL_CASES = """
SELECT count(*) FROM cases_case c JOIN institutions_membership m ON m.institution_id = c.office_id
  JOIN accounts_user u ON u.id = m.user_id WHERE u.username = %s
"""
WAITING = """
SELECT r.to_institution_id, count(*) FROM referrals_referral r
  JOIN institutions_institution i ON i.id = r.to_institution_id AND i.kind = %s
 WHERE r.state = 'SENT' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1
"""
# Who answers for the desks where most requests wait: part, kind of institution, role.
DESKS = (
    ("balai terpadat", Kind.SENTRA, Role.INTAKE_OFFICER),
    ("LKSA terpadat", Kind.LKSA, Role.LKSA_STAFF),
    ("kabupaten terpadat", Kind.DINAS_REGENCY, Role.SOCIAL_OFFICE_DECIDER),
    ("provinsi terpadat", Kind.DINAS_PROVINCE, Role.SOCIAL_OFFICE_DECIDER),
)
SHARED = """
SELECT i.id, count(*) FROM cases_casegroupobjectpermission s
  JOIN auth_permission a ON a.id = s.permission_id AND a.codename = %s
  JOIN institutions_institution i ON i.group_id = s.group_id AND i.kind = %s
 GROUP BY 1 ORDER BY abs(count(*) - %s), 1 LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody to sign in as: their part, and of how many cases."""

    part: str
    username: str
    cases: int


def sign_ins() -> list[SignIn]:
    """A worker, the supervisor and the decider of an office, the supervisor of a tenth of the nation, the decider of a
    province, a Sentra, a home."""
    found = [_worker()]
    office, cases = _nearest(OFFICE, [OFFICE_CASES])
    found += [SignIn("penyelia", _member(office, Role.SUPERVISOR), cases)]
    found += [SignIn("wilayah", REGIONAL, _count(REGIONAL_CASES, [REGIONAL]))]
    found += [SignIn("pemutus", _member(office, Role.SOCIAL_OFFICE_DECIDER), cases)]
    province, cases = _nearest(PROVINCE, [Kind.DINAS_PROVINCE, PROVINCE_CASES])
    found += [SignIn("provinsi", _member(province, Role.SOCIAL_OFFICE_DECIDER), cases)]
    for part, kind, role in (("sentra", Kind.SENTRA, Role.INTAKE_OFFICER), ("lksa", Kind.LKSA, Role.LKSA_STAFF)):
        place, cases = _nearest(SHARED, [SHARE_PERMISSION, kind, SENTRA_SHARES])
        found += [SignIn(part, _member(place, role), cases)] if place else []
    return found


def busiest_desks() -> dict[str, SignIn]:
    """Who answers where most requests wait, by part; `cases` is how many of them."""
    found = {}
    for part, kind, role in DESKS:
        place, waiting = _nearest(WAITING, [kind])
        if place:
            found[part] = SignIn(part, _member(place, role), waiting)
    return found


def _count(sql: str, given: list[object]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return int(cursor.fetchone()[0])


def _worker() -> SignIn:
    user, cases = _nearest(WORKER, [WORKER_CASES])
    return SignIn("peksos", User.objects.get(pk=user).username, cases)


def _nearest(sql: str, given: list[object]) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchone() or (0, 0)


def _member(institution: int, role: str) -> str:
    people = User.objects.filter(memberships__institution=institution, memberships__role=role)
    return people.order_by("pk").values_list("username", flat=True)[0]
