from django.core.management.base import BaseCommand

from atensi.accounts.models import User
from atensi.demo.world import PASSWORD, SHOWN


class Command(BaseCommand):
    help = "Print the demo's sign-ins, nothing when the demo is not loaded."

    def handle(self, *args, **options):
        people = {user.username: user for user in User.objects.filter(username__in=SHOWN).order_by("pk")}
        for username in SHOWN:
            user = people.get(username)
            if user is None or not user.check_password(PASSWORD):
                continue
            membership = user.memberships.current().select_related("institution").first()
            self.stdout.write(f"{username:<10} {PASSWORD}  {user.name}: {membership}")
