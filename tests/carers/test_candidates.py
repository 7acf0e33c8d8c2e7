"""Who may stand in the register of carers, what is asked of them, who approves them (domain.md 6; PP 44/2017; PP
29/2019; PP 54/2007)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.models import Notice
from carers.eligibility.candidates import candidate_problems
from carers.models import Candidate, CandidatePerson
from carers.requirements import CODES, LAW_OF_KIND, REQUIREMENTS
from carers.services.deciding import decide_candidate, renew_permit, set_standing, submit_candidate
from carers.services.registering import change_candidate
from carers.states import CandidateKind, CandidateState
from institutions.models import Parameter
from tests.clock import standing_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

from .steps import all_checked, alone, approved, born, checked, chosen, couple, man, registered, submitted, woman
from .ways import child_of

pytestmark = pytest.mark.django_db
NIK = "1401011503860001"


def codes(violation) -> set[str]:
    return {problem.code for problem in violation.value.problems}


def found(candidate: Candidate) -> dict[str, str]:
    """What stands against an approval today: code -> tag."""
    row = Candidate.objects.whole().get(pk=candidate.pk)
    return {problem.code: problem.tag for problem in candidate_problems(row, timezone.localdate())}


def of_facts(candidate: Candidate) -> dict[str, str]:
    """The same without what the papers lack."""
    return {code: tag for code, tag in found(candidate).items() if not code.startswith("carer_lacks_")}


# --- the register ---------------------------------------------------------------------------------------------------


def test_every_kind_asks_something_under_its_law():
    assert set(REQUIREMENTS) == set(CandidateKind) == set(LAW_OF_KIND)
    assert all(one.code in CODES for rows in REQUIREMENTS.values() for one in rows)
    assert all(len({one.code for one in rows}) == len(rows) for rows in REQUIREMENTS.values())


def test_a_household_is_registered_with_its_people(worker):
    row = registered(worker, household=couple(people=[man(nik=NIK), woman()]))
    first, spouse = row.people.all()
    assert (row.state, row.number.split("/")[0], row.name) == ("REGISTERED", "CP", "Bapak Rekaan & Ibu Rekaan")
    assert (first.nik_ending, spouse.nik_index) == ("0001", None)
    assert NIK not in CandidatePerson.objects.annotate(kept=Cast("nik", TextField())).get(pk=first.pk).kept
    assert [step.kind for step in row.steps.all()] == ["REGISTERED"]


def test_only_social_workers_of_a_dinas_register(worker, decider):
    with pytest.raises(NotAllowed):
        registered(decider)
    sentra = MembershipFactory(institution__sentra=True, role="INTAKE_OFFICER")
    with pytest.raises(NotAllowed):
        registered(sentra)


@pytest.mark.rule("carer_wishes_no_age")
def test_the_ages_of_the_wished_child_are_in_order(worker):
    with pytest.raises(RuleViolation) as refused:
        registered(worker, household=couple(wants_age_from=9, wants_age_to=3))
    assert codes(refused) == {"carer_wishes_no_age"}
    assert registered(worker, household=couple(wants_age_from=3, wants_age_to=3)).wants_age_to == 3


@pytest.mark.rule("carer_couple_unclear")
@pytest.mark.parametrize("more", [lambda: {"married_on": None}, lambda: {"people": [man()]}])
def test_husband_or_wife_and_the_wedding_day_come_together(worker, more):
    with pytest.raises(RuleViolation) as refused:
        registered(worker, household=couple(**more()))
    assert codes(refused) == {"carer_couple_unclear"}


@pytest.mark.rule("carer_without_person", "carer_nameless", "carer_birth_ahead", "carer_marriage_ahead")
def test_what_is_registered_makes_sense(worker):
    tomorrow = timezone.localdate() + timedelta(days=1)
    people = [man(name=" "), woman(birth_date=tomorrow)]
    with pytest.raises(RuleViolation) as refused:
        registered(worker, household=couple(people=people, married_on=tomorrow))
    assert codes(refused) == {"carer_nameless", "carer_birth_ahead", "carer_marriage_ahead"}
    with pytest.raises(RuleViolation) as refused:
        registered(worker, household=couple(people=[], married_on=None))
    assert codes(refused) == {"carer_without_person"}


@pytest.mark.rule("carer_nik_twice")
def test_two_people_do_not_share_a_nik(worker):
    with pytest.raises(RuleViolation) as refused:
        registered(worker, household=couple(people=[man(nik=NIK), woman(nik=NIK)]))
    assert codes(refused) == {"carer_nik_twice"}
    with pytest.raises(RuleViolation) as refused:
        registered(worker, household=couple(people=[man(nik="12"), woman()]))
    assert codes(refused) == {"nik_length"}


@pytest.mark.rule("carer_registered_already")
def test_nobody_stands_in_two_registers_for_one_form_of_care(worker, stranger):
    household = couple(people=[man(nik=NIK), woman()])
    first = registered(worker, household=household)
    with pytest.raises(RuleViolation) as refused:
        registered(stranger, household=household)
    assert codes(refused) == {"carer_registered_already"}
    assert AuditEvent.objects.filter(verb="candidate.nik_refused", subject=f"candidate:{first.pk}").exists()
    registered(stranger, kind=CandidateKind.ADOPTER, household=household)
    change_candidate(candidate=first, household=household, by=actor_of(worker))


@pytest.mark.rule("carer_closed")
def test_who_has_ended_is_read_only(worker, supervisor):
    row = registered(worker)
    row = set_standing(candidate=row, standing="ENDED", reason="Pindah (rekaan)", by=actor_of(supervisor))
    with pytest.raises(RuleViolation) as refused:
        change_candidate(candidate=row, household=couple(), by=actor_of(worker))
    assert codes(refused) == {"carer_closed"}
    with pytest.raises(RuleViolation) as refused:
        checked(row, worker, "KTP")
    assert codes(refused) == {"carer_closed"}


def test_a_spouse_who_is_gone_leaves_the_register(worker):
    row = change_candidate(candidate=registered(worker), household=alone(), by=actor_of(worker))
    assert [person.name for person in row.people.all()] == ["Ibu Rekaan"]


# --- checks ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("carer_check_unknown", "carer_check_ahead", "carer_check_without_paper", "carer_check_without_note")
def test_a_check_says_what_was_seen(worker):
    row, tomorrow = registered(worker), timezone.localdate() + timedelta(days=1)
    for code, more, expected in [
        ("MOTIVE", {}, "carer_check_unknown"),
        ("KTP", {"done_on": tomorrow}, "carer_check_ahead"),
        ("KTP", {"paper_number": " "}, "carer_check_without_paper"),
        ("KTP", {"verdict": "NOT_MET", "note": ""}, "carer_check_without_note"),
        ("VISIT", {"note": ""}, "carer_check_without_note"),
        ("KTP", {"content": b"MZ"}, "file_kind_unknown"),
    ]:
        with pytest.raises(RuleViolation) as refused:
            checked(row, worker, code, **more)
        assert codes(refused) == {expected}


def test_a_file_stands_for_a_number(worker):
    check = checked(registered(worker), worker, "KTP", paper_number="", content=b"%PDF-1.7 rekaan")
    assert check.document.content_type == "application/pdf"
    assert "Rekaan" not in check.document.title


@pytest.mark.rule("carer_lacks_*", "carer_fails_*", "carer_expired_*")
def test_what_is_missing_failed_or_over_stands_against_an_approval(worker):
    row = registered(worker)
    assert found(row)["carer_lacks_no_violence"] == "hard"
    row = all_checked(row, worker, but=("KTP",))
    assert found(row) == {"carer_lacks_ktp": "hard"}
    checked(row, worker, "KTP")
    assert found(row) == {}
    checked(row, worker, "POLICE", verdict="NOT_MET", note="Pernah dipidana (rekaan)")
    assert found(row) == {"carer_fails_police": "hard"}
    checked(row, worker, "POLICE", done_on=timezone.localdate() - timedelta(days=200))
    assert found(row) == {"carer_expired_police": "hard"}
    checked(row, worker, "POLICE")
    assert found(row) == {}


def test_a_soft_requirement_lets_a_reason_do(worker):
    row = all_checked(registered(worker, kind=CandidateKind.ADOPTER), worker, but=("MOTIVE",))
    assert found(row) == {"carer_lacks_motive": "soft"}
    with pytest.raises(RuleViolation):
        submit_candidate(candidate=row, by=actor_of(worker))
    row = submit_candidate(candidate=row, by=actor_of(worker), reasons={"carer_lacks_motive": "Menyusul (rekaan)"})
    assert row.steps.first().reason == "Menyusul (rekaan)"


def test_an_office_says_how_old_a_letter_may_be(worker):
    Parameter.objects.create(
        key="carer_letter_months",
        institution=worker.institution,
        value=1,
        valid_from=timezone.localdate() - timedelta(days=99),
    )
    check = checked(registered(worker), worker, "HEALTH", done_on=timezone.localdate() - timedelta(days=40))
    assert check.valid_until < timezone.localdate()
    assert checked(check.candidate, worker, "KTP").valid_until is None


# --- who they must be -----------------------------------------------------------------------------------------------


@pytest.mark.rule("carer_too_young", "carer_too_old")
@pytest.mark.parametrize(
    ("kind", "years", "code"),
    [
        (CandidateKind.FOSTER, 29, "carer_too_young"),
        (CandidateKind.FOSTER, 30, None),
        (CandidateKind.FOSTER, 55, None),
        (CandidateKind.FOSTER, 56, "carer_too_old"),
        (CandidateKind.ADOPTER, 29, "carer_too_young"),
        (CandidateKind.ADOPTER, 56, "carer_too_old"),
        (CandidateKind.GUARDIAN, 29, "carer_too_young"),
        (CandidateKind.GUARDIAN, 70, None),
    ],
)
def test_carers_are_of_the_age_that_the_law_says(worker, kind, years, code):
    row = registered(worker, kind=kind, household=couple(people=[man(), woman(birth_date=born(years))]))
    assert of_facts(row) == ({code: "hard"} if code else {})


@pytest.mark.rule("carer_not_citizen", "adopter_without_citizen")
def test_foster_parents_are_citizens_and_of_adopters_one_is(worker):
    mixed = couple(people=[man(is_citizen=False), woman()])
    assert of_facts(registered(worker, household=mixed)) == {"carer_not_citizen": "hard"}
    assert of_facts(registered(worker, kind=CandidateKind.ADOPTER, household=mixed)) == {}
    foreign = couple(people=[man(is_citizen=False), woman(is_citizen=False)])
    found_of = of_facts(registered(worker, kind=CandidateKind.ADOPTER, household=foreign))
    assert found_of == {"adopter_without_citizen": "hard"}


@pytest.mark.rule("adopter_married_too_short", "adopter_same_sex", "adopter_has_children")
@pytest.mark.parametrize(
    ("more", "code"),
    [
        (lambda: {"married_on": born(4)}, "adopter_married_too_short"),
        (lambda: {"married_on": born(5)}, None),
        (lambda: {"people": [man(), man(name="Bapak Misal")]}, "adopter_same_sex"),
        (lambda: {"own_children": 2}, "adopter_has_children"),
        (lambda: {"own_children": 1}, None),
    ],
)
def test_adopters_are_a_couple_married_long_enough_with_at_most_one_child(worker, more, code):
    row = registered(worker, kind=CandidateKind.ADOPTER, household=couple(**more()))
    assert of_facts(row) == ({code: "hard"} if code else {})
    assert of_facts(registered(worker, household=couple(**more()))) == {}


@pytest.mark.rule("adopter_alone", "foster_parent_alone")
def test_somebody_alone_needs_a_reason(worker):
    assert of_facts(registered(worker, household=alone())) == {"foster_parent_alone": "soft"}
    assert of_facts(registered(worker, kind=CandidateKind.ADOPTER, household=alone())) == {"adopter_alone": "soft"}
    assert of_facts(registered(worker, kind=CandidateKind.GUARDIAN, household=alone())) == {}


@pytest.mark.rule("carer_faith_unrecorded")
def test_an_unknown_faith_is_told(worker):
    row = registered(worker, household=couple(people=[man(faith=""), woman()]))
    assert of_facts(row) == {"carer_faith_unrecorded": "soft"}


# --- the decision ---------------------------------------------------------------------------------------------------


def test_a_household_goes_to_the_decider_and_gets_a_permit(worker, decider):
    row = submitted(worker)
    assert (row.state, Deadline.objects.get(clock="carer_decision").due_on) == ("SUBMITTED", row.decision_due_on)
    assert Notice.objects.filter(recipient=decider.user, kind="carer:submitted", acted_at=None).exists()
    row = approved_now(row, decider)
    permit = row.permits.get()
    assert (row.state, row.permit_until, permit.max_children) == ("APPROVED", permit.valid_until, 2)
    assert (permit.valid_until - permit.valid_from).days in (364, 365)
    assert {one.clock for one in Deadline.objects.all()} == {"carer_permit"}
    assert Notice.objects.filter(recipient=worker.user, kind="carer:approved").exists()
    assert not Notice.objects.filter(kind="carer:submitted", acted_at=None).exists()


def approved_now(row: Candidate, decider, **more):
    told = {"choice": "APPROVED", "considerations": "Layak (rekaan).", "max_children": 2}
    return decide_candidate(candidate=row, by=actor_of(decider), **told | more)


@pytest.mark.rule("carer_four_eyes")
def test_who_selected_a_household_does_not_approve_it(worker):
    row = submitted(worker)
    also = MembershipFactory(user=worker.user, institution=worker.institution, role="SOCIAL_OFFICE_DECIDER")
    with pytest.raises(RuleViolation) as refused:
        approved_now(row, also)
    assert codes(refused) == {"carer_four_eyes"}


@pytest.mark.rule("carer_too_many_children", "carer_for_no_child", "carer_considerations_missing")
def test_a_permit_says_for_how_many_and_why(worker, decider):
    row = submitted(worker)
    for more, code in [
        ({"max_children": 4}, "carer_too_many_children"),
        ({"max_children": 0}, "carer_for_no_child"),
        ({"considerations": " "}, "carer_considerations_missing"),
    ]:
        with pytest.raises(RuleViolation) as refused:
            approved_now(row, decider, **more)
        assert codes(refused) == {code}
    assert Candidate.objects.get(pk=row.pk).state == CandidateState.SUBMITTED


@pytest.mark.rule("carer_step_not_possible", "carer_step_without_reason")
def test_a_decision_comes_once_and_a_return_says_why(worker, decider):
    row = submitted(worker)
    with pytest.raises(RuleViolation) as refused:
        decide_candidate(candidate=row, choice="RETURNED", considerations=" ", by=actor_of(decider))
    assert codes(refused) == {"carer_step_without_reason"}
    row = decide_candidate(candidate=row, choice="RETURNED", considerations="KK lama (rekaan)", by=actor_of(decider))
    assert (row.state, row.decision_due_on) == ("REGISTERED", None)
    with pytest.raises(RuleViolation) as refused:
        approved_now(row, decider)
    assert codes(refused) == {"carer_step_not_possible"}
    row = submit_candidate(candidate=row, by=actor_of(worker))
    row = decide_candidate(candidate=row, choice="REJECTED", considerations="Tidak layak", by=actor_of(decider))
    assert row.state == CandidateState.REJECTED
    assert not Deadline.objects.exists()


def test_the_decision_asks_everything_once_more(worker, decider):
    row = submitted(worker)
    checked(row, worker, "VISIT", verdict="NOT_MET", note="Rumah kosong (rekaan)")
    with pytest.raises(RuleViolation) as refused:
        approved_now(row, decider)
    assert codes(refused) == {"carer_fails_visit"}


@pytest.mark.rule("carers.permissions.can_decide_candidate")
def test_only_the_decider_of_the_office_decides(worker, supervisor, province):
    row = submitted(worker)
    for other in (worker, supervisor, province):
        with pytest.raises(NotAllowed):
            approved_now(row, other)


def test_a_permit_is_renewed_from_the_day_after_and_asks_anew(worker, decider):
    row = approved(worker, decider)
    until = row.permit_until
    soon = until - timedelta(days=20)
    with standing_at(soon.year, soon.month, soon.day):
        with pytest.raises(RuleViolation) as refused:
            renew_permit(candidate=row, by=actor_of(decider), considerations="Baik (rekaan)")
        assert codes(refused) == {"carer_expired_health", "carer_expired_police"}
        for code in ("HEALTH", "POLICE"):
            checked(row, worker, code)
        permit = renew_permit(candidate=row, by=actor_of(decider), considerations="Baik (rekaan)")
        assert permit.valid_from == until + timedelta(days=1)
        assert Deadline.objects.get().due_on == permit.valid_until


@pytest.mark.rule("carer_permit_below_children")
def test_a_renewal_for_fewer_children_than_are_there_says_how_that_goes_on(worker, decider):
    """The permit says for how many children it is (PP 44/2017; domain.md 6): who lives there is not forgotten."""
    row = approved(worker, decider, max_children=2)
    for _child in range(2):
        chosen(child_of(worker), row, worker)
    asked = {"candidate": row, "by": actor_of(decider), "considerations": "Baik (rekaan)", "max_children": 1}
    with pytest.raises(RuleViolation) as refused:
        renew_permit(**asked)
    assert codes(refused) == {"carer_permit_below_children"}
    why = {"carer_permit_below_children": "Kakak pulang ke ibu bulan ini (rekaan)."}
    assert renew_permit(**asked, reasons=why).reasons == why
    assert renew_permit(**asked | {"max_children": 2}).max_children == 2


def test_a_household_rests_and_comes_back(worker, decider, supervisor, stranger):
    row = approved(worker, decider)
    with pytest.raises(NotAllowed):
        set_standing(candidate=row, standing="SUSPENDED", reason="Rekaan", by=actor_of(stranger))
    row = set_standing(candidate=row, standing="SUSPENDED", reason="Ada laporan (rekaan)", by=actor_of(supervisor))
    assert row.state == CandidateState.SUSPENDED
    with pytest.raises(RuleViolation) as refused:
        renew_permit(candidate=row, by=actor_of(decider), considerations="Baik (rekaan)")
    assert codes(refused) == {"carer_step_not_possible"}
    row = set_standing(candidate=row, standing="RESUMED", reason="Tidak terbukti", by=actor_of(decider))
    assert row.state == CandidateState.APPROVED
    row = set_standing(candidate=row, standing="ENDED", reason="Pindah", by=actor_of(decider))
    assert (row.state, Deadline.objects.count()) == ("ENDED", 0)
    assert [step.kind for step in row.steps.all()][:3] == ["ENDED", "RESUMED", "SUSPENDED"]


@pytest.mark.rule("carers_candidatepermit.written_stays")
def test_what_was_signed_stays(worker, decider):
    permit = approved(worker, decider).permits.get()
    with pytest.raises(IntegrityError, match="stays as written"), transaction.atomic():
        permit.max_children = 9
        permit.save()


# --- who sees it ----------------------------------------------------------------------------------------------------


def test_a_register_is_seen_by_its_office_and_the_overseers_of_the_province(worker, decider, province, stranger):
    row = registered(worker)
    home = MembershipFactory(institution__lksa=True, role="LKSA_STAFF")
    elsewhere = InstitutionFactory(provincial=True, region=region("31"))
    far = MembershipFactory(institution=elsewhere, role="SOCIAL_OFFICE_DECIDER")
    for who in (worker, decider, province):
        assert list(Candidate.objects.visible_to(who.user)) == [row]
    for who in (stranger, home, far):
        assert not Candidate.objects.visible_to(who.user).exists()
