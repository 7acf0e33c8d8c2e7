"""A child in contact with the law: who counts as one, what the law sets days for, and who may read the name."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.ical import calendar
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import reconcile
from atensi.errors import NotAllowed
from atensi.notices.kinds import kind_of
from atensi.versions import version_of
from atensi.webhooks.models import WebhookDelivery
from cases.ending import Ending
from cases.event_states import OTHER_STEP, EventKind
from cases.justice import check_list, matter_of
from cases.justice_states import JusticeDateKind, JusticeDuty, JusticeOutcome, JusticeRole, YoungDecision
from cases.masking import cases_named_in_files, cases_with_names
from cases.models import Case, JusticeDate
from cases.services.events import add_event
from cases.services.justice import (
    decide_for_young_offender,
    end_matter,
    keep_justice_date,
    record_contact,
    record_matter,
    set_justice_date,
)
from cases.services.justice_dates import SEEN_OF_DATE, call_off_justice_date, move_justice_date
from cases.services.justice_work import record_duty, send_report
from cases.services.stages import close_case
from cases.states import Stage
from tests.cases.factories import CaseFactory, code
from tests.cases.intake import supervisor_at, worker_at
from tests.cases.papers import CaseConferenceFactory, SocialReportFactory, worker_of
from tests.cases.rules import refused
from tests.institutions.factories import actor_of
from tests.webhooks.factories import WebhookFactory

pytestmark = pytest.mark.django_db
UNKNOWN = {"age_at_act_unknown": "Akta sedang diurus (contoh)"}


def today():
    return timezone.localdate()


def ago(days):
    return today() - timedelta(days=days)


def case_of_age(years, **fields):
    """A case of a child of about so many years at the act: half a year past the birthday."""
    case = CaseFactory(beneficiary__birth_date=ago(10 + round((years + 0.5) * 365.25)), **fields)
    reconcile()
    return case


def recorded(case, **changes):
    given = {
        "role": JusticeRole.OFFENDER,
        "matter": "Pencurian ringan (contoh)",
        "act_on": ago(10),
        "reported_on": ago(5),
    }
    return record_matter(case=case, by=worker_of(case), **given | changes)


@pytest.fixture
def case():
    return case_of_age(15)


def deadlines(case):
    rows = Deadline.objects.filter(clock="justice", case_id=case.pk)
    return sorted(rows.values_list("due_on", flat=True))


# Who counts as a child before the law


@pytest.mark.rule("adult_at_act")
@pytest.mark.parametrize("role", JusticeRole)
def test_whoever_was_eighteen_on_the_day_of_the_act_is_no_child_before_the_law(role):
    with refused("adult_at_act"):
        recorded(case_of_age(18), role=role)


def test_the_age_counts_on_the_day_of_the_act_not_today(case):
    act = ago(400)
    case.beneficiary.birth_date = date(act.year - 18, act.month, min(act.day, 28)) + timedelta(days=9)
    case.beneficiary.save()
    track = recorded(case, act_on=act, reported_on=act)
    assert track.age_at_act == 17
    assert not case.beneficiary.is_child


@pytest.mark.rule("offender_under_twelve")
def test_an_offender_under_twelve_is_not_tried_and_somebody_says_why_the_matter_is_recorded():
    case = case_of_age(11)
    with refused("offender_under_twelve"):
        recorded(case)
    track = recorded(case, reasons={"offender_under_twelve": "Polisi meminta keputusan bersama (contoh)"})
    assert track.is_young_offender
    assert track.reasons == {"offender_under_twelve": "Polisi meminta keputusan bersama (contoh)"}


@pytest.mark.parametrize("role", [JusticeRole.VICTIM, JusticeRole.WITNESS])
def test_victims_and_witnesses_have_no_lowest_age(role):
    assert not recorded(case_of_age(4), role=role).is_young_offender


@pytest.mark.rule("age_at_act_unknown", "act_before_birth")
def test_an_age_that_cannot_be_counted_is_said(case):
    case.beneficiary.birth_date, case.beneficiary.birth_precision = None, "UNKNOWN"
    case.beneficiary.save()
    with refused("age_at_act_unknown"):
        recorded(case)
    assert recorded(case, reasons=UNKNOWN).age_at_act is None
    with refused("act_before_birth"):
        recorded(case_of_age(3), role=JusticeRole.VICTIM, act_on=ago(2000), reported_on=ago(5))


@pytest.mark.rule("matter_missing", "matter_before_the_act", "diversion_of_another", "date_ahead")
def test_a_matter_says_what_it_is_and_when(case):
    with refused("matter_missing"):
        recorded(case, matter=" ")
    with refused("matter_before_the_act"):
        recorded(case, reported_on=ago(11))
    with refused("diversion_of_another"):
        recorded(case, role=JusticeRole.WITNESS, diversion=True)
    with refused("date_ahead"):
        recorded(case, reported_on=ago(-2))


def test_only_those_who_work_on_the_case_write_of_it(case):
    for stranger in (worker_at(case.office), worker_at()):
        with pytest.raises(NotAllowed):
            record_matter(
                case=case, by=actor_of(stranger), role="VICTIM", matter="Contoh", act_on=ago(9), reported_on=ago(8)
            )


# The name


def test_a_matter_hides_the_name_from_all_but_the_team(case):
    assert not case.restricted
    recorded(case, role=JusticeRole.WITNESS)
    case.refresh_from_db()
    assert case.restricted
    assert set(case.category_rows.values_list("code__code", "is_primary")) == {("MALTREATED", True), ("JUSTICE", False)}
    assert list(Case.objects.in_justice()) == [case]
    assert case.events.filter(kind=EventKind.JUSTICE_RECORDED).get().text == "Anak Saksi"


@pytest.mark.parametrize("categories", [["JUSTICE"], ["MALTREATED"]])
def test_no_file_names_a_child_before_the_law_for_its_own_team_either(categories):
    case = CaseFactory(restricted=True, categories=categories)
    if categories == ["MALTREATED"]:
        recorded(case, role=JusticeRole.VICTIM)
    other = CaseFactory(restricted=True, categories=["HIV"], worker_membership=case.worker.memberships.get())
    cases = [case, other]
    assert cases_with_names(case.worker, cases) == {case.pk, other.pk}
    assert cases_named_in_files(case.worker, cases) == {other.pk}


def test_nothing_outside_says_that_a_deadline_is_one_of_a_child_before_the_law(case):
    recorded(case, diversion=True)
    row = Deadline.objects.get(clock="justice", case_id=case.pk)
    file = calendar([row])
    assert f"SUMMARY:Tugas kasus\\, {case.number}" in file
    words = [file.lower(), *(kind_of(f"justice.{step}").outside_of(case.number).lower() for step in ("before", "late"))]
    assert not [text for text in words if "hukum" in text or "justice" in text]
    assert "Tenggat proses hukum anak" in kind_of("justice.late").title_of(case.number, {})


@pytest.mark.parametrize("kind", [EventKind.JUSTICE_RECORDED, EventKind.JUSTICE_STEP, EventKind.JUSTICE_ENDED])
def test_no_program_is_told_which_case_is_one_of_a_child_before_the_law(case, kind):
    WebhookFactory(institution=case.office)
    add_event(case=case, kind=kind, by=worker_of(case))
    add_event(case=case, kind=EventKind.FLAG_RAISED, by=worker_of(case))
    rows = WebhookDelivery.objects.all()
    assert {(row.kind, row.payload["kind"]) for row in rows} == {(OTHER_STEP, OTHER_STEP)}
    assert len(rows) == 2


# Days


def test_diversion_starts_within_a_week_and_ends_a_month_after_it_began(case):
    track = recorded(case, diversion=True)
    assert deadlines(case) == [ago(5) + timedelta(days=7)]
    first = track.dates.get()
    keep_justice_date(row=first, by=worker_of(case), done_on=ago(1), note="Musyawarah (contoh)")
    assert deadlines(case) == [ago(1) + timedelta(days=30)]
    assert track.dates.get(done_on=None).kind == JusticeDateKind.DIVERSION_END
    assert case.events.filter(kind=EventKind.JUSTICE_STEP).exists()
    assert reconcile() == 0


def test_a_corrected_day_of_the_report_moves_a_diversion_that_has_not_begun(case):
    recorded(case, diversion=True)
    recorded(case, diversion=True, reported_on=ago(3))
    assert deadlines(case) == [ago(3) + timedelta(days=7)]
    recorded(case, diversion=False)
    assert deadlines(case) == []
    assert case.events.filter(kind=EventKind.JUSTICE_RECORDED).count() == 1


def test_the_last_day_of_diversion_goes_when_diversion_is_sought_no_more(case):
    track = recorded(case, diversion=True)
    keep_justice_date(row=track.dates.get(), by=worker_of(case), done_on=ago(1))
    recorded(case, diversion=False)
    assert deadlines(case) == []
    assert [row.kind for row in track.dates.all()] == [JusticeDateKind.DIVERSION_START]
    assert reconcile() == 0


def test_the_end_of_a_programme_goes_when_the_child_was_older_after_all():
    case = case_of_age(10)
    decided(recorded(case, reasons={"offender_under_twelve": "Contoh"}))
    recorded(case, role=JusticeRole.VICTIM)
    assert deadlines(case) == []


@pytest.mark.rule("date_is_counted", "date_before_matter", "counted_date_once")
def test_a_hearing_is_entered_and_what_the_law_counts_is_not(case):
    track, by = recorded(case), worker_of(case)
    set_justice_date(track=track, by=by, kind="HEARING", due_on=ago(-9), place="Pengadilan Contoh")
    assert deadlines(case) == [ago(-9)]
    with refused("date_is_counted"):
        set_justice_date(track=track, by=by, kind="DIVERSION_END", due_on=ago(-9))
    with refused("date_before_matter"):
        set_justice_date(track=track, by=by, kind="HEARING", due_on=ago(6))


@pytest.mark.rule("date_kept_already", "kept_before_matter", "justice_date_told_once_kept")
def test_a_day_is_kept_once_and_after_the_matter_began(case):
    track, by = recorded(case), worker_of(case)
    row = set_justice_date(track=track, by=by, kind="HEARING", due_on=today())
    with refused("kept_before_matter"):
        keep_justice_date(row=row, by=by, done_on=ago(6))
    keep_justice_date(row=row, by=by, done_on=today(), note="Ditunda (contoh)")
    with refused("date_kept_already"):
        keep_justice_date(row=row, by=by, done_on=today())


def hearing_of(track, **changes):
    given = {"kind": "HEARING", "due_on": date(2099, 12, 3), "place": "PN Contoh"}
    return set_justice_date(track=track, by=worker_of(track.case), **given | changes)


def test_a_hearing_that_the_court_puts_off_moves_with_its_clock_and_the_story_tells_from_where(case):
    track, by = recorded(case), worker_of(case)
    row = hearing_of(track)
    moved = move_justice_date(row=row, by=by, due_on=date(2099, 12, 10), place="PN Contoh", reason=" Hakim sakit. ")
    assert (moved.pk, moved.due_on, track.dates.count()) == (row.pk, date(2099, 12, 10), 1)
    assert deadlines(case) == [date(2099, 12, 10)]
    assert told_last(case) == "Sidang dipindah dari 3 Desember 2099 ke 10 Desember 2099. Hakim sakit."
    entry = AuditEvent.objects.filter(verb="justice.date_move").get()
    assert (entry.reason.strip(), entry.data["from"], entry.data["to"]) == (
        "Hakim sakit.",
        "2099-12-03",
        "2099-12-10",
    )
    assert reconcile() == 0


@pytest.mark.parametrize(
    ("to", "place", "told"),
    [
        (date(2099, 12, 3), "Ruang anak", "Sidang pada 3 Desember 2099 pindah tempat: Ruang anak. Penuh."),
        (
            date(2099, 12, 4),
            "Ruang anak",
            "Sidang dipindah dari 3 Desember 2099 ke 4 Desember 2099, Ruang anak. Penuh.",
        ),
    ],
)
def test_a_hearing_moves_to_another_place_too(case, to, place, told):
    row = hearing_of(recorded(case))
    assert move_justice_date(row=row, by=worker_of(case), due_on=to, place=place, reason="Penuh.").place == place
    assert told_last(case) == told


def test_a_hearing_that_is_called_off_stays_with_its_reason_and_its_clock_ends(case):
    track, by = recorded(case), worker_of(case)
    row = hearing_of(track)
    call_off_justice_date(row=row, by=by, reason="Terdakwa lain belum dipanggil.")
    row.refresh_from_db()
    assert (row.called_off_reason, row.called_off_by_id) == ("Terdakwa lain belum dipanggil.", by.user_id)
    assert deadlines(case) == []
    assert told_last(case) == "Sidang pada 3 Desember 2099 dibatalkan. Terdakwa lain belum dipanggil."
    assert AuditEvent.objects.filter(verb="justice.date_call_off", reason="Terdakwa lain belum dipanggil.").exists()
    assert reconcile() == 0


def told_last(case):
    return case.events.filter(kind=EventKind.JUSTICE_STEP).latest("pk").text.replace("\xa0", " ")


@pytest.mark.rule("date_change_without_reason", "date_moved_nowhere", "date_before_matter")
def test_a_day_moves_to_another_one_and_somebody_says_why(case):
    row, by = hearing_of(recorded(case)), worker_of(case)
    with refused("date_change_without_reason"):
        move_justice_date(row=row, by=by, due_on=date(2099, 12, 10), reason=" ")
    with refused("date_change_without_reason"):
        call_off_justice_date(row=row, by=by, reason=" ")
    with refused("date_moved_nowhere"):
        move_justice_date(row=row, by=by, due_on=row.due_on, place=" PN Contoh ", reason="Contoh")
    with refused("date_before_matter"):
        move_justice_date(row=row, by=by, due_on=ago(6), reason="Contoh")


@pytest.mark.rule("counted_date_stays")
def test_a_day_that_the_law_counts_is_neither_moved_nor_called_off(case):
    row, by = recorded(case, diversion=True).dates.get(), worker_of(case)
    with refused("counted_date_stays"):
        move_justice_date(row=row, by=by, due_on=ago(-20), reason="Contoh")
    with refused("counted_date_stays"):
        call_off_justice_date(row=row, by=by, reason="Contoh")
    young = case_of_age(10)
    track = recorded(young, reasons={"offender_under_twelve": "Contoh"})
    decided(track)
    with refused("counted_date_stays"):
        move_justice_date(row=track.dates.get(), by=worker_of(young), due_on=ago(-70), reason="Contoh")


@pytest.mark.rule("date_kept_already", "date_called_off_already", "justice_date_called_off_says_why")
def test_a_day_that_somebody_kept_or_called_off_meanwhile_is_not_moved(case):
    track, by = recorded(case), worker_of(case)
    kept, off = hearing_of(track, due_on=today()), hearing_of(track)
    move, call_off = {"by": by, "due_on": ago(-20), "reason": "Contoh"}, {"by": by, "reason": "Contoh"}
    keep_justice_date(row=JusticeDate.objects.get(pk=kept.pk), by=by, done_on=today())
    call_off_justice_date(row=JusticeDate.objects.get(pk=off.pk), **call_off)
    with refused("date_kept_already"):
        move_justice_date(row=kept, **move)
    with refused("date_kept_already"):
        call_off_justice_date(row=kept, **call_off)
    with refused("date_called_off_already"):
        move_justice_date(row=off, **move)
    with refused("date_called_off_already"):
        call_off_justice_date(row=off, **call_off)
    with refused("date_called_off_already"):
        keep_justice_date(row=off, by=by, done_on=today())


@pytest.mark.rule("stale_write", "justice_ended")
def test_who_read_another_day_does_not_move_it_and_no_day_moves_after_the_end(case):
    track, by = recorded(case), worker_of(case)
    row = hearing_of(track)
    seen = version_of(row, SEEN_OF_DATE)
    move_justice_date(row=row, by=by, due_on=date(2099, 12, 10), reason="Contoh", seen=seen)
    with refused("stale_write"):
        move_justice_date(row=row, by=by, due_on=date(2099, 12, 11), reason="Contoh", seen=seen)
    ended(track, JusticeOutcome.LPKS)
    with refused("justice_ended"):
        move_justice_date(row=row, by=by, due_on=date(2099, 12, 11), reason="Contoh")


def test_only_the_team_moves_or_calls_off_a_day(case):
    row = hearing_of(recorded(case))
    for stranger in (worker_at(case.office), worker_at()):
        with pytest.raises(NotAllowed):
            move_justice_date(row=row, by=actor_of(stranger), due_on=date(2099, 12, 10), reason="Contoh")
        with pytest.raises(NotAllowed):
            call_off_justice_date(row=row, by=actor_of(stranger), reason="Contoh")


def test_a_report_that_is_sent_leaves_a_day_that_was_called_off(case):
    track, by = recorded(case), worker_of(case)
    police = record_contact(track=track, by=by, agency="POLICE", office="Unit PPA Contoh")
    off = hearing_of(track, kind="SOCIAL_REPORT")
    call_off_justice_date(row=off, by=by, reason="Contoh")
    report = SocialReportFactory(case=case, signed=True)
    send_report(track=track, by=by, report=report, contact=police, sent_on=today())
    off.refresh_from_db()
    assert off.done_on is None


# People, duties, report


@pytest.mark.rule("contact_without_office")
def test_a_contact_is_recorded_and_corrected(case):
    track, by = recorded(case), worker_of(case)
    with refused("contact_without_office"):
        record_contact(track=track, by=by, agency="POLICE", office=" ")
    made = record_contact(track=track, by=by, agency="POLICE", office="Unit PPA Contoh", phone="0800-1")
    record_contact(track=track, by=by, contact=made, agency="POLICE", office="Unit PPA Contoh", phone="0800-2")
    assert track.contacts.get().phone == "0800-2"


@pytest.mark.rule("duty_without_doer", "duty_without_note")
def test_the_eight_duties_are_a_check_list(case):
    track, by = recorded(case), worker_of(case)
    given = {"track": track, "by": by, "duty": JusticeDuty.LISTEN, "done_on": ago(1)}
    with refused("duty_without_doer", "duty_without_note"):
        record_duty(done_by=" ", note="", **given)
    for note in ("Pertama (contoh)", "Kedua (contoh)"):
        record_duty(done_by="Sakti Peksos Contoh", note=note, **given)
    lines = check_list(matter_of(case))
    assert len(lines) == 8
    assert {line.code: [row.note for row in line.done] for line in lines if line.done} == {
        "LISTEN": ["Kedua (contoh)", "Pertama (contoh)"]
    }


@pytest.mark.rule("report_unsigned", "report_sent_already", "report_of_another_case")
def test_a_signed_social_report_goes_to_law_enforcement_and_ends_the_day_it_was_asked_for(case):
    track, by = recorded(case), worker_of(case)
    police = record_contact(track=track, by=by, agency="POLICE", office="Unit PPA Contoh")
    set_justice_date(track=track, by=by, kind="SOCIAL_REPORT", due_on=ago(-3))
    given = {"track": track, "by": by, "contact": police, "sent_on": today()}
    with refused("report_unsigned"):
        send_report(report=SocialReportFactory(case=case), **given)
    with refused("report_of_another_case"):
        send_report(report=SocialReportFactory(signed=True), **given)
    signed = SocialReportFactory(case=case, signed=True)
    send_report(report=signed, **given)
    assert deadlines(case) == []
    with refused("report_sent_already"):
        send_report(report=signed, **given)


# Under twelve


def decided(track, **changes):
    given = {
        "decision": YoungDecision.PROGRAMME,
        "decided_on": ago(1),
        "investigator": "Penyidik Contoh",
        "probation_officer": "PK Misal",
        "social_worker": "Sakti Peksos Umpama",
        "programme_at": "LPKS Contoh",
        "until": ago(-60),
    }
    return decide_for_young_offender(track=track, by=worker_of(track.case), **given | changes)


@pytest.mark.rule("young_party_missing", "young_offender_decided_by_three")
@pytest.mark.rule("programme_incomplete", "programme_too_long")
def test_three_parties_decide_for_a_child_under_twelve_at_most_six_months():
    case = case_of_age(10)
    track = recorded(case, reasons={"offender_under_twelve": "Contoh"})
    with refused("young_party_missing"):
        decided(track, probation_officer="")
    with refused("programme_incomplete"):
        decided(track, until=None)
    with refused("programme_too_long"):
        decided(track, until=ago(-200))
    decided(track)
    assert deadlines(case) == [ago(-60)]
    row = decided(track, decision=YoungDecision.RETURNED)
    assert (row.programme_at, row.until) == ("", None)
    assert deadlines(case) == []
    with refused("outcome_unfit"):
        ended(track, JusticeOutcome.VERDICT_SENTENCE)
    ended(track, JusticeOutcome.RETURNED)
    with refused("justice_ended"):
        decided(track)


@pytest.mark.rule("not_under_twelve")
def test_the_three_decide_of_nobody_older(case):
    with refused("not_under_twelve"):
        decided(recorded(case))


# The end


def ended(track, outcome, **changes):
    given = {"outcome": outcome, "outcome_on": today(), "outcome_note": "Kesepakatan (contoh)"}
    return end_matter(track=track, by=worker_of(track.case), **given | changes)


@pytest.mark.rule("outcome_unfit", "diversion_not_begun", "outcome_without_note", "outcome_before_matter")
def test_a_matter_ends_as_the_role_allows(case):
    track = recorded(case)
    with refused("diversion_not_begun"):
        ended(track, JusticeOutcome.DIVERSION)
    with refused("outcome_unfit"):
        ended(track, JusticeOutcome.PROTECTED)
    with refused("outcome_without_note"):
        ended(track, JusticeOutcome.LPKS, outcome_note="")
    with refused("outcome_before_matter"):
        ended(track, JusticeOutcome.LPKS, outcome_on=ago(6))
    victim = recorded(case_of_age(9), role=JusticeRole.VICTIM)
    with refused("outcome_unfit"):
        ended(victim, JusticeOutcome.VERDICT_SENTENCE)
    assert ended(victim, JusticeOutcome.PROTECTED).outcome == "PROTECTED"


@pytest.mark.rule("justice_ended")
def test_an_outcome_ends_the_days_still_ahead(case):
    track = recorded(case, diversion=True)
    row = track.dates.get()
    ended(track, JusticeOutcome.DIVERSION)
    assert deadlines(case) == []
    assert reconcile() == 0
    with refused("justice_ended"):
        keep_justice_date(row=row, by=worker_of(case), done_on=today())
    with refused("justice_ended"):
        set_justice_date(track=track, by=worker_of(case), kind="HEARING", due_on=ago(-3))


@pytest.mark.rule("justice_open")
def test_a_case_closes_over_a_running_matter_only_with_a_reason(case):
    recorded(case, diversion=True)
    Case.objects.filter(pk=case.pk).update(stage=Stage.MONITOR)
    CaseConferenceFactory(case=case)
    given = {"case": case, "by": worker_of(case), "reason_code": code("CLOSURE_REASON", "GOALS_REACHED")}
    given["ending"] = Ending(child_view="Aku senang (contoh).")
    with refused("justice_open"):
        close_case(evaluation="Selesai (contoh)", **given)
    close_case(evaluation="Selesai (contoh)", reasons={"justice_open": "Diteruskan Bapas (contoh)"}, **given)
    assert deadlines(case) == []
    assert reconcile() == 0


# Pages


def test_the_tab_shows_the_matter_and_its_forms_lead_back(client, case):
    client.force_login(case.worker)
    assert client.get(reverse("cases:justice", args=[case.pk])).status_code == 200
    url = reverse("cases:justice_record", args=[case.pk])
    given = {"role": "OFFENDER", "matter": "Contoh", "act_on": ago(10), "reported_on": ago(5), "diversion": "on"}
    assert client.post(url, given).status_code == 302
    page = client.get(reverse("cases:justice", args=[case.pk])).content.decode()
    assert "15 tahun" in page
    assert "Diversi dimulai" in page
    assert "Diversi dimulai" in client.get(reverse("cases:case", args=[case.pk])).content.decode()
    steps = {
        "justice_contact_add": {"agency": "POLICE", "office": "Unit PPA Contoh"},
        "justice_date_set": {"kind": "HEARING", "due_on": ago(-9)},
        "justice_duty_record": {"duty": "LISTEN", "done_on": ago(1), "done_by": "Contoh", "note": "Contoh"},
        "justice_end": {"outcome": "LPKS", "outcome_on": today(), "outcome_note": "Contoh"},
    }
    for name, sent in steps.items():
        answer = client.post(reverse(f"cases:{name}", args=[case.pk]), sent)
        assert answer.status_code == 302, name
    track = case.justice
    assert track.contacts.exists()
    assert track.dates.filter(kind="HEARING").exists()
    assert "Ditempatkan di LPKS" in client.get(reverse("cases:justice", args=[case.pk])).content.decode()


def test_the_page_moves_a_day_shows_what_others_changed_meanwhile_and_says_what_was_called_off(client, case):
    row, by = hearing_of(recorded(case)), worker_of(case)
    client.force_login(case.worker)
    move = reverse("cases:justice_date_move", args=[case.pk, row.pk])
    seen = client.get(move).context["form"].initial["seen"]
    move_justice_date(row=row, by=by, due_on=date(2099, 12, 10), place="PN Misal", reason="Contoh")
    given = {"due_on": "2099-12-17", "place": "PN Misal", "reason": "Hakim cuti", "seen": seen}
    stale = client.post(move, given)
    assert stale.status_code == 409
    assert [str(one.label) for one in stale.context["differences"]] == ["Tanggal"]
    again = given | {"seen": stale.context["form"].data["seen"]}
    assert client.post(move, again).status_code == 302
    row.refresh_from_db()
    assert row.due_on == date(2099, 12, 17)
    off = reverse("cases:justice_date_call_off", args=[case.pk, row.pk])
    assert client.post(off, {"reason": "Perkara digabung"}).status_code == 302
    refusal = client.post(move, given | {"seen": ""})
    assert refusal.status_code == 409
    assert "sudah dibatalkan" in refusal.content.decode()
    tab = client.get(reverse("cases:justice", args=[case.pk])).content.decode()
    assert "Perkara digabung" in tab
    assert move not in tab


def test_a_supervisor_of_another_office_finds_nothing(client, case):
    recorded(case)
    client.force_login(supervisor_at(worker_at().institution).user)
    assert client.get(reverse("cases:justice", args=[case.pk])).status_code == 404


def test_the_page_asks_a_fixed_number_of_queries(client, case, django_assert_num_queries):
    track, by = recorded(case, diversion=True), worker_of(case)
    client.force_login(case.worker)
    url = reverse("cases:justice", args=[case.pk])
    record_duty(track=track, by=by, duty="GUIDE", done_on=ago(1), done_by="Contoh", note="Contoh")
    client.get(url)
    with django_assert_num_queries(15) as few:
        client.get(url)
    for number in range(3):
        record_contact(track=track, by=by, agency="POLICE", office=f"Unit {number}")
        set_justice_date(track=track, by=by, kind="HEARING", due_on=ago(-number))
        record_duty(track=track, by=by, duty="LISTEN", done_on=ago(1), done_by="Contoh", note="Contoh")
    with django_assert_num_queries(len(few)):
        client.get(url)
