"""Extending a placement beyond its decision's end: asked by those who care, signed by Dinas Sosial (domain.md 5.2)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.clock import date_words
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.documents.states import PaperKind
from atensi.errors import Problem, RuleViolation, require, require_no_problems
from atensi.language import in_record_language
from atensi.notices.services import mark_acted
from atensi.reference.workdays import today_in
from cases.event_states import EventKind
from cases.services.events import add_event
from cases.services.locks import locked
from institutions.models import Mandate

from ..eligibility.extensions import (
    answer_problems,
    asking_problems,
    extendable_problems,
    outdated_problems,
    signing_office,
)
from ..models import Placement, PlacementExtension
from ..notifications import tell_extension_answered, tell_extension_asked
from ..papers import extension_content
from ..permissions import can_answer_extension, can_change_placement
from ..states import ExtensionState
from .decision_papers import in_name_of, issue_paper
from .locks import locked_placement


@transaction.atomic
@in_record_language
def ask_extension(
    *, placement: Placement, by: Actor, until_on: date, reason: str, reasons: dict[str, str] | None = None
) -> PlacementExtension:
    """Ask the office that may sign it to let the placement last until `until_on`; its deciders are told.

    Raises NotAllowed, RuleViolation.
    """
    _case, placement = locked_placement(placement)
    require(can_change_placement(by, placement), _("Hanya petugas kasus dan lembaga pengasuh yang memintanya."))
    kept = require_no_problems(list(asking_problems(placement, until_on=until_on, reason=reason)), reasons=reasons)
    extension = PlacementExtension.objects.create(
        placement=placement,
        office=signing_office(placement),
        ends_before=placement.planned_end_on,
        until_on=until_on,
        reason=reason.strip(),
        soft_reasons=kept,
        asked_at=timezone.now(),
        asked_by_id=by.user_id,
    )
    tell_extension_asked(extension, by=by)
    record("extension.ask", placement, by=by, data=_facts(extension))
    return extension


@transaction.atomic
@in_record_language
def sign_extension(*, extension: PlacementExtension, by: Actor, considerations: str) -> PlacementExtension:
    """Let the placement last longer, as asked, on a numbered paper.

    Raises NotAllowed; RuleViolation, when somebody answered before, too.
    """
    extension = _answered(extension, ExtensionState.SIGNED, by, considerations)
    placement = extension.placement
    placement.planned_end_on = extension.until_on
    placement.save(update_fields=["planned_end_on"])
    _tell(extension, by, "extension.sign", _("Penempatan diperpanjang sampai %(date)s."))
    return extension


@transaction.atomic
@in_record_language
def decline_extension(*, extension: PlacementExtension, by: Actor, considerations: str) -> PlacementExtension:
    """Refuse the extension: the decision's end stands. Raises NotAllowed, RuleViolation."""
    extension = _answered(extension, ExtensionState.DECLINED, by, considerations)
    _tell(extension, by, "extension.decline", _("Perpanjangan sampai %(date)s ditolak."))
    return extension


def _answered(extension: PlacementExtension, state: str, by: Actor, considerations: str) -> PlacementExtension:
    """Write the answer under lock; from then on a trigger refuses any change."""
    case, placement = locked_placement(extension.placement)
    extension = locked(extension)
    extension.placement = placement
    require(can_answer_extension(by, extension), _("Hanya pejabat pemutus Dinas Sosial yang menandatanganinya."))
    if extension.state != ExtensionState.ASKED:
        raise RuleViolation(Problem("extension_answered", _("Perpanjangan ini sudah dijawab.")))
    mandate = Mandate.objects.acted_under(by)
    problems = list(answer_problems(extension, by=by, mandate=mandate, considerations=considerations))
    if state == ExtensionState.SIGNED:
        problems += [*extendable_problems(placement), *outdated_problems(extension)]
    require_no_problems(problems)
    extension.state, extension.considerations = state, considerations.strip()
    extension.answered_at, extension.answered_by_id = timezone.now(), by.user_id
    for name, value in in_name_of(mandate).items():
        setattr(extension, name, value)
    if state == ExtensionState.SIGNED:
        kind, content = PaperKind.EXTENSION, extension_content(extension)
        office, today = extension.office, today_in(extension.office.region)
        extension.paper = issue_paper(kind, content, about=extension, case=case, office=office, on=today, by=by)
    extension.save()
    return extension


def _tell(extension: PlacementExtension, by: Actor, verb: str, words: str) -> None:
    placement = extension.placement
    text = words % {"date": date_words(extension.until_on)}
    add_event(case=placement.case, kind=EventKind.DECISION_SIGNED, by=by, text=text)
    mark_acted(subject_of(extension), by=by)
    tell_extension_answered(extension, by=by)
    keep_deadlines(cases=[placement.case_id], by=by)
    record(verb, placement, by=by, data=_facts(extension))


def _facts(extension: PlacementExtension) -> dict[str, object]:
    return {
        "extension": extension.pk,
        "case": extension.placement.case_id,
        "ends_before": extension.ends_before.isoformat(),
        "until_on": extension.until_on.isoformat(),
        "soft": sorted(extension.soft_reasons),
    }
