"""What the answers on file say: which one speaks for a rank of the continuum, which way stands open, and what stands
against writing another one down (domain.md 5.1; PP 44/2017)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from cases.models import Case, FamilyMember
from cases.states import CARE_FORMS, rank_of

from ..models import Alternative, Inquiry, Referral
from ..states import OPEN_RESULTS

LAW_CARE = _("PP 44/2017; urutan pengasuhan")


def answers_of(case: Case) -> list[Inquiry]:
    """The answers that count, newest first: one query."""
    return list(Inquiry.objects.standing().filter(case=case).with_evidence())


def answers_since(referral: Referral) -> list[Inquiry]:
    """What was answered about ranks nearer to home after the request had been sent, newest first: one query."""
    gentler = CARE_FORMS[: rank_of(referral.asked_form) - 1]
    rows = Inquiry.objects.standing().filter(case=referral.case_id, form__in=gentler)
    return list(rows.filter(recorded_at__gt=referral.sent_at).with_evidence())


def last_of_each(inquiries: Iterable[Inquiry]) -> list[Inquiry]:
    """Of `inquiries` (newest first) the last answer of each person or body in each form: who said yes and later no has
    said no."""
    found: dict[tuple[str, int | None, str], Inquiry] = {}
    for inquiry in inquiries:
        found.setdefault((inquiry.form, inquiry.member_id, " ".join(inquiry.asked_whom.casefold().split())), inquiry)
    return list(found.values())


def speaking(inquiries: Iterable[Inquiry]) -> dict[str, Inquiry]:
    """Form -> the answer that speaks for its rank: the newest, unless somebody else's yes stands."""
    found: dict[str, Inquiry] = {}
    for inquiry in last_of_each(inquiries):
        held = found.get(inquiry.form)
        if held is None or _openness(inquiry) < _openness(held):
            found[inquiry.form] = inquiry
    return found


def _openness(inquiry: Inquiry) -> int:
    """0 for the surest yes."""
    return OPEN_RESULTS.index(inquiry.result) if inquiry.is_open else len(OPEN_RESULTS)


def as_entry(inquiry: Inquiry) -> Alternative:
    """The answer as the unsaved entry of a request, without the name of a person of the family."""
    return Alternative(
        form=inquiry.form,
        considered_on=inquiry.asked_on,
        result=inquiry.result,
        reason=f"{inquiry.role}: {inquiry.reason}",
        assessment=inquiry.assessment,
        conference=inquiry.conference,
        service=inquiry.service,
        inquiry=inquiry,
    )


def tie_to_answers(case: Case, entries: Iterable[Alternative]) -> None:
    """Let each unsaved entry that says what an answer on file says name that answer: same rank, day, result and paper.
    One query, none without entries."""
    untied = [entry for entry in entries if entry.inquiry_id is None]
    if not untied:
        return
    on_file = {_said(inquiry, inquiry.asked_on): inquiry for inquiry in reversed(answers_of(case))}
    for entry in untied:
        entry.inquiry = on_file.get(_said(entry, entry.considered_on))


def _said(row: Alternative | Inquiry, day: date) -> tuple[object, ...]:
    return row.form, day, row.result, row.assessment_id, row.conference_id, row.service_id


def inquiry_problems(
    case: Case,
    entry: Alternative,
    *,
    member: FamilyMember | None,
    asked_whom: str,
    corrects: Inquiry | None,
    proof: Collection[Problem],
) -> Iterator[Problem]:
    """What stands against writing an answer down. entry: as a request would take it. proof: what the gate has against
    its papers and day."""
    if (member is None) == (not asked_whom.strip()):
        text = _("Pilih siapa yang ditanya dari keluarga, atau tulis orang atau lembaganya; salah satu.")
        yield Problem("inquiry_without_whom", text, source=LAW_CARE, field="asked_whom")
    if not entry.reason.strip():
        text = _("Tuliskan apa jawabannya dan mengapa.")
        yield Problem("inquiry_without_reason", text, source=LAW_CARE, field="reason")
    if member is not None:
        yield from _member_problems(case, entry, member)
    if corrects is not None and (
        (corrects.case_id, corrects.form) != (case.pk, entry.form) or Inquiry.objects.filter(corrects=corrects).exists()
    ):
        text = _("Jawaban ini sudah dibetulkan, atau bukan dari anak tangga ini. Muat ulang halamannya.")
        yield Problem("inquiry_corrected_already", text)
    for problem in proof:
        yield replace(problem, field="asked_on" if problem.code.startswith("alternative_ahead") else "evidence")


def _member_problems(case: Case, entry: Alternative, member: FamilyMember) -> Iterator[Problem]:
    if member.beneficiary_id != case.beneficiary_id:
        text = _("Orang ini bukan dari keluarga yang tercatat di kasus ini.")
        yield Problem("inquiry_of_foreign_member", text, source=LAW_CARE, field="member")
    elif entry.result in OPEN_RESULTS and not member.may_receive_child:
        text = _("Orang ini meninggal, tidak boleh kontak, atau diduga pelaku: anak tidak dapat tinggal bersamanya.")
        yield Problem("inquiry_of_unfit_member", text, source=LAW_CARE, field="member")
