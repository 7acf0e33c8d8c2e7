"""What stands against writing down a contact of the family, a leave, and its end."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import today_in
from cases.models import ContactBan, FamilyMember
from referrals.models import Placement

from ..models import Leave

CONTACT = _("UU 35/2014 pasal 14; larangan kontak dalam berkas keluarga")


def ban_problems(members: Collection[FamilyMember], *, field: str) -> list[Problem]:
    """Nobody meets the child against a ban that is in force (hard)."""
    bans = ContactBan.objects.filter(member__in=members, lifted_at=None).select_related("member")
    return [
        Problem("contact_banned", _("Kontak dilarang: %(name)s.") % {"name": ban.member}, source=CONTACT, field=field)
        for ban in bans
    ]


def contact_problems(
    placement: Placement, *, held_on: date, members: Collection[FamilyMember], others: str
) -> list[Problem]:
    """On a day of the stay that has come, of somebody, and of nobody who may not."""
    problems = ban_problems(members, field="members")
    last = min(placement.ended_on or held_on, today_in(placement.case.office.region))
    if not placement.starts_on <= held_on <= last:
        text = _("Tanggal kontak ada di antara hari anak masuk dan hari ini.")
        problems.append(Problem("contact_outside_stay", text, field="held_on"))
    if not members and not others.strip():
        problems.append(
            Problem("contact_of_nobody", _("Pilih siapa dari keluarga, atau tulis namanya."), field="members")
        )
    return problems


def leave_problems(
    placement: Placement, *, from_on: date, until_on: date, member: FamilyMember | None, escort: str
) -> list[Problem]:
    """Of a stay that runs, one at a time, with somebody who may."""
    problems = ban_problems([member] if member else [], field="member")
    if not placement.is_open:
        problems.append(Problem("leave_after_stay", _("Anak ini tidak tinggal di sini lagi.")))
    if until_on < from_on:
        problems.append(Problem("leave_ends_before_start", _("Izin berakhir sebelum mulai."), field="until_on"))
    if from_on < placement.starts_on:
        problems.append(Problem("leave_before_stay", _("Izin mulai sebelum anak masuk."), field="from_on"))
    if member is None and not escort.strip():
        problems.append(Problem("leave_alone", _("Sebut bersama siapa anak pergi."), field="member"))
    if placement.leaves.filter(back_on=None).exists():
        problems.append(Problem("leave_open", _("Anak ini belum kembali dari izin sebelumnya.")))
    return problems


def return_problems(leave: Leave, *, back_on: date) -> list[Problem]:
    """Once, on a day from its beginning until today."""
    problems = []
    if not leave.is_out:
        problems.append(Problem("leave_returned", _("Kembalinya anak sudah dicatat.")))
    if not leave.from_on <= back_on <= today_in(leave.placement.case.office.region):
        text = _("Tanggal kembali ada di antara hari pergi dan hari ini.")
        problems.append(Problem("leave_return_day", text, field="back_on"))
    return problems
