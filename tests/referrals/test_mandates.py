"""design.md 3: what a deputy signs says in whose name; four eyes compares persons, the one stood in for included."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from cases.models import Case
from cases.permissions import can_assign, can_oversee, can_sign_paper
from institutions.services.mandates import end_mandate
from institutions.states import Role
from referrals.models import CareDecision, Referral
from referrals.services.referrals import redirect_referral
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, actor_of, deputy_of

from .factories import AssessmentFactory, CareDecisionFactory, member
from .scenes import scene
from .test_decisions import _own_files, refused_codes, sign, words_of

__all__ = ["_own_files"]  # keeps the papers of this module's tests in their own folder


@pytest.fixture
def the(db):
    return scene()


@pytest.fixture
def mandate(the):
    """The decider's mandate for a colleague of the worker."""
    colleague = member(the.office, Role.FIELD_SOCIAL_WORKER)
    return MandateFactory(grantor=the.decider, deputy=colleague.user, number="800/12")


def test_deputy_signs_in_the_deciders_name_and_the_row_keeps_both(the, mandate):
    decision = sign(the, the.ask(), by=deputy_of(mandate))
    assert (decision.signed_by, decision.signed_for) == (mandate.deputy, the.decider.user)
    assert decision.mandate == mandate
    assert decision.on_behalf == f"a.n. {the.decider.user} berdasarkan mandat {mandate.number}"
    event = AuditEvent.objects.get(subject=f"caredecision:{decision.pk}")
    assert (event.user_id, event.data["mandate"]) == (mandate.deputy_id, mandate.pk)


def test_deputy_reads_beside_the_button_in_whose_name_the_signature_will_be(client, the, mandate):
    url = reverse("referrals:decision_sign", args=[the.ask().pk])
    client.force_login(the.decider.user)
    assert "menandatangani a.n." not in client.get(url).content.decode()
    client.force_login(mandate.deputy)
    client.post(reverse("institutions:switch_membership"), {"membership": the.decider.pk})
    page = client.get(url).content.decode()
    assert f"{mandate.deputy}, menandatangani a.n. {the.decider.user} berdasarkan mandat 800/12" in page


def test_deputy_of_a_supervisor_reads_why_there_is_no_button_on_a_paper(client, the):
    mandate = MandateFactory(grantor=the.supervisor, deputy=member(the.office, Role.SUPERVISOR).user)
    draft = AssessmentFactory(case=the.case, signed_by=None, signed_at=None)
    url = reverse("cases:assessment", args=[the.case.pk, draft.pk])
    client.force_login(mandate.deputy)
    assert "Mandat tidak meminjamkan profesi" not in client.get(url).content.decode(), "the own office signs"
    client.post(reverse("institutions:switch_membership"), {"membership": the.supervisor.pk})
    page = client.get(url).content.decode()
    assert "Mandat tidak meminjamkan profesi" in page
    assert "Tanda tangani" not in page


def test_paper_says_in_whose_name_and_by_which_mandate(the, mandate):
    words = words_of(sign(the, the.ask(), by=deputy_of(mandate)).document)
    assert f"a.n. {the.decider.user} berdasarkan mandat" in words
    assert "800/12" in words
    assert mandate.deputy.name in words


def test_deciders_own_signature_says_nothing_of_mandates(the):
    decision = sign(the, the.ask())
    assert (decision.mandate, decision.signed_for, decision.on_behalf) == (None, None, "")


@pytest.mark.rule("four_eyes")
def test_deputy_who_wrote_the_report_does_not_sign(the):
    mandate = MandateFactory(grantor=the.decider, deputy=the.worker.user)
    referral = the.ask()
    assert "four_eyes" in refused_codes(the, referral, by=deputy_of(mandate))
    assert not CareDecision.objects.exists()


@pytest.mark.rule("four_eyes")
def test_deputy_does_not_sign_in_the_name_of_who_wrote_the_report(the):
    author_decides = MembershipFactory(user=the.worker.user, institution=the.office, role=Role.SOCIAL_OFFICE_DECIDER)
    colleague = member(the.office, Role.FIELD_SOCIAL_WORKER)
    mandate = MandateFactory(grantor=author_decides, deputy=colleague.user)
    assert "four_eyes" in refused_codes(the, the.ask(), by=deputy_of(mandate))


def test_database_holds_four_eyes_of_deputies_too(the, mandate):
    with pytest.raises(IntegrityError, match="decision_by_mandate_four_eyes"), transaction.atomic():
        CareDecisionFactory(case=the.case, social_report=the.report, mandate=mandate, signed_for=the.report.author)
    deputy = mandate.deputy
    with pytest.raises(IntegrityError, match="decision_by_mandate_four_eyes"), transaction.atomic():
        CareDecisionFactory(
            case=the.case, social_report=the.report, mandate=mandate, signed_for=deputy, signed_by=deputy
        )
    with pytest.raises(IntegrityError, match="decision_by_mandate_four_eyes"), transaction.atomic():
        CareDecisionFactory(case=the.case, social_report=the.report, mandate=mandate)


@pytest.mark.rule("mandate_not_in_force")
def test_mandate_that_ended_while_the_page_stood_open_signs_nothing(the, mandate):
    referral, actor = the.ask(), deputy_of(mandate)
    end_mandate(mandate=mandate, by=actor_of(the.decider))
    assert refused_codes(the, referral, by=actor) >= {"mandate_not_in_force"}


def test_supervisors_mandate_does_not_sign_decisions(the):
    mandate = MandateFactory(grantor=the.supervisor, deputy=member(the.office, Role.FIELD_SOCIAL_WORKER).user)
    with pytest.raises(NotAllowed):
        sign(the, the.ask(), by=deputy_of(mandate))


def test_mandate_of_another_office_decides_nothing_here(the):
    other = member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER)
    with pytest.raises(NotAllowed):
        sign(the, the.ask(), by=deputy_of(MandateFactory(grantor=other)))


def test_deputy_of_a_supervisor_oversees_and_redirects_but_signs_no_paper_of_the_profession(the):
    colleague = member(the.office, Role.FIELD_SOCIAL_WORKER)
    mandate = MandateFactory(grantor=the.supervisor, deputy=colleague.user)
    actor = deputy_of(mandate)
    assert can_oversee(actor, the.case)
    assert can_assign(actor, the.case)
    assert not can_sign_paper(actor, the.case)
    assert can_sign_paper(actor_of(the.supervisor), the.case)
    province = InstitutionFactory(provincial=True)
    redirect_referral(referral=the.ask(), by=actor, to_institution=province, reason="Wewenang provinsi (rekaan).")


def test_deputy_sees_cases_and_requests_of_the_office_only_while_the_mandate_runs(the, mandate):
    referral = the.ask()
    assert list(Case.objects.visible_to(mandate.deputy)) == [the.case]
    assert list(Referral.objects.scopes(mandate.deputy)["received"]) == [referral]
    end_mandate(mandate=mandate, by=actor_of(the.decider))
    assert not Case.objects.visible_to(mandate.deputy).exists()
    assert not Referral.objects.visible_to(mandate.deputy).exists()


def test_page_of_the_decision_says_in_whose_name(the, mandate, client):
    decision, own = sign(the, the.ask(), by=deputy_of(mandate)), scene()
    client.force_login(the.supervisor.user)
    page = client.get(reverse("referrals:decision", args=[decision.pk])).content.decode()
    assert page.count(f"a.n. {the.decider.user} berdasarkan mandat 800/12") == 2
    client.force_login(own.supervisor.user)
    page = client.get(reverse("referrals:decision", args=[sign(own, own.ask()).pk])).content.decode()
    assert "a.n." not in page


def test_deputy_finds_the_request_in_the_inbox_after_switching(the, mandate, client):
    referral = the.ask()
    client.force_login(mandate.deputy)
    desk = reverse("referrals:decision_sign", args=[referral.pk])
    assert client.get(desk).status_code == 403
    client.post(reverse("institutions:switch_membership"), {"membership": the.decider.pk})
    assert client.get(desk).status_code == 200
    end_mandate(mandate=mandate, by=actor_of(the.decider))
    assert client.get(desk).status_code == 403
