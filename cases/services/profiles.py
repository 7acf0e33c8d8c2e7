"""Health, communication and school of a person."""

from collections.abc import Collection

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require_no_problems
from atensi.versions import refuse_other_version

from ..eligibility.persons import school_problems
from ..identity import profile_of
from ..models import BeneficiaryProfile, Case
from .persons import begin

SEEN_OF_HEALTH = ("disabilities", "disability_note", "aids", "health_note", "communications", "language")
SEEN_OF_SCHOOL = ("schooling", "school_level", "school", "school_class", "school_note")


@transaction.atomic
def describe_health(
    *,
    case: Case,
    by: Actor,
    disabilities: Collection[str] = (),
    disability_note: str = "",
    aids: str = "",
    health_note: str = "",
    communications: Collection[str] = (),
    language: str = "",
    seen: str = "",
) -> BeneficiaryProfile:
    """Say what disability the person lives with, and how one speaks with them (UU 8/2016 art. 4; UU 27/2022 art. 26).

    disabilities, communications: codes of `Disability`, `Communication`. seen: the version (`SEEN_OF_HEALTH`) that the
    user read. Raises NotAllowed, StaleWrite, RuleViolation.
    """
    _case, person = begin(case, by)
    profile = profile_of(person)
    refuse_other_version(profile, SEEN_OF_HEALTH, seen)
    profile.disabilities, profile.disability_note, profile.aids = list(disabilities), disability_note, aids
    profile.communications, profile.language, profile.health_note = list(communications), language, health_note
    profile.save()
    record("beneficiary.health", person, by=by)
    return profile


@transaction.atomic
def describe_school(
    *,
    case: Case,
    by: Actor,
    schooling: str = "",
    school_level: str = "",
    school: str = "",
    school_class: str = "",
    school_note: str = "",
    seen: str = "",
) -> BeneficiaryProfile:
    """Say whether, where and in which class the person goes to school. schooling: a `Schooling`; school_level: a
    `SchoolLevel`, of somebody who goes, went or finished. Raises as `describe_health`."""
    _case, person = begin(case, by)
    profile = profile_of(person)
    refuse_other_version(profile, SEEN_OF_SCHOOL, seen)
    require_no_problems(school_problems(schooling, school_level))
    profile.schooling, profile.school_level, profile.school = schooling, school_level, school
    profile.school_class, profile.school_note = school_class, school_note
    profile.save()
    record("beneficiary.school", person, by=by)
    return profile
