"""The fields of one rung of the ladder: when it was asked, what came of it, why, and what proves it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.forms import AtensiForm, DateField, prepare
from cases.models import Case
from cases.states import CareForm

from ..eligibility.gate import gentler_forms
from ..eligibility.inquiries import answers_of, as_entry, speaking
from ..models import Alternative, Inquiry
from ..states import AlternativeResult, ReferralKind

PICK = _("Pilih satu")
PARTS = ("result", "considered_on", "reason", "evidence")
SERVICES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Rung:
    """One rank with the fields that answer it. answered: something was written."""

    form: str
    label: str
    result: BoundField
    considered_on: BoundField
    reason: BoundField
    evidence: BoundField

    @property
    def answered(self) -> bool:
        return bool(self.result.value())


def key_of(form: str, part: str) -> str:
    return f"{form.lower()}-{part}"


def evidence_choices(case: Case) -> list[Any]:
    """The papers and visits of the case that may prove an answer, newest first, as "kind:id": three queries."""
    assessments = case.assessments.filter(signed_at__isnull=False)
    services = case.services.select_related("component", "activity")[:SERVICES_SHOWN]
    groups = [
        (_("Asesmen"), "assessment", [(row.pk, f"{row}, {date_words(row.assessed_on)}") for row in assessments]),
        (_("Pembahasan kasus"), "conference", [(row.pk, date_words(row.held_on)) for row in case.conferences.all()]),
        (
            _("Kunjungan dan layanan"),
            "service",
            [(row.pk, f"{row.activity or row.component}, {date_words(row.provided_on)}") for row in services],
        ),
    ]
    listed = [(label, [(f"{kind}:{pk}", words) for pk, words in rows]) for label, kind, rows in groups if rows]
    return [("", PICK), *listed]


def add_rungs(form: AtensiForm, care_form: str) -> None:
    """Give `form` (which knows its `case`) the fields of every rank gentler than `care_form`, filled with what the
    case's last request for a decision answered."""
    choices = evidence_choices(form.case)
    form.initial |= last_answers(form.case)
    for rank in gentler_forms(care_form):
        fields = {
            "result": forms.ChoiceField(
                label=_("Hasil"), choices=[("", _("Belum ditanyakan")), *AlternativeResult.choices], required=False
            ),
            "considered_on": DateField(label=_("Ditanyakan pada"), required=False),
            "reason": forms.CharField(
                label=_("Siapa yang ditanya, dan mengapa tidak"),
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
            ),
            "evidence": forms.ChoiceField(label=_("Bukti"), choices=choices, required=False),
        }
        for part, field in fields.items():
            prepare(field)
            form.fields[key_of(rank, part)] = field


def last_answers(case: Case) -> dict[str, Any]:
    """First values of the rungs: what the case's last request for a decision answered, and over it the newer answers on
    file. Three queries."""
    last = case.referrals.filter(kind=ReferralKind.CARE_DECISION).order_by("-sent_at", "-pk").first()
    found: dict[str, Any] = {}
    entries = {entry.form: entry for entry in last.alternatives.all()} if last else {}
    for form, inquiry in speaking(answers_of(case)).items():
        if form not in entries or inquiry.asked_on >= entries[form].considered_on:
            entries[form] = as_entry(inquiry)
    for entry in entries.values():
        found[key_of(entry.form, "result")] = entry.result
        found[key_of(entry.form, "considered_on")] = entry.considered_on
        found[key_of(entry.form, "reason")] = entry.reason
        found[key_of(entry.form, "evidence")] = evidence_key(entry)
    return found


def evidence_key(entry: Alternative | Inquiry) -> str:
    for kind in ("assessment", "conference", "service"):
        pk = getattr(entry, f"{kind}_id")
        if pk:
            return f"{kind}:{pk}"
    return ""


def rungs_of(form: AtensiForm, care_form: str) -> list[Rung]:
    """The rungs to draw, from home outwards."""
    return [
        Rung(rank, CareForm(rank).label, **{part: form[key_of(rank, part)] for part in PARTS})
        for rank in gentler_forms(care_form)
    ]


def entries_of(form: AtensiForm, care_form: str) -> list[Alternative]:
    """Unsaved entries of the rungs that say a result. A rung without one is a gap, which the gate names."""
    return [
        _entry(rank, {part: form.cleaned_data.get(key_of(rank, part)) for part in PARTS}, form.case)
        for rank in gentler_forms(care_form)
        if form.cleaned_data.get(key_of(rank, "result"))
    ]


def _entry(rank: str, given: dict[str, Any], case: Case) -> Alternative:
    return Alternative(
        form=rank,
        considered_on=given["considered_on"] or timezone.localdate(),
        result=given["result"],
        reason=given["reason"] or "",
        **proof_of(case, given["evidence"] or ""),
    )


def proof_of(case: Case, evidence: str) -> dict[str, Any]:
    """The paper that a choice of `evidence_choices` names, by the field that holds it; nothing of another case."""
    kind, _colon, pk = evidence.partition(":")
    sources = {"assessment": case.assessments, "conference": case.conferences, "service": case.services}
    return {kind: sources[kind].filter(pk=pk).first()} if kind in sources else {}
