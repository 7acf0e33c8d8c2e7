"""The whole path of a case by programs that know nothing but the description: from the first report to a safe place in
a family, with the child at home and visited."""

from datetime import date, timedelta

import pytest

from tests.api.client import Program, Refused, fresh_key
from tests.api.people import program_of
from tests.cases.papers import ANSWERS
from tests.flows.given import DISTRICT, given_the_field

pytestmark = pytest.mark.django_db
CHILD = "Aku mau tinggal dengan Bibi, tapi rumahnya belum jadi."


@pytest.fixture
def programs(clock) -> dict[str, Program]:
    field = given_the_field(clock)
    return {
        name: program_of(field.people[name]) for name in ("worker", "supervisor", "province_decider", "sentra_officer")
    }


def institution(program: Program, name: str) -> int:
    [found] = program.ask("institutions_read", q=name)["results"]
    return found["id"]


def logged(worker: Program, clock) -> dict:
    """The report of a child without a name, sent twice by a program whose line broke."""
    ampk = [code["code"] for code in worker.ask("codes_read", list="AMPK", limit=100)["results"]]
    assert "EMERGENCY" in ampk
    key = fresh_key()
    report = {
        "channel": "VILLAGE",
        "received_at": (clock.now() - timedelta(hours=1)).isoformat(),
        "region": DISTRICT,
        "place": "Dusun Rekaan, belakang pasar lama",
        "what_happened": "Anak ditinggal sendiri sejak kemarin (rekaan).",
        "triage": "HIGH",
        "categories": ["MALTREATED", "EMERGENCY"],
        "primary": "MALTREATED",
        "outcome": "OPENED_CASE",
        "person": {"sex": "MALE", "region": DISTRICT},
    }
    first = worker.tell("responses_write", key=key, **report)
    assert worker.tell("responses_write", key=key, **report) == first
    assert worker.last.headers["Idempotency-Replayed"] == "true"
    assert len(worker.ask("responses_read")["results"]) == 1
    worker.tell("response_contact_write", first["id"], at=clock.now().isoformat(), note="Aman malam ini (rekaan).")
    return first


def signed(worker: Program, room: str, case: int, **content) -> int:
    draft = worker.tell(f"{room}s_write", case, **content)
    return worker.tell(f"{room}_signature_write", case, draft["id"], updated_at=draft["updated_at"])["id"]


def assessed(worker: Program, case: int, clock, kind: str = "COMPREHENSIVE") -> int:
    words = {"child_view": CHILD, "conclusion": "Kesimpulan (rekaan)."}
    answers = ANSWERS[kind]
    return signed(worker, "assessment", case, kind=kind, assessed_on=str(clock.today), answers=answers, **words)


def served(worker: Program, case: int, clock) -> int:
    told = {"component": "FAMILY_SUPPORT", "base": "FAMILY", "provider": "Sakti Peksos"}
    told["activity"] = "FAMILY_STRENGTHENING_SESSION"
    made = worker.tell(
        "services_write", case, provided_on=str(clock.today), description="Kunjungan keluarga (rekaan).", **told
    )
    return made["id"]


SCOPES = ["SERVICE", "DATA"]


def planned(worker: Program, supervisor: Program, case: int, clock) -> dict:
    action = {
        "text": "Temu penguatan anak dan keluarga",
        "component": "FAMILY_SUPPORT",
        "base": "FAMILY",
        "responsible": "Sakti Peksos",
        "due_on": str(clock.today + timedelta(days=20)),
        "indicator": "Hadir tiga kali",
    }
    plan = {
        "horizon": "SHORT",
        "permanency_goal": "KINSHIP",
        "child_view": CHILD,
        "child_signs": True,
        "family_signatory": "Bibi Sari Rekaan",
        "goals": [
            {"domain": "RELATIONS", "need": "Pengasuh tetap", "text": "Anak tinggal bersama bibi", "actions": [action]}
        ],
    }
    draft = worker.tell("plans_write", case, **plan)
    with pytest.raises(Refused) as refused:
        worker.tell("plan_detail_change", case, draft["id"], **plan)
    assert refused.value.status == 428
    worker.ask("plan_detail_read", case, draft["id"])
    read = worker.last.headers["ETag"]
    plan["concurrent_goal"] = "FOSTER"
    changed = worker.tell("plan_detail_change", case, draft["id"], match=read, **plan)
    with pytest.raises(Refused) as refused:
        worker.tell("plan_detail_change", case, draft["id"], match=read, **plan)
    assert refused.value.status == 412
    waits = worker.tell("plan_submission_write", case, draft["id"], updated_at=changed["updated_at"])
    sent = {"updated_at": waits["updated_at"], "comment": "Sebutkan siapa yang mengantar"}
    supervisor.tell("plan_return_write", case, draft["id"], **sent)
    back = worker.ask("plan_detail_read", case, draft["id"])
    sent = {"updated_at": back["updated_at"], "answer": "Bibi"}
    waits = worker.tell("plan_submission_write", case, draft["id"], **sent)
    agreed = supervisor.tell("plan_approval_given_write", case, draft["id"], updated_at=waits["updated_at"])
    assert (agreed["state"], agreed["approval"]) == ("APPROVED", "REVIEWED")
    signed = worker.tell("plan_signature_write", case, draft["id"], updated_at=agreed["updated_at"])
    action = signed["goals"][0]["actions"][0]["id"]
    assert worker.tell("plan_action_move_write", case, action, state="RUNNING")["state"] == "RUNNING"
    return signed


def test_a_child_comes_home_by_the_api(programs, clock):
    worker, decider, sentra = (programs[name] for name in ("worker", "province_decider", "sentra_officer"))
    assert worker.ask("me_read")["acting_role"] == "FIELD_SOCIAL_WORKER"

    # Report, first contact, name and family
    case = logged(worker, clock)["case"]
    worker.ask("case_beneficiary_read", case)
    child = {"name": "Raka Contoh", "sex": "MALE", "birth_date": "2016-07-01", "birth_precision": "MONTH"}
    worker.tell("case_beneficiary_change", case, match=worker.last.headers["ETag"], region=DISTRICT, **child)
    worker.tell("case_family_write", case, name="Ibu Rekaan", relation="MOTHER", is_alive=False)
    aunt = worker.tell("case_family_write", case, name="Bibi Sari Rekaan", relation="AUNT_UNCLE")["id"]

    # Agreement, assessment, report, conference, plan, service
    worker.tell(
        "agreements_write",
        case,
        signed_on=str(clock.today),
        child_agrees=True,
        signatory=aunt,
        child_view=CHILD,
        scopes=SCOPES,
    )
    clock.move(days=2)
    assessment = assessed(worker, case, clock)
    sections = ("purpose", "chronology", "findings", "family_and_care", "analysis", "recommendation")
    words = {name: f"Uraian {name} (rekaan)." for name in sections}
    report = signed(worker, "social_report", case, assessment=assessment, **words)
    conference = worker.tell(
        "conferences_write",
        case,
        held_on=str(clock.today),
        attendees="Sakti Peksos, bibi (rekaan)",
        options="Bibi; orang tua asuh; lembaga.",
        recommendation="Bibi menjadi tujuan.",
        child_view=CHILD,
    )["id"]
    with pytest.raises(Refused) as refused:
        served(worker, case, clock)
    assert (refused.value.status, refused.value.codes) == (409, {"service_before_plan"})
    goal = planned(worker, programs["supervisor"], case, clock)["goals"][0]["id"]
    visit = served(worker, case, clock)
    assert worker.ask("case_detail_read", case)["stage"] == "IMPLEMENT"

    # Dinas decides
    clock.move(days=3)
    province, home = institution(worker, "Dinas Sosial Provinsi Contoh"), institution(worker, "Sentra Contoh")
    evidence = [{"assessment": assessment}, {"service": visit}, {"conference": conference}]
    results = ["IMPOSSIBLE", "NOT_READY", "NONE_AVAILABLE"]
    gentler = ["BIRTH_FAMILY", "KINSHIP", "FOSTER", "GUARDIAN", "ADOPTION", "LKSA"]
    asked = {
        "kind": "CARE_DECISION",
        "to_institution": province,
        "source": "FAMILY",
        "legally_responsible": "Bibi Sari Rekaan",
        "reason": "Rumah bibi belum siap (rekaan).",
        "summary": "Anak sehat, bibi menyiapkan rumah (rekaan).",
        "asked_base": "RESIDENTIAL",
        "asked_form": "SENTRA",
        "asked_institution": home,
        "asked_months": 9,
        "social_report": report,
        "conference": conference,
        "alternatives": [
            {
                "form": form,
                "considered_on": str(clock.today),
                "result": results[min(place, 2)],
                "reason": f"Ditanyakan, alasan rekaan ke-{place}.",
                **evidence[min(place, 2)],
            }
            for place, form in enumerate(gentler)
        ],
    }
    with pytest.raises(Refused) as refused:
        worker.tell("case_referrals_write", case, **asked | {"alternatives": asked["alternatives"][:-1]})
    assert "alternative_missing_lksa" in refused.value.codes
    referral = worker.tell("case_referrals_write", case, **asked)["id"]
    clock.move(days=1)
    assert [row["id"] for row in decider.ask("inbox_read")["results"]] == [referral]
    word = programs["supervisor"].tell("referral_recommendation_write", referral, advice="FOR", reason="Rekaan.")
    assert decider.ask("referral_detail_read", referral)["recommendation"]["number"] == word["number"]
    decision = decider.tell(
        "referral_decision_write",
        referral,
        outcome="APPROVED",
        considerations="Jembatan menuju pengasuhan bibi (rekaan).",
        starts_on=str(clock.today),
        ends_on=str(clock.today + timedelta(days=260)),
        term="SHORT",
        reasons={"shorter_than_asked": "Bibi siap lebih cepat (rekaan)."},
    )
    assert decision["institution"] == home

    # The Sentra takes the child in
    [waiting] = sentra.ask("inbox_read")["results"]
    assert not waiting["named"]
    assert "Raka" not in sentra.last.content.decode()
    sentra.tell("referral_acceptance_write", waiting["id"], admitted_on=str(clock.today))
    [placement] = sentra.ask("case_placements_read", case)["results"]
    assert (placement["state"], placement["institution"]) == ("ACTIVE", home)

    # A first review: the child stays. The second: home
    [review] = sentra.ask("reviews_read", scope="shared")["results"]
    clock.move_to(date.fromisoformat(review["due_on"]))
    held = {
        "attendees": ["CHILD", "FAMILY", "CASE_WORKER", "INSTITUTION_HEAD"],
        "child_view": "Di sini baik, tapi bukan rumah.",
        "family_view": "Kami menunggunya (rekaan).",
        "findings": "Anak sehat dan bersekolah (rekaan).",
        "recommendation": "Kontak tiap minggu (rekaan).",
        "goal_findings": [{"goal": goal, "progress": "ON_WAY"}],
    }
    sentra.tell("review_held_write", review["id"], held_on=str(clock.today), outcome="CONTINUE", **held)
    clock.move(days=30)
    assessed(worker, case, clock, kind="INITIAL")
    homecoming(sentra, placement["id"], aunt, clock)
    [review] = sentra.ask("reviews_read", scope="shared")["results"]
    sentra.tell("review_held_write", review["id"], held_on=str(clock.today), outcome="REUNIFY", **held)
    with pytest.raises(Refused) as refused:
        sentra.ask("case_detail_read", case)
    assert refused.value.status == 404

    # Visited at home, and closed
    visits = worker.ask("visits_read", case)["results"]
    clock.move_to(date.fromisoformat(visits[0]["due_on"]))
    worker.tell(
        "visit_record_write", visits[0]["id"], done_on=str(clock.today), is_safe=True, findings="Bersekolah (rekaan)."
    )
    closed = worker.tell(
        "case_closing_write",
        case,
        reason_code="RETURNED_TO_FAMILY",
        evaluation="Tinggal bersama bibi (rekaan).",
        child_view="Aku senang (rekaan).",
        goals=[{"goal": goal["id"], "result": "REACHED"} for goal in plan_goals(worker, case)],
        reasons={"tasks_open": "NIK diurus bibi di Dukcapil (rekaan)."},
    )
    assert closed["stage"] == "AFTERCARE"
    kinds = {event["kind"] for event in worker.ask("case_timeline_read", case, limit=100)["results"]}
    assert {"DECISION_SIGNED", "PLACED", "REVIEW_HELD", "PLACEMENT_ENDED", "AFTERCARE_VISIT", "CASE_CLOSED"} <= kinds


def plan_goals(worker: Program, case: int) -> list[dict]:
    """The goals of the newest plan."""
    return worker.ask("plans_read", case)["results"][0]["goals"]


def homecoming(sentra: Program, placement: int, aunt: int, clock) -> None:
    today = str(clock.today)
    sentra.tell(
        "homecoming_readiness_write",
        placement,
        findings="Kamar selesai (rekaan).",
        assessed_on=today,
        assessed_by="Sakti Peksos",
    )
    sentra.tell("homecoming_step_write", placement, done_on=today, what="Menginap (rekaan).", with_whom="Bibi")
    sentra.tell(
        "homecoming_consent_write",
        placement,
        member=aunt,
        given_on=today,
        form="WRITTEN",
        child_view="Aku mau pulang ke Bibi.",
    )
    sentra.tell("hand_over_write", placement, handed_over_on=today, received_by=aunt, handed_over_by="Pengasuh Rekaan")
    assert sentra.ask("homecoming_read", placement)["handed_over_on"] == today
