"""The demo with every case restricted, and each secret of a case replaced by words that occur nowhere else."""

from dataclasses import dataclass

from atensi.accounts.models import User
from atensi.fields import blind_index
from atensi.reference.models import Code, Region
from cases.models import Beneficiary, Case, CaseResponse, FamilyMember
from cases.names import name_keys
from cases.states import NikStatus
from institutions.models import Membership
from institutions.states import OFFICE_ROLES, Role
from referrals.states import OPEN_PLACEMENTS, OPEN_REFERRALS, ReferralKind
from tests.institutions.factories import region


@dataclass(frozen=True, slots=True)
class Secret:
    """The words of one case. names: whom it is about and who cares for them. place: where. story: what happened.
    nik: the number, and its beginning, which tells birth date and district."""

    case: Case
    names: tuple[str, ...]
    place: tuple[str, ...]
    story: tuple[str, ...]
    nik: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.names, *self.place, *self.story, *self.nik)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a case is about: own name and those of the family first."""

    names: tuple[str, ...]
    district: Region
    address: str
    nik: str


CATEGORY = "Xqkategori"


def restrict_all() -> list[Secret]:
    """Make every case of the demo a secret with words of its own."""
    for code in Code.objects.of(Code.List.AMPK):
        Code.objects.filter(pk=code.pk).update(label=f"{CATEGORY} {code.code}")
    Case.objects.update(restricted=True)
    cases = Case.objects.select_related("beneficiary", "office").order_by("pk")
    people: dict[int, Person] = {}
    return [_secret(number, case, people) for number, case in enumerate(cases, start=10)]


def _person(number: int, case: Case) -> Person:
    """Give whom the case is about a name, a home and a family that occur nowhere else."""
    district = region(f"{case.office.region_id}.{number + 50}")
    district.name = f"Xqkecamatan{number}"
    district.save()
    name, address, nik = f"Xqanak{number} Rekaan", f"Xqalamat{number}", f"14019944031700{number}"
    Beneficiary.objects.filter(pk=case.beneficiary_id).update(
        name=name,
        name_keys=name_keys(name),
        address=address,
        region=district,
        nik=nik,
        nik_index=blind_index(nik),
        nik_status=NikStatus.UNVERIFIED,
        no_nik_reason="",
    )
    family = []
    for member in FamilyMember.objects.filter(beneficiary=case.beneficiary_id):
        member.name = f"Xqkeluarga{number}n{member.pk}"
        member.save()
        family.append(member.name)
    return Person((name.split()[0], *family), district, address, nik)


def _secret(number: int, case: Case, people: dict[int, Person]) -> Secret:
    """The words of a case. Two cases of one person, as a merge leaves them, share the words of the person."""
    person = people.get(case.beneficiary_id) or people.setdefault(case.beneficiary_id, _person(number, case))
    CaseResponse.objects.filter(case=case).update(
        region=person.district,
        place=f"Xqdusun{number}",
        what_happened=f"Xqkejadian{number}",
        reporter_name=f"Xqpelapor{number}",
        reporter_phone=f"0899{number}000000",
    )
    return Secret(
        case=Case.objects.select_related("beneficiary", "office").get(pk=case.pk),
        names=(*person.names, f"Xqpelapor{number}", f"0899{number}000000"),
        place=(person.district.name, person.address, f"Xqdusun{number}"),
        story=(f"Xqkejadian{number}",),
        nik=(person.nik,),
    )


def works_on(user: User, case: Case) -> bool:
    """Who may read the names of a restricted case, in other words than the code's: counted person by person."""
    for row in Membership.objects.rights_of(user):
        if row.institution_id == case.office_id and (
            row.role in OFFICE_ROLES or (row.role == Role.FIELD_SOCIAL_WORKER and case.worker_id == user.pk)
        ):
            return True
        lives_there = case.placements.filter(state__in=OPEN_PLACEMENTS, institution=row.institution_id)
        helps = case.referrals.filter(kind=ReferralKind.SERVICE, to_institution=row.institution_id, state="ACCEPTED")
        if row.role in {Role.INTAKE_OFFICER, Role.LKSA_STAFF} and (lives_there.exists() or helps.exists()):
            return True
        asked = case.referrals.filter(kind=ReferralKind.CARE_DECISION, to_institution=row.institution_id)
        if row.role == Role.SOCIAL_OFFICE_DECIDER and asked.filter(state__in=OPEN_REFERRALS).exists():
            return True
    return False
