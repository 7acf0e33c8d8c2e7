from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from atensi.generated.making import Made, generate
from atensi.generated.months import Plan
from tests import databases

CASES, HOMES, SEED, EXACT = 300, 60, 7, {"JUSTICE": 17, "SEXUAL_CRIME": 9}


def plan() -> Plan:
    """Two years of cases; in the month before last a number of two categories is given."""
    last = timezone.localdate() - timedelta(days=1)
    month = last.replace(day=1) - timedelta(days=1)
    return Plan(CASES, last - timedelta(days=730), last, {(month.year, month.month): EXACT})


@pytest.fixture(scope="package")
def nation(template_database: str, django_db_blocker, tmp_path_factory) -> Iterator[Made]:
    """A generated nation, made once for this folder in a database of its own, with seals of its own. Only read."""
    with (
        django_db_blocker.unblock(),
        made_up(plan(), template_database, tmp_path_factory.mktemp("state"), 3000) as made,
    ):
        yield made


@contextmanager
def made_up(plan: Plan, template: str, state: Path, events: int | None = None, homes: int = HOMES) -> Iterator[Made]:
    """A nation in a database of its own that the connection leads to meanwhile."""
    owner, _web = databases.roles()
    with pytest.MonkeyPatch.context() as patch, databases.clone(template, owner):
        patch.setattr(settings, "STATE_DIR", state)
        with databases.acting_as(owner):
            made = generate(plan, seed=SEED, events=events, homes=homes, tell=lambda _line: None)
        yield made
