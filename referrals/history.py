"""Where a referral stands: what happened to it, newest first."""

from django.utils.translation import gettext as _

from atensi.parts import TimelineEntry

from .models import Referral
from .states import ReferralState

MARKS = {
    ReferralState.LAPSED: "stop",
    ReferralState.DECLINED: "stop",
    ReferralState.WITHDRAWN: "stop",
    ReferralState.REDIRECTED: "half",
}


def history_of(referral: Referral) -> list[TimelineEntry]:
    """Sent, passed on, answered, with who and why. The row's relations are loaded: at most two queries."""
    entries = []
    if referral.answered_at:
        words = [str(referral.answered_by or ""), referral.to_institution.name, referral.answer_reason]
        mark = MARKS.get(referral.state, "fine")
        title = referral.get_state_display()
        entries.append(TimelineEntry(referral.answered_at, title, ". ".join(filter(None, words)), mark))
    following = Referral.objects.filter(redirected_from=referral).select_related("to_institution").first()
    if following:
        text = _("%(number)s, %(state)s") % {
            "number": following.number,
            "state": str(following.get_state_display()).lower(),
        }
        title = _("Dialihkan ke %(name)s") % {"name": following.to_institution.name}
        entries.insert(0, TimelineEntry(following.sent_at, title, text, "half"))
    for question in referral.questions.select_related("institution", "asked_by", "answered_by"):
        if question.answered_at:
            entries.append(
                TimelineEntry(question.answered_at, _("Pertanyaan dijawab"), str(question.answered_by), "fine")
            )
        asks = _("%(name)s bertanya") % {"name": question.institution}
        entries.append(TimelineEntry(question.asked_at, asks, str(question.asked_by), "half"))
    title = _("Dikirim ke %(name)s") % {"name": referral.to_institution.name}
    if referral.redirected_from:
        title = _("Dialihkan dari rujukan %(number)s") % {"number": referral.redirected_from.number}
    entries.append(TimelineEntry(referral.sent_at, title, str(referral.sent_by), "fine"))
    return entries
