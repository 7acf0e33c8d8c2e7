"""What stands against recording a prevention activity."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.models import Region
from atensi.reference.workdays import today_in
from institutions.models import Institution

from ..prevention import districts_around

MOST = 1_000_000  # people of an age and sex whom one activity reaches


def prevention_problems(
    institution: Institution,
    *,
    title: str,
    place: str,
    region: Region,
    held_on: date,
    reach: Mapping[tuple[str, str], int],
) -> list[Problem]:
    """It has been, where the institution works, and it reached somebody. One query."""
    problems = []
    if not title.strip() or not place.strip():
        text = _("Tuliskan judul kegiatan dan tempatnya.")
        problems.append(Problem("prevention_without_words", text, field="title"))
    if held_on > today_in(institution.region):
        problems.append(Problem("date_ahead", _("Tanggal ini belum tiba. Periksa tahunnya."), field="held_on"))
    if not districts_around(institution).filter(pk=region.pk).exists():
        text = _("Pilih kecamatan di wilayah lembaga Anda.")
        problems.append(Problem("prevention_elsewhere", text, field="region"))
    if not any(reach.values()) or any(not 0 <= n <= MOST for n in reach.values()):
        text = _("Isi berapa orang yang dijangkau, sedikitnya satu dan paling banyak sejuta tiap kelompok.")
        problems.append(Problem("prevention_without_reach", text, field="reach"))
    return problems
