"""What others asked and wait for: requests for help or a place, questions about one's own, cases offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from cases.masking import person_words
from cases.models import CaseTransfer
from referrals.models import Referral, ReferralQuestion
from referrals.states import ReferralKind

from .rows import DECISION, LIMIT, Task


def referrals_in(user, actor: Actor, today: date) -> Iterable[Task]:
    """Referrals that await this institution's answer, without a name: that opens with acceptance (design.md 3)."""
    waiting = (
        Referral.objects.received_by(actor.institution_id)
        .needing_answer()
        .exclude(kind=ReferralKind.CARE_DECISION)
        .select_related("case__beneficiary", "from_institution")
        .order_by("answer_due_on", "pk")
    )
    for referral in waiting[:LIMIT]:
        yield Task(
            referral.answer_due_on,
            _("%(kind)s: %(who)s") % {"kind": referral.get_kind_display(), "who": person_words(referral.case)},
            str(referral.from_institution),
            reverse("referrals:detail", args=[referral.pk]),
            _("Jawab"),
            referral.case,
            DECISION,
        )


def questions(user, actor: Actor, today: date) -> Iterable[Task]:
    """What is asked about one's requests before they are answered, decided or recommended."""
    rows = ReferralQuestion.objects.asked_of(user, actor.role, actor.institution_id).order_by("answer_due_on", "pk")
    related = ("referral__case__beneficiary", "institution", "referral__from_institution__region")
    for question in rows.select_related(*related)[:LIMIT]:
        referral = question.referral
        yield Task(
            question.answer_due_on,
            _("Pertanyaan tentang rujukan: %(who)s") % {"who": person_words(referral.case)},
            _("%(number)s, %(name)s") % {"number": referral.number, "name": question.institution},
            reverse("referrals:question_answer", args=[question.pk]),
            _("Jawab"),
            referral.case,
            DECISION,
            referral.from_institution.region.time_zone,
        )


def transfers(user, actor: Actor, today: date) -> Iterable[Task]:
    """Cases that somebody wants to hand over to this worker or office, without a name: that opens with acceptance."""
    waiting = CaseTransfer.objects.answerable_by(actor).order_by("answer_due_on", "pk")
    for transfer in waiting.select_related("case__beneficiary", "from_office", "to_office__region")[:LIMIT]:
        yield Task(
            transfer.answer_due_on,
            _("Pelimpahan kasus: %(who)s") % {"who": person_words(transfer.case)},
            _("%(number)s, dari %(office)s") % {"number": transfer.case.number, "office": transfer.from_office},
            reverse("cases:transfer", args=[transfer.pk]),
            _("Jawab"),
            transfer.case,
            DECISION,
            transfer.to_office.region.time_zone,
        )
