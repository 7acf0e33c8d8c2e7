"""A session for tests: people of cases that a worker has in hand, each with a plan in force."""

import uuid
from datetime import date

from django.utils import timezone

from cases.services.sessions import Attending, record_session
from cases.states import Base, Stage
from tests.cases.factories import CaseFactory
from tests.cases.papers import CarePlanFactory, sign, worker_of


def planned_case(**given):
    case = CaseFactory(**{"stage": Stage.IMPLEMENT} | given)
    sign(CarePlanFactory(case=case))
    return case


def beside(case, **given):
    """Another case of the same worker."""
    return planned_case(worker=case.worker, office=case.office, **given)


def held(case, people=None, **changes):
    """A TEPAK of today with the child of `case`, or with `people`."""
    given = {
        "form_id": uuid.uuid4(),
        "kind": "TEPAK",
        "base": Base.FAMILY,
        "held_on": today(),
        "place": "Balai desa (contoh)",
        "facilitators": "Petugas Contoh",
        "agenda": "Suara anak, rencana keluarga (contoh)",
        "people": [Attending(case)] if people is None else people,
        "by": worker_of(case),
    }
    return record_session(**given | changes)


def today() -> date:
    return timezone.localdate()
