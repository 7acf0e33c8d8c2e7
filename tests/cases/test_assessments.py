"""Assessments by questionnaires: which one, what the case tells, what counts, what stays, what changed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.errors import NotAllowed
from atensi.instruments.answers import counted, progress
from atensi.instruments.models import InstrumentVersion
from atensi.instruments.services.drafting import begin_version
from atensi.instruments.services.publishing import publish_version
from cases.assessing import age_group, facts_of
from cases.forms.base import StampField
from cases.models import Assessment
from cases.services.assessments import draft_assessment, edit_assessment, sign_assessment
from cases.states import AssessmentKind, Sex, Stage
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.cases.papers import ANSWERS, AgreementFactory, AssessmentFactory, typed, version_of, worker_of
from tests.cases.rules import refused
from tests.instruments.factories import VersionFactory
from tests.instruments.people import keeper

pytestmark = pytest.mark.django_db
COMPREHENSIVE = AssessmentKind.COMPREHENSIVE


def today():
    return timezone.localdate()


def opening():
    return {"kind": COMPREHENSIVE, "assessed_on": today()}


def born(years: int) -> date:
    return today() - timedelta(days=round(years * 365.25) + 30)


@pytest.fixture
def case():
    made = CaseFactory(stage=Stage.AGREEMENT, beneficiary__birth_date=born(8), beneficiary__sex=Sex.FEMALE)
    AgreementFactory(case=made)
    return made


@pytest.fixture
def browser_of_worker(client, case):
    client.force_login(case.worker)
    return client


def begun(case, **content) -> Assessment:
    return draft_assessment(case=case, by=worker_of(case), content={**opening(), **content})


@pytest.mark.parametrize(
    ("years", "group"),
    [(0, "UNDER_5"), (4, "UNDER_5"), (5, "AGE_5_11"), (12, "AGE_12_17"), (18, "ADULT"), (59, "ADULT"), (60, "ELDER")],
)
def test_the_age_group_follows_from_the_birth_date(years, group):
    assert age_group(date(2026 - years, 3, 1), date(2026, 3, 1)) == group


def test_a_draft_begins_with_what_the_case_tells(case):
    assert begun(case).answers == {"sex": "FEMALE", "age_group": "AGE_5_11"}
    case.beneficiary.sex, case.beneficiary.birth_date = Sex.UNKNOWN, None
    assert facts_of(case, version_of(COMPREHENSIVE).questionnaire) == {}


def test_the_worker_may_answer_otherwise_than_the_record(case):
    assert begun(case, answers={"age_group": "UNDER_5"}).answers == {"sex": "FEMALE", "age_group": "UNDER_5"}


def test_an_adult_is_asked_by_the_questionnaire_for_adults(case):
    special = VersionFactory(published=True)
    assert begun(case).version != special
    case.beneficiary.birth_date = born(40)
    case.beneficiary.save()
    adult = begun(type(case).objects.get(pk=case.pk))
    assert adult.version == special


@pytest.mark.rule("instrument_missing")
def test_without_a_published_questionnaire_nothing_is_begun(case):
    published = InstrumentVersion.objects.published().filter(instrument__purpose=COMPREHENSIVE)
    published.update(state="RETIRED", retired_at=timezone.now())
    with refused("instrument_missing"):
        begun(case)


@pytest.mark.rule("answer_malformed")
@pytest.mark.parametrize(
    "answers", [{"health": "SUPER"}, {"weight": "ringan"}, {"weight": "1e9999999"}, {"nothing": "x"}]
)
def test_what_is_no_answer_is_refused(case, answers):
    with refused("answer_malformed"):
        begun(case, answers=answers)
    draft = begun(case)
    with refused("answer_malformed"):
        edit_assessment(assessment=draft, by=worker_of(case), content={"answers": answers})


def test_a_draft_keeps_its_version_when_a_newer_one_is_published(case):
    draft, by = begun(case), keeper()
    newer = begin_version(instrument=draft.version.instrument, by=by)
    publish_version(version=newer, by=by, legal_basis="Peraturan contoh")
    edit_assessment(assessment=draft, by=worker_of(case), content={"answers": {"social": "Tetap"}})
    draft.refresh_from_db()
    assert draft.version.number == newer.number - 1
    assert begun(case).version == newer


@pytest.mark.rule("assessment_incomplete")
def test_only_required_questions_that_are_shown_must_be_answered(case):
    without = {name: None for name in ANSWERS[COMPREHENSIVE] if name.startswith("care_")}
    draft = AssessmentFactory(case=case, answering=without)
    with refused("assessment_incomplete"):
        sign_assessment(assessment=draft, by=worker_of(case))
    adult = AssessmentFactory(case=case, answering={**without, "age_group": "ADULT"})
    assert sign_assessment(assessment=adult, by=worker_of(case)).is_signed


@pytest.mark.rule("assessment_incomplete")
def test_a_question_that_an_answer_asks_must_be_answered(case):
    draft = AssessmentFactory(case=case, answering={"can_stay": "NO"})
    with refused("assessment_incomplete"):
        sign_assessment(assessment=draft, by=worker_of(case))


def test_the_signature_keeps_the_scores_and_hidden_answers_count_nothing(case):
    hidden = {"age_group": "ADULT"}  # the questions on care of a child are not asked
    signed = sign_assessment(assessment=AssessmentFactory(case=case, answering=hidden), by=worker_of(case))
    assert set(signed.scores) == {"safety"}
    assert signed.scores["safety"] == {"points": 8, "least": 0, "most": 12, "percent": 67}
    assert signed.answers["care_warmth"] == "OFTEN", "kept as it was typed"


def test_a_draft_has_no_scores(case):
    assert AssessmentFactory(case=case).scores is None


def test_a_correction_takes_over_questionnaire_and_words(case):
    by = worker_of(case)
    signed = AssessmentFactory(case=case, signed=True, child_view="Aku mau pulang (contoh).")
    new = draft_assessment(case=case, by=by, content={**opening(), "conclusion": "Lain."}, corrects=signed)
    assert (new.corrects, new.version, new.answers) == (signed, signed.version, signed.answers)
    assert (new.child_view, new.conclusion) == (signed.child_view, "Lain.")


def test_a_correction_is_of_a_signed_assessment_of_the_same_case_and_kind(case):
    by = worker_of(case)
    others = [
        AssessmentFactory(case=case),
        AssessmentFactory(signed=True),
        AssessmentFactory(case=case, signed=True, kind=AssessmentKind.INITIAL),
    ]
    for other in others:
        with pytest.raises(NotAllowed):
            draft_assessment(case=case, by=by, content=opening(), corrects=other)


def test_the_signature_of_a_correction_leaves_the_plans_clock_as_it_runs(case):
    by = worker_of(case)
    first = sign_assessment(assessment=AssessmentFactory(case=case), by=by)
    case.refresh_from_db()
    assert case.plan_due_on > today()
    case.plan_due_on = today() - timedelta(days=3)
    case.save()
    sign_assessment(assessment=draft_assessment(case=case, by=by, content=opening(), corrects=first), by=by)
    case.refresh_from_db()
    assert case.plan_due_on == today() - timedelta(days=3)
    sign_assessment(assessment=AssessmentFactory(case=case), by=by)
    case.refresh_from_db()
    assert case.plan_due_on > today(), "a new one starts it again"


def address(name: str, *papers: Assessment) -> str:
    return reverse(f"cases:{name}", args=[papers[0].case_id, *(paper.pk for paper in papers)])


def test_the_form_asks_by_domain_and_hides_what_is_not_asked(browser_of_worker, case):
    paper = begun(case)
    page = browser_of_worker.get(address("assessment_edit", paper))
    shown = {one.field.name: one.is_shown for part in page.context["form"].domains() for one in part.asked}
    assert (shown["q_school"], shown["q_immunisation"], shown["q_pregnancy"]) == (True, False, False)
    first = progress(paper.questionnaire, paper.answers)[0]
    assert (first.domain.code, first.answered, first.shown) == ("profile", 2, 3)


def test_what_is_typed_survives_a_skip_rule_and_comes_back(browser_of_worker, case):
    paper = begun(case)
    send = {"assessed_on": today(), "q_age_group": "AGE_5_11", "q_school": "LEFT", "q_school_why": "Tidak ada biaya."}
    browser_of_worker.post(address("assessment_edit", paper), send)
    browser_of_worker.post(address("assessment_edit", paper), send | {"q_age_group": "UNDER_5"})
    page = browser_of_worker.get(address("assessment", paper))
    assert "Tidak ada biaya." not in page.content.decode()
    browser_of_worker.post(address("assessment_edit", paper), send)
    assert "Tidak ada biaya." in browser_of_worker.get(address("assessment", paper)).content.decode()


def test_an_answer_that_asks_more_leads_back_to_the_questions(browser_of_worker, case):
    paper = begun(case)
    edit, read = address("assessment_edit", paper), address("assessment", paper)
    send = {"assessed_on": today(), "q_age_group": "AGE_5_11", "q_sex": "FEMALE"}
    assert browser_of_worker.post(edit, send).url == read
    assert browser_of_worker.post(edit, send | {"q_school": "LEFT"}).url == edit
    assert browser_of_worker.post(edit, send | {"next": "stay"}).url == edit


def test_a_wrong_answer_stays_in_the_form(browser_of_worker, case):
    paper = begun(case)
    answer = browser_of_worker.post(
        address("assessment_edit", paper),
        {"assessed_on": today(), "q_age_group": "AGE_5_11", "q_weight": "berat", "q_social": "Kata saya"},
    )
    assert answer.status_code == 422
    assert "bukan angka" in answer.content.decode()
    assert "Kata saya" in answer.content.decode()


def test_a_text_of_before_stays_though_it_is_longer_than_one_may_write(browser_of_worker, case):
    before = "Baris\n" + "x" * 20_000
    paper = AssessmentFactory(case=case, answering={"social": before})
    edit = address("assessment_edit", paper)
    send = {"assessed_on": today(), "conclusion": "Lain.", **typed({**paper.answers, "social": before})}
    send["q_social"] = before.replace("\n", "\r\n")
    assert browser_of_worker.post(edit, send).status_code == 302
    paper.refresh_from_db()
    assert (paper.answers["social"], paper.conclusion) == (before, "Lain.")
    assert browser_of_worker.post(edit, send | {"q_social": "y" * 10_001}).status_code == 422


def test_a_number_beyond_all_reckoning_is_told_at_its_question(browser_of_worker, case):
    send = {"assessed_on": today(), "q_age_group": "AGE_5_11", "q_weight": "1e9999999"}
    answer = browser_of_worker.post(address("assessment_edit", begun(case)), send)
    assert answer.status_code == 422
    assert "bukan angka" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"q_school_why": "x" * 10_001}, {"q_school_why": "a\x00b"}])
def test_a_wrong_answer_out_of_sight_stands_in_nobodys_way(browser_of_worker, case, wrong):
    paper = begun(case)
    edit = address("assessment_edit", paper)
    send = {"assessed_on": today(), "q_age_group": "AGE_5_11", "q_school": "LEFT", **wrong}
    assert browser_of_worker.post(edit, send).status_code == 422
    assert browser_of_worker.post(edit, send | {"q_school": "ENROLLED", "q_social": "Kata saya"}).status_code == 302
    paper.refresh_from_db()
    assert (paper.answers["social"], "school_why" in paper.answers) == ("Kata saya", False)


@pytest.mark.rule("stale_write")
def test_of_two_versions_the_stored_one_may_be_no_answer(browser_of_worker, case):
    paper = begun(case)
    edit = address("assessment_edit", paper)
    stamp = StampField().prepare_value(paper.updated_at)
    edit_assessment(assessment=paper, by=worker_of(case), content={"conclusion": "Rekan (contoh)."})
    send = {"assessed_on": today(), "read_at": stamp, "q_social": "Kata saya", "q_spiritual": "Juga saya"}
    stale = browser_of_worker.post(edit, send | {"q_age_group": "AGE_5_11", "q_school": "LEFT"})
    assert stale.status_code == 409
    again = {name: value for name, value in stale.context["form"].data.items() if value}
    kept = {f"keep_{name}": "stored" for name in ("q_social", "q_school", "conclusion")}
    assert browser_of_worker.post(edit, again | kept).status_code == 302
    paper.refresh_from_db()
    assert paper.answers == {"age_group": "AGE_5_11", "spiritual": "Juga saya"}
    assert paper.conclusion == "Rekan (contoh)."


@pytest.mark.rule("stale_write")
def test_a_page_that_asked_none_of_the_questions_wipes_no_answers(browser_of_worker, case):
    paper = AssessmentFactory(case=case)
    edit, before = address("assessment_edit", paper), paper.answers
    old = {"assessed_on": today(), "social": "Isian lama", "conclusion": "Kata saya"}
    stale = browser_of_worker.post(edit, old)
    assert stale.status_code == 409
    assert [row.name for row in stale.context["differences"]] == ["conclusion"]
    paper.refresh_from_db()
    assert paper.answers == before
    form = stale.context["form"]
    again = {name: form.data.getlist(name) for name in form.fields if name in form.data}
    assert browser_of_worker.post(edit, again).status_code == 302
    paper.refresh_from_db()
    assert (paper.answers, paper.conclusion) == (before, "Kata saya")


@pytest.mark.rule("stale_write")
def test_a_long_text_of_before_is_no_fault_of_a_stale_form(browser_of_worker, case):
    paper = AssessmentFactory(case=case, answering={"social": "x" * 20_000})
    stamp = StampField().prepare_value(paper.updated_at)
    edit_assessment(assessment=paper, by=worker_of(case), content={"conclusion": "Rekan (contoh)."})
    send = {"assessed_on": today(), "read_at": stamp, "conclusion": "Saya", **typed(paper.answers)}
    stale = browser_of_worker.post(address("assessment_edit", paper), send)
    assert [row.name for row in stale.context["differences"]] == ["conclusion"]


def test_a_new_one_is_begun_with_its_kind_and_day(browser_of_worker, case):
    answer = browser_of_worker.post(
        reverse("cases:assessment_new", args=[case.pk]), {"kind": "INITIAL", "assessed_on": today()}
    )
    paper = Assessment.objects.get()
    assert (paper.kind, paper.version, answer.url) == (
        "INITIAL",
        version_of("INITIAL"),
        address("assessment_edit", paper),
    )


@pytest.mark.parametrize("kind", list(AssessmentKind))
def test_a_whole_questionnaire_is_answered_by_its_form_and_signed(browser_of_worker, case, kind):
    paper = begun(case, kind=kind)
    send = {"assessed_on": today(), "conclusion": "Kesimpulan (contoh).", **typed(ANSWERS[kind])}
    assert browser_of_worker.post(address("assessment_edit", paper), send).url == address("assessment", paper)
    stamp = browser_of_worker.get(address("assessment", paper)).context["stamp"]
    browser_of_worker.post(address("assessment_sign", paper), {"read_at": stamp})
    paper.refresh_from_db()
    assert paper.is_signed
    assert paper.scores["safety"]["percent"] == 67


def test_a_later_assessment_stands_beside_an_earlier_one(browser_of_worker, case):
    earlier = AssessmentFactory(
        case=case, signed=True, answering={"harm": "DANGER", "safety_plan": "Jauhkan (contoh)."}
    )
    later = AssessmentFactory(case=case, signed=True)
    page = browser_of_worker.get(address("assessment_compare", later))
    assert page.context["other"] == earlier
    told = {kind: [row.question.code for row in rows] for kind, rows in page.context["groups"]}
    assert told == {"changed": ["harm"], "gone": ["safety_plan"]}
    [step] = [step for step in page.context["steps"] if step.domain.code == "safety"]
    assert (step.before.percent, step.after.percent, step.is_better) == (50, 67, True)
    assert page.content.decode().count("<rect") > 4
    assert "Bandingkan" in browser_of_worker.get(address("assessment", later)).content.decode()


def test_the_first_assessment_has_nothing_beside_it(browser_of_worker, case):
    only = AssessmentFactory(case=case, signed=True)
    page = browser_of_worker.get(address("assessment_compare", only))
    assert page.status_code == 200
    assert page.context["other"] is None


def test_a_draft_of_a_colleague_is_no_earlier_assessment(browser_of_worker, case):
    AssessmentFactory(case=case)
    later = AssessmentFactory(case=case, signed=True)
    assert browser_of_worker.get(address("assessment_compare", later)).context["other"] is None


def test_another_cases_assessment_is_not_compared(browser_of_worker, case):
    AssessmentFactory(case=case, signed=True)
    later, foreign = AssessmentFactory(case=case, signed=True), AssessmentFactory(signed=True)
    page = browser_of_worker.get(address("assessment_compare", later), {"dengan": foreign.pk})
    assert page.context["other"].case_id == case.pk


def test_programs_are_told_of_a_signed_paper_what_was_asked_and_of_a_draft_everything(case):
    hidden = {"age_group": "ADULT"}  # the questions on care of a child are not asked
    signed = AssessmentFactory(case=case, answering=hidden, signed=True)
    draft = AssessmentFactory(case=case, answering=hidden)
    program = program_of(case.worker.memberships.get(institution=case.office))
    told = {row["id"]: row["answers"] for row in program.ask("assessments_read", case.pk)["results"]}
    assert told[draft.pk] == draft.answers
    assert told[signed.pk] == counted(signed.questionnaire, signed.answers) != signed.answers
    assert program.ask("assessment_detail_read", case.pk, signed.pk)["answers"] == told[signed.pk]


def test_a_list_for_programs_asks_a_fixed_number_of_queries(case):
    program = program_of(case.worker.memberships.get(institution=case.office))
    program.ask("assessments_read", case.pk)
    counts = []
    for _n in range(3):
        AssessmentFactory(case=case, signed=True)
        with CaptureQueriesContext(connection) as asked:
            program.ask("assessments_read", case.pk)
        counts.append(len(asked))
    assert len(set(counts)) == 1


@pytest.mark.parametrize("name", ["assessment", "assessment_edit", "assessment_compare"])
def test_pages_ask_a_fixed_number_of_queries(browser_of_worker, case, django_assert_max_num_queries, name):
    for _n in range(3):
        AssessmentFactory(case=case, signed=True)
    paper = AssessmentFactory(case=case)
    browser_of_worker.get(address(name, paper))
    with django_assert_max_num_queries(26):
        browser_of_worker.get(address(name, paper))
