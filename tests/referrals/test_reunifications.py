"""The return of a child to the family: ready, prepared, agreed, handed over, before a review may end the placement
(domain.md 5.3 "Reunification", hard)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from cases.event_states import EventKind
from cases.models import CaseEvent
from cases.services.shares import share_case
from cases.states import Relation
from institutions.models import Parameter
from institutions.states import Role
from referrals.eligibility.homecoming import homecoming_checks, homecoming_problems
from referrals.models import Reunification
from referrals.services.placements import end_placement
from referrals.services.reunifications import (
    record_hand_over,
    record_homecoming_consent,
    record_preparation,
    record_readiness,
)
from referrals.services.reviews import hold_review
from referrals.states import Attendee, ConsentForm, EndReason, PlacementState, ReviewOutcome
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.cases.papers import AssessmentFactory as DraftFactory
from tests.institutions.factories import InstitutionFactory, actor_of

from .factories import (
    AssessmentFactory,
    PlacementFactory,
    PlacementReviewFactory,
    ReunificationFactory,
    days_ago,
    member,
    worker_of,
)

pytestmark = pytest.mark.django_db
MISSING = {
    "no_family_to_return_to",
    "readiness_missing",
    "preparation_missing",
    "homecoming_consent_missing",
    "hand_over_missing",
}
UNABLE = [{"is_alive": False}, {"may_contact": False}, {"is_alleged_harmer": True}]


@pytest.fixture
def placement():
    return PlacementFactory()


@pytest.fixture
def aunt(placement):
    return FamilyMemberFactory(beneficiary=placement.beneficiary)


@pytest.fixture
def worker(placement):
    return actor_of(worker_of(placement.case))


def found(placement, on=None, **how) -> dict[str, str]:
    return {one.code: one.tag for one in homecoming_problems(placement=placement, on=on or timezone.localdate(), **how)}


def codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def send_home(placement, on=None, reasons=None):
    review = placement.reviews.open().first() or PlacementReviewFactory(placement=placement)
    return hold_review(
        review=review,
        by=actor_of(worker_of(placement.case)),
        held_on=on or timezone.localdate(),
        attendees=[Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
        child_view="Aku mau pulang (rekaan).",
        child_not_heard_reason="",
        family_view="Kami menunggunya (rekaan).",
        findings="Temuan rekaan.",
        recommendation="Rekomendasi rekaan.",
        outcome=ReviewOutcome.REUNIFY,
        reasons=reasons,
    )


# --- the one question: what is missing --------------------------------------------------------------------------------


@pytest.mark.rule(
    "no_family_to_return_to",
    "readiness_missing",
    "preparation_missing",
    "homecoming_consent_missing",
    "hand_over_missing",
)
def test_nobody_goes_home_unprepared(placement):
    assert found(placement) == dict.fromkeys(MISSING, "hard")
    with pytest.raises(RuleViolation) as refused:
        send_home(placement)
    assert codes(refused) == MISSING
    with pytest.raises(RuleViolation) as refused:
        end_placement(
            placement=placement,
            by=actor_of(worker_of(placement.case)),
            on=timezone.localdate(),
            reason=EndReason.REUNIFIED,
        )
    assert codes(refused) == MISSING
    placement.refresh_from_db()
    assert placement.is_open


def test_a_prepared_child_goes_home(placement):
    ReunificationFactory(placement=placement)
    assert found(placement) == {}
    send_home(placement)
    placement.refresh_from_db()
    assert (placement.state, placement.end_reason) == (PlacementState.ENDED, EndReason.REUNIFIED)


@pytest.mark.parametrize(
    ("lacks", "code"),
    [
        ({"unready": True, "kept": True}, "readiness_missing"),
        ({"steps": 0}, "preparation_missing"),
        ({"unagreed": True, "kept": True}, "homecoming_consent_missing"),
        ({"kept": True}, "hand_over_missing"),
    ],
)
@pytest.mark.rule("readiness_missing", "preparation_missing", "homecoming_consent_missing", "hand_over_missing")
def test_each_part_alone_holds_the_child_back(placement, aunt, lacks, code):
    ReunificationFactory(placement=placement, **lacks)
    assert code in found(placement)
    assert set(found(placement)) <= {code, "hand_over_missing"}
    with pytest.raises(RuleViolation) as refused:
        send_home(placement)
    assert code in codes(refused)


@pytest.mark.rule("no_family_to_return_to")
def test_a_family_that_may_not_have_the_child_is_none(placement):
    for kin in (*UNABLE, {"relation": Relation.NOT_KIN, "kinship_degree": None}):
        FamilyMemberFactory(beneficiary=placement.beneficiary, **kin)
    assert "no_family_to_return_to" in found(placement)
    FamilyMemberFactory(beneficiary=placement.beneficiary)
    assert "no_family_to_return_to" not in found(placement)


@pytest.mark.rule("readiness_old")
def test_an_old_finding_of_readiness_asks_for_a_reason(placement):
    ReunificationFactory(placement=placement, readiness_on=days_ago(95))
    assert found(placement) == {"readiness_old": "soft"}
    office, days = placement.case.office, "alternatives_evidence_max_age_days"
    Parameter.objects.create(key=days, value=120, institution=office, valid_from=days_ago(10))
    assert found(placement) == {}


@pytest.mark.rule("preparation_few")
def test_fewer_steps_than_the_office_asks_for_need_a_reason(placement):
    ReunificationFactory(placement=placement, steps=2)
    assert found(placement) == {}
    Parameter.objects.create(
        key="reunification_preparations", value=3, institution=placement.case.office, valid_from=days_ago(10)
    )
    assert found(placement) == {"preparation_few": "soft"}
    [line] = [line for line in homecoming_checks(placement=placement, on=timezone.localdate()) if line.problem]
    assert "2 dari 3" in str(line.problem.text)


@pytest.mark.rule("hand_over_after_review")
def test_the_hand_over_is_no_later_than_the_review(placement):
    ReunificationFactory(placement=placement)
    assert "hand_over_after_review" in found(placement, on=days_ago(2))
    assert found(placement, on=days_ago(1)) == {}
    with pytest.raises(RuleViolation) as refused:
        send_home(placement, on=days_ago(2))
    assert "hand_over_after_review" in codes(refused)


@pytest.mark.rule("consenter_not_possible", "receiver_not_possible")
@pytest.mark.parametrize("why", UNABLE)
def test_who_may_no_longer_have_the_child_neither_agrees_nor_receives(placement, aunt, why):
    row = ReunificationFactory(placement=placement)
    for name, value in why.items():
        setattr(row.consent_by, name, value)
    row.consent_by.save()
    assert set(found(placement)) == {"consenter_not_possible", "receiver_not_possible"}


def test_the_checklist_asks_the_same_question(placement, aunt):
    ReunificationFactory(placement=placement, kept=True)
    checks = homecoming_checks(placement=placement, on=timezone.localdate())
    assert [check.problem.code if check.problem else None for check in checks] == [None] * 4 + ["hand_over_missing"]


# --- the parts --------------------------------------------------------------------------------------------------------


def all_parts(placement, aunt, by):
    today = timezone.localdate()
    ready = {"findings": "Kamar siap (rekaan).", "assessed_on": today, "assessed_by": "Peksos Rekaan"}
    record_readiness(placement=placement, by=by, **ready)
    record_preparation(placement=placement, by=by, done_on=today, what="Menginap.", with_whom="Bibi")
    said = {"form": ConsentForm.WRITTEN, "child_view": "Aku mau pulang (rekaan)."}
    record_homecoming_consent(placement=placement, by=by, member=aunt, given_on=today, **said)
    given = {"received_by": aunt, "handed_over_by": "Pengasuh Rekaan", "medicine": "Tidak ada"}
    return record_hand_over(placement=placement, by=by, handed_over_on=today, **given)


def test_the_parts_make_one_record_told_and_audited(placement, aunt, worker):
    row = all_parts(placement, aunt, worker)
    assert Reunification.objects.get() == row
    assert (row.consent_relation, row.received_by, row.medicine) == (Relation.AUNT_UNCLE, aunt, "Tidak ada")
    assert found(placement) == {}
    assert CaseEvent.objects.filter(case=placement.case, kind=EventKind.HOMECOMING_PREPARED).count() == 4
    verbs = AuditEvent.objects.filter(verb__startswith="reunification").order_by("pk").values_list("verb", flat=True)
    assert [verb.split(".")[1] for verb in verbs] == ["readiness", "prepare", "consent", "hand_over"]


@pytest.mark.rule("readiness_not_whole", "readiness_assessment_unsigned")
def test_readiness_is_a_signed_assessment_or_written_findings(placement, worker):
    with pytest.raises(RuleViolation) as refused:
        record_readiness(placement=placement, by=worker, findings="Siap.")
    assert codes(refused) == {"readiness_not_whole"}
    for other in (DraftFactory(case=placement.case), AssessmentFactory()):
        with pytest.raises(RuleViolation) as refused:
            record_readiness(
                placement=placement, by=worker, assessment=other, assessed_on=days_ago(1), assessed_by="Peksos"
            )
        assert codes(refused) == {"readiness_assessment_unsigned"}
    signed = AssessmentFactory(case=placement.case)
    row = record_readiness(placement=placement, by=worker, assessment=signed)
    assert (row.readiness_on, row.readiness_by) == (signed.assessed_on, str(signed.signed_by))


@pytest.mark.rule("preparation_not_whole", "date_ahead")
def test_a_step_says_what_and_with_whom_and_has_happened(placement, worker):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(RuleViolation) as refused:
        record_preparation(placement=placement, by=worker, done_on=tomorrow, what=" ", with_whom="")
    assert codes(refused) == {"preparation_not_whole", "date_ahead"}
    assert not Reunification.objects.exists()


@pytest.mark.rule("consenter_not_possible", "child_not_heard")
@pytest.mark.parametrize("why", [*UNABLE, {"beneficiary": None}])
def test_consent_comes_from_somebody_who_may_have_the_child_and_the_child_is_heard(placement, worker, why):
    person = FamilyMemberFactory(**({} if "beneficiary" in why else {"beneficiary": placement.beneficiary, **why}))
    said = {"member": person, "given_on": days_ago(1), "form": ConsentForm.WRITTEN}
    with pytest.raises(RuleViolation) as refused:
        record_homecoming_consent(placement=placement, by=worker, **said)
    assert codes(refused) == {"consenter_not_possible", "child_not_heard"}


@pytest.mark.rule("hand_over_without_person", "hand_over_before_placement", "receiver_not_possible")
def test_hand_over_waits_for_the_rest_and_goes_into_hands_that_may_receive(placement, aunt, worker):
    given = {"handed_over_on": days_ago(1), "received_by": aunt, "handed_over_by": "Pengasuh Rekaan"}
    with pytest.raises(RuleViolation) as refused:
        record_hand_over(placement=placement, by=worker, **given)
    assert codes(refused) == MISSING - {"no_family_to_return_to", "hand_over_missing"}
    ReunificationFactory(placement=placement, kept=True, readiness_on=days_ago(120), consent_on=days_ago(110))
    placement.reunification.steps.update(done_on=days_ago(115))
    harmer = FamilyMemberFactory(beneficiary=placement.beneficiary, is_alleged_harmer=True)
    wrong = {"handed_over_on": days_ago(101), "received_by": harmer, "handed_over_by": " "}
    with pytest.raises(RuleViolation) as refused:
        record_hand_over(placement=placement, by=worker, **wrong)
    assert codes(refused) == {"hand_over_without_person", "hand_over_before_placement", "receiver_not_possible"}


@pytest.mark.rule("hand_over_before_consent")
def test_nothing_that_a_hand_over_rests_on_is_dated_after_it(placement, worker):
    row = ReunificationFactory(placement=placement, kept=True, readiness_on=days_ago(2))
    given = {"handed_over_on": days_ago(3), "received_by": row.consent_by, "handed_over_by": "Pengasuh"}
    with pytest.raises(RuleViolation) as refused:
        record_hand_over(placement=placement, by=worker, **given)
    assert codes(refused) == {"hand_over_before_consent"}
    record_hand_over(placement=placement, by=worker, **given | {"handed_over_on": days_ago(1)})
    with pytest.raises(RuleViolation) as refused:
        record_readiness(
            placement=placement, by=worker, findings="Lagi.", assessed_on=timezone.localdate(), assessed_by="Peksos"
        )
    assert codes(refused) == {"hand_over_before_consent"}


@pytest.mark.rule("placement_ended")
def test_what_led_home_stays_as_it_was(placement, worker):
    ReunificationFactory(placement=placement)
    send_home(placement)
    with pytest.raises(RuleViolation) as refused:
        record_preparation(placement=placement, by=worker, done_on=days_ago(1), what="Lain.", with_whom="Bibi")
    assert codes(refused) == {"placement_ended"}


def test_the_house_prepares_too_and_strangers_do_not(placement, aunt):
    share_case(case=placement.case, institution=placement.institution, by=actor_of(worker_of(placement.case)))
    all_parts(placement, aunt, actor_of(member(placement.institution)))
    for stranger in (member(InstitutionFactory(lksa=True)), member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER)):
        with pytest.raises(NotAllowed):
            record_preparation(
                placement=placement, by=actor_of(stranger), done_on=days_ago(1), what="Lain.", with_whom="Bibi"
            )


# --- pages ------------------------------------------------------------------------------------------------------------


def page(placement, part=None):
    name = "reunification_record" if part else "reunification"
    return reverse(f"referrals:{name}", args=[placement.pk, *([part] if part else [])])


def test_the_page_says_what_is_missing_and_each_form_leads_back(client, placement, aunt):
    client.force_login(worker_of(placement.case).user)
    first = client.get(page(placement)).content.decode()
    assert "Kesiapan keluarga belum dinilai." in first and "Siapkan kepulangan" in first
    today = timezone.localdate().isoformat()
    pdf = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 rekaan")
    answers = {
        "kesiapan": {"findings": "Siap (rekaan).", "assessed_on": today, "assessed_by": "Peksos Rekaan"},
        "persiapan": {"done_on": today, "what": "Menginap (rekaan).", "with_whom": "Bibi"},
        "persetujuan": {
            "member": aunt.pk,
            "given_on": today,
            "form": "WRITTEN",
            "child_view": "Aku mau pulang (rekaan).",
            "paper": pdf,
        },
        "serah-terima": {"handed_over_on": today, "received_by": aunt.pk, "handed_over_by": "Pengasuh Rekaan"},
    }
    for part, data in answers.items():
        assert client.get(page(placement, part)).status_code == 200
        assert client.post(page(placement, part), data).url == page(placement)
    shown = client.get(page(placement)).content.decode()
    assert all(words in shown for words in ("Siap (rekaan).", "Menginap (rekaan).", "Aku mau pulang (rekaan)."))
    assert "Belum ada" not in shown
    paper = client.get(reverse("referrals:reunification_paper", args=[placement.pk]))
    assert b"".join(paper.streaming_content) == b"%PDF-1.7 rekaan"
    assert aunt.name not in paper["Content-Disposition"]
    tab = client.get(reverse("cases:placements", args=[placement.case_id])).content.decode()
    assert page(placement) in tab


def test_a_refused_part_is_shown_with_its_problems(client, placement, aunt):
    client.force_login(worker_of(placement.case).user)
    data = {"handed_over_on": days_ago(1).isoformat(), "received_by": aunt.pk, "handed_over_by": "Pengasuh"}
    response = client.post(page(placement, "serah-terima"), data)
    assert response.status_code == 409
    assert "Kesiapan keluarga belum dinilai." in response.content.decode()
    assert client.post(page(placement, "persiapan"), {"what": ""}).status_code == 422
    assert client.get(page(placement, "lain")).status_code == 404


def test_an_ended_return_is_read_only(client, placement):
    ReunificationFactory(placement=placement)
    send_home(placement)
    client.force_login(worker_of(placement.case).user)
    assert "tidak bisa diubah" in client.get(page(placement)).content.decode()
    assert client.get(page(placement, "kesiapan")).url == page(placement)


def test_the_pages_are_for_those_who_work_on_the_case(client, placement):
    client.force_login(worker_of(CaseFactory()).user)
    assert client.get(page(placement)).status_code == 404
    client.force_login(member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER).user)
    assert client.get(page(placement)).status_code == 200
    assert client.get(page(placement, "kesiapan")).status_code == 403


def test_the_page_runs_a_fixed_number_of_queries(client, placement, django_assert_max_num_queries):
    client.force_login(worker_of(placement.case).user)
    ReunificationFactory(placement=placement, steps=5)
    client.get(page(placement))
    with django_assert_max_num_queries(27):
        client.get(page(placement))
