"""What stands against giving a child into a caregiver's care, and against what is written about caregivers."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import today_in
from cases.models import Beneficiary
from institutions.models import Institution
from institutions.parameters import values_by_office
from referrals.models import Placement

from ..models import Assignment, Caregiver

STANDARD = _("Permensos 30/HUK/2011, pengasuh")
STAFF = _("Permensos 30/HUK/2011, perekrutan dan perilaku petugas")
UNDER_FIVE, OLDER = "caregiver_ratio_under_five", "caregiver_ratio_older"
FIVE = 5


def assignment_problems(
    placement: Placement, caregiver: Caregiver, *, since: date, hand_over: str, before: Assignment | None
) -> list[Problem]:
    """A caregiver who works where the child lives; a planned change with a hand-over note (domain.md 5.5, hard).
    before: the assignment that it ends."""
    problems = []
    if not placement.is_open:
        problems.append(Problem("assignment_after_stay", _("Anak ini tidak tinggal di sini lagi.")))
    if caregiver.institution_id != placement.institution_id or caregiver.left_on is not None:
        text = _("Pilih pengasuh yang bekerja di lembaga tempat anak tinggal.")
        problems.append(Problem("caregiver_elsewhere", text, field="caregiver"))
    if caregiver.suspended_on is not None:
        text = _("Pengasuh ini diberhentikan sementara selama diperiksa.")
        problems.append(Problem("caregiver_suspended", text, source=STAFF, field="caregiver"))
    first = before.since if before else placement.starts_on
    if not first <= since <= today_in(placement.case.office.region):
        text = _("Pengasuhan mulai sejak pengasuh sebelumnya, atau sejak anak masuk, sampai hari ini.")
        problems.append(Problem("assignment_day", text, field="since"))
    if before is not None and before.caregiver_id == caregiver.pk:
        text = _("Anak ini sudah diasuh olehnya.")
        problems.append(Problem("assignment_same", text, field="caregiver"))
    if before is not None and not hand_over.strip():
        text = _("Tulis catatan serah terima dari pengasuh sebelumnya.")
        problems.append(Problem("hand_over_note_missing", text, source=STANDARD, field="hand_over"))
    return [*problems, *_soft_problems(placement, caregiver)]


def _soft_problems(placement: Placement, caregiver: Caregiver) -> list[Problem]:
    problems = []
    if caregiver.statement_on is None:
        text = _("Belum ada surat keterangan catatan kepolisian pengasuh ini.")
        problems.append(Problem("caregiver_without_statement", text, "soft", STAFF))
    if caregiver.review_due_on < today_in(caregiver.institution.region):
        text = _("Penilaian enam bulanan pengasuh ini terlambat.")
        problems.append(Problem("caregiver_review_late", text, "soft", STANDARD))
    cared = Beneficiary.objects.filter(
        placements__caregiving__caregiver=caregiver, placements__caregiving__until=None
    ).exclude(pk=placement.beneficiary_id)
    if load_of([*cared, placement.beneficiary], caregiver.institution) > 1:
        text = _("Pengasuh ini mengasuh lebih banyak anak daripada perbandingan yang ditetapkan.")
        problems.append(Problem("caregiver_ratio", text, "soft", STANDARD))
    return problems


def load_of(children: Iterable[Beneficiary], home: Institution) -> Fraction:
    """How much of one caregiver these children take: above 1 is more than the setting allows (1:5, under five 1:3)."""
    values = values_by_office([UNDER_FIVE, OLDER], [home.pk])[home.pk]
    return sum((Fraction(1, values[UNDER_FIVE if _is_small(child) else OLDER]) for child in children), Fraction(0))


def _is_small(child: Beneficiary) -> bool:
    age = child.age_on()
    return age is not None and age < FIVE


def caregiver_problems(home: Institution, *, name: str, since: date) -> list[Problem]:
    problems = []
    if not home.is_residence:
        problems.append(Problem("caregiver_without_home", _("Di lembaga ini tidak ada anak yang tinggal.")))
    if since > today_in(home.region):
        problems.append(Problem("caregiver_ahead", _("Tanggal ini belum tiba."), field="since"))
    if home.caregivers.filter(name=name.strip(), left_on=None).exists():
        problems.append(Problem("caregiver_known", _("Pengasuh ini sudah tercatat."), field="name"))
    return problems


def working_problems(caregiver: Caregiver) -> list[Problem]:
    if caregiver.left_on is not None:
        return [Problem("caregiver_left", _("Pengasuh ini sudah berhenti."))]
    return []


def review_problems(caregiver: Caregiver, *, held_on: date) -> list[Problem]:
    problems = working_problems(caregiver)
    if not caregiver.since <= held_on <= today_in(caregiver.institution.region):
        text = _("Penilaian ada di antara hari mulai bekerja dan hari ini.")
        problems.append(Problem("caregiver_review_day", text, field="held_on"))
    return problems


def leaving_problems(caregiver: Caregiver, *, left_on: date) -> list[Problem]:
    """Planned: every child has been handed over before (domain.md 5.5)."""
    problems = working_problems(caregiver)
    if not caregiver.since <= left_on <= today_in(caregiver.institution.region):
        text = _("Hari berhenti ada di antara hari mulai bekerja dan hari ini.")
        problems.append(Problem("caregiver_leaving_day", text, field="left_on"))
    if caregiver.assignments.filter(until=None, placement__ended_on=None).exists():
        text = _("Serahkan dulu semua anak asuhnya kepada pengasuh lain, dengan catatan serah terima.")
        problems.append(Problem("caregiver_has_children", text, source=STANDARD))
    return problems
