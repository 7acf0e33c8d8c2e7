from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from atensi.audit.verify import verify

SHOWN = 200


class Command(BaseCommand):
    help = "Check every audit chain, head and daily seal; names what was changed. Exit code 1 when anything was."

    def handle(self, *args, **options):
        verdict = verify()
        for finding in verdict.findings[:SHOWN]:
            self.stdout.write(f"{finding.code} {finding.where}: {finding.text}")
        counts = {"events": verdict.events, "chains": verdict.chains, "seals": verdict.seals}
        checked = _("%(events)d peristiwa dalam %(chains)d rantai, %(seals)d segel diperiksa") % counts
        if verdict.findings:
            raise CommandError(
                _("%(checked)s; %(count)d temuan") % {"checked": checked, "count": len(verdict.findings)}
            )
        self.stdout.write(_("%(checked)s; utuh") % {"checked": checked})
