"""What found no place around a Sentra, told without telling of anybody (docs/adr/0038; domain.md 4, SERASI)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.reference.models import Code
from cases.models import Case
from institutions.states import Role
from referrals.area import COVERAGE, PARTNERS, stuck_around
from referrals.models import Referral
from referrals.states import ReferralKind, ReferralState
from tests.accounts.factories import UserFactory
from tests.api.people import program_of
from tests.api.test_keeping import status_of
from tests.cases.factories import CaseFactory, code
from tests.institutions.factories import InstitutionFactory, MembershipFactory, PartnershipFactory, region

from .factories import PlacementFactory, ReferralFactory, days_ago, moment

pytestmark = pytest.mark.django_db
URL = reverse("referrals:area")


@pytest.fixture
def officer():
    """Takes in at a Sentra that covers the province of the cases."""
    sentra = InstitutionFactory(sentra=True)
    sentra.coverage.set([region("14")])
    return MembershipFactory(institution=sentra, role=Role.INTAKE_OFFICER)


def request(state=ReferralState.LAPSED, *, days=9, case=None, **fields):
    """A request for help to another body, sent `days` ago."""
    plain = {"sent_at": moment(days_ago(days)), "answer_due_on": days_ago(days - 5), "state": state}
    if state != ReferralState.SENT:
        plain |= {"answered_at": timezone.now(), "answer_reason": "Penuh (rekaan)."}
        plain["answered_by"] = None if state == ReferralState.LAPSED else UserFactory()
    return ReferralFactory(service=True, case=case or CaseFactory(), **plain | fields)


def around(officer, part=""):
    return set(stuck_around(officer.institution, part)[0])


def far():
    """A case of an office that the Sentra does not cover."""
    return CaseFactory(office=InstitutionFactory(region=region("35.01")))


@pytest.mark.parametrize(
    "state, days, shown",
    [
        (ReferralState.LAPSED, 9, True),
        (ReferralState.DECLINED, 9, True),
        (ReferralState.SENT, 9, True),
        (ReferralState.SENT, 2, False),
        (ReferralState.ACCEPTED, 9, False),
        (ReferralState.WITHDRAWN, 9, False),
        (ReferralState.COMPLETED, 9, False),
    ],
)
def test_what_lapsed_was_declined_or_waits_beyond_its_limit_has_no_place(officer, state, days, shown):
    row = request(state, days=days)

    assert around(officer) == ({row} if shown else set())


def test_the_last_word_counts_and_an_open_case(officer):
    case = CaseFactory()
    request(ReferralState.DECLINED, days=20, case=case)
    last = request(ReferralState.DECLINED, days=9, case=case)
    assert around(officer) == {last}, "declined by every one asked"

    request(ReferralState.ACCEPTED, days=30, case=case)
    assert not around(officer), "somebody helps"
    closed = request().case
    told = {"closed_at": timezone.now(), "closed_by": closed.worker, "final_evaluation": "Selesai (rekaan)."}
    told["closure_reason"] = code("GOALS_REACHED", Code.List.CLOSURE_REASON)
    Case.objects.filter(pk=closed.pk).update(**told)
    assert not around(officer)


def test_help_that_ended_long_ago_hides_no_new_request(officer):
    last = request(ReferralState.DECLINED, days=9)
    request(ReferralState.COMPLETED, days=400, case=last.case, answered_at=moment(days_ago(390)))
    assert around(officer) == {last}

    request(ReferralState.COMPLETED, days=20, case=last.case, answered_at=moment(days_ago(2)))
    assert not around(officer), "asked at the same time, and helped since"


@pytest.mark.parametrize("since, shown", [(3, False), (30, True)])
def test_a_child_who_was_placed_since_waits_for_no_place(officer, since, shown):
    case = CaseFactory()
    place = request(ReferralState.DECLINED, case=case, kind=ReferralKind.ADMISSION)
    PlacementFactory(kinship=True, case=case, admitted_at=moment(days_ago(since)))
    assert around(officer) == ({place} if shown else set())

    service = request(ReferralState.DECLINED)
    PlacementFactory(kinship=True, case=service.case, admitted_at=moment(days_ago(since)))
    assert service in around(officer), "a place is not the help that was asked for"


def test_a_decision_is_the_business_of_dinas_alone(officer):
    ReferralFactory(answer_due_on=days_ago(9), sent_at=moment(days_ago(20)))

    assert not around(officer)


def test_partners_count_wherever_they_are_and_only_while_the_agreement_runs(officer):
    partner = PartnershipFactory(sentra=officer.institution)
    former = PartnershipFactory(sentra=officer.institution, ended=True)
    sent_by, asked = request(case=far(), from_institution=partner.partner), request(case=far())
    Referral.objects.filter(pk=asked.pk).update(to_institution=partner.partner)
    request(case=far(), from_institution=former.partner)
    here, strange = request(), request(case=far())

    assert around(officer, PARTNERS) == {sent_by, asked}
    assert around(officer, COVERAGE) == {here}
    assert around(officer) == {sent_by, asked, here}
    assert strange not in around(officer)


def test_what_is_addressed_to_the_sentra_stands_in_its_inbox(officer):
    request(ReferralState.SENT, to_institution=officer.institution)
    request(from_institution=officer.institution)

    assert not around(officer)


def test_the_page_names_nobody_and_opens_nothing(client, officer):
    row = request(summary="Ringkasan rahasia.", legally_responsible="Bibi Rahasia", reason="Alasan rahasia.")
    client.force_login(officer.user)
    page = client.get(URL).content.decode()

    assert row.number in page and row.from_institution.name in page
    for secret in (row.summary, row.reason, row.legally_responsible, row.answer_reason, str(row.case.beneficiary)):
        assert secret not in page
    assert client.get(reverse("referrals:detail", args=[row.pk])).status_code == 404
    seen = AuditEvent.objects.get(verb="referral.list_area")
    assert seen.seen == [f"referral:{row.pk}"]


def test_nothing_of_the_child_is_read_for_it(officer):
    row = request()
    [found] = stuck_around(officer.institution)[0]

    assert found == row
    assert {"summary", "reason", "legally_responsible", "answer_reason"} <= found.get_deferred_fields()
    assert "beneficiary_id" in found.case.get_deferred_fields()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.FIELD_SOCIAL_WORKER, Role.SOCIAL_OFFICE_DECIDER])
def test_nobody_else_has_the_page(client, role):
    client.force_login(MembershipFactory(role=role).user)

    assert client.get(URL).status_code == 403


def test_an_intake_officer_of_a_uptd_is_of_no_sentra(client):
    client.force_login(MembershipFactory(institution__kind="UPTD", role=Role.INTAKE_OFFICER).user)

    assert client.get(URL).status_code == 403


def test_a_long_list_asks_no_more(client, officer):
    client.force_login(officer.user)
    PartnershipFactory(sentra=officer.institution)
    counts = []
    for number in (1, 7):
        for _each in range(number):
            request()
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_program_reads_the_same(officer):
    row = request()
    [told] = program_of(officer).ask("area_read")["results"]

    assert (told["number"], told["state"], told["is_partners"]) == (row.number, "LAPSED", False)
    assert set(told) == {
        *("number", "kind", "state", "asked", "is_emergency", "sent_at", "from_institution", "to_institution"),
        "is_partners",
    }
    assert not program_of(officer).ask("area_read", part="partners")["results"]
    assert status_of(program_of(MembershipFactory(role=Role.SUPERVISOR)).ask, "area_read") == 403
