"""One attempt by raw SQL against every constraint and trigger: how to make a lawful row, and what to write over it."""

from datetime import date, timedelta
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.utils import timezone

from atensi.api.models import KeptAnswer
from atensi.deadlines.models import CalendarFeed, Deadline
from atensi.documents.models import Document, NumberSeries, OfficialPaper
from atensi.drafts.models import Draft
from atensi.reference.models import Code, Holiday
from atensi.tokens.models import ApiToken
from cases.event_states import EventKind
from cases.models import (
    AftercareVisit,
    AttendanceCorrection,
    BeneficiaryMerge,
    CaregivingPeriod,
    CarePlan,
    CarePlanAction,
    CarePlanContact,
    CarePlanGoal,
    CaseCategory,
    CaseClosing,
    CaseContact,
    CaseEvent,
    CaseFlag,
    CaseGroupObjectPermission,
    CaseResponse,
    CaseTask,
    CaseTransfer,
    ChildInJustice,
    ClosingGoal,
    ConferenceCall,
    ConferenceFollowUp,
    ConferenceGuest,
    Consent,
    ConsentNotice,
    ContactBan,
    DistinctPeople,
    FamilyTracing,
    IncomingReport,
    IncomingReportStep,
    JusticeContact,
    JusticeDate,
    JusticeDutyDone,
    JusticeReport,
    PlanStep,
    Reentry,
    ResponseCategory,
    TaskStep,
    TracingStep,
    TransitionPlan,
    VocationalStep,
    VocationalTrack,
    YoungOffenderDecision,
)
from cases.services.desk_requests import Going
from cases.states import ResponseOutcome, Stage
from institutions.models import CapacityBand, Parameter
from referrals.models import Alternative, Inquiry, Referral, ReviewGoalFinding, ReviewInvitation
from referrals.states import PlacementState, ReferralState
from reports.models import CaseCount, PublishedCount
from tests.accounts.factories import UserFactory
from tests.accreditation.factories import CertificateFactory
from tests.carers import lawful as carers
from tests.cases import papers
from tests.cases.desk_requests import asked_of, officer_of_sentra
from tests.cases.factories import (
    BeneficiaryAliasFactory,
    BeneficiaryFactory,
    BeneficiaryPhotoFactory,
    BeneficiaryProfileFactory,
    BenefitLinkFactory,
    CaseFactory,
    FamilyMemberFactory,
    IdentityPaperFactory,
    code,
)
from tests.cases.prevention import prevented
from tests.cases.sessions import held as held_session
from tests.cases.sessions import planned_case
from tests.institutions.factories import (
    GroupFactory,
    InstitutionFactory,
    MandateFactory,
    MembershipFactory,
    PartnershipFactory,
    actor_of,
    region,
)
from tests.instruments.factories import InstrumentFactory, VersionFactory
from tests.living import lawful as living
from tests.meetings import lawful as meetings
from tests.notices.factories import DeliveryFactory, NoticeChoiceFactory, NoticeFactory
from tests.raw_sql import change, copy, remove
from tests.referrals.factories import (
    AssessmentFactory,
    CareDecisionFactory,
    ConferenceFactory,
    DecisionRevisionFactory,
    DecisionRevocationFactory,
    HomeClosureFactory,
    MovePlanFactory,
    PlaceHoldFactory,
    PlacementExtensionFactory,
    PlacementFactory,
    PlacementReviewFactory,
    RecommendationFactory,
    ReferralFactory,
    ReferralQuestionFactory,
    ResidentSheetFactory,
    ResidentSheetLineFactory,
    ReunificationFactory,
    ReviewDateChangeFactory,
    SocialReportFactory,
    days_ago,
)
from tests.reports.factories import ExportFactory
from tests.webhooks.factories import WebhookDeliveryFactory, WebhookFactory


def code_row():
    return Code.objects.create(list="AMPK", code="CONTOH", label="Contoh", valid_from=date(2020, 1, 1))


def case_count():
    return CaseCount.objects.create(month=date(2020, 6, 1), category="HIV", office=InstitutionFactory(), cases=3)


def published_count():
    numbers = {"lowest": 5, "shown": 5, "highest": 5}
    return PublishedCount.objects.create(month=date(2020, 6, 1), category="HIV", region="", level=0, **numbers)


def another_person():
    return BeneficiaryFactory().pk


def holiday():
    """A holiday of a regency on a day that no loaded one is on."""
    return Holiday.objects.create(day=date(2040, 1, 3), name="Hari Jadi Contoh", region=region("14.01"), basis="SK 1")


def kept_answer():
    return KeptAnswer.objects.create(person=UserFactory(), key="kunci", asked="0" * 64)


def api_token():
    membership = MembershipFactory()
    plain = {"name": "Contoh", "token_key": "atensi_contoh", "digest": "0" * 128}
    token = ApiToken(user=membership.user, membership=membership, **plain)
    token.save()
    return token


def reentry(**fields):
    """A child that went home from one case and was placed again in the next."""
    former = CaseFactory()
    plain = {"kind": "PLACED", "home_on": date(2026, 1, 1), "came_back_on": date(2026, 3, 1), "watch_months": 12}
    plain |= {"case": CaseFactory()} | fields
    return Reentry.objects.create(former=former, beneficiary=former.beneficiary, **plain)


def reported_again():
    return reentry(kind="REPORTED", response=response())


def document(**fields):
    plain = {"subject": "case:1", "title": "Contoh", "file": "contoh.pdf", "content_type": "application/pdf"}
    return Document.objects.create(**plain, size=1, sha256="0" * 64, **fields)


def parameter():
    return Parameter.objects.create(key="short_term_months", institution=InstitutionFactory(), value=12)


def deadline():
    return Deadline.objects.create(
        clock="review", subject_id=1, reference="contoh", due_on=date(2026, 7, 1), due_at=timezone.now()
    )


def calendar_feed():
    membership, now = MembershipFactory(), timezone.now()
    plain = {"name": "Contoh", "token_hash": "0" * 64, "life_days": 180, "created_at": now, "expires_at": now}
    return CalendarFeed.objects.create(user=membership.user, membership=membership, **plain)


def draft():
    membership = MembershipFactory()
    plain = {"form": "cases:family_add", "subject": "/kasus/1/keluarga/baru/", "content": "{}"}
    return Draft.objects.create(owner=membership.user, membership=membership, saved_at=timezone.now(), **plain)


def band():
    return CapacityBand.objects.create(institution=InstitutionFactory(lksa=True), age_from=6, age_to=17, places=2)


def response(**fields):
    case = CaseFactory()
    plain = {
        "number": "R-CONTOH",
        "office": case.office,
        "channel": "PHONE",
        "received_at": timezone.now(),
        "region": region("14.01.05"),
        "place": "Desa Contoh",
        "what_happened": "Contoh.",
        "triage": "LOW",
        "beneficiary": case.beneficiary,
        "outcome": ResponseOutcome.OPENED_CASE,
        "case": case,
        "first_contact_hours": 24,
        "first_contact_due_at": timezone.now(),
        "form_id": "00000000-0000-4000-8000-000000000001",
        "logged_by": case.worker,
    }
    return CaseResponse.objects.create(**(plain | fields))


def incoming(number="L-CONTOH", **fields):
    """A report of the desk that waits at a Dinas."""
    office, who = InstitutionFactory(), UserFactory()
    plain = {"channel": "TEPSA", "received_at": timezone.now(), "problem": "Contoh.", "urgency": "UNCLEAR"}
    plain |= {"region": region("14.01.05"), "office": office, "due_hours": 24, "due_at": timezone.now()}
    plain |= {"form_id": uuid4(), "recorded_by": who, "recorded_for": office}
    return IncomingReport.objects.create(number=number, **(plain | fields))


def answered_incoming():
    return incoming(state="ANSWERED", response=response())


def double():
    first = incoming(number="L-SATU")
    return incoming(state="CLOSED", closure="DUPLICATE", closure_note="Contoh.", double_of=first)


def incoming_step():
    row = incoming()
    plain = {"kind": "RECORDED", "office": row.office, "by": row.recorded_by, "happened_at": timezone.now()}
    return IncomingReportStep.objects.create(report=row, **plain)


def desk_request(**fields):
    return asked_of(officer_of_sentra(), **fields)


def request_sent_on():
    InstitutionFactory()
    return asked_of(officer_of_sentra(), going=Going(way="OFFICE"))


def answered_request():
    return asked_of(officer_of_sentra(), going=Going(way="ANSWER", words="Dibantu (rekaan)."))


def task(**fields):
    case = CaseFactory()
    plain = {"title": "Contoh", "due_on": days_ago(-5), "assignee": case.worker, "created_by": case.worker}
    return CaseTask.objects.create(case=case, **plain | fields)


def task_step():
    row = task()
    return TaskStep.objects.create(
        task=row, kind="ADDED", due_on=row.due_on, happened_at=timezone.now(), by=row.created_by
    )


def cares():
    """Somebody who cared for two days and cares no more."""
    plain = {"since": days_ago(9), "until": days_ago(7), "recorded_by": UserFactory()}
    return CaregivingPeriod.objects.create(member=FamilyMemberFactory(), **plain)


def ban(**fields):
    plain = {"basis": "SAFETY", "reason": "Contoh.", "since": days_ago(9), "recorded_by": UserFactory()}
    return ContactBan.objects.create(member=FamilyMemberFactory(), **plain | fields)


def transition_plan():
    case = CaseFactory()
    return TransitionPlan.objects.create(case=case, housing="Contoh.", recorded_by=case.worker)


def merge(**fields):
    kept, merged = BeneficiaryFactory(), BeneficiaryFactory()
    people = {"kept": kept, "merged": merged, "office": kept.office, "merged_by": kept.created_by}
    return BeneficiaryMerge.objects.create(**people | {"reason": "Contoh.", "changes": "{}"} | fields)


def distinct():
    one, other = sorted((BeneficiaryFactory(), BeneficiaryFactory()), key=lambda row: row.pk)
    return DistinctPeople.objects.create(one=one, other=other, reason="Contoh.", decided_by=one.created_by)


def closing():
    case = CaseFactory()
    plain = {"stage": "MONITOR", "reason": code("CLOSURE_REASON", "MOVED_AWAY"), "evaluation": "Contoh."}
    return CaseClosing.objects.create(case=case, closed_at=timezone.now(), closed_by=case.worker, **plain)


def closing_goal():
    return ClosingGoal.objects.create(closing=closing(), goal=signed_goal(), result="REACHED")


def matter(**fields):
    case = CaseFactory()
    plain = {"role": "OFFENDER", "act_on": days_ago(9), "reported_on": days_ago(8), "matter": "Contoh."}
    return ChildInJustice.objects.create(case=case, recorded_by=case.worker, **plain | fields)


def part_of_matter(model, **fields):
    track = matter()
    return model.objects.create(track=track, recorded_by=track.recorded_by, **fields)


def hearing(kind="HEARING"):
    return part_of_matter(JusticeDate, kind=kind, due_on=days_ago(1))


def duty_done():
    return part_of_matter(JusticeDutyDone, duty="LISTEN", done_on=days_ago(1), done_by="Contoh", note="Contoh.")


def young_decision():
    named = dict.fromkeys(("investigator", "probation_officer", "social_worker"), "Contoh")
    return part_of_matter(YoungOffenderDecision, decision="RETURNED", decided_on=days_ago(1), **named)


def report_sent():
    contact = part_of_matter(JusticeContact, agency="POLICE", office="Contoh")
    report = SocialReportFactory(case=contact.track.case)
    return JusticeReport.objects.create(
        track=contact.track, report=report, contact=contact, sent_on=days_ago(1), recorded_by=contact.recorded_by
    )


def sibling():
    return FamilyMemberFactory(relation="SIBLING", same_as=BeneficiaryFactory())


def tracing():
    return FamilyTracing.objects.create(case=CaseFactory(), since=days_ago(9))


def tracing_step():
    plain = {"done_on": days_ago(9), "method": "VISIT", "asked": "Contoh", "result": "NOTHING", "finding": "Contoh."}
    return TracingStep.objects.create(tracing=tracing(), recorded_by=UserFactory(), **plain)


def official_paper():
    plain = {"kind": "LS", "number": "LS/0001/CONTOH", "about": "socialreport:1", "holder": "case:1"}
    plain |= {"office_name": "Contoh", "dated_on": date(2026, 7, 1)}
    return OfficialPaper.objects.create(**plain, document=document(), issued_by=UserFactory())


def replacing(before):
    plain = {"kind": "LS", "number": "LS/0002/CONTOH", "about": "socialreport:2", "holder": "case:1"}
    plain |= {"office_name": "Contoh", "dated_on": date(2026, 7, 2), "replaces": before}
    return OfficialPaper.objects.create(**plain, document=document(), issued_by=UserFactory())


def offered_transfer():
    """A case is offered to another Dinas."""
    case = CaseFactory()
    return CaseTransfer.objects.create(
        case=case,
        from_office=case.office,
        from_worker=case.worker,
        to_office=InstitutionFactory(),
        reason="Contoh",
        summary="Contoh",
        wanted_on=date(2026, 7, 1),
        answer_due_on=date(2026, 7, 1),
        offered_at=timezone.now(),
        offered_by=case.worker,
    )


def conference_call():
    plain = {"meets_at": timezone.now(), "meets_on": date(2026, 7, 1), "place": "Contoh", "agenda": "Contoh"}
    return ConferenceCall.objects.create(case=CaseFactory(), called_by=UserFactory(), **plain)


def answered_call():
    call = conference_call()
    call.conference = ConferenceFactory(case=call.case)
    call.save()
    return call


def conference_guest():
    return ConferenceGuest.objects.create(call=conference_call(), user=UserFactory())


def conference_follow_up():
    conference = ConferenceFactory()
    return ConferenceFollowUp.objects.create(conference=conference, task=task())


def attachment():
    return papers.AttachmentFactory()


def contact():
    case = CaseFactory()
    plain = {"kind": "PHONE", "made_on": days_ago(3), "met": ["KIN"], "safety": "SAFE", "note": "Contoh."}
    return CaseContact.objects.create(case=case, recorded_by=case.worker, **plain)


def track():
    case = CaseFactory()
    plain = {"goal": "JOB", "interest": "Contoh.", "started_on": days_ago(9), "recorded_by": case.worker}
    return VocationalTrack.objects.create(case=case, **plain)


def vocational_step(**fields):
    row = track()
    plain = {"kind": "TRAINING", "place": "Contoh", "since": days_ago(9), "recorded_by": row.recorded_by}
    return VocationalStep.objects.create(track=row, **plain | fields)


def flag():
    case = CaseFactory()
    plain = {"kind": "MEDIA", "reason": "Contoh.", "raised_at": timezone.now(), "raised_by": case.worker}
    return CaseFlag.objects.create(case=case, **plain)


def prevention():
    region("14.01.05")
    return prevented(actor_of(MembershipFactory()))


def attendance_correction():
    row = held_session(planned_case())
    plain = {"reason": "Contoh.", "before": {}, "corrected_at": timezone.now(), "corrected_by": row.recorded_by}
    return AttendanceCorrection.objects.create(session=row, **plain)


def response_category(is_primary=True):
    return ResponseCategory.objects.create(response=response(), code=code("AMPK", "JUSTICE"), is_primary=is_primary)


def second_category():
    return CaseCategory.objects.create(case=CaseFactory(), code=code("AMPK", "JUSTICE"), is_primary=False)


def share():
    case = CaseFactory()
    permission = Permission.objects.get(codename="view_case", content_type__app_label="cases")
    return CaseGroupObjectPermission.objects.create(
        content_object=case, group=InstitutionFactory().group, permission=permission
    )


def action():
    return CarePlanAction.objects.get(goal__plan=papers.CarePlanFactory())


def consent() -> Consent:
    return papers.AgreementFactory().consents.first()


def notice_draft() -> ConsentNotice:
    return ConsentNotice.objects.create(code="2027-1", created_by=UserFactory())


def signed_plan() -> CarePlan:
    return papers.sign(papers.CarePlanFactory())


def submitted_plan() -> CarePlan:
    plan = papers.CarePlanFactory()
    plan.state, plan.submitted_at, plan.submitted_by = "SUBMITTED", timezone.now(), plan.author
    plan.save()
    return plan


def writer_of_plan() -> int:
    return CarePlan.objects.latest("pk").author_id


def approved_plan() -> CarePlan:
    return papers.approved(papers.CarePlanFactory())


def planned_contact() -> CarePlanContact:
    plan = papers.CarePlanFactory()
    member = FamilyMemberFactory(beneficiary=plan.case.beneficiary)
    return CarePlanContact.objects.create(plan=plan, member=member, pace="WEEKLY", way="VISIT")


def signed_contact() -> CarePlanContact:
    contact = planned_contact()
    papers.sign(contact.plan)
    return contact


def plan_step() -> PlanStep:
    plan = papers.CarePlanFactory()
    return PlanStep.objects.create(plan=plan, kind="SUBMITTED", happened_at=timezone.now(), by=plan.author)


def signed_goal() -> CarePlanGoal:
    return signed_plan().goals.get()


def signed_action() -> CarePlanAction:
    return CarePlanAction.objects.get(goal=signed_goal())


def done_visit(**fields) -> AftercareVisit:
    case = CaseFactory()
    done = {"done_on": timezone.localdate(), "done_by": case.worker, "is_safe": True}
    return papers.AftercareVisitFactory(case=case, **(done | fields))


def inquiry(**given):
    report = SocialReportFactory()
    given = {"case": report.case, "recorded_by": report.author, "asked_whom": "Ketua RT (contoh)"} | given
    return Inquiry.objects.create(
        form="KINSHIP", asked_on=days_ago(5), result="NONE_AVAILABLE", reason="Contoh.", **given
    )


def correction():
    first = inquiry()
    return inquiry(case=first.case, corrects=first)


def alternative():
    report = SocialReportFactory()
    referral = ReferralFactory(case=report.case)
    return Alternative.objects.create(
        referral=referral,
        form="KINSHIP",
        considered_on=days_ago(5),
        result="NONE_AVAILABLE",
        reason="Contoh.",
        assessment=report.assessment,
    )


def admission() -> Referral:
    decision = CareDecisionFactory()
    return ReferralFactory(admission=True, case=decision.case, to_institution=decision.institution, decision=decision)


def passed_on() -> Referral:
    first = ReferralFactory(service=True)
    return ReferralFactory(service=True, case=first.case, redirected_from=first)


def _decided_in_vain(placement) -> int:
    """A decision for the same stay, which lay unused too long before it began."""
    gone = placement.starts_on
    limits = {"starts_on": gone - timedelta(days=9), "start_due_on": gone - timedelta(days=2)}
    place = {"case": placement.case, "institution": placement.institution}
    return CareDecisionFactory(usable_until=gone - timedelta(days=1), **limits, **place).pk


def _taken_back(placement) -> int:
    """A decision for the same stay, which its office took back."""
    place = {"case": placement.case, "institution": placement.institution, "starts_on": placement.starts_on}
    return DecisionRevocationFactory(decision=CareDecisionFactory(**place)).decision_id


def extended_with_paper():
    return PlacementExtensionFactory(signed=True, paper=official_paper())


def revised_with_paper():
    return DecisionRevisionFactory(paper=official_paper())


def revoked_with_paper():
    return DecisionRevocationFactory(paper=official_paper())


def decided_with_paper():
    return CareDecisionFactory(document=document())


def ended_placement():
    return PlacementFactory(
        starts_on=days_ago(60), ended_on=days_ago(20), state=PlacementState.ENDED, end_reason="CLOSED"
    )


def admitted():
    return PlacementFactory(referral=ReferralFactory(admission=True, accepted=True))


def returned():
    """The return of a child whose placement has ended."""
    row = ReunificationFactory()
    placement = row.placement
    placement.state, placement.ended_on, placement.end_reason = PlacementState.ENDED, days_ago(1), "REUNIFIED"
    placement.save()
    return row


def ending():
    return PlacementFactory(planned_end_on=later(30))


def numbered():
    return PlacementReviewFactory(state="CANCELLED", number="TPP/CONTOH", document=document())


def invitation():
    review = PlacementReviewFactory()
    return ReviewInvitation.objects.create(
        review=review, role="CHILD", name="Contoh", invited_at=timezone.now(), invited_by=UserFactory()
    )


def goal_finding():
    return ReviewGoalFinding.objects.create(
        review=PlacementReviewFactory(), goal=papers.CarePlanFactory().goals.get(), progress="REACHED"
    )


def of_held(part):
    """The part of a review that has been held since."""
    done = {"state": "HELD", "held_on": days_ago(0), "findings": "Contoh.", "child_view": "Contoh."}
    done |= {"family_view": "Contoh.", "outcome": "CLOSE", "recorded_at": timezone.now(), "recorded_by": UserFactory()}
    for name, value in done.items():
        setattr(part.review, name, value)
    part.review.save()
    return part


# What a review that sends a child home writes.
HELD_HOME = {
    "state": "HELD",
    "held_on": lambda: days_ago(0),
    "findings": "Contoh.",
    "child_view": "Contoh.",
    "family_view": "Contoh.",
    "outcome": "REUNIFY",
    "recorded_at": lambda: timezone.now(),
    "recorded_by_id": lambda: UserFactory().pk,
}


def held():
    return PlacementReviewFactory(held=True, due_on=days_ago(10))


def line():
    return CaseEvent.objects.create(case=CaseFactory(), kind=EventKind.CASE_OPENED, happened_at=timezone.now())


def mother():
    return FamilyMemberFactory(relation="MOTHER", kinship_degree=1)


def later(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def now():
    return timezone.now()


# constraint -> (a lawful row, what is done to it, with what; callables are asked for the value).
CONSTRAINTS = {
    # accounts, reference, documents
    "accounts_user_username_key": (UserFactory, copy, {"email": "lain@contoh.invalid"}),
    "user_email_once": (lambda: UserFactory(email="satu@contoh.invalid"), copy, {"username": "lain"}),
    "code_ends_after_start": (code_row, change, {"valid_to": date(2019, 12, 31)}),
    "code_once_per_start": (code_row, copy, {}),
    "holiday_once_per_region": (holiday, copy, {}),
    "local_holiday_has_a_basis": (holiday, change, {"basis": ""}),
    "documents_document_size_check": (document, change, {"size": -1}),
    "document_verification_code_once": (
        lambda: document(verification_code="CONTOH"),
        copy,
        {},
    ),
    "documents_numberseries_last_check": (lambda: NumberSeries.objects.create(key="contoh"), change, {"last": -1}),
    # api, tokens
    "answer_once": (kept_answer, copy, {}),
    "tokens_apitoken_digest_key": (api_token, copy, {"name": "Lain"}),
    # notices
    "notice_once": (NoticeFactory, copy, {}),
    "notice_leads_into_the_application": (NoticeFactory, change, {"path": "//contoh.invalid/"}),
    "notice_acted_by_at": (NoticeFactory, change, {"acted_by_id": lambda: UserFactory().pk}),
    "draft_one_per_form_and_subject": (draft, copy, {"content": "lain"}),
    "task_is_in_one_hand": (task, change, {"assignee_id": None}),
    "task_ended_says_when_and_by_whom": (task, change, {"state": "DONE"}),
    "matter_reported_after_the_act": (matter, change, {"reported_on": lambda: days_ago(10)}),
    "only_an_offender_is_diverted": (lambda: matter(role="VICTIM"), change, {"diversion": True}),
    "justice_outcome_has_its_day": (matter, change, {"outcome": "RETURNED"}),
    "cases_childinjustice_case_id_key": (matter, copy, {"matter": "Lain"}),
    "cases_youngoffenderdecision_track_id_key": (young_decision, copy, {"social_worker": "Lain"}),
    "young_offender_decided_by_three": (young_decision, change, {"investigator": ""}),
    "young_offender_programme_has_its_end": (young_decision, change, {"decision": "PROGRAMME"}),
    "counted_date_once": (lambda: hearing("DIVERSION_START"), copy, {"place": "Lain"}),
    "justice_date_told_once_kept": (hearing, change, {"note": "Lain"}),
    "justice_date_called_off_says_why": (
        hearing,
        change,
        {"called_off_at": timezone.now, "called_off_by_id": lambda: UserFactory().pk},
    ),
    "duty_says_by_whom_and_what": (duty_done, change, {"note": ""}),
    "report_sent_once_to_one": (report_sent, copy, {"sent_on": lambda: days_ago(2)}),
    "transition_complete_lacks_nothing": (
        transition_plan,
        change,
        {"completed_at": timezone.now, "completed_by_id": lambda: UserFactory().pk},
    ),
    "cases_transitionplan_case_id_key": (transition_plan, copy, {"housing": "Lain"}),
    "one_closing_in_force": (closing, copy, {"evaluation": "Lain"}),
    "hand_over_says_to_whom_and_what": (closing, change, {"handed_to": "FAMILY"}),
    "reopening_says_why_and_by_whom": (closing, change, {"reopening_reason": "Lain"}),
    "closing_goal_once": (closing_goal, copy, {"result": "PARTLY"}),
    "single_task_open_once": (lambda: task(kind="CIVIL_REGISTRATION"), copy, {"title": "Lain"}),
    "contact_says_whom_and_what": (contact, copy, {"note": ""}),
    "seen_alone_is_met": (contact, copy, {"child_alone": True}),
    "one_running_track": (track, copy, {"goal": "SKILL"}),
    "ended_track_says_what_came_of_it": (track, change, {"ended_on": date(2100, 1, 1)}),
    "track_says_what_is_wanted": (track, change, {"interest": ""}),
    "step_ends_after_it_began": (vocational_step, change, {"until": date(2020, 1, 1)}),
    "capital_says_what_was_given": (vocational_step, change, {"kind": "CAPITAL"}),
    "certificate_is_of_training": (lambda: vocational_step(certificate="C-1"), change, {"kind": "JOB"}),
    "income_is_earned": (vocational_step, change, {"income": "NONE"}),
    "flag_stands_once": (flag, copy, {"reason": "Lain."}),
    "flag_says_why": (flag, change, {"reason": ""}),
    "ended_flag_says_why_and_by_whom": (flag, change, {"ended_at": timezone.now}),
    "prevention_says_what_and_where": (prevention, change, {"title": ""}),
    "cases_preventionactivity_form_id_key": (prevention, copy, {"title": "Lain"}),
    "reach_once": (lambda: prevention().reach.first(), copy, {"people": 3}),
    "reach_is_of_somebody": (lambda: prevention().reach.first(), change, {"people": 0}),
    "cases_preventionreach_people_check": (lambda: prevention().reach.first(), change, {"people": -1}),
    "session_says_where_who_and_what": (lambda: held_session(planned_case()), change, {"agenda": ""}),
    "session_cites_one_base": (lambda: held_session(planned_case()), change, {"base": "ELSEWHERE"}),
    "cases_groupsession_form_id_key": (lambda: held_session(planned_case()), copy, {"place": "Lain"}),
    "participant_once": (lambda: held_session(planned_case()).participants.get(), copy, {"note": "Lain"}),
    "one_service_of_a_session": (lambda: held_session(planned_case()).services.get(), copy, {"description": "Lain."}),
    "attendance_correction_says_why": (attendance_correction, copy, {"reason": ""}),
    "deadline_once": (deadline, copy, {}),
    "deadlines_calendarfeed_token_hash_key": (calendar_feed, copy, {"name": "Lain"}),
    "deadlines_calendarfeed_life_days_check": (calendar_feed, change, {"life_days": -1}),
    "delivery_once_per_channel": (DeliveryFactory, copy, {"message_id": "<lain@contoh.invalid>"}),
    "delivery_message_id_once": (DeliveryFactory, copy, {"channel": "GATEWAY"}),
    "delivery_sent_has_its_time": (DeliveryFactory, change, {"state": "SENT"}),
    "notices_delivery_attempts_check": (DeliveryFactory, change, {"attempts": -1}),
    "notice_choice_once": (NoticeChoiceFactory, copy, {}),
    # webhooks
    "webhook_off_by_at": (WebhookFactory, change, {"off_by_id": lambda: UserFactory().pk}),
    "webhook_event_once": (WebhookDeliveryFactory, copy, {"kind": "LAIN"}),
    "webhook_sent_has_its_time": (WebhookDeliveryFactory, change, {"state": "SENT"}),
    "webhooks_webhookdelivery_attempts_check": (WebhookDeliveryFactory, change, {"attempts": -1}),
    "webhooks_webhookdelivery_status_check": (WebhookDeliveryFactory, change, {"status": -1}),
    # institutions
    "institution_once": (InstitutionFactory, copy, {"group_id": lambda: GroupFactory().pk}),
    "institutions_institution_group_id_key": (InstitutionFactory, copy, {"name": "Lembaga Umpama"}),
    "institutions_institution_places_check": (InstitutionFactory, change, {"places": -1}),
    "licence_ends_after_start": (
        lambda: InstitutionFactory(lksa=True),
        change,
        {"licence_valid_until": date(2023, 12, 31)},
    ),
    "membership_once": (MembershipFactory, copy, {}),
    "membership_ends_after_start": (MembershipFactory, change, {"valid_until": lambda: days_ago(101)}),
    "membership_ended_by_at": (MembershipFactory, change, {"ended_by_id": lambda: UserFactory().pk}),
    "mandate_lends_an_office": (MandateFactory, change, {"role": "FIELD_SOCIAL_WORKER"}),
    "mandate_ends_after_start": (MandateFactory, change, {"valid_until": lambda: days_ago(2)}),
    "mandate_within_its_limit": (MandateFactory, change, {"valid_until": lambda: later(29)}),
    "parameter_cancelled_by_at": (parameter, change, {"cancelled_by_id": lambda: UserFactory().pk}),
    "mandate_ended_by_at": (MandateFactory, change, {"ended_by_id": lambda: UserFactory().pk}),
    "mandates_do_not_overlap": (MandateFactory, copy, {}),
    "institutions_mandate_limit_days_check": (MandateFactory, change, {"limit_days": -1}),
    "partnership_is_of_two": (lambda: PartnershipFactory(sentra__id=990001), copy, {"partner_id": 990001}),
    "partnership_names_its_agreement": (PartnershipFactory, copy, {"number": ""}),
    "partnership_ends_after_start": (PartnershipFactory, copy, {"valid_until": lambda: days_ago(400)}),
    "partnership_end_says_why": (PartnershipFactory, copy, {"ended_at": timezone.now}),
    "partnerships_do_not_overlap": (PartnershipFactory, copy, {}),
    "band_ages_in_order": (band, change, {"age_to": 5}),
    "bands_do_not_overlap": (band, copy, {"age_from": 17, "age_to": 18}),
    "institutions_capacityband_age_from_check": (band, change, {"age_from": -1}),
    "institutions_capacityband_places_check": (band, change, {"places": -1}),
    # meetings
    **meetings.CONSTRAINTS,
    # carers
    **carers.CONSTRAINTS,
    # living
    **living.CONSTRAINTS,
    # accreditation
    "certificate_number_once": (CertificateFactory, copy, {}),
    "certificate_ends_after_start": (CertificateFactory, change, {"valid_until": date(1999, 12, 31)}),
    "certificates_do_not_overlap": (CertificateFactory, copy, {"number": "BALKS-LAIN"}),
    # cases: the person
    "nik_once_among_the_living": (
        lambda: BeneficiaryFactory(nik="1401010101170001", nik_index="a" * 64, nik_status="UNVERIFIED"),
        copy,
        {},
    ),
    "nik_and_its_status_agree": (BeneficiaryFactory, change, {"nik_status": "UNVERIFIED"}),
    "nik_verified_by_somebody_and_a_paper": (
        lambda: BeneficiaryFactory(nik="1401010101170001", nik_index="a" * 64, nik_status="UNVERIFIED"),
        change,
        {"nik_status": "VERIFIED", "nik_verified_at": now, "nik_verified_by_id": lambda: UserFactory().pk},
    ),
    "not_merged_into_itself": (BeneficiaryFactory, change, {"merged_into_id": lambda row: row.pk}),
    "merge_is_of_two_files": (merge, copy, {"kept_id": lambda row: row.merged_id, "undone_at": None}),
    "merge_says_why": (merge, copy, {"reason": "", "merged_id": another_person}),
    "merged_once_at_a_time": (merge, copy, {}),
    "undone_merge_says_why_and_by_whom": (merge, copy, {"undone_at": now, "merged_id": another_person}),
    "distinct_pair_in_order": (distinct, change, {"other_id": lambda row: row.one_id}),
    "distinct_pair_once": (distinct, copy, {}),
    "distinct_pair_says_why": (distinct, change, {"reason": ""}),
    "alias_once": (BeneficiaryAliasFactory, copy, {}),
    "paper_once_per_kind": (IdentityPaperFactory, copy, {}),
    "only_a_paper_held_has_a_number": (IdentityPaperFactory, change, {"state": "MISSING"}),
    "cases_beneficiaryprofile_beneficiary_id_key": (BeneficiaryProfileFactory, copy, {}),
    "school_level_of_who_went_to_school": (BeneficiaryProfileFactory, change, {"schooling": "NEVER"}),
    "cases_beneficiaryphoto_document_id_key": (BeneficiaryPhotoFactory, copy, {"beneficiary_id": another_person}),
    "one_photo_shown_of_a_person": (BeneficiaryPhotoFactory, copy, {"document_id": lambda: document().pk}),
    "photo_removed_by_somebody": (BeneficiaryPhotoFactory, change, {"removed_at": now}),
    "benefit_once_a_day": (BenefitLinkFactory, copy, {}),
    "decile_is_of_dtsen": (BenefitLinkFactory, change, {"decile": 11}),
    "cases_benefitlink_decile_check": (BenefitLinkFactory, change, {"decile": -1}),
    "only_another_programme_is_named": (BenefitLinkFactory, change, {"programme": "Contoh"}),
    "birth_date_and_precision_agree": (BeneficiaryFactory, change, {"birth_date": None}),
    "cases_familymember_kinship_degree_check": (FamilyMemberFactory, change, {"kinship_degree": -1}),
    "relative_linked_once": (sibling, copy, {"name": "Lain"}),
    "linked_relative_is_a_sibling": (sibling, change, {"relation": "COUSIN"}),
    "care_ends_after_it_began": (cares, change, {"until": date(2020, 1, 1)}),
    "cares_once_at_a_time": (
        lambda: CaregivingPeriod.objects.create(member=FamilyMemberFactory(), recorded_by=UserFactory()),
        copy,
        {},
    ),
    "contact_banned_once": (ban, copy, {}),
    "contact_ban_says_why": (ban, change, {"reason": ""}),
    "court_ban_has_its_number": (ban, change, {"basis": "COURT_ORDER"}),
    "lifted_ban_says_why_and_by_whom": (ban, change, {"lifted_at": now}),
    "settled_tracing_says_why": (tracing, change, {"state": "FAILED"}),
    "cases_familytracing_case_id_key": (tracing, copy, {}),
    "next_tracing_step_has_its_day": (tracing_step, copy, {"next_step": "Lain"}),
    "tracing_step_says_whom_and_what": (tracing_step, copy, {"asked": ""}),
    "documents_officialpaper_number_key": (
        official_paper,
        copy,
        {"about": "x:1", "document_id": lambda: document().pk},
    ),
    "documents_officialpaper_document_id_key": (official_paper, copy, {"about": "x:1", "number": "LAIN"}),
    "documents_officialpaper_replaces_id_key": (
        lambda: replacing(official_paper()),
        copy,
        {"about": "x:1", "number": "LAIN", "document_id": lambda: document().pk},
    ),
    "first_paper_of_a_record_once": (official_paper, copy, {"number": "LAIN", "document_id": lambda: document().pk}),
    "one_open_transfer_of_a_case": (offered_transfer, copy, {}),
    "transfer_answer_has_time_and_person": (offered_transfer, change, {"answered_at": now}),
    "transfer_not_taken_says_why": (
        offered_transfer,
        change,
        {"state": "DECLINED", "answered_at": now, "answered_by_id": lambda: UserFactory().pk},
    ),
    "transfer_says_why_and_what": (offered_transfer, change, {"summary": ""}),
    "transfer_goes_to_somebody_else": (offered_transfer, change, {"to_worker_id": lambda: UserFactory().pk}),
    "conference_call_cancelled_says_why": (conference_call, change, {"cancelled_at": now}),
    "one_open_conference_call_of_a_case": (conference_call, copy, {}),
    "cases_conferencecall_conference_id_key": (answered_call, copy, {"case_id": lambda: CaseFactory().pk}),
    "conference_guest_is_one_person": (conference_guest, change, {"name": "Contoh"}),
    "conference_guest_once": (conference_guest, copy, {}),
    "cases_conferencefollowup_task_id_key": (
        conference_follow_up,
        copy,
        {"conference_id": lambda: ConferenceFactory().pk},
    ),
    "attachment_has_a_title": (attachment, copy, {"title": "", "document_id": lambda: document().pk}),
    "attachment_belongs_to_one_thing": (
        attachment,
        copy,
        {
            "document_id": lambda: document().pk,
            "response_id": lambda: response().pk,
            "conference_id": lambda: ConferenceFactory().pk,
        },
    ),
    "attachment_withdrawn_says_why_and_by_whom": (attachment, change, {"withdrawn_at": now}),
    "cases_attachment_document_id_key": (attachment, copy, {}),
    # cases: report and case
    "response_has_a_case_unless_advice": (response, change, {"case_id": None}),
    "first_contact_has_time_and_person": (response, change, {"first_contact_at": now}),
    "first_contact_after_the_report": (
        response,
        change,
        {"first_contact_at": lambda: now() - timedelta(days=1), "first_contact_by_id": lambda: UserFactory().pk},
    ),
    "cases_caseresponse_first_contact_hours_check": (response, change, {"first_contact_hours": -1}),
    "cases_caseresponse_number_key": (response, copy, {"form_id": "00000000-0000-4000-8000-000000000002"}),
    "cases_caseresponse_form_id_key": (response, copy, {"number": "R-LAIN"}),
    "response_category_once": (lambda: response_category(is_primary=False), copy, {}),
    "response_one_primary_category": (
        response_category,
        copy,
        {"code_id": lambda: code("AMPK", "HIV").pk},
    ),
    "cases_case_number_key": (CaseFactory, copy, {"beneficiary_id": lambda: BeneficiaryFactory().pk}),
    "one_open_case_per_beneficiary": (CaseFactory, copy, {"number": "14.01/2020/LAIN"}),
    "closure_has_evaluation_and_reason": (
        CaseFactory,
        change,
        {"closed_at": now, "closed_by_id": lambda: UserFactory().pk, "final_evaluation": "Contoh."},
    ),
    "case_in_closing_stage_is_closed": (CaseFactory, change, {"stage": Stage.AFTERCARE}),
    "case_category_once": (second_category, copy, {}),
    "case_one_primary_category": (second_category, change, {"is_primary": True}),
    "cases_casegroupobjectper_group_id_permission_id_c_90c788a7_uniq": (share, copy, {}),
    "request_sent_on_is_a_report": (desk_request, change, {"state": "SENT_ON"}),
    "request_answered_says_what_was_done": (answered_request, change, {"answer": ""}),
    "cases_deskrequest_due_hours_check": (desk_request, change, {"due_hours": -1}),
    "cases_deskrequest_number_key": (desk_request, copy, {"form_id": "00000000-0000-4000-8000-000000000003"}),
    "cases_deskrequest_form_id_key": (desk_request, copy, {"number": "S-LAIN"}),
    "cases_deskrequest_report_id_key": (
        request_sent_on,
        copy,
        {"number": "S-LAIN", "form_id": "00000000-0000-4000-8000-000000000004"},
    ),
    "incoming_assigned_has_worker": (incoming, change, {"state": "ASSIGNED"}),
    "incoming_answered_has_response": (incoming, change, {"state": "ANSWERED"}),
    "incoming_closed_says_why": (incoming, change, {"state": "CLOSED"}),
    "incoming_double_names_the_other": (double, change, {"double_of_id": None}),
    "cases_incomingreport_due_hours_check": (incoming, change, {"due_hours": -1}),
    "cases_incomingreport_number_key": (incoming, copy, {"form_id": "00000000-0000-4000-8000-000000000003"}),
    "cases_incomingreport_form_id_key": (incoming, copy, {"number": "L-LAIN"}),
    "cases_incomingreport_response_id_key": (
        answered_incoming,
        copy,
        {"number": "L-LAIN", "form_id": "00000000-0000-4000-8000-000000000004"},
    ),
    "reentry_after_homecoming": (reentry, change, {"came_back_on": date(2019, 1, 1)}),
    "reentry_has_report_or_placement": (reentry, change, {"kind": "REPORTED"}),
    "reentry_by_placement_once": (reentry, copy, {}),
    "cases_reentry_response_id_key": (reported_again, copy, {}),
    "cases_reentry_watch_months_check": (reentry, change, {"watch_months": -1}),
    # cases: papers
    "agreement_has_family_or_office": (papers.AgreementFactory, change, {"signatory_name": ""}),
    "agreement_by_thumb_has_witness": (papers.AgreementFactory, change, {"form": "THUMB_PRINT"}),
    "consent_scope_once": (consent, copy, {}),
    "consent_to_share_names_whom": (consent, change, {"scope": "SHARING"}),
    "consent_withdrawn_says_why": (consent, change, {"withdrawn_on": lambda: days_ago(0)}),
    "consent_notice_in_force_once": (notice_draft, change, {"state": "IN_FORCE", "published_at": now}),
    "consent_notice_drafted_once": (notice_draft, copy, {"code": "2027-2"}),
    "consent_notice_state_has_its_time": (notice_draft, change, {"published_at": now}),
    "cases_consentnotice_code_key": (notice_draft, copy, {"state": "RETIRED", "published_at": now, "retired_at": now}),
    "agreement_hears_the_child": (papers.AgreementFactory, change, {"child_view": ""}),
    "agreement_withdrawn_after_signed": (papers.AgreementFactory, change, {"withdrawn_on": lambda: days_ago(1)}),
    "assessment_signature_has_time_and_person": (papers.AssessmentFactory, change, {"signed_at": now}),
    "assessment_signed_is_complete": (AssessmentFactory, copy, {"scores": None}),
    "socialreport_signature_has_time_and_person": (papers.SocialReportFactory, change, {"signed_at": now}),
    "socialreport_signed_is_complete": (SocialReportFactory, copy, {"analysis": ""}),
    "conference_hears_the_child": (ConferenceFactory, change, {"child_view": ""}),
    "careplan_signature_has_time_and_person": (papers.CarePlanFactory, change, {"signed_at": now}),
    "plan_signed_is_approved": (signed_plan, copy, {"state": "DRAFT", "approval": "", "version": 2}),
    "plan_approved_says_by_what": (papers.CarePlanFactory, change, {"approval": "OLD_RULE"}),
    "plan_review_has_time_and_person": (papers.CarePlanFactory, change, {"approved_at": now}),
    "plan_submission_has_time_and_person": (papers.CarePlanFactory, change, {"submitted_at": now}),
    "plan_approved_by_another_person": (
        submitted_plan,
        change,
        {"state": "APPROVED", "approval": "REVIEWED", "approved_at": now, "approved_by_id": writer_of_plan},
    ),
    "action_moved_has_time_and_person": (action, change, {"moved_at": now}),
    "dropped_action_says_why": (action, change, {"state": "CANCELLED"}),
    "plan_contact_once": (planned_contact, copy, {}),
    "planned_contact_says_how": (planned_contact, change, {"way": ""}),
    "siblings_apart_say_why": (planned_contact, change, {"siblings": "APART"}),
    "plan_signed_with_family_or_office": (signed_plan, copy, {"family_signatory": "", "version": 2}),
    "plan_signed_by_child_or_says_why": (signed_plan, copy, {"child_signs": False, "version": 2}),
    "plan_version_once": (papers.CarePlanFactory, copy, {}),
    "cases_careplan_version_check": (papers.CarePlanFactory, change, {"version": -1}),
    "cases_careplangoal_order_check": (lambda: papers.CarePlanFactory().goals.get(), change, {"order": -1}),
    "action_done_has_a_date": (action, change, {"state": "DONE"}),
    "action_cites_one_base": (action, change, {"base": ""}),
    "aftercare_month_once": (papers.AftercareVisitFactory, copy, {}),
    "cases_aftercarevisit_month_check": (papers.AftercareVisitFactory, change, {"month": -1}),
    "aftercare_done_has_date_person_and_safety": (done_visit, change, {"is_safe": None}),
    "aftercare_visit_after_homecoming": (done_visit, change, {"done_on": lambda: days_ago(21)}),
    # referrals
    "referrals_referral_number_key": (
        ReferralFactory,
        copy,
        {"form_id": "00000000-0000-4000-8000-000000000003"},
    ),
    "referrals_referral_form_id_key": (ReferralFactory, copy, {"number": "R-LAIN"}),
    "referrals_referral_redirected_from_id_key": (
        passed_on,
        copy,
        {"number": "R-LAIN", "form_id": "00000000-0000-4000-8000-000000000004"},
    ),
    "referrals_referral_asked_months_check": (ReferralFactory, change, {"asked_months": -1}),
    "referral_goes_elsewhere": (ReferralFactory, change, {"kind": "SERVICE"}),
    "referral_answer_has_time_and_person": (ReferralFactory, change, {"state": ReferralState.ACCEPTED}),
    "referral_refusal_has_reason": (
        lambda: ReferralFactory(accepted=True),
        change,
        {"state": ReferralState.DECLINED},
    ),
    "referral_decision_never_lapses": (ReferralFactory, change, {"lapses_on": lambda: days_ago(1)}),
    "referral_base_fits_form": (ReferralFactory, change, {"asked_form": "LKSA"}),
    "referral_says_who_and_why": (ReferralFactory, change, {"legally_responsible": ""}),
    "referral_order_is_whole": (ReferralFactory, change, {"order_number": "1/Contoh"}),
    "decision_admits_once": (
        admission,
        copy,
        {"number": "R-LAIN", "form_id": "00000000-0000-4000-8000-000000000005"},
    ),
    "inquiry_says_whom": (inquiry, copy, {"asked_whom": ""}),
    "inquiry_says_why": (inquiry, copy, {"reason": ""}),
    "referrals_inquiry_corrects_id_key": (correction, copy, {}),
    "alternative_once_per_form": (alternative, copy, {}),
    "alternative_has_reason": (alternative, change, {"reason": ""}),
    "alternative_has_evidence": (alternative, change, {"assessment_id": None}),
    # decisions: a signed one cannot change, so the attempt is a second one
    "referrals_caredecision_number_key": (
        CareDecisionFactory,
        copy,
        {"referral_id": lambda: ReferralFactory().pk},
    ),
    "referrals_caredecision_referral_id_key": (CareDecisionFactory, copy, {"number": "460/LAIN"}),
    "referrals_caredecision_document_id_key": (
        decided_with_paper,
        copy,
        {"number": "460/LAIN", "referral_id": lambda: ReferralFactory().pk},
    ),
    "decision_four_eyes": (CareDecisionFactory, copy, {"signed_by_id": lambda row: row.report_author_id}),
    "decision_by_mandate_four_eyes": (
        CareDecisionFactory,
        copy,
        {"mandate_id": lambda: MandateFactory().pk, "signed_for_id": lambda row: row.report_author_id},
    ),
    "decision_ends_after_start": (CareDecisionFactory, copy, {"ends_on": lambda: days_ago(11)}),
    "decision_review_after_start": (CareDecisionFactory, copy, {"review_due_on": lambda: days_ago(11)}),
    "decision_says_its_grounds": (CareDecisionFactory, copy, {"legal_basis": ""}),
    "decision_rejection_says_what_first": (CareDecisionFactory, copy, {"outcome": "REJECTED"}),
    "decision_is_used_in_time": (CareDecisionFactory, copy, {"usable_until": lambda: days_ago(1)}),
    "decision_base_fits_form": (CareDecisionFactory, copy, {"base": "FAMILY"}),
    "decision_residential_names_institution": (CareDecisionFactory, copy, {"institution_id": None}),
    # placements
    "placement_ends_after_start": (
        PlacementFactory,
        change,
        {"ended_on": lambda: days_ago(101), "state": "ENDED", "end_reason": "CLOSED"},
    ),
    "placements_of_one_person_do_not_overlap": (ended_placement, copy, {}),
    "placement_end_has_date_and_reason": (PlacementFactory, change, {"state": "ENDED"}),
    "one_standing_closure_of_a_home": (HomeClosureFactory, copy, {}),
    "closure_says_why": (HomeClosureFactory, change, {"reason": ""}),
    "running_closure_has_children": (HomeClosureFactory, change, {"emptied_on": date(2020, 1, 1)}),
    "empty_closure_says_since_when": (HomeClosureFactory, change, {"state": "EMPTY"}),
    "closure_lifted_says_why": (HomeClosureFactory, change, {"state": "LIFTED"}),
    "move_plan_once_per_child": (MovePlanFactory, copy, {}),
    "planned_move_says_where": (MovePlanFactory, change, {"state": "PLANNED"}),
    "move_names_home_only_for_a_home": (
        lambda: MovePlanFactory(to="OTHER_HOME", to_institution=InstitutionFactory(lksa=True)),
        change,
        {"to": "KIN"},
    ),
    "move_made_says_when": (MovePlanFactory, change, {"state": "LEFT"}),
    "placement_end_says_what_happened": (
        PlacementFactory,
        change,
        {"state": "ENDED", "ended_on": date(2100, 1, 1), "end_reason": "ABSCONDED"},
    ),
    "placement_base_fits_form_and_place": (PlacementFactory, change, {"base": "FAMILY"}),
    "placement_community_names_body": (lambda: PlacementFactory(kinship=True), change, {"base": "COMMUNITY"}),
    "placement_has_its_title": (PlacementFactory, change, {"decision_id": None}),
    "placement_order_comes_first": (
        PlacementFactory,
        change,
        {"title": "COURT", "order_number": "1/Contoh", "order_on": lambda: days_ago(99)},
    ),
    "placement_order_has_its_paper": (
        lambda: PlacementFactory(court=True),
        change,
        {"order_document_id": None},
    ),
    "placement_within_emergency_limit": (
        lambda: PlacementFactory(emergency=True),
        change,
        {"emergency_ends_on": lambda: later(26)},
    ),
    "review_moved_once_per_cause": (
        lambda: ReviewDateChangeFactory(cause="licence:lapsed:2026-07-01"),
        copy,
        {},
    ),
    "review_is_pulled_forward_only": (ReviewDateChangeFactory, copy, {"due_from": date(2020, 1, 1)}),
    "review_moved_by_hand_has_a_reason": (ReviewDateChangeFactory, copy, {"note": ""}),
    "placement_existing_is_residential": (lambda: PlacementFactory(kinship=True), change, {"title": "EXISTING"}),
    "only_emergency_overstays": (PlacementFactory, change, {"state": "OVERSTAYED"}),
    "referrals_placement_limit_days_check": (
        lambda: PlacementFactory(existing=True),
        change,
        {"limit_days": -1},
    ),
    "referrals_placement_referral_id_key": (
        admitted,
        copy,
        {"ended_on": lambda: days_ago(99), "state": "ENDED", "end_reason": "CLOSED"},
    ),
    "placement_emergency_is_not_extended": (
        lambda: PlacementFactory(emergency=True),
        change,
        {"planned_end_on": lambda: later(26)},
    ),
    "referrals_decisionrevision_paper_id_key": (
        revised_with_paper,
        copy,
        {"decision_id": lambda: CareDecisionFactory().pk},
    ),
    "revision_says_what_and_why": (DecisionRevisionFactory, copy, {"correction": ""}),
    "revision_only_shortens": (
        DecisionRevisionFactory,
        copy,
        {"ends_before": lambda: later(9), "until_on": lambda: later(9)},
    ),
    "revision_four_eyes": (DecisionRevisionFactory, copy, {"signed_by_id": lambda row: row.report_author_id}),
    "referrals_decisionrevocation_decision_id_key": (DecisionRevocationFactory, copy, {}),
    "referrals_decisionrevocation_paper_id_key": (
        revoked_with_paper,
        copy,
        {"decision_id": lambda: CareDecisionFactory().pk},
    ),
    "revocation_says_why": (DecisionRevocationFactory, copy, {"reason": ""}),
    "revocation_four_eyes": (DecisionRevocationFactory, copy, {"signed_by_id": lambda row: row.report_author_id}),
    # places held
    "hold_lapses_after_start": (PlaceHoldFactory, change, {"hours": 0}),
    "hold_end_has_time_and_person": (PlaceHoldFactory, change, {"ended_at": timezone.now}),
    "one_hold_at_a_time_per_case": (PlaceHoldFactory, copy, {}),
    # recommendations: one that was given cannot change, so the attempt is a second one
    "referrals_recommendation_number_key": (
        RecommendationFactory,
        copy,
        {"referral_id": lambda: ReferralFactory().pk},
    ),
    "referrals_recommendation_referral_id_key": (RecommendationFactory, copy, {"number": "REK/LAIN"}),
    "recommendation_says_why": (RecommendationFactory, copy, {"reason": ""}),
    "recommendation_four_eyes": (RecommendationFactory, copy, {"given_by_id": lambda row: row.report_author_id}),
    # extensions
    "question_asks_something": (ReferralQuestionFactory, copy, {"text": ""}),
    "question_answer_is_whole": (ReferralQuestionFactory, change, {"answer": "Sudah."}),
    "one_open_question_per_referral": (ReferralQuestionFactory, copy, {}),
    "referrals_placementextension_paper_id_key": (extended_with_paper, copy, {}),
    "extension_is_longer_and_says_why": (PlacementExtensionFactory, change, {"reason": ""}),
    "extension_answer_is_whole": (PlacementExtensionFactory, change, {"state": "SIGNED"}),
    "extension_four_eyes": (
        PlacementExtensionFactory,
        change,
        {"state": "SIGNED", "considerations": "Contoh.", "answered_at": now, "answered_by_id": lambda r: r.asked_by_id},
    ),
    "one_asked_extension_per_placement": (PlacementExtensionFactory, copy, {}),
    # the return to the family
    "referrals_reunification_placement_id_key": (ReunificationFactory, copy, {}),
    "reunification_readiness_is_whole": (ReunificationFactory, change, {"readiness_by": ""}),
    "reunification_consent_is_whole": (ReunificationFactory, change, {"child_view": ""}),
    "reunification_hand_over_is_whole": (ReunificationFactory, change, {"received_by_id": None}),
    "reunification_hand_over_comes_last": (ReunificationFactory, change, {"consent_on": lambda: days_ago(0)}),
    "reunification_step_is_whole": (lambda: ReunificationFactory().steps.get(), change, {"with_whom": ""}),
    # numbers and files
    "case_count_once": (case_count, copy, {}),
    "published_count_once": (published_count, copy, {}),
    "one_running_export_of_a_kind": (ExportFactory, copy, {}),
    "export_ready_has_file_and_end": (ExportFactory, change, {"state": "READY"}),
    # sheets of earlier residents
    "one_running_entry_of_a_sheet": (ResidentSheetFactory, copy, {}),
    "sheet_line_once": (ResidentSheetLineFactory, copy, {}),
    "sheet_line_entered_has_placement": (ResidentSheetLineFactory, change, {"state": "ENTERED"}),
    "referrals_residentsheetline_number_check": (ResidentSheetLineFactory, change, {"number": -1}),
    "referrals_residentsheetline_placement_id_key": (
        lambda: ResidentSheetLineFactory(entered=True),
        copy,
        {"number": 3},
    ),
    # questionnaires
    "instruments_instrument_code_key": (InstrumentFactory, copy, {}),
    "instrument_number_once": (lambda: VersionFactory(retired=True), copy, {}),
    "instrument_published_once": (lambda: VersionFactory(published=True), copy, {"number": 2}),
    "instrument_drafted_once": (VersionFactory, copy, {"number": 2}),
    "instrument_published_has_time": (VersionFactory, change, {"published_at": now}),
    "instrument_retired_has_time": (VersionFactory, change, {"retired_at": now}),
    "instruments_instrumentversion_number_check": (VersionFactory, change, {"number": -1}),
    # reviews: a held one cannot change
    "review_sequence_once": (lambda: PlacementReviewFactory(state="CANCELLED"), copy, {}),
    "one_open_review_per_placement": (PlacementReviewFactory, copy, {"sequence": 2}),
    "referrals_placementreview_sequence_check": (PlacementReviewFactory, change, {"sequence": -1}),
    "held_review_is_complete": (held, copy, {"child_view": ""}),
    "staying_review_sets_next_date": (held, copy, {"next_due_on": None}),
    "referrals_placementreview_number_key": (numbered, copy, {"document_id": None, "sequence": 9}),
    "referrals_placementreview_document_id_key": (numbered, copy, {"number": "TPP/LAIN", "sequence": 9}),
    "invitation_once_per_role": (invitation, copy, {}),
    "goal_finding_once_per_goal": (goal_finding, copy, {}),
    "goal_finding_says_how_far": (goal_finding, change, {"progress": ""}),
    "next_review_after_this_one": (held, copy, {"next_due_on": lambda: days_ago(10)}),
}

# table.trigger -> (a lawful row, what is done to it, with what, words of the refusal).
TRIGGERS = {
    **meetings.TRIGGERS,
    **carers.TRIGGERS,
    **living.TRIGGERS,
    "institutions_partnership.partnerships_stay": [
        (PartnershipFactory, change, {"number": "PKS/LAIN"}, "stays as written: UPDATE refused"),
        (PartnershipFactory, remove, {}, "stays as written: DELETE refused"),
        (lambda: PartnershipFactory(ended=True), change, {"end_reason": "Lain."}, "stays as written: UPDATE refused"),
    ],
    "cases_assessment.signed_stays": [
        (AssessmentFactory, change, {"conclusion": "Lain."}, "is signed: UPDATE refused"),
        (AssessmentFactory, change, {"signed_at": None}, "is signed: UPDATE refused"),
        (AssessmentFactory, remove, {}, "is signed: DELETE refused"),
    ],
    "cases_consentnotice.published_stays": [
        (ConsentNotice.objects.in_force, change, {"rights": "Lain."}, "is published: UPDATE refused"),
        (ConsentNotice.objects.in_force, remove, {}, "is published: DELETE refused"),
    ],
    "instruments_instrumentversion.published_stays": [
        (lambda: VersionFactory(published=True), change, {"legal_basis": "Lain."}, "is published: UPDATE refused"),
        (lambda: VersionFactory(published=True), change, {"definition": "{}"}, "is published: UPDATE refused"),
        (lambda: VersionFactory(published=True), remove, {}, "is published: DELETE refused"),
        (lambda: VersionFactory(retired=True), change, {"number": 9}, "is published: UPDATE refused"),
    ],
    "cases_socialreport.signed_stays": [
        (SocialReportFactory, change, {"analysis": "Lain."}, "is signed: UPDATE refused"),
        (SocialReportFactory, remove, {}, "is signed: DELETE refused"),
    ],
    "cases_careplan.signed_stays": [
        (signed_plan, change, {"permanency_goal": "LKSA"}, "is signed: UPDATE refused"),
        (signed_plan, remove, {}, "is signed: DELETE refused"),
    ],
    "cases_careplan.approved_stays": [
        (approved_plan, change, {"permanency_goal": "LKSA"}, "is approved: UPDATE refused"),
        (approved_plan, change, {"state": "DRAFT", "approval": ""}, "is approved: UPDATE refused"),
        (approved_plan, remove, {}, "is approved: DELETE refused"),
    ],
    "cases_careplancontact.signed_stays": [
        (signed_contact, change, {"pace": "DAILY"}, "UPDATE of its goals refused"),
        (signed_contact, remove, {}, "DELETE of its goals refused"),
    ],
    "cases_planstep.plan_steps_stay": [
        (plan_step, change, {"text": "Lain."}, "stays"),
        (plan_step, remove, {}, "stays"),
    ],
    "cases_careplangoal.signed_stays": [
        (signed_goal, copy, {}, "INSERT of its goals refused"),
        (signed_goal, change, {"text": "Lain."}, "UPDATE of its goals refused"),
        (signed_goal, remove, {}, "DELETE of its goals refused"),
    ],
    "cases_careplanaction.signed_stays": [
        (signed_action, copy, {}, "INSERT of its actions refused"),
        (signed_action, change, {"base": "RESIDENTIAL"}, "UPDATE of its actions refused"),
        (signed_action, remove, {}, "DELETE of its actions refused"),
    ],
    "cases_deskrequeststep.request_steps_stay": [
        (lambda: desk_request().steps.get(), change, {"text": "Lain."}, "stays"),
        (lambda: desk_request().steps.get(), remove, {}, "stays"),
    ],
    "cases_incomingreportstep.incoming_steps_stay": [
        (incoming_step, change, {"text": "Lain."}, "stays"),
        (incoming_step, remove, {}, "stays"),
    ],
    "cases_taskstep.task_steps_stay": [
        (task_step, change, {"text": "Lain."}, "stays"),
        (task_step, remove, {}, "stays"),
    ],
    "cases_casecontact.contacts_stay": [
        (contact, change, {"note": "Lain."}, "stays"),
        (contact, remove, {}, "stays"),
    ],
    "cases_attendancecorrection.attendance_corrections_stay": [
        (attendance_correction, change, {"reason": "Lain."}, "stays"),
        (attendance_correction, remove, {}, "stays"),
    ],
    "cases_beneficiarymerge.merges_stay": [
        (merge, change, {"reason": "Lain."}, "stays: UPDATE refused"),
        (merge, change, {"changes": "Lain."}, "stays: UPDATE refused"),
        (merge, remove, {}, "stays: DELETE refused"),
    ],
    "referrals_inquiry.inquiries_stay": [
        (inquiry, change, {"reason": "Lain."}, "stays"),
        (inquiry, remove, {}, "stays"),
    ],
    "cases_tracingstep.tracing_steps_stay": [
        (tracing_step, change, {"finding": "Lain."}, "stays"),
        (tracing_step, remove, {}, "stays"),
    ],
    "documents_officialpaper.official_papers_stay": [
        (official_paper, change, {"number": "LAIN"}, "stays"),
        (official_paper, remove, {}, "stays"),
    ],
    "cases_attachment.attachments_stay": [
        (attachment, change, {"title": "Lain."}, "stays"),
        (attachment, remove, {}, "stays"),
    ],
    "cases_caseevent.timeline_stays": [
        (line, change, {"text": "Lain."}, "part of a timeline: UPDATE refused"),
        (line, remove, {}, "part of a timeline: DELETE refused"),
    ],
    "cases_familymember.birth_parents_stay": [
        (mother, change, {"relation": "AUNT_UNCLE"}, "is a birth parent: UPDATE refused"),
        (mother, change, {"beneficiary_id": lambda: BeneficiaryFactory().pk}, "is a birth parent: UPDATE refused"),
        (mother, remove, {}, "is a birth parent: DELETE refused"),
    ],
    "referrals_reviewdatechange.date_changes_stay": [
        (ReviewDateChangeFactory, change, {"note": "Lain."}, "is a trace: UPDATE refused"),
        (ReviewDateChangeFactory, remove, {}, "is a trace: DELETE refused"),
    ],
    "referrals_caredecision.signed_stays": [
        (CareDecisionFactory, change, {"considerations": "Lain."}, "UPDATE refused"),
        (CareDecisionFactory, remove, {}, "DELETE refused"),
    ],
    "referrals_caredecision.fits_its_papers": [
        (
            CareDecisionFactory,
            copy,
            {"number": "460/LAIN", "referral_id": lambda: ReferralFactory().pk},
            "papers of another case",
        ),
        (
            CareDecisionFactory,
            copy,
            {
                "number": "460/LAIN",
                "referral_id": lambda row: ReferralFactory(case=row.case).pk,
                "social_report_id": lambda: SocialReportFactory().pk,
            },
            "not a signed one of this case",
        ),
    ],
    "referrals_placement.fits_its_title": [
        (PlacementFactory, change, {"decision_id": lambda: CareDecisionFactory().pk}, "does not approve"),
        (PlacementFactory, change, {"institution_id": lambda: InstitutionFactory(lksa=True).pk}, "does not approve"),
        (PlacementFactory, change, {"beneficiary_id": lambda: BeneficiaryFactory().pk}, "another person"),
        (PlacementFactory, change, {"decision_id": _decided_in_vain}, "does not approve"),
    ],
    "referrals_placement.prolonged_by_signature": [
        (ending, change, {"planned_end_on": lambda: later(60)}, "no signed extension lets it last longer"),
        (ending, change, {"planned_end_on": None}, "no signed extension lets it last longer"),
    ],
    "referrals_decisionrevision.signed_stays": [
        (DecisionRevisionFactory, change, {"reason": "Lain."}, "UPDATE refused"),
        (DecisionRevisionFactory, remove, {}, "DELETE refused"),
    ],
    "referrals_decisionrevocation.signed_stays": [
        (DecisionRevocationFactory, change, {"reason": "Lain."}, "UPDATE refused"),
        (DecisionRevocationFactory, remove, {}, "DELETE refused"),
    ],
    "referrals_placement.not_by_revoked": [
        (PlacementFactory, change, {"decision_id": _taken_back}, "was taken back"),
    ],
    "referrals_referralquestion.question_stays": [
        (ReferralQuestionFactory, change, {"text": "Lain?"}, "stays as it was asked and answered: UPDATE refused"),
        (
            lambda: ReferralQuestionFactory(answered=True),
            change,
            {"answer": "Lain."},
            "stays as it was asked and answered: UPDATE refused",
        ),
        (ReferralQuestionFactory, remove, {}, "stays as it was asked and answered: DELETE refused"),
    ],
    "referrals_recommendation.given_stays": [
        (RecommendationFactory, change, {"reason": "Lain."}, "is given: UPDATE refused"),
        (RecommendationFactory, remove, {}, "is given: DELETE refused"),
    ],
    "referrals_placementextension.answered_stays": [
        (lambda: PlacementExtensionFactory(signed=True), change, {"reason": "Lain."}, "is answered: UPDATE refused"),
        (lambda: PlacementExtensionFactory(signed=True), remove, {}, "is answered: DELETE refused"),
    ],
    "referrals_placement.goes_home_prepared": [
        (
            PlacementFactory,
            change,
            {"ended_on": lambda: days_ago(1), "state": "ENDED", "end_reason": "REUNIFIED"},
            "return to the family is not prepared",
        ),
    ],
    "referrals_placementreview.goes_home_prepared": [
        (
            lambda: PlacementReviewFactory(placement=ReunificationFactory(steps=0).placement),
            change,
            HELD_HOME,
            "return to the family is not prepared",
        ),
    ],
    "referrals_reunification.ended_stays": [
        (returned, copy, {}, "INSERT of its return refused"),
        (returned, change, {"medicine": "Lain."}, "UPDATE of its return refused"),
        (returned, remove, {}, "DELETE of its return refused"),
    ],
    "referrals_reunificationstep.ended_stays": [
        (lambda: returned().steps.get(), copy, {}, "INSERT of its steps refused"),
        (lambda: returned().steps.get(), change, {"what": "Lain."}, "UPDATE of its steps refused"),
        (lambda: returned().steps.get(), remove, {}, "DELETE of its steps refused"),
    ],
    "referrals_reviewinvitation.held_stays": [
        (lambda: of_held(invitation()), copy, {"role": "FAMILY"}, "is held: INSERT of referrals_reviewinvitation"),
        (lambda: of_held(invitation()), change, {"name": "Lain"}, "is held: UPDATE of referrals_reviewinvitation"),
        (lambda: of_held(invitation()), remove, {}, "is held: DELETE of referrals_reviewinvitation"),
    ],
    "referrals_reviewgoalfinding.held_stays": [
        (lambda: of_held(goal_finding()), copy, {}, "is held: INSERT of referrals_reviewgoalfinding"),
        (lambda: of_held(goal_finding()), change, {"findings": "Lain"}, "is held: UPDATE of referrals_reviewgoalfind"),
        (lambda: of_held(goal_finding()), remove, {}, "is held: DELETE of referrals_reviewgoalfinding"),
    ],
    "referrals_placementreview.held_stays": [
        (held, change, {"findings": "Lain."}, "is held: UPDATE refused"),
        (held, remove, {}, "is held: DELETE refused"),
    ],
}
