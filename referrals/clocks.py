"""The clocks of referrals and placements: answers, reviews, emergency limits, children who lived in the home before,
decisions that no placement has taken up, ends of a title."""

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.deadlines.clocks import Clock, Ladder, Rung
from cases.clocks import columns_of_case

from .models import CareDecision, MovePlan, Placement, PlacementReview, Referral, ReferralQuestion
from .querysets import ReferralQuerySet
from .states import ReferralKind, ReferralState, Title

ALL_RUNGS = (Rung.WORKER, Rung.HOLDER, Rung.SUPERVISOR, Rung.HEAD, Rung.OFFICE)
STEP_BY_STEP = ((Rung.WORKER, Rung.HOLDER, Rung.SUPERVISOR), (Rung.HEAD,), (Rung.OFFICE,))


def unanswered() -> ReferralQuerySet:
    """Requests that wait for an answer; one for a decision waits until it is decided. While the sender owes the
    receiver an answer, the clock of the receiver rests."""
    undecided = Q(kind=ReferralKind.CARE_DECISION, state=ReferralState.ACCEPTED, care_decision=None)
    waiting = Referral.objects.filter(Q(state=ReferralState.SENT) | undecided)
    return waiting.in_hand()


REVIEW = Clock(
    code="review",
    subject="placementreview",
    label=_("Tinjauan penempatan"),
    rule=_("Permensos 30/HUK/2011, tinjauan penempatan; PP 44/2017"),
    counted_by=("review_emergency_days", "review_short_months", "review_long_months", "under_five_review_factor"),
    ladder=Ladder(
        before="review_notice_days_before",
        after="review_escalation_days_overdue",
        first=(Rung.WORKER, Rung.HOLDER),
        climbing=STEP_BY_STEP,
    ),
    rows=lambda: PlacementReview.objects.open(),
    holder="placement__institution_id",
    due_on="due_on",
    path=lambda row: reverse("referrals:review_detail", args=[row.subject_id]),
    **columns_of_case("placement__case"),
)
ANSWER = Clock(
    code="answer",
    subject="referral",
    label=_("Jawaban rujukan"),
    rule=_("Permensos 30/HUK/2011, rujukan; batas menurut setelan penerima"),
    counted_by=("referral_processing_workdays",),
    ladder=Ladder(
        before="notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.HOLDER,),
        climbing=((Rung.HOLDER, Rung.WORKER), (Rung.HEAD, Rung.SUPERVISOR), (Rung.OFFICE,)),
    ),
    rows=unanswered,
    holder="to_institution_id",
    due_on="answer_due_on",
    path=lambda row: reverse("referrals:detail", args=[row.subject_id]),
    **columns_of_case("case") | {"reference": "number", "zone": "to_institution__region__time_zone"},
)
QUESTION = Clock(
    code="question",
    subject="referralquestion",
    label=_("Pertanyaan tentang rujukan"),
    rule=_("Permensos 30/HUK/2011, penerimaan rujukan; batas menurut setelan pengirim"),
    counted_by=("referral_question_workdays",),
    ladder=Ladder(
        before="notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.WORKER,),
        climbing=((Rung.WORKER, Rung.HOLDER), (Rung.HEAD, Rung.SUPERVISOR), (Rung.OFFICE,)),
    ),
    rows=lambda: ReferralQuestion.objects.open(),
    holder="referral__from_institution_id",
    due_on="answer_due_on",
    path=lambda row: reverse("referrals:question_answer", args=[row.subject_id]),
    **columns_of_case("referral__case")
    | {
        "reference": "referral__number",
        "zone": "referral__from_institution__region__time_zone",
    },
)
EMERGENCY = Clock(
    code="emergency",
    subject="emergency_of",
    label=_("Batas penempatan darurat"),
    rule=_("Permensos 30/HUK/2011, penempatan darurat"),
    counted_by=("emergency_placement_max_days",),
    ladder=Ladder(
        before="emergency_notice_days_before",
        after="emergency_escalation_days_overdue",
        first=(Rung.WORKER, Rung.HOLDER),
        climbing=(ALL_RUNGS,),  # past the limit is told to all the same day (design.md 4)
    ),
    rows=lambda: Placement.objects.open().filter(title=Title.EMERGENCY),
    holder="institution_id",
    due_on="emergency_ends_on",
    path=lambda row: reverse("cases:placements", args=[row.case_id]),
    **columns_of_case("case"),
)
EXISTING = Clock(
    code="existing",
    subject="existing_of",
    label=_("Minta keputusan Dinas Sosial"),
    rule=_("UU 23/2002 pasal 57–58; anak yang sudah tinggal di lembaga"),
    counted_by=("existing_resident_referral_days",),
    ladder=Ladder(
        before="notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.WORKER, Rung.HOLDER),
        climbing=STEP_BY_STEP,
    ),
    rows=lambda: Placement.objects.owing_referral(),
    holder="institution_id",
    due_on="referral_due_on",
    path=lambda row: reverse("cases:placements", args=[row.case_id]),
    **columns_of_case("case"),
)
UNUSED = Clock(
    code="decision_unused",
    subject="unused_of",
    label=_("Keputusan belum dipakai"),
    rule=_("UU 23/2002 pasal 57–58; batas menurut setelan kantor pemutus"),
    counted_by=("decision_unused_days",),
    ladder=Ladder(
        before="notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.WORKER,),
        climbing=((Rung.WORKER, Rung.HOLDER), (Rung.SUPERVISOR, Rung.HEAD), (Rung.OFFICE,)),
    ),
    rows=lambda: CareDecision.objects.unused(),
    holder="deciding_office_id",
    due_on="start_due_on",
    path=lambda row: reverse("referrals:decision", args=[row.subject_id]),
    **columns_of_case("case") | {"reference": "number"},
)
RECOMMENDATION = Clock(
    code="recommendation",
    subject="recommendation_of",
    label=_("Rekomendasi kabupaten/kota"),
    rule=_("Rekomendasi Dinas kabupaten/kota untuk keputusan provinsi; batas menurut setelan kantor kasus"),
    counted_by=("recommendation_workdays",),
    ladder=Ladder(
        before="notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.SUPERVISOR,),
        climbing=((Rung.SUPERVISOR, Rung.OFFICE), (Rung.WORKER,), (Rung.PROVINCE,)),
    ),
    rows=lambda: Referral.objects.needing_recommendation(),
    due_on="recommendation_due_on",
    path=lambda row: reverse("referrals:recommendation", args=[row.subject_id]),
    **columns_of_case("case") | {"reference": "number"},
)
TITLE_END = Clock(
    code="title_end",
    subject="title_end_of",
    label=_("Dasar penempatan habis"),
    rule=_("UU 23/2002 pasal 57–58; masa keputusan dan perpanjangannya"),
    counted_by=(),
    ladder=Ladder(
        before="title_notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.WORKER, Rung.HOLDER),
        climbing=STEP_BY_STEP,
    ),
    rows=lambda: Placement.objects.open().filter(planned_end_on__isnull=False).exclude(title=Title.EMERGENCY),
    holder="institution_id",
    due_on="planned_end_on",
    path=lambda row: reverse("cases:placements", args=[row.case_id]),
    **columns_of_case("case"),
)
MOVE = Clock(
    code="move",
    subject="moveplan",
    label=_("Pindah dari lembaga yang berhenti"),
    rule=_("Permensos 30/HUK/2011, penutupan lembaga; PP 44/2017"),
    counted_by=("closure_move_days",),
    ladder=Ladder(
        before="title_notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.WORKER, Rung.HOLDER),
        climbing=STEP_BY_STEP,
    ),
    rows=lambda: MovePlan.objects.open(),
    holder="placement__institution_id",
    due_on="due_on",
    path=lambda row: reverse("referrals:move", args=[row.subject_id]),
    **columns_of_case("placement__case") | {"worker": Coalesce("responsible_id", "placement__case__worker_id")},
)
ALL = (REVIEW, ANSWER, QUESTION, EMERGENCY, EXISTING, UNUSED, TITLE_END, RECOMMENDATION, MOVE)
