from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accreditation.models import Certificate
from atensi.audit.verify import verify
from atensi.demo.children import CHILDREN
from atensi.demo.world import SHOWN
from carers.models import CandidateCheck, CareHearing, CareMatch, CareProcess
from cases.models import Case, CaseTransfer
from cases.states import Stage
from institutions.models import Institution
from referrals.area import PARTNERS, stuck_around
from referrals.models import MovePlan, PlaceHold, Placement, PlacementReview, Referral, ReferralQuestion
from referrals.services.placements import occupancy
from referrals.states import PlacementState, ReferralKind, ReferralState, ReviewState


def test_demo_has_some_thirty_cases_in_all_stages(demo):
    # Others of this folder give one child a second case, to merge.
    assert Case.objects.filter(beneficiary__name__in=[child.name for child in CHILDREN]).count() == len(CHILDREN) == 31
    assert set(Case.objects.values_list("stage", flat=True)) == set(Stage)


def test_demo_has_reviews_due_overdue_and_held(demo):
    today = timezone.localdate()
    assert PlacementReview.objects.filter(state=ReviewState.HELD).exists()
    assert PlacementReview.objects.overdue().exists()
    soon = today + timedelta(days=14)
    assert PlacementReview.objects.open().filter(due_on__gte=today, due_on__lte=soon).exists()


def test_demo_has_a_full_home_and_one_with_expired_accreditation(demo):
    full = Institution.objects.get(name="LKSA Umpama Bangsa")
    assert occupancy(full).free == 0
    expired = Institution.objects.get(name="LKSA Misal Sejahtera")
    assert expired.certificates.exists()
    assert not Certificate.objects.valid_on(timezone.localdate()).filter(institution=expired).exists()


def test_demo_leaves_work_for_each_desk(demo):
    assert Referral.objects.awaiting_answer().filter(kind=ReferralKind.SERVICE).exists()
    assert Referral.objects.awaiting_answer().filter(kind=ReferralKind.ADMISSION).exists()
    assert Referral.objects.awaiting_decision().exists()
    assert ReferralQuestion.objects.filter(answered_at=None).exists()
    assert Referral.objects.filter(state=ReferralState.LAPSED).exists()
    assert PlaceHold.objects.standing().exists()
    sentra = Institution.objects.get(name="Sentra Contoh Pekanbaru")
    assert stuck_around(sentra, PARTNERS)[0].exists(), "and a partner's request without a place for the Sentra"
    assert Referral.objects.awaiting_recommendation().exists()
    assert MovePlan.objects.open().count() == 2
    assert Placement.objects.filter(state=PlacementState.ACTIVE, emergency_ends_on__isnull=False).exists()


def test_demo_shows_a_way_to_guardianship_and_the_paper_of_a_check(demo):
    ways = dict(CareProcess.objects.standing().values_list("form").annotate(Count("steps")).order_by())
    assert ways == {"GUARDIAN": 5, "KINSHIP": 3}
    assert CareHearing.objects.ahead().exists()
    assert CareMatch.objects.chosen().exists()
    assert CandidateCheck.objects.exclude(document=None).exists()


def test_demo_leaves_a_sound_audit_trail(demo):
    broken = [finding for finding in verify().findings if finding.where.startswith("case:")]
    assert not broken


def test_demo_refuses_a_database_with_people(demo):
    with pytest.raises(CommandError):
        call_command("load_demo", verbosity=0)


@pytest.mark.parametrize("username", SHOWN)
def test_first_page_of_each_sign_in_shows_its_work(demo, client, django_user_model, username):
    client.force_login(django_user_model.objects.get(username=username))
    page = client.get("/")
    assert page.status_code == 200
    # An analyst has numbers, nobody's case; for the keeper of the nation's questionnaires nothing waits.
    if username == "indah":
        assert client.get(reverse("instruments:list")).context["may_keep"]
    else:
        assert page.context["figures"] if username == "maya" else page.context["groups"]


@pytest.mark.parametrize("username", SHOWN)
def test_each_task_of_a_first_page_is_about_a_case_its_person_sees(demo, client, django_user_model, username):
    """But for what is sent to their institution and waits for its answer: that is read on its own page alone."""
    person = django_user_model.objects.get(username=username)
    client.force_login(person)
    tasks = [task for group in client.get("/").context.get("groups") or [] for task in group.tasks]
    seen = set(Case.objects.visible_to(person).values_list("pk", flat=True))
    asked = {
        reverse("referrals:detail", args=[row.pk]) for row in Referral.objects.visible_to(person).awaiting_answer()
    }
    offers = CaseTransfer.objects.visible_to(person).open()
    asked |= {reverse("cases:transfer", args=[row.pk]) for row in offers}
    assert not [task for task in tasks if task.case and task.case.pk not in seen and task.url not in asked]
    assert {task.url: client.get(task.url).status_code for task in tasks} == {task.url: 200 for task in tasks}
