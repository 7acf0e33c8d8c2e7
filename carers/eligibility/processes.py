"""How far the way to kin, a guardian or adoption has come, and what stands against its next step (domain.md 6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.errors import Problem
from atensi.language import counted
from atensi.reference.workdays import add_months, today_in
from cases.models import Case, FamilyMember
from cases.states import FORMS_OF_ADULT, CareForm
from institutions.parameters import value_for

from ..models import CareProcess, CareProcessStep
from ..states import Verdict
from ..ways import KINSHIP_REACH, LAW_KIN, LAW_OF_FORM, SOFT_WAYS, WAYS, WayStep, step_of

LAW_COURT = _("PP 29/2019; PP 54/2007")


@dataclass(frozen=True)
class Way:
    """The way of one case to `form` of care as it stands on `on`: each step with the days on which it was done.

    done: code -> days, first to last; of those that count and came out well.
    """

    case: Case
    form: str
    done: dict[str, list[date]]
    on: date

    @cached_property
    def counts(self) -> dict[str, int]:
        """code -> how often the step is done, by the office's settings."""
        office = self.case.office
        return {step.code: value_for(step.count, office, on=self.on) if step.count else 1 for step in WAYS[self.form]}

    def times(self, step: WayStep) -> int:
        return len(self.done.get(step.code, []))

    def is_done(self, step: WayStep) -> bool:
        return self.times(step) >= self.counts[step.code]

    def before(self, step: WayStep) -> list[WayStep]:
        """What `step` waits for and is not done."""
        return [one for one in WAYS[self.form] if one.code in step.after and not self.is_done(one)]

    def first_day(self, step: WayStep) -> date | None:
        """The first day on which `step` may be done, as far as what it follows has days; None for any."""
        days = [self.done[code][-1] for code in step.after if self.done.get(code)]
        if not days:
            return None
        months = value_for(step.wait, self.case.office, on=self.on) if step.wait else 0
        return add_months(max(days), months)

    def missing(self, *, of_court: bool) -> list[WayStep]:
        """What is not done, with the steps before a court or without them."""
        return [step for step in WAYS[self.form] if not self.is_done(step) and (of_court or not step.of_court)]


def way_of(case: Case, form: str, process: CareProcess | None, on: date) -> Way:
    """The way of the case as its process says; without one nothing is done. At most one query."""
    done: dict[str, list[date]] = {}
    if process is not None:
        rows = CareProcessStep.objects.standing().filter(process=process, verdict=Verdict.MET)
        for code, day in rows.order_by("done_on").values_list("code", "done_on"):
            done.setdefault(code, []).append(day)
    return Way(case, form, done, on)


def process_problems(
    case: Case, form: str, *, on: date, of_court: bool, carer: FamilyMember | None = None
) -> Iterator[Problem]:
    """What is missing on the way to `form`: of_court: the court's steps, too. Of kin a reason lets it pass, and the
    carer, as far as one is named, is whom the way is about. Forms without a way ask nothing."""
    if form not in WAYS:
        return
    process = CareProcess.objects.standing().filter(case=case, form=form).select_related("relative").first()
    if process is not None:
        yield from other_relative_problems(process, carer)
    missing = way_of(case, form, process, on).missing(of_court=of_court)
    if missing:
        text = _("Proses %(form)s belum lengkap. Belum dilakukan: %(steps)s.")
        said = {"form": CareForm(form).label}
        said["steps"] = "; ".join(str(step.label) for step in missing)
        tag = "soft" if form in SOFT_WAYS else "hard"
        yield Problem("care_process_incomplete", text % said, tag, missing[0].law)


def kin_decided_problems(case: Case, carer: FamilyMember | None) -> Iterator[Problem]:
    """A child comes to the relative with whom the way was walked. Whether it was whole was weighed when the decision
    was signed."""
    process = CareProcess.objects.standing().filter(case=case, form=CareForm.KINSHIP).select_related("relative").first()
    if process is not None:
        yield from other_relative_problems(process, carer)


def other_relative_problems(process: CareProcess, carer: FamilyMember | None) -> Iterator[Problem]:
    """Steps of one relative do not count for another. Needs `relative`."""
    if process.relative is None or carer is None or carer.pk == process.relative_id:
        return
    text = _("Proses kerabat adalah tentang %(name)s. Akhiri proses itu bila pengasuhnya kerabat lain.")
    yield Problem("care_kin_other", text % {"name": process.relative.name}, source=LAW_KIN, field="carer")


def opening_problems(case: Case, form: str, relative: FamilyMember | None) -> Iterator[Problem]:
    """Guardianship and adoption are of children, one way of each form is gone at a time, and that to kin with one of
    them."""
    if form not in WAYS:
        yield Problem("care_process_unknown", _("Bentuk pengasuhan ini tidak memakai proses."), field="form")
        return
    if not case.beneficiary.is_child and form not in FORMS_OF_ADULT:
        text = _("Perwalian dan pengangkatan anak hanya untuk anak.")
        yield Problem("care_process_of_adult", text, source=LAW_OF_FORM[form])
    if CareProcess.objects.standing().filter(case=case, form=form).exists():
        yield Problem("care_process_open_already", _("Proses ini sudah dibuka untuk kasus ini."))
    if form == CareForm.KINSHIP:
        yield from kin_problems(case, relative)
    elif relative is not None:
        text = _("Hanya proses kerabat menyebut kerabatnya.")
        yield Problem("care_relative_of_other_way", text, field="relative")


def open_process_problems(process: CareProcess) -> list[Problem]:
    """An ended process is read only."""
    if process.is_open:
        return []
    return [Problem("care_process_ended", _("Proses ini sudah diakhiri."))]


def blocking_problems(way: Way, step: WayStep, done_on: date) -> Iterator[Problem]:
    """Whether the turn of `step` has come on `done_on`: what goes before is done, and the waiting time is over."""
    if missing := way.before(step):
        text = _("Lakukan dulu: %(steps)s.") % {"steps": "; ".join(str(one.label) for one in missing)}
        yield Problem("care_step_out_of_turn", text, source=step.law)
        return
    first = way.first_day(step)
    if first is None or done_on >= first:
        return
    if step.wait:
        months = value_for(step.wait, way.case.office, on=way.on)
        text = counted("Masa percobaan %(months)d bulan sejak izin pengasuhan.", months=months)
        text = _("%(rule)s Paling awal %(day)s.") % {"rule": text, "day": date_words(first)}
        yield Problem("care_trial_too_short", text, source=step.law, field="done_on")
    else:
        text = _("Tanggal ini sebelum langkah yang mendahuluinya, %(day)s.") % {"day": date_words(first)}
        yield Problem("care_step_before_earlier", text, source=step.law, field="done_on")


def step_problems(
    process: CareProcess, code: str, *, verdict: str, done_on: date, paper_number: str, body: str, note: str
) -> Iterator[Problem]:
    """What stands against writing this step down."""
    yield from open_process_problems(process)
    step = step_of(process.form, code)
    if step is None:
        yield Problem("care_step_unknown", _("Langkah ini bukan dari proses ini."), field="verdict")
        return
    today = today_in(process.case.office.region)
    way = way_of(process.case, process.form, process, today)
    if done_on > today:
        yield Problem("care_step_ahead", _("Tanggal ini belum tiba."), field="done_on")
    if way.is_done(step):
        yield Problem("care_step_done_already", _("Langkah ini sudah dilakukan. Cabut dulu catatannya bila keliru."))
    elif done_on in way.done.get(code, []):
        text = _("Kunjungan lain sudah tercatat pada hari ini. Setiap kunjungan pada hari yang lain.")
        yield Problem("care_step_same_day", text, source=step.law, field="done_on")
    yield from blocking_problems(way, step, done_on)
    if step.has_paper and verdict == Verdict.MET and not paper_number.strip():
        text = _("Isi nomor suratnya.")
        yield Problem("care_step_without_paper", text, source=step.law, field="paper_number")
    if step.has_body and not body.strip():
        text = _("Isi pengadilan atau lembaganya.")
        yield Problem("care_step_without_body", text, source=step.law, field="body")
    if (verdict == Verdict.NOT_MET or step.has_words) and not note.strip():
        yield Problem("care_step_without_note", _("Tuliskan apa yang ditemukan."), field="note")
    if process.form == CareForm.KINSHIP and verdict == Verdict.MET:
        yield from kin_problems(process.case, process.relative)


def kin_of(case: Case) -> QuerySet[FamilyMember]:
    """Blood relatives to the third degree in the family of the person, who may receive the child."""
    kin = FamilyMember.objects.able_to_receive().filter(beneficiary=case.beneficiary_id)
    return kin.filter(kinship_degree__range=(1, KINSHIP_REACH))


def kin_problems(case: Case, relative: FamilyMember | None) -> Iterator[Problem]:
    """Kin care is by one blood relative to the third degree, who stands in the family and may receive the child."""
    if relative is None:
        text = _("Pilih kerabatnya: proses kerabat adalah tentang satu orang.")
        yield Problem("care_kin_unnamed", text, source=LAW_KIN, field="relative")
    elif not kin_of(case).filter(pk=relative.pk).exists():
        text = _("Catat dulu kerabat sedarah sampai derajat ketiga yang dapat mengasuh di keluarga anak.")
        yield Problem("care_kin_unknown", text, source=LAW_KIN, field="relative")


def withdrawal_problems(step: CareProcessStep, reason: str) -> Iterator[Problem]:
    """A step is withdrawn once, with the reason, and only while nothing that counts rests on it."""
    process = step.process
    yield from open_process_problems(process)
    rows = CareProcessStep.objects.standing().filter(process=process)
    if not rows.filter(pk=step.pk).exists():
        yield Problem("care_step_withdrawn_already", _("Catatan langkah ini sudah dicabut."))
    later = [one.code for one in WAYS[process.form] if step.code in one.after]
    if step.verdict == Verdict.MET and rows.filter(code__in=later).exists():
        text = _("Langkah sesudahnya bertumpu pada catatan ini. Cabut dulu yang sesudahnya.")
        yield Problem("care_step_is_rested_on", text)
    if not reason.strip():
        yield Problem("care_step_without_why", _("Tuliskan alasannya."), field="reason")


def ending_problems(process: CareProcess, reason: str) -> Iterator[Problem]:
    """A process ends with the reason, and never once a court has decided."""
    yield from open_process_problems(process)
    decided = CareProcessStep.objects.standing().filter(process=process, code="DECREE", verdict=Verdict.MET)
    if decided.exists():
        text = _("Pengadilan sudah menetapkan. Proses ini tetap tercatat.")
        yield Problem("care_process_decreed", text, source=LAW_COURT)
    if not reason.strip():
        yield Problem("care_process_end_without_why", _("Tuliskan mengapa proses diakhiri."), field="reason")
