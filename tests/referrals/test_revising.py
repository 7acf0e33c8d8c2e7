"""A care decision is changed with a reason, to end sooner or in its words (UU 30/2014 art. 63; domain.md 5.2)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from atensi.notices.models import Notice
from cases.models import CaseEvent
from institutions.states import Role
from referrals.eligibility.placements import placement_problems
from referrals.models import CareDecision, DecisionRevision
from referrals.services.extensions import ask_extension, decline_extension, sign_extension
from referrals.services.revising import revise_decision
from referrals.services.revoking import revoke_decision
from referrals.states import DecisionOutcome, Title
from tests.institutions.factories import InstitutionFactory, MandateFactory, actor_of, deputy_of

from .factories import CareDecisionFactory, member
from .scenes import scene
from .test_revoking import admitted, refused_by, sign

pytestmark = pytest.mark.django_db
WHY = "Ibu pulang lebih awal (rekaan)."


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages
    cache.clear()


@pytest.fixture
def the():
    return scene(beneficiary__name="Rahasia Rekaan")


@pytest.fixture
def decision(the):
    return sign(the, the.ask())


def ahead(days: int):
    return timezone.localdate() + timedelta(days=days)


def revise(decision, by, until_on=None, correction="", reason=WHY) -> DecisionRevision:
    return revise_decision(decision=decision, by=by, reason=reason, until_on=until_on, correction=correction)


def test_a_stay_ends_with_the_changed_decision_and_is_reviewed_before(the, decision):
    placement = admitted(the, decision)
    review, signed = placement.reviews.get(), decision.ends_on
    assert placement.planned_end_on == signed
    revision = revise(decision, actor_of(the.decider), until_on=ahead(30))
    placement.refresh_from_db()
    review.refresh_from_db()
    decision.refresh_from_db()
    assert (decision.ends_on, decision.valid_until) == (signed, ahead(30))
    assert (revision.ends_before, placement.planned_end_on, placement.is_open) == (signed, ahead(30), True)
    assert review.due_on == ahead(30 - 7)  # setting review_before_end_days
    year = timezone.localdate().year
    assert revision.paper.number == f"PB/0001/DINSOS-14.01/{year}"
    told = set(Notice.objects.filter(kind="decision:revised").values_list("recipient", flat=True))
    assert told == {the.worker.user_id, the.home_staff.user_id}
    event = AuditEvent.objects.get(verb="decision.revise")
    assert (event.subject, event.data["reviews"]) == (f"caredecision:{decision.pk}", [review.pk])
    assert CaseEvent.objects.filter(case=the.case, text__contains=revision.paper.number).count() == 1


def test_it_is_changed_more_than_once_and_taken_back_after(the, decision):
    by = actor_of(the.decider)
    papers = [revise(decision, by, until_on=ahead(days)).paper.number for days in (70, 60)]
    papers.append(revoke_decision(decision=decision, by=by, reason=WHY).paper.number)
    assert [number.split("/DIN")[0] for number in papers] == ["PB/0001", "PB/0002", "PC/0001"]


@pytest.mark.rule("extension_outdated")
def test_what_was_asked_before_the_change_is_asked_anew(the, decision):
    placement = admitted(the, decision)
    later = placement.planned_end_on + timedelta(days=60)
    asked = ask_extension(placement=placement, by=actor_of(the.worker), until_on=later, reason="Rekaan.")
    revise(decision, actor_of(the.decider), until_on=ahead(30))
    other = actor_of(member(the.office, Role.SOCIAL_OFFICE_DECIDER))
    signing = {"extension": asked, "by": other, "considerations": "Rekaan."}
    assert refused_by(lambda: sign_extension(**signing)) == {"extension_outdated"}
    decline_extension(**signing)
    placement.refresh_from_db()
    assert placement.planned_end_on == ahead(30)


def test_an_extended_stay_ends_sooner_without_being_taken_back(client, the, decision):
    placement = admitted(the, decision)
    signed, later = placement.planned_end_on, placement.planned_end_on + timedelta(days=60)
    asked = ask_extension(placement=placement, by=actor_of(the.worker), until_on=later, reason="Rekaan.")
    extension = sign_extension(extension=asked, by=actor_of(the.decider), considerations="Rekaan.")
    assert refused_by(lambda: revise(decision, actor_of(the.decider), until_on=later)) == {"revision_not_shorter"}
    revision = revise(decision, actor_of(the.decider), until_on=later - timedelta(days=9))
    placement.refresh_from_db()
    decision = CareDecision.objects.get(pk=decision.pk)
    assert (revision.ends_before, placement.planned_end_on) == (later, later - timedelta(days=9))
    assert decision.valid_until == signed
    said = client.get(reverse("verification:check", args=[extension.paper.document.verification_code]))
    assert "Tidak berlaku lagi" in said.content.decode()


def test_a_child_who_comes_after_the_change_is_reviewed_before_the_end(the, decision):
    due = decision.start_due_on
    revise(decision, actor_of(the.decider), until_on=due)
    assert decision.review_due_on > due
    assert admitted(the, decision).reviews.get().due_on == due


@pytest.mark.rule("revision_of_unused")
def test_what_nobody_uses_is_taken_back_rather_than_shortened(the, decision):
    before = decision.start_due_on - timedelta(days=1)
    assert refused_by(lambda: revise(decision, actor_of(the.decider), until_on=before)) == {"revision_of_unused"}


def test_its_words_are_set_right_and_its_end_stands(the, decision):
    end = decision.valid_until
    revision = revise(decision, actor_of(the.decider), correction="Lahir 2016, bukan 2015 (rekaan).")
    decision.refresh_from_db()
    assert (revision.ends_before, revision.until_on, decision.valid_until) == (None, None, end)


@pytest.mark.rule("decision_not_in_force")
def test_no_placement_begins_after_the_changed_end():
    kin = CareDecisionFactory(kinship=True, starts_on=ahead(-20))
    decider = member(kin.deciding_office, Role.SOCIAL_OFFICE_DECIDER)
    revise(kin, actor_of(decider), until_on=ahead(0))
    assert kin in CareDecision.objects.startable(ahead(0))
    assert kin not in CareDecision.objects.startable(ahead(1))
    kin = CareDecision.objects.get(pk=kin.pk)
    given = {"case": kin.case, "title": Title.DECISION, "form": kin.form, "base": kin.base, "decision": kin}
    given |= {"institution": None, "carer": kin.carer, "term": kin.term}
    late = {problem.code for problem in placement_problems(**given, starts_on=ahead(1))}
    assert "decision_not_in_force" in late
    in_time = {problem.code for problem in placement_problems(**given, starts_on=ahead(0))}
    assert "decision_not_in_force" not in in_time


@pytest.mark.rule("revision_not_shorter")
def test_it_never_lasts_longer(the, decision):
    by = actor_of(the.decider)
    for days in (0, 90):
        end = decision.ends_on + timedelta(days=days)
        assert refused_by(lambda end=end: revise(decision, by, until_on=end)) == {"revision_not_shorter"}
    revise(decision, by, until_on=ahead(60))
    assert refused_by(lambda: revise(decision, by, until_on=ahead(70))) == {"revision_not_shorter"}
    revise(decision, by, until_on=ahead(50))
    assert CareDecision.objects.get(pk=decision.pk).valid_until == ahead(50)


@pytest.mark.rule("revision_reaches_back")
def test_it_does_not_reach_back(the, decision):
    assert refused_by(lambda: revise(decision, actor_of(the.decider), until_on=ahead(-1))) == {"revision_reaches_back"}


@pytest.mark.rule("revision_changes_nothing", "revision_without_reason")
def test_it_says_what_changes_and_why(the, decision):
    by = actor_of(the.decider)
    found = refused_by(lambda: revise(decision, by, correction=" ", reason=" "))
    assert found == {"revision_changes_nothing", "revision_without_reason"}


@pytest.mark.rule("nothing_to_revise")
def test_neither_a_refusal_nor_what_is_over_or_taken_back_is_changed(the, decision):
    by = actor_of(the.decider)
    revoke_decision(decision=decision, by=by, reason=WHY)
    refusal = CareDecisionFactory(case=the.case, outcome=DecisionOutcome.REJECTED)
    over = CareDecisionFactory(case=the.case, ends_on=ahead(-3))
    for row in (decision, refusal, over):
        assert refused_by(lambda row=row: revise(row, by, correction="Rekaan.")) == {"nothing_to_revise"}


@pytest.mark.rule("referrals.permissions.can_revoke")
def test_only_a_decider_of_the_deciding_office_changes_it(the, decision):
    foreign = member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER)
    for person in (the.worker, the.supervisor, the.home_staff, foreign):
        with pytest.raises(NotAllowed):
            revise(decision, actor_of(person), correction="Rekaan.")
    mandate = MandateFactory(grantor=the.decider)
    made = revise(decision, deputy_of(mandate), correction="Rekaan.")
    assert (made.signed_by, made.signed_for) == (mandate.deputy, the.decider.user)


@pytest.mark.rule("revision_four_eyes")
def test_who_wrote_the_report_does_not_change_the_decision(the, decision):
    both = member(the.office, Role.SOCIAL_OFFICE_DECIDER, user=the.worker.user)
    assert refused_by(lambda: revise(decision, actor_of(both), correction="Rekaan.")) == {"revision_four_eyes"}


def test_page_and_both_codes(client, the, decision):
    page = reverse("referrals:decision_revise", args=[decision.pk])
    shown = reverse("referrals:decision", args=[decision.pk])
    client.force_login(the.decider.user)
    assert page in client.get(shown).content.decode()
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": WHY}).status_code == 409
    assert client.post(page, {"reason": WHY, "until_on": ahead(30).isoformat()})["Location"] == shown
    assert WHY in client.get(shown).content.decode()
    revision = DecisionRevision.objects.get()
    for code, words in (
        (decision.document.verification_code, "Diubah, berlaku sampai"),
        (revision.paper.document.verification_code, revision.paper.number),
    ):
        said = client.get(reverse("verification:check", args=[code])).content.decode()
        assert words in said
        assert "Rahasia" not in said
        assert WHY not in said
    client.force_login(the.worker.user)
    assert client.get(page).status_code == 403
    assert page not in client.get(shown).content.decode()
