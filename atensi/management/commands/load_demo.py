from argparse import BooleanOptionalAction

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from atensi.accounts.models import User
from atensi.demo.calls import take_calls
from atensi.demo.carers import lead_to_guardian, lead_to_kin, match_child, register_carers
from atensi.demo.children import CHILDREN
from atensi.demo.closures import stop_home
from atensi.demo.living import live
from atensi.demo.meetings import meet
from atensi.demo.notices import settle_notices
from atensi.demo.serasi import take_requests
from atensi.demo.sessions import hold_sessions, prevent
from atensi.demo.stories import tell
from atensi.demo.world import build_world
from atensi.generated.crowd import gather
from referrals.services.sweep import sweep
from reports.services.counting import count_cases


class Command(BaseCommand):
    help = "Fill an empty database with three hundred synthetic children in Riau and the people who work for them."

    def add_arguments(self, parser):
        parser.add_argument(
            "--crowd",
            action=BooleanOptionalAction,
            default=True,
            help="with the 270 children around the thirty whose stories are told",
        )

    @transaction.atomic
    def handle(self, *args, **options):
        if User.objects.exists():
            raise CommandError("Basis data ini sudah berisi pengguna; data contoh hanya untuk basis data kosong.")
        world = build_world()
        for child in CHILDREN:
            tell(world, child)
        take_calls(world)
        take_requests(world)
        hold_sessions(world)
        prevent(world)
        meet(world)
        register_carers(world)
        lead_to_guardian(world)
        lead_to_kin(world)
        match_child(world)
        live(world)
        stop_home(world)
        children = len(CHILDREN) + (gather(world) if options["crowd"] else 0)
        sweep()  # what became late on the way is marked before anyone looks
        settle_notices()
        count_cases()
        self.stdout.write(f"Data contoh dimuat: {children} anak, {len(world.memberships)} petugas.")
