"""The visit and call log of a case (domain.md 5.5)."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in

from .. import permissions
from ..eligibility.contacts import contact_problems
from ..event_states import EventKind
from ..models import Case, CaseContact
from ..service_states import Met, SeenSafety
from ..states import TaskKind
from .case_tasks import finish_tasks_of, open_task
from .events import add_event
from .locks import locked_case


@transaction.atomic
@in_record_language
def log_contact(
    *,
    case: Case,
    by: Actor,
    kind: str,
    made_on: date,
    met: Collection[str],
    safety: str,
    note: str,
    child_alone: bool = False,
    next_step: str = "",
    next_on: date | None = None,
) -> CaseContact:
    """Write one visit or call into the log; it counts as contact unless nobody was reached.

    A child who was not safe opens a task for the next day, which stays until the child is met and safe; next_step,
    next_on open another, and those of earlier contacts are done once somebody is reached. Raises NotAllowed,
    RuleViolation.
    """
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    step = {"next_step": next_step, "next_on": next_on}
    require_no_problems(contact_problems(case, made_on=made_on, met=met, child_alone=child_alone, note=note, **step))
    contact = CaseContact(case=case, kind=kind, made_on=made_on, met=list(dict.fromkeys(met)), safety=safety)
    contact.child_alone, contact.note = child_alone, note.strip()
    contact.recorded_by_id, contact.recorded_for_id = by.user_id, by.institution_id
    contact.save()
    _finish_tasks(contact, by)
    if safety == SeenSafety.UNSAFE:
        due_on = today_in(case.office.region) + timedelta(days=1)
        title = _("Tindak lanjuti: tidak aman saat kontak terakhir")
        open_task(case=case, kind=TaskKind.UNSAFE, title=title, due_on=due_on, by=by)
    if next_on is not None:
        open_task(case=case, kind=TaskKind.CONTACT, title=next_step.strip(), due_on=next_on, by=by)
    add_event(case=case, kind=EventKind.CONTACT_MADE, by=by, text=_words(contact))
    record("contact.record", case, by=by, data={"contact": contact.pk, "safety": safety})
    return contact


def _finish_tasks(contact: CaseContact, by: Actor) -> None:
    """What this contact did of the open tasks. A call in vain does nothing; only a child who was met and is safe, and
    was not unsafe on a later day, is off the list."""
    if Met.NOBODY in contact.met:
        return
    case, note = contact.case, str(contact)
    finish_tasks_of(case=case, kind=TaskKind.CONTACT, by=by, note=note)
    if Met.CHILD not in contact.met or contact.safety != SeenSafety.SAFE:
        return
    if not case.contacts.filter(made_on__gt=contact.made_on, safety=SeenSafety.UNSAFE).exists():
        finish_tasks_of(case=case, kind=TaskKind.UNSAFE, by=by, note=note)


def _words(contact: CaseContact) -> str:
    seen = _("%(kind)s. Bertemu: %(met)s. Keamanan: %(safety)s")
    words = {"kind": contact.get_kind_display(), "met": contact.met_words, "safety": contact.get_safety_display()}
    return seen % words
