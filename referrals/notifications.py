"""Who is told what about referrals and decisions, and how notices name whom they are about."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.clock import date_words
from atensi.notices.hooks import SUBJECT_WORDS
from atensi.notices.kinds import NoticeKind, register_kind
from atensi.notices.services import notify
from atensi.reference.workdays import local_day
from cases.masking import person_words
from cases.models import Case
from cases.notifications import words_by_case
from institutions.reaching import holders_of, who_holds
from institutions.states import OFFICE_ROLES, RECEIVING_ROLES, Role

from .models import (
    CareDecision,
    DecisionRevision,
    DecisionRevocation,
    HomeClosure,
    MovePlan,
    PlaceHold,
    Placement,
    PlacementExtension,
    PlacementReview,
    Recommendation,
    Referral,
    ReferralQuestion,
)
from .permissions import ADMITTING_ROLES
from .states import HOME_ATTENDEES, Attendee, ReferralState
from .summaries import readable_cases

ARRIVED, EMERGENCY, SIGNED = "referral:arrived", "referral:emergency", "decision:signed"
ADVICE_ASKED, ADVICE_GIVEN = "recommendation:asked", "recommendation:given"
REVOKED, REVISED = "decision:revoked", "decision:revised"
INVITED = "review:invited"
HELD, LET_GO = "place:held", "place:let_go"
QUESTION_ASKED, QUESTION_ANSWERED = "referral:asked", "referral:told"
LAPSED = "referral:lapsed"
EXTENSION_ASKED, EXTENSION_ANSWERED = "extension:asked", "extension:answered"
ANSWERED = {
    ReferralState.ACCEPTED: "referral:accepted",
    ReferralState.DECLINED: "referral:declined",
    ReferralState.REDIRECTED: "referral:redirected",
}
ABSCONDED, DIED = "placement:absconded", "placement:died"
CLOSURE = "closure:announced"
# A decision takes effect once those it names have been told of it.
TOLD = _("UU 30/2014 pasal 60 dan pasal 61")


def register_kinds() -> None:
    waits, answered = _("Rujukan menunggu jawaban: {reference}"), _("Rujukan dijawab: {reference}")
    urgent = _("Rujukan darurat menunggu jawaban: {reference}")
    register_kind(NoticeKind(ARRIVED, _("Rujukan {reference} menunggu jawaban"), waits))
    register_kind(NoticeKind(EMERGENCY, _("Rujukan darurat {reference} menunggu jawaban"), urgent, urgent=True))
    register_kind(
        NoticeKind(ANSWERED[ReferralState.ACCEPTED], _("Rujukan {reference} diterima"), answered, is_news=True)
    )
    register_kind(
        NoticeKind(ANSWERED[ReferralState.DECLINED], _("Rujukan {reference} ditolak"), answered, is_news=True)
    )
    register_kind(
        NoticeKind(ANSWERED[ReferralState.REDIRECTED], _("Rujukan {reference} dialihkan"), answered, is_news=True)
    )
    asks, told = (
        _("Penerima rujukan {reference} menanyakan sesuatu"),
        _("Pertanyaan tentang rujukan {reference} dijawab"),
    )
    lapsed = _("Rujukan gugur tanpa jawaban: {reference}")
    register_kind(NoticeKind(LAPSED, _("Rujukan {reference} gugur tanpa jawaban. Pilih lembaga lain"), lapsed))
    register_kind(NoticeKind(QUESTION_ASKED, asks, _("Pertanyaan tentang rujukan: {reference}")))
    register_kind(NoticeKind(QUESTION_ANSWERED, told, _("Pertanyaan dijawab, rujukan: {reference}"), is_news=True))
    title = _("Keputusan pengasuhan {reference} ditandatangani")
    outside = _("Keputusan pengasuhan ditandatangani: {reference}")
    invited = _("Undangan tinjauan penempatan, kasus {reference}: {when}, {place}")
    register_kind(NoticeKind(INVITED, invited, _("Undangan tinjauan penempatan: {reference}")))
    told = _("Tempat ditahan, kasus {reference}")
    register_kind(NoticeKind(HELD, told, _("Tempat ditahan: {reference}"), is_news=True))
    gone = _("Tempat yang ditahan dilepas, kasus {reference}")
    register_kind(NoticeKind(LET_GO, gone, _("Tempat dilepas: {reference}"), is_news=True))
    asked = _("Perpanjangan penempatan, kasus {reference}")
    told = _("Perpanjangan penempatan dijawab, kasus {reference}")
    register_kind(NoticeKind(EXTENSION_ASKED, asked, _("Perpanjangan menunggu tanda tangan: {reference}")))
    register_kind(NoticeKind(EXTENSION_ANSWERED, told, _("Perpanjangan dijawab: {reference}"), is_news=True))
    wanted, given = _("Rekomendasi untuk rujukan {reference} ditunggu"), _("Rekomendasi rujukan {reference} diberikan")
    register_kind(NoticeKind(ADVICE_ASKED, wanted, _("Rekomendasi ditunggu: {reference}")))
    register_kind(NoticeKind(ADVICE_GIVEN, given, _("Rekomendasi diberikan: {reference}"), is_news=True))
    gone, died = _("Anak pergi dari tempat tinggalnya, kasus {reference}"), _("Anak meninggal, kasus {reference}")
    register_kind(NoticeKind(ABSCONDED, gone, _("Kasus perlu dilihat segera: {reference}"), urgent=True))
    register_kind(NoticeKind(DIED, died, _("Kasus perlu dilihat segera: {reference}"), urgent=True))
    taken, outside_taken = _("Keputusan pengasuhan {reference} dicabut"), _("Keputusan pengasuhan dicabut: {reference}")
    register_kind(NoticeKind(REVOKED, taken, outside_taken, is_required=True, source=TOLD, urgent=True))
    changed, outside_changed = (
        _("Keputusan pengasuhan {reference} diubah"),
        _("Keputusan pengasuhan diubah: {reference}"),
    )
    register_kind(NoticeKind(REVISED, changed, outside_changed, is_required=True, source=TOLD))
    closing = _("Lembaga berhenti mengasuh, anak harus pindah: {reference}")
    register_kind(NoticeKind(CLOSURE, closing, _("Kasus perlu dilihat segera: {reference}"), urgent=True))
    register_kind(NoticeKind(SIGNED, title, outside, is_required=True, source=TOLD, is_news=True))


def tell_receivers(referral: Referral, *, by: Actor) -> None:
    """Those who take in referrals at the receiving institution learn that one waits, and until when."""
    receivers = holders_of([referral.to_institution_id], RECEIVING_ROLES)[referral.to_institution_id]
    notify(
        kind=EMERGENCY if referral.is_emergency else ARRIVED,
        subject=subject_of(referral),
        recipients=receivers - {by.user_id},
        due_on=referral.answer_due_on,
        reference=referral.number,
        path=_page(referral),
    )


def tell_senders(referral: Referral, *, by: Actor) -> None:
    """Whoever sent it, and the case's worker, learn how it was answered."""
    notify(
        kind=ANSWERED[referral.state],
        subject=subject_of(referral),
        recipients=_senders(referral) - {by.user_id},
        due_on=referral.answer_due_on,
        reference=referral.number,
        path=_page(referral),
    )


def tell_lapsed(referral: Referral) -> None:
    """Whoever sent it, and the case's worker, learn that nobody answered; its page leads on to another institution."""
    notify(
        kind=LAPSED,
        subject=subject_of(referral),
        recipients=_senders(referral),
        due_on=referral.lapses_on,
        reference=referral.number,
        path=_page(referral),
    )


def tell_question_asked(question: ReferralQuestion, *, by: Actor) -> None:
    """Whoever sent the request, and the case's worker, learn that somebody asks, and by when they have to know."""
    notify(
        kind=QUESTION_ASKED,
        subject=subject_of(question),
        recipients=_senders(question.referral) - {by.user_id},
        due_on=question.answer_due_on,
        reference=question.referral.number,
        path=reverse("referrals:question_answer", args=[question.pk]),
    )


def tell_question_answered(question: ReferralQuestion, *, by: Actor) -> None:
    """Those who take in referrals where it was asked learn that it is said, and their new last day."""
    referral = question.referral
    askers = holders_of([question.institution_id], RECEIVING_ROLES)[question.institution_id]
    notify(
        kind=QUESTION_ANSWERED,
        subject=subject_of(referral),
        recipients=askers - {by.user_id},
        due_on=question.due_after,
        reference=referral.number,
        path=_page(referral),
    )


def tell_decision(decision: CareDecision, admission: Referral | None, *, by: Actor) -> None:
    """The case's worker, the sender and the named institution learn of a signed decision (UU 30/2014 art. 61). The
    institution reads it with the request to admit, the others on its own page."""
    told = {"kind": SIGNED, "subject": subject_of(decision), "reference": decision.number, "due_on": decision.starts_on}
    page = reverse("referrals:decision", args=[decision.pk])
    notify(recipients=_senders(decision.referral) - {by.user_id}, path=page, **told)
    if admission is not None:
        named = holders_of([admission.to_institution_id], RECEIVING_ROLES)[admission.to_institution_id]
        notify(recipients=named - {by.user_id}, path=_page(admission), **told)


def tell_recommenders(referral: Referral, *, by: Actor) -> None:
    """Deciders and supervisors of the case's Dinas learn that the province waits for their word, and until when."""
    office = referral.case.office_id
    notify(
        kind=ADVICE_ASKED,
        subject=subject_of(referral),
        recipients=holders_of([office], OFFICE_ROLES)[office] - {by.user_id},
        due_on=referral.recommendation_due_on,
        reference=referral.number,
        path=reverse("referrals:recommendation", args=[referral.pk]),
    )


def tell_recommended(given: Recommendation, *, by: Actor) -> None:
    """The deciders of the province, the sender and the case's worker learn of the regency's word."""
    referral = given.referral
    deciders = holders_of([referral.to_institution_id], {Role.SOCIAL_OFFICE_DECIDER})[referral.to_institution_id]
    notify(
        kind=ADVICE_GIVEN,
        subject=subject_of(referral),
        recipients=(deciders | _senders(referral)) - {by.user_id},
        due_on=referral.answer_due_on,
        reference=referral.number,
        path=_page(referral),
    )


def tell_revoked(revocation: DecisionRevocation, *, by: Actor) -> None:
    """A decision was taken back (UU 30/2014 arts. 61, 64)."""
    _tell_changed(REVOKED, revocation, by=by)


def tell_revised(revision: DecisionRevision, *, by: Actor) -> None:
    """A decision was changed (UU 30/2014 arts. 61, 63)."""
    _tell_changed(REVISED, revision, by=by)


def _tell_changed(kind: str, paper: DecisionRevocation | DecisionRevision, *, by: Actor) -> None:
    """Whoever was told of the decision learns what became of it: the sender, the case's worker, the institution that it
    names."""
    decision = paper.decision
    people, place = _senders(decision.referral), decision.institution_id
    told = {"kind": kind, "subject": subject_of(decision), "reference": decision.number}
    told["due_on"] = local_day(paper.signed_at, decision.deciding_office.region)
    notify(recipients=people - {by.user_id}, path=reverse("referrals:decision", args=[decision.pk]), **told)
    if place is not None:
        staff = holders_of([place], RECEIVING_ROLES)[place]
        notify(recipients=staff - people - {by.user_id}, path=reverse("referrals:inbox"), **told)


def tell_invited(review: PlacementReview, *, by: Actor) -> None:
    """Of those invited, the ones who use the system: the case's worker, the staff of the home, the people of Dinas
    Sosial. A new day tells anew."""
    people, home = _invited_of_office(review), review.placement.institution_id
    if home is not None and HOME_ATTENDEES & {invitation.role for invitation in review.invitations.all()}:
        people |= holders_of([home], ADMITTING_ROLES)[home]
    _tell_invited(review, people - {by.user_id})


def tell_meetings_ahead(case: Case) -> None:
    """A case was taken over: its new worker and the people of its Dinas learn of the reviews that they are invited to
    by their part, whoever had it then."""
    ahead = PlacementReview.objects.open().filter(placement__case=case, meets_at__gt=timezone.now())
    for review in ahead.select_related("placement").prefetch_related("invitations"):
        review.placement.case = case
        _tell_invited(review, _invited_of_office(review))


def _invited_of_office(review: PlacementReview) -> set[int]:
    case, roles = review.placement.case, {invitation.role for invitation in review.invitations.all()}
    people = {case.worker_id} if Attendee.CASE_WORKER in roles else set()
    return (
        people | holders_of([case.office_id], OFFICE_ROLES)[case.office_id]
        if Attendee.SOCIAL_OFFICE in roles
        else people
    )


def _tell_invited(review: PlacementReview, people: Collection[int]) -> None:
    placement = review.placement
    when = local_day(review.meets_at, placement.case.office.region)
    notify(
        kind=INVITED,
        subject=subject_of(review),
        recipients=people,
        due_on=when,
        reference=placement.case.number,
        path=reverse("referrals:review_detail", args=[review.pk]),
        data={"when": date_words(when), "place": review.meeting_place},
    )


def tell_absconded(placement: Placement, *, by: Actor) -> None:
    """The worker and the people of the case's Dinas learn at once that a child is gone."""
    _tell_of_end(ABSCONDED, placement, by)


def tell_died(placement: Placement, *, by: Actor) -> None:
    """The same of a child who died in care."""
    _tell_of_end(DIED, placement, by)


def _tell_of_end(kind: str, placement: Placement, by: Actor) -> None:
    case = placement.case
    people = {case.worker_id} | holders_of([case.office_id], OFFICE_ROLES)[case.office_id]
    notify(
        kind=kind,
        subject=subject_of(placement),
        recipients=people - {by.user_id},
        due_on=placement.ended_on,
        reference=case.number,
        path=reverse("cases:placements", args=[case.pk]),
    )


def tell_closure(closure: HomeClosure, placements: Collection[Placement], *, by: Actor) -> None:
    """The home's staff, the workers of its children and the people of their offices learn once that it stops. Two
    queries and those of the notices, for any number of children."""
    offices = {placement.case.office_id for placement in placements} | {closure.office_id}
    holders = who_holds([*offices, closure.institution_id])
    people = {placement.case.worker_id for placement in placements}
    people |= {person for office in offices for person in holders.of(office, OFFICE_ROLES)}
    people |= set(holders.of(closure.institution_id, ADMITTING_ROLES))
    notify(
        kind=CLOSURE,
        subject=subject_of(closure),
        recipients=sorted(people - {by.user_id}),
        due_on=closure.move_by,
        reference=str(closure),
        path=reverse("referrals:closure", args=[closure.pk]),
    )


def closure_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """For notices about homes that stop: the home's name."""
    rows = HomeClosure.objects.visible_to(user).filter(pk__in=ids).select_related("institution")
    return {row.pk: row.institution.name for row in rows}


def move_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = MovePlan.objects.visible_to(user).filter(pk__in=ids).select_related("placement__case__beneficiary")
    return words_by_case(user, [(row.pk, row.placement.case) for row in rows])


def tell_extension_asked(extension: PlacementExtension, *, by: Actor) -> None:
    """The deciders of the deciding office learn that an extension waits for them."""
    deciders = holders_of([extension.office_id], {Role.SOCIAL_OFFICE_DECIDER})[extension.office_id]
    _tell_extension(EXTENSION_ASKED, extension, deciders - {by.user_id})


def tell_extension_answered(extension: PlacementExtension, *, by: Actor) -> None:
    """Whoever asked, and the case's worker, learn of the answer."""
    people = {extension.asked_by_id, extension.placement.case.worker_id}
    _tell_extension(EXTENSION_ANSWERED, extension, people - {by.user_id})


def _tell_extension(kind: str, extension: PlacementExtension, people: set[int]) -> None:
    notify(
        kind=kind,
        subject=subject_of(extension),
        recipients=people,
        due_on=extension.ends_before,
        reference=extension.placement.case.number,
        path=reverse("referrals:extension", args=[extension.pk]),
    )


def extension_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = PlacementExtension.objects.visible_to(user).filter(pk__in=ids)
    held = rows.select_related("placement__case__beneficiary")
    return words_by_case(user, [(row.pk, row.placement.case) for row in held])


def tell_held(hold: PlaceHold, *, by: Actor) -> None:
    """Those who take in referrals there learn that a place is held, and until when, or held no more."""
    receivers = holders_of([hold.institution_id], RECEIVING_ROLES)[hold.institution_id]
    notify(
        kind=HELD if hold.stands() else LET_GO,
        subject=subject_of(hold),
        recipients=receivers - {by.user_id},
        due_on=local_day(hold.lapses_at, hold.case.office.region),
        reference=hold.case.number,
        path=reverse("institutions:detail", args=[hold.institution_id]),
    )


def hold_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """Without the name for a place that does not have the case."""
    rows = list(PlaceHold.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary"))
    named = readable_cases(user, [row.case for row in rows])
    return {row.pk: str(row.case.beneficiary) if row.case_id in named else person_words(row.case) for row in rows}


def _senders(referral: Referral) -> set[int]:
    return {referral.sent_by_id, referral.case.worker_id}


def _page(referral: Referral) -> str:
    return reverse("referrals:detail", args=[referral.pk])


def referral_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """For notices about referrals: as in the inbox, without the name until the referral is accepted."""
    rows = list(Referral.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary"))
    named = readable_cases(user, [row.case for row in rows])
    return {row.pk: str(row.case.beneficiary) if row.case_id in named else person_words(row.case) for row in rows}


def question_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """For notices about questions: as those about their referral."""
    rows = dict(ReferralQuestion.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "referral_id"))
    words = referral_words(user, set(rows.values()))
    return {pk: words[referral] for pk, referral in rows.items()}


def decision_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = CareDecision.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary")
    return words_by_case(user, [(row.pk, row.case) for row in rows])


def placement_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = Placement.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary")
    return words_by_case(user, [(row.pk, row.case) for row in rows])


def review_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = PlacementReview.objects.visible_to(user).filter(pk__in=ids).select_related("placement__case__beneficiary")
    return words_by_case(user, [(row.pk, row.placement.case) for row in rows])


# How a notice names whom it is about, by what it is about; what ends in `_of` has a clock of its own.
WORDS = {
    "referral": referral_words,
    "referralquestion": question_words,
    "caredecision": decision_words,
    "placement": placement_words,
    "placehold": hold_words,
    "placementextension": extension_words,
    "placementreview": review_words,
    "emergency_of": placement_words,
    "existing_of": placement_words,
    "unused_of": decision_words,
    "title_end_of": placement_words,
    "recommendation_of": referral_words,
    "homeclosure": closure_words,
    "moveplan": move_words,
}


def register_words() -> None:
    SUBJECT_WORDS.update(WORDS)
