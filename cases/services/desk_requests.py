"""SERASI: one door of a Sentra that takes any request, and sends it on or answers it (domain.md 1, 4)."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.notices.services import mark_acted
from atensi.reference.models import Region
from atensi.reference.workdays import local_day
from institutions.models import Institution
from institutions.offices import responsible_office
from institutions.parameters import value_for

from .. import permissions
from ..eligibility.desk_requests import onward_problems, request_problems
from ..models import DeskRequest, DeskRequestStep
from ..notifications import tell_sentra
from ..states import Channel, Onward, RequestState, RequestStepKind, Urgency
from .cases import numbered
from .incoming import Call, take_in
from .locks import locked, sent_before


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for. source: who asks (domain.md 5.3). region: regency or district of the person's place."""

    source: str
    received_at: datetime
    problem: str
    urgency: str
    region: Region
    is_child: bool
    place: str = ""
    person_name: str = ""
    requester_name: str = ""
    requester_phone: str = ""


@dataclass(frozen=True, slots=True)
class Going:
    """What the Sentra does with it: `way` (an `Onward`), to which other Sentra, and the reason, or what was done."""

    way: str
    to: Institution | None = None
    words: str = ""


@transaction.atomic
@in_record_language
def register_request(*, asked: Asked, form_id: UUID, by: Actor, going: Going | None = None) -> DeskRequest:
    """Record a request at the desk of the acting Sentra, and go on with it in the same step. going: None to decide
    later, while its clock runs. form_id: the form's own key; sending it again returns the same request.

    Raises NotAllowed, RuleViolation.
    """
    held = _held(by.institution_id, _goal(going))
    sentra = held.get(by.institution_id)
    require(permissions.can_take_request(by, sentra))
    assert sentra is not None
    if before := sent_before(DeskRequest, form_id, by=by, made_by="recorded_by_id"):
        return before
    require_no_problems(request_problems(asked.source, asked.problem, asked.received_at))
    asking = _write_request(asked, sentra, form_id, by)
    _add_request_step(asking, RequestStepKind.RECORDED, by)
    if going is not None:
        _go(asking, going, by, to=held.get(_goal(going)))
    keep_deadlines(subjects={"request": [asking.pk]}, by=by)
    record("request.register", asking, by=by, data={"way": going.way if going else ""})
    return asking


@transaction.atomic
@in_record_language
def forward_request(*, asking: DeskRequest, going: Going, by: Actor) -> DeskRequest:
    """Send a request on to the Dinas of its place, where it becomes a report, or to another Sentra; or say what was
    done. Of two people who do so at once the second finds it done. Raises NotAllowed, RuleViolation."""
    row = locked(asking)
    row.sentra = Institution.objects.select_related("region").get(pk=row.sentra_id)
    require(permissions.can_forward_request(by, row))
    _go(row, going, by, to=_held(_goal(going)).get(_goal(going)))
    keep_deadlines(subjects={"request": [row.pk]}, by=by)
    record("request.forward", row, by=by, data={"way": going.way, "to": _goal(going)})
    return row


def _go(asking: DeskRequest, going: Going, by: Actor, *, to: Institution | None) -> None:
    office = responsible_office(asking.region) if going.way == Onward.OFFICE else None
    require_no_problems(onward_problems(asking, going.way, to, going.words, office))
    words, left = going.words.strip(), asking.sentra
    if going.way == Onward.OFFICE:
        asking.state = RequestState.SENT_ON
        asking.report = take_in(call=_call_of(asking), form_id=uuid.uuid4(), by=by)
        words = str(asking.report.office)
    elif going.way == Onward.ANSWER:
        asking.state, asking.answer = RequestState.ANSWERED, words
    else:
        assert to is not None
        asking.sentra = to
        _start_request_clock(asking)
    asking.save()
    mark_acted(subject_of(asking), by=by)  # the Sentra that had it need not do anything any more
    _add_request_step(asking, going.way, by, text=words)
    if asking.sentra_id != left.pk:
        tell_sentra(asking, by=by)


def _goal(going: Going | None) -> int | None:
    """The other Sentra, where it goes to one: a choice that was left behind in the form counts for no other way."""
    return going.to.pk if going is not None and going.way == Onward.SENTRA and going.to is not None else None


def _held(*sentra: int | None) -> dict[int | None, Institution]:
    """These Sentra as they stand, with their region, by id, locked in the order of their ids: whoever switches one off
    waits, and finds the request that lies there then; two who send to each other's do not wait for each other."""
    rows = Institution.objects.select_for_update(of=("self",), no_key=True).select_related("region")
    return {row.pk: row for row in rows.filter(pk__in=[pk for pk in sentra if pk is not None]).order_by("pk")}


def _call_of(asking: DeskRequest) -> Call:
    """The request as the report of a desk: the Dinas takes it up, and its clock runs there."""
    return Call(
        channel=Channel.SERASI,
        received_at=asking.received_at,
        problem=asking.problem,
        urgency=asking.urgency,
        region=asking.region,
        place=asking.place,
        child_name=asking.person_name,
        reporter_name=asking.requester_name,
        reporter_phone=asking.requester_phone,
    )


def _write_request(asked: Asked, sentra: Institution, form_id: UUID, by: Actor) -> DeskRequest:
    year = local_day(asked.received_at, sentra.region).year
    asking = DeskRequest(
        number=f"S-{numbered('request', sentra, year)}",
        source=asked.source,
        received_at=asked.received_at,
        requester_name=asked.requester_name,
        requester_phone=asked.requester_phone,
        is_child=asked.is_child,
        person_name=asked.person_name,
        problem=asked.problem.strip(),
        urgency=asked.urgency,
        region=asked.region,
        place=asked.place,
        sentra=sentra,
        form_id=form_id,
        recorded_by_id=by.user_id,
        recorded_for=sentra,
    )
    _start_request_clock(asking)
    asking.save()
    return asking


def _start_request_clock(asking: DeskRequest) -> None:
    """Whoever has it in hand now has the Sentra's whole time for it."""
    key = "serasi_danger_hours" if asking.urgency == Urgency.DANGER else "serasi_hours"
    asking.due_hours = int(value_for(key, asking.sentra))
    asking.due_at = timezone.now() + timedelta(hours=asking.due_hours)


def _add_request_step(asking: DeskRequest, kind: str, by: Actor, *, text: str = "") -> None:
    DeskRequestStep.objects.create(
        request=asking, kind=kind, sentra=asking.sentra, text=text, happened_at=timezone.now(), by_id=by.user_id
    )
