"""The people around the beneficiary."""

from datetime import date

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.versions import refuse_other_version

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.kin import care_problems, member_problems
from ..event_states import EventKind
from ..models import Case, FamilyMember
from ..states import KINSHIP_DEGREES
from .caregiving import keep_caregiving, running_period
from .contact_bans import ban_of
from .events import add_event
from .locks import locked, locked_case

# What the page of a person shows to be changed.
SEEN_OF_MEMBER = (
    *("name", "relation", "kinship_degree", "faith", "is_alive", "is_caregiver"),
    *("may_contact", "is_alleged_harmer", "phone", "address", "note"),
)


@transaction.atomic
@in_record_language
def add_family_member(
    *,
    case: Case,
    by: Actor,
    name: str,
    relation: str,
    kinship_degree: int | None = None,
    phone: str = "",
    address: str = "",
    is_alive: bool = True,
    is_caregiver: bool = False,
    may_contact: bool = True,
    is_alleged_harmer: bool = False,
    faith: str = "",
    note: str = "",
    care_changed_on: date | None = None,
) -> FamilyMember:
    """Record a person of the family; without a degree the usual one of the relation counts (domain.md 5.1 rank 2).

    care_changed_on: since when they care for the child. Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    care = care_problems(case, is_caregiver=is_caregiver, is_alive=is_alive, period=None, on=care_changed_on)
    require_no_problems(open_problems(case) + care)
    member = FamilyMember.objects.create(
        beneficiary=case.beneficiary,
        name=name,
        relation=relation,
        kinship_degree=KINSHIP_DEGREES.get(relation) if kinship_degree is None else kinship_degree,
        phone=phone,
        address=address,
        is_alive=is_alive,
        is_caregiver=is_caregiver,
        may_contact=may_contact,
        is_alleged_harmer=is_alleged_harmer,
        faith=faith,
        note=note,
    )
    add_event(case=case, kind=EventKind.FAMILY_RECORDED, by=by, text=member.get_relation_display())
    keep_caregiving(case=case, member=member, period=None, on=care_changed_on, by=by)
    record("family.add", case, by=by, data={"member": member.pk, "relation": relation})
    return member


@transaction.atomic
@in_record_language
def update_family_member(
    *,
    case: Case,
    member: FamilyMember,
    by: Actor,
    name: str,
    relation: str,
    kinship_degree: int | None = None,
    phone: str = "",
    address: str = "",
    is_alive: bool = True,
    is_caregiver: bool = False,
    may_contact: bool = True,
    is_alleged_harmer: bool = False,
    faith: str = "",
    note: str = "",
    seen: str = "",
    care_changed_on: date | None = None,
) -> FamilyMember:
    """Correct what is known of a person. A birth parent stays one: the tie of blood is kept (UU 35/2014 art. 39, hard).

    seen: the version (`version_of`) that the user read. care_changed_on: since when they care for the child, or until
    when they did. Raises NotAllowed, StaleWrite, RuleViolation.
    """
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    member = locked(member)
    require(member.beneficiary_id == case.beneficiary_id)
    refuse_other_version(member, SEEN_OF_MEMBER, seen)
    period = running_period(member)
    require_no_problems(
        open_problems(case)
        + member_problems(member, relation, may_contact=may_contact, ban=ban_of(member))
        + care_problems(case, is_caregiver=is_caregiver, is_alive=is_alive, period=period, on=care_changed_on)
    )
    member.name, member.relation, member.phone, member.address = name, relation, phone, address
    member.kinship_degree = KINSHIP_DEGREES.get(relation) if kinship_degree is None else kinship_degree
    member.is_alive, member.is_caregiver, member.may_contact = is_alive, is_caregiver, may_contact
    member.is_alleged_harmer, member.faith, member.note = is_alleged_harmer, faith, note
    member.save()
    keep_caregiving(case=case, member=member, period=period, on=care_changed_on, by=by)
    record("family.update", case, by=by, data={"member": member.pk, "relation": relation})
    return member
