"""A care decision is taken back with a reason (UU 30/2014 art. 64; domain.md 5.2)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.models import Notice
from institutions.states import Role
from referrals.eligibility.extensions import extendable_problems
from referrals.eligibility.reviews import review_problems
from referrals.eligibility.signing import asked_end
from referrals.models import CareDecision, DecisionRevocation, Placement, Referral
from referrals.services.decisions import sign_decision
from referrals.services.referrals import accept_referral
from referrals.services.revoking import revoke_decision
from referrals.states import Attendee, DecisionOutcome, ReferralState, ReviewOutcome, Term
from tests.institutions.factories import InstitutionFactory, MandateFactory, actor_of, deputy_of

from .factories import CareDecisionFactory, member
from .scenes import scene

pytestmark = pytest.mark.django_db
NO_CERTIFICATE = {"not_accredited": "Menunggu visitasi (rekaan)."}
WHY = "Bibi siap mengasuh sekarang (rekaan)."


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages
    cache.clear()


@pytest.fixture
def the():
    return scene(beneficiary__name="Rahasia Rekaan")


def sign(the, referral, by=None, **changes) -> CareDecision:
    today = timezone.localdate()
    given = {"outcome": DecisionOutcome.APPROVED, "considerations": "Rekaan.", "starts_on": today, "term": Term.SHORT}
    given |= {"ends_on": asked_end(referral, today), "reasons": NO_CERTIFICATE}
    return sign_decision(referral=referral, by=actor_of(by or the.decider), **given | changes)


@pytest.fixture
def decision(the):
    return sign(the, the.ask())


def admitted(the, decision) -> Placement:
    today = timezone.localdate()
    admission = decision.admissions.get()
    accept_referral(referral=admission, by=actor_of(the.home_staff), admitted_on=today, reasons=NO_CERTIFICATE)
    return Placement.objects.get(decision=decision)


def revoke(decision, by, reason=WHY) -> DecisionRevocation:
    return revoke_decision(decision=decision, by=by, reason=reason)


def refused_by(act) -> set[str]:
    with pytest.raises(RuleViolation) as refused:
        act()
    return {problem.code for problem in refused.value.problems}


@pytest.mark.rule("decision_revoked")
def test_an_unused_decision_is_taken_back_with_its_request_to_admit(the, decision):
    admission = decision.admissions.get()
    revocation = revoke(decision, actor_of(the.decider))
    year = timezone.localdate().year
    assert revocation.paper.number == f"PC/0001/DINSOS-14.01/{year}"
    admission.refresh_from_db()
    assert admission.state == ReferralState.WITHDRAWN
    assert not Deadline.objects.filter(clock__in=["decision_unused", "answer"]).exists()
    told = set(Notice.objects.filter(kind="decision:revoked").values_list("recipient", flat=True))
    assert told == {the.worker.user_id, the.home_staff.user_id}
    event = AuditEvent.objects.get(verb="decision.revoke")
    assert (event.subject, event.data["withdrawn"]) == (f"caredecision:{decision.pk}", [admission.pk])
    with pytest.raises(RuleViolation):
        accept_referral(
            referral=Referral.objects.get(pk=admission.pk),
            by=actor_of(the.home_staff),
            admitted_on=timezone.localdate(),
            reasons=NO_CERTIFICATE,
        )
    assert not Placement.objects.exists()


@pytest.mark.rule("decision_revoked")
def test_a_running_stay_goes_on_is_reviewed_at_once_and_is_not_prolonged(the, decision):
    placement = admitted(the, decision)
    review = placement.reviews.get()
    assert review.due_on > timezone.localdate()
    revoke(decision, actor_of(the.decider))
    placement.refresh_from_db()
    review.refresh_from_db()
    assert placement.is_open
    assert review.due_on == timezone.localdate()
    assert "decision_revoked" in {problem.code for problem in extendable_problems(placement)}
    outcomes = {}
    for outcome in (ReviewOutcome.CONTINUE, ReviewOutcome.CHANGE_PLAN, ReviewOutcome.MOVE):
        found = review_problems(
            review=review,
            held_on=timezone.localdate(),
            attendees=[Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
            child_view="Aku mau pulang.",
            child_not_heard_reason="",
            family_view="Kami menunggu.",
            findings="Rekaan.",
            recommendation="Rekaan.",
            outcome=outcome,
            next_due_on=None,
        )
        outcomes[outcome] = {(problem.code, problem.tag) for problem in found}
    assert ("decision_revoked", "hard") in outcomes[ReviewOutcome.CONTINUE]
    for outcome in (ReviewOutcome.CHANGE_PLAN, ReviewOutcome.MOVE):
        assert ("title_ended", "soft") in outcomes[outcome]


@pytest.mark.rule("referrals.permissions.can_revoke")
def test_only_a_decider_of_the_deciding_office_takes_it_back(the, decision):
    foreign = member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER)
    for person in (the.worker, the.supervisor, the.home_staff, foreign):
        with pytest.raises(NotAllowed):
            revoke(decision, actor_of(person))
    mandate = MandateFactory(grantor=the.decider)
    made = revoke(decision, deputy_of(mandate))
    assert (made.signed_by, made.signed_for) == (mandate.deputy, the.decider.user)


@pytest.mark.rule("revocation_four_eyes")
def test_who_wrote_the_report_does_not_take_the_decision_back(the, decision):
    both = member(the.office, Role.SOCIAL_OFFICE_DECIDER, user=the.worker.user)
    assert refused_by(lambda: revoke(decision, actor_of(both))) == {"revocation_four_eyes"}


@pytest.mark.rule("decision_revoked_already", "revocation_without_reason")
def test_it_is_taken_back_once_and_with_a_reason(the, decision):
    assert refused_by(lambda: revoke(decision, actor_of(the.decider), " ")) == {"revocation_without_reason"}
    revoke(decision, actor_of(the.decider))
    assert refused_by(lambda: revoke(decision, actor_of(the.decider))) == {"decision_revoked_already"}


@pytest.mark.rule("nothing_to_revoke")
@pytest.mark.parametrize("changes", [{"outcome": DecisionOutcome.REJECTED}, {"days": 3}])
def test_neither_a_refusal_nor_what_is_over_is_taken_back(the, changes):
    days = changes.pop("days", None)
    over = {"ends_on": timezone.localdate() - timedelta(days=days)} if days else {}
    decision = CareDecisionFactory(case=the.case, **changes, **over)
    assert refused_by(lambda: revoke(decision, actor_of(the.decider))) == {"nothing_to_revoke"}


def test_a_refused_revocation_leaves_no_gap_in_the_numbers(the, decision):
    refused_by(lambda: revoke(decision, actor_of(the.decider), ""))
    assert revoke(decision, actor_of(the.decider)).paper.number.startswith("PC/0001/")


def test_what_was_taken_back_is_startable_no_more():
    kin = CareDecisionFactory(kinship=True)
    assert kin in CareDecision.objects.startable(timezone.localdate())
    decider = member(kin.deciding_office, Role.SOCIAL_OFFICE_DECIDER)
    revoke(kin, actor_of(decider))
    assert kin not in CareDecision.objects.startable(timezone.localdate())


def test_page_chip_and_both_codes(client, the, decision):
    page = reverse("referrals:decision_revoke", args=[decision.pk])
    shown = reverse("referrals:decision", args=[decision.pk])
    client.force_login(the.decider.user)
    assert page in client.get(shown).content.decode()
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": WHY})["Location"] == shown
    told = client.get(shown).content.decode()
    assert WHY in told
    assert page not in told
    assert client.get(page).status_code == 302
    assert client.post(page, {"reason": WHY}).status_code == 409
    revoked = client.get("/rujukan/keputusan/", {"status": "dicabut"})
    assert list(revoked.context["rows"]) == [decision]
    revocation = DecisionRevocation.objects.get()
    for code, words in (
        (decision.document.verification_code, "Dicabut pada"),
        (revocation.paper.document.verification_code, revocation.paper.number),
    ):
        said = client.get(reverse("verification:check", args=[code])).content.decode()
        assert words in said
        assert "Rahasia" not in said
        assert WHY not in said
    client.force_login(the.worker.user)
    assert client.get(page).status_code == 403
    assert page not in client.get(shown).content.decode()
