"""The letter of a referral: it leaves the team, and says no more than its receiver may know (design.md 3)."""

from typing import Any

from django.utils.translation import gettext as _

from atensi.clock import date_words
from atensi.documents.official import Content
from atensi.documents.states import PaperKind
from cases.hands import shares
from cases.hooks import PaperSource
from cases.masking import person_words, with_initials
from cases.models import Case
from cases.official import basis_of
from cases.querysets import SHARE_PERMISSION

from .models import Referral
from .summaries import asked_words


def names_may_go_out(referral: Referral) -> bool:
    """Whether the letter may name the person: the receiver sees the case already, and it is not restricted."""
    if referral.case.restricted:
        return False
    group = referral.to_institution.group_id
    return shares(SHARE_PERMISSION).filter(group=group, content_object=referral.case_id).exists()


def _rows(case: Case) -> Any:
    return case.referrals.select_related("from_institution", "to_institution", "sent_by", "asked_institution")


def _label(referral: Referral) -> str:
    return _("Rujukan %(number)s ke %(receiver)s") % {"number": referral.number, "receiver": referral.to_institution}


def _letter(case: Case, referral: Referral) -> Content:
    referral.case = case
    named = names_may_go_out(referral)

    def told(words: str) -> str:
        return words if named else with_initials(case, words)

    facts = [
        [_("Kepada"), referral.to_institution.name],
        [_("Nomor rujukan"), referral.number],
        [_("Tanggal"), date_words(referral.sent_at)],
        [_("Tentang"), str(case.beneficiary) if named else person_words(case)],
        [_("Diminta"), asked_words(referral)],
        [_("Permintaan dari"), str(referral.get_source_display())],
        [_("Penanggung jawab hukum"), referral.legally_responsible if named else ""],
        [_("Jawaban paling lambat"), date_words(referral.answer_due_on)],
    ]
    return Content(
        title=_("Surat rujukan"),
        facts=[fact for fact in facts if fact[1]],
        basis=basis_of(case),
        sections=[[_("Alasan rujukan"), told(referral.reason)], [_("Ringkasan"), told(referral.summary)]],
        signers=[[_("Pengirim, %(sender)s") % {"sender": referral.from_institution}, str(referral.sent_by)]],
    )


LETTER = PaperSource(PaperKind.REFERRAL_LETTER, Referral, _rows, _label, _letter)
