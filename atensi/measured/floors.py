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
OWN_NUMBERS = """
SELECT date_trunc('month', c.opened_at), p.code_id, count(*) FROM cases_case c
  JOIN cases_casecategory p ON p.case_id = c.id AND p.is_primary WHERE c.worker_id = %(user)s GROUP BY 1, 2
"""
OFFICE_NUMBERS = "SELECT month, category, cases FROM reports_casecount WHERE office_id = %(office)s"
NATION_NUMBERS = "SELECT month, category, shown FROM reports_publishedcount WHERE region = ''"
# The page of a case: its head, and one list for each kind of row that it shows.
CASE = """
SELECT c.id, c.number, c.stage, c.risk, c.restricted, c.opened_at, b.name, b.sex, b.birth_date, r.name, o.name, w.name,
  (SELECT json_agg(t) FROM (SELECT f.* FROM cases_familymember f WHERE f.beneficiary_id = b.id) t),
  (SELECT json_agg(t) FROM (
    SELECT k.label FROM cases_casecategory g JOIN reference_code k ON k.id = g.code_id WHERE g.case_id = c.id) t),
  (SELECT json_agg(t) FROM (
    SELECT e.kind, e.text, e.happened_at, u.name FROM cases_caseevent e LEFT JOIN accounts_user u ON u.id = e.by_id
     WHERE e.case_id = c.id ORDER BY e.happened_at DESC, e.id DESC LIMIT 5) t),
  (SELECT json_agg(t) FROM (
    SELECT p.*, i.name AS place, m.name AS carer FROM referrals_placement p
      LEFT JOIN institutions_institution i ON i.id = p.institution_id
      LEFT JOIN cases_familymember m ON m.id = p.carer_id
     WHERE p.case_id = c.id ORDER BY p.starts_on DESC) t),
  (SELECT json_agg(t) FROM (
    SELECT v.*, u.name FROM referrals_placementreview v JOIN referrals_placement p ON p.id = v.placement_id
      LEFT JOIN accounts_user u ON u.id = v.recorded_by_id WHERE p.case_id = c.id ORDER BY v.sequence DESC) t),
  (SELECT json_agg(t) FROM (
    SELECT q.*, i.name FROM referrals_referral q JOIN institutions_institution i ON i.id = q.to_institution_id
     WHERE q.case_id = c.id ORDER BY q.sent_at DESC LIMIT 5) t),
  (SELECT json_agg(t) FROM (
    SELECT d.* FROM referrals_caredecision d WHERE d.case_id = c.id ORDER BY d.signed_at DESC LIMIT 5) t),
  (SELECT json_agg(t) FROM (
    SELECT a.*, g.text AS goal FROM cases_careplan n JOIN cases_careplangoal g ON g.plan_id = n.id
      JOIN cases_careplanaction a ON a.goal_id = g.id WHERE n.case_id = c.id AND n.signed_at IS NOT NULL) t),
  (SELECT json_agg(a) FROM cases_aftercarevisit a WHERE a.case_id = c.id AND a.done_on IS NULL),
  (SELECT min(s.first_contact_due_at) FROM cases_caseresponse s WHERE s.case_id = c.id AND s.first_contact_at IS NULL),
  (SELECT json_agg(t) FROM (
    SELECT a.child_view, a.signed_on FROM cases_agreement a WHERE a.case_id = c.id ORDER BY a.signed_on DESC LIMIT 1) t)
  FROM cases_case c JOIN cases_beneficiary b ON b.id = c.beneficiary_id JOIN reference_region r ON r.code = b.region_id
  JOIN institutions_institution o ON o.id = c.office_id JOIN accounts_user w ON w.id = c.worker_id
 WHERE c.id = %(case)s
"""
DUE = """
SELECT d.clock, d.reference, d.due_on, b.name FROM deadlines_deadline d
  LEFT JOIN cases_case c ON c.id = d.case_id LEFT JOIN cases_beneficiary b ON b.id = c.beneficiary_id
 WHERE {who} AND d.due_at < now() + interval '14 days' ORDER BY d.due_at, d.id LIMIT 50
"""
DUE_WORKER, DUE_OFFICE, DUE_HOLDER = (
    DUE.format(who=who) for who in ("d.worker_id = %(user)s", "d.office_id = %(office)s", "d.holder_id = %(office)s")
)
# What is done from day to day: the lists of one case, the sessions of an office, and how its work is spread.
TASKS = """
SELECT t.id, t.kind, t.title, t.due_on, t.state, t.ended_at, u.name, i.name FROM cases_casetask t
  LEFT JOIN accounts_user u ON u.id = t.assignee_id LEFT JOIN institutions_institution i ON i.id = t.holder_id
 WHERE t.case_id = %(case)s ORDER BY t.due_on, t.id LIMIT 50
"""
CONTACTS = """
SELECT k.id, k.kind, k.made_on, k.met, k.child_alone, k.safety, k.note, u.name FROM cases_casecontact k
  JOIN accounts_user u ON u.id = k.recorded_by_id
 WHERE k.case_id = %(case)s ORDER BY k.made_on DESC, k.id DESC LIMIT 26
"""
STORY = """
SELECT e.id, e.kind, e.text, e.happened_at, u.name FROM cases_caseevent e LEFT JOIN accounts_user u ON u.id = e.by_id
 WHERE e.case_id = %(case)s AND e.kind = ANY(%(kinds)s) ORDER BY e.happened_at DESC, e.id DESC LIMIT 26
"""
SESSIONS = """
SELECT s.id, s.kind, s.held_on, s.place, u.name,
       (SELECT count(*) FROM cases_sessionparticipant p WHERE p.session_id = s.id)
  FROM cases_groupsession s JOIN accounts_user u ON u.id = s.recorded_by_id
 WHERE s.institution_id = %(office)s ORDER BY s.held_on DESC, s.id DESC LIMIT 26
"""
LOADS = """
SELECT c.worker_id, count(*), count(*) FILTER (WHERE c.risk = 'HIGH') FROM cases_case c
 WHERE c.office_id = %(office)s AND c.closed_at IS NULL GROUP BY 1
"""
CARRIED = CASES + (
    " WHERE c.office_id = %(office)s AND c.worker_id = %(worker)s AND c.closed_at IS NULL"
    " ORDER BY c.opened_at DESC LIMIT 200"
)
REVIEWS = """
SELECT v.id, v.due_on, c.number, b.name FROM deadlines_deadline d
  JOIN referrals_placementreview v ON v.id = d.subject_id JOIN referrals_placement p ON p.id = v.placement_id
  JOIN cases_case c ON c.id = p.case_id JOIN cases_beneficiary b ON b.id = c.beneficiary_id
 WHERE d.clock = 'review' AND d.office_id = %(office)s ORDER BY d.due_at, d.id LIMIT 26
"""
# Whom the router looks at, with what decides first: where it is, its licence and certificate, how many live there.
ROUTE = """
SELECT i.id, i.name, i.kind, i.places, i.faith, i.licence_valid_until, r.name, a.rank, a.valid_until,
       (SELECT count(*) FROM referrals_placement p WHERE p.institution_id = i.id AND p.ended_on IS NULL)
  FROM institutions_institution i JOIN reference_region r ON r.code = i.region_id
  LEFT JOIN accreditation_certificate a ON a.institution_id = i.id AND a.valid_until >= current_date
 WHERE i.is_active AND i.kind = ANY(%(kinds)s) AND (i.region_id LIKE %(province)s OR i.kind = 'SENTRA')
"""
ASKS = """
SELECT q.id, q.number, q.kind, q.sent_at, q.answer_due_on, c.risk, c.restricted, b.sex, b.birth_date, o.name
  FROM referrals_referral q JOIN cases_case c ON c.id = q.case_id JOIN cases_beneficiary b ON b.id = c.beneficiary_id
  JOIN institutions_institution o ON o.id = q.from_institution_id
 WHERE q.to_institution_id = %(office)s AND q.state = 'SENT' AND {which} ORDER BY q.turn, q.id LIMIT 26
"""
OPEN = "(SELECT 1 FROM referrals_referralquestion n WHERE n.referral_id = q.id AND n.answered_at IS NULL)"
INBOX = ASKS.format(which=f"(q.is_emergency OR NOT EXISTS {OPEN})")
ASKED = ASKS.format(which=f"EXISTS {OPEN}")
DECIDE = ASKS.format(which="q.kind = 'CARE_DECISION'")
DECIDED = """
SELECT d.id, d.number, d.outcome, d.form, d.signed_at, u.name, i.name FROM referrals_caredecision d
  JOIN accounts_user u ON u.id = d.signed_by_id LEFT JOIN institutions_institution i ON i.id = d.institution_id
 WHERE d.deciding_office_id = %(office)s ORDER BY d.signed_at DESC, d.id DESC LIMIT 26
"""
# The register of one or more offices, with who they are.
CARERS = """
SELECT k.id, k.number, k.kind, k.state, k.registered_at, k.permit_until, r.name, o.name,
       (SELECT string_agg(p.name, ' & ' ORDER BY p.is_first DESC) FROM carers_candidateperson p
         WHERE p.candidate_id = k.id)
  FROM carers_candidate k JOIN reference_region r ON r.code = k.region_id
  JOIN institutions_institution o ON o.id = k.office_id
 WHERE k.office_id = ANY(%(registers)s) ORDER BY k.registered_at DESC, k.id DESC LIMIT 26
"""
NOTICES = """
SELECT id, kind, reference, due_on, opened_at FROM notices_notice
 WHERE recipient_id = %(user)s ORDER BY created_at DESC, id DESC LIMIT 26
"""


def rows_of(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
