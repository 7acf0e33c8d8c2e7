"""Beyond its limit a silent request lapses: the sender is told and sends elsewhere (domain.md 5.3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.errors import RuleViolation
from atensi.notices.models import Notice
from atensi.reference.workdays import add_workdays
from cases.event_states import EventKind
from institutions.models import Parameter
from referrals.forms.sending import unused_decisions
from referrals.models import Referral
from referrals.services.referrals import accept_referral
from referrals.services.silence import lapse_silent
from referrals.states import ENDED_REFERRALS, ReferralState
from referrals.tasks import lapse_silent_referrals
from tests.institutions.factories import actor_of

from .factories import CareDecisionFactory, ReferralQuestionFactory
from .scenes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def the():
    return scene(beneficiary__name="Rahasia Rekaan")


def after(referral, days=1):
    """The moment `days` days after the request's last day, in the middle of the day."""
    day = timezone.make_aware(timezone.datetime.combine(referral.lapses_on, timezone.datetime.min.time()))
    return day + timedelta(days=days, hours=12)


def state(referral):
    return Referral.objects.get(pk=referral.pk).state


def test_the_limit_is_three_working_days_after_the_answer_was_due(the):
    referral = the.ask_service()
    assert referral.lapses_on == add_workdays(referral.answer_due_on, 3, region=the.sentra.region)


def test_the_office_of_the_case_sets_the_limit_not_the_receiver(the):
    Parameter.objects.create(key="referral_silence_workdays", institution=the.sentra, value=99)
    Parameter.objects.create(key="referral_silence_workdays", institution=the.office, value=1)
    referral = the.ask_service()
    assert referral.lapses_on == add_workdays(referral.answer_due_on, 1, region=the.sentra.region)


def test_an_emergency_waits_one_day(the):
    referral = the.ask_admission()
    assert referral.lapses_on == referral.answer_due_on + timedelta(days=1)


def test_on_the_last_day_it_still_waits_and_the_day_after_it_lapses(the):
    referral = the.ask_service()
    assert lapse_silent(after(referral, 0)) == 0
    assert lapse_silent(after(referral)) == 1
    referral.refresh_from_db()
    assert referral.state == ReferralState.LAPSED
    assert referral.answered_by is None
    assert "Tidak dijawab" in referral.answer_reason
    assert not Deadline.objects.filter(clock="answer", case_id=the.case.pk).exists()


def test_a_second_sweep_changes_nothing(the):
    referral = the.ask_service()
    lapse_silent(after(referral))
    trail = AuditEvent.objects.count()
    assert lapse_silent(after(referral, 9)) == 0
    assert AuditEvent.objects.count() == trail


@pytest.mark.rule("referral_decision_never_lapses")
def test_dinas_owes_a_decision_however_long_it_takes(the):
    referral = the.ask()
    assert referral.lapses_on is None
    assert lapse_silent(timezone.now() + timedelta(days=400)) == 0
    assert state(referral) == ReferralState.SENT
    with pytest.raises(IntegrityError, match="referral_decision_never_lapses"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(lapses_on=timezone.localdate())


def test_who_asked_the_sender_is_not_silent(the):
    referral = the.ask_service()
    ReferralQuestionFactory(referral=referral)
    assert lapse_silent(after(referral)) == 0


def test_the_sender_is_told_with_a_way_on(the):
    referral = the.ask_service()
    lapse_silent(after(referral))
    notice = Notice.objects.get(kind="referral:lapsed")
    assert (notice.recipient, notice.path) == (the.worker.user, reverse("referrals:detail", args=[referral.pk]))
    assert the.case.events.filter(kind=EventKind.REFERRAL_LAPSED).count() == 1
    assert not Notice.objects.filter(kind="referral:arrived", acted_at=None).exists()


@pytest.mark.rule("referral_lapsed")
def test_nobody_answers_what_has_lapsed(the):
    referral = the.ask_service()
    lapse_silent(after(referral))
    with pytest.raises(RuleViolation) as refused:
        accept_referral(referral=referral, by=actor_of(the.sentra_staff))
    assert [problem.code for problem in refused.value.problems] == ["referral_lapsed"]


def test_the_decision_that_named_the_place_may_be_used_again(the):
    decision = CareDecisionFactory(case=the.case, institution=the.home)
    asked = {"is_emergency": False, "decision": decision, "asked_form": decision.form}
    referral = the.ask_admission(**asked)
    assert unused_decisions(the.case) == []
    lapse_silent(after(referral))
    assert unused_decisions(the.case) == [decision]
    assert the.ask_admission(**asked).decision == decision


def test_the_same_place_may_be_asked_again(the):
    lapse_silent(after(the.ask_service()))
    assert the.ask_service().state == ReferralState.SENT


def test_the_task_runs_the_sweep(the):
    referral = the.ask_service()
    Referral.objects.filter(pk=referral.pk).update(lapses_on=timezone.localdate() - timedelta(days=2))
    lapse_silent_referrals()
    assert state(referral) in ENDED_REFERRALS


# Pages


def test_the_page_offers_the_sender_another_place_and_the_receiver_a_line(client, the):
    referral = the.ask_service()
    lapse_silent(after(referral))
    client.force_login(the.worker.user)
    page = client.get(reverse("referrals:detail", args=[referral.pk])).content.decode()
    assert "Pilih lembaga lain" in page
    client.force_login(the.sentra_staff.user)
    assert client.get(reverse("referrals:detail", args=[referral.pk])).status_code == 404
    lines = client.get("/rujukan/masuk/?status=selesai").content.decode()
    assert referral.number in lines
    assert "None" not in lines
