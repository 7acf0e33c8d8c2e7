"""Children who went home are watched: that one comes back is told at once to those who sent it home (domain.md 5.3)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.notices.models import Notice
from cases.event_states import EventKind
from cases.models import AftercareVisit, CaseEvent, Reentry
from cases.services.reentries import watch_reentry
from cases.states import CareForm, ResponseOutcome, ReturnKind
from institutions.models import Parameter
from institutions.states import Role
from referrals.models import Placement
from referrals.services.placements import start_placement
from reports.figures import figures_for
from tests.cases.factories import CaseFactory, code
from tests.cases.intake import logged, supervisor_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.referrals.factories import CareDecisionFactory

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def closed_case(**fields):
    return closed(CaseFactory(**fields))


def closed(case):
    case.closed_at, case.closed_by, case.final_evaluation = timezone.now(), case.worker, "Contoh."
    case.closure_reason = code("CLOSURE_REASON", "RETURNED_TO_FAMILY")
    case.save()
    return case


@pytest.fixture
def former():
    """A closed case whose child went home a hundred days ago."""
    case = closed_case()
    AftercareVisit.objects.create(case=case, month=1, due_on=days_ago(70), home_on=days_ago(100))
    return case


def overseers(office):
    return [
        MembershipFactory(institution=office, role=role).user for role in (Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER)
    ]


def colleague_of(case):
    return MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)


def reported(case, by, **values):
    """A new report of the case's child, taken by a supervisor; the former worker gets the case."""
    return logged(by, beneficiary=case.beneficiary, worker=case.worker, **values)


def test_a_report_after_the_homecoming_is_told_in_the_same_transaction(former):
    above, reporter = overseers(former.office), supervisor_at(former.office)
    response = reported(former, reporter)
    row = Reentry.objects.get()
    assert (row.former, row.case, row.response, row.kind) == (former, response.case, response, ReturnKind.REPORTED)
    came_back = timezone.localdate(response.received_at)
    assert (row.home_on, row.came_back_on, row.watch_months) == (days_ago(100), came_back, 12)
    told = Notice.objects.filter(kind="reentry")
    assert {notice.recipient for notice in told} == {former.worker, *above}
    assert {notice.path for notice in told} == {reverse("cases:case", args=[former.pk])}
    events = CaseEvent.objects.filter(kind=EventKind.REENTERED)
    assert {event.case for event in events} == {former, response.case}
    assert AuditEvent.objects.get(verb="reentry.record").data["case"] == response.case.pk


def test_who_reports_it_needs_no_notice(former):
    reported(former, former.worker.memberships.get())
    assert not Notice.objects.filter(kind="reentry", recipient=former.worker).exists()


def test_advice_alone_is_a_return_too(former):
    response = reported(former, supervisor_at(former.office), outcome=ResponseOutcome.ADVICE)
    assert (Reentry.objects.get().case, Reentry.objects.get().response) == (None, response)


def test_another_office_reads_of_it_at_its_own_row(former):
    office = InstitutionFactory(region=region("14.02"))
    case = CaseFactory(beneficiary=former.beneficiary, worker_membership=MembershipFactory(institution=office))
    above = overseers(office)
    watch_reentry(beneficiary=former.beneficiary, on=timezone.localdate(), by=actor_of(colleague_of(former)), case=case)
    theirs = Notice.objects.filter(recipient__in=above)
    assert {notice.path for notice in theirs} == {reverse("cases:case", args=[case.pk])}
    assert Notice.objects.get(recipient=former.worker).path == reverse("cases:case", args=[former.pk])


@pytest.mark.parametrize(("months", "watched"), [(4, True), (3, False)])
def test_the_watch_ends_with_the_offices_setting(former, months, watched):
    Parameter.objects.create(
        key="reentry_watch_months", institution=former.office, value=months, valid_from=days_ago(1)
    )
    reported(former, supervisor_at(former.office))
    assert Reentry.objects.exists() == watched


def test_a_child_who_never_went_home_is_no_return():
    case = closed_case()
    reported(case, supervisor_at(case.office))
    assert not Reentry.objects.exists()
    assert not Notice.objects.filter(kind="reentry").exists()


def test_a_stay_from_before_the_homecoming_is_no_return(former):
    by = actor_of(colleague_of(former))
    assert watch_reentry(beneficiary=former.beneficiary, on=days_ago(101), by=by, case=former) is None


def test_a_placement_after_the_homecoming_is_told(former):
    from_home = Reentry.objects.filter(kind=ReturnKind.PLACED)
    case = CaseFactory(beneficiary=former.beneficiary, worker_membership=colleague_of(former))
    decision = CareDecisionFactory(kinship=True, case=case, starts_on=timezone.localdate())
    placed(decision)
    assert Placement.objects.filter(case=case).exists()
    assert (from_home.get().case, from_home.get().response) == (case, None)


def placed(decision):
    """The case's worker brings the child to the relative whom the decision names."""
    from_worker = decision.case.worker.memberships.get(institution=decision.case.office)
    return start_in_family(decision, actor_of(from_worker))


def start_in_family(decision, by):
    return start_placement(
        case=decision.case,
        by=by,
        title="DECISION",
        form=CareForm.KINSHIP,
        base="FAMILY",
        term=decision.term,
        starts_on=timezone.localdate(),
        carer=decision.carer,
        decision=decision,
    )


def test_the_pages_say_so_in_words(client, former):
    reader = supervisor_at(former.office)
    response = reported(former, reader)
    client.force_login(reader.user)
    for url in (reverse("cases:case", args=[response.case.pk]), reverse("cases:response", args=[response.pk])):
        page = client.get(url).content.decode()
        assert "Pernah pulang ke keluarga pada" in page
        assert "Masuk kembali: dilaporkan lagi" in page


def test_the_dinas_sees_how_many_came_back(former):
    supervisor = MembershipFactory(institution=former.office, role=Role.SUPERVISOR)
    other = closed_case(worker_membership=colleague_of(former))
    AftercareVisit.objects.create(case=other, month=1, due_on=days_ago(20), home_on=days_ago(50))
    reported(former, supervisor)
    found = {str(figure.label): figure for figure in figures_for(supervisor.user, actor_of(supervisor))}
    figure = found["Masuk kembali setelah pulang, setahun"]
    assert (figure.value, figure.total) == (1, 2)


def test_a_return_is_seen_with_its_cases(former):
    reported(former, supervisor_at(former.office))
    stranger = MembershipFactory(institution=InstitutionFactory(region=region("14.02")), role=Role.SUPERVISOR)
    assert Reentry.objects.visible_to(former.worker).count() == 1
    assert not Reentry.objects.visible_to(stranger.user).exists()
