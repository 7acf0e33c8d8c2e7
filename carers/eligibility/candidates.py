"""Whether a household may stand in the register, be put to a decider, and be approved (domain.md 6)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.documents.uploads import is_too_large, kind_of, most_megabytes
from atensi.errors import Problem
from atensi.language import counted
from atensi.reference.workdays import today_in
from cases.nik import nik_problems
from institutions.models import Institution
from institutions.parameters import value_for

from ..household import Household
from ..models import Candidate
from ..requirements import LAW_ADOPTION, LAW_FOSTER, VISITS, requirement_of
from ..states import CandidateKind, Verdict
from .common import open_candidate_problems, standing_of, years_after

LAW_AGE = _("PP 44/2017; PP 29/2019 pasal 5; PP 54/2007 pasal 13")
LAW_FORMS = _("PP 44/2017; PP 29/2019; PP 54/2007")
LAW_FOUR_EYES = _("Permensos 1/2020, seleksi dan verifikasi")
LAW_PERMIT = _("PP 44/2017; Permensos 1/2020, izin pengasuhan")
PARTS = ("", "spouse_")  # how the fields of the first and of husband or wife begin


def household_problems(household: Household, office: Institution) -> list[Problem]:
    """What a row of the register must make sense of: who they are, since when married, numbers of the lawful form."""
    found = []
    today = today_in(office.region)
    if not 1 <= len(household.people) <= len(PARTS):
        found.append(Problem("carer_without_person", _("Catat satu orang, atau suami dan istri."), field="name"))
    if (len(household.people) == len(PARTS)) != (household.married_on is not None):
        text = _("Isi suami atau istri bersama tanggal menikahnya, atau kosongkan keduanya.")
        found.append(Problem("carer_couple_unclear", text, field="married_on"))
    if household.married_on is not None and household.married_on > today:
        found.append(Problem("carer_marriage_ahead", _("Tanggal menikah belum tiba."), field="married_on"))
    for part, person in zip(PARTS, household.people, strict=False):
        if not person.name.strip():
            found.append(Problem("carer_nameless", _("Tuliskan namanya."), field=f"{part}name"))
        if person.birth_date > today:
            found.append(Problem("carer_birth_ahead", _("Tanggal lahir belum tiba."), field=f"{part}birth_date"))
        shape = nik_problems(person.nik_number)
        found += [replace(problem, field=f"{part}nik") for problem in shape if problem.is_hard]
    low, high = household.wants_age_from, household.wants_age_to
    if low is not None and high is not None and low > high:
        text = _("Umur paling rendah melebihi umur paling tinggi.")
        found.append(Problem("carer_wishes_no_age", text, field="wants_age_to"))
    numbers = [person.nik_number for person in household.people if person.nik_number]
    if len(set(numbers)) < len(numbers):
        text = _("Dua orang tidak memakai satu NIK.")
        found.append(Problem("carer_nik_twice", text, source=_("Kaidah NIK Dukcapil"), field="spouse_nik"))
    return found


def check_problems(
    candidate: Candidate, *, code: str, verdict: str, done_on: date, paper_number: str, note: str, content: bytes
) -> list[Problem]:
    """A check is of something that this kind asks, has been made, and says by which paper, or why not."""
    found = open_candidate_problems(candidate)
    asked = requirement_of(candidate.kind, code)
    if asked is None:
        return [*found, Problem("carer_check_unknown", _("Syarat ini tidak diminta dari calon ini."), field="verdict")]
    if done_on > today_in(candidate.office.region):
        found.append(Problem("carer_check_ahead", _("Tanggal ini belum tiba."), field="done_on"))
    if verdict == Verdict.MET and not asked.is_visit and not paper_number.strip() and not content:
        text = _("Isi nomor suratnya atau unggah suratnya.")
        found.append(Problem("carer_check_without_paper", text, source=LAW_FORMS, field="paper_number"))
    if (verdict == Verdict.NOT_MET or asked.is_visit) and not note.strip():
        text = _("Tuliskan apa yang ditemukan.")
        found.append(Problem("carer_check_without_note", text, field="note"))
    if content and is_too_large(len(content)):
        text = _("Berkas paling besar %(n)d MB.") % {"n": most_megabytes()}
        found.append(Problem("file_too_large", text, field="file"))
    elif content and not kind_of(content):
        found.append(Problem("file_kind_unknown", _("Unggah berkas PDF, JPEG, atau PNG."), field="file"))
    return found


def candidate_problems(candidate: Candidate, on: date) -> list[Problem]:
    """What stands against approving this household on `on`, hard first. Needs `people` and `checks`; the numbers of the
    office that keeps it count."""
    found = [problem for rule in RULES for problem in rule(candidate, on)]
    return sorted(found, key=lambda problem: not problem.is_hard)


def age_problems(candidate: Candidate, on: date) -> Iterator[Problem]:
    """30 to 55 years, of a guardian at least 30 [confirmed S26, S28, S29]."""
    low, high = value_for("adopter_age_years", candidate.office, on=on)
    if candidate.kind == CandidateKind.GUARDIAN:
        low, high = value_for("guardian_min_age_years", candidate.office, on=on), None
    for person in candidate.people.all():
        age = person.age_on(on)
        if age < low:
            text = counted("%(who)s berumur %(n)d tahun. Paling rendah %(low)s tahun.", n=age, low=low, who=person.name)
            yield Problem("carer_too_young", text, source=LAW_AGE)
        elif high is not None and age > high:
            text = counted(
                "%(who)s berumur %(n)d tahun. Paling tinggi %(high)s tahun.", n=age, high=high, who=person.name
            )
            yield Problem("carer_too_old", text, source=LAW_AGE)


def citizen_problems(candidate: Candidate, on: date) -> Iterator[Problem]:
    """Foster parents are Indonesian; of adopters one is, and the Minister permits (domain.md 6)."""
    people = list(candidate.people.all())
    if candidate.kind == CandidateKind.FOSTER and not all(person.is_citizen for person in people):
        yield Problem("carer_not_citizen", _("Orang tua asuh adalah warga negara Indonesia."), source=LAW_FOSTER)
    if candidate.kind == CandidateKind.ADOPTER and not any(person.is_citizen for person in people):
        text = _("Sedikitnya salah satu calon orang tua angkat adalah warga negara Indonesia.")
        yield Problem("adopter_without_citizen", text, source=LAW_ADOPTION)


def couple_problems(candidate: Candidate, on: date) -> Iterator[Problem]:
    """Adopters are a couple of man and wife, married long enough, with at most one child; somebody alone needs the
    Minister's permit, which the process asks for. Of a foster parent alone a reason is kept: the papers that the law
    lists speak of a couple."""
    people = list(candidate.people.all())
    if candidate.kind == CandidateKind.FOSTER and not candidate.is_married:
        text = _("Syarat orang tua asuh memuat buku nikah. Tuliskan mengapa calon tunggal dapat diterima.")
        yield Problem("foster_parent_alone", text, "soft", LAW_FOSTER)
    if candidate.kind != CandidateKind.ADOPTER:
        return
    if candidate.married_on is None:
        text = _("Calon orang tua angkat tunggal hanya dengan izin Menteri. Tuliskan dasar izinnya.")
        yield Problem("adopter_alone", text, "soft", LAW_ADOPTION)
    else:
        years: int = value_for("adopter_marriage_years", candidate.office, on=on)
        if years_after(candidate.married_on, years) > on:
            text = counted("Calon orang tua angkat menikah paling singkat %(n)d tahun.", n=years)
            yield Problem("adopter_married_too_short", text, source=LAW_ADOPTION)
    if len({person.sex for person in people}) < len(people):
        text = _("Calon orang tua angkat tidak merupakan pasangan sejenis.")
        yield Problem("adopter_same_sex", text, source=LAW_ADOPTION)
    most: int = value_for("adopter_children_most", candidate.office, on=on)
    if candidate.own_children > most:
        text = counted("Calon orang tua angkat belum punya anak, atau paling banyak %(n)d anak.", n=most)
        yield Problem("adopter_has_children", text, source=LAW_ADOPTION)


def faith_known_problems(candidate: Candidate, on: date) -> Iterator[Problem]:
    """The child's faith is asked of whoever cares outside the family; until theirs is known nobody can say (hard when a
    child is matched, see `matching`)."""
    if any(not person.faith for person in candidate.people.all()):
        text = _("Agama calon belum tercatat. Pengasuh di luar keluarga seagama dengan anak.")
        yield Problem("carer_faith_unrecorded", text, "soft", LAW_FORMS)


def requirement_problems(candidate: Candidate, on: date) -> Iterator[Problem]:
    """Every line of `REQUIREMENTS` is met and still counts; one that is not hard lets a reason do."""
    for asked, check, how in standing_of(candidate, on):
        words = {"what": asked.label, "note": check.note if check else ""}
        tag = "hard" if asked.is_hard else "soft"
        if how == "missing":
            text = _("%(what)s belum diperiksa.") % words
            yield Problem(f"carer_lacks_{asked.code.lower()}", text, tag, LAW_FORMS)
        elif how == "failed":
            text = _("%(what)s tidak terpenuhi: %(note)s") % words
            yield Problem(f"carer_fails_{asked.code.lower()}", text, tag, LAW_FORMS)
        elif how == "expired":
            text = _("%(what)s sudah tidak berlaku. Minta yang baru.") % words
            yield Problem(f"carer_expired_{asked.code.lower()}", text, tag, LAW_FORMS)


RULES: list[Callable[[Candidate, date], Iterator[Problem]]] = [
    age_problems,
    citizen_problems,
    couple_problems,
    faith_known_problems,
    requirement_problems,
]


def signing_problems(
    candidate: Candidate, by: Actor, *, max_children: int, considerations: str, on: date, children: int = 0
) -> list[Problem]:
    """What stands against this person signing a permit: they selected the household themselves, too many children, or
    fewer than are there, no words (four eyes count persons). children: who lives there or is to come; a child stays
    while its next place is found, so that a reason says how that goes on."""
    found = []
    selected = {check.recorded_by_id for check in candidate.checks.all() if check.code in VISITS}
    if by.user_id in selected | {candidate.registered_by_id}:
        text = _("Yang mendaftarkan atau menyeleksi calon ini tidak menyetujuinya. Minta pejabat lain.")
        found.append(Problem("carer_four_eyes", text, source=LAW_FOUR_EYES))
    most: int = value_for("foster_max_children", candidate.office, on=on)
    if candidate.kind == CandidateKind.FOSTER and max_children > most:
        text = counted("Paling banyak %(n)d anak dalam satu keluarga asuh.", n=most)
        found.append(Problem("carer_too_many_children", text, source=LAW_FOSTER, field="max_children"))
    if max_children < children:
        text = counted("Izin ini di bawah %(n)d anak yang tinggal atau akan tinggal di keluarga ini.", n=children)
        found.append(Problem("carer_permit_below_children", text, "soft", LAW_PERMIT, "max_children"))
    if max_children < 1:
        text = _("Izin berlaku untuk sedikitnya satu anak.")
        found.append(Problem("carer_for_no_child", text, field="max_children"))
    if not considerations.strip():
        text = _("Tulis pertimbangan.")
        found.append(Problem("carer_considerations_missing", text, source=LAW_FOUR_EYES, field="considerations"))
    return found
