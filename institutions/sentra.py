"""The ministry's 31 units (Sentra, domain.md 10.1): a starting point that their administrators edit."""

import csv
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction

from atensi.audit.actor import system_actor
from atensi.reference.loaders import Loaded
from atensi.reference.models import Region

from .services.institutions import create_institution
from .states import Kind, TargetGroup

FILE = Path(__file__).parent / "data" / "sentra.csv"
KEY = "sentra:"


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _list(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


@transaction.atomic
def load_sentra() -> Loaded:
    """Add the units that were never loaded. One that exists is left as it is, whatever has been edited since: its
    lasting key is the name of its group. Places are unknown and start at 0; units are multifunction (domain.md 1).

    Needs the regions.
    """
    present = set(Group.objects.filter(name__startswith=KEY).values_list("name", flat=True))
    missing = [row for row in rows() if KEY + row["code"] not in present]
    regions = Region.objects.exclude(level=Region.Level.DISTRICT).in_bulk() if missing else {}
    for row in missing:
        create_institution(
            kind=Kind.SENTRA,
            name=row["name"],
            region=regions[row["regency"]],
            coverage=[regions[code] for code in _list(row["coverage_provinces"])],
            former_names=_list(row["former_names"]),
            target_groups=list(TargetGroup.values),
            group_name=KEY + row["code"],
            by=system_actor(),
        )
    return Loaded("sentra", "Sentra", created=len(missing), changed=0, kept=len(present))
