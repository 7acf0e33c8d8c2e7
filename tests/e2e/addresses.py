"""An address for every page: the rows to put into it, so that the person who opens it finds something there."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accreditation.models import Certificate
from atensi.accounts.models import User
from atensi.deadlines.models import CalendarFeed
from atensi.documents.models import Document
from atensi.instruments.models import InstrumentVersion
from atensi.notices.models import Delivery, Notice
from atensi.webhooks.models import Webhook, WebhookDelivery
from carers.models import Candidate, CandidateCheck, CareHearing, CareMatch, CareProcess, CareProcessStep
from cases.models import (
    AftercareVisit,
    Agreement,
    Assessment,
    Attachment,
    BeneficiaryAlias,
    BeneficiaryMerge,
    BenefitLink,
    CarePlan,
    CarePlanAction,
    Case,
    CaseConference,
    CaseFlag,
    CaseResponse,
    CaseTask,
    CaseTransfer,
    ConsentNotice,
    DeskRequest,
    FamilyMember,
    GroupSession,
    IncomingReport,
    JusticeContact,
    JusticeDate,
    PreventionActivity,
    SocialReport,
)
from cases.official import papers_of
from cases.states import COURT_FORMS, CareForm
from institutions.models import Institution, Mandate, Membership, Partnership
from living.models import Caregiver, Incident, Leave
from meetings.models import Invitation, Meeting, MeetingFollowUp, WorkingGroup
from referrals.models import (
    CareDecision,
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
from referrals.states import ReferralKind
from reports.models import Export

# Papers of a case, by the word that the names of their pages begin with.
PAPERS: dict[str, type[Model]] = {
    "assessment": Assessment,
    "plan": CarePlan,
    "agreement": Agreement,
    "conference": CaseConference,
    "attachment": Attachment,
    "report": SocialReport,
}
# What `pk` is of, where it is not the main thing of the room.
ROWS: dict[str, type[Model]] = {
    "cases:response": CaseResponse,
    "carers:care_process": Case,
    "cases:first_contact_record": CaseResponse,
    "cases:aftercare_visit": AftercareVisit,
    "cases:worker_cases": User,
    "cases:merge_undo": BeneficiaryMerge,
    "cases:consent_notice": ConsentNotice,
    "cases:consent_notice_edit": ConsentNotice,
    "cases:consent_notice_publish": ConsentNotice,
    **dict.fromkeys(
        ["cases:task", "cases:task_finish", "cases:task_snooze", "cases:task_give", "cases:task_drop"], CaseTask
    ),
    **dict.fromkeys(
        ["cases:transfer", "cases:transfer_accept", "cases:transfer_decline", "cases:transfer_withdraw"], CaseTransfer
    ),
    "cases:flag_end": CaseFlag,
    "cases:prevention": PreventionActivity,
    **dict.fromkeys(["cases:session", "cases:session_correct"], GroupSession),
    **dict.fromkeys(
        ["living:register", "living:incident_create", "living:caregivers", "living:caregiver_add"], Institution
    ),
    **dict.fromkeys(
        ["living:stay", "living:admission", "living:contact_record", "living:leave_record", "living:caregiver_assign"],
        Placement,
    ),
    "living:leave": Leave,
    **dict.fromkeys([f"living:caregiver_{act}" for act in ("edit", "review", "suspend", "readmit", "end")], Caregiver),
    "meetings:follow_up": MeetingFollowUp,
    "meetings:group_edit": WorkingGroup,
    "meetings:invitation_withdraw": Invitation,
    "deadlines:feed_revoke": CalendarFeed,
    "notices:open": Notice,
    "notices:delivery_retry": Delivery,
    "notices:delivery_drop": Delivery,
    "referrals:placement_start": CareDecision,
    "referrals:gate": Case,
    "referrals:inquiry_create": Case,
    "referrals:placement_court": Case,
    "referrals:route": Case,
    "referrals:place_hold": Case,
    "referrals:place_let_go": PlaceHold,
    "referrals:decision": CareDecision,
    "referrals:decision_pdf": CareDecision,
    "referrals:decision_revise": CareDecision,
    "referrals:decision_revoke": CareDecision,
    "referrals:question_answer": ReferralQuestion,
    "referrals:extension": PlacementExtension,
    "referrals:extension_ask": Placement,
    "referrals:placement_end": Placement,
    "referrals:closure": HomeClosure,
    "referrals:closure_lift": HomeClosure,
    "referrals:closure_announce": Institution,
    "referrals:move": MovePlan,
    "referrals:reunification": Placement,
    "referrals:reunification_paper": Placement,
    "referrals:reunification_record": Placement,
    "referrals:review_detail": PlacementReview,
    "referrals:review_hold": PlacementReview,
    "referrals:review_pull": PlacementReview,
    "referrals:review_invite": PlacementReview,
    "referrals:review_pdf": PlacementReview,
    "referrals:review_sheet": PlacementReview,
    "referrals:resident_progress": ResidentSheet,
    "accreditation:certificate_edit": Certificate,
    "webhooks:detail": Webhook,
    "webhooks:switch": Webhook,
    "webhooks:resend": WebhookDelivery,
    "case_trail": Case,
    "reports:export": Export,
    "reports:export_file": Export,
    "reports:export_password": Export,
    "reports:export_repeat": Export,
    "institutions:membership_end": Membership,
    "institutions:mandate_end": Mandate,
    "institutions:partnership_end": Partnership,
}
ROOMS: dict[str, type[Model]] = {
    "accreditation": Institution,
    "carers": Candidate,
    "cases": Case,
    "desk": IncomingReport,
    "serasi": DeskRequest,
    "institutions": Institution,
    "living": Incident,
    "meetings": Meeting,
    "referrals": Referral,
}


def arguments(resolver: URLResolver | None = None, namespace: str = "") -> dict[str, set[str]]:
    """URL name -> the names of its arguments, for every URL of the application."""
    found: dict[str, set[str]] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= arguments(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            found[f"{namespace}{entry.name}"] = set(entry.pattern.regex.groupindex)
    return found


def addresses(name: str, wanted: set[str], user: User) -> Iterator[str]:
    """Addresses of the page `name` with arguments `wanted`, for rows that `user` may see; none without such a row."""
    if name == "referrals:referral_create":
        yield from _requests(user)
        return
    if name.startswith("api:") and not name.startswith("api:docs"):
        return  # for programs, and no pages
    for kwargs in _rows(name, wanted, user):
        yield reverse(name, kwargs=kwargs)


def _requests(user: User) -> Iterator[str]:
    """The form of a referral: which kind, which form of care, and each kind's own fields."""
    address = reverse("referrals:referral_create")
    for case in _visible(Case, user).open():
        yield f"{address}?kasus={case.pk}"
        yield from (f"{address}?kasus={case.pk}&jenis={kind}" for kind in ReferralKind)
        yield f"{address}?kasus={case.pk}&jenis={ReferralKind.CARE_DECISION}&bentuk={CareForm.LKSA}"


def _rows(name: str, wanted: set[str], user: User) -> Iterator[dict[str, Any]]:
    room, _colon, page = name.rpartition(":")
    if not wanted:
        yield {}
    elif wanted == {"key"}:
        yield {"key": "emergency_placement_max_days"}
    elif wanted == {"room"}:
        yield {"room": "cases"}
    elif wanted == {"slug"}:
        yield {"slug": "penyelia"}
    elif wanted == {"token"}:
        yield {"token": "tidak-ada"}  # a file for calendar programs; its secret is kept nowhere
    elif wanted == {"code"}:
        papers = Document.objects.exclude(verification_code="")
        yield from ({"code": code} for code in papers.values_list("verification_code", flat=True))
    elif page == "official_paper":
        for case in _visible(Case, user):
            yield from ({"pk": case.pk, "paper_pk": paper.pk} for paper in papers_of(case))
    elif wanted == {"pk", "asked"}:
        yield from ({"pk": row.pk, "asked": "KTP"} for row in _visible(Candidate, user))
    elif wanted == {"pk", "check_pk"}:
        checks = _visible(CandidateCheck, user).filter(document__isnull=False)
        yield from ({"pk": row.candidate_id, "check_pk": row.pk} for row in checks)
    elif "candidate_pk" in wanted or name == "carers:households":
        for match in _visible(CareMatch, user).standing():
            kwargs = {"pk": match.case_id, "form_of_care": match.form, "candidate_pk": match.candidate_id}
            yield {argument: kwargs[argument] for argument in wanted}
    elif name == "carers:hearing_set":
        ways = _visible(CareProcess, user).standing().filter(form__in=sorted(COURT_FORMS))
        yield from ({"pk": way.case_id, "form_of_care": way.form} for way in ways)
    elif "hearing_pk" in wanted:
        rows = _visible(CareHearing, user).waiting().select_related("process")
        yield from ({"pk": row.process.case_id, "hearing_pk": row.pk} for row in rows)
    elif "match_pk" in wanted:
        yield from ({"pk": row.case_id, "match_pk": row.pk} for row in _visible(CareMatch, user).standing())
    elif "form_of_care" in wanted:
        for way in _visible(CareProcess, user).standing():
            kwargs = {"pk": way.case_id, "form_of_care": way.form, "step_code": "VISIT"}
            yield {argument: kwargs[argument] for argument in wanted}
    elif wanted == {"pk", "step_pk"}:
        steps = _visible(CareProcessStep, user).standing().select_related("process")
        yield from ({"pk": step.process.case_id, "step_pk": step.pk} for step in steps)
    elif wanted == {"pk", "paper_pk"}:
        model = next(model for word, model in PAPERS.items() if page.startswith(word))
        yield from ({"pk": row.case_id, "paper_pk": row.pk} for row in _visible(model, user).order_by("-pk"))
    elif wanted == {"pk", "action_pk"}:
        for case in _visible(Case, user):
            plan = case.plans.filter(signed_at__isnull=False).first()
            actions = CarePlanAction.objects.filter(goal__plan=plan) if plan else ()
            yield from ({"pk": case.pk, "action_pk": action.pk} for action in actions)
    elif wanted == {"pk", "member_pk"}:
        for case in _visible(Case, user):
            members = FamilyMember.objects.filter(beneficiary=case.beneficiary_id)
            yield from ({"pk": case.pk, "member_pk": member.pk} for member in members)
    elif wanted == {"pk", "other_pk"}:
        cases = list(_visible(Case, user).named_to(user)[:3])
        yield from ({"pk": one.pk, "other_pk": two.pk} for one in cases for two in cases if one != two)
    elif wanted == {"pk", "row_pk"}:
        if page.startswith("justice"):
            parts = JusticeContact if "contact" in page else JusticeDate
            rows = _visible(parts, user).select_related("track")
            yield from ({"pk": row.track.case_id, "row_pk": row.pk} for row in rows)
            return
        rows = BeneficiaryAlias if page.startswith("alias") else BenefitLink
        for case in _visible(Case, user):
            found = rows.objects.filter(beneficiary=case.beneficiary_id)
            yield from ({"pk": case.pk, "row_pk": row.pk} for row in found)
    elif room == "instruments":
        yield from _questionnaires(wanted)
    elif wanted == {"pk", "part"}:
        yield from ({"pk": row.pk, "part": "persiapan"} for row in _visible(ROWS[name], user))
    elif wanted == {"pk"}:
        model = User if page.startswith("person") else ROWS.get(name) or ROOMS.get(room)
        yield from ({"pk": row.pk} for row in _visible(model, user)) if model else ()


def _questionnaires(wanted: set[str]) -> Iterator[dict[str, Any]]:
    """Versions, and one of each kind of part to add to or to change in a draft."""
    parts = {"ranah": "safety", "pertanyaan": "harm", "skala": "safety"}
    for version in InstrumentVersion.objects.order_by("-pk"):
        if wanted == {"pk"}:
            yield {"pk": version.pk}
        elif version.is_draft:
            for part, code in parts.items():
                kwargs = {"pk": version.pk, "part": part, "code": code}
                yield {name: kwargs[name] for name in wanted}


def _visible(model: type[Model], user: User) -> QuerySet:
    if model in {User, Membership, Certificate, Institution}:
        return model._default_manager.order_by("pk")
    return model._default_manager.visible_to(user).order_by("pk")
