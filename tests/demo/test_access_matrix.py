"""Every page × who asks × how they stand to the case: each cell is written down, none is assumed (design.md 3)."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from atensi.access import ACCESS, PUBLIC
from atensi.accounts.models import User
from cases.models import Case
from institutions.models import Membership
from institutions.states import Role
from referrals.models import PlacementReview
from tests.institutions.factories import MembershipFactory

# How each person stands to the case of "Rekaan Wulan": a child of Kampar, placed in the Sentra by Kampar's decision.
PEOPLE = {
    "dewi": "own: the responsible social worker",
    "hendra": "own office: supervisor",
    "farida": "own office: decider",
    "yusuf": "shared: intake officer of the Sentra where the child lives",
    "colleague": "same office, another social worker",
    "anton": "foreign: a social worker of another regency",
    "nurhayati": "foreign: decider of the province, which was not asked",
    "tuti": "foreign: a home without a share",
    "moved": "former member: was the Sentra's intake officer, now works in another home",
    "ended": "ended membership: was the office's supervisor, holds nothing now",
    "admin": "administrator: keeps people and settings, sees no case",
}


def names(resolver=None, prefix=""):
    """URL name -> names of its arguments."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            found[f"{prefix}{entry.name}"] = set(entry.pattern.regex.groupindex)
    return found


@pytest.fixture(scope="package")
def people(demo):
    """The demo's people, and three whom this test needs besides."""
    found = {user.username: user for user in User.objects.filter(username__in=PEOPLE)}
    kampar, sentra, kasih = (
        Membership.objects.get(user__username=name).institution for name in ("hendra", "yusuf", "tuti")
    )
    found["colleague"] = MembershipFactory(institution=kampar, role=Role.FIELD_SOCIAL_WORKER).user
    found["moved"] = MembershipFactory(institution=sentra, role=Role.INTAKE_OFFICER, ended=True).user
    MembershipFactory(user=found["moved"], institution=kasih, role=Role.LKSA_STAFF)
    found["ended"] = MembershipFactory(institution=kampar, role=Role.SUPERVISOR, ended=True).user
    return found


@pytest.fixture(scope="package")
def case(demo):
    return Case.objects.get(beneficiary__name="Rekaan Wulan")


def first(rows):
    return rows.order_by("-pk").first()


def arguments(name, wanted, case):
    """The arguments of the page `name` for this case, None when the page is not about a case."""
    room, _colon, page = name.rpartition(":")
    if not wanted or room not in {"cases", "referrals"} or "code" in wanted:
        return None
    placement = first(case.placements)
    of_page = {
        "response": first(case.responses),
        "first_contact_record": first(case.responses),
        "aftercare_visit": None,
        "resident_progress": None,
        "placement_start": first(case.care_decisions),
        "placement_order": placement,
        "reunification": placement,
        "reunification_paper": placement,
        "reunification_record": placement,
        "referral_order": first(case.referrals),
        "decision": first(case.care_decisions),
        "decision_pdf": first(case.care_decisions),
        "review_detail": first(PlacementReview.objects.filter(placement=placement)),
        "review_invite": first(PlacementReview.objects.filter(placement=placement)),
        "review_pdf": first(PlacementReview.objects.filter(placement=placement)),
        "review_sheet": first(PlacementReview.objects.filter(placement=placement)),
        "review_hold": first(PlacementReview.objects.filter(placement=placement)),
        "decision_sign": case.referrals.get(kind="CARE_DECISION"),
        "detail": case.referrals.get(kind="ADMISSION"),
        "answer": case.referrals.get(kind="ADMISSION"),
        "withdraw": case.referrals.get(kind="ADMISSION"),
        "complete": case.referrals.get(kind="ADMISSION"),
    }
    row = of_page.get(page, case)
    if row is None:
        return None
    papers = {
        "assessment": case.assessments,
        "plan": case.plans,
        "agreement": case.agreements,
        "conference": case.conferences,
        "report": case.social_reports,
    }
    found = {"pk": row.pk}
    if "paper_pk" in wanted:
        found["paper_pk"] = first(next(rows for word, rows in papers.items() if page.startswith(word))).pk
    if "part" in wanted:
        found["part"] = "kesiapan"
    if "member_pk" in wanted:
        found["member_pk"] = first(case.beneficiary.family).pk
    return found


# Answers to a GET, in the order of PEOPLE: 200 open, 403 visible but forbidden, 404 not visible, 302 done already.
# Pages that only take a POST are tried as strangers in tests/architecture/test_access.py and by their own tests.
READ = "200 200 200 200 404 404 404 404 404 403 403"
WRITE_PAPER = "200 200 403 403 404 404 404 404 404 403 403"  # only the case's social workers (UU 14/2019 art. 28)
WORK = "200 200 403 200 404 404 404 404 404 403 403"  # whoever works on the case, a share included
EXPECTED = {
    "cases:agreement": READ,
    "cases:agreement_new": WORK,
    "cases:agreement_withdraw": WORK,
    "cases:assessment": READ,
    "cases:assessment_edit": WRITE_PAPER,
    "cases:assessment_new": WRITE_PAPER,
    "cases:assessments": READ,
    "cases:assign_worker": "403 200 200 403 403 403 404 403 403 403 403",
    "cases:beneficiary_edit": WORK,
    "cases:case": READ,
    "cases:close": "200 200 200 403 404 404 404 404 404 403 403",
    "cases:conference": READ,
    "cases:conference_new": READ,
    "cases:documents": READ,
    "cases:family": READ,
    "cases:family_add": WORK,
    "cases:family_edit": WORK,
    "cases:placements": READ,
    "cases:plan": READ,
    "cases:plan_edit": WRITE_PAPER,
    "cases:plan_new": WRITE_PAPER,
    "cases:plan_version": READ,
    "cases:report": READ,
    "cases:report_edit": WRITE_PAPER,
    "cases:report_new": WRITE_PAPER,
    "cases:response": READ,
    "cases:service_record": WORK,
    "cases:services": READ,
    "cases:stage_move": READ,
    "cases:timeline": READ,
    "referrals:decision": READ,
    "referrals:decision_pdf": READ,
    "referrals:decision_sign": "403 403 302 403 403 403 404 403 403 403 403",
    "referrals:detail": READ,
    "referrals:placement_court": WRITE_PAPER,
    # Placed by decision: there is no order to download. Who may is shown in tests/referrals/test_orders.py.
    "referrals:placement_order": "404 404 404 404 404 404 404 404 404 403 403",
    "referrals:referral_order": "404 404 404 404 404 404 404 404 404 403 403",
    "referrals:placement_start": "404 404 404 404 404 404 404 404 404 403 403",
    "referrals:reunification": READ,
    # Nobody has prepared this child's return: there is no paper to download.
    "referrals:reunification_paper": "404 404 404 404 404 404 404 404 404 403 403",
    "referrals:reunification_record": WORK,
    "referrals:review_detail": READ,
    "referrals:review_hold": WORK,
    "referrals:review_invite": WORK,
    # Not held yet: there is no paper.
    "referrals:review_pdf": "404 404 404 404 404 404 404 404 404 403 403",
    "referrals:review_sheet": READ,
}
POST_ONLY = {
    "cases:assessment_sign",
    "cases:first_contact_record",
    "cases:plan_sign",
    "cases:report_sign",
    "referrals:answer",
    "referrals:complete",
    "referrals:withdraw",
}


def about_the_case(case):
    """URL name -> arguments, of every page about this case."""
    found = {name: arguments(name, wanted, case) for name, wanted in names().items() if ACCESS.get(name) != PUBLIC}
    return {name: given for name, given in found.items() if given}


def test_every_page_about_a_case_has_its_row(case):
    assert set(about_the_case(case)) - POST_ONLY == set(EXPECTED)


@pytest.mark.parametrize("person", PEOPLE)
def test_each_person_gets_the_answer_written_down(case, people, person):
    client, column = Client(), list(PEOPLE).index(person)
    client.force_login(people[person])
    pages = about_the_case(case)
    answers = {name: status(client, reverse(name, kwargs=pages[name])) for name in EXPECTED}
    assert answers == {name: row.split()[column] for name, row in EXPECTED.items()}


def status(client, address):
    answer = client.get(address)
    answer.close()  # a file, in the case of the paper
    return str(answer.status_code)
