"""Households of the demo that offer to care: one that fosters, one before the decider, one whose papers are coming;
a child whose aunt is on her way to become the guardian, one who goes to kin, one for whom a family was chosen."""

from datetime import date, time, timedelta

from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.reference.models import Region
from carers.eligibility.processes import kin_of
from carers.household import Household, HouseholdPerson
from carers.models import Candidate, CareProcess
from carers.requirements import requirements_of
from carers.services.deciding import decide_candidate, submit_candidate
from carers.services.hearings import set_care_hearing
from carers.services.matching import choose_household
from carers.services.processes import open_care_process, record_care_step
from carers.services.registering import record_check, register_candidate
from carers.states import CandidateKind, DecisionChoice, Verdict
from cases.models import Case
from cases.states import CareForm, Relation

from .children import KAMPAR
from .clock import on_day
from .files import drawn_page
from .world import World

MATCHED = "Rekaan Joko"
FOSTER_DAYS_AGO, ADOPTER_DAYS_AGO, GUARDIAN_DAYS_AGO = 100, 12, 6


def register_carers(world: World) -> None:
    """All three, in Kampar."""
    with on_day(FOSTER_DAYS_AGO):
        fosters = _registered(world, CandidateKind.FOSTER, "Misal", since=14, own_children=2)
        _check(world, fosters)
        fosters = submit_candidate(candidate=fosters, by=world.actor("dewi"))
    with on_day(FOSTER_DAYS_AGO - 3):
        words = "Rumah layak, tetangga mengenal baik, siap menerima dua anak bersaudara (rekaan)."
        approved = {"choice": DecisionChoice.APPROVED, "considerations": words, "max_children": 2}
        decide_candidate(candidate=fosters, by=world.actor("farida"), **approved)
    with on_day(ADOPTER_DAYS_AGO):
        adopters = _registered(world, CandidateKind.ADOPTER, "Umpama", since=8)
        _check(world, adopters)
    with on_day(2):
        submit_candidate(candidate=adopters, by=world.actor("dewi"))
    with on_day(GUARDIAN_DAYS_AGO):
        guardians = _registered(world, CandidateKind.GUARDIAN, "Contoh", since=20, own_children=3)
        _check(world, guardians, but=("SPOUSE", "HEALTH", "VISIT"))


def lead_to_guardian(world: World) -> None:
    """As far as the court, which has set the day."""
    by = world.actor("dewi")
    case = Case.objects.get(beneficiary__name="Rekaan Bunga")
    with on_day(20):
        process = open_care_process(case=case, form=CareForm.GUARDIAN, by=by)
        _step(process, "KIN_FIRST", by, note="Nenek dan paman ditanya; keduanya setuju bibi menjadi wali (rekaan).")
    with on_day(13):
        _step(process, "STATEMENTS", by, paper_number="W/CONTOH/01")
    with on_day(4):
        _step(process, "VISIT", by, note="Bunga tidur di kamar sendiri, sekolahnya dekat (rekaan).")
    with on_day(3):
        _step(process, "TPPW", by, paper_number="TPPW/CONTOH/04", body="TPPW Kabupaten Kampar (contoh)")
    with on_day(2):
        advice = {"paper_number": "REK/CONTOH/09", "body": "Bupati Kampar (contoh)"}
        _step(process, "ADVICE", world.actor("farida"), **advice)
    with on_day(1):
        told = {"due_on": timezone.localdate() + timedelta(days=10), "at": time(9, 0)}
        court = {"court": "Pengadilan Agama Contoh", "place": "Ruang sidang 2"}
        set_care_hearing(process=process, by=by, **told, **court)


def lead_to_kin(world: World) -> None:
    """The aunt's home was seen and the child heard; assessment and support plan are to come."""
    by = world.actor("dewi")
    case = Case.objects.get(beneficiary__name="Umpama Tegar")
    with on_day(6):
        aunt = kin_of(case).get(relation=Relation.AUNT_UNCLE)
        process = open_care_process(case=case, form=CareForm.KINSHIP, relative=aunt, by=by)
        _step(process, "DEGREE", by, note="Bibi dari pihak ibu, menurut kartu keluarga (rekaan).")
    with on_day(5):
        _step(process, "VISIT", by, note="Kamar sedang dibuat; tetangga mengenal baik (rekaan).")
    with on_day(4):
        _step(process, "VOICE", by, note="Aku mau tinggal sama Bibi, asal tetap sekolah di sini (rekaan).")


def match_child(world: World) -> None:
    """The foster family of the register was chosen for a child; one of its two places is left."""
    case = Case.objects.get(beneficiary__name=MATCHED)
    fosters = Candidate.objects.get(kind=CandidateKind.FOSTER)
    with on_day(3):
        words = "Anak mengenal keluarga ini dari sekolah; sekolah dan teman tetap (rekaan)."
        chosen = {"form": CareForm.FOSTER, "candidate": fosters, "reason": words}
        choose_household(case=case, by=world.actor("dewi"), **chosen)


def _step(process: CareProcess, code: str, by: Actor, **told: str) -> None:
    record_care_step(process=process, code=code, verdict=Verdict.MET, done_on=timezone.localdate(), by=by, **told)


def _registered(world: World, kind: str, name: str, *, since: int, own_children: int = 0) -> Candidate:
    """A couple of two grown-ups around forty, married for `since` years. None of them has a NIK."""
    today = timezone.localdate()
    household = Household(
        region=Region.objects.get(pk=f"{KAMPAR}.01"),
        address=f"Jalan {name} 7 (contoh)",
        phone="0812-0000-0000",
        married_on=_years_before(today, since),
        own_children=own_children,
        people=[
            HouseholdPerson(f"Bapak {name}", "MALE", _years_before(today, 42), faith="ISLAM", occupation="Guru"),
            HouseholdPerson(f"Ibu {name}", "FEMALE", _years_before(today, 39), faith="ISLAM", occupation="Pedagang"),
        ],
    )
    office = world.institutions[KAMPAR]
    return register_candidate(office=office, kind=kind, household=household, by=world.actor("dewi"))


def _check(world: World, candidate: Candidate, *, but: tuple[str, ...] = ()) -> None:
    """Everything that is asked is found in order, but for `but`."""
    for asked in requirements_of(candidate.kind, married=True):
        if asked.code not in but:
            record_check(
                candidate=candidate,
                code=asked.code,
                verdict=Verdict.MET,
                done_on=timezone.localdate(),
                paper_number="" if asked.is_visit else f"{asked.code}/CONTOH",
                note="Rumah tenang, kamar anak tersedia (rekaan)." if asked.is_visit else "",
                content=drawn_page("Kartu Keluarga (contoh)", "PDF") if asked.code == "KK" else b"",
                by=world.actor("dewi"),
            )


def _years_before(day: date, years: int) -> date:
    return day - timedelta(days=365 * years + years // 4 + 30)
