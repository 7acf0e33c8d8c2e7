"""The regency recommends before its province decides (domain.md 5.2, 5.3)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.models import Notice
from institutions.states import Role
from referrals.eligibility.signing import asked_end
from referrals.models import CareDecision, Recommendation
from referrals.papers import decision_paper
from referrals.services.decisions import sign_decision
from referrals.services.recommendations import give_recommendation
from referrals.services.referrals import withdraw_referral
from referrals.states import Advice, DecisionOutcome, Term
from reports.work import tasks_for
from tests.institutions.factories import InstitutionFactory, MandateFactory, actor_of, deputy_of

from .factories import SocialReportFactory, member
from .scenes import scene

pytestmark = pytest.mark.django_db
NO_CERTIFICATE = {"not_accredited": "Menunggu visitasi (rekaan)."}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages


@pytest.fixture
def the():
    return scene()


@pytest.fixture
def province():
    return member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER)


@pytest.fixture
def asked(the, province):
    return the.ask(to_institution=province.institution)


def advise(referral, by, **changes) -> Recommendation:
    given = {"advice": Advice.FOR, "reason": "Bibi sudah ditanya (rekaan)."} | changes
    return give_recommendation(referral=referral, by=by if isinstance(by, Actor) else actor_of(by), **given)


def sign(referral, by, **changes) -> CareDecision:
    today = timezone.localdate()
    given = {"outcome": DecisionOutcome.APPROVED, "considerations": "Rekaan.", "starts_on": today, "term": Term.SHORT}
    given |= {"ends_on": asked_end(referral, today), "reasons": NO_CERTIFICATE}
    return sign_decision(referral=referral, by=actor_of(by), **given | changes)


def refused_by(act) -> set[str]:
    with pytest.raises(RuleViolation) as refused:
        act()
    return {problem.code for problem in refused.value.problems}


@pytest.mark.rule("recommendation_missing")
def test_a_province_does_not_approve_before_the_regency_has_said_its_word(the, asked, province):
    assert refused_by(lambda: sign(asked, province)) == {"recommendation_missing", "not_accredited"}
    given = advise(asked, the.supervisor)
    year = timezone.localdate().year
    assert (given.number, given.office) == (f"REK/0001/DINSOS-14.01/{year}", the.office)
    decision = sign(asked, province)
    assert (decision.recommending_office, decision.deciding_office) == (the.office, province.institution)
    assert any(given.number in line for line in decision_paper(decision, code="")["noting"])


def test_a_province_rejects_without_it(asked, province):
    assert sign(asked, province, outcome=DecisionOutcome.REJECTED, try_first="Bibi (rekaan).", reasons={}).pk


def test_the_own_office_decides_without_a_recommendation(the):
    referral = the.ask()
    assert referral.recommendation_due_on is None
    with pytest.raises(NotAllowed):
        advise(referral, the.supervisor)
    assert sign(referral, the.decider).pk


@pytest.mark.rule("recommendation_nobody")
def test_where_nobody_may_recommend_yet_the_province_goes_on_with_a_reason(the, asked, province):
    for person in (the.supervisor, the.decider):
        person.valid_until = timezone.localdate() - timedelta(days=1)
        person.save()
    assert refused_by(lambda: sign(asked, province)) == {"recommendation_nobody", "not_accredited"}
    reasons = NO_CERTIFICATE | {"recommendation_nobody": "Kabupaten baru, belum ada pejabat (rekaan)."}
    assert sign(asked, province, reasons=reasons).soft_reasons == reasons


@pytest.mark.rule("recommendation_against")
def test_against_the_regencys_advice_the_province_says_why(the, asked, province):
    advise(asked, the.decider, advice=Advice.AGAINST)
    assert "recommendation_against" in refused_by(lambda: sign(asked, province))
    reasons = NO_CERTIFICATE | {"recommendation_against": "Bibi pindah (rekaan)."}
    assert sign(asked, province, reasons=reasons).pk


@pytest.mark.rule("referrals.permissions.can_recommend")
@pytest.mark.parametrize("role", [Role.FIELD_SOCIAL_WORKER, Role.ADMINISTRATOR])
def test_only_deciders_and_supervisors_of_the_regency_recommend(the, asked, province, role):
    for person in (member(the.office, role), province, the.home_staff):
        with pytest.raises(NotAllowed):
            advise(asked, person)


@pytest.mark.rule("recommendation_four_eyes")
def test_who_wrote_the_report_does_not_recommend_nor_by_a_deputy(the, province):
    the.report = SocialReportFactory(case=the.case, author=the.supervisor.user, signed_by=the.supervisor.user)
    referral = the.ask(to_institution=province.institution)
    assert refused_by(lambda: advise(referral, the.supervisor)) == {"recommendation_four_eyes"}
    mandate = MandateFactory(grantor=the.supervisor)
    assert refused_by(lambda: advise(referral, deputy_of(mandate))) == {"recommendation_four_eyes"}
    assert advise(referral, the.decider).pk


@pytest.mark.rule("recommender_decides")
def test_who_recommended_does_not_decide(the, asked, province):
    both = member(province.institution, Role.SOCIAL_OFFICE_DECIDER, user=the.supervisor.user)
    advise(asked, the.supervisor)
    assert "recommender_decides" in refused_by(lambda: sign(asked, both))


@pytest.mark.rule("recommender_decides")
def test_nor_does_decide_in_whose_name_a_deputy_recommended(the, asked, province):
    both = member(province.institution, Role.SOCIAL_OFFICE_DECIDER, user=the.supervisor.user)
    advise(asked, deputy_of(MandateFactory(grantor=the.supervisor)))
    assert "recommender_decides" in refused_by(lambda: sign(asked, both))


@pytest.mark.rule("recommendation_given", "recommendation_too_late", "recommendation_without_reason")
def test_it_is_given_once_with_a_reason_and_before_the_answer(the, asked, province):
    assert refused_by(lambda: advise(asked, the.supervisor, reason=" ")) == {"recommendation_without_reason"}
    advise(asked, the.supervisor)
    assert refused_by(lambda: advise(asked, the.decider)) == {"recommendation_given"}
    other = scene(the.worker)
    withdrawn = other.ask(to_institution=province.institution)
    withdraw_referral(referral=withdrawn, by=actor_of(the.worker))
    assert refused_by(lambda: advise(withdrawn, the.supervisor)) == {"recommendation_too_late"}


def test_the_regency_is_told_has_a_clock_and_a_line_of_work_until_it_speaks(the, asked, province):
    row = Deadline.objects.get(clock="recommendation")
    assert (row.subject_id, row.due_on, row.office) == (asked.pk, asked.recommendation_due_on, the.office)
    told = Notice.objects.filter(kind="recommendation:asked").values_list("recipient", flat=True)
    assert set(told) == {the.supervisor.user_id, the.decider.user_id}
    for person in (the.supervisor, the.decider):
        titles = [str(task.title) for task in tasks_for(person.user, actor_of(person))]
        assert any(title.startswith("Rekomendasi: ") for title in titles)
    advise(asked, the.supervisor)
    assert not Deadline.objects.filter(clock="recommendation").exists()
    told = Notice.objects.filter(kind="recommendation:given").values_list("recipient", flat=True)
    assert set(told) == {province.user_id, the.worker.user_id}
    titles = [str(task.title) for task in tasks_for(the.decider.user, actor_of(the.decider))]
    assert not any(title.startswith("Rekomendasi: ") for title in titles)


def test_page_from_the_evidence_to_the_word(client, the, asked, province):
    page = reverse("referrals:recommendation", args=[asked.pk])
    client.force_login(the.supervisor.user)
    response = client.get(page)
    assert "Aku mau dekat sekolah." in response.content.decode()
    assert AuditEvent.objects.filter(verb="recommendation.view_request").exists()
    assert client.post(page, {"advice": "FOR"}).status_code == 422
    answer = client.post(page, {"advice": "AGAINST", "reason": "Bibi belum ditanya (rekaan)."})
    assert answer["Location"] == reverse("referrals:detail", args=[asked.pk])
    assert "Bibi belum ditanya" in client.get(answer["Location"]).content.decode()
    assert client.get(page).status_code == 302
    assert client.post(page, {"advice": "FOR", "reason": "Lagi."}).status_code == 409
    client.force_login(province.user)
    desk = client.get(reverse("referrals:decision_sign", args=[asked.pk])).content.decode()
    assert "Bibi belum ditanya" in desk
    assert client.get(page).status_code == 403


def test_page_runs_a_fixed_number_of_queries(client, the, province):
    small = the.ask(to_institution=province.institution)
    other = scene(the.worker)
    large = other.ask(
        to_institution=province.institution,
        asked_form="SENTRA",
        asked_institution=other.sentra,
        alternatives=other.entries("SENTRA"),
    )
    client.force_login(the.supervisor.user)
    counts = []
    for referral in (small, large):
        client.get(reverse("referrals:recommendation", args=[referral.pk]))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("referrals:recommendation", args=[referral.pk])).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
