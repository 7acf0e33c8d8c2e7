"""Group sessions (domain.md 4.1): one save, a service of every case somebody came for, and nobody else's name in it."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from atensi.audit.models import AuditEvent
from atensi.deadlines.services.keeping import reconcile
from atensi.errors import StaleWrite
from cases import permissions
from cases.event_states import EventKind
from cases.models import AttendanceCorrection, Case, GroupSession, ServiceRecord, SessionParticipant
from cases.service_states import ACTIVITY_OF, Attendance, SessionKind
from cases.services.sessions import Attending, correct_attendance
from cases.services.shares import share_case
from cases.sessions import seen_of
from cases.states import Stage
from institutions.states import Kind, Role
from referrals.forms.alternatives import evidence_choices
from referrals.models import Alternative
from tests.api.people import program_of
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.cases.papers import worker_of
from tests.cases.rules import refused
from tests.cases.sessions import beside, held, planned_case, today
from tests.institutions.factories import MembershipFactory, actor_of
from tests.referrals.factories import ReferralFactory

pytestmark = pytest.mark.django_db
CAME, EXCUSED, ABSENT = Attendance.CAME, Attendance.EXCUSED, Attendance.ABSENT


@pytest.fixture
def case():
    return planned_case()


def test_every_case_somebody_came_for_has_one_service_that_names_its_own_people_alone(case):
    other, absent = beside(case), beside(case)
    reconcile()  # what the factories left out
    mother = FamilyMemberFactory(beneficiary=case.beneficiary, name="Ibu Rekaan", relation="MOTHER")
    people = [
        Attending(case, note="Mau pulang (contoh)"),
        Attending(case, mother, EXCUSED),
        Attending(other),
        Attending(absent, None, ABSENT),
    ]
    session = held(case, people)
    service = ServiceRecord.objects.get(case=case)
    assert (service.component.code, service.activity.code) == ACTIVITY_OF["TEPAK"]
    assert (service.provided_on, service.session, service.base) == (today(), session, "FAMILY")
    assert "Mau pulang" in service.description and "Ibu Rekaan" in service.description
    assert other.beneficiary.name not in service.description
    assert "2 peserta" in service.description
    assert not absent.services.exists()
    for one in (case, other, absent):
        line = one.events.get(kind=EventKind.SESSION_HELD).text
        assert "2 peserta" in line and case.beneficiary.name not in line
    assert "tidak hadir" in absent.events.get(kind=EventKind.SESSION_HELD).text
    assert AuditEvent.objects.filter(verb="session.record").count() == 3
    assert reconcile() == 0


def test_each_kind_is_a_service_of_an_activity_that_is_in_force(case):
    for kind in SessionKind:
        service = held(case, kind=kind).services.get()
        assert (service.component.code, service.activity.code) == ACTIVITY_OF[kind]


def test_more_people_ask_nothing_more_but_the_trail_of_more_cases(case):
    def queries(n):
        people = [Attending(one) for one in [beside(case) for _ in range(n)]]
        with CaptureQueriesContext(connection) as ran:
            held(case, people)
        return len(ran)

    queries(1)
    assert queries(9) - queries(1) == 8 * 2


def test_a_session_brings_a_planned_case_to_implementation(case):
    waiting = beside(case, stage=Stage.PLAN)
    held(case, [Attending(waiting)])
    waiting.refresh_from_db()
    assert waiting.stage == Stage.IMPLEMENT


def test_a_form_that_is_sent_twice_is_one_session(case):
    key = uuid.uuid4()
    assert held(case, form_id=key).pk == held(case, form_id=key).pk
    assert (GroupSession.objects.count(), case.services.count()) == (1, 1)


def test_a_case_that_is_not_ones_own_takes_no_part(case):
    with pytest.raises(PermissionDenied):
        held(case, [Attending(case), Attending(planned_case())])
    assert not GroupSession.objects.exists()


def test_a_decider_holds_no_session(case):
    decider = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    with pytest.raises(PermissionDenied):
        held(case, by=actor_of(decider))


@pytest.mark.rule("session_before_plan")
def test_a_session_is_a_service_and_comes_after_the_plan(case):
    bare = CaseFactory(worker=case.worker, office=case.office)
    with refused("session_before_plan"):
        held(case, [Attending(case), Attending(bare)])
    assert not GroupSession.objects.exists()


@pytest.mark.rule("session_case_closed")
def test_a_closed_case_takes_no_part(case):
    Case.objects.filter(pk=case.pk).update(
        closed_at=case.opened_at, closed_by=case.worker, final_evaluation="Contoh", closure_reason=_code()
    )
    with refused("session_case_closed"):
        held(case)


def _code():
    return CaseFactory().category_rows.get().code


@pytest.mark.rule("session_without_people")
@pytest.mark.rule("session_without_words")
def test_a_session_says_who_where_and_what(case):
    with refused("session_without_words"):
        held(case, agenda="  ")
    with pytest.raises(Exception, match="session_without_people"):
        held(case, people=(), by=worker_of(case))


@pytest.mark.rule("session_too_large")
@pytest.mark.rule("session_person_twice")
def test_a_person_stands_once_and_a_session_has_an_end(case):
    with refused("session_person_twice"):
        held(case, [Attending(case), Attending(case, None, ABSENT)])
    with refused("session_person_twice", "session_too_large"):
        held(case, [Attending(case)] * 101)


@pytest.mark.rule("session_stranger")
def test_only_the_living_of_the_same_family_come_with_a_child(case):
    stranger = FamilyMemberFactory()
    dead = FamilyMemberFactory(beneficiary=case.beneficiary, is_alive=False)
    for member in (stranger, dead):
        with refused("session_stranger"):
            held(case, [Attending(case, member)])


@pytest.mark.rule("session_with_barred")
def test_who_may_not_have_contact_does_not_sit_with_the_child(case):
    barred = FamilyMemberFactory(beneficiary=case.beneficiary, may_contact=False)
    with refused("session_with_barred"):
        held(case, [Attending(case), Attending(case, barred)])
    assert held(case, [Attending(case), Attending(case, barred, EXCUSED)]).participants.count() == 2


def test_a_session_that_has_not_been_yet_is_refused(case):
    with refused("date_ahead"):
        held(case, held_on=today() + timedelta(days=1))


def corrected(session, changes, **given):
    by = given.pop("by", None) or actor_of(session.recorded_by.memberships.get(institution=session.institution))
    return correct_attendance(
        session=session, by=by, changes=changes, reason=given.pop("reason", "Salah catat"), **given
    )


def test_a_correction_keeps_what_it_said_and_the_service_follows(case):
    session = held(case)
    row = session.participants.get()
    corrected(session, {row.pk: (ABSENT, "Sakit (contoh)")})
    assert not case.services.exists()
    assert AttendanceCorrection.objects.get().before == {str(row.pk): ["CAME", ""]}
    assert "Salah catat" in case.events.get(kind=EventKind.SESSION_CORRECTED).text
    corrected(session, {row.pk: (CAME, "Aktif (contoh)")})
    assert "Aktif" in case.services.get().description
    assert AuditEvent.objects.filter(verb="session.correct").count() == 2


def test_a_correction_of_one_case_leaves_the_others_alone(case):
    other = beside(case)
    session = held(case, [Attending(case), Attending(other)])
    before = other.services.get().description
    corrected(session, {session.participants.get(case=case).pk: (ABSENT, "")})
    assert other.services.get().description == before
    assert not other.events.filter(kind=EventKind.SESSION_CORRECTED).exists()


@pytest.mark.rule("correction_without_reason")
@pytest.mark.rule("correction_changes_nothing")
def test_a_correction_says_why_and_changes_something(case):
    session = held(case)
    row = session.participants.get()
    with refused("correction_without_reason"):
        corrected(session, {row.pk: (ABSENT, "")}, reason=" ")
    with refused("correction_changes_nothing"):
        corrected(session, {row.pk: (CAME, "")})


@pytest.mark.rule("session_is_evidence")
def test_what_a_referral_stands_on_is_not_taken_back(case):
    session = held(case)
    Alternative.objects.create(
        referral=ReferralFactory(case=case),
        form="KINSHIP",
        considered_on=today(),
        result="UNWILLING",
        reason="Contoh",
        service=case.services.get(),
    )
    with refused("session_is_evidence"):
        corrected(session, {session.participants.get().pk: (ABSENT, "")})
    with refused("session_is_evidence"):
        corrected(session, {session.participants.get().pk: (CAME, "Tidak bicara (contoh)")})
    row = session.participants.get()
    assert (row.attendance, row.note) == (CAME, "")


def test_the_reason_stands_in_a_timeline_only_where_it_is_of_no_other_case(case):
    other = beside(case)
    session = held(case, [Attending(case), Attending(other)])
    changes = {row.pk: (ABSENT, "") for row in session.participants.all()}
    corrected(session, changes, reason="Anak Rekaan dijemput bibinya")
    for one in (case, other):
        assert "Rekaan" not in one.events.get(kind=EventKind.SESSION_CORRECTED).text


def test_the_reason_is_told_to_who_may_read_of_everybody_in_the_session(client, case):
    session = held(case)
    corrected(session, {session.participants.get().pk: (ABSENT, "")}, reason="Dijemput bibinya")
    colleague = MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)
    for user, told in ((case.worker, True), (colleague.user, False)):
        client.force_login(user)
        assert ("Dijemput bibinya" in client.get(reverse("cases:session", args=[session.pk])).text) is told
        program = program_of(user.memberships.get())
        [one] = program.ask("session_detail_read", session.pk)["corrections"]
        assert one["reason"] == ("Dijemput bibinya" if told else "")


def test_a_correction_over_the_api_keeps_the_note_that_it_leaves_out(case):
    session = held(case, [Attending(case, note="Mau pulang (contoh)")])
    program, row = program_of(case.worker.memberships.get()), session.participants.get()
    program.ask("session_detail_read", session.pk)
    people = [{"id": row.pk, "attendance": "EXCUSED"}]
    sent = {"match": program.last.headers["ETag"], "reason": "Salah catat", "people": people}
    program.tell("session_attendance_change", session.pk, **sent)
    row.refresh_from_db()
    assert (row.attendance, row.note) == (EXCUSED, "Mau pulang (contoh)")


def test_a_tepak_is_offered_as_evidence_by_its_name(case):
    held(case)
    [(_empty, _words), *groups] = evidence_choices(case)
    assert any("TEPAK" in words for _label, rows in groups for _key, words in rows)


def test_the_second_of_two_corrections_is_told_that_the_first_was_there(case):
    session = held(case)
    row = session.participants.get()
    corrected(session, {row.pk: (ABSENT, "")}, read_at=session.updated_at)
    with pytest.raises(StaleWrite):
        corrected(session, {row.pk: (EXCUSED, "")}, read_at=session.updated_at)


def test_a_colleague_sees_numbers_and_no_name_of_cases_out_of_sight(case):
    session = held(case, [Attending(case), Attending(beside(case))])
    colleague = MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)
    assert GroupSession.objects.visible_to(colleague.user).get() == session
    seen = seen_of(session, colleague.user)
    assert (seen.rows, seen.hidden) == ([], 2)
    stranger = MembershipFactory(role=Role.SUPERVISOR)
    assert not GroupSession.objects.visible_to(stranger.user).exists()


def test_a_home_sees_of_a_session_its_own_children(case):
    staff = MembershipFactory(institution__kind=Kind.LKSA, role=Role.LKSA_STAFF)
    share_case(case=case, institution=staff.institution, by=worker_of(case))
    session = held(case, by=actor_of(staff))
    assert [row.case for row in seen_of(session, staff.user).rows] == [case]
    assert case.services.get().recorded_for == staff.institution


@given(role=some.sampled_from(sorted(Role)), mine=some.booleans(), here=some.booleans(), shared=some.booleans())
def test_the_cases_to_choose_from_are_those_one_may_work_on(role, mine, here, shared):
    kind = Kind.LKSA if role in {Role.LKSA_STAFF, Role.INTAKE_OFFICER} else Kind.DINAS_REGENCY
    member = MembershipFactory(institution__kind=kind, role=role)
    case = CaseFactory()
    Case.objects.filter(pk=case.pk).update(
        **({"worker": member.user} if mine else {}), **({"office": member.institution} if here else {})
    )
    case.refresh_from_db()
    if shared and not (mine or here):
        share_case(case=case, institution=member.institution, by=worker_of(case))
    actor = actor_of(member)
    listed = Case.objects.worked_on_by(actor).filter(pk=case.pk).exists()
    assert listed == permissions.can_work_on(actor, case)


def form_of(*keys, **more):
    given = {
        "do": "save",
        "kind": "FDS",
        "base": "COMMUNITY",
        "held_on": today().isoformat(),
        "place": "Balai desa (contoh)",
        "facilitators": "Petugas Contoh",
        "agenda": "Contoh",
        "people": list(keys),
    }
    return given | more


def test_many_people_are_saved_in_one_send(client, case):
    other = beside(case)
    mother = FamilyMemberFactory(beneficiary=case.beneficiary)
    client.force_login(case.worker)
    key = f"{case.pk}-{mother.pk}"
    more = {f"people-{key}-attendance": "EXCUSED", f"people-{key}-note": "Sakit (contoh)"}
    answer = client.post(reverse("cases:session_create"), form_of(str(case.pk), key, str(other.pk), **more))
    assert answer.status_code == 302
    rows = SessionParticipant.objects.order_by("pk").values_list("case", "member", "attendance", "note")
    assert list(rows) == [
        (case.pk, None, "CAME", ""),
        (case.pk, mother.pk, "EXCUSED", "Sakit (contoh)"),
        (other.pk, None, "CAME", ""),
    ]
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("key", ["{foreign}", "{own}-{stranger}", "x", "9" * 30, "{own}-", "-1"])
def test_a_foreign_id_in_the_list_writes_nothing(client, case, key):
    foreign, stranger = planned_case(), FamilyMemberFactory()
    client.force_login(case.worker)
    bad = key.format(foreign=foreign.pk, own=case.pk, stranger=stranger.pk)
    answer = client.post(reverse("cases:session_create"), form_of(str(case.pk), bad))
    if key == "{own}-":
        assert answer.status_code in (302, 409)
    else:
        assert (answer.status_code, GroupSession.objects.exists()) == (422, False)
        assert foreign.beneficiary.name not in answer.text


def test_looking_for_people_keeps_what_was_typed_and_chosen(client, case):
    other = beside(case)
    client.force_login(case.worker)
    sent = form_of(str(case.pk), do="find", q=other.beneficiary.name, agenda="Belum selesai (contoh)")
    page = client.post(reverse("cases:session_create"), sent)
    assert page.status_code == 200
    assert "Belum selesai (contoh)" in page.text
    assert [row.name for row in page.context["chosen"]] == [case.beneficiary.name]
    assert other.pk in [found.pk for found, _rows in page.context["offers"]]
    assert AuditEvent.objects.filter(verb="session.choose", seen__contains=[f"case:{other.pk}"]).exists()


def test_the_list_asks_the_same_however_many_sessions(client, case):
    client.force_login(case.worker)
    address = reverse("cases:session_list")

    def queries():
        with CaptureQueriesContext(connection) as ran:
            assert client.get(address).status_code == 200
        return len(ran)

    held(case)
    queries()
    once = queries()
    for _ in range(4):
        held(case, [Attending(case), Attending(beside(case))], kind="FDS")
    assert queries() == once
    page = client.get(address, {"jenis": "TEPAK", "bulan": f"{today():%Y-%m}"})
    assert len(page.context["rows"].rows) == 1
    assert not client.get(address, {"bulan": "1999-01"}).context["rows"].rows


def test_attendance_is_corrected_on_its_page(client, case):
    session = held(case)
    row = session.participants.get()
    client.force_login(case.worker)
    address = reverse("cases:session_correct", args=[session.pk])
    form = client.get(address).context["form"]
    sent = {
        "reason": "Salah (contoh)",
        "read_at": form["read_at"].value(),
        f"attendance-{row.pk}": "ABSENT",
        f"note-{row.pk}": "",
    }
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent | {f"attendance-{row.pk}": "CAME"}).status_code == 409
    row.refresh_from_db()
    assert row.attendance == ABSENT
