import json
import sys

from django.core.management.base import BaseCommand

from atensi.measured.acts import ACTS, measure_acts
from atensi.measured.labelled import LABELLED, measure_labelled
from atensi.measured.measuring import measure
from atensi.measured.recall import RECALLED, measure_recall


class Command(BaseCommand):
    help = "Measure the pages of a generated data set against a running site; script/bench runs it."

    def add_arguments(self, parser):
        parser.add_argument("base", help="http://127.0.0.1:8117")
        parser.add_argument("jobs", nargs="+")

    def handle(self, *args, **options):
        figures = measure(options["base"], set(options["jobs"]), lambda line: sys.stderr.write(f"{line}\n"))
        acts = measure_acts() if ACTS in options["jobs"] else []
        recall = measure_recall() if RECALLED in options["jobs"] else []
        labelled = measure_labelled() if LABELLED in options["jobs"] else []
        told = {"pages": figures, "acts": acts, "recall": recall, "labelled": labelled}
        self.stdout.write(json.dumps(told))
