"""What a reader of a referral gets to see: before it is accepted a summary, no name, reporter or NIK (design.md 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.language import counted
from cases.masking import initials_of, person_words
from cases.models import Case

from .models import Referral
from .states import OPEN_REFERRALS, ReferralKind, ReferralState

RELATED = ("case__beneficiary", "from_institution", "to_institution", "asked_institution", "decision")


@dataclass(frozen=True, slots=True)
class Summary:
    """A referral as one reader sees it.

    named: the reader may read the case with its names. told: the words of the request show; after a refusal they are
    the sender's alone again.
    """

    referral: Referral
    named: bool
    told: bool

    @property
    def who(self) -> str:
        """The name for those who may read it, else "Anak laki-laki, 15 tahun (R. B.)"; restricted: with an age band and
        without initials."""
        case = self.referral.case
        if self.named:
            return str(case.beneficiary)
        return person_words(case) if case.restricted else f"{person_words(case)} ({initials_of(str(case.beneficiary))})"

    @property
    def asks(self) -> bool:
        """Whether the receiver waits for the sender. Read with `with_question`, else one query."""
        return self.referral.state == ReferralState.SENT and self.referral.has_question

    @property
    def why(self) -> str:
        """What its place in the inbox follows from: "Darurat, risiko tinggi, menunggu 3 hari"."""
        referral = self.referral
        days = (timezone.localdate() - timezone.localdate(referral.sent_at)).days
        risk = _("risiko %(risk)s") % {"risk": str(referral.case.get_risk_display()).lower()}
        waits = counted("menunggu %(days)s hari", days=days) if days else _("masuk hari ini")
        said = ", ".join([*([_("darurat")] if referral.is_urgent else []), risk, str(waits)])
        return said[:1].upper() + said[1:]

    @property
    def restricted(self) -> bool:
        return self.referral.case.restricted and not self.named

    @property
    def asked(self) -> str:
        return asked_words(self.referral)


def asked_words(referral: Referral) -> str:
    """What is asked for, in one line."""
    kind = str(referral.get_kind_display())
    if referral.kind == ReferralKind.SERVICE:
        return _("%(kind)s, basis %(base)s") % {"kind": kind, "base": str(referral.get_asked_base_display()).lower()}
    form = str(referral.get_asked_form_display())
    if referral.is_emergency:
        return _("%(kind)s darurat: %(form)s") % {"kind": kind, "form": form}
    return f"{kind}: {form}"


def readable_cases(user: User, cases: Iterable[Case]) -> set[int]:
    """Ids of the cases that `user` may see with their names: one query."""
    ids = {case.pk for case in cases}
    visible: QuerySet[Any] = Case.objects.visible_among(user, ids).named_to(user, ids)
    return set(visible.values_list("pk", flat=True))


def summaries(user: User, actor: Actor, referrals: Iterable[Referral]) -> list[Summary]:
    """How `user`, acting as `actor`, sees each of `referrals`: one query."""
    rows = list(referrals)
    readable = readable_cases(user, [row.case for row in rows])
    return [_summary(row, actor, named=row.case_id in readable) for row in rows]


def _summary(referral: Referral, actor: Actor, *, named: bool) -> Summary:
    sends = actor.institution_id == referral.from_institution_id
    return Summary(referral, named, told=named or sends or referral.state in OPEN_REFERRALS)
