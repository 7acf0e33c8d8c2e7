"""What every assessment says, spelled once for each age group and sex: a million of them are written."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

from atensi.demo.texts import ANSWERED
from atensi.instruments.models import InstrumentVersion
from atensi.instruments.scoring import kept_scores
from atensi.instruments.states import Audience
from cases.assessing import AGE_GROUP, SEX, age_group
from cases.states import AssessmentKind


class Assessed:
    """The published questionnaire of a comprehensive assessment, and the answers to it as JSON."""

    def __init__(self) -> None:
        kind = AssessmentKind.COMPREHENSIVE
        self.version = InstrumentVersion.objects.in_force(kind, audience=Audience.CHILD)
        self.spelled = cache(self._spelled)

    def of(self, born: date, sex: str, on: date) -> tuple[str, str]:
        """Answers and scores of a child."""
        return self.spelled(age_group(born, on), str(sex))

    def _spelled(self, group: str, sex: str) -> tuple[str, str]:
        answers = {AGE_GROUP: group, SEX: sex, **ANSWERED}
        return json.dumps(answers), json.dumps(kept_scores(self.version.questionnaire, answers))
