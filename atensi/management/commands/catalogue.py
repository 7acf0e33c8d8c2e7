from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from atensi.catalogue import LANGUAGE, catalogue_of, faults, messages_of, write_catalogue


class Command(BaseCommand):
    help = "Brings the English catalogue in line with the sources with --write; with --check says what it lacks."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="add new texts, empty, and drop those that went")
        parser.add_argument("--check", action="store_true", help="fail when a text is missing, empty, fuzzy or unsound")

    def handle(self, *args, **options):
        path, messages = catalogue_of(settings.BASE_DIR, LANGUAGE), messages_of(settings.BASE_DIR)
        if options["write"]:
            came, went = write_catalogue(path, LANGUAGE, messages)
            self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}: +{came} -{went}")
        found = faults(path, LANGUAGE, messages)
        self.stdout.write("\n".join(found))
        if found and options["check"]:
            raise CommandError(f"{len(found)} teks: python manage.py catalogue --write")
