"""Brothers and sisters who have files of their own (domain.md 5.3: siblings are kept together)."""

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from institutions.rights import seeing

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.kin import link_problems, unlink_problems
from ..event_states import EventKind
from ..masking import cases_with_names
from ..models import Beneficiary, Case, FamilyMember
from ..names import SIMILAR, name_keys, similarity
from ..states import KINSHIP_DEGREES, Relation
from .events import add_event
from .locks import locked, locked_case


@transaction.atomic
@in_record_language
def link_sibling(*, case: Case, member: FamilyMember, sibling: Beneficiary, by: Actor) -> FamilyMember:
    """Tie a brother or sister of the family to the file of their own, which `by` may read. Where `by` works on that
    child's case, too, this child is named in that family. Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_work_on(by, case) and may_name(by, sibling))
    case, member = locked_case(case), locked(member)
    require(member.beneficiary_id == case.beneficiary_id)
    require_no_problems([*open_problems(case), *link_problems(member, sibling)])
    member.same_as = sibling
    member.save(update_fields=["same_as"])
    add_event(case=case, kind=EventKind.SIBLING_LINKED, by=by, text=str(member))
    record("family.link", case, by=by, data={"member": member.pk, "sibling": sibling.pk})
    for other in _worked_on(by, sibling):
        _name_in(other, case.beneficiary, by)
    return member


@transaction.atomic
@in_record_language
def unlink_sibling(*, case: Case, member: FamilyMember, reason: str, by: Actor) -> FamilyMember:
    """Take a wrong tie away, from both families where `by` works on both; the reason stays on the timeline and in the
    trail. Raises NotAllowed, RuleViolation."""
    require(permissions.can_work_on(by, case))
    case, member = locked_case(case), locked(member)
    require(member.beneficiary_id == case.beneficiary_id)
    require_no_problems([*open_problems(case), *unlink_problems(member, reason)])
    sibling = member.same_as
    assert sibling is not None
    _untie(case, member, reason, by)
    for other in _worked_on(by, sibling):
        for back in other.beneficiary.family.filter(same_as=case.beneficiary).select_for_update(of=("self",)):
            _untie(other, back, reason, by)
    return member


def may_name(by: Actor, person: Beneficiary) -> bool:
    """Whether `by` may read who this person is: by a case that is open to them with its names."""
    user = seeing(by)
    return bool(cases_with_names(user, Case.objects.visible_to(user).filter(beneficiary=person)))


def _worked_on(by: Actor, sibling: Beneficiary) -> list[Case]:
    """The sibling's open case that `by` works on, locked; none when they only read it."""
    cases = Case.objects.open().filter(beneficiary=sibling).order_by("pk")
    worked = [case for case in cases if permissions.can_work_on(by, case)][:1]
    return [locked_case(case) for case in worked]


def _name_in(case: Case, child: Beneficiary, by: Actor) -> None:
    """Tie `child` into the family of another case: the sibling of like name who is there, or a new one."""
    family = list(case.beneficiary.family.filter(relation=Relation.SIBLING).select_for_update(of=("self",)))
    if any(one.same_as_id == child.pk for one in family):
        return
    keys = name_keys(child.name)
    free = [one for one in family if one.same_as_id is None]
    back = next((one for one in free if similarity(keys, name_keys(one.name)) >= SIMILAR), None)
    if back is None:
        back = FamilyMember(beneficiary=case.beneficiary, name=str(child), relation=Relation.SIBLING)
        back.kinship_degree = KINSHIP_DEGREES[Relation.SIBLING]
    back.same_as = child
    back.save()
    add_event(case=case, kind=EventKind.SIBLING_LINKED, by=by, text=str(back))
    record("family.link", case, by=by, data={"member": back.pk, "sibling": child.pk})


def _untie(case: Case, member: FamilyMember, reason: str, by: Actor) -> None:
    data = {"member": member.pk, "sibling": member.same_as_id}
    member.same_as = None
    member.save(update_fields=["same_as"])
    add_event(case=case, kind=EventKind.SIBLING_UNLINKED, by=by, text=f"{member}. {reason.strip()}")
    record("family.unlink", case, by=by, data=data, reason=reason)
