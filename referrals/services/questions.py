"""A receiver asks the sender something before it answers, a regency before it recommends, and the sender says it
(domain.md 5.2, 5.3).

The days that rest are settings of the offices (referral_processing_workdays, recommendation_workdays; no law names
them: domain.md 9): who lacks something loses no day to whoever owes it. A limit of the law, as the one of an emergency
placement, is a clock of its own and goes on.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.notices.services import mark_acted
from atensi.reference.workdays import add_workdays, local_day, today_in, workdays_between
from cases.event_states import EventKind
from cases.services.events import add_event
from cases.services.locks import locked
from institutions.models import Institution
from institutions.parameters import value_for

from ..eligibility.questions import answering_problems, asking_problems
from ..models import Referral, ReferralQuestion
from ..notifications import tell_question_answered, tell_question_asked
from ..permissions import can_answer_question, can_ask
from ..states import ReferralState
from .moves import locked_referral, require_move

ONLY_WHO_WEIGHS = _("Hanya lembaga tujuan, dan Dinas yang memberi rekomendasi, yang bertanya tentang rujukan ini.")


@transaction.atomic
@in_record_language
def ask_sender(*, referral: Referral, by: Actor, text: str) -> ReferralQuestion:
    """Ask whoever sent the request for what is needed before it is answered, decided or recommended. From now on the
    clock of who asks rests, unless it is an emergency; while a regency asks, the one of the province too, which may not
    decide before it.

    Raises NotAllowed; RuleViolation when the request has been answered, the recommendation given, or another question
    is open.
    """
    case, referral = locked_referral(referral)
    require(can_ask(by, referral), ONLY_WHO_WEIGHS)
    require_move(referral, ReferralState.ACCEPTED)
    require_no_problems(list(asking_problems(referral, text.strip(), asks=by.institution_id)))
    recommends = by.institution_id != referral.to_institution_id
    question = ReferralQuestion.objects.create(
        referral=referral,
        institution_id=by.institution_id,
        text=text.strip(),
        asked_at=timezone.now(),
        asked_by_id=by.user_id,
        answer_due_on=_due_on(referral.from_institution, is_emergency=referral.is_emergency),
        due_before=referral.recommendation_due_on if recommends else referral.answer_due_on,
    )
    mark_acted(subject_of(referral), by=by)
    words = _("%(name)s menanyakan sesuatu tentang %(number)s.")
    values = {"name": question.institution.name, "number": referral.number}
    add_event(case=case, kind=EventKind.REFERRAL_QUESTION, by=by, text=words % values)
    keep_deadlines(cases=[case.pk], by=by)
    tell_question_asked(question, by=by)
    record("referral.ask", referral, by=by, data={"question": question.pk})
    return question


@transaction.atomic
@in_record_language
def answer_question(*, question: ReferralQuestion, by: Actor, answer: str) -> ReferralQuestion:
    """Say what was asked; the words stay from now on. The last day of who asked moves by the working days that the
    question was open; after a regency's question, the province's by as many.

    Raises NotAllowed; RuleViolation when the request has ended, somebody answered before, or the words name the person.
    """
    case, referral = locked_referral(question.referral)
    question = locked(question)
    question.referral = referral
    require(can_answer_question(by, referral), _("Hanya pengirim rujukan yang menjawab pertanyaan ini."))
    require_move(referral, ReferralState.ACCEPTED)
    require_no_problems(list(answering_problems(question, answer.strip())))
    question.answer, question.answered_at, question.answered_by_id = answer.strip(), timezone.now(), by.user_id
    _move_days(question, referral)
    mark_acted(subject_of(question), by=by)
    words = _("Pertanyaan tentang %(number)s dijawab.") % {"number": referral.number}
    add_event(case=case, kind=EventKind.REFERRAL_QUESTION, by=by, text=words)
    keep_deadlines(cases=[case.pk], by=by)
    tell_question_answered(question, by=by)
    record("referral.tell", referral, by=by, data={"question": question.pk})
    return question


def _due_on(sender: Institution, *, is_emergency: bool) -> date:
    """By when the sender answers, on its own calendar: its setting referral_question_workdays; an emergency the same
    day."""
    today = today_in(sender.region)
    if is_emergency:
        return today
    return add_workdays(today, value_for("referral_question_workdays", sender, on=today), region=sender.region)


def _move_days(question: ReferralQuestion, referral: Referral) -> None:
    """Write the later days of the request, and the answered question with the one of who asked."""
    days, region = _rested(question), referral.to_institution.region
    question.due_after = referral.answer_due_on = add_workdays(referral.answer_due_on, days, region=region)
    if question.is_recommenders:
        own = question.institution.region
        question.due_after = add_workdays(question.due_before, days, region=own)
        referral.recommendation_due_on = question.due_after
    if referral.lapses_on is not None:
        referral.lapses_on = add_workdays(referral.lapses_on, days, region=region)
    question.save()
    referral.save(update_fields=["answer_due_on", "lapses_on", "recommendation_due_on"])


def _rested(question: ReferralQuestion) -> int:
    """The working days of who asked that the question was open: by so many its last day is later, so that neither side
    loses one to the other. An emergency does not rest."""
    if question.referral.is_emergency:
        return 0
    region = question.institution.region
    return workdays_between(local_day(question.asked_at, region), today_in(region), region=region)
