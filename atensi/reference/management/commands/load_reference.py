from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from atensi.reference.loading import load_all


class Command(BaseCommand):
    help = "Load official regions, code lists, holidays and what other rooms add. Running it again changes nothing."

    def handle(self, *args, **options):
        for part in load_all():
            if options["verbosity"] and (part.did_something or options["verbosity"] > 1):
                counts = {"label": part.label, "new": part.created, "changed": part.changed, "kept": part.kept}
                self.stdout.write(_("%(label)s: %(new)d baru, %(changed)d berubah, %(kept)d tetap") % counts)
