"""The floor of a job: the rows that it shows, by one raw SQL statement that knows no rights and writes no trail."""

from __future__ import annotations

from typing import Any

from django.db import connection

CASES = """
SELECT c.id, c.number, c.stage, c.risk, c.restricted, c.opened_at, b.name, b.sex, b.birth_date, r.name, o.name, w.name
  FROM cases_case c JOIN cases_beneficiary b ON b.id = c.beneficiary_id JOIN reference_region r ON r.code = b.region_id
  JOIN institutions_institution o ON o.id = c.office_id JOIN accounts_user w ON w.id = c.worker_id
"""
NEWEST = " ORDER BY c.opened_at DESC, c.id DESC LIMIT 26"
OFFICE = CASES + " WHERE c.office_id = %(office)s AND c.closed_at IS NULL" + NEWEST
OFFICES = CASES + " WHERE c.office_id = ANY(%(offices)s) AND c.closed_at IS NULL" + NEWEST
WORKER = CASES + " WHERE c.worker_id = %(user)s AND c.closed_at IS NULL" + NEWEST
ALL = CASES + " WHERE c.office_id = %(office)s" + NEWEST
DEEP = CASES + " WHERE c.office_id = %(office)s AND (c.opened_at, c.id) < (%(at)s, %(id)s)" + NEWEST
FILTERED = CASES + (
    " WHERE c.office_id = %(office)s AND c.closed_at IS NULL AND c.stage = 'IMPLEMENT' AND c.risk = 'HIGH'" + NEWEST
)
OF_GROUP = """
 WHERE c.closed_at IS NULL AND c.id IN (SELECT s.content_object_id FROM cases_casegroupobjectpermission s
                                         WHERE s.group_id = %(group)s AND s.permission_id = %(permission)s)
"""
SHARED = CASES + OF_GROUP + NEWEST
NAME = CASES + " WHERE c.office_id = %(office)s AND b.name_keys @> %(keys)s" + " ORDER BY c.opened_at DESC LIMIT 50"
NIK = CASES + " WHERE b.nik_index = %(nik)s"
CASE = CASES + " WHERE c.id = %(case)s"
DUE = """
SELECT d.clock, d.reference, d.due_on, b.name FROM deadlines_deadline d
  LEFT JOIN cases_case c ON c.id = d.case_id LEFT JOIN cases_beneficiary b ON b.id = c.beneficiary_id
 WHERE {who} AND d.due_at < now() + interval '14 days' ORDER BY d.due_at, d.id LIMIT 50
"""
DUE_WORKER, DUE_OFFICE, DUE_HOLDER = (
    DUE.format(who=who) for who in ("d.worker_id = %(user)s", "d.office_id = %(office)s", "d.holder_id = %(office)s")
)
REVIEWS = """
SELECT v.id, v.due_on, c.number, b.name FROM deadlines_deadline d
  JOIN referrals_placementreview v ON v.id = d.subject_id JOIN referrals_placement p ON p.id = v.placement_id
  JOIN cases_case c ON c.id = p.case_id JOIN cases_beneficiary b ON b.id = c.beneficiary_id
 WHERE d.clock = 'review' AND d.office_id = %(office)s ORDER BY d.due_at, d.id LIMIT 26
"""
NOTICES = """
SELECT id, kind, reference, due_on, opened_at FROM notices_notice
 WHERE recipient_id = %(user)s ORDER BY created_at DESC, id DESC LIMIT 26
"""


def rows_of(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
