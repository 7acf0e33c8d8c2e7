"""The way to guardianship and adoption: its order, its waiting time, who writes it down, and what rests on it."""

import pytest
from django.db import IntegrityError, connection, transaction

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from atensi.reference.workdays import add_months
from carers.eligibility.processes import kin_decided_problems, process_problems
from carers.models import CareProcess
from carers.services.processes import end_care_process, open_care_process, record_care_step, withdraw_care_step
from carers.ways import WAYS
from cases.event_states import EventKind
from cases.states import CareForm, Relation
from institutions.states import Role
from tests.cases.factories import FamilyMemberFactory
from tests.institutions.factories import MembershipFactory, actor_of

from .ways import ago, led, put, walked

pytestmark = pytest.mark.django_db


def codes(service, **asked) -> set[str]:
    with pytest.raises(RuleViolation) as refused:
        service(**asked)
    return {problem.code for problem in refused.value.problems}


def asked(process, by, code, **more):
    told = {"verdict": "MET", "done_on": ago(1), "paper_number": "7/REKAAN", "body": "Badan rekaan", "note": ""}
    return {"process": process, "code": code, "by": actor_of(by), **told, **more}


@pytest.mark.parametrize("form", list(WAYS))
def test_a_way_waits_only_for_steps_of_its_own_that_come_earlier(form):
    seen: set[str] = set()
    for step in WAYS[form]:
        assert set(step.after) <= seen
        seen.add(step.code)


def test_guardianship_is_walked_step_by_step_by_those_who_may():
    case, worker, decider, _process = led(CareForm.ADOPTION)
    process = open_care_process(case=case, form=CareForm.GUARDIAN, by=actor_of(worker))
    for step in WAYS[CareForm.GUARDIAN]:
        right, wrong = (decider, worker) if step.by_decider else (worker, decider)
        with pytest.raises(NotAllowed):
            record_care_step(**asked(process, wrong, step.code))
        record_care_step(**asked(process, right, step.code))
    assert not list(process_problems(case, CareForm.GUARDIAN, on=ago(0), of_court=True))
    assert case.events.filter(kind=EventKind.CARE_STEP).count() == len(WAYS[CareForm.GUARDIAN]) + 1
    assert AuditEvent.objects.filter(verb="care_step.record").count() == len(WAYS[CareForm.GUARDIAN])


@pytest.mark.rule("care_step_out_of_turn", "care_step_before_earlier")
def test_steps_come_in_the_order_of_the_law():
    _case, worker, _decider, process = led(CareForm.GUARDIAN)
    assert codes(record_care_step, **asked(process, worker, "TPPW")) == {"care_step_out_of_turn"}
    for step in WAYS[CareForm.GUARDIAN][:3]:
        put(process, step, ago(5))
    early = asked(process, worker, "TPPW", done_on=ago(9))
    assert codes(record_care_step, **early) == {"care_step_before_earlier"}
    assert record_care_step(**asked(process, worker, "TPPW"))


@pytest.mark.rule("care_trial_too_short")
def test_adoption_is_tried_for_six_months_from_its_permit():
    case, worker, _decider, _empty = led(CareForm.GUARDIAN)
    process = walked(case, CareForm.ADOPTION, of_court=False, but=("TRIAL", "VISIT", "TRIED", "PERMIT"))
    permit = put(process, WAYS[CareForm.ADOPTION][3], ago(200))
    day = add_months(permit.done_on, 6)
    early = asked(process, worker, "TRIED", done_on=add_months(permit.done_on, 5))
    assert codes(record_care_step, **early) == {"care_trial_too_short"}
    assert record_care_step(**asked(process, worker, "TRIED", done_on=day))


@pytest.mark.rule("care_step_same_day", "care_step_done_already")
def test_two_home_visits_on_two_days():
    case, worker, decider, _empty = led(CareForm.GUARDIAN)
    process = walked(case, CareForm.ADOPTION, but=("VISIT", "PERMIT", "HEARING", "DECREE"))
    record_care_step(**asked(process, worker, "VISIT", done_on=ago(20)))
    assert "care_step_out_of_turn" in codes(record_care_step, **asked(process, decider, "PERMIT"))
    twice = asked(process, worker, "VISIT", done_on=ago(20))
    assert codes(record_care_step, **twice) == {"care_step_same_day"}
    record_care_step(**asked(process, worker, "VISIT", done_on=ago(10)))
    assert codes(record_care_step, **asked(process, worker, "VISIT")) == {"care_step_done_already"}
    assert record_care_step(**asked(process, decider, "PERMIT"))


@pytest.mark.parametrize(
    ("code", "changes", "found"),
    [
        ("STATEMENTS", {"paper_number": " "}, "care_step_without_paper"),
        ("TPPW", {"body": ""}, "care_step_without_body"),
        ("VISIT", {"verdict": "NOT_MET"}, "care_step_without_note"),
        ("PIPA", {}, "care_step_unknown"),
    ],
)
@pytest.mark.rule(
    "care_step_without_paper",
    "care_step_without_body",
    "care_step_without_note",
    "care_step_unknown",
)
def test_a_step_says_what_it_is(code, changes, found):
    _case, worker, _decider, process = led(CareForm.GUARDIAN)
    assert found in codes(record_care_step, **asked(process, worker, code, **changes))


@pytest.mark.rule("care_step_ahead")
def test_a_step_is_recorded_once_it_was_done():
    _case, worker, _decider, process = led(CareForm.GUARDIAN)
    assert "care_step_ahead" in codes(record_care_step, **asked(process, worker, "VISIT", done_on=ago(-2)))


def test_a_step_that_did_not_come_out_well_does_not_count():
    case, worker, _decider, process = led(CareForm.GUARDIAN)
    record_care_step(**asked(process, worker, "VISIT", verdict="NOT_MET", note="Rumah kosong (rekaan)."))
    (problem,) = process_problems(case, CareForm.GUARDIAN, on=ago(0), of_court=True)
    assert "Kunjungan rumah" in problem.text
    assert record_care_step(**asked(process, worker, "VISIT"))


@pytest.mark.rule("care_step_withdrawn_already", "care_step_is_rested_on", "care_step_without_why")
def test_a_wrong_step_is_withdrawn_with_its_reason():
    _case, worker, decider, process = led(CareForm.GUARDIAN)
    steps = [put(process, step, ago(9)) for step in WAYS[CareForm.GUARDIAN][:4]]
    first = {"step": steps[0], "reason": "Keliru (rekaan).", "by": actor_of(worker)}
    assert codes(withdraw_care_step, **first) == {"care_step_is_rested_on"}
    last = first | {"step": steps[3]}
    assert codes(withdraw_care_step, **last | {"reason": " "}) == {"care_step_without_why"}
    with pytest.raises(NotAllowed):
        withdraw_care_step(**last | {"by": actor_of(decider)})
    made = withdraw_care_step(**last)
    assert codes(withdraw_care_step, **last) == {"care_step_withdrawn_already"}
    assert codes(withdraw_care_step, **last | {"step": made}) == {"care_step_withdrawn_already"}
    assert withdraw_care_step(**first)
    assert process.steps.standing().count() == 2


@pytest.mark.rule("care_process_open_already", "care_process_unknown", "one_open_care_process")
def test_one_process_of_each_form_is_open():
    case, worker, decider, process = led(CareForm.ADOPTION)
    given = {"case": case, "form": CareForm.ADOPTION, "by": actor_of(worker)}
    assert codes(open_care_process, **given) == {"care_process_open_already"}
    assert codes(open_care_process, **given | {"form": CareForm.LKSA}) == {"care_process_unknown"}
    with pytest.raises(NotAllowed):
        open_care_process(**given | {"by": actor_of(decider)})
    end_care_process(process=process, reason="Calon mundur (rekaan).", by=actor_of(worker))
    assert open_care_process(**given).pk != process.pk


@pytest.mark.rule("care_process_of_adult")
def test_an_adult_gets_no_guardian():
    case, worker, _decider, _process = led(CareForm.ADOPTION)
    person = case.beneficiary
    person.birth_date, person.birth_precision = ago(365 * 30), "DAY"
    person.save()
    given = {"case": case, "form": CareForm.GUARDIAN, "by": actor_of(worker)}
    assert codes(open_care_process, **given) == {"care_process_of_adult"}


@pytest.mark.rule(
    "care_process_ended", "care_process_decreed", "care_process_end_without_why", "care_process_end_is_whole"
)
def test_a_process_ends_with_its_reason_and_not_after_the_court():
    _case, worker, _decider, process = led(CareForm.ADOPTION)
    given = {"process": process, "reason": "Calon mundur (rekaan).", "by": actor_of(worker)}
    assert codes(end_care_process, **given | {"reason": ""}) == {"care_process_end_without_why"}
    decree = put(process, WAYS[CareForm.ADOPTION][-1], ago(3))
    assert codes(end_care_process, **given) == {"care_process_decreed"}
    withdraw_care_step(step=decree, reason="Keliru (rekaan).", by=actor_of(worker))
    end_care_process(**given)
    assert codes(end_care_process, **given) == {"care_process_ended"}
    assert codes(record_care_step, **asked(process, worker, "CONSENT")) == {"care_process_ended"}
    with pytest.raises(IntegrityError, match="stays as written"):
        CareProcess.objects.filter(pk=process.pk).update(end_reason="Lain")


@pytest.mark.rule("care_process_incomplete")
@pytest.mark.parametrize("form", list(WAYS))
def test_what_is_missing_is_named_with_its_law(form):
    case, _worker, _decider, process = led(form)
    (problem,) = process_problems(case, form, on=ago(0), of_court=False)
    assert problem.is_hard == (form != CareForm.KINSHIP)
    assert problem.source == WAYS[form][0].law
    assert all(str(step.label) in problem.text for step in WAYS[form] if not step.of_court)
    for step in WAYS[form]:
        for more in range(2 if step.count else 1):
            put(process, step, ago(30 - more))
    assert not list(process_problems(case, form, on=ago(0), of_court=True))
    end = {"ended_on": ago(0), "ended_by": process.opened_by, "end_reason": "Rekaan."}
    CareProcess.objects.filter(pk=process.pk).update(**end)
    assert list(process_problems(case, form, on=ago(0), of_court=False)), "an ended process counts no more"


def test_forms_without_a_way_ask_nothing():
    case, _worker, _decider, _process = led()
    assert not list(process_problems(case, CareForm.BIRTH_FAMILY, on=ago(0), of_court=True))


@pytest.mark.rule("care_kin_other", "carers_careprocess.relative_stays", "way_to_kin_names_the_relative")
def test_steps_of_two_relatives_do_not_add_up():
    """Each relative is assessed for themself (PP 44/2017; domain.md 6): who was assessed is who gets the child."""
    case, worker, _decider, _process = led(CareForm.ADOPTION)
    aunt, uncle = (FamilyMemberFactory(beneficiary=case.beneficiary) for _one in range(2))
    process = walked(case, CareForm.KINSHIP, relative=aunt)
    told = {"on": ago(0), "of_court": True}
    assert not list(process_problems(case, CareForm.KINSHIP, carer=aunt, **told))
    (problem,) = process_problems(case, CareForm.KINSHIP, carer=uncle, **told)
    assert (problem.code, problem.is_hard) == ("care_kin_other", True)
    assert [one.code for one in kin_decided_problems(case, uncle)] == ["care_kin_other"]
    assert not list(kin_decided_problems(case, aunt))
    with pytest.raises(IntegrityError, match="stays as written"), transaction.atomic():
        CareProcess.objects.filter(pk=process.pk).update(relative=uncle)
    end_care_process(process=process, reason="Bibi pindah (rekaan).", by=actor_of(worker))
    (problem,) = process_problems(case, CareForm.KINSHIP, carer=uncle, **told)
    assert (problem.code, problem.is_hard) == ("care_process_incomplete", False), "nothing of the aunt's counts for him"


@pytest.mark.rule("care_relative_of_other_way")
def test_only_the_way_to_kin_names_a_relative():
    case, worker, _decider, _process = led(CareForm.ADOPTION)
    aunt = FamilyMemberFactory(beneficiary=case.beneficiary)
    given = {"case": case, "form": CareForm.GUARDIAN, "by": actor_of(worker), "relative": aunt}
    assert codes(open_care_process, **given) == {"care_relative_of_other_way"}


@pytest.mark.rule("care_kin_unknown", "care_kin_unnamed", "care_step_without_note")
def test_kin_are_of_the_third_degree_assessed_and_supported_without_a_court():
    case, worker, decider, _process = led(CareForm.ADOPTION)
    given = {"case": case, "form": CareForm.KINSHIP, "by": actor_of(worker)}
    cousin = FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.COUSIN, kinship_degree=4)
    aunt = FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.AUNT_UNCLE, kinship_degree=3)
    assert codes(open_care_process, **given) == {"care_kin_unnamed"}
    for other in (cousin, FamilyMemberFactory()):
        assert codes(open_care_process, **given, relative=other) == {"care_kin_unknown"}
    process = open_care_process(**given, relative=aunt)
    aunt.may_contact = False
    aunt.save()
    assert codes(record_care_step, **asked(process, worker, "DEGREE")) == {"care_kin_unknown"}
    aunt.may_contact = True
    aunt.save()
    assert codes(record_care_step, **asked(process, worker, "VISIT")) == {"care_step_out_of_turn"}
    assert codes(record_care_step, **asked(process, worker, "VOICE")) == {"care_step_without_note"}
    for step in WAYS[CareForm.KINSHIP]:
        with pytest.raises(NotAllowed):
            record_care_step(**asked(process, decider, step.code))
        record_care_step(**asked(process, worker, step.code, note="Bibi siap (rekaan)."))
    assert not list(process_problems(case, CareForm.KINSHIP, on=ago(0), of_court=True))
    assert not any(step.of_court or step.by_decider for step in WAYS[CareForm.KINSHIP])


def test_an_adult_may_go_to_kin():
    case, worker, _decider, _process = led(CareForm.ADOPTION)
    person = case.beneficiary
    person.birth_date, person.birth_precision = ago(365 * 30), "DAY"
    person.save()
    sister = FamilyMemberFactory(beneficiary=person, relation=Relation.SIBLING, kinship_degree=2)
    assert open_care_process(case=case, form=CareForm.KINSHIP, relative=sister, by=actor_of(worker))


def test_adoption_keeps_the_birth_parents():
    case, _worker, _decider, _process = led(CareForm.GUARDIAN)
    mother = FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.MOTHER)
    walked(case, CareForm.ADOPTION)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_familymember WHERE id = %s", [mother.pk])


def test_who_sees_the_case_sees_its_process():
    _case, worker, decider, process = led()
    stranger = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)
    for who in (worker, decider):
        assert list(CareProcess.objects.visible_to(who.user)) == [process]
    assert not CareProcess.objects.visible_to(stranger.user).exists()
