"""What each page of the access matrix is asked about: the arguments of every URL name."""

import uuid
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from accreditation.models import Certificate
from atensi.accounts.models import User
from atensi.audit.actor import Actor, system_actor
from atensi.deadlines.models import CalendarFeed
from atensi.deadlines.services.feeds import hash_of, make_feed
from atensi.demo.steps import justified
from atensi.instruments.models import Instrument
from atensi.instruments.services.drafting import begin_version
from atensi.notices.states import DeliveryState
from atensi.reference.models import Code, Holiday
from atensi.tokens.models import ApiToken
from atensi.tokens.services import make_token
from atensi.webhooks.states import DeliveryState as WebhookState
from carers.models import Candidate, CareHearing, CareMatch, CareProcess
from carers.ways import WAYS
from cases.models import (
    AftercareVisit,
    BeneficiaryMerge,
    CarePlanAction,
    Case,
    CaseTask,
    CaseTransfer,
    ConsentNotice,
    DeskRequest,
    IncomingReport,
)
from cases.official import papers_of
from cases.services.aliases import add_alias
from cases.services.benefits import record_benefit
from cases.services.flags import raise_flag
from cases.services.incoming import assign_incoming
from cases.services.justice import record_contact, record_matter, set_justice_date
from cases.services.merging import merge_files
from cases.services.photos import set_photo
from cases.services.stages import close_case
from cases.services.transfers import offer_transfer
from cases.services.transition import write_transition_plan
from cases.states import Base, CareForm
from institutions.middleware import actor_for
from institutions.models import Institution, Mandate, Membership, Parameter, Partnership
from institutions.states import Kind, Role
from living.models import Caregiver, Incident, Leave
from living.services.caregivers import add_caregiver
from living.services.incidents import record_incident
from living.services.stays import record_leave
from meetings.models import Meeting, WorkingGroup
from referrals.models import (
    HomeClosure,
    MovePlan,
    PlaceHold,
    Placement,
    PlacementExtension,
    PlacementReview,
    Referral,
    ReferralQuestion,
    ResidentSheet,
)
from referrals.services.extensions import ask_extension
from referrals.services.orders import place_by_order, send_by_order
from referrals.services.questions import ask_sender
from referrals.services.reunifications import record_homecoming_consent
from referrals.services.reviews import hold_review
from referrals.states import Attendee, ConsentForm, ReferralKind, ReviewOutcome, Source, Term
from reports.models import Export
from reports.services.exporting import ask_export, make_export
from tests.carers import steps as carer_steps
from tests.carers import ways as carer_ways
from tests.cases import desk as desk_reports
from tests.cases.factories import BeneficiaryFactory
from tests.cases.prevention import prevented
from tests.cases.sessions import held as held_session
from tests.institutions.factories import InstitutionFactory, MembershipFactory
from tests.meetings import steps as meeting_steps
from tests.notices.factories import DeliveryFactory, NoticeFactory
from tests.referrals.factories import ReferralFactory
from tests.webhooks.factories import WebhookDeliveryFactory, WebhookFactory

SENTRA = "Sentra Contoh Pekanbaru"
SECRET = "rahasia-contoh"
TASK_PAGES = ("cases:task", "cases:task_finish", "cases:task_snooze", "cases:task_give", "cases:task_drop")
TRANSFER_PAGES = ("cases:transfer", "cases:transfer_accept", "cases:transfer_decline", "cases:transfer_withdraw")
EXPORT_PAGES = ("reports:export", "reports:export_file", "reports:export_password", "reports:export_repeat")
PDF = b"%PDF-1.7 rekaan"
MEETING_PAGES = ("detail", "invite", "move", "cancel", "record", "group_add", "follow_up_add", "sign")
CARER_PAGES = ("detail", "edit", "check", "check_file", "submit", "decide", "renew", "standing")
STAY_PAGES = ("stay", "admission", "contact_record", "leave_record", "caregiver_assign")
HOME_PAGES = ("register", "incident_create", "caregivers", "caregiver_add")
CAREGIVER_ACTS = ("caregiver_review", "caregiver_suspend", "caregiver_readmit", "caregiver_end")
CAREGIVER_PAGES = (*CAREGIVER_ACTS, "caregiver_edit")
INCIDENT_PAGES = ("incident", "incident_step", "incident_report", "incident_close")
MEETING_ACTS = ("invite", "move", "cancel", "record", "groups", "follow_up_add", "sign")
INSTRUMENT_PAGES = (
    *("version", "version_preview", "version_publish", "version_retire", "version_discard"),
    *("part_arrange", "part_create", "part_edit"),
)


def url_names(resolver=None, prefix="") -> dict[str, set[str]]:
    """URL name -> names of its arguments, of every URL of the project."""
    found: dict[str, set[str]] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= url_names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            found[f"{prefix}{entry.name}"] = set(entry.pattern.regex.groupindex)
    return found


def case_of(name: str) -> Case:
    return Case.objects.get(beneficiary__name=name)


def first(rows):
    return rows.order_by("-pk").first()


def ordered_placement() -> Placement:
    """A child of Kampar in a family by order of a court: its paper can be downloaded."""
    case = case_of("Contoh Melati")
    return justified(
        place_by_order,
        case=case,
        by=_actor(case.worker),
        order_number="12/Pen.Pid/2026/PN.Contoh",
        order_on=timezone.localdate() - timedelta(days=2),
        content=PDF,
        content_type="application/pdf",
        form=CareForm.KINSHIP,
        base=Base.FAMILY,
        term=Term.SHORT,
        starts_on=timezone.localdate(),
        carer=case.beneficiary.family.order_by("pk").last(),
    )


def _actor(user: User) -> Actor:
    return actor_for(user, Membership.objects.get(user=user), "matrix")


def admission_by_order() -> Referral:
    """The Sentra is asked to take in a child of Kampar by order of a court."""
    case = case_of("Contoh Eka Lestari")
    return justified(
        send_by_order,
        case=case,
        by=_actor(case.worker),
        form_id=uuid.uuid4(),
        kind=ReferralKind.ADMISSION,
        to_institution=Institution.objects.get(name=SENTRA),
        source=Source.FAMILY,
        legally_responsible="Bibi Sari Rekaan",
        reason="Penetapan hakim (rekaan).",
        summary="Penetapan hakim (rekaan).",
        asked_form=CareForm.SENTRA,
        asked_base=Base.RESIDENTIAL,
        asked_institution=Institution.objects.get(name=SENTRA),
        order_number="14/Pen.Pid/2026/PN.Contoh",
        order_on=timezone.localdate() - timedelta(days=2),
        content=PDF,
        content_type="application/pdf",
    )


def homecoming_paper(placement: Placement) -> Placement:
    """The family has agreed in writing that the child comes home."""
    case = placement.case
    justified(
        record_homecoming_consent,
        placement=placement,
        by=_actor(case.worker),
        member=case.beneficiary.family.order_by("pk").last(),
        given_on=timezone.localdate(),
        form=ConsentForm.WRITTEN,
        child_view="Aku senang.",
        content=PDF,
        content_type="application/pdf",
    )
    return placement


def move_of(placement: Placement) -> MovePlan:
    """A home of Kampar stops, and one child is to move."""
    home, decider = Institution.objects.get(name="LKSA Kasih Contoh"), Membership.objects.get(user__username="farida")
    closure = HomeClosure.objects.create(
        institution=home,
        office=decider.institution,
        why="CLOSING",
        from_on=timezone.localdate(),
        move_by=timezone.localdate() + timedelta(days=30),
        reason="Rekaan.",
        announced_at=timezone.now(),
        announced_by=decider.user,
    )
    return MovePlan.objects.create(closure=closure, placement=placement, due_on=closure.move_by)


def held_review(placement: Placement) -> PlacementReview:
    """The review that was due has been held: it has a paper; the next one is open."""
    return justified(
        hold_review,
        review=placement.reviews.open().get(),
        by=_actor(placement.case.worker),
        held_on=timezone.localdate(),
        attendees=[Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
        child_view="Aku senang.",
        child_not_heard_reason="",
        family_view="Kami menunggunya.",
        findings="Rekaan.",
        recommendation="Rekaan.",
        outcome=ReviewOutcome.CONTINUE,
    )


def open_question(referral: Referral) -> ReferralQuestion:
    """The Sentra wants to know more before it answers."""
    officer = User.objects.get(username="yusuf")
    return ask_sender(referral=referral, by=_actor(officer), text="Apakah ia bersekolah (rekaan)?")


def asked_extension(placement: Placement) -> PlacementExtension:
    """The Sentra needs more time than was decided."""
    return justified(
        ask_extension,
        placement=placement,
        by=_actor(placement.case.worker),
        until_on=placement.planned_end_on + timedelta(days=30),
        reason="Kamar bibi belum selesai (rekaan).",
    )


def held_place(case: Case) -> PlaceHold:
    """A place that nobody has used yet."""
    now, home = timezone.now(), first(Institution.objects.filter(kind=Kind.LKSA))
    person = {"held_by": case.worker, "hours": 48, "held_at": now, "lapses_at": now + timedelta(hours=48)}
    return PlaceHold.objects.create(case=case, institution=home, **person)


def put_to_province(case: Case) -> Referral:
    """A request that a province decides on once the case's Dinas has said its word."""
    province, tomorrow = InstitutionFactory(provincial=True), timezone.localdate() + timedelta(days=1)
    asked = {"asked_form": CareForm.KINSHIP, "recommendation_due_on": tomorrow}
    return ReferralFactory(case=case, to_institution=province, **asked)


SERASI_PAGES = ("serasi:request", "serasi:request_forward")
DESK_PAGES = ("desk:report", "desk:report_assign", "desk:report_pass_on", "desk:report_close")


def taken_up_report(case: Case) -> IncomingReport:
    """A report of an operator in Kampar, given to the worker of the case; nobody is late."""
    desk = MembershipFactory(institution=case.office, role=Role.HOTLINE_OPERATOR)
    report = desk_reports.taken(desk)
    supervisor = Membership.objects.get(user__username="hendra")
    return assign_incoming(report=report, worker=case.worker, by=_actor(supervisor.user))


def sheet() -> ResidentSheet:
    """A sheet that the staff of a home without a share uploaded."""
    row = Membership.objects.get(user__username="tuti")
    return ResidentSheet.objects.create(
        institution=row.institution, membership=row, uploaded_by=row.user, digest="contoh"
    )


def export_of(worker: User) -> Export:
    """A file of the worker's own cases, ready."""
    export = ask_export(kind="CASES", file_format="CSV", asked={}, reason="Laporan bulanan (rekaan)", by=_actor(worker))
    make_export(export.pk)
    return export


def feed() -> CalendarFeed:
    """A link to the deadlines of a home's staff; its secret is SECRET."""
    made, _token = make_feed(name="Ponsel (rekaan)", by=_actor(User.objects.get(username="tuti")))
    CalendarFeed.objects.filter(pk=made.pk).update(token_hash=hash_of(SECRET))
    return made


def holiday_of(office: Institution) -> Holiday:
    """A day of its own that is still to come."""
    return Holiday.objects.create(day=date(2040, 1, 3), name="Hari Jadi Contoh", region=office.region, basis="SK 1")


def with_portrait(case: Case) -> None:
    """The person of the case has another name, a portrait, and stands in a register."""
    by = _actor(case.worker)
    add_alias(case=case, name="Bujang Rekaan", kind="NICKNAME", by=by)
    record_benefit(case=case, registry="PKH", status="LISTED", extract_on=timezone.localdate(), by=by)
    drawn = BytesIO()
    Image.new("RGB", (60, 80), "teal").save(drawn, "PNG")
    set_photo(case=case, content=drawn.getvalue(), by=by)


def closed_case() -> Case:
    """A case of Kampar whose child moved away."""
    case = case_of("Umpama Gita")
    reason = Code.objects.of(Code.List.CLOSURE_REASON).get(code="MOVED_AWAY")
    return justified(close_case, case=case, by=_actor(case.worker), reason_code=reason, evaluation="Pindah (rekaan).")


def with_matter(case: Case) -> None:
    """The child is a witness before the law: somebody handles it, and a hearing is ahead."""
    by, today = _actor(case.worker), timezone.localdate()
    days = {"act_on": today - timedelta(days=20), "reported_on": today - timedelta(days=9)}
    track = record_matter(case=case, by=by, role="WITNESS", matter="Contoh", **days)
    record_contact(track=track, by=by, agency="POLICE", office="Unit PPA Contoh")
    set_justice_date(track=track, by=by, kind="HEARING", due_on=today + timedelta(days=9))


def offered_case(case: Case) -> CaseTransfer:
    """Another case of the same worker, offered to the Dinas of the province."""
    other = another_case(case)
    return offer_transfer(
        case=other,
        to_office=Membership.objects.get(user__username="nurhayati").institution,
        reason="Keluarga pindah (rekaan).",
        summary="Sekolah sudah diurus (rekaan).",
        wanted_on=timezone.localdate() + timedelta(days=5),
        by=_actor(case.worker),
    )


def violence_in_a_home() -> Incident:
    """In the home of Kampar, to a child of Kampar that lived there until lately, as its Dinas wrote it down."""
    stay = first(case_of("Umpama Cahya").placements)
    return record_incident(
        home=stay.institution,
        kind="VIOLENCE",
        happened_at=timezone.now() - (timezone.localdate() - stay.ended_on),
        place="Dapur (rekaan)",
        story="Rekaan.",
        measures="Rekaan.",
        children=[stay],
        by=_actor(User.objects.get(username="hendra")),
    )


def leave_of(placement: Placement) -> Leave:
    """The child is with a neighbour for two days."""
    return record_leave(
        placement=placement,
        from_on=timezone.localdate(),
        until_on=timezone.localdate() + timedelta(days=2),
        place="Rumah rekaan",
        escort="Tetangga rekaan",
        by=_actor(placement.case.worker),
    )


def caregiver_of(home: Institution) -> Caregiver:
    by = _actor(User.objects.get(username="hendra"))
    return add_caregiver(home=home, name="Ibu Rekaan", since=timezone.localdate(), by=by)


def meeting_group(case: Case) -> WorkingGroup:
    """A group of a meeting that the case's office has called, to which the Sentra is asked."""
    leader = Membership.objects.get(user__username="hendra")
    meeting = meeting_steps.called(leader)
    meeting_steps.asked(meeting, leader, homes=[Membership.objects.get(user__username="yusuf")])
    return meeting_steps.grouped(meeting, leader, meeting.invitations.all())


def household(case: Case) -> Candidate:
    """A household that the worker of the case has put into the register of the office, with one paper."""
    worker = Membership.objects.get(user=case.worker, institution=case.office, role=Role.FIELD_SOCIAL_WORKER)
    row = carer_steps.registered(worker, household=carer_steps.couple(region=case.beneficiary.region))
    carer_steps.checked(row, worker, "KTP", content=PDF)
    return row


def way_to_guardian(case: Case) -> CareProcess:
    """A process of the case with one step."""
    process = CareProcess.objects.create(case=case, form=CareForm.GUARDIAN, opened_by=case.worker)
    carer_ways.put(process, WAYS[CareForm.GUARDIAN][0], timezone.localdate())
    return process


def hearing_of(way: CareProcess) -> CareHearing:
    """A day in court that is ahead."""
    day = timezone.localdate() + timedelta(days=9)
    return CareHearing.objects.create(process=way, due_on=day, court="Pengadilan Contoh", set_by=way.opened_by)


def choice_of(case: Case) -> CareMatch:
    """A household of the register was chosen for the child."""
    household = Candidate.objects.filter(office=case.office).latest("pk")
    told = {"candidate": household, "carer": first(case.beneficiary.family), "reason": "Rekaan."}
    return CareMatch.objects.create(case=case, form=CareForm.FOSTER, chosen_by=case.worker, **told)


def task_of(case: Case) -> CaseTask:
    """A task that is open in the worker's hand."""
    due_on = timezone.localdate() + timedelta(days=9)
    return CaseTask.objects.create(
        case=case, title="Contoh", due_on=due_on, assignee=case.worker, created_by=case.worker
    )


def rows_of(case: Case) -> dict[str, Any]:
    """URL name -> the row it is asked about, where that is not the case itself."""
    placement = homecoming_paper(first(case.placements))
    held = held_review(placement)
    review, response = first(PlacementReview.objects.filter(placement=placement)), first(case.responses)
    asked = case_of("Umpama Oki").referrals.get()  # awaits the Sentra's answer
    admission = case.referrals.get(kind="ADMISSION")  # taken up
    ordered = admission_by_order()
    decision = first(case.care_decisions)
    kampar = case.office
    colleague = Membership.objects.filter(institution=kampar, role="SUPERVISOR").earliest("pk")
    home = Institution.objects.get(name="LKSA Kasih Contoh")
    tomorrow = timezone.localdate() + timedelta(days=1)
    coming = Parameter.objects.create(key="foster_max_children", institution=kampar, value=2, valid_from=tomorrow)
    notice = NoticeFactory(recipient=case.worker)
    parked = DeliveryFactory(notice=notice, state=DeliveryState.PARKED)
    mandate = Mandate.objects.filter(grantor__institution=kampar).earliest("pk")
    export = export_of(case.worker)
    webhook = WebhookFactory(institution=kampar)
    with_portrait(case)
    with_matter(case)
    write_transition_plan(case=case, by=_actor(case.worker), content={"housing": "Rumah bibi (rekaan)"})
    group = meeting_group(case)
    signed = Meeting.objects.get(office=kampar, signed_at__isnull=False)
    instrument = Instrument.objects.get(code="comprehensive")
    drafted = begin_version(instrument=instrument, by=system_actor())
    return {
        **dict.fromkeys((f"instruments:{name}" for name in INSTRUMENT_PAGES), drafted),
        "instruments:version_begin": instrument,
        "api:instrument": first(instrument.versions.published()),
        **dict.fromkeys(EXPORT_PAGES, export),
        "cases:response": response,
        "cases:first_contact_record": first(case_of("Contoh Anggrek").responses),
        **dict.fromkeys(DESK_PAGES, taken_up_report(case)),
        **dict.fromkeys(SERASI_PAGES, DeskRequest.objects.open().get()),
        "cases:worker_cases": case.worker,
        "cases:merge_undo": merged_file(case),
        "cases:reopen": closed_case(),
        **dict.fromkeys(TASK_PAGES, task_of(case)),
        "cases:prevention": prevented(_actor(case.worker)),
        **dict.fromkeys(TRANSFER_PAGES, offered_case(case)),
        "cases:flag_end": raise_flag(case=case, kind="MEDIA", reason="Rekaan", by=_actor(case.worker)),
        **dict.fromkeys(("cases:session", "cases:session_correct"), held_session(case)),
        "cases:aftercare_visit": first(AftercareVisit.objects.open().filter(case=case_of("Umpama Cahya"))),
        "referrals:route": case,
        "referrals:place_hold": case,
        "referrals:place_let_go": held_place(case),
        "referrals:detail": admission,
        "referrals:answer": asked,
        "referrals:question_ask": asked,
        "referrals:question_answer": open_question(ordered),
        "referrals:withdraw": asked,
        "referrals:complete": admission,
        "referrals:decision_sign": Referral.objects.awaiting_decision().get(case=case_of("Rekaan Sari")),
        "referrals:decision_revise": decision,
        "referrals:decision_revoke": decision,
        "referrals:recommendation": put_to_province(case_of("Rekaan Bunga")),
        "referrals:decision": decision,
        "referrals:decision_pdf": decision,
        "referrals:review_detail": review,
        "referrals:review_hold": review,
        "referrals:review_pull": review,
        "referrals:review_invite": review,
        "referrals:review_pdf": held,
        "referrals:extension": asked_extension(placement),
        "referrals:extension_ask": placement,
        "referrals:placement_end": placement,
        "referrals:closure": (move := move_of(placement)).closure,
        "referrals:closure_lift": move.closure,
        "referrals:closure_announce": InstitutionFactory(lksa=True, region=kampar.region),
        "referrals:move": move,
        "referrals:review_sheet": review,
        "referrals:placement_start": first(case_of("Rekaan Bunga").care_decisions),
        "referrals:placement_order": ordered_placement(),
        "referrals:referral_order": ordered,
        "referrals:reunification": placement,
        "referrals:reunification_paper": placement,
        "referrals:reunification_record": placement,
        "referrals:resident_progress": sheet(),
        "cases:consent_notice": first(ConsentNotice.objects),
        **dict.fromkeys((f"meetings:{name}" for name in MEETING_PAGES), group.meeting),
        **dict.fromkeys((f"carers:{name}" for name in CARER_PAGES), household(case)),
        **dict.fromkeys((f"living:{name}" for name in INCIDENT_PAGES), violence_in_a_home()),
        **dict.fromkeys((f"living:{name}" for name in STAY_PAGES), placement),
        "living:leave": leave_of(placement),
        **dict.fromkeys((f"living:{name}" for name in CAREGIVER_PAGES), caregiver_of(home)),
        **dict.fromkeys((f"living:{name}" for name in HOME_PAGES), home),
        "meetings:group_edit": group,
        "meetings:invitation_withdraw": group.meeting.invitations.latest("pk"),
        "meetings:minutes": signed,
        "meetings:follow_up": signed.follow_ups.open().get(owner__institution=home),
        "notices:open": notice,
        "notices:delivery_retry": parked,
        "notices:delivery_drop": parked,
        "institutions:parameter_cancel": coming,
        "deadlines:feed_revoke": feed(),
        "tokens:revoke": api_token(),
        "webhooks:detail": webhook,
        "webhooks:switch": webhook,
        "webhooks:resend": WebhookDeliveryFactory(webhook=webhook, state=WebhookState.PARKED),
        "institutions:detail": kampar,
        "institutions:edit": kampar,
        "institutions:holiday_remove": holiday_of(kampar),
        "institutions:capacity_edit": home,
        "institutions:membership_create": kampar,
        "institutions:membership_end": colleague,
        "institutions:mandate_end": mandate,
        "institutions:partnership_create": home,
        "institutions:partnership_end": Partnership.objects.standing().get(),
        "institutions:person_detail": colleague.user,
        "institutions:person_edit": colleague.user,
        "institutions:person_deactivate": colleague.user,
        "institutions:person_activate": colleague.user,
        "institutions:person_password_link": colleague.user,
        "accreditation:certificate_create": home,
        "accreditation:certificate_edit": first(Certificate.objects.filter(institution=home)),
        "mfa_remove_webauthn": User(pk=1),
        "mfa_edit_webauthn": User(pk=1),
    }


# The same rows for the API: its name -> the name of the page that is asked about the same.
AS_PAGE = {
    "place_hold_let_go": "referrals:place_let_go",
    "caseload_reassign": "cases:worker_cases",
    "case_reopen": "cases:reopen",
    "response": "cases:response",
    "desk_request": "serasi:request",
    "desk_request_forward": "serasi:request_forward",
    "incoming_report": "desk:report",
    "incoming_assign": "desk:report_assign",
    "incoming_pass_on": "desk:report_pass_on",
    "incoming_close": "desk:report_close",
    "response_contact": "cases:first_contact_record",
    "visit_record": "cases:aftercare_visit",
    **{page.removeprefix("cases:"): page for page in TASK_PAGES},
    "prevention_activity": "cases:prevention",
    **{page.removeprefix("cases:"): page for page in TRANSFER_PAGES},
    "flag_end": "cases:flag_end",
    "session": "cases:session",
    "session_attendance": "cases:session_correct",
    "referral": "referrals:detail",
    "referral_accept": "referrals:answer",
    "referral_decline": "referrals:answer",
    "referral_redirect": "referrals:answer",
    "referral_questions": "referrals:question_ask",
    "question_answer": "referrals:question_answer",
    "referral_withdraw": "referrals:withdraw",
    "referral_complete": "referrals:complete",
    "decision_revise": "referrals:decision_revise",
    "decision_revoke": "referrals:decision_revoke",
    "referral_recommendation": "referrals:recommendation",
    "referral_decision": "referrals:decision_sign",
    "decision": "referrals:decision",
    "family_placement": "referrals:placement_start",
    "placement": "referrals:reunification",
    "placement_end": "referrals:placement_end",
    **{name: f"referrals:{name}" for name in ("closure", "closure_lift", "closure_announce", "move")},
    "closure_moves": "referrals:closure",
    "move_plan": "referrals:move",
    "extension_ask": "referrals:extension_ask",
    "homecoming": "referrals:reunification",
    "homecoming_readiness": "referrals:reunification",
    "homecoming_preparation": "referrals:reunification",
    "homecoming_consent": "referrals:reunification",
    "homecoming_hand_over": "referrals:reunification",
    "review": "referrals:review_detail",
    "review_hold": "referrals:review_hold",
    "review_invite": "referrals:review_invite",
    "review_pull": "referrals:review_pull",
    "extension": "referrals:extension",
    "extension_sign": "referrals:extension",
    "extension_decline": "referrals:extension",
    "decision_paper": "referrals:decision_pdf",
    "review_paper": "referrals:review_pdf",
    "placement_order": "referrals:placement_order",
    "referral_order": "referrals:referral_order",
    **{page.partition(":")[2]: page for page in EXPORT_PAGES},
    "review_preparation": "referrals:review_sheet",
    "resident_sheet": "referrals:resident_progress",
    "signed_consent": "referrals:reunification",
    "consent_notice": "cases:consent_notice",
    **dict.fromkeys(("meeting", *(f"meeting_{name}" for name in MEETING_ACTS)), "meetings:detail"),
    "candidate": "carers:detail",
    **{f"candidate_{name}": f"carers:{name}" for name in CARER_PAGES if name not in ("detail", "edit")},
    **{name: f"living:{name}" for name in (*INCIDENT_PAGES, *CAREGIVER_ACTS)},
    **dict.fromkeys(("admission_sheet", "family_contacts", "leaves", "stay_caregivers"), "living:stay"),
    "leave_return": "living:leave",
    "caregivers": "living:caregivers",
    "caregiver": "living:caregiver_edit",
    "meeting_group": "meetings:group_edit",
    "meeting_invitation_withdraw": "meetings:invitation_withdraw",
    "meeting_minutes": "meetings:minutes",
    "meeting_follow_up_done": "meetings:follow_up",
    "notice_open": "notices:open",
    "institution": "institutions:detail",
    "delivery_retry": "notices:delivery_retry",
    "delivery_drop": "notices:delivery_drop",
    "merge_undo": "cases:merge_undo",
    "calendar_link_revoke": "deadlines:feed_revoke",
    "webhook": "webhooks:detail",
    "webhook_deliveries": "webhooks:detail",
    "webhook_switch": "webhooks:switch",
    "webhook_resend": "webhooks:resend",
    "institution_bands": "institutions:capacity_edit",
    "memberships": "institutions:membership_create",
    "membership_end": "institutions:membership_end",
    "person": "institutions:person_detail",
    "person_close": "institutions:person_deactivate",
    "person_open": "institutions:person_activate",
    "person_password_link": "institutions:person_password_link",
    "lending": "institutions:detail",
    "mandate_end": "institutions:mandate_end",
    "partnerships": "institutions:partnership_create",
    "partnership_end": "institutions:partnership_end",
    "setting_version_cancel": "institutions:parameter_cancel",
    "holiday_remove": "institutions:holiday_remove",
    "certificate": "accreditation:certificate_edit",
    "certificates": "accreditation:certificate_create",
}


def api_token() -> ApiToken:
    """A token of the staff of a home without a share."""
    membership = Membership.objects.get(user__username="tuti")
    made, _secret = make_token(name="Program (rekaan)", days=30, by=_actor(membership.user))
    return made


def merged_file(case: Case) -> BeneficiaryMerge:
    """A second file of the child, made one with the first."""
    by = supervisor_of(case)
    other = BeneficiaryFactory(office=case.office, created_by=case.worker, region=case.beneficiary.region)
    double = Case.objects.create(
        **{name: getattr(case, name) for name in ("office", "worker", "risk", "opened_at", "opened_by")},
        number="14.01/2019/09999",
        beneficiary=other,
    )
    return justified(merge_files, kept=case, merged=double, by=by, reason="Kartu keluarga yang sama (rekaan).")


def supervisor_of(case: Case) -> Actor:
    """A supervisor of the case's office, acting as such."""
    row = Membership.objects.filter(institution=case.office, role=Role.SUPERVISOR).order_by("pk").first()
    return actor_for(row.user, row, "matrix")


SETTINGS = {"parameter_edit", "setting", "setting_versions"}
PAPERS = {
    "social": "social_reports",
    "assessment": "assessments",
    "plan": "plans",
    "agreement": "agreements",
    "conference": "conferences",
    "attachment": "attachments",
    "report": "social_reports",
}


# What `row_pk` is of, by the word that the name begins with.
QUERIES = {
    "fitting_households": "?form=FOSTER",
    "referral_create": "?kasus={case.pk}",
    "plan_differences": "?before=1&after=1",
}
ROWS = {"alias": "aliases", "benefit": "benefits", "contact": "contacts", "date": "dates"}


def another_case(case: Case) -> Case:
    """Of the same worker, and of another child."""
    others = Case.objects.filter(worker=case.worker, office=case.office, restricted=False)
    return first(others.exclude(beneficiary=case.beneficiary))


def addresses(case: Case) -> dict[str, str]:
    """URL name -> the address to try, for every URL name."""
    rows, found = rows_of(case), {}
    rows |= {f"api:{name}": rows[page] for name, page in AS_PAGE.items()}
    code = first(case.care_decisions).document.verification_code
    way, choice = way_to_guardian(case), choice_of(case)
    hearing = hearing_of(way)
    for name, wanted in url_names().items():
        page = name.rpartition(":")[2]
        values = {
            "pk": rows.get(name, case).pk,
            "key": "short_term_months" if page in SETTINGS else "x",
            "code": code,
            "asked": "KTP",
            "form_of_care": way.form,
            "step_code": "VISIT",
            "process_pk": way.pk,
            "candidate_pk": choice.candidate_id,
            "match_pk": choice.pk,
            "hearing_pk": hearing.pk,
            "step_pk": way.steps.get().pk,
            "token": SECRET,
            "slug": "penyelia",
            "room": "cases",
            "uidb36": "1",
            "part": "kesiapan",
            "other_pk": another_case(case).pk,
            "action_pk": first(CarePlanAction.objects.filter(goal__plan__case=case)).pk,
            "member_pk": first(case.beneficiary.family).pk,
        }
        if "row_pk" in wanted:
            word = page.removeprefix("person_").removeprefix("justice_").split("_")[0]
            values["row_pk"] = first(getattr(case.justice if "justice" in page else case.beneficiary, ROWS[word])).pk
        if "check_pk" in wanted:
            values["check_pk"] = first(rows[name].checks).pk
        if "paper_pk" in wanted:
            word = page.split("_")[0]
            papers = papers_of(case) if word == "official" else getattr(case, PAPERS[word])
            values["paper_pk"] = first(papers).pk
        query = QUERIES.get(page, "").format(case=case)
        found[name] = reverse(name, kwargs={argument: values[argument] for argument in wanted}) + query
    return found
