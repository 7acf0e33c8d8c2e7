"""The questionnaires that come with the application: data/<code>.json. A starting point that their keeper replaces."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import system_actor
from atensi.audit.services import record
from atensi.reference.loaders import Loaded

from .models import Instrument, InstrumentVersion
from .states import VersionState

DATA = Path(__file__).parent / "data"
FACTS = ("name", "name_en", "purpose", "audience")


def documents() -> list[dict[str, Any]]:
    """Each file: code, FACTS, number, legal_basis and definition."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("*.json"))]


@transaction.atomic
def load_instruments() -> Loaded:
    """Add the versions that were never loaded, and publish them where no keeper published anything (`add_loaded`). One
    that was loaded stays as it is, whatever became of it."""
    created = kept = 0
    for file in documents():
        instrument, _new = Instrument.objects.get_or_create(
            code=file["code"], defaults={name: file[name] for name in FACTS}
        )
        if was_loaded(instrument, file):
            kept += 1
            continue
        add_loaded(instrument, file)
        created += 1
    return Loaded("instruments", _("instrumen"), created=created, changed=0, kept=kept)


def was_loaded(instrument: Instrument, file: dict[str, Any]) -> bool:
    """Whether the file's version is there: under its own number, or under a later one because a keeper's had that."""
    loaded = instrument.versions.filter(created_by=None)
    return loaded.filter(Q(number=file["number"]) | Q(definition=file["definition"])).exists()


def add_loaded(instrument: Instrument, file: dict[str, Any]) -> InstrumentVersion:
    """Publish what a file holds in the place of an older file's. What a keeper published stays in force, and what one
    retired stays out of use: then the loaded one is kept as retired, to be read, for a draft of it would stand in the
    way of the keeper's own."""
    instrument = Instrument.objects.select_for_update().get(pk=instrument.pk)
    now, number = timezone.now(), free_number(instrument, file["number"])
    published = instrument.versions.published().first()
    if published and published.published_by_id is None and published.number < number:
        published.state, published.retired_at = VersionState.RETIRED, now
        published.save()
        tell("instrument.retire", published)
        published = None
    is_kept = published is not None or _was_retired_by_keeper(instrument)
    row = InstrumentVersion.objects.create(
        instrument=instrument,
        number=number,
        definition=file["definition"],
        legal_basis=file["legal_basis"],
        state=VersionState.RETIRED if is_kept else VersionState.PUBLISHED,
        published_at=now,
        retired_at=now if is_kept else None,
    )
    tell("instrument.load" if is_kept else "instrument.publish", row)
    return row


def _was_retired_by_keeper(instrument: Instrument) -> bool:
    """Whether the version that was in force last is so no more because a keeper said so."""
    retired = instrument.versions.filter(state=VersionState.RETIRED).exclude(retired_at=F("published_at"))
    last = retired.order_by("-retired_at", "-number").first()
    return last is not None and last.retired_by_id is not None


def free_number(instrument: Instrument, wanted: int) -> int:
    """The file's own number, or the next one where a keeper's version has it."""
    taken = set(instrument.versions.values_list("number", flat=True))
    return max(taken) + 1 if wanted in taken else wanted


def tell(verb: str, row: InstrumentVersion) -> None:
    """Into the trail: the system did it."""
    record(verb, row, by=system_actor(), data={"instrument": row.instrument_id, "number": row.number})
