"""What stands against asking the sender of a request something, and against answering (domain.md 5.3)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem

from ..models import Recommendation, Referral, ReferralQuestion
from ..states import ReferralKind
from .naming import naming_problems
from .recommending import GIVEN


def asking_problems(referral: Referral, text: str, *, asks: int | None) -> Iterator[Problem]:
    """One question at a time: its answer may make the next one unnecessary, and the clock rests once.

    asks: the institution that asks; a regency that has said its word has nothing left to ask for.
    """
    if not text:
        yield Problem("question_missing", _("Tulis pertanyaannya."), field="text")
    if referral.questions.filter(answered_at=None).exists():
        yield Problem("question_open", _("Pertanyaan sebelumnya belum dijawab pengirim."))
    if asks != referral.to_institution_id and Recommendation.objects.filter(referral=referral).exists():
        yield Problem("recommendation_given", GIVEN)


def answering_problems(question: ReferralQuestion, answer: str) -> Iterator[Problem]:
    """The words are read before acceptance, as the summary is: they name nobody."""
    if question.answered_at is not None:
        yield Problem("question_answered", _("Pertanyaan ini sudah dijawab."))
    if not answer:
        yield Problem("question_answer_missing", _("Tulis jawabannya."), field="answer")
    if question.referral.kind != ReferralKind.CARE_DECISION:
        found = naming_problems(question.referral.case.beneficiary, {"answer": answer})
        yield from (problem for problem in found if problem.is_hard)
