"""Drafts of questionnaires: begun as a copy of the published version, changed part by part, thrown away."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, RuleViolation, require
from atensi.versions import digest_of, refuse_other

from ..definition import Definition, Domain, Scale
from ..editing import Do, Part, PartKind, arrange, kind_of, part_of, put_domain, put_question, put_scale
from ..models import Instrument, InstrumentVersion
from ..permissions import can_keep
from ..reading import document_of

ONLY_KEEPERS = _("Instrumen nasional dikelola administrator Kementerian.")


@transaction.atomic
def begin_version(*, instrument: Instrument, by: Actor) -> InstrumentVersion:
    """A draft with the questions of the published version, or of the newest. Raises NotAllowed, RuleViolation when
    there is a draft."""
    require(can_keep(by), ONLY_KEEPERS)
    instrument = Instrument.objects.select_for_update().get(pk=instrument.pk)
    versions = list(instrument.versions.all())
    if any(version.is_draft for version in versions):
        raise RuleViolation(Problem("instrument_drafted", _("Instrumen ini sudah punya draf.")))
    source = next((version for version in versions if version.is_published), versions[0] if versions else None)
    draft = InstrumentVersion.objects.create(
        instrument=instrument,
        number=max((version.number for version in versions), default=0) + 1,
        definition=source.definition if source else document_of(Definition()),
        legal_basis=source.legal_basis if source else "",
        created_by_id=by.user_id,
    )
    record("instrument.draft", draft, by=by, data={"instrument": instrument.pk, "number": draft.number})
    return draft


def draft_to_change(version: InstrumentVersion, by: Actor) -> InstrumentVersion:
    """The draft, locked. Raises NotAllowed, RuleViolation for a version that was published."""
    require(can_keep(by), ONLY_KEEPERS)
    row = InstrumentVersion.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=version.pk)
    if not row.is_draft:
        text = _("Versi yang sudah terbit tidak berubah. Buat draf baru.")
        raise RuleViolation(Problem("instrument_published", text))
    return row


def stamp_of(part: Part | None) -> str:
    """A digest of a part as it was read, for the form that changes it."""
    return digest_of(repr(part))


@transaction.atomic
def put_part(
    *, version: InstrumentVersion, part: Part, by: Actor, instead_of: str = "", domain: str = "", seen: str = ""
) -> InstrumentVersion:
    """Add a part to a draft, or put it in the place of `instead_of`. domain: where a question belongs. seen: stamp of
    the part as it was read. Raises NotAllowed, RuleViolation, StaleWrite."""
    row = draft_to_change(version, by)
    asked, kind = row.questionnaire, kind_of(part)
    refuse_other(stamp_of(part_of(asked, kind, instead_of)), seen)
    if part.code != instead_of and part_of(asked, kind, part.code):
        raise RuleViolation(Problem("instrument_code_taken", _("Kode ini sudah dipakai."), field="code"))
    if kind == PartKind.QUESTION and asked.domain(domain) is None:
        raise RuleViolation(Problem("instrument_domain_unknown", _("Ranah ini tidak ada lagi."), field="domain"))
    return _save(row, _put(asked, part, instead_of, domain), by, kind, part.code)


def _put(definition: Definition, part: Part, instead_of: str, domain: str) -> Definition:
    if isinstance(part, Scale):
        return put_scale(definition, part, instead_of=instead_of)
    if isinstance(part, Domain):
        return put_domain(definition, part, instead_of=instead_of)
    return put_question(definition, part, domain=domain, instead_of=instead_of)


@transaction.atomic
def arrange_part(*, version: InstrumentVersion, kind: str, code: str, do: Do, by: Actor) -> InstrumentVersion:
    """Move a part of a draft up or down, or remove it; one that is gone already changes nothing. Raises NotAllowed,
    RuleViolation."""
    row = draft_to_change(version, by)
    if part_of(row.questionnaire, kind, code) is None:
        return row
    return _save(row, arrange(row.questionnaire, kind, code, do), by, kind, code)


def _save(row: InstrumentVersion, definition: Definition, by: Actor, kind: str, code: str) -> InstrumentVersion:
    row.definition = document_of(definition)
    row.save(update_fields=["definition", "updated_at"])
    record("instrument.edit", row, by=by, data={"part": kind, "code": code})
    return InstrumentVersion.objects.get(pk=row.pk)


@transaction.atomic
def discard_version(*, version: InstrumentVersion, by: Actor) -> None:
    """Throw a draft away. Raises NotAllowed, RuleViolation for a version that was published."""
    row = draft_to_change(version, by)
    record("instrument.discard", row, by=by, data={"instrument": row.instrument_id, "number": row.number})
    row.delete()
