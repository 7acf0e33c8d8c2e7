"""Beginning and ending a placement: the only writers of where a child lives (design.md 4; domain.md 5)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.documents.models import Document
from atensi.errors import Problem, RuleViolation, require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from carers.services.locks import hold_households_of
from carers.services.matching import enter_household
from cases.event_states import EventKind
from cases.models import Case, FamilyMember
from cases.services.events import add_event
from cases.services.locks import locked, locked_case
from cases.services.reentries import watch_reentry
from cases.services.shares import share_case
from cases.states import Base, rank_of
from institutions.models import CapacityBand, Institution
from institutions.parameters import value_for

from ..capacity import held, taken_in_bands
from ..eligibility.endings import ending_problems
from ..eligibility.placements import placement_problems
from ..eligibility.proposals import open_placement_of
from ..eligibility.sending import LAW_ORDER
from ..eligibility.titles import LAW_57, LAW_EMERGENCY, emergency_days_left
from ..models import CareDecision, Placement, Referral
from ..permissions import can_change_placement, can_start_placement
from ..review_rules import review_rule_for
from ..states import OPEN_PLACEMENTS, EndReason, PlacementState, Title
from .endings import follow, found_again
from .holds import use_holds
from .leaving import facts, finish
from .locks import locked_placement
from .review_plan import plan_review
from .turns import take_turns

OVERLAP_CONSTRAINTS = ("placements_of_one_person_do_not_overlap", "one_open_placement_per_person")


@dataclass(frozen=True, slots=True)
class BandOccupancy:
    """How full one band of a residence's places is. taken: places lived in or held."""

    band: CapacityBand
    taken: int

    @property
    def free(self) -> int:
        return max(0, self.band.places - self.taken)


@dataclass(frozen=True, slots=True)
class Occupancy:
    """How full a residence is. taken: children who live there now; held: places kept free for others."""

    places: int
    taken: int
    over_limit: int
    held: int = 0
    bands: tuple["BandOccupancy", ...] = ()

    @property
    def free(self) -> int:
        return max(0, self.places - self.taken - self.held)


def occupancy(institution: Institution) -> Occupancy:
    """Places and children of `institution` and of its bands, counted from its open placements: three queries, and
    one more where it has bands."""
    rows = (
        Placement.objects.filter(institution=institution, base=Base.RESIDENTIAL, state__in=OPEN_PLACEMENTS)
        .values("state")
        .annotate(children=Count("pk"))
        .values_list("state", "children")
    )
    by_state = dict(rows.order_by())
    bands = list(institution.bands.all())
    taken = taken_in_bands(bands, on=today_in(institution.region))
    return Occupancy(
        places=institution.places,
        taken=sum(by_state.values()),
        over_limit=by_state.get(PlacementState.OVERSTAYED, 0),
        held=held().filter(institution=institution).count(),
        bands=tuple(BandOccupancy(band, taken[band.pk]) for band in bands),
    )


@transaction.atomic
@in_record_language
def start_placement(
    *,
    case: Case,
    by: Actor,
    title: str,
    form: str,
    base: str,
    term: str,
    starts_on: date,
    institution: Institution | None = None,
    carer: FamilyMember | None = None,
    decision: CareDecision | None = None,
    referral: Referral | None = None,
    order_number: str = "",
    order_on: date | None = None,
    order_document: Document | None = None,
    reasons: dict[str, str] | None = None,
) -> Placement:
    """Begin a placement with its first review, and share the case with the institution that cares.

    An open placement that this one may follow (an emergency put right by a decision; a review that decided to move)
    ends on the same day. Raises NotAllowed; RuleViolation with `placement_problems`, and when the person is placed
    elsewhere on that day. Source: design.md 4; domain.md 5.3; UU 23/2002 arts. 37, 57-58.
    """
    case = locked_case(case)
    referral = locked(referral) if referral else None
    require(
        can_start_placement(by, case=case, title=title, base=base, institution=institution, referral=referral),
        _("Hanya lembaga penerima, atau untuk keluarga pekerja sosial kasus ini, yang memulai penempatan."),
    )
    # The count of free places stays true until this transaction ends: whoever comes next waits here.
    if institution is not None:
        institution = Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    hold_households_of(case)
    asked = {"title": title, "form": form, "base": base, "institution": institution, "carer": carer}
    asked |= {"decision": decision, "term": term, "starts_on": starts_on}
    asked |= {"order_number": order_number.strip(), "order_on": order_on, "order_document": order_document}
    problems = [*_referral_problems(asked, referral), *placement_problems(case=case, **asked)]
    kept = require_no_problems(problems, reasons=reasons)
    if institution is not None and title != Title.EXISTING:
        share_case(case=case, institution=institution, by=by)
    previous = _end_previous(case, form, institution, carer, starts_on, by)
    placement = _create(case=case, soft_reasons=kept, admitted_by_id=by.user_id, referral=referral, **asked)
    enter_household(case=case, form=form, carer=carer, on=starts_on)
    if institution is not None and title == Title.EXISTING:
        # That the child lives there is what gives the home that entered it the right to the case.
        share_case(case=case, institution=institution, by=by)
    use_holds(placement, by=by)
    plan_review(placement=placement)
    words = f"{placement.place_name}. {placement.get_title_display()}, {placement.get_term_display()}."
    add_event(case=case, kind=EventKind.PLACED, by=by, text=words)
    if previous is None:
        found_again(case=case, by=by, note=placement.place_name)
        watch_reentry(beneficiary=case.beneficiary, on=starts_on, by=by, case=case)
    keep_deadlines(cases=[case.pk], by=by)
    record("placement.start", placement, by=by, data=facts(placement))
    return placement


def start_as_decided(*, decision: CareDecision, by: Actor, starts_on: date, **given: Any) -> Placement:
    """Begin the placement that Dinas Sosial decided on. given: the court's order and `reasons`, as `start_placement`
    takes them. Raises what it raises."""
    return start_placement(
        case=decision.case,
        by=by,
        title=Title.DECISION,
        form=decision.form,
        base=decision.base,
        term=decision.term,
        institution=decision.institution,
        carer=decision.carer,
        decision=decision,
        starts_on=starts_on,
        **given,
    )


def _referral_problems(asked: dict[str, Any], referral: Referral | None) -> list[Problem]:
    """The referral that an institution answers must carry the title it admits by."""
    if referral is None:
        return []
    title, decision = asked["title"], asked["decision"]
    order = (asked["order_number"], asked["order_on"], asked["order_document"])
    if title == Title.COURT and (referral.order_number, referral.order_on, referral.order_document) != order:
        text = _("Rujukan ini menyebut penetapan yang lain, atau tidak menyebut satu pun.")
        return [Problem("order_differs", text, source=LAW_ORDER)]
    if title == Title.EMERGENCY and not referral.is_emergency:
        return [Problem("not_an_emergency", _("Rujukan ini bukan rujukan darurat."), source=LAW_EMERGENCY)]
    if title == Title.DECISION and referral.decision_id != (decision.pk if decision else None):
        return [Problem("decision_differs", _("Rujukan ini menyebut keputusan yang lain."), source=LAW_57)]
    return []


def _create(*, case: Case, title: str, term: str, starts_on: date, **fields: Any) -> Placement:
    """Write the row with the settings that rule it, copied (domain.md 13)."""
    decision = fields["decision"]
    office = decision.deciding_office if decision else case.office
    limit, emergency_ends_on, referral_due_on = None, None, None
    if title == Title.EXISTING:
        days = value_for("existing_resident_referral_days", office)
        referral_due_on = today_in(case.office.region) + timedelta(days=days)
    if title == Title.EMERGENCY:
        limit = emergency_days_left(case.beneficiary, case.office, starts_on)
        emergency_ends_on = starts_on + timedelta(days=limit)
    try:
        with transaction.atomic():
            made = Placement.objects.create(
                case=case,
                beneficiary=case.beneficiary,
                title=title,
                term=term,
                starts_on=starts_on,
                limit_days=limit,
                emergency_ends_on=emergency_ends_on,
                referral_due_on=referral_due_on,
                planned_end_on=decision.valid_until if decision else emergency_ends_on,
                review_rule=review_rule_for(term=term, beneficiary=case.beneficiary, office=office, on=starts_on),
                admitted_at=timezone.now(),
                **fields,
            )
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name not in OVERLAP_CONSTRAINTS:
            raise
        text = _("Anak ini sudah punya penempatan pada tanggal itu.")
        raise RuleViolation(Problem("placement_overlaps", text, field="starts_on")) from error
    if title == Title.EMERGENCY:
        take_turns(case)
    return made


def _end_previous(
    case: Case, form: str, institution: Institution | None, carer: FamilyMember | None, on: date, by: Actor
) -> Placement | None:
    """End the placement that the new one follows, and return it; `placement_problems` has said that it may."""
    previous = open_placement_of(case.beneficiary)
    if previous is None:
        return None
    to_family = previous.is_residential and rank_of(form) < rank_of(previous.form)
    reason = EndReason.SUBSTITUTE_FAMILY if to_family else EndReason.MOVED
    previous = locked(previous)
    return finish(placement=previous, on=on, reason=reason, by=by, stays_with=institution, goes_to=(form, carer))


@transaction.atomic
@in_record_language
def end_placement(
    *,
    placement: Placement,
    by: Actor,
    on: date,
    reason: str,
    note: str = "",
    reasons: dict[str, str] | None = None,
) -> Placement:
    """End an open placement on `on`, cancel its open review, take the case's share back from the institution. A child
    who ran away is searched for; a death is written with the person.

    note: what happened; asked for where nobody decided the end (HAPPENED). Raises NotAllowed; RuleViolation when it has
    ended already, `on` lies before its start or ahead, or with `ending_problems`.
    """
    case, placement = locked_placement(placement)
    require(can_change_placement(by, placement))
    kept = require_no_problems(ending_problems(placement, on=on, reason=reason, note=note), reasons=reasons)
    placement.soft_reasons = placement.soft_reasons | kept
    finish(placement=placement, on=on, reason=reason, note=note, by=by)
    follow(placement, by=by)
    keep_deadlines(cases=[case.pk], by=by)
    return placement
