"""The questionnaires that come with the application: data/<code>.json. A starting point that their keeper replaces."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
    """Add and publish the versions that were never loaded. One that exists stays as it is, and so does what a keeper
    published since: then the loaded one is kept as retired."""
    created = kept = 0
    for file in documents():
        instrument, _new = Instrument.objects.get_or_create(
            code=file["code"], defaults={name: file[name] for name in FACTS}
        )
        if instrument.versions.filter(number=file["number"]).exists():
            kept += 1
            continue
        publish_loaded(instrument, file)
        created += 1
    return Loaded("instruments", _("instrumen"), created=created, changed=0, kept=kept)


def publish_loaded(instrument: Instrument, file: dict[str, Any]) -> None:
    """Publish what a file holds, unless its keeper published something newer."""
    now = timezone.now()
    published = instrument.versions.published().first()
    if published and published.number < file["number"]:
        published.state, published.retired_at = VersionState.RETIRED, now
        published.save()
        published = None
    InstrumentVersion.objects.create(
        instrument=instrument,
        number=file["number"],
        definition=file["definition"],
        legal_basis=file["legal_basis"],
        state=VersionState.RETIRED if published else VersionState.PUBLISHED,
        published_at=now,
        retired_at=now if published else None,
    )
