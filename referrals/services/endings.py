"""What follows from the end of a stay that nobody decided: the child is gone, of age, or has died (domain.md 5.3)."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.reference.workdays import today_in
from carers.services.matching import end_choices_for
from cases.models import Beneficiary, Case
from cases.services.case_tasks import finish_tasks_of, open_task
from cases.services.locks import locked
from cases.states import TaskKind

from ..models import Placement
from ..notifications import tell_absconded, tell_died
from ..states import EndReason


def follow(placement: Placement, *, by: Actor) -> None:
    """Do what the reason asks for, as part of the service that ended `placement` and holds the case's row."""
    if placement.end_reason in FOLLOWS:
        FOLLOWS[EndReason(placement.end_reason)](placement, by)


def found_again(*, case: Case, by: Actor, note: str) -> None:
    """The child whom somebody searched for lives somewhere again."""
    finish_tasks_of(case=case, kind=TaskKind.SEARCH, by=by, note=note)


def _search(placement: Placement, by: Actor) -> None:
    """Whoever is responsible searches from today on; the case stays open."""
    case = placement.case
    title = _("Cari anak: pergi dari tempat tinggalnya")
    open_task(case=case, kind=TaskKind.SEARCH, title=title, due_on=today_in(case.office.region), by=by)
    tell_absconded(placement, by=by)


def _mourn(placement: Placement, by: Actor) -> None:
    """The death is written with the person, so that nobody is visited, searched for or placed any more."""
    person: Beneficiary = locked(placement.beneficiary)
    if person.died_on is None:
        person.died_on = placement.ended_on
        person.save(update_fields=["died_on"])
        record("beneficiary.update", person, by=by, data={"died_on": person.died_on.isoformat()})
    # A closed case has visits ahead, too: nobody visits on its account any more.
    keep_deadlines(cases=list(person.cases.values_list("pk", flat=True)), by=by)
    finish_tasks_of(case=placement.case, kind=TaskKind.SEARCH, by=by)
    end_choices_for(case=placement.case, reason=_("Anak meninggal"), by=by)
    tell_died(placement, by=by)


FOLLOWS: dict[EndReason, Callable[[Placement, Actor], None]] = {
    EndReason.ABSCONDED: _search,
    EndReason.DIED: _mourn,
}
