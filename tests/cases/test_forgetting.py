"""The end of keeping: what a desk took down and no case came of is deleted (UU 27/2022 arts. 42-44; docs/adr/0040)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.clock import date_words
from atensi.reference.workdays import add_months
from cases.keeping import kept_until
from cases.models import DeskRequest, DeskRequestStep, IncomingReport, IncomingReportStep
from cases.services.desk_requests import Going
from cases.services.forgetting import forget_reports, forget_requests
from cases.services.incoming import answer_incoming
from cases.states import IncomingClosure, Onward
from cases.tasks import forget_ended
from institutions.models import Parameter
from institutions.states import Role
from tests.api.people import program_of
from tests.cases.desk import assigned, closed, taken
from tests.cases.desk_requests import asked_of, officer_of_sentra
from tests.cases.intake import logged, worker_at
from tests.clock import standing_at
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
HELPED = Going(way=Onward.ANSWER, words="Sembako untuk Sari Rekaan.")
TO_DINAS = Going(way=Onward.OFFICE)
OLD, YOUNG = 11, 9  # years ago


@pytest.fixture
def supervisor():
    return MembershipFactory(role=Role.SUPERVISOR)


@pytest.fixture
def officer():
    return officer_of_sentra()


def ago(years, make):
    """What `make` writes down, in June so many years ago."""
    with standing_at(timezone.localdate().year - years, 6, 15):
        return make()


def ids(rows):
    return {row.pk for row in rows}


def test_a_report_that_became_no_case_goes_with_its_steps_after_ten_years(supervisor):
    gone = ago(OLD, lambda: closed(taken(), supervisor))
    waiting = ago(OLD, taken)
    kept = [waiting, ago(YOUNG, lambda: closed(taken(), supervisor)), closed(ago(OLD, taken), supervisor)]
    forget_ended()
    forget_ended()

    assert ids(IncomingReport.objects.all()) == ids(kept)
    assert ids(step.report for step in IncomingReportStep.objects.select_related("report")) == ids(kept)
    event = AuditEvent.objects.get(verb="incoming.forget")
    assert (event.data["reports"], event.subject) == ([gone.pk], "sweep:keeping")


def test_a_report_that_became_a_response_stays_with_the_request_that_it_was(supervisor, officer):
    worker = worker_at(supervisor.institution, valid_from=date(2000, 1, 1))

    def answered():
        request = asked_of(officer, going=TO_DINAS)
        assigned(request.report, supervisor, worker)
        answer_incoming(report=request.report, response=logged(worker), by=actor_of(worker))

    ago(OLD, answered)
    forget_ended()
    assert (IncomingReport.objects.count(), DeskRequest.objects.count()) == (1, 1)


def test_a_request_goes_when_it_was_answered_or_its_report_goes_with_the_words_of_its_steps(supervisor, officer):
    def asked():
        asked_of(officer, going=HELPED)
        closed(asked_of(officer, going=TO_DINAS).report, supervisor)

    ago(OLD, asked)
    lying = ago(OLD, lambda: asked_of(officer))
    young = ago(YOUNG, lambda: asked_of(officer, going=HELPED))
    forget_ended()

    assert ids(DeskRequest.objects.all()) == {lying.pk, young.pk}
    assert ids(step.request for step in DeskRequestStep.objects.select_related("request")) == {lying.pk, young.pk}
    assert not IncomingReport.objects.exists()
    assert AuditEvent.objects.filter(verb="request.forget").count() == 1


def test_the_first_report_of_a_child_waits_for_those_that_name_it(supervisor):
    def twice():
        first, second = taken(), taken()
        return closed(second, supervisor, closure=IncomingClosure.DUPLICATE, double_of=closed(first, supervisor))

    ago(OLD, twice)
    first = ago(OLD, lambda: closed(taken(), supervisor))
    ago(YOUNG, lambda: closed(taken(), supervisor, closure=IncomingClosure.DUPLICATE, double_of=first))
    forget_ended()
    assert IncomingReport.objects.count() == 2 and IncomingReport.objects.filter(pk=first.pk).exists()


def test_the_nation_says_how_long_and_batches_give_the_same(supervisor, officer):
    for _each in range(3):
        ago(YOUNG, lambda: closed(taken(), supervisor))
        ago(YOUNG, lambda: asked_of(officer, going=HELPED))
    forget_ended()
    assert IncomingReport.objects.count() == DeskRequest.objects.count() == 3
    before, by = timezone.now() - timedelta(days=3 * 365), system_actor()
    assert forget_reports(before=before, by=by, batch=2) == forget_requests(before=before, by=by, batch=2) == 3
    ago(YOUNG, lambda: closed(taken(), supervisor))
    Parameter.objects.create(key="desk_retention_years", value=5)
    forget_ended()
    assert not IncomingReport.objects.exists()


def test_the_last_day_of_keeping_stands_on_page_and_api_and_is_kept(client, supervisor, officer):
    today = timezone.localdate()
    with standing_at(*ymd(add_months(today, -120)), hour=0):
        report = closed(asked_of(officer, going=TO_DINAS).report, supervisor)
        request, answered = report.desk_request, asked_of(officer, going=HELPED)
        lying, waiting = asked_of(officer), taken()
    found = [kept_until(row) for row in (report, request, answered, lying, waiting)]
    assert found == [today, today, today, None, None]

    words = f"<dt>Disimpan sampai</dt><dd>{date_words(today)}</dd>"
    pages = [(supervisor, "desk:report", report), (officer, "serasi:request", request)]
    for reader, name, row in [*pages, (officer, "serasi:request", answered)]:
        client.force_login(reader.user)
        assert words in client.get(reverse(name, args=[row.pk])).content.decode()
    assert "Disimpan sampai" not in client.get(reverse("serasi:request", args=[lying.pk])).content.decode()
    assert program_of(officer).ask("desk_request_detail_read", answered.pk)["kept_until"] == today.isoformat()
    assert program_of(supervisor).ask("incoming_detail_read", report.pk)["kept_until"] == today.isoformat()

    forget_ended()
    assert (DeskRequest.objects.count(), IncomingReport.objects.count()) == (3, 2)
    with standing_at(*ymd(today + timedelta(days=1)), hour=0):
        forget_ended()
    assert (list(DeskRequest.objects.all()), list(IncomingReport.objects.all())) == ([lying], [waiting])


def ymd(day):
    return day.timetuple()[:3]


@pytest.mark.rule("cases_incomingreportstep.incoming_steps_stay", "cases_deskrequeststep.request_steps_stay")
def test_no_statement_removes_or_changes_a_step_before_its_time(supervisor, officer):
    young, old = 1, 4
    ago(young, lambda: closed(asked_of(officer, going=TO_DINAS).report, supervisor))
    ago(old, lambda: asked_of(officer))
    for steps in (IncomingReportStep.objects.all(), DeskRequestStep.objects.all()):
        for step in steps:
            with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
                steps.filter(pk=step.pk).delete()
    ended = ago(old, lambda: asked_of(officer, going=HELPED))
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        ended.steps.update(text="Lain.")
    assert ended.steps.all().delete()[0] == 2
