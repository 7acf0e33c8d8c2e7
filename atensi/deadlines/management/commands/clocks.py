from django.core.management.base import BaseCommand

from atensi.deadlines.document import FILE, path, text


class Command(BaseCommand):
    help = "Shows the table of clocks, or writes it to docs/clocks.md with --write."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help=f"write {FILE}")

    def handle(self, *args, **options):
        if options["write"]:
            path().write_text(text(), encoding="utf-8")
        else:
            self.stdout.write(text())
