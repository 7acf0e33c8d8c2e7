"""Whether a person may be placed somewhere on a day: the person, the title, the place (domain.md 5, 7; design.md 4)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.documents.models import Document
from atensi.errors import Problem
from carers.eligibility.matching import matched_problems
from carers.ways import KINSHIP_REACH
from cases.models import Case, FamilyMember
from cases.states import RESIDENTIAL_FORMS, Base, CareForm, Relation
from institutions.models import Institution

from ..models import CareDecision, Placement
from ..states import Title
from .carers import carer_faith_problems
from .closures import closed_home_problems
from .places import (
    accreditation_problems,
    band_problems,
    certificate_end_problems,
    faith_problems,
    place_problems,
    target_group_problems,
)
from .proposals import Proposal, open_placement_of, with_facts
from .titles import (
    court_problems,
    decision_problems,
    emergency_days_left,
    emergency_problems,
    existing_problems,
    may_follow,
    way_problems,
)

LAW_KIN = _("PP 44/2017")
LAW_CONFERENCE = _("Permensos 30/HUK/2011, pembahasan kasus sebelum anak pindah")
LAW_BASES = _("Permensos 7/2021, tiga basis layanan")
# A child who lives in the home already is entered although it should not have come there: to refuse would only hide it
# (design.md 4). A reason is kept, and the decision that is due asks again.
SOFT_WHEN_EXISTING = frozenset({"licence_expired", "faith_differs", "no_band", "home_closing"})


def placement_problems(
    *,
    case: Case,
    title: str,
    form: str,
    base: str,
    institution: Institution | None,
    carer: FamilyMember | None,
    decision: CareDecision | None,
    starts_on: date,
    term: str = "",
    order_number: str = "",
    order_on: date | None = None,
    order_document: Document | None = None,
) -> list[Problem]:
    """What stands against beginning this placement on `starts_on`, hard first.

    The count of free places is only true while the caller holds the lock of the institution's row.
    """
    asked = Proposal(
        case=case,
        title=title,
        form=form,
        base=base,
        institution=institution,
        carer=carer,
        decision=decision,
        starts_on=starts_on,
        term=term,
        order_number=order_number,
        order_on=order_on,
        order_document=order_document,
        open_placement=open_placement_of(case.beneficiary),
        until_on=_until_on(case, title, starts_on, decision),
    )
    asked = with_facts(asked)
    found = [problem for rule in RULES for problem in rule(asked)]
    if title == Title.EXISTING:
        found = [replace(problem, tag="soft") if problem.code in SOFT_WHEN_EXISTING else problem for problem in found]
    return sorted(found, key=lambda problem: not problem.is_hard)


def _until_on(case: Case, title: str, starts_on: date, decision: CareDecision | None) -> date | None:
    """The last day of the expected stay: that of the decision, of an emergency its limit."""
    if title == Title.EMERGENCY:
        return starts_on + timedelta(days=emergency_days_left(case.beneficiary, case.office, starts_on))
    end: date | None = decision.valid_until if decision else None
    return end


def person_problems(asked: Proposal) -> Iterator[Problem]:
    if asked.beneficiary.died_on:
        yield Problem("beneficiary_died", _("Anak ini tercatat meninggal."))
    if not asked.case.is_open:
        yield Problem("case_closed", _("Kasus ini sudah ditutup. Buka kasus baru lebih dulu."))
    if asked.starts_on > asked.today:
        yield Problem(
            "starts_in_future", _("Tanggal masuk belum tiba. Catat pada hari anak datang."), field="starts_on"
        )
    open_ = asked.open_placement
    if open_ is None:
        return
    if not may_follow(open_, asked.title):
        text = _("Anak ini masih dalam penempatan sejak %(date)s. Akhiri atau pindahkan lewat tinjauan lebih dulu.")
        yield Problem("open_placement", text % {"date": date_words(open_.starts_on)})
    elif asked.starts_on < open_.starts_on:
        yield Problem("before_open_placement", _("Tanggal masuk sebelum penempatan yang berjalan."), field="starts_on")


def shape_problems(asked: Proposal) -> Iterator[Problem]:
    """Residential base if and only if rank 6 or 7; a family has a carer; a community base names its body."""
    if (asked.form in RESIDENTIAL_FORMS) != (asked.base == Base.RESIDENTIAL):
        yield Problem("base_does_not_fit", _("Basis residensial hanya untuk LKSA dan Sentra."), source=LAW_BASES)
    elif asked.base != Base.FAMILY and asked.institution is None:
        yield Problem("no_institution", _("Pilih lembaganya."), field="institution")
    if asked.base != Base.RESIDENTIAL:
        yield from carer_problems(asked)


def carer_problems(asked: Proposal) -> Iterator[Problem]:
    """Who cares in a family: of this case, able to, kin where kinship is the form, of the child's faith elsewhere."""
    carer = asked.carer
    if carer is None or carer.beneficiary_id != asked.beneficiary.pk:
        yield Problem("no_carer", _("Pilih pengasuh dari keluarga yang tercatat di kasus ini."), field="carer")
        return
    if not carer.may_receive_child:
        text = _("Pengasuh ini meninggal, tidak boleh dihubungi anak, atau diduga pelaku.")
        yield Problem("carer_not_possible", text, field="carer")
    parent = carer.relation in {Relation.MOTHER, Relation.FATHER}
    if asked.form == CareForm.BIRTH_FAMILY and not parent:
        yield Problem("carer_not_parent", _("Keluarga inti berarti ibu atau ayah."), source=LAW_KIN, field="carer")
    if asked.form == CareForm.KINSHIP and not 0 < (carer.kinship_degree or 0) <= KINSHIP_REACH:
        text = _("Kerabat berarti hubungan darah sampai derajat ketiga.")
        yield Problem("carer_not_kin", text, source=LAW_KIN, field="carer")
    yield from carer_faith_problems(asked.form, asked.beneficiary, carer, field="carer")
    if asked.title != Title.COURT:  # what a court ordered, an office obeys
        by_decision = asked.title == Title.DECISION
        yield from matched_problems(asked.case, asked.form, carer, on=asked.starts_on, by_decision=by_decision)


def sibling_problems(asked: Proposal) -> Iterator[Problem]:
    """Siblings are kept together; separation needs a reason (domain.md 5.3, soft)."""
    if any(not _together(asked, placement) for placement in asked.facts.siblings):
        text = _("Saudara kandungnya diasuh di tempat lain. Saudara diasuh bersama; tulis alasan bila berpisah.")
        yield Problem("siblings_apart", text, "soft", _("30/HUK/2011, kebersamaan anak bersaudara"))


def _together(asked: Proposal, placement: Placement) -> bool:
    if asked.base == Base.RESIDENTIAL:
        return asked.institution is not None and placement.institution_id == asked.institution.pk
    if placement.carer is None or asked.carer is None:
        return False
    return placement.carer.name.casefold() == asked.carer.name.casefold()


def move_problems(asked: Proposal) -> Iterator[Problem]:
    """Before a child changes the place, those around it confer (domain.md 9, hard): during the stay that ends, or for
    the request that was decided. What a court ordered, and an emergency, do not wait for it."""
    leaving, decision = asked.open_placement, asked.decision
    if leaving is None or decision is None or asked.title != Title.DECISION or not may_follow(leaving, asked.title):
        return
    if _together(asked, leaving) or decision.referral.conference_id is not None:
        return
    if not asked.case.conferences.filter(held_on__range=(leaving.starts_on, asked.starts_on)).exists():
        text = _("Anak pindah tempat setelah pembahasan kasus. Catat pembahasan selama penempatan yang sekarang.")
        yield Problem("conference_before_move", text, source=LAW_CONFERENCE)


# Whether the place is fit for the child; a decision asks the same of the place that it names.
FITNESS_RULES: list[Callable[[Proposal], Iterator[Problem]]] = [
    place_problems,
    band_problems,
    accreditation_problems,
    certificate_end_problems,
    faith_problems,
    target_group_problems,
    closed_home_problems,
    sibling_problems,
]
RULES: list[Callable[[Proposal], Iterator[Problem]]] = [
    person_problems,
    decision_problems,
    court_problems,
    way_problems,
    emergency_problems,
    existing_problems,
    shape_problems,
    move_problems,
    *FITNESS_RULES,
]
