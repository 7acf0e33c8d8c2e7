from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from atensi.audit.seals import seal_day


class Command(BaseCommand):
    help = "Seal today's audit heads now, as the hourly task does; for set-up and backups."

    def handle(self, *args, **options):
        path = seal_day()
        self.stdout.write(_("disegel: %(path)s") % {"path": path} if path else _("hari ini sudah disegel"))
