"""What a decider reads beside the ladder: the voices of child and family, and the papers of the case."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from atensi.clock import date_words
from atensi.parts import EvidenceItem
from cases.models import Agreement

from .ladder import days_words
from .models import Recommendation, Referral


@dataclass(frozen=True, slots=True)
class Voice:
    """The child's own words; who: who wrote them down, and when. Empty text: why the child was not heard."""

    text: str
    who: str
    reason: str = ""


def advice_of(referral: Referral) -> Recommendation | None:
    """The regency's word, where one was asked for and given: at most one query."""
    if referral.recommendation_due_on is None:
        return None
    people = ("office", "given_by", "mandate", "signed_for")
    return Recommendation.objects.filter(referral=referral).select_related(*people).first()


def agreement_of(referral: Referral) -> Agreement | None:
    """The newest agreement in force: one query."""
    rows = referral.case.agreements.of_service().select_related("recorded_by", "signatory")
    return rows.first()


def voices_of(referral: Referral, agreement: Agreement | None) -> list[Voice]:
    """What the child said in the conference, at the assessment and when agreeing, newest paper first."""
    found = []
    conference, report = referral.conference, referral.social_report
    assessment = report.assessment if report else None
    if conference:
        found.append((conference, conference.held_on, conference.recorded_by))
    if assessment:
        found.append((assessment, assessment.assessed_on, assessment.author))
    if agreement:
        found.append((agreement, agreement.signed_on, agreement.recorded_by))
    words = _("dicatat %(day)s oleh %(name)s")
    return [
        Voice(
            paper.child_view,
            words % {"day": date_words(day), "name": person},
            getattr(paper, "child_not_heard_reason", ""),
        )
        for paper, day, person in found
        if paper.child_view or getattr(paper, "child_not_heard_reason", "")
    ]


def files_of(referral: Referral, agreement: Agreement | None, on: date) -> list[EvidenceItem]:
    """The papers that the decision rests on, with their age."""
    report, conference = referral.social_report, referral.conference
    case = referral.case_id
    rows = []
    if report:
        label = _("Laporan sosial, %(name)s") % {"name": report.author}
        rows.append((label, reverse("cases:report", args=[case, report.pk]), report.signed_at.date()))
        label = _("Asesmen, %(day)s") % {"day": date_words(report.assessment.assessed_on)}
        url = reverse("cases:assessment", args=[case, report.assessment_id])
        rows.append((label, url, report.assessment.assessed_on))
    if conference:
        label = _("Pembahasan kasus, %(day)s") % {"day": date_words(conference.held_on)}
        rows.append((label, reverse("cases:conference", args=[case, conference.pk]), conference.held_on))
    if agreement:
        party = _("Dinas Sosial") if agreement.office_is_party else agreement.signatory or agreement.signatory_name
        label = _("Kesepakatan dengan %(party)s") % {"party": party}
        rows.append((label, reverse("cases:agreement", args=[case, agreement.pk]), agreement.signed_on))
    return [EvidenceItem(label, url, days_words(max(0, (on - day).days))) for label, url, day in rows]
