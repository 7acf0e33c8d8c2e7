"""Who was asked to care for a child, and how a case stands at the gate by the answers (domain.md 5.1)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from cases.event_states import EventKind
from cases.models import FamilyMember
from cases.states import FAMILY_FORMS, CareForm
from institutions.models import Parameter
from institutions.states import Role
from referrals.eligibility.inquiries import answers_of, speaking
from referrals.forms.alternatives import last_answers
from referrals.models import Inquiry
from referrals.standing import standing_of
from referrals.states import AlternativeResult as Result
from tests.cases.factories import FamilyMemberFactory, code
from tests.cases.papers import CarePlanFactory, sign
from tests.cases.rules import refused
from tests.cases.sessions import held as tepak
from tests.institutions.factories import MembershipFactory, actor_of

from .factories import AssessmentFactory, ConferenceFactory, SocialReportFactory, days_ago, member
from .inquiring import all_said, said
from .scenes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def the():
    return scene()


@pytest.fixture
def aunt(the):
    return the.case.beneficiary.family.get()


def found(the, form=CareForm.LKSA):
    return {problem.code: problem.tag for problem in standing_of(the.case, form).problems}


def rank_at(the, form=CareForm.KINSHIP, before=CareForm.LKSA):
    return next(rank for rank in standing_of(the.case, before).ranks if rank.form == form)


# Writing down


def test_an_answer_is_kept_told_and_traced(the, aunt):
    inquiry = said(the)
    assert (inquiry.member, inquiry.result, inquiry.recorded_by) == (aunt, "NOT_READY", the.worker.user)
    event = the.case.events.get(kind=EventKind.CARE_ASKED)
    assert event.text == "Kerabat: Belum siap; menjadi tujuan"
    trail = AuditEvent.objects.get(verb="inquiry.record")
    assert (trail.subject, trail.data["inquiry"]) == (f"case:{the.case.pk}", inquiry.pk)


@pytest.mark.rule("inquiry_without_whom", "inquiry_says_whom")
@pytest.mark.parametrize("both", [False, True])
def test_an_answer_says_who_gave_it_one_person_or_body(the, aunt, both):
    with refused("inquiry_without_whom"):
        said(the, member=aunt if both else None, asked_whom="Ketua RT (contoh)" if both else " ")


@pytest.mark.rule("inquiry_without_reason", "inquiry_says_why")
def test_an_answer_says_why(the):
    with refused("inquiry_without_reason"):
        said(the, reason="  ")


@pytest.mark.rule("inquiry_of_foreign_member")
def test_whoever_was_asked_belongs_to_this_family(the):
    with refused("inquiry_of_foreign_member"):
        said(the, member=FamilyMemberFactory())


@pytest.mark.rule("inquiry_of_unfit_member")
@pytest.mark.parametrize("why", [{"is_alive": False}, {"may_contact": False}, {"is_alleged_harmer": True}])
def test_nobody_who_may_not_receive_the_child_is_a_way(the, aunt, why):
    FamilyMember.objects.filter(pk=aunt.pk).update(**why)
    with refused("inquiry_of_unfit_member"):
        said(the, Result.WILLING, member=FamilyMember.objects.get())
    assert said(the, Result.NOT_SAFE, member=aunt).pk


@pytest.mark.rule("alternative_foreign_*")
@pytest.mark.parametrize(("kind", "make"), [("assessment", AssessmentFactory), ("conference", ConferenceFactory)])
def test_proof_of_another_case_is_refused(the, kind, make):
    with refused("alternative_foreign_kinship"):
        said(the, **{"assessment": None, kind: make()})


def test_an_unsigned_assessment_proves_nothing(the):
    with refused("alternative_unsigned_kinship"):
        said(the, assessment=AssessmentFactory(case=the.case, signed_by=None, signed_at=None))


def test_nobody_was_asked_tomorrow(the):
    with refused("alternative_ahead_kinship"):
        said(the, asked_on=timezone.localdate() + timedelta(days=1))


def test_a_closed_case_takes_no_answer(the):
    the.case.closed_at, the.case.closed_by = timezone.now(), the.worker.user
    the.case.closure_reason = code("CLOSURE_REASON", "MOVED_AWAY")
    the.case.final_evaluation = "Selesai (contoh)."
    the.case.save()
    with refused("case_closed"):
        said(the)


@pytest.mark.parametrize("role", [Role.SOCIAL_OFFICE_DECIDER, Role.INTAKE_OFFICER])
def test_only_who_works_on_the_case_writes_answers(the, role):
    with pytest.raises(NotAllowed):
        said(the, by=actor_of(member(the.office, role)))


@pytest.mark.rule("inquiry_corrected_already")
def test_a_correction_stands_in_place_of_the_first_and_only_once(the):
    first = said(the, assessment=None)
    second = said(the, corrects=first)
    assert answers_of(the.case) == [second]
    with refused("inquiry_corrected_already"):
        said(the, corrects=first)


def test_a_correction_stays_on_its_rank_and_in_its_case(the):
    first = said(the)
    with refused("inquiry_corrected_already"):
        said(the, corrects=first, form=CareForm.FOSTER)
    other = scene()
    with refused("inquiry_corrected_already"):
        said(other, corrects=first)


# Which answer speaks


def test_the_newest_answer_speaks_for_its_rank_whoever_wrote_last(the):
    said(the, Result.NOT_SAFE, asked_on=days_ago(1))
    said(the, Result.NOT_READY, asked_on=days_ago(9), asked_whom="Paman jauh (contoh)")
    assert speaking(answers_of(the.case))[CareForm.KINSHIP].result == Result.NOT_SAFE


def test_somebody_elses_no_does_not_take_a_yes_back(the):
    said(the, Result.FIT, asked_on=days_ago(9))
    said(the, Result.IMPOSSIBLE, asked_on=days_ago(1), asked_whom="Paman jauh (contoh)")
    assert rank_at(the).state == "open"
    assert [one.whom for one in rank_at(the).open_inquiries] == [str(rank_at(the).speaks.whom)]


def test_the_same_persons_no_takes_the_yes_back(the):
    said(the, Result.FIT, asked_on=days_ago(9), asked_whom="Ibu  Contoh")
    said(the, Result.IMPOSSIBLE, asked_on=days_ago(1), asked_whom="ibu contoh")
    assert rank_at(the).state == "answered"
    assert "gentler_way_open" not in found(the)


# How a case stands


def test_a_case_without_answers_says_where_to_begin(the):
    standing = standing_of(the.case)
    assert (standing.form, standing.first.form, standing.answered) == (CareForm.LKSA, CareForm.BIRTH_FAMILY, 0)
    assert {code for code in found(the) if code.startswith("alternative_missing")} == {
        f"alternative_missing_{form.lower()}" for form in FAMILY_FORMS
    }


def test_where_somebody_nearer_to_home_is_fit_it_begins_there(the):
    said(the, Result.IMPOSSIBLE, form=CareForm.BIRTH_FAMILY)
    said(the, Result.FIT)
    assert standing_of(the.case).first.form == CareForm.KINSHIP
    assert standing_of(the.case, CareForm.KINSHIP).first is None


def test_a_case_whose_ranks_are_all_answered_passes(the):
    all_said(the)
    assert found(the) == {}
    assert standing_of(the.case).answered == 5


def test_an_answer_without_paper_is_no_answer_yet(the):
    said(the, assessment=None)
    assert rank_at(the).state == "unproven"
    assert found(the)["alternative_unproven_kinship"] == "hard"


@pytest.mark.rule("alternative_old_*")
def test_old_evidence_is_told_by_the_offices_own_limit(the):
    Parameter.objects.create(key="alternatives_evidence_max_age_days", institution=the.office, value=10)
    said(the)
    assert (rank_at(the).state, rank_at(the).age) == ("old", 20)
    assert found(the)["alternative_old_kinship"] == "soft"


@pytest.mark.rule("gentler_way_open")
def test_whoever_is_willing_and_fit_stands_before_a_residence(the):
    all_said(the)
    said(the, Result.FIT)
    assert found(the) == {"gentler_way_open": "hard"}
    assert found(the, CareForm.FOSTER) == {"gentler_way_open": "soft"}
    assert found(the, CareForm.KINSHIP) == {}


@pytest.mark.rule("gentler_way_open")
def test_a_request_cannot_go_past_whoever_is_willing_and_fit(the):
    said(the, Result.FIT)
    with refused("gentler_way_open"):
        the.ask()
    said(the, Result.NOT_IN_INTEREST, reason="Bibi pindah ke luar negeri (contoh).", asked_on=days_ago(1))
    assert the.ask().pk


@pytest.mark.rule("gentler_way_open")
def test_a_request_that_says_itself_that_somebody_is_fit_is_refused(the):
    with refused("gentler_way_open"):
        the.ask(alternatives=the.entries(result=Result.FIT))


@pytest.mark.rule("willing_not_assessed")
def test_whoever_is_willing_is_assessed_first_or_it_is_said_why_not(the):
    all_said(the)
    said(the, Result.WILLING)
    assert found(the) == {"willing_not_assessed": "soft"}
    assert found(the, CareForm.GUARDIAN) == {}


def test_the_newest_papers_of_the_case_count(the):
    newer = SocialReportFactory(case=the.case)
    standing = standing_of(the.case)
    assert (standing.social_report, standing.conference) == (newer, the.conference)
    assert standing.agreement.case == the.case


def test_the_family_talks_are_told_with_who_came(the):
    other = scene(worker=the.worker)
    for case in (the.case, other.case):
        sign(CarePlanFactory(case=case))
        tepak(case, by=actor_of(the.worker))
    newest, before = standing_of(the.case).sessions
    assert (newest.service.provided_on, newest.came) == (timezone.localdate(), [str(the.case.beneficiary)])
    assert (before.service.provided_on, before.came) == (days_ago(15), [])


@pytest.mark.rule("tepak_missing")
def test_child_and_family_meet_before_a_residence_or_it_is_said_why_not(the):
    all_said(the)
    the.case.services.all().delete()
    assert found(the) == {"tepak_missing": "soft"}
    assert found(the, CareForm.ADOPTION) == {}
    reason = "Keluarga belum ditemukan (contoh)."
    the.ask(reasons={"tepak_missing": reason})
    assert standing_of(the.case).tepak_reason == reason


# The request takes over what is on file


def test_the_form_of_a_request_is_filled_from_the_newest_answer_of_each_rank(the):
    said(the, form=CareForm.FOSTER, asked_on=days_ago(9))
    said(the, Result.NOT_SAFE, form=CareForm.FOSTER, reason="Rumah penuh (contoh).", asked_on=days_ago(2))
    filled = last_answers(the.case)
    assert filled["foster-result"] == Result.NOT_SAFE
    assert filled["foster-reason"].endswith(": Rumah penuh (contoh).")
    assert filled["foster-evidence"] == f"assessment:{the.report.assessment_id}"
    assert "kinship-result" not in filled


def test_an_older_answer_does_not_push_out_what_the_last_request_said(the):
    the.ask()  # its entries were asked twelve days ago
    said(the, Result.NOT_SAFE, asked_on=days_ago(30))
    assert last_answers(the.case)["kinship-result"] == Result.NONE_AVAILABLE
    said(the, Result.NOT_SAFE, asked_on=days_ago(1))
    assert last_answers(the.case)["kinship-result"] == Result.NOT_SAFE


def test_an_entry_names_the_answer_it_was_taken_from(the):
    inquiry = said(the, asked_on=days_ago(12), result=Result.NONE_AVAILABLE)
    entries = {entry.form: entry.inquiry for entry in the.ask().alternatives.all()}
    assert entries.pop(CareForm.KINSHIP) == inquiry
    assert set(entries.values()) == {None}


def test_the_decider_reads_what_was_answered_since_the_request(client, the):
    said(the, reason="Sebelumnya (contoh).")
    referral = the.ask()
    said(the, reason="Sesudahnya (contoh).", asked_on=days_ago(1))
    client.force_login(the.decider.user)
    page = client.get(reverse("referrals:decision_sign", args=[referral.pk]))
    assert [one.reason for one in page.context["answers_since"]] == ["Sesudahnya (contoh)."]
    assert "Sesudahnya (contoh)." in page.content.decode()


def test_how_a_case_stands_takes_a_fixed_number_of_queries(the, django_assert_num_queries):
    all_said(the)
    standing_of(the.case)
    with django_assert_num_queries(9):
        standing_of(the.case)
    for _more in range(3):
        all_said(the)
    with django_assert_num_queries(9):
        standing_of(the.case)


# The pages


def gate(the, **query):
    return reverse("referrals:gate", args=[the.case.pk], query=query)


def writing(the, **query):
    return reverse("referrals:inquiry_create", args=[the.case.pk], query=query)


def test_the_gate_of_a_new_case_tells_what_to_do_first(client, the):
    client.force_login(the.worker.user)
    page = client.get(gate(the)).content.decode()
    assert "Mulai dari: Keluarga inti." in page
    assert page.count(f"{writing(the)}?bentuk=") == 6
    assert "Temu Penguatan Anak dan Keluarga" in page


def test_the_gate_shows_who_said_what_and_the_others_folded(client, the, aunt):
    said(the, Result.FIT)
    said(the, Result.IMPOSSIBLE, asked_whom="Paman jauh (contoh)")
    client.force_login(the.worker.user)
    page = client.get(gate(the)).content.decode()
    assert "Jalan terbuka" in page
    assert "1 jawaban lain" in page
    assert page.index(aunt.name) < page.index("Paman jauh (contoh)")


def test_the_gate_takes_no_form_that_is_none(client, the):
    client.force_login(the.worker.user)
    assert client.get(gate(the, bentuk="ISTANA")).context["standing"].form == CareForm.LKSA
    assert client.get(gate(the, bentuk="FOSTER")).context["standing"].form == CareForm.FOSTER


def test_the_page_runs_a_fixed_number_of_queries(client, the, django_assert_num_queries):
    client.force_login(the.worker.user)
    all_said(the)
    client.get(gate(the))
    with django_assert_num_queries(17):
        client.get(gate(the))
    for _more in range(3):
        all_said(the)
    with django_assert_num_queries(17):
        client.get(gate(the))


def test_an_answer_is_written_on_the_page_with_its_rank_preset(client, the, aunt):
    client.force_login(the.worker.user)
    form = client.get(writing(the, bentuk="KINSHIP")).context["form"]
    assert form["form"].value() == CareForm.KINSHIP
    posted = {
        "form": "KINSHIP",
        "member": aunt.pk,
        "asked_on": days_ago(2).isoformat(),
        "result": "WILLING",
        "reason": "Mau, asal ada kamar (contoh).",
        "evidence": f"assessment:{the.report.assessment_id}",
    }
    answer = client.post(writing(the), posted)
    assert answer["Location"] == gate(the)
    inquiry = Inquiry.objects.get()
    assert (inquiry.member, inquiry.assessment) == (aunt, the.report.assessment)


def test_the_page_names_what_is_missing(client, the):
    client.force_login(the.worker.user)
    posted = {"form": "KINSHIP", "asked_on": days_ago(2).isoformat(), "result": "WILLING", "reason": "Mau."}
    answer = client.post(writing(the), posted)
    assert answer.status_code == 422
    assert "asked_whom" in answer.context["form"].errors


def test_an_answer_is_corrected_from_its_own_words(client, the, aunt):
    first = said(the, assessment=None)
    client.force_login(the.worker.user)
    form = client.get(writing(the, betulkan=first.pk)).context["form"]
    assert (form["reason"].value(), form["member"].value()) == (first.reason, aunt.pk)
    said(the, corrects=first)
    assert client.get(writing(the, betulkan=first.pk)).status_code == 404
    assert client.get(writing(the, betulkan=said(scene()).pk)).status_code == 404


def test_a_decider_reads_the_gate_and_writes_nothing(client, the):
    client.force_login(the.decider.user)
    page = client.get(gate(the))
    assert page.status_code == 200
    assert "Catat jawaban" not in page.content.decode()
    assert client.get(writing(the)).status_code == 403


def test_a_restricted_case_shows_its_gate_to_its_team_alone(client):
    the = scene(restricted=True)
    said(the)
    client.force_login(member(the.office, Role.SUPERVISOR).user)
    assert client.get(gate(the)).status_code == 200
    elsewhere = MembershipFactory(role=Role.SUPERVISOR)
    client.force_login(elsewhere.user)
    assert client.get(gate(the)).status_code == 404
    assign_perm("view_case", elsewhere.institution.group, the.case)
    assert client.get(gate(the)).status_code == 403


def test_a_case_of_another_office_has_no_gate(client, the):
    client.force_login(MembershipFactory(role=Role.FIELD_SOCIAL_WORKER).user)
    assert client.get(gate(the)).status_code == 404
