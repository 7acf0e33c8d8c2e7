"""Before it answers, a receiver asks the sender for more; meanwhile its clock rests (domain.md 5.3)."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.models import Deadline
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.models import Notice
from atensi.reference.workdays import add_workdays, today_in
from cases.event_states import EventKind
from cases.states import Base
from institutions.states import Role
from referrals.models import Referral
from referrals.services.questions import answer_question, ask_sender
from referrals.services.recommendations import give_recommendation
from referrals.services.referrals import decline_referral, withdraw_referral
from referrals.states import Advice, ReferralKind
from referrals.views.decision_lists import waiting_count
from reports.work import tasks_for
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import CareDecisionFactory, PlacementFactory, ReferralFactory, ReferralQuestionFactory, member
from .scenes import scene

pytestmark = pytest.mark.django_db
TEXT, ANSWER = "Apakah ia bersekolah (rekaan)?", "Ya, kelas tiga (rekaan)."


@pytest.fixture
def the():
    return scene(beneficiary__name="Rahasia Rekaan")


def ask(the, referral, text=TEXT):
    return ask_sender(referral=referral, by=actor_of(the.sentra_staff), text=text)


def tell(the, question, answer=ANSWER):
    return answer_question(question=question, by=actor_of(the.worker), answer=answer)


def codes(action):
    with pytest.raises(RuleViolation) as refused:
        action()
    return [problem.code for problem in refused.value.problems]


def clocks(referral, *others):
    return set(Deadline.objects.filter(case_id=referral.case_id).values_list("clock", flat=True)) & {
        "answer",
        "question",
        *others,
    }


def test_while_the_sender_owes_an_answer_the_clock_of_the_receiver_rests(the):
    referral = the.ask_service()
    assert clocks(referral) == {"answer"}
    question = ask(the, referral)
    assert clocks(referral) == {"question"}
    assert question.due_before == referral.answer_due_on
    tell(the, question)
    assert clocks(referral) == {"answer"}


def test_the_last_day_moves_by_the_working_days_it_took(the):
    referral = the.ask_service()
    question = ReferralQuestionFactory(referral=referral, asked_at=timezone.now() - timedelta(days=7))
    question = tell(the, question)
    referral.refresh_from_db()
    region = the.sentra.region
    assert question.due_after == referral.answer_due_on == add_workdays(question.due_before, 5, region=region)


def test_in_an_emergency_nothing_rests(the):
    referral = the.ask_admission(to_institution=the.sentra, asked_form="SENTRA")
    question = ReferralQuestionFactory(referral=referral, asked_at=timezone.now() - timedelta(days=7))
    assert referral in Referral.objects.needing_answer()
    question = tell(the, question)
    assert question.due_after == question.due_before == Referral.objects.get(pk=referral.pk).answer_due_on


def test_sender_answers_within_its_own_setting(the):
    question = ask(the, the.ask_service())
    region = the.office.region
    assert question.answer_due_on == add_workdays(today_in(region), 3, region=region)


@pytest.mark.rule("already_answered")
def test_nothing_is_asked_about_a_request_that_has_ended(the):
    referral = the.ask_service()
    withdraw_referral(referral=referral, by=actor_of(the.worker))
    assert codes(lambda: ask(the, referral)) == ["already_answered"]


@pytest.mark.rule("already_answered")
def test_what_was_asked_before_the_end_needs_no_answer(the):
    referral = the.ask_service()
    question = ask(the, referral)
    decline_referral(referral=referral, by=actor_of(the.sentra_staff), reason="Penuh (rekaan).")
    assert codes(lambda: tell(the, question)) == ["already_answered"]
    assert clocks(referral) == set()


@pytest.mark.rule("question_missing", "question_open")
def test_one_question_at_a_time_and_not_an_empty_one(the):
    referral = the.ask_service()
    assert codes(lambda: ask(the, referral, "  ")) == ["question_missing"]
    ask(the, referral)
    assert codes(lambda: ask(the, referral)) == ["question_open"]


@pytest.mark.rule("question_answered", "question_answer_missing")
def test_an_answer_says_something_and_is_given_once(the):
    question = ask(the, the.ask_service())
    assert codes(lambda: tell(the, question, " ")) == ["question_answer_missing"]
    tell(the, question)
    assert codes(lambda: tell(the, question)) == ["question_answered"]


@pytest.mark.rule("summary_names_person")
def test_an_answer_names_nobody(the):
    question = ask(the, the.ask_service())
    assert codes(lambda: tell(the, question, "Rahasia Rekaan bersekolah.")) == ["summary_names_person"]


@pytest.mark.rule("referrals.permissions.can_answer_question")
def test_the_receiver_asks_and_the_sender_answers(the):
    referral = the.ask_service()
    with pytest.raises(NotAllowed):
        ask_sender(referral=referral, by=actor_of(the.worker), text=TEXT)
    question = ask(the, referral)
    for other in (the.sentra_staff, the.decider, the.home_staff):
        with pytest.raises(NotAllowed):
            answer_question(question=question, by=actor_of(other), answer=ANSWER)
    assert (
        answer_question(question=question, by=actor_of(the.supervisor), answer=ANSWER).answered_by
        == the.supervisor.user
    )


def test_both_sides_are_told_and_the_story_says_it(the):
    colleague = member(the.sentra, Role.INTAKE_OFFICER)
    question = ask(the, the.ask_service())
    assert set(Notice.objects.filter(kind="referral:asked").values_list("recipient", flat=True)) == {the.worker.user_id}
    tell(the, question)
    told = set(Notice.objects.filter(kind="referral:told").values_list("recipient", flat=True))
    assert told == {the.sentra_staff.user_id, colleague.user_id}
    events = the.case.events.filter(kind=EventKind.REFERRAL_QUESTION)
    assert events.count() == 2
    assert not any(TEXT in event.text or ANSWER in event.text for event in events)


def test_the_sender_finds_the_question_on_the_first_page(the):
    def urls(row):
        return {task.url for task in tasks_for(row.user, actor_of(row))}

    referral = the.ask_service()
    page = reverse("referrals:detail", args=[referral.pk])
    assert page in urls(the.sentra_staff)
    question = ask(the, referral)
    answering = reverse("referrals:question_answer", args=[question.pk])
    assert answering in urls(the.worker)
    assert answering not in urls(MembershipFactory(role=Role.FIELD_SOCIAL_WORKER, institution=the.office))
    assert page not in urls(the.sentra_staff)


def test_the_worker_finds_what_is_asked_about_an_admission_that_a_decision_sent(the):
    """The decider's office sent it; whoever is responsible for the child answers."""
    decision = CareDecisionFactory(case=the.case, institution=the.home)
    sent = {"from_institution": InstitutionFactory(provincial=True), "to_institution": the.home}
    admission = ReferralFactory(
        kind=ReferralKind.ADMISSION, case=the.case, decision=decision, asked_base=Base.RESIDENTIAL, **sent
    )
    question = ask_sender(referral=admission, by=actor_of(the.home_staff), text=TEXT)
    answering = reverse("referrals:question_answer", args=[question.pk])
    for row, finds in (
        (the.worker, True),
        (the.supervisor, True),
        (member(the.office, Role.FIELD_SOCIAL_WORKER), False),
    ):
        assert (answering in {task.url for task in tasks_for(row.user, actor_of(row))}) == finds
    assert tell(the, question).answered_at


# Of a request for a care decision


def test_the_decider_asks_before_deciding_and_the_decision_waits(client, the):
    referral = the.ask()
    question = ask_sender(referral=referral, by=actor_of(the.decider), text=TEXT)
    assert (question.institution, question.due_before) == (the.office, referral.answer_due_on)
    assert clocks(referral) == {"question"}
    client.force_login(the.decider.user)
    assert "Menunggu pengirim" in client.get(reverse("referrals:decision_list")).content.decode()
    assert waiting_count(asking_as(the.decider)) == 0
    titles = [task.title for task in tasks_for(the.decider.user, actor_of(the.decider))]
    assert [title for title in titles if title.startswith("Menunggu pengirim")] and not decisions_in(titles)
    answering = reverse("referrals:question_answer", args=[question.pk])
    assert answering in {task.url for task in tasks_for(the.worker.user, actor_of(the.worker))}

    tell(the, question, "Rahasia Rekaan bersekolah, kelas tiga.")  # the decider reads the name in any case
    assert clocks(referral) == {"answer"}
    page = client.get(reverse("referrals:decision_sign", args=[referral.pk])).content.decode()
    assert TEXT in page
    assert "bersekolah, kelas tiga" in page
    assert reverse("referrals:question_ask", args=[referral.pk]) in page
    assert decisions_in([task.title for task in tasks_for(the.decider.user, actor_of(the.decider))])
    assert waiting_count(asking_as(the.decider)) == 1


def test_the_limit_of_an_emergency_placement_goes_on_while_the_decider_asks(client, the):
    referral = the.ask()
    placement = PlacementFactory(case=the.case, beneficiary=the.case.beneficiary, institution=the.home, emergency=True)
    client.force_login(the.decider.user)
    page = client.get(reverse("referrals:question_ask", args=[referral.pk])).content.decode()
    assert "ditetapkan aturan dan tetap berjalan" in page
    ask_sender(referral=referral, by=actor_of(the.decider), text=TEXT)
    assert Deadline.objects.get(clock="emergency").due_on == placement.emergency_ends_on


@pytest.fixture
def province():
    return member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER)


def test_a_regency_that_asks_rests_with_the_province_that_waits_for_it(client, the, province):
    referral = the.ask(to_institution=province.institution)
    assert clocks(referral, "recommendation") == {"answer", "recommendation"}
    asking = reverse("referrals:question_ask", args=[referral.pk])
    client.force_login(the.supervisor.user)
    assert asking in client.get(reverse("referrals:recommendation", args=[referral.pk])).content.decode()
    assert client.post(asking, {"text": TEXT}).status_code == 302
    question = referral.questions.get()
    assert (question.institution, question.due_before) == (the.office, referral.recommendation_due_on)
    assert clocks(referral, "recommendation") == {"question"}
    titles = [task.title for task in tasks_for(the.supervisor.user, actor_of(the.supervisor))]
    assert any(title.startswith("Menunggu pengirim") for title in titles)

    tell(the, question)
    assert clocks(referral, "recommendation") == {"answer", "recommendation"}
    told = Notice.objects.filter(kind="referral:told").values_list("recipient", flat=True)
    assert {the.supervisor.user_id, the.decider.user_id} >= set(told) >= {the.supervisor.user_id}
    client.force_login(province.user)
    assert TEXT in client.get(reverse("referrals:decision_sign", args=[referral.pk])).content.decode()


def test_the_days_of_regency_and_province_move_together(the, province):
    referral = the.ask(to_institution=province.institution)
    before, answer_before = referral.recommendation_due_on, referral.answer_due_on
    question = ReferralQuestionFactory(
        referral=referral, institution=the.office, asked_at=timezone.now() - timedelta(days=7), due_before=before
    )
    question = tell(the, question)
    referral.refresh_from_db()
    assert question.due_after == referral.recommendation_due_on == add_workdays(before, 5, region=the.office.region)
    assert referral.answer_due_on == add_workdays(answer_before, 5, region=province.institution.region)


def test_while_the_province_asks_the_regency_goes_on(the, province):
    referral = the.ask(to_institution=province.institution)
    ask_sender(referral=referral, by=actor_of(province), text=TEXT)
    assert clocks(referral, "recommendation") == {"question", "recommendation"}


@pytest.mark.rule("recommendation_given")
def test_a_regency_that_has_said_its_word_asks_no_more(client, the, province):
    referral = the.ask(to_institution=province.institution)
    give_recommendation(referral=referral, by=actor_of(the.supervisor), advice=Advice.FOR, reason="Rekaan.")
    again = {"referral": referral, "by": actor_of(the.supervisor), "text": TEXT}
    assert codes(lambda: ask_sender(**again)) == ["recommendation_given"]
    client.force_login(the.supervisor.user)
    page = client.get(reverse("referrals:detail", args=[referral.pk])).content.decode()
    assert reverse("referrals:question_ask", args=[referral.pk]) not in page


@pytest.mark.rule("referrals.permissions.can_ask")
def test_nobody_asks_who_neither_decides_nor_recommends(the):
    referral = the.ask()
    for other in (the.worker, the.home_staff, the.sentra_staff):
        with pytest.raises(NotAllowed):
            ask_sender(referral=referral, by=actor_of(other), text=TEXT)


def decisions_in(titles):
    return [title for title in titles if title.startswith("Keputusan:")]


def asking_as(row):
    request = RequestFactory().get("/")
    request.user, request.actor = row.user, actor_of(row)
    return request


# Pages


def test_pages_lead_from_the_question_to_the_answer(client, the):
    referral = the.ask_service()
    page = reverse("referrals:detail", args=[referral.pk])
    asking = reverse("referrals:question_ask", args=[referral.pk])
    client.force_login(the.sentra_staff.user)
    assert asking in client.get(page).content.decode()
    assert client.post(asking, {"text": ""}).status_code == 422
    assert client.post(asking, {"text": TEXT}).status_code == 302
    assert client.get(asking).status_code == 302  # one is open
    shown = client.get(page).content.decode()
    assert "Menunggu pengirim" in shown
    assert TEXT in shown
    assert client.get("/rujukan/masuk/").context["rows"] == []
    waiting = client.get("/rujukan/masuk/?status=ditanya")
    assert [row.referral for row in waiting.context["rows"]] == [referral]

    question = referral.questions.get()
    answering = reverse("referrals:question_answer", args=[question.pk])
    client.force_login(the.worker.user)
    assert answering in client.get(page).content.decode()
    assert "Penerima bertanya" in client.get("/rujukan/terkirim/?status=ditanya").content.decode()
    assert client.post(answering, {"answer": "Rahasia Rekaan"}).status_code == 409
    assert client.post(answering, {"answer": ANSWER}).status_code == 302
    assert client.post(answering, {"answer": "Lain."}).status_code == 409

    client.force_login(the.sentra_staff.user)
    shown = client.get(page).content.decode()
    assert ANSWER in shown
    assert "Rahasia" not in shown


def test_a_question_is_nobody_elses(client, the):
    question = ask(the, the.ask_service())
    client.force_login(the.home_staff.user)
    assert client.get(reverse("referrals:question_answer", args=[question.pk])).status_code == 404
    assert client.get(reverse("referrals:question_ask", args=[question.referral_id])).status_code == 404
