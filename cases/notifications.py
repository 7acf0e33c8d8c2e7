"""Who is told what about cases, and how notices name whom they are about."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.notices.kinds import NoticeKind, register_kind
from atensi.notices.services import notify
from atensi.reference.workdays import local_day

from .masking import cases_with_names, display_name
from .models import AftercareVisit, Case, CaseResponse

ASSIGNED = "case:assigned"


def register_kinds() -> None:
    register_kind(
        NoticeKind(
            ASSIGNED,
            _("Kasus {reference} ditugaskan kepada Anda"),
            _("Kasus ditugaskan kepada Anda: {reference}"),
            is_news=True,
        )
    )


def tell_worker(case: Case, *, by: Actor, at: Any) -> None:
    """The new responsible worker learns of it, unless they took the case themselves."""
    if case.worker_id == by.user_id:
        return
    notify(
        kind=ASSIGNED,
        subject=subject_of(case),
        recipients=[case.worker_id],
        due_on=local_day(at, case.office.region),
        reference=case.number,
        path=reverse("cases:case", args=[case.pk]),
    )


def words_by_case(user: Any, rows: Iterable[tuple[int, Case]]) -> dict[int, str]:
    """Key -> the name of the case's person as `user`, who may see the case, may read it: at most one query."""
    held = list(rows)
    named = cases_with_names(user, [case for _pk, case in held])
    return {pk: display_name(case, sees_names=case.pk in named) for pk, case in held}


def case_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """For notices about cases (`atensi.notices.hooks.SUBJECT_WORDS`)."""
    rows = Case.objects.visible_to(user).filter(pk__in=ids).select_related("beneficiary")
    return words_by_case(user, [(case.pk, case) for case in rows])


def response_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """For notices about reports: the person's name, masked as their case is."""
    rows = CaseResponse.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary", "beneficiary")
    held = list(rows)
    without_case = {row.pk: str(row.beneficiary) for row in held if row.case is None}
    return words_by_case(user, [(row.pk, row.case) for row in held if row.case]) | without_case


def visit_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = AftercareVisit.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary")
    return words_by_case(user, [(row.pk, row.case) for row in rows])
