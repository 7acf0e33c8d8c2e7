"""Who is told of a referral and of a decision, in the transaction of what it tells of (issue 4.3)."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from atensi.errors import RuleViolation
from atensi.notices.models import Delivery, Notice
from atensi.notices.subjects import words_of
from institutions.states import Role
from referrals.models import Referral
from referrals.services.decisions import sign_decision
from referrals.services.referrals import (
    accept_referral,
    decline_referral,
    redirect_referral,
    withdraw_referral,
)
from referrals.states import DecisionOutcome, ReferralKind, Term
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, actor_of
from tests.referrals.factories import PlacementReviewFactory, member

from .scenes import in_days, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def the():
    return scene()


def told(kind, **narrowed):
    """Ids of the people who were told."""
    return set(Notice.objects.filter(kind=kind, **narrowed).values_list("recipient", flat=True))


def ids(*memberships):
    return {membership.user_id for membership in memberships}


def sign(the, referral, outcome=DecisionOutcome.APPROVED):
    return sign_decision(
        referral=referral,
        by=actor_of(the.decider),
        outcome=outcome,
        considerations="Pertimbangan rekaan.",
        starts_on=timezone.localdate(),
        ends_on=in_days(120),
        term=Term.SHORT,
        reasons={"not_accredited": "Menunggu visitasi (rekaan).", "shorter_than_asked": "Bibi siap (rekaan)."},
        try_first="Bibi (rekaan).",
    )


def test_those_who_receive_are_told_that_a_referral_waits(the):
    colleague = member(the.sentra, Role.INTAKE_OFFICER)
    MembershipFactory(institution=the.sentra, role=Role.ADMINISTRATOR)
    MembershipFactory(institution=the.sentra, role=Role.INTAKE_OFFICER, ended=True)

    referral = the.ask_service()

    assert told("referral:arrived") == ids(the.sentra_staff, colleague)
    notice = Notice.objects.first()
    assert (notice.subject, notice.reference) == (f"referral:{referral.pk}", referral.number)
    assert (notice.due_on, notice.path) == (referral.answer_due_on, reverse("referrals:detail", args=[referral.pk]))
    assert Delivery.objects.count() == 2


def test_a_deputy_is_told_too(the):
    mandate = MandateFactory(grantor=the.decider)
    the.ask()

    assert told("referral:arrived") == ids(the.decider, the.supervisor) | {mandate.deputy_id}


def test_an_emergency_does_not_wait_for_the_morning(the):
    the.ask_admission()

    assert told("referral:emergency") == ids(the.home_staff)
    assert Notice.objects.get().notice_kind.urgent


def test_nobody_is_told_of_what_they_did_themselves(the):
    the.ask(by=actor_of(the.supervisor))

    assert told("referral:arrived") == ids(the.decider)


def test_a_second_click_tells_nobody_twice(the):
    first = the.ask_service()
    the.ask_service(form_id=first.form_id)

    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda the, one: accept_referral(referral=one, by=actor_of(the.sentra_staff)), "referral:accepted"),
        (
            lambda the, one: decline_referral(referral=one, by=actor_of(the.sentra_staff), reason="X"),
            "referral:declined",
        ),
    ],
)
def test_the_sender_and_the_worker_are_told_of_the_answer(the, answer, kind):
    referral = the.ask_service(by=actor_of(the.supervisor))
    answer(the, referral)

    assert told(kind, acted_at=None) == ids(the.supervisor, the.worker)
    assert not Notice.objects.filter(kind="referral:arrived", acted_at=None).exists()
    assert set(Notice.objects.filter(kind="referral:arrived").values_list("acted_by", flat=True)) == ids(
        the.sentra_staff
    )


def test_what_is_passed_on_is_told_at_the_new_place_and_to_the_sender(the):
    other = InstitutionFactory(sentra=True)
    staff = member(other, Role.INTAKE_OFFICER)
    first = the.ask_service()
    redirect_referral(referral=first, by=actor_of(the.sentra_staff), to_institution=other, reason="Wilayah lain.")

    assert told("referral:arrived", acted_at=None) == ids(staff)
    assert told("referral:redirected", acted_at=None) == ids(the.worker)


def test_a_withdrawn_request_rings_nowhere_any_more(the):
    referral = the.ask_service()
    withdraw_referral(referral=referral, by=actor_of(the.worker))

    assert not Notice.objects.unread().exists()
    assert {delivery.state for delivery in Delivery.objects.all()} == {"DROPPED"}


def test_a_decision_is_told_to_worker_sender_and_the_named_institution(the):
    referral = the.ask(by=actor_of(the.supervisor))
    decision = sign(the, referral)

    admission = Referral.objects.get(kind=ReferralKind.ADMISSION)
    assert told("decision:signed", acted_at=None) == ids(the.worker, the.supervisor, the.home_staff)
    assert set(Notice.objects.filter(kind="decision:signed").values_list("reference", "is_required")) == {
        (decision.number, True)
    }
    paths = dict(Notice.objects.filter(kind="decision:signed").values_list("recipient", "path"))
    assert paths[the.worker.user_id] == reverse("referrals:decision", args=[decision.pk])
    assert paths[the.home_staff.user_id] == reverse("referrals:detail", args=[admission.pk])
    assert told("referral:arrived", subject=f"referral:{admission.pk}") == ids(the.home_staff)
    assert told("referral:arrived", acted_at=None) == ids(the.home_staff)


def test_a_rejected_request_is_told_to_those_who_asked_only(the):
    sign(the, the.ask(), DecisionOutcome.REJECTED)

    assert told("decision:signed") == ids(the.worker)


def test_each_path_opens_for_the_one_who_is_told(the, client):
    referral = the.ask(by=actor_of(the.supervisor))
    sign(the, referral)

    for notice in Notice.objects.select_related("recipient"):
        client.force_login(notice.recipient)
        answer = client.get(reverse("notices:open", args=[notice.pk]), follow=True)
        assert answer.status_code == 200, (notice, notice.path)


def test_a_refused_wish_tells_nobody(the):
    with pytest.raises(RuleViolation), transaction.atomic():
        the.ask(alternatives=[])

    assert not Notice.objects.exists()


def test_before_it_is_accepted_the_receiver_reads_no_name(the):
    referral = the.ask_service()
    notice, name = Notice.objects.get(), str(the.case.beneficiary)

    assert name not in words_of(the.sentra_staff.user, [notice])[notice.subject]
    accept_referral(referral=referral, by=actor_of(the.sentra_staff))
    assert words_of(the.sentra_staff.user, [notice])[notice.subject] == name
    assert words_of(MembershipFactory(institution=InstitutionFactory()).user, [notice]) == {}


def test_each_kind_of_subject_is_named_to_its_worker_and_to_nobody_else(the, django_assert_max_num_queries):
    decision = sign(the, the.ask())
    review = PlacementReviewFactory(placement__case=the.case)
    subjects = {
        f"case:{the.case.pk}",
        f"caredecision:{decision.pk}",
        f"placement:{review.placement_id}",
        f"placementreview:{review.pk}",
        f"referral:{decision.referral_id}",
    }
    notices = [Notice(subject=subject) for subject in subjects]

    with django_assert_max_num_queries(2 * len(subjects)):
        assert words_of(the.worker.user, notices) == dict.fromkeys(subjects, str(the.case.beneficiary))
    assert words_of(MembershipFactory(institution=InstitutionFactory()).user, notices) == {}


def test_a_restricted_case_is_masked_for_who_does_not_work_on_it(the):
    referral = the.ask_service()
    the.case.restricted = True
    the.case.save()
    words = words_of(the.sentra_staff.user, [Notice(subject=f"referral:{referral.pk}")])

    assert str(the.case.beneficiary) not in words[f"referral:{referral.pk}"]
