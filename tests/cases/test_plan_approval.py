"""A plan on its way: submitted, judged by other eyes, returned and answered, approved and then signed; contacts and
siblings in it; how far it has come; what changed between versions."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.models import Deadline
from atensi.errors import NotAllowed, StaleWrite
from atensi.notices.models import Notice
from cases.event_states import EventKind
from cases.hands import approvers_of
from cases.models import CarePlanAction, CarePlanContact, CaseTask
from cases.overview import plan_in_force, plans_of, progress_of
from cases.permissions import can_approve_plan
from cases.plan_differences import ADDED, CHANGED, REMOVED, SAME, differences
from cases.plan_states import ActionState, PlanApproval, PlanState
from cases.services.case_tasks import drop_task, finish_task
from cases.services.contact_bans import ban_contact
from cases.services.plan_approval import approve_plan, return_plan, submit_plan, take_plan_back
from cases.services.plan_progress import move_action
from cases.services.plans import PlannedContact, edit_plan, sign_plan
from cases.states import Relation, Stage, TaskKind
from institutions.states import Role
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.cases.papers import AssessmentFactory, CarePlanFactory, approved, sign, worker_of
from tests.cases.rules import refused
from tests.cases.test_services_plans import draft, goal
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def case():
    case = CaseFactory(stage=Stage.ASSESSMENT)
    AssessmentFactory(case=case, signed=True)
    return case


@pytest.fixture
def boss(case):
    return MembershipFactory(institution=case.office, role=Role.SUPERVISOR)


@pytest.fixture
def waiting(case, boss):
    return submit_plan(plan=draft(case), by=worker_of(case))


@pytest.fixture
def aunt(case):
    return FamilyMemberFactory(beneficiary=case.beneficiary, name="Bibi Rekaan")


def tasks(case, kind):
    return list(case.tasks.open().filter(kind=kind))


# --- the way ---------------------------------------------------------------------------------------------------------
def test_a_submitted_plan_waits_in_the_supervisors_hands_with_notice_and_deadline(case, boss, waiting):
    [task] = tasks(case, TaskKind.PLAN_APPROVAL)
    assert (waiting.state, task.assignee) == (PlanState.SUBMITTED, boss.user)
    assert Notice.objects.filter(recipient=boss.user, kind="task:given").exists()
    assert Deadline.objects.filter(clock="task", subject_id=task.pk, worker_id=boss.user_id).exists()


def test_the_supervisors_first_page_shows_the_plan_that_waits(client, case, boss, waiting):
    client.force_login(boss.user)
    [task] = tasks(case, TaskKind.PLAN_APPROVAL)
    assert task.title in client.get(reverse("home")).content.decode()


@pytest.mark.rule("plan_not_approved")
def test_nobody_signs_what_nobody_approved(case, boss, waiting):
    with refused("plan_not_approved"):
        sign_plan(plan=waiting, by=worker_of(case))
    approve_plan(plan=waiting, by=actor_of(boss), comment="Baik")
    signed = sign_plan(plan=waiting, by=worker_of(case))
    assert (signed.approval, signed.approved_by) == (PlanApproval.REVIEWED, boss.user)
    assert not case.tasks.open().exists()
    kinds = set(case.events.values_list("kind", flat=True))
    assert {EventKind.PLAN_SUBMITTED, EventKind.PLAN_APPROVED, EventKind.PLAN_SIGNED} <= kinds


@pytest.mark.rule("cases.permissions.can_approve_plan")
def test_who_wrote_it_does_not_approve_it(case, boss):
    other = MembershipFactory(institution=case.office, role=Role.SUPERVISOR)
    plan = draft(case)
    edit_plan(plan=plan, by=actor_of(boss), content={}, goals=[goal()])
    plan = submit_plan(plan=plan, by=worker_of(case))
    assert list(approvers_of(plan)) == [other.user]
    assert not can_approve_plan(actor_of(boss), plan)
    with pytest.raises(NotAllowed):
        approve_plan(plan=plan, by=actor_of(boss))
    with pytest.raises(NotAllowed):
        approve_plan(plan=plan, by=worker_of(case))
    assert approve_plan(plan=plan, by=actor_of(other)).state == PlanState.APPROVED


def test_who_ever_wrote_at_it_does_not_approve_it_after_another_edit(case, boss):
    other = MembershipFactory(institution=case.office, role=Role.SUPERVISOR)
    plan = draft(case)
    edit_plan(plan=plan, by=actor_of(boss), content={}, goals=[goal()])
    edit_plan(plan=plan, by=worker_of(case), content={}, goals=[goal()])
    plan = submit_plan(plan=plan, by=worker_of(case))
    assert list(approvers_of(plan)) == [other.user]
    with pytest.raises(NotAllowed):
        approve_plan(plan=plan, by=actor_of(boss))


def test_who_submitted_it_once_does_not_approve_it_after_another_submission(case, boss):
    other = MembershipFactory(institution=case.office, role=Role.SUPERVISOR)
    plan = submit_plan(plan=draft(case), by=actor_of(boss))
    take_plan_back(plan=plan, by=worker_of(case))
    plan = submit_plan(plan=plan, by=worker_of(case))
    assert list(approvers_of(plan)) == [other.user]
    assert not can_approve_plan(actor_of(boss), plan)


@pytest.mark.rule("plan_loses_its_approver")
def test_the_only_other_overseer_does_not_write_away_the_second_look(case, boss):
    plan = draft(case)
    with refused("plan_loses_its_approver"):
        edit_plan(plan=plan, by=actor_of(boss), content={}, goals=[goal()])
    MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    edit_plan(plan=plan, by=actor_of(boss), content={}, goals=[goal()])


def test_the_decider_stands_in_where_the_only_supervisor_wrote_it(case, boss):
    decider = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    plan = draft(case)
    plan = submit_plan(plan=edit_plan(plan=plan, by=actor_of(boss), content={}, goals=[goal()]), by=actor_of(boss))
    assert [task.assignee for task in tasks(case, TaskKind.PLAN_APPROVAL)] == [decider.user]
    assert approve_plan(plan=plan, by=actor_of(decider)).approved_by == decider.user


@pytest.mark.rule("plan_without_second_look", "plan_nobody_approves")
def test_where_nobody_else_is_there_the_signer_says_who_helped_to_weigh_it(case):
    plan = draft(case)
    with refused("plan_nobody_approves"):
        submit_plan(plan=plan, by=worker_of(case))
    with refused("plan_without_second_look"):
        sign_plan(plan=plan, by=worker_of(case))
    signed = sign_plan(plan=plan, by=worker_of(case), reasons={"plan_without_second_look": "Dibahas dengan provinsi"})
    assert (signed.approval, signed.approved_by) == (PlanApproval.NOBODY_ELSE, None)


@pytest.mark.rule("plan_return_without_comment", "plan_answer_missing")
def test_a_returned_plan_comes_back_with_an_answer(case, boss, waiting):
    with refused("plan_return_without_comment"):
        return_plan(plan=waiting, by=actor_of(boss), comment=" ")
    returned = return_plan(plan=waiting, by=actor_of(boss), comment="Siapa mengantar sekolah?")
    [task] = tasks(case, TaskKind.PLAN_REVISION)
    assert (task.assignee, task.note) == (case.worker, "Siapa mengantar sekolah?")
    edit_plan(plan=returned, by=worker_of(case), content={"family_view": "Bibi mengantar"}, goals=[goal()])
    with refused("plan_answer_missing"):
        submit_plan(plan=returned, by=worker_of(case))
    again = submit_plan(plan=returned, by=worker_of(case), answer="Bibi, tertulis di kegiatan kedua")
    assert again.state == PlanState.SUBMITTED
    assert [step.kind for step in again.steps.all()] == ["SUBMITTED", "RETURNED", "SUBMITTED"]
    assert not tasks(case, TaskKind.PLAN_REVISION)


@pytest.mark.rule("plan_not_editable", "plan_out_of_order")
def test_what_waits_or_was_approved_does_not_change(case, boss, waiting):
    with refused("plan_not_editable"):
        edit_plan(plan=waiting, by=worker_of(case), content={}, goals=[goal()])
    approve_plan(plan=waiting, by=actor_of(boss))
    with refused("plan_not_editable"):
        edit_plan(plan=waiting, by=worker_of(case), content={}, goals=[goal()])
    with refused("plan_out_of_order"):
        return_plan(plan=waiting, by=actor_of(boss), comment="Terlambat")
    with refused("plan_out_of_order"):
        take_plan_back(plan=waiting, by=worker_of(case))


def test_a_plan_taken_back_is_a_draft_again(case, waiting):
    plan = take_plan_back(plan=waiting, by=worker_of(case))
    assert plan.is_editable
    assert not case.tasks.open().exists()


@pytest.mark.rule("plan_waits_already")
def test_one_plan_of_a_case_waits_at_a_time(case, waiting):
    with refused("plan_waits_already"):
        submit_plan(plan=draft(case), by=worker_of(case))


@pytest.mark.rule("plan_superseded")
def test_an_older_version_is_not_signed_over_a_newer_one(case):
    older, newer = draft(case), draft(case)
    sign(newer)
    with refused("plan_superseded"):
        sign_plan(plan=approved(older), by=worker_of(case))


@pytest.mark.rule("plan_need_incomplete")
def test_each_goal_answers_a_need_and_each_action_has_its_sign(case, boss):
    plan = draft(case, [replace(goal(), need="")])
    with refused("plan_need_incomplete"):
        submit_plan(plan=plan, by=worker_of(case))


def test_a_stale_reading_is_not_approved(case, boss, waiting):
    with pytest.raises(StaleWrite):
        approve_plan(plan=waiting, by=actor_of(boss), read_at=waiting.updated_at - timedelta(seconds=1))


@pytest.mark.rule("task_ends_with_the_plan")
def test_the_task_of_approval_is_not_ticked_off(case, boss, waiting):
    [task] = tasks(case, TaskKind.PLAN_APPROVAL)
    with refused("task_ends_with_the_plan"):
        finish_task(task=task, by=actor_of(boss))
    with refused("task_ends_with_the_plan"):
        drop_task(task=task, by=actor_of(boss), reason="Contoh")
    assert CaseTask.objects.get(pk=task.pk).is_open


# --- contacts and siblings -------------------------------------------------------------------------------------------
@pytest.mark.rule("contact_forbidden")
def test_no_contact_is_planned_with_somebody_who_may_not_have_it(case, aunt, boss):
    contact = PlannedContact(aunt, "WEEKLY", "VISIT")
    plan = edit_plan(plan=draft(case), by=worker_of(case), content={}, goals=[goal()], contacts=[contact])
    ban_contact(case=case, member=aunt, by=worker_of(case), basis="SAFETY", reason="Anak takut", since=TODAY())
    with refused("contact_forbidden"):
        submit_plan(plan=plan, by=worker_of(case))
    aunt.refresh_from_db()
    with refused("contact_forbidden"):
        edit_plan(plan=plan, by=worker_of(case), content={}, goals=[goal()], contacts=[contact])
    edit_plan(plan=plan, by=worker_of(case), content={}, goals=[goal()], contacts=[])
    assert submit_plan(plan=plan, by=worker_of(case)).state == PlanState.SUBMITTED


@pytest.mark.rule("siblings_apart", "contact_without_way")
def test_siblings_apart_say_why_and_contact_says_how(case):
    brother = FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.SIBLING)
    with refused("siblings_apart"):
        draft(case, contacts=[PlannedContact(brother, siblings="APART")])
    with refused("contact_without_way"):
        draft(case, contacts=[PlannedContact(brother, "WEEKLY")])
    apart = PlannedContact(brother, "WEEKLY", "CALL", siblings="APART", apart_reason="Rumah bibi sempit (contoh)")
    assert draft(case, contacts=[apart]).contacts.get().apart_reason.startswith("Rumah bibi")


@pytest.mark.rule("contact_unsupervised")
def test_contact_with_the_alleged_harmer_without_company_asks_why(case):
    father = FamilyMemberFactory(beneficiary=case.beneficiary, is_alleged_harmer=True)
    with refused("contact_unsupervised"):
        draft(case, contacts=[PlannedContact(father, "MONTHLY", "VISIT")])
    draft(case, contacts=[PlannedContact(father, "MONTHLY", "VISIT", is_supervised=True)])


def test_contact_with_another_family_is_refused(case):
    with pytest.raises(NotAllowed):
        draft(case, contacts=[PlannedContact(FamilyMemberFactory(), "WEEKLY", "VISIT")])


# --- progress --------------------------------------------------------------------------------------------------------
@pytest.mark.rule("action_stays", "action_dropped_without_reason", "action_of_other_plan", "date_ahead")
def test_an_action_runs_is_done_or_dropped_with_its_reason(case):
    plan = sign(CarePlanFactory(case=case, actions=2))
    one, two = CarePlanAction.objects.filter(goal__plan=plan)
    by = worker_of(case)
    move_action(action=one, to=ActionState.RUNNING, by=by)
    with refused("action_stays"):
        move_action(action=one, to=ActionState.RUNNING, by=by)
    with refused("date_ahead"):
        move_action(action=one, to=ActionState.DONE, by=by, done_on=TODAY() + timedelta(days=1))
    with refused("action_dropped_without_reason"):
        move_action(action=two, to=ActionState.CANCELLED, by=by)
    assert move_action(action=one, to=ActionState.DONE, by=by).done_on == TODAY()
    move_action(action=two, to=ActionState.CANCELLED, by=by, reason="Bibi sudah mampu")
    told = progress_of(plan_in_force(case))
    assert (told.waiting, told.running, told.done, told.dropped, told.total) == (0, 0, 1, 1, 1)
    sign(CarePlanFactory(case=case, version=2))
    with refused("action_of_other_plan"):
        move_action(action=one, to=ActionState.PLANNED, by=by)


def test_what_goes_on_unchanged_keeps_how_far_it_has_come(case):
    first = sign_plan(plan=approved(draft(case)), by=worker_of(case))
    action = CarePlanAction.objects.get(goal__plan=first)
    move_action(action=action, to=ActionState.RUNNING, by=worker_of(case))
    second = sign_plan(plan=approved(draft(case)), by=worker_of(case))
    assert CarePlanAction.objects.get(goal__plan=second).state == ActionState.RUNNING


# --- differences -----------------------------------------------------------------------------------------------------
def loaded(case, version):
    return plans_of(case).get(version=version)


def test_differences_say_what_was_added_removed_and_changed_by_need_and_action(case, aunt):
    base = goal()
    draft(case, [base, goal(text="Punya akta kelahiran")], contacts=[PlannedContact(aunt, "WEEKLY", "VISIT")])
    moved = replace(base.actions[0], due_on=TODAY() + timedelta(days=30), indicator="Ada")
    draft(case, [replace(base, actions=[moved]), goal(text="Sembuh dan tidur nyenyak")])
    found = differences(loaded(case, 1), loaded(case, 2))
    assert [(part.kind, part.text) for part in found.goals] == [
        (SAME, "Diasuh bibi (contoh)"),
        (ADDED, "Sembuh dan tidur nyenyak"),
        (REMOVED, "Punya akta kelahiran"),
    ]
    [action] = found.goals[0].parts
    assert action.kind == CHANGED
    assert {change.label for change in action.changes} == {"Jatuh tempo", "Tanda berhasil"}
    assert [(part.kind, part.text) for part in found.contacts] == [(REMOVED, "Bibi Rekaan")]
    assert not differences(loaded(case, 1), loaded(case, 1)).own
    assert differences(loaded(case, 2), loaded(case, 2)).is_empty


def test_a_reworded_goal_is_changed_and_not_new(case):
    draft(case, [goal(text="Anak tinggal bersama bibi")])
    draft(case, [goal(text="Anak tinggal menetap bersama bibi")], family_view="Kami setuju")
    found = differences(loaded(case, 1), loaded(case, 2))
    assert [part.kind for part in found.goals] == [CHANGED]
    assert [(change.before, change.after) for change in found.own] == [("", "Kami setuju")]


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def page(client, case):
    def ask(user, name, *args, **sent):
        client.force_login(user)
        url = reverse(f"cases:{name}", args=[case.pk, *args])
        return client.post(url, sent) if sent else client.get(url)

    return ask


def test_the_supervisor_returns_and_approves_on_the_page(page, case, boss, waiting):
    shown = page(boss.user, "plan_version", waiting.pk).content.decode()
    assert "Timbang rencana ini" in shown
    assert page(boss.user, "plan_judge", waiting.pk, putusan="return").status_code == 409
    assert page(boss.user, "plan_judge", waiting.pk, putusan="return", comment="Perbaiki tanggal").status_code == 302
    assert "Perbaiki tanggal" in page(case.worker, "plan_version", waiting.pk).content.decode()
    assert "Perbaiki tanggal" in page(case.worker, "plan_edit", waiting.pk).content.decode()
    assert page(case.worker, "plan_submit", waiting.pk, answer="Sudah").status_code == 302
    assert page(boss.user, "plan_judge", waiting.pk, putusan="approve").status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == PlanState.APPROVED


def test_the_worker_may_not_judge_their_own(page, case, boss, waiting):
    assert page(case.worker, "plan_judge", waiting.pk, putusan="approve").status_code == 403
    assert page(case.worker, "plan_take_back", waiting.pk, sent="1").status_code == 302


def test_contact_rows_are_kept_and_a_barred_person_is_told_instead(page, case, aunt):
    uncle = FamilyMemberFactory(beneficiary=case.beneficiary, name="Paman Rekaan")
    ban_contact(case=case, member=uncle, by=worker_of(case), basis="SAFETY", reason="Anak takut paman", since=TODAY())
    plan = draft(case)
    form = page(case.worker, "plan_edit", plan.pk).content.decode()
    assert "Anak takut paman" in form
    assert f"contact-{aunt.pk}-pace" in form
    assert f"contact-{uncle.pk}-pace" not in form


def test_differences_are_readable_on_their_page(client, case):
    draft(case, [goal(text="Lama")])
    client.force_login(case.worker)
    url = reverse("cases:plan_compare", args=[case.pk])
    assert "Belum ada dua versi" in client.get(url).content.decode()
    draft(case, [goal(text="Sama sekali berbeda")])
    shown = client.get(url, {"lama": 1, "baru": 2}).content.decode()
    assert "Ditambah" in shown
    assert "Dihapus" in shown
    assert client.get(url).status_code == 200


def test_progress_is_recorded_on_the_page_and_counted_on_the_case(page, case):
    plan = sign(CarePlanFactory(case=case))
    action = CarePlanAction.objects.get(goal__plan=plan)
    assert page(case.worker, "plan_action", action.pk).status_code == 200
    assert page(case.worker, "plan_action", action.pk, state="RUNNING").status_code == 302
    assert "1 berjalan" in page(case.worker, "case").content.decode()
    assert CarePlanContact.objects.count() == 0
