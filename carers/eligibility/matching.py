"""Which household of the register fits a child, and what a decision asks of the one that was chosen (domain.md 6)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.language import counted
from atensi.reference.workdays import today_in
from cases.models import Beneficiary, Case, FamilyMember
from cases.names import is_same_name
from cases.states import CareForm, Relation
from institutions.parameters import value_for
from institutions.states import Faith

from ..models import Candidate, CandidatePermit, CareMatch, CareProcess
from ..requirements import KIND_OF_FORM, LAW_FOSTER
from ..states import CandidateKind, CandidateState
from ..ways import WAYS

LAW_FAITH: dict[str, str | Promise] = {
    CareForm.FOSTER: _("PP 44/2017"),
    CareForm.GUARDIAN: _("PP 29/2019"),
    CareForm.ADOPTION: _("UU 23/2002 pasal 39; PP 54/2007"),
}
LAW_PEOPLE = _("PP 44/2017; PP 29/2019; PP 54/2007; hanya orang yang lulus seleksi dan verifikasi")
LAW_PLACES = _("PP 44/2017; jumlah anak menurut izin dan setelan kantor")
LAW_WISH = _("Permensos 1/2020, kesediaan calon pengasuh")
LAW_FORMS = _("PP 44/2017; PP 29/2019; PP 54/2007")
SAME_DISTRICT, SAME_REGENCY, FARTHER = range(3)  # how far a household lives from the child


@dataclass(frozen=True)
class Looking:
    """A child for whom a household is looked for, and what is known of the register on `on`.

    taken: id of a household of the case's office -> how many children live there or are to come. with_siblings: the
    same -> how many of them are brothers or sisters of this child whom the reader may know of. most: children in one
    foster family, by the office's setting.
    """

    case: Case
    form: str
    on: date
    taken: dict[int, int]
    with_siblings: Counter[int]
    most: int

    @property
    def child(self) -> Beneficiary:
        return self.case.beneficiary

    def places(self, candidate: Candidate) -> int:
        """As `places_of`. Needs `permits`."""
        return places_of(candidate, self.on, most=self.most)

    def far(self, candidate: Candidate) -> int:
        """How far it lives from where the child lived: the child keeps school and friends where it can."""
        here, there = self.child.region_id, candidate.region_id
        if here == there:
            return SAME_DISTRICT
        return SAME_REGENCY if here[:5] == there[:5] else FARTHER


@dataclass(frozen=True, slots=True)
class Fit:
    """How one household fits: what stands against it, hard first, and what speaks for it."""

    candidate: Candidate
    problems: list[Problem]
    taken: int
    places: int
    siblings: int
    far: int

    @property
    def fits(self) -> bool:
        return not any(problem.is_hard for problem in self.problems)

    @property
    def free(self) -> int:
        return max(0, self.places - self.taken)


def permit_on(candidate: Candidate, on: date) -> CandidatePermit | None:
    """The permit that is in force on a day. Needs `permits`, newest first."""
    return next((one for one in candidate.permits.all() if one.valid_from <= on <= one.valid_until), None)


def places_of(candidate: Candidate, on: date, *, most: int) -> int:
    """How many children the household may have at once; 0 without a permit in force. most: in one foster family, by the
    setting `foster_max_children` of its office. Needs `permits`."""
    permit = permit_on(candidate, on)
    if permit is None:
        return 0
    return min(permit.max_children, most) if candidate.kind == CandidateKind.FOSTER else permit.max_children


def children_of(candidate: Candidate) -> list[CareMatch]:
    """Who lives in the household or is to come, whoever may see their cases: its places are counted by all of them."""
    return list(CareMatch.objects.standing().filter(candidate=candidate))


def looking_for(case: Case, form: str, *, reader: Any = None) -> Looking:
    """What the rules look at: at most four queries and a setting. reader: who is told where brothers and sisters live;
    without one nobody is told."""
    on = today_in(case.office.region)
    standing = CareMatch.objects.standing().filter(candidate__office=case.office)
    rows = standing.values_list("candidate").annotate(children=Count("pk")).order_by()
    most: int = value_for("foster_max_children", case.office, on=on)
    return Looking(case, form, on, dict(rows), _siblings_told(case.beneficiary, reader), most)


def _siblings_told(child: Beneficiary, reader: Any) -> Counter[int]:
    """candidate id -> brothers and sisters there whose case `reader` sees with its names: where others live stays
    unsaid, as with the router (docs/adr/0033)."""
    siblings = _siblings_of(child) if reader is not None else set()
    if not siblings:
        return Counter()
    told = Case.objects.filter(beneficiary__in=siblings).visible_to(reader).named_to(reader)
    return Counter(CareMatch.objects.standing().filter(case__in=told).values_list("candidate", flat=True))


def _siblings_of(child: Beneficiary) -> set[int]:
    """Brothers and sisters who have a file, from either side: two queries."""
    kin = FamilyMember.objects.filter(relation=Relation.SIBLING)
    return {
        *kin.filter(beneficiary=child, same_as__isnull=False).values_list("same_as", flat=True),
        *kin.filter(same_as=child).values_list("beneficiary", flat=True),
    }


def fits_of(looking: Looking, candidates: Iterable[Candidate]) -> list[Fit]:
    """Each household with what stands against it; those that fit first: with brothers or sisters, then near, then with
    the most room. Needs `people` and `permits`."""
    found = [fit_of(looking, candidate) for candidate in candidates]
    return sorted(found, key=lambda fit: (not fit.fits, -fit.siblings, fit.far, -fit.free, fit.candidate.pk))


def fit_of(looking: Looking, candidate: Candidate) -> Fit:
    problems = [problem for rule in FIT_RULES for problem in rule(looking, candidate)]
    return Fit(
        candidate,
        sorted(problems, key=lambda problem: not problem.is_hard),
        looking.taken.get(candidate.pk, 0),
        looking.places(candidate),
        looking.with_siblings[candidate.pk],
        looking.far(candidate),
    )


def permitted_problems(looking: Looking, candidate: Candidate) -> Iterator[Problem]:
    """Approved for this form, and the permit is in force."""
    if candidate.kind != KIND_OF_FORM[looking.form]:
        text = _("Keluarga ini terdaftar sebagai %(kind)s.") % {"kind": candidate.get_kind_display()}
        yield Problem("match_of_other_form", text, source=LAW_FORMS)
    if candidate.state != CandidateState.APPROVED:
        text = _("Keluarga ini berstatus %(state)s.") % {"state": candidate.get_state_display()}
        yield Problem("match_not_approved", text, source=LAW_FORMS)
    elif permit_on(candidate, looking.on) is None:
        yield Problem("match_permit_over", _("Izin keluarga ini tidak berlaku hari ini."), source=LAW_FORMS)


def faith_problems(looking: Looking, candidate: Candidate) -> Iterator[Problem]:
    """Who cares outside the family is of the child's faith (hard); while one is unknown a reason lets it pass."""
    differs = list(faith_differs_problems(looking.child, candidate, looking.form))
    if differs:
        yield from differs
    elif not looking.child.faith or not all(person.faith for person in candidate.people.all()):
        text = _("Agama anak atau keluarga ini belum tercatat. Tuliskan bagaimana agama anak dijaga.")
        yield Problem("match_faith_unknown", text, "soft", LAW_FAITH[looking.form])


def faith_differs_problems(
    child: Beneficiary, candidate: Candidate, form: str, *, field: str = ""
) -> Iterator[Problem]:
    """Everybody of the household is of the child's faith, as far as both are known. field: of the form that names the
    carer. Needs `people`."""
    own, theirs = child.faith, [person.faith for person in candidate.people.all()]
    other = next((faith for faith in theirs if faith and own and faith != own), "")
    if other:
        said = {"theirs": Faith(other).label, "own": Faith(own).label}
        text = _("Keluarga ini beragama %(theirs)s, anak beragama %(own)s.") % said
        yield Problem("match_faith_differs", text, source=LAW_FAITH[form], field=field)


def room_problems(looking: Looking, candidate: Candidate) -> Iterator[Problem]:
    """No more children than the permit and the setting say; true only while the household's row is locked."""
    places = looking.places(candidate)
    if places and looking.taken.get(candidate.pk, 0) >= places:
        text = counted("Keluarga ini penuh: paling banyak %(n)d anak.", n=places)
        yield Problem("match_household_full", text, source=LAW_PLACES)


def wish_problems(looking: Looking, candidate: Candidate) -> Iterator[Problem]:
    """Which child the household offered to take: nobody is given a child that they did not feel able to care for."""
    child, age = looking.child, looking.child.age_on(looking.on)
    if candidate.wants_sex and child.sex in ("MALE", "FEMALE") and candidate.wants_sex != child.sex:
        text = _("Keluarga ini menerima anak %(sex)s.") % {"sex": candidate.get_wants_sex_display().lower()}
        yield Problem("match_sex_unwanted", text, source=LAW_WISH)
    low = 0 if candidate.wants_age_from is None else candidate.wants_age_from
    high = 17 if candidate.wants_age_to is None else candidate.wants_age_to
    if age is not None and not low <= age <= high:
        text = _("Keluarga ini menerima anak berumur %(low)d sampai %(high)d tahun.") % {"low": low, "high": high}
        yield Problem("match_age_unwanted", text, source=LAW_WISH)


FIT_RULES: list[Callable[[Looking, Candidate], Iterator[Problem]]] = [
    permitted_problems,
    faith_problems,
    room_problems,
    wish_problems,
]


def choice_problems(
    case: Case, form: str, candidate: Candidate, *, carer: FamilyMember | None, reason: str
) -> Iterator[Problem]:
    """What stands against choosing now: of a child, one household at a time, on a way that was begun, with a reason."""
    if not case.beneficiary.is_child:
        text = _("Keluarga pengasuh hanya dicari untuk anak.")
        yield Problem("match_of_adult", text, source=LAW_FORMS)
    if case.beneficiary.died_on:
        yield Problem("beneficiary_died", _("Anak ini tercatat meninggal."))
    rows = CareMatch.objects.standing().filter(case=case, form=form)
    if rows.filter(lives_from=None).exists() or rows.filter(candidate=candidate).exists():
        text = _("Sudah ada keluarga yang dipilih. Akhiri dulu pilihan itu.")
        yield Problem("match_chosen_already", text)
    if form in WAYS and not CareProcess.objects.standing().filter(case=case, form=form).exists():
        text = _("Buka dulu prosesnya: keluarga dipilih di dalam proses.")
        yield Problem("match_without_process", text, source=LAW_FORMS)
    if carer is not None and (carer.beneficiary_id != case.beneficiary_id or not carer.may_receive_child):
        text = _("Orang ini bukan dari keluarga anak, meninggal, tidak boleh dihubungi anak, atau diduga pelaku.")
        yield Problem("match_carer_not_possible", text, field="carer")
    elif carer is not None and _stands_elsewhere(case, carer, candidate):
        text = _("Orang ini pengasuh di keluarga lain yang dipilih untuk anak ini.")
        yield Problem("match_carer_not_possible", text, field="carer")
    if carer is not None:
        yield from stranger_problems(candidate, carer)
    if not reason.strip():
        yield Problem("match_without_reason", _("Tuliskan mengapa keluarga ini."), field="reason")


def is_of_household(candidate: Candidate, carer: FamilyMember) -> bool:
    """Whether the register names `carer` as one of the household. Needs `people`."""
    return any(is_same_name(person.name, carer.name) for person in candidate.people.all())


def stranger_problems(candidate: Candidate, carer: FamilyMember) -> Iterator[Problem]:
    """Who stands for a household is one of those whom the office selected and permitted. Needs `people`."""
    if not is_of_household(candidate, carer):
        text = _("%(name)s tidak tercatat di keluarga %(number)s. Pilih orang dari keluarga itu, atau samakan namanya.")
        said = {"name": carer.name, "number": candidate.number}
        yield Problem("carer_not_of_household", text % said, source=LAW_PEOPLE, field="carer")


def _stands_elsewhere(case: Case, carer: FamilyMember, candidate: Candidate) -> bool:
    """Whether `carer` stands for another household that was chosen for the child, or where it lives."""
    return CareMatch.objects.standing().filter(case=case, carer=carer).exclude(candidate=candidate).exists()


def match_ending_problems(match: CareMatch, reason: str) -> Iterator[Problem]:
    """A choice is ended once, with its reason; where the child lives there, by the end of the placement."""
    if match.ended_on is not None:
        yield Problem("match_ended", _("Pilihan ini sudah diakhiri."))
    elif match.lives_from is not None:
        yield Problem("match_lived_in", _("Anak tinggal di keluarga ini. Akhiri penempatannya."))
    if not reason.strip():
        yield Problem("match_end_without_why", _("Tuliskan mengapa pilihan diakhiri."), field="reason")


def matched_problems(case: Case, form: str, carer: FamilyMember, *, on: date, by_decision: bool) -> Iterator[Problem]:
    """What a decision or placement with `carer` asks of the register: it is the household that was chosen, the
    carer is of it, it may still care on that day and is of the child's faith, all its people, as far as it is known by
    now. Foster care that the Dinas decides on comes from its register, or a reason says why not. A household where the
    child lives is asked for its permit, too."""
    if form not in KIND_OF_FORM:
        return
    rows = CareMatch.objects.standing().filter(case=case, form=form).select_related("candidate", "carer")
    standing = list(rows.prefetch_related("candidate__permits", "candidate__people"))
    named = [match for match in standing if match.carer_id == carer.pk]
    chosen = next((match for match in standing if match.lives_from is None), None)
    if named:
        household = named[0].candidate
        if household.state != CandidateState.APPROVED or permit_on(household, on) is None:
            text = _("Izin keluarga %(number)s tidak berlaku atau ditangguhkan.") % {"number": household.number}
            yield Problem("matched_household_rests", text, source=LAW_FORMS, field="carer")
        yield from stranger_problems(household, carer)
        yield from faith_differs_problems(case.beneficiary, household, form, field="carer")
    elif chosen is not None:
        text = _("Keluarga yang dipilih ialah %(name)s. Akhiri pilihan itu bila pengasuhnya lain.")
        said = {"name": chosen.carer.name}
        yield Problem("carer_not_the_chosen", text % said, source=LAW_FORMS, field="carer")
    elif form == CareForm.FOSTER and by_decision:
        text = _("Keluarga asuh ini tidak dipilih dari daftar calon. Tuliskan bagaimana ia diseleksi.")
        yield Problem("foster_not_of_register", text, "soft", LAW_FOSTER)


def closing_problems(case: Case) -> list[Problem]:
    """No case closes while a household keeps a place for a child that will not come."""
    if not CareMatch.objects.chosen().filter(case=case).exists():
        return []
    text = _("Sebuah keluarga pengasuh masih dipilih untuk anak ini. Akhiri pilihan itu.")
    return [Problem("match_open_at_closing", text)]


def leaving_register_problems(candidate: Candidate) -> Iterator[Problem]:
    """A household does not leave the register while a child lives there or is to come."""
    children = CareMatch.objects.standing().filter(candidate=candidate).count()
    if children:
        text = counted("Masih ada %(n)d anak yang tinggal atau akan tinggal di keluarga ini.", n=children)
        yield Problem("carer_has_children", text, source=LAW_FORMS)
