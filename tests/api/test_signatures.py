"""A paper is signed as it was read: the signature names the version, and another one is not signed."""

from datetime import date

import pytest

from cases.models import Assessment, CarePlan, SocialReport
from cases.plan_states import PlanHorizon
from cases.states import AssessmentKind, CareForm
from tests.api.client import Refused
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.cases.papers import version_of
from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers():
    """Drafts of each kind in one case, and its worker's program."""
    worker = MembershipFactory()
    case = CaseFactory(worker=worker.user, office=worker.institution)
    own = {"case": case, "author": worker.user}
    kind = AssessmentKind.INITIAL
    assessment = Assessment.objects.create(**own, kind=kind, version=version_of(kind), assessed_on=date(2020, 1, 2))
    plan = {"version": 1, "horizon": PlanHorizon.SHORT, "permanency_goal": CareForm.KINSHIP}
    return program_of(worker), {
        "assessment": assessment,
        "social_report": SocialReport.objects.create(**own, assessment=assessment),
        "plan": CarePlan.objects.create(**own, **plan),
    }


@pytest.mark.parametrize("room", ["assessment", "social_report", "plan"])
def test_a_paper_changed_since_it_was_read_is_not_signed(papers, room):
    program, drafts = papers
    paper = drafts[room]
    read = program.ask(f"{room}_detail_read", paper.case_id, paper.pk)["updated_at"]
    paper.save()  # by a colleague
    with pytest.raises(Refused) as refused:
        program.tell(f"{room}_signature_write", paper.case_id, paper.pk, updated_at=read)
    assert (refused.value.status, refused.value.codes) == (409, {"stale_write"})
    with pytest.raises(Refused) as refused:
        program.tell(f"{room}_signature_write", paper.case_id, paper.pk)
    assert (refused.value.status, set(refused.value.told["errors"])) == (400, {"updated_at"})
    newest = program.ask(f"{room}_detail_read", paper.case_id, paper.pk)["updated_at"]
    with pytest.raises(Refused) as refused:
        program.tell(f"{room}_signature_write", paper.case_id, paper.pk, updated_at=newest)
    assert "stale_write" not in refused.value.codes  # an empty paper has other problems
    paper.refresh_from_db()
    assert not paper.is_signed
