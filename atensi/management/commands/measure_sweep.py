import json

from django.core.management.base import BaseCommand

from atensi.measured import sweeping


class Command(BaseCommand):
    help = "One part of the measurement of the sweep, in a process of its own; script/bench runs the parts in turn."

    def add_arguments(self, parser):
        parser.add_argument("part", choices=["placements", "raw", "raw-nothing", "raw-tell", "sweep", "tell", "awaken"])
        parser.add_argument("--count", type=int, default=0)

    def handle(self, *args, **options):
        self.stdout.write(json.dumps(self.run(options["part"], options["count"])))

    def run(self, part, count):
        if part in sweeping.WORKS:
            return sweeping.run_ours(sweeping.WORKS[part])
        if part == "placements":
            sweeping.add_placements(count)
            sweeping.forget(sweeping.FORGET_REVIEWS)
        if part == "awaken":
            sweeping.forget(sweeping.AWAKEN)
            sweeping.vacuum("deadlines_deadline")
        if part == "raw":
            return self.tried([sweeping.RAW_REVIEWS, sweeping.RAW_DEADLINES], sweeping.FORGET_REVIEWS)
        if part == "raw-nothing":
            return sweeping.run_raw(sweeping.RAW_NOTHING)
        if part == "raw-tell":
            statements = [sweeping.RAW_NOTICES, sweeping.RAW_DELIVERIES, sweeping.RAW_STEPS]
            figures = self.tried(statements, sweeping.AWAKEN, sweeping.FORGET_NOTICES)
            sweeping.vacuum("deadlines_deadline")
            return figures
        return {}

    def tried(self, statements, *afterwards):
        """Run, and put everything back as it was."""
        figures = sweeping.run_raw(*statements)
        for statement in afterwards:
            sweeping.forget(statement)
        return figures
