"""Reports of the desk: to the office of the place, its clock, taken up, passed on, answered, closed (issue 6.2)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import reconcile
from atensi.deadlines.services.telling import tell
from atensi.errors import RuleViolation
from atensi.notices.kinds import kind_of
from atensi.notices.models import Notice
from atensi.notices.subjects import words_of
from cases import permissions
from cases.models import IncomingReport
from cases.services.incoming import assign_incoming, record_incoming
from cases.states import Channel, IncomingClosure, IncomingState, IncomingStepKind, Urgency
from institutions.models import Parameter
from institutions.offices import responsible_office
from institutions.states import Role
from tests.cases.desk import assigned, call, closed, operator, passed_on, taken
from tests.cases.factories import code
from tests.cases.intake import logged, supervisor_at, worker_at
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return InstitutionFactory()


@pytest.fixture
def supervisor(office):
    return supervisor_at(office)


@pytest.fixture
def worker(office):
    return worker_at(office)


def codes(violation):
    return [problem.code for problem in violation.value.problems]


def kinds_of(membership):
    return set(Notice.objects.filter(recipient=membership.user).values_list("kind", flat=True))


def deadline_of(report):
    return Deadline.objects.get(clock="report", subject_id=report.pk)


def test_a_report_goes_to_the_dinas_of_the_regency_and_its_supervisor_is_told(office, supervisor):
    InstitutionFactory(provincial=True)
    report = taken()
    assert (report.office, report.state, report.due_hours) == (office, IncomingState.WAITING, 24)
    assert report.number.startswith("L-14.01/")
    assert deadline_of(report).due_at == report.due_at
    assert kinds_of(supervisor) == {"report:arrived"}
    assert report.steps.get().kind == IncomingStepKind.RECORDED
    assert AuditEvent.objects.filter(verb="incoming.record", subject=f"incomingreport:{report.pk}").count() == 1


def test_where_no_regency_is_registered_the_province_answers():
    province = InstitutionFactory(provincial=True)
    InstitutionFactory(region=region("14.01"), is_active=False)
    assert taken().office == province


@pytest.mark.rule("office_missing")
def test_without_any_dinas_nothing_is_recorded():
    with pytest.raises(RuleViolation) as refused:
        taken(region=region("91.01"))
    assert codes(refused) == ["office_missing"]
    assert responsible_office(region("91.01")) is None
    assert not IncomingReport.objects.exists()


@pytest.mark.rule("call_without_story")
def test_a_call_says_what_was_told(office):
    with pytest.raises(RuleViolation) as refused:
        taken(problem="  ")
    assert codes(refused) == ["call_without_story"]


def test_a_call_cannot_come_from_the_future(office):
    with pytest.raises(RuleViolation) as refused:
        taken(received_at=timezone.now() + timedelta(hours=1))
    assert codes(refused) == ["received_in_future"]


def test_a_child_in_danger_has_the_short_limit_and_the_notice_breaks_the_quiet_hours(office, supervisor):
    report = taken(urgency=Urgency.DANGER)
    assert report.due_hours == 2
    assert kinds_of(supervisor) == {"report:danger"}


def test_the_limit_is_the_offices_setting_copied(office):
    Parameter.objects.create(key="report_hours", institution=office, value=6, valid_from=timezone.localdate())
    assert taken().due_hours == 6


def test_a_second_send_of_the_form_is_the_same_report_and_nobody_elses(office):
    who, form_id = operator(), uuid4()
    first, second = taken(who, form_id=form_id), taken(who, form_id=form_id)
    assert first == second
    assert IncomingReport.objects.count() == 1
    with pytest.raises(PermissionDenied):
        taken(operator(who.institution), form_id=form_id)


@pytest.mark.rule("call_channel")
def test_what_village_and_cadre_bring_is_no_call(office):
    for channel in (Channel.VILLAGE, Channel.OTHER, "PIGEON"):
        with refused("call_channel"):
            taken(channel=channel)
    assert not IncomingReport.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HOTLINE_OPERATOR])
def test_only_operators_take_calls(office, role):
    with pytest.raises(PermissionDenied):
        record_incoming(call=call(), form_id=uuid4(), by=actor_of(MembershipFactory(role=role, institution=office)))


def test_names_and_telephone_are_unreadable_in_the_database(office):
    report = taken()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child_name, reporter_name, reporter_phone FROM cases_incomingreport WHERE id = %s", [report.pk]
        )
        stored = "".join(cursor.fetchone())
    assert not any(told in stored for told in ("Sari", "Ibu", "0811"))
    assert IncomingReport.objects.get(pk=report.pk).child_name == "Sari Rekaan"


def test_taking_it_up_gives_it_to_a_worker_with_time_of_their_own(supervisor, worker):
    report = taken()
    IncomingReport.objects.filter(pk=report.pk).update(due_at=timezone.now() + timedelta(minutes=1))
    report = assigned(report, supervisor, worker)
    assert (report.state, report.assigned_to) == (IncomingState.ASSIGNED, worker.user)
    assert report.due_at > timezone.now() + timedelta(hours=23)
    assert deadline_of(report).worker == worker.user
    assert kinds_of(worker) == {"report:given"}
    assert not Notice.objects.filter(recipient=supervisor.user, acted_at=None).exists()
    assert assigned(report, supervisor, worker).steps.count() == 2


def test_the_operator_learns_that_a_report_was_taken_up_and_how_it_ended(office, supervisor, worker):
    caller = operator()
    answered, ended = taken(caller), taken(caller)
    told = []
    for act in (
        lambda: assigned(answered, supervisor, worker),
        lambda: assigned(answered, supervisor, worker_at(office)),  # to another of the office: no news to a caller
        lambda: logged(supervisor, incoming=answered, worker=worker.user),
        lambda: closed(ended, supervisor),
    ):
        before = kinds_of(caller)
        act()
        told.append(kinds_of(caller) - before)
    assert told == [{"report:taken_up"}, set(), {"report:answered"}, {"report:closed"}]
    for notice in Notice.objects.filter(recipient=caller.user):
        assert kind_of(notice.kind).is_news
        assert notice.path == reverse("desk:report", args=[ended.pk if notice.kind == "report:closed" else answered.pk])


def test_who_closes_what_they_took_themselves_is_told_nothing(office):
    """A Dinas has a desk, too; its operator may be a supervisor of the same office."""
    caller = operator(office)
    both = MembershipFactory(user=caller.user, institution=office, role=Role.SUPERVISOR)
    closed(taken(caller), both)
    assert kinds_of(caller) & {"report:closed"} == set()


def test_only_a_worker_of_the_office_can_get_it(supervisor):
    stranger = worker_at(InstitutionFactory(region=region("14.02")))
    with pytest.raises(RuleViolation) as refused:
        assigned(taken(), supervisor, stranger)
    assert codes(refused) == ["worker_unfit"]


def test_others_do_not_take_it_up(office, worker):
    report = taken()
    for stranger in (worker, supervisor_at(InstitutionFactory(region=region("14.02"))), operator()):
        with pytest.raises(PermissionDenied):
            assign_incoming(report=report, worker=worker.user, by=actor_of(stranger))


def test_passing_on_starts_the_clock_anew_and_keeps_the_trace(supervisor, worker):
    other = InstitutionFactory(region=region("14.02"))
    theirs = supervisor_at(other)
    report = assigned(taken(), supervisor, worker)
    report = passed_on(report, supervisor, other)
    assert (report.office, report.state, report.assigned_to) == (other, IncomingState.WAITING, None)
    assert deadline_of(report).office == other
    assert kinds_of(theirs) == {"report:arrived"}
    assert not Notice.objects.filter(recipient=worker.user, acted_at=None).exists()
    steps = [(step.kind, step.text) for step in report.steps.order_by("pk")]
    assert steps == [("RECORDED", ""), ("ASSIGNED", ""), ("PASSED_ON", "Anak sudah pindah.")]
    assert not IncomingReport.objects.visible_to(supervisor.user).exists()


@pytest.mark.rule("passed_to_itself", "passed_to_no_office", "passed_without_reason")
def test_a_report_is_passed_on_to_another_working_dinas_with_a_reason(office, supervisor):
    report = taken()
    for to, reason, found in (
        (office, "Alasan.", ["passed_to_itself"]),
        (InstitutionFactory(lksa=True), "Alasan.", ["passed_to_no_office"]),
        (InstitutionFactory(region=region("14.02"), is_active=False), "Alasan.", ["passed_to_no_office"]),
        (InstitutionFactory(region=region("14.03")), " ", ["passed_without_reason"]),
    ):
        with pytest.raises(RuleViolation) as refused:
            passed_on(report, supervisor, to, reason)
        assert codes(refused) == found


def test_a_worker_makes_a_case_response_of_it_which_ends_it(supervisor, worker):
    report = assigned(taken(), supervisor, worker)
    reconcile()  # what the factories left
    response = logged(worker, incoming=report)
    report.refresh_from_db()
    assert (report.state, report.response) == (IncomingState.ANSWERED, response)
    assert not Deadline.objects.filter(clock="report").exists()
    open_notices = Notice.objects.filter(subject=f"incomingreport:{report.pk}", acted_at=None)
    assert not open_notices.exclude(recipient=report.recorded_by).exists()  # whose are news, and ask for nothing
    assert reconcile() == 0


def test_a_worker_it_was_not_given_to_does_not_answer_it(office, supervisor, worker):
    report = assigned(taken(), supervisor, worker)
    with pytest.raises(PermissionDenied):
        logged(worker_at(office), incoming=report)


@pytest.mark.rule("incoming_ended")
def test_what_is_answered_or_closed_stays_so(supervisor, worker):
    answered = taken()
    logged(supervisor, incoming=answered, worker=worker.user)
    ended = closed(taken(), supervisor)
    other = InstitutionFactory(region=region("14.02"))
    for report in (answered, ended):
        for act in (
            lambda one: assigned(one, supervisor, worker),
            lambda one: passed_on(one, supervisor, other),
            lambda one: closed(one, supervisor),
        ):
            with pytest.raises(RuleViolation) as refused:
                act(report)
            assert codes(refused) == ["incoming_ended"]


def test_closing_says_why_and_stops_the_clock(supervisor):
    report = taken()
    reconcile()  # what the factories left
    report = closed(report, supervisor)
    assert (report.state, report.closure_note) == (IncomingState.CLOSED, "Soal listrik (rekaan).")
    assert not Deadline.objects.filter(clock="report").exists()
    assert reconcile() == 0


@pytest.mark.rule("incoming_closure_missing", "incoming_closure_unsaid", "double_missing", "double_unasked")
def test_a_closure_without_its_reason_is_refused(supervisor):
    other, report = taken(), taken()
    for given, found in (
        ({"closure": ""}, ["incoming_closure_missing"]),
        ({"note": " "}, ["incoming_closure_unsaid"]),
        ({"closure": IncomingClosure.DUPLICATE}, ["double_missing"]),
        ({"closure": IncomingClosure.DUPLICATE, "double_of": report}, ["double_missing"]),
        ({"double_of": other}, ["double_unasked"]),
    ):
        with pytest.raises(RuleViolation) as refused:
            closed(report, supervisor, **given)
        assert codes(refused) == found
    assert closed(report, supervisor, closure=IncomingClosure.DUPLICATE, double_of=other).double_of == other


@pytest.mark.rule("double_missing")
def test_of_two_reports_of_a_child_one_stays_to_be_answered(supervisor):
    now = timezone.now()
    first, second, third = (taken(received_at=now - timedelta(minutes=ago)) for ago in (30, 20, 10))
    closed(second, supervisor, closure=IncomingClosure.DUPLICATE, double_of=first)
    for report, double_of in ((first, second), (first, third), (third, second)):
        with pytest.raises(RuleViolation) as refused:
            closed(report, supervisor, closure=IncomingClosure.DUPLICATE, double_of=double_of)
        assert codes(refused) == ["double_missing"]
    assert closed(third, supervisor, closure=IncomingClosure.DUPLICATE, double_of=first).double_of == first


def test_what_came_in_earlier_is_told_by_when_not_by_when_it_was_written_down(supervisor):
    late = taken(received_at=timezone.now() - timedelta(minutes=1))
    early = taken(received_at=timezone.now() - timedelta(hours=2))
    assert closed(late, supervisor, closure=IncomingClosure.DUPLICATE, double_of=early).double_of == early


def test_the_earlier_report_is_judged_as_it_stands_and_not_as_it_was_read(supervisor):
    first, second, third = (taken(received_at=timezone.now() - timedelta(minutes=ago)) for ago in (30, 20, 10))
    read_before = IncomingReport.objects.get(pk=second.pk)
    closed(second, supervisor, closure=IncomingClosure.DUPLICATE, double_of=first)
    with pytest.raises(RuleViolation) as refused:
        closed(third, supervisor, closure=IncomingClosure.DUPLICATE, double_of=read_before)
    assert codes(refused) == ["double_missing"]


def test_silence_climbs_to_supervisor_head_and_province(office, supervisor, worker):
    head = MembershipFactory(institution=office, role=Role.SOCIAL_OFFICE_DECIDER, is_head=True)
    province = MembershipFactory(institution=InstitutionFactory(provincial=True), role=Role.SOCIAL_OFFICE_DECIDER)
    report = taken()
    heard = {}
    for hours in (0, 4, 24):
        tell(report.due_at + timedelta(hours=hours))
        heard[hours] = [f"report.late:{hours}" in kinds_of(one) for one in (supervisor, head, province)]
    assert heard == {0: [True, False, False], 4: [True, True, False], 24: [True, True, True]}


def test_a_late_report_is_put_to_the_province_which_may_pass_it_on(office, supervisor):
    province = InstitutionFactory(provincial=True)
    above = MembershipFactory(institution=province, role=Role.SOCIAL_OFFICE_DECIDER)
    elsewhere = MembershipFactory(
        institution=InstitutionFactory(provincial=True, region=region("15")), role=Role.SOCIAL_OFFICE_DECIDER
    )
    report = taken()
    assert not IncomingReport.objects.visible_to(above.user).exists()
    assert not permissions.can_pass_on(actor_of(above), report)
    IncomingReport.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    report = IncomingReport.objects.visible_to(above.user).get()
    assert not permissions.can_take_up(actor_of(above), report)
    assert not IncomingReport.objects.visible_to(elsewhere.user).exists()
    assert not permissions.can_pass_on(actor_of(elsewhere), report)
    assert passed_on(report, above, province).office == province


def test_each_sees_what_is_theirs(office, supervisor, worker):
    who, other_operator = operator(), operator()
    mine, waiting = taken(who), taken(other_operator)
    assigned(mine, supervisor, worker)

    def seen(membership):
        return set(IncomingReport.objects.visible_to(membership.user))

    assert seen(who) == {mine}
    assert seen(other_operator) == {waiting}
    assert seen(supervisor) == {mine, waiting}
    assert seen(worker) == {mine}
    assert seen(worker_at(office)) == set()
    for role in (Role.ADMINISTRATOR, Role.ANALYST, Role.HOTLINE_OPERATOR):
        assert seen(MembershipFactory(role=role, institution=office)) == set()
    who.valid_until = timezone.localdate() - timedelta(days=1)
    who.save()
    assert seen(who) == set()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER, Role.HOTLINE_OPERATOR])
def test_visible_is_the_or_of_the_scopes(office, role):
    member = MembershipFactory(role=role, institution=office)
    taken()
    if role == Role.HOTLINE_OPERATOR:
        taken(member)
    scopes = IncomingReport.objects.scopes(member.user)
    union = {row.pk for scope in scopes.values() for row in scope}
    assert union == set(IncomingReport.objects.visible_to(member.user).values_list("pk", flat=True)) != set()


def test_the_caller_is_shown_to_who_took_it_and_who_answers_it(office, supervisor, worker):
    who = operator()
    report = assigned(taken(who), supervisor, worker)
    decider = MembershipFactory(institution=office, role=Role.SOCIAL_OFFICE_DECIDER)
    shown = [permissions.sees_caller(actor_of(one), report) for one in (who, supervisor, worker, decider)]
    assert shown == [True, True, True, False]
    assert not permissions.sees_caller(None, report)


def test_notices_name_the_child_but_not_of_a_restricted_report(office, supervisor):
    plain, hidden = taken(), taken(category=code("AMPK", "SEXUAL_CRIME"))
    notices = list(Notice.objects.filter(recipient=supervisor.user))
    assert words_of(supervisor.user, notices) == {
        f"incomingreport:{plain.pk}": "Sari Rekaan",
        f"incomingreport:{hidden.pk}": "Laporan terbatas",
    }
    assert not any("Sari" in str(notice.__dict__) for notice in notices)
