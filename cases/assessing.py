"""What a questionnaire asks that the case tells already. Pure, but for the day."""

from __future__ import annotations

from datetime import date
from typing import Any

from atensi.forms import years_between
from atensi.instruments.answers import normal
from atensi.instruments.definition import Definition
from atensi.reference.workdays import today_in

from .models import Beneficiary, Case

# Codes of questions that are answered from the beneficiary's record when an assessment is begun.
AGE_GROUP, SEX = "age_group", "sex"
# First age that no longer belongs to the group (UU 35/2014 art. 1: a child is under 18; UU 13/1998: elderly from 60).
AGE_GROUPS = ((5, "UNDER_5"), (12, "AGE_5_11"), (18, "AGE_12_17"), (60, "ADULT"))
OLDEST = "ELDER"


def age_group(born: date, on: date) -> str:
    age = years_between(born, on)
    return next((group for end, group in AGE_GROUPS if age < end), OLDEST)


def told_by(person: Beneficiary, on: date) -> dict[str, str]:
    """Code of a question -> its answer, as far as the record tells."""
    told = {SEX: person.sex}
    return told if person.birth_date is None else {**told, AGE_GROUP: age_group(person.birth_date, on)}


def facts_of(case: Case, questionnaire: Definition) -> dict[str, Any]:
    """Those of them that this questionnaire asks, in the options it has. The worker may answer otherwise."""
    told = told_by(case.beneficiary, today_in(case.office.region))
    asked = {code: answer for code, answer in told.items() if questionnaire.question(code)}
    return normal(questionnaire, asked)[0]
