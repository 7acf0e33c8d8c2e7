from django.core.management.base import BaseCommand

from atensi.reference.loading import load_all


class Command(BaseCommand):
    help = "Load official regions, code lists, holidays and what other rooms add. Running it again changes nothing."

    def handle(self, *args, **options):
        for part in load_all():
            if options["verbosity"] and (part.did_something or options["verbosity"] > 1):
                self.stdout.write(
                    f"{part.label}: {part.created} new, {part.changed} changed, {part.unchanged} as they were"
                )
