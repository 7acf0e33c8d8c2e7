"""Whether a part of a return may be recorded as somebody wants to (domain.md 5.3 "Reunification")."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from cases.eligibility.common import heard_problems, past_problems
from cases.models import Assessment, FamilyMember

from ..models import Placement, Reunification
from .homecoming import LAW_CONSENT, LAW_HOME, homecoming_problems


def open_problems(placement: Placement) -> Iterator[Problem]:
    """What led home is part of how the placement ended: it does not change afterwards."""
    if not placement.is_open:
        yield Problem("placement_ended", _("Penempatan ini sudah berakhir. Catatan kepulangannya tetap."))


def readiness_record_problems(
    placement: Placement, *, on: date | None, by_whom: str, findings: str, assessment: Assessment | None
) -> Iterator[Problem]:
    """A signed assessment of this case, or findings with day and person."""
    if assessment is not None and (assessment.case_id != placement.case_id or not assessment.is_signed):
        text = _("Pilih asesmen kasus ini yang sudah ditandatangani.")
        yield Problem("readiness_assessment_unsigned", text, source=LAW_HOME, field="assessment")
    if on is None or not by_whom.strip() or (assessment is None and not findings.strip()):
        text = _("Pilih asesmen yang menilai keluarga, atau tulis temuan, tanggal, dan siapa yang menilai.")
        yield Problem("readiness_not_whole", text, source=LAW_HOME, field="findings")
    if on is not None:
        yield from past_problems(on, "assessed_on", placement.case)


def step_problems(placement: Placement, *, done_on: date, what: str, with_whom: str) -> Iterator[Problem]:
    yield from past_problems(done_on, "done_on", placement.case)
    if not what.strip() or not with_whom.strip():
        text = _("Tulis apa yang dilakukan dan bersama siapa.")
        yield Problem("preparation_not_whole", text, source=LAW_HOME, field="what")


def consent_record_problems(
    placement: Placement, *, member: FamilyMember, on: date, child_view: str, not_heard_reason: str
) -> Iterator[Problem]:
    """Somebody of the family who may have the child agrees, and the child is heard."""
    yield from past_problems(on, "given_on", placement.case)
    yield from heard_problems(child_view, not_heard_reason)
    if member.beneficiary_id != placement.beneficiary_id or not member.may_receive_child:
        text = _("Pilih anggota keluarga anak ini yang boleh dihubungi dan bukan terduga pelaku.")
        yield Problem("consenter_not_possible", text, source=LAW_CONSENT, field="member")


def hand_over_record_problems(
    placement: Placement, record: Reunification | None, *, on: date, received_by: FamilyMember, handed_over_by: str
) -> Iterator[Problem]:
    """Only after readiness, preparation and consent; on a day of the placement; into hands that may receive."""
    yield from past_problems(on, "handed_over_on", placement.case)
    missing = homecoming_problems(placement=placement, on=on, handed_over=False)
    yield from (problem for problem in missing if problem.is_hard)  # the review keeps reasons for the rest
    if on < placement.starts_on:
        text = _("Serah terima sebelum anak masuk. Periksa tanggalnya.")
        yield Problem("hand_over_before_placement", text, field="handed_over_on")
    if received_by.beneficiary_id != placement.beneficiary_id or not received_by.may_receive_child:
        text = _("Anak diserahkan kepada keluarga yang boleh dihubungi dan bukan terduga pelaku.")
        yield Problem("receiver_not_possible", text, source=LAW_HOME, field="received_by")
    if not handed_over_by.strip():
        yield Problem(
            "hand_over_without_person", _("Tulis siapa yang menyerahkan."), source=LAW_HOME, field="handed_over_by"
        )
    before = [day for day in (record.readiness_on, record.consent_on) if day] if record else []
    if any(day > on for day in before):
        yield late_problem("handed_over_on")


def late_problem(field: str) -> Problem:
    text = _("Kesiapan dinilai dan persetujuan diberikan sebelum serah terima. Periksa tanggalnya.")
    return Problem("hand_over_before_consent", text, source=LAW_HOME, field=field)


def before_hand_over_problems(record: Reunification | None, on: date | None, field: str) -> Iterator[Problem]:
    """A correction of readiness or consent never dates after the hand-over that rests on it."""
    if record is not None and record.handed_over_on is not None and on is not None and on > record.handed_over_on:
        yield late_problem(field)
