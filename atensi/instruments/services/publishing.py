"""A questionnaire comes into force, and goes out of it. What was answered by it stays readable."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, RuleViolation, require, require_no_problems

from ..checking import faults_of
from ..models import InstrumentVersion
from ..permissions import can_keep
from ..reading import Fault, read
from ..states import Audience, VersionState
from .drafting import ONLY_KEEPERS, draft_to_change


def faults_in(version: InstrumentVersion) -> list[Fault]:
    """Everything that stands against publishing this version."""
    definition, unread = read(version.definition)
    return [*unread, *faults_of(definition)]


@transaction.atomic
def publish_version(*, version: InstrumentVersion, by: Actor, legal_basis: str) -> InstrumentVersion:
    """Publish a draft: what is begun from now on uses it, what was begun keeps its own. The version published until now
    is retired. Raises NotAllowed, RuleViolation."""
    row = draft_to_change(version, by)
    problems = [Problem("instrument_faulty", _told(fault)) for fault in faults_in(row)]
    if not legal_basis.strip():
        text = _("Tuliskan dasar hukum atau sumber versi ini.")
        problems.append(Problem("instrument_without_basis", text, field="legal_basis"))
    require_no_problems(problems)
    before = row.instrument.versions.select_for_update().filter(state=VersionState.PUBLISHED).first()
    if before:
        _retire(before, by)
    row.state, row.published_at, row.published_by_id = VersionState.PUBLISHED, timezone.now(), by.user_id
    row.legal_basis = legal_basis.strip()
    row.save()
    record("instrument.publish", row, by=by, data={"instrument": row.instrument_id, "number": row.number})
    return row


def _told(fault: Fault) -> str:
    return f"{fault.where}: {fault.text}" if fault.where else fault.text


@transaction.atomic
def retire_version(*, version: InstrumentVersion, by: Actor) -> InstrumentVersion:
    """Take a published version out of force. Raises NotAllowed, RuleViolation when nothing would serve its purpose."""
    require(can_keep(by), ONLY_KEEPERS)
    # All of its purpose, in one order: of two that serve each other's purpose only one is taken away.
    of_purpose = InstrumentVersion.objects.filter(instrument__purpose=version.instrument.purpose).order_by("pk")
    list(of_purpose.select_for_update(of=("self",)))
    row = of_purpose.select_related("instrument").get(pk=version.pk)
    if not row.is_published:
        raise RuleViolation(Problem("instrument_not_published", _("Hanya versi yang terbit bisa ditarik.")))
    if not can_go(row):
        text = _("Ini satu-satunya instrumen untuk tujuannya. Terbitkan penggantinya dulu.")
        raise RuleViolation(Problem("instrument_last", text))
    _retire(row, by)
    return row


def can_go(version: InstrumentVersion) -> bool:
    """Whether another published version serves its purpose for everybody."""
    others = InstrumentVersion.objects.published().filter(
        instrument__purpose=version.instrument.purpose, instrument__audience=Audience.ANY
    )
    return others.exclude(pk=version.pk).exists()


def _retire(row: InstrumentVersion, by: Actor) -> None:
    row.state, row.retired_at, row.retired_by_id = VersionState.RETIRED, timezone.now(), by.user_id
    row.save()
    record("instrument.retire", row, by=by, data={"instrument": row.instrument_id, "number": row.number})
