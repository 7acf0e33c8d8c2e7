"""The care continuum of one request as the ladder of docs/ui.md, and the papers behind it."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atensi.clock import date_words
from atensi.language import counted
from atensi.parts import EvidenceItem, LadderStep
from cases.states import CARE_FORMS, CareForm, rank_of

from .eligibility.gate import evidence_age, evidence_of
from .models import Alternative, Referral
from .states import OPEN_RESULTS

WORDS = {
    "assessment": gettext_lazy("Asesmen"),
    "conference": gettext_lazy("Pembahasan kasus"),
    "service": gettext_lazy("Kunjungan atau layanan"),
}
ICONS = {"assessment": "doc", "conference": "doc", "service": "visit"}


def days_words(days: int) -> str:
    return counted("%(n)d hari", n=days)


def paper_url(kind: str, entry: Alternative) -> str:
    """Where the paper is read."""
    paper = getattr(entry, kind)
    if kind == "service":
        return reverse("cases:services", args=[paper.case_id])
    return reverse(f"cases:{kind}", args=[paper.case_id, paper.pk])


def evidence_items(entry: Alternative, on: date, max_age: int, *, links: bool) -> list[EvidenceItem]:
    return [
        EvidenceItem(
            label=f"{WORDS[kind]}, {date_words(day)}",
            url=paper_url(kind, entry) if links else "",
            age=days_words(max(0, (on - day).days)),
            state="old" if (on - day).days > max_age else "fresh",
            icon=ICONS[kind],
        )
        for kind, day in evidence_of(entry)
    ]


def ladder_steps(
    form: str, alternatives: Iterable[Alternative], *, on: date, max_age: int, asked: str = "", links: bool = True
) -> list[LadderStep]:
    """One step per rank, from home outwards. asked: what is proposed at `form`, in words."""
    entries = {entry.form: entry for entry in alternatives}
    steps = []
    for rank, each in enumerate(CARE_FORMS, start=1):
        label = CareForm(each).label
        if each == form:
            steps.append(LadderStep(label, "asked", reason=asked))
        elif rank > rank_of(form):
            steps.append(LadderStep(label, "later"))
        else:
            steps.append(_answered(label, entries.get(each), on, max_age, links))
    return steps


def _answered(label: str, entry: Alternative | None, on: date, max_age: int, links: bool) -> LadderStep:
    if entry is None or not evidence_of(entry):
        return LadderStep(label, "gap")
    items = evidence_items(entry, on, max_age, links=links)
    state = "old" if evidence_age(entry, on) > max_age else "answered"
    if entry.result in OPEN_RESULTS:
        state = "open"
    asked = _("Ditanyakan %(day)s.") % {"day": date_words(entry.considered_on)}
    return LadderStep(label, state, f"{entry.get_result_display()}.", f"{entry.reason} {asked}", items)


def proposal_words(referral: Referral, *, named: bool) -> str:
    """What is proposed: where or with whom, how long. named: the reader may read names; a carer is a relative."""
    place = referral.asked_institution or (referral.asked_carer if named else None)
    months = counted("%(n)d bulan", n=referral.asked_months) if referral.asked_months else _("jangka panjang")
    return ", ".join(filter(None, [str(place) if place else "", months]))
