from django.core.management.base import BaseCommand, CommandError

from atensi.rulebook.table import FILE, path, table


class Command(BaseCommand):
    help = (
        "Shows the table of rules, or writes it to docs/rules.md with --write, or with --check says whether it is true."
    )

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help=f"write {FILE}")
        parser.add_argument("--check", action="store_true", help=f"fail when {FILE} differs from the code")

    def handle(self, *args, **options):
        text = table()
        if options["write"]:
            path().write_text(text, encoding="utf-8")
        elif options["check"]:
            if path().read_text(encoding="utf-8") != text:
                raise CommandError(f"{FILE}: python manage.py rules --write")
        else:
            self.stdout.write(text)
