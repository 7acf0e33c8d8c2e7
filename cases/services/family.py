"""The people around the beneficiary."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, require, require_no_problems
from atensi.language import in_record_language
from atensi.versions import refuse_other_version

from .. import permissions
from ..eligibility.common import open_problems
from ..models import Beneficiary, Case, FamilyMember
from ..states import KINSHIP_DEGREES, EventKind, Relation
from .events import add_event
from .locks import locked, locked_case

# What the page of a person shows to be changed.
SEEN_OF_MEMBER = (
    *("name", "relation", "kinship_degree", "faith", "is_alive", "is_caregiver"),
    *("may_contact", "is_alleged_harmer", "phone", "address", "note"),
)
BIRTH_PARENTS = frozenset({Relation.MOTHER, Relation.FATHER})


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
    same_as: Beneficiary | None = None,
) -> FamilyMember:
    """Record a person of the family; without a degree the usual one of the relation counts (domain.md 5.1 rank 2).

    same_as: the beneficiary this person is (a sibling with a file of their own). Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    require_no_problems(open_problems(case))
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
        same_as=same_as,
    )
    add_event(case=case, kind=EventKind.FAMILY_RECORDED, by=by, text=member.get_relation_display())
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
) -> FamilyMember:
    """Correct what is known of a person. A birth parent stays one: the tie of blood is kept (UU 35/2014 art. 39, hard).

    seen: the version (`version_of`) that the user read. Raises NotAllowed, StaleWrite, RuleViolation.
    """
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    member = locked(member)
    require(member.beneficiary_id == case.beneficiary_id)
    refuse_other_version(member, SEEN_OF_MEMBER, seen)
    require_no_problems(open_problems(case) + _blood_tie_problems(member, relation))
    member.name, member.relation, member.phone, member.address = name, relation, phone, address
    member.kinship_degree = KINSHIP_DEGREES.get(relation) if kinship_degree is None else kinship_degree
    member.is_alive, member.is_caregiver, member.may_contact = is_alive, is_caregiver, may_contact
    member.is_alleged_harmer, member.faith, member.note = is_alleged_harmer, faith, note
    member.save()
    record("family.update", case, by=by, data={"member": member.pk, "relation": relation})
    return member


def _blood_tie_problems(member: FamilyMember, relation: str) -> list[Problem]:
    if member.relation not in BIRTH_PARENTS or relation == member.relation:
        return []
    text = _("Hubungan dengan orang tua kandung tidak dihapus. Tambahkan orang lain sebagai anggota keluarga baru.")
    return [Problem("birth_parent_stays", text, source=_("UU 35/2014 pasal 39"), field="relation")]
