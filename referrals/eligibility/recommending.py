"""The regency's word before its province decides (domain.md 5.2; 5.3, regency recommendation, hard)."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.errors import Problem
from cases.models import Case
from institutions.models import Institution, Mandate, Membership
from institutions.states import OFFICE_ROLES, Kind

from ..models import Recommendation, Referral
from ..states import Advice, ReferralKind, ReferralState
from .gate import LAW_57
from .mandates import mandate_problems, persons_signing

GIVEN = _("Rekomendasi untuk permohonan ini sudah diberikan.")
LAW_REGENCY = _("UU 23/2002 pasal 57–58; tata cara penempatan di unit provinsi: rekomendasi Dinas kabupaten/kota")


def needs_recommendation(kind: str, case: Case, receiver: Institution) -> bool:
    """Whether a request is one of a regency's case for a decision of a province."""
    crosses = (case.office.kind, receiver.kind) == (Kind.DINAS_REGENCY, Kind.DINAS_PROVINCE)
    return kind == ReferralKind.CARE_DECISION and crosses


def authors_of(referral: Referral) -> set[int]:
    """Who wrote or signed the social report: neither recommends nor decides."""
    report = referral.social_report
    return ({report.author_id, report.signed_by_id} if report else set()) - {None}


def recommenders(referral: Referral) -> QuerySet[Membership]:
    """Who may recommend now: deciders and supervisors of the case's office who did not write the report."""
    people = Membership.objects.current().filter(institution=referral.case.office_id, role__in=OFFICE_ROLES)
    return people.exclude(user_id__in=authors_of(referral))


def advising_problems(referral: Referral, *, by: Actor, mandate: Mandate | None, reason: str) -> Iterator[Problem]:
    """Before a recommendation is given."""
    if referral.state != ReferralState.SENT:
        yield Problem("recommendation_too_late", _("Permohonan ini sudah dijawab; rekomendasi tidak diperlukan lagi."))
    if Recommendation.objects.filter(referral=referral).exists():
        yield Problem("recommendation_given", GIVEN)
    if persons_signing(by, mandate) & authors_of(referral):
        text = _("Penulis laporan sosial tidak memberi rekomendasi. Minta pejabat atau penyelia lain.")
        yield Problem("recommendation_four_eyes", text, source=LAW_REGENCY)
    yield from mandate_problems(by, mandate)
    if referral.social_report is None:
        text = _("Rujukan ini tidak membawa laporan sosial.")
        yield Problem("social_report_missing", text, source=LAW_57)
    if not reason.strip():
        yield Problem(
            "recommendation_without_reason", _("Tulis alasan rekomendasi."), source=LAW_REGENCY, field="reason"
        )


def missing_problems(referral: Referral) -> Iterator[Problem]:
    """Before a province approves: the regency has said its word (hard). Where nobody in the regency may say it yet, the
    province goes on with a written reason; as against the regency's advice."""
    if referral.recommendation_due_on is None:
        return
    given = Recommendation.objects.filter(referral=referral).first()
    if given is None and recommenders(referral).exists():
        text = _("Dinas Sosial kabupaten/kota belum memberi rekomendasi.")
        yield Problem("recommendation_missing", text, source=LAW_REGENCY)
    elif given is None:
        text = _("Di Dinas kabupaten/kota belum ada yang boleh memberi rekomendasi. Tulis mengapa tetap diputuskan.")
        yield Problem("recommendation_nobody", text, "soft", LAW_REGENCY)
    elif given.advice == Advice.AGAINST:
        text = _("Dinas kabupaten/kota tidak mendukung permohonan ini. Tulis mengapa tetap disetujui.")
        yield Problem("recommendation_against", text, "soft", LAW_REGENCY)
