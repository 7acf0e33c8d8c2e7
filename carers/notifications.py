"""Who is told what about carers. Outside the signed-in page only the number of the register or of the case appears."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.notices.kinds import NoticeKind, register_kind
from atensi.notices.services import NewNotice, mark_acted, notify, notify_many
from atensi.reference.workdays import today_in
from cases.notifications import words_by_case
from institutions.reaching import who_holds
from institutions.states import Role

from .models import Candidate, CareHearing, CareMatch
from .states import KEEPING_ROLES, CandidateStepKind

SUBMITTED = "carer:submitted"
OUTCOMES = {
    CandidateStepKind.APPROVED: "carer:approved",
    CandidateStepKind.RETURNED: "carer:returned",
    CandidateStepKind.REJECTED: "carer:rejected",
    CandidateStepKind.SUSPENDED: "carer:suspended",
    CandidateStepKind.RESUMED: "carer:resumed",
    CandidateStepKind.ENDED: "carer:ended",
}
# What the worker of a child learns who lives in the household, or is to come.
OF_CHILD = {
    CandidateStepKind.SUSPENDED: "household:suspended",
    CandidateStepKind.RESUMED: "household:resumed",
}
WORDS = {
    CandidateStepKind.APPROVED: _("Calon pengasuh {reference} disetujui."),
    CandidateStepKind.RETURNED: _("Calon pengasuh {reference} dikembalikan untuk dilengkapi."),
    CandidateStepKind.REJECTED: _("Calon pengasuh {reference} ditolak."),
    CandidateStepKind.SUSPENDED: _("Calon pengasuh {reference} ditangguhkan."),
    CandidateStepKind.RESUMED: _("Penangguhan calon pengasuh {reference} dicabut."),
    CandidateStepKind.ENDED: _("Calon pengasuh {reference} diakhiri."),
}


def register_kinds() -> None:
    submitted = _("Calon pengasuh {reference} menunggu keputusan Anda.")
    register_kind(NoticeKind(SUBMITTED, submitted, submitted, has_limit=True))
    for step, code in OUTCOMES.items():
        register_kind(NoticeKind(code, WORDS[step], WORDS[step], is_news=True))
    rests = _("Keluarga pengasuh {number} ditangguhkan, kasus {reference}")
    outside = _("Kasus perlu dilihat segera: {reference}")
    register_kind(NoticeKind(OF_CHILD[CandidateStepKind.SUSPENDED], rests, outside, urgent=True))
    back = _("Penangguhan keluarga pengasuh {number} dicabut, kasus {reference}")
    outside = _("Kabar tentang pengasuh, kasus {reference}")
    register_kind(NoticeKind(OF_CHILD[CandidateStepKind.RESUMED], back, outside, is_news=True))


def tell_submitted(candidate: Candidate, *, by: Actor) -> None:
    """The deciders of the office learn that somebody waits for them."""
    held = who_holds([candidate.office_id], [Role.SOCIAL_OFFICE_DECIDER])
    _tell(SUBMITTED, candidate, held.of(candidate.office_id, [Role.SOCIAL_OFFICE_DECIDER]), by)


def tell_decided(candidate: Candidate, step: str, *, by: Actor) -> None:
    """Whoever registered the household learns what came of it; the deciders are asked no more."""
    mark_acted(subject_of(candidate), by=by)
    tell_standing(candidate, step, by=by)


def tell_standing(candidate: Candidate, step: str, *, by: Actor) -> None:
    """Whoever registered the household learns of it, while they still work there."""
    there = who_holds([candidate.office_id], sorted(KEEPING_ROLES)).of(candidate.office_id, sorted(KEEPING_ROLES))
    _tell(OUTCOMES[CandidateStepKind(step)], candidate, there & {candidate.registered_by_id}, by)


def tell_workers_of_children(candidate: Candidate, step: str, *, by: Actor) -> None:
    """Whoever answers for a child who lives in the household, or is to come, learns that it rests and that it may care
    again; of another step nobody. One query and those of the notices, for any number of children."""
    kind = OF_CHILD.get(CandidateStepKind(step))
    if kind is None:
        return
    rows = CareMatch.objects.standing().filter(candidate=candidate).select_related("case")
    notify_many(
        [
            NewNotice(
                kind=kind,
                subject=subject_of(match),
                recipient=match.case.worker_id,
                due_on=today_in(candidate.office.region),
                reference=match.case.number,
                path=reverse("carers:care_process", args=[match.case_id]),
                data={"number": candidate.number},
            )
            for match in rows
            if match.case.worker_id != by.user_id
        ]
    )


def _tell(kind: str, candidate: Candidate, people: set[int], by: Actor) -> None:
    notify(
        kind=kind,
        subject=subject_of(candidate),
        recipients=sorted(people - {by.user_id}),
        due_on=candidate.decision_due_on or today_in(candidate.office.region),
        reference=candidate.number,
        path=reverse("carers:detail", args=[candidate.pk]),
    )


def candidate_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """The names of households, for notices about them."""
    rows = Candidate.objects.visible_to(user).filter(pk__in=ids).prefetch_related("people")
    return {row.pk: row.name for row in rows}


def match_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """Which child's household it is, for notices about them."""
    rows = CareMatch.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary")
    return words_by_case(user, [(row.pk, row.case) for row in rows])


def hearing_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """Whose day in court it is, for notices about them."""
    rows = CareHearing.objects.visible_to(user).filter(pk__in=ids).select_related("process__case__beneficiary")
    return words_by_case(user, [(row.pk, row.process.case) for row in rows])
