"""Situations of intake that several tests start from."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from cases.person import Person
from cases.report import Report
from cases.services.responses import log_response
from cases.states import BirthPrecision, Channel, ResponseOutcome, Sex, Triage
from institutions.states import Role
from tests.cases.factories import BeneficiaryFactory, CaseFactory, code
from tests.institutions.factories import MembershipFactory, actor_of, region

DISTRICT = "14.01.05"
NIK = "1401054403170001"  # Kampar, 4 March 2017, a girl


def worker_at(office=None, **kwargs):
    if office is not None:
        kwargs["institution"] = office
    return MembershipFactory(role=Role.FIELD_SOCIAL_WORKER, **kwargs)


def supervisor_at(office, **kwargs):
    return MembershipFactory(role=Role.SUPERVISOR, institution=office, **kwargs)


def case_of(membership, **kwargs):
    """A case that `membership`'s person is responsible for; `child__...` shapes its beneficiary."""
    child = {key.removeprefix("child__"): kwargs.pop(key) for key in list(kwargs) if key.startswith("child__")}
    kwargs.setdefault("beneficiary", BeneficiaryFactory(worker_membership=membership, **child))
    return CaseFactory(worker_membership=membership, **kwargs)


def person(**kwargs):
    kwargs.setdefault("region", region(DISTRICT))
    if "birth_date" in kwargs:
        kwargs.setdefault("birth_precision", BirthPrecision.DAY)
    return Person(**{"name": "Sari Rekaan", "sex": Sex.FEMALE, **kwargs})


def report(*categories, **kwargs):
    rows = [code("AMPK", name) for name in categories or ["MALTREATED"]]
    values = {
        "channel": Channel.VILLAGE,
        "received_at": timezone.now() - timedelta(hours=2),
        "region": region(DISTRICT),
        "place": "Dusun Rekaan",
        "what_happened": "Anak ditinggal sendiri sejak kemarin.",
        "triage": Triage.MEDIUM,
        "categories": rows,
        "primary": rows[0],
    }
    return Report(**(values | kwargs))


def logged(membership, **kwargs):
    """A response logged by `membership`'s person; it opens a case unless told otherwise."""
    values = {
        "by": actor_of(membership),
        "form_id": uuid4(),
        "report": report(),
        "outcome": ResponseOutcome.OPENED_CASE,
    }
    if not {"person", "beneficiary", "case"} & set(kwargs):
        values["person"] = person()
    return log_response(**(values | kwargs))
