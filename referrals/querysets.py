from datetime import date, datetime

from django.db import models
from django.db.models import Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Left
from django.db.models.lookups import IsNull
from django.utils import timezone

from atensi.reference.workdays import before_today
from atensi.scopes import ScopedQuerySet
from cases.querysets import CaseChildQuerySet
from cases.states import Base
from institutions.models import Institution, Mandate, Membership
from institutions.rights import institutions_of, memberships_of, works_at
from institutions.states import OFFICE_ROLES, RECEIVING_ROLES, SHARE_ROLES, SOCIAL_OFFICES, Role

from .states import (
    ENDED_REFERRALS,
    OPEN_MOVES,
    OPEN_PLACEMENTS,
    OPEN_REFERRALS,
    OPEN_REVIEWS,
    PLACE_KINDS,
    STANDING_CLOSURES,
    UNPLACED,
    ClosureState,
    DecisionOutcome,
    ExtensionState,
    ReferralKind,
    ReferralState,
    ReviewState,
    SheetState,
    Title,
)

OFFICE_ZONE = "case__office__region__time_zone"  # a day of a case is its office's day


# What stands on a receiver's line about a request that has ended.
RECEIPT = (
    "number",
    "state",
    "sent_at",
    "answered_at",
    "answered_by__name",
    "answered_by__username",
    "answer_reason",
    "to_institution",
    "from_institution__name",
)


def _receives_at(user):
    """Institutions where `user` takes in referrals."""
    return institutions_of(user, RECEIVING_ROLES)


def _is_found(rows) -> IsNull:
    """Whether one of `rows` is there, asked row by row as one value: PostgreSQL would hash an EXISTS, and read the open
    questions of the nation for the page of one desk."""
    return IsNull(Subquery(rows.order_by().values("pk")[:1]), False)


class ReferralQuerySet(ScopedQuerySet, CaseChildQuerySet):
    def scopes(self, user) -> dict[str, "ReferralQuerySet"]:
        """The named sets of referrals `user` may see, each one index walk.

        received: open ones, addressed to an institution where the user receives; what ended is theirs no more, see
        `receipts_of`. sent: by such an institution (it keeps what it wrote, design.md 3), or about a case of the
        user's own. of_cases: those of visible cases.
        """
        receives_at = _receives_at(user)
        offices = works_at(user)
        own = Q(case__worker_id=user.pk, case__office_id__in=offices, from_institution_id__in=offices)
        return {
            "received": self.filter(to_institution_id__in=receives_at, state__in=OPEN_REFERRALS),
            "sent": self.filter(Q(from_institution_id__in=receives_at) | own),
            "of_cases": super().visible_to(user),
        }

    def visible_to(self, user):
        """Every referral `user` may read: the OR of `scopes`. For single objects and checks, not for long lists."""
        return self.filter(self.in_scopes(user))

    def receipts_of(self, user):
        """What a receiver keeps of requests that have ended: a line with number, sender, days and its own answer.

        Ending a referral revokes it; the institution keeps, read-only, what it wrote itself (design.md 3). Neither the
        child nor the words of the request are read from the database.
        """
        rows = self.filter(to_institution_id__in=_receives_at(user), state__in=ENDED_REFERRALS)
        return rows.select_related("from_institution", "answered_by").only(*RECEIPT)

    def received_by(self, institution_id):
        return self.filter(to_institution_id=institution_id)

    def awaiting_answer(self):
        return self.filter(state=ReferralState.SENT)

    def with_question(self):
        """With `asks`, whether something was asked that the sender has not answered."""
        return self.annotate(asks=_is_found(self._open_questions()))

    def with_asked_until(self, by: int | None = None):
        """With `asked_until`, by when the sender answers what was asked (`by` that institution); None without."""
        asked = self._open_questions().filter(institution=by) if by else self._open_questions()
        return self.annotate(asked_until=Subquery(asked.values("answer_due_on")))

    def waiting_for_sender(self):
        """Unanswered ones about which the receiver has asked something."""
        return self.awaiting_answer().filter(_is_found(self._open_questions()))

    def resting(self):
        """Those of `waiting_for_sender` whose answer is due later by as long as the question is open: all but
        emergencies, where a child does not wait for a letter."""
        return self.waiting_for_sender().filter(is_emergency=False)

    def needing_answer(self):
        """Unanswered ones whose receiver has it in hand."""
        return self.awaiting_answer().exclude(_is_found(self._open_questions()), is_emergency=False)

    def silent(self, at: datetime | None = None):
        """Unanswered beyond the limit, with no question to the sender open."""
        rows = self.awaiting_answer().filter(~Exists(self._open_questions()))
        return rows.filter(before_today("lapses_on", "to_institution__region__time_zone", at=at))

    def without_place(self, at: datetime | None = None):
        """The last word on a request for help or a place, of cases that are open, that nobody has taken: it lapsed, was
        declined, or waits beyond its limit. One that was withdrawn, or that Dinas decides on, is none; nor is a request
        for a place of a child who was placed since, wherever. What was completed before it was asked helps no more."""
        asked_at = OuterRef("sent_at")
        same = self.model.objects.filter(case=OuterRef("case"), kind=OuterRef("kind")).exclude(pk=OuterRef("pk"))
        helped = Q(state=ReferralState.ACCEPTED) | Q(state=ReferralState.COMPLETED, answered_at__gt=asked_at)
        placement = self.model._meta.get_field("placement").related_model
        placed = placement.objects.open().filter(case=OuterRef("case"), admitted_at__gt=asked_at)
        rows = self.in_hand().filter(kind__in=PLACE_KINDS, state__in=UNPLACED, case__closed_at=None)
        silent = before_today("answer_due_on", "to_institution__region__time_zone", at=at)
        waiting = rows.filter(~Q(state=ReferralState.SENT) | silent).exclude(
            Exists(placed), kind=ReferralKind.ADMISSION
        )
        return waiting.exclude(Exists(same.filter(Q(sent_at__gt=asked_at) | helped)))

    def _open_questions(self):
        question = self.model._meta.get_field("questions").related_model
        return question.objects.filter(referral=OuterRef("pk"), answered_at=None)

    def awaiting_decision(self):
        """Requests that no decision has answered: signing one answers its request in the same transaction."""
        return self.awaiting_answer().filter(kind=ReferralKind.CARE_DECISION)

    def awaiting_recommendation(self):
        """Those put to a province that the regency has not said its word on."""
        return self.awaiting_answer().filter(recommendation_due_on__isnull=False, recommendation=None)

    def needing_recommendation(self):
        """Of these the ones that the regency has in hand: it waits for no answer of the sender."""
        asked = self._open_questions().filter(institution=OuterRef("case__office"))
        return self.awaiting_recommendation().exclude(_is_found(asked), is_emergency=False)

    def in_hand(self):
        """All but those that wait for the sender."""
        return self.exclude(_is_found(self._open_questions()), state=ReferralState.SENT, is_emergency=False)

    def overdue(self, at: datetime | None = None):
        """Unanswered though the receiver's last day is over, where the receiver is: as `Deadline.late`."""
        return self.needing_answer().filter(before_today("answer_due_on", "to_institution__region__time_zone", at=at))


class ReferralQuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the referrals they are about."""
        referral = self.model._meta.get_field("referral").related_model
        return self.filter(referral__in=referral.objects.visible_to(user))

    def open(self):
        """Unanswered ones, while their request waits."""
        return self.filter(answered_at=None, referral__state=ReferralState.SENT)

    def asked_of(self, user, role, institution_id):
        """Open ones for whoever speaks for the sender (`permissions.can_answer_question`): about what the institution
        sent, and about admissions that a decision on its cases asked for; to a field social worker, of own cases."""
        by_decision = Q(referral__kind=ReferralKind.ADMISSION, referral__decision__isnull=False)
        own = by_decision & Q(referral__case__office_id=institution_id)
        rows = self.open().filter(Q(referral__from_institution_id=institution_id) | own)
        return rows.filter(referral__case__worker_id=user.pk) if role == Role.FIELD_SOCIAL_WORKER else rows


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the cases of their requests: it tells of the child."""
        referral = self.model._meta.get_field("referral").related_model
        return self.filter(referral__in=referral.objects.all().scopes(user)["of_cases"])


class OfDecisionQuerySet(models.QuerySet):
    """What takes a decision back or changes it."""

    def visible_to(self, user):
        """With the decisions that they are of."""
        decision = self.model._meta.get_field("decision").related_model
        return self.filter(decision__in=decision.objects.visible_to(user))


class CareDecisionQuerySet(CaseChildQuerySet):
    def revoked(self):
        """Those that were taken back."""
        return self.filter(revocation__isnull=False)

    def for_families(self):
        """Approved ones by which a social worker brings the child into a family."""
        return self.filter(outcome=DecisionOutcome.APPROVED).exclude(base=Base.RESIDENTIAL)

    def startable(self, day: date):
        """Those of `for_families` that no placement has taken up yet, and that have not run out on `day`."""
        return (
            self.for_families()
            .filter(placements=None, revocation=None)
            .exclude(ends_on__lt=day)
            .exclude(usable_until__lt=day)
            .exclude(revisions__until_on__lt=day)
        )

    def not_startable(self, day: date):
        """All but those of `startable`, asked one by one: most decisions of the nation began or ran out long ago."""
        return self.exclude(_is_found(self.model.objects.startable(day).filter(pk=OuterRef("pk"))))

    def unused(self):
        """Approved ones of open cases of the living by which no placement began; a later approval of the case takes
        their place."""
        approved = self.filter(outcome=DecisionOutcome.APPROVED)
        later = self.model.objects.filter(
            case=OuterRef("case"),
            outcome=DecisionOutcome.APPROVED,
            revocation=None,
            signed_at__gt=OuterRef("signed_at"),
        )
        living = approved.filter(case__closed_at=None, case__beneficiary__died_on=None)
        return living.filter(~Exists(later), start_due_on__isnull=False, placements=None, revocation=None)


class PlacementQuerySet(CaseChildQuerySet):
    def open(self):
        return self.filter(state__in=OPEN_PLACEMENTS)

    def owing_referral(self):
        """Open placements of children who lived there already and have not been put to Dinas Sosial for a decision
        (design.md 4). A request that was returned without a decision does not count."""
        referral = self.model._meta.get_field("referral").related_model
        put = Q(state__in=[ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.COMPLETED])
        asked = referral.objects.filter(put | Q(care_decision__isnull=False), kind=ReferralKind.CARE_DECISION)
        return self.open().filter(~Exists(asked.filter(case=OuterRef("case"))), title=Title.EXISTING)

    def late_for_referral(self, at: datetime | None = None):
        """Those owing a referral whose last day for it is over at the case's office: as `Deadline.late`."""
        return self.owing_referral().filter(before_today("referral_due_on", OFFICE_ZONE, at=at))


class AlternativeQuerySet(models.QuerySet):
    def with_evidence(self):
        """Each rung with the papers that it stands on."""
        return self.select_related("assessment", "conference", "service")


class InquiryQuerySet(CaseChildQuerySet):
    def standing(self):
        """Those that count: nothing written later corrects them."""
        return self.filter(corrected_by=None)

    def with_evidence(self):
        """Each with whom it asked, who wrote it down, and the papers that it stands on."""
        return self.select_related("member", "recorded_by", "assessment", "conference", "service")


class PlacementExtensionQuerySet(models.QuerySet):
    def visible_to(self, user):
        placement = self.model._meta.get_field("placement").related_model
        return self.filter(placement__in=placement.objects.visible_to(user))

    def waiting(self):
        """Asked and not answered; once the placement has ended there is nothing to lengthen."""
        return self.filter(state=ExtensionState.ASKED, placement__state__in=OPEN_PLACEMENTS)

    def with_recorder(self):
        """With `recorder`, who recorded the last review (0: nobody)."""
        reviews = self.model._meta.get_field("placement").related_model._meta.get_field("reviews").related_model
        last = reviews.objects.held().filter(placement=OuterRef("placement")).order_by("-sequence")
        recorder = Subquery(last.values("recorded_by_id")[:1], output_field=IntegerField())
        return self.alias(recorder=Coalesce(recorder, 0))

    def answerable_by(self, actor):
        """Those that wait for `actor`'s own signature: asked of the office where they decide, and neither asked for,
        nor last reviewed, by them or by whom they stand in for (four eyes, as `answer_problems` has it)."""
        if actor is None or actor.role != Role.SOCIAL_OFFICE_DECIDER:
            return self.none()
        rows = self.waiting().filter(office_id=actor.institution_id).with_recorder()
        persons = Q(asked_by_id=actor.user_id) | Q(recorder=actor.user_id)
        if actor.mandate_id is not None:
            lender = Mandate.objects.filter(pk=actor.mandate_id).values("grantor__user_id")
            persons |= Q(asked_by_id__in=lender) | Q(recorder__in=lender)
        return rows.exclude(persons)

    def without_signer(self):
        """Those that wait though nobody may sign them: every decider of the office asked for it, or recorded the last
        review. A mandate helps none of them, for it is signed in their name."""
        deciders = Membership.objects.current().filter(institution=OuterRef("office"), role=Role.SOCIAL_OFFICE_DECIDER)
        others = deciders.exclude(user=OuterRef("asked_by")).exclude(user=OuterRef("recorder"))
        return self.waiting().with_recorder().filter(~Exists(others))


class PlaceHoldQuerySet(CaseChildQuerySet):
    def visible_to(self, user):
        """Those of visible cases, and those of places where `user` takes in referrals: there they tell no name."""
        return self.filter(Q(pk__in=super().visible_to(user).values("pk")) | Q(institution_id__in=_receives_at(user)))

    def standing(self, at: datetime | None = None):
        """Those that keep a place now: neither used up nor let go, and not lapsed at moment `at` (now)."""
        return self.filter(ended_at=None, lapses_at__gt=at or timezone.now())


class ReunificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        placement = self.model._meta.get_field("placement").related_model
        return self.filter(placement__in=placement.objects.visible_to(user))


class ResidentSheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sheets that `user` uploaded, under a membership whose rights they still hold; by a token under its own."""
        return self.filter(uploaded_by_id=user.pk, membership__in=memberships_of(user))

    def open(self):
        return self.exclude(state=SheetState.DONE)


class PlacementReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        placement = self.model._meta.get_field("placement").related_model
        return self.filter(placement__in=placement.objects.visible_to(user))

    def scopes(self, user) -> dict[str, "PlacementReviewQuerySet"]:
        """Reviews by the scopes of their cases (`CaseQuerySet.scopes`); for lists, one scope at a time."""
        placement = self.model._meta.get_field("placement").related_model
        cases = placement._meta.get_field("case").related_model.objects.all().scopes(user)
        return {name: self.filter(placement__case__in=rows) for name, rows in cases.items()}

    def open(self):
        return self.filter(state__in=OPEN_REVIEWS)

    def held(self):
        return self.filter(state=ReviewState.HELD)

    def overdue(self, at: datetime | None = None, *, days: int = 0):
        """Open reviews whose day is over at the case's office, for more than `days` days: as `Deadline.late`."""
        return self.open().filter(before_today("due_on", f"placement__{OFFICE_ZONE}", days=-days, at=at))

    def due_within(self, days: int, at: datetime | None = None):
        """Open reviews that are late or fall due within `days`, on the calendar of the case's office."""
        return self.open().filter(before_today("due_on", f"placement__{OFFICE_ZONE}", days=days + 1, at=at))


class ReviewDateChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the reviews they are about."""
        review = self.model._meta.get_field("review").related_model
        return self.filter(review__in=review.objects.visible_to(user))


class HomeClosureQuerySet(models.QuerySet):
    def standing(self):
        """Those that keep their home from admitting."""
        return self.filter(state__in=STANDING_CLOSURES)

    def running(self):
        """Those whose children are not all gone."""
        return self.filter(state=ClosureState.RUNNING)

    def below(self, offices):
        """Of homes in the region of one of `offices` (ids), or decided there."""
        near = Institution.objects.filter(pk__in=offices, kind__in=SOCIAL_OFFICES)
        regency = near.filter(region_id=Left(OuterRef("institution__region_id"), 5))
        province = near.filter(region_id=Left(OuterRef("institution__region_id"), 2))
        return self.filter(Q(office__in=offices) | Exists(regency) | Exists(province))

    def visible_to(self, user):
        """The offices of Dinas Sosial in whose region the home stands, its own staff, and whoever sees one of its
        children's placements."""
        moves = self.model._meta.get_field("moves").related_model.objects.visible_to(user)
        own = Q(pk__in=self.below(institutions_of(user, OFFICE_ROLES)).values("pk"))
        own |= Q(institution__in=institutions_of(user, SHARE_ROLES))
        return self.filter(own | Exists(moves.filter(closure=OuterRef("pk"))))


class MovePlanQuerySet(models.QuerySet):
    def open(self):
        """Of children who still live in the home that stops."""
        return self.filter(state__in=OPEN_MOVES)

    def visible_to(self, user):
        """With the placement that it ends."""
        placement = self.model._meta.get_field("placement").related_model
        return self.filter(placement__in=placement.objects.visible_to(user))
