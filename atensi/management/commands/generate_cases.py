import re
import sys
from datetime import date, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from atensi.demo.world import PASSWORD
from atensi.generated.making import CannotGenerate, generate
from atensi.generated.months import PRESETS, USUAL, YEARS_BACK, Plan, month_after
from atensi.generated.shown import sign_ins

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
COUNT = re.compile(r"(\d{4})-(0[1-9]|1[0-2]):([A-Z_]+)=(\d+)")


class Command(BaseCommand):
    help = "Fill an empty database with a made-up nation of any number of cases, by COPY; run with the owner's URL."

    def add_arguments(self, parser):
        parser.add_argument("--cases", type=int, help="how many cases (with a preset: its sum)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed and day give the same nation")
        parser.add_argument("--events", type=int, help="audit events in all, at least")
        parser.add_argument("--months", help="open all cases within these months: 2020-06..2020-08")
        parser.add_argument("--count", action="append", default=[], help="exactly so many: 2020-06:JUSTICE=3555")
        parser.add_argument("--homes", type=int, default=0, help="institutions beside those that children live in")
        parser.add_argument("--preset", choices=sorted(PRESETS), help="exact numbers that are known")

    def handle(self, *args, **options):
        try:
            plan = plan_of(options)
            made = generate(plan, seed=options["seed"], events=options["events"], homes=options["homes"], tell=tell)
        except (CannotGenerate, ValueError) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            f"{made.cases:,} kasus, {made.rows:,} baris dalam {made.writing_seconds:.1f} detik "
            f"({made.rows / made.writing_seconds:,.0f} baris/detik), indeks dalam {made.indexing_seconds:.1f} detik; "
            f"{made.events:,} peristiwa jejak; "
            f"{made.deadlines:,} tenggat dan {made.notices:,} pemberitahuan dalam {made.following_seconds:.1f} detik."
        )
        for person in sign_ins():
            self.stdout.write(f"{person.part:<9} {person.username:<20} {PASSWORD}  {person.cases:,} kasus")


def tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def plan_of(options) -> Plan:
    """What the options ask for. Raises ValueError, in words."""
    exact = PRESETS[options["preset"]]() if options["preset"] else {}
    for text in options["count"]:
        found = COUNT.fullmatch(text)
        if not found or found[3] not in USUAL:
            raise ValueError(f"--count {text}: tulis 2020-06:JUSTICE=3555.")
        exact.setdefault((int(found[1]), int(found[2])), {})[found[3]] = int(found[4])
    first, last = days_of(options["months"])
    plan = Plan(options["cases"] or 0, first, last, exact)
    cases = plan.cases or plan.exact_total
    if cases < max(10, plan.exact_total):
        raise ValueError(f"--cases: sekurang-kurangnya {max(10, plan.exact_total)}.")
    return Plan(cases, first, last, exact)


def days_of(months: str | None) -> tuple[date, date]:
    """First and last day of "2020-06..2020-08"; without it the last three years up to yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if not months:
        return yesterday.replace(day=1, year=yesterday.year - YEARS_BACK), yesterday
    ends = [MONTH.fullmatch(part) for part in months.split("..")]
    if not all(ends):
        raise ValueError(f"--months {months}: tulis 2020-06..2020-08.")
    first, last = (date(int(end[1]), int(end[2]), 1) for end in (ends[0], ends[-1]))
    last = date(*month_after((last.year, last.month), 1), 1) - timedelta(days=1)
    if not first <= last <= yesterday:
        raise ValueError(f"--months {months}: bulan harus berurutan dan sudah lewat.")
    return first, last
