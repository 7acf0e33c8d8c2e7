"""What an administrator keeps in order: papers that run out, mail that does not arrive, offices and accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accreditation.clocks import CERTIFICATE
from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.deadlines.hooks import clock_named
from atensi.deadlines.models import Deadline
from atensi.deadlines.own import LICENCE, REGISTRATION
from atensi.language import counted
from atensi.notices.models import Delivery
from cases.desk_requests import left_unread
from institutions.models import Institution, Membership
from institutions.states import OFFICE_ROLES, SOCIAL_OFFICES
from referrals.models import PlacementExtension

from .rows import DECISION, LIMIT, PLANNED, ROUTINE, SAFETY, Task

PERMIT_DAYS = 90
PERMITS = (LICENCE.code, CERTIFICATE.code)
LACKS_OVERSEER = (
    _("Belum ada penyelia: %(office)s"),
    _("Laporan yang masuk ke sana tidak ada yang menugaskan."),
    ROUTINE,
)
LACKS_SIGNER = (
    _("Perlu pejabat pemutus lain: %(office)s"),
    _("Perpanjangan menunggu; yang meminta atau mencatat tinjauannya tidak menandatangani."),
    DECISION,
)


def parked_mail(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Mail to people of one's institutions that could not be delivered, as one line."""
    count = Delivery.objects.visible_to(user).parked().count()
    if count:
        yield Task(
            today,
            counted("%(n)d pemberitahuan tidak sampai", n=count),
            str(_("Surel atau pesan tertahan; alamatnya perlu diperiksa.")),
            reverse("notices:parked"),
            _("Periksa"),
            weight=DECISION,
        )


def permits(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Licences and certificates of the homes one keeps that ran out or will within three months (domain.md 7)."""
    yield from _permits(Deadline.objects.filter(holder__in=Institution.objects.kept_by(user)))


def own_permits(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """The same of one's own home: placements stop when they run out."""
    yield from _permits(Deadline.objects.filter(holder_id=actor.institution_id))


def _permits(rows: QuerySet[Deadline]) -> Iterable[Task]:
    near = rows.filter(clock__in=PERMITS).ahead(PERMIT_DAYS).select_related("holder__region")
    for row in near.order_by("due_at", "pk")[:LIMIT]:
        assert row.holder is not None
        yield Task(
            row.due_on,
            _("%(what)s: %(home)s") % {"what": clock_named(row.clock).label, "home": row.holder},
            row.reference,
            reverse("institutions:detail", args=[row.holder_id]),
            _("Buka"),
            weight=ROUTINE,
            zone=row.holder.region.time_zone,
        )


def registrations(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Registration certificates of the social workers one keeps that ran out or will within three months."""
    kept = Deadline.objects.filter(clock=REGISTRATION.code, holder__in=Institution.objects.kept_by(user))
    near = kept.ahead(PERMIT_DAYS).select_related("worker", "holder__region")
    for row in near.order_by("due_at", "pk")[:LIMIT]:
        assert row.holder is not None
        yield Task(
            row.due_on,
            _("STR berakhir: %(who)s") % {"who": row.worker},
            str(row.holder),
            reverse("institutions:person_detail", args=[row.worker_id]),
            _("Buka"),
            weight=ROUTINE,
            zone=row.holder.region.time_zone,
        )


def offices_lacking_people(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Offices where nobody supervises or decides, so that a report that comes in there waits for nobody; and those
    where a longer placement waits and no decider may sign it (four eyes): another one is to be appointed. Which
    placement, their administrator does not learn."""
    overseers = Membership.objects.current().filter(institution=OuterRef("pk"), role__in=OFFICE_ROLES)
    stuck = Q(pk__in=PlacementExtension.objects.without_signer().values("office"))
    kept = Institution.objects.kept_by(user).active().filter(kind__in=SOCIAL_OFFICES).annotate(lacks_signer=stuck)
    for office in kept.filter(~Exists(overseers) | stuck).order_by("region_id")[:LIMIT]:
        title, context, weight = LACKS_SIGNER if office.lacks_signer else LACKS_OVERSEER
        page = reverse("institutions:membership_create", args=[office.pk])
        yield Task(today, title % {"office": office}, str(context), page, _("Tambah orang"), weight=weight)


def sentra_lacking_intake(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Sentra whose last intake officer is gone while requests wait at their desk: somebody is to be appointed. Whose
    requests, their administrator does not learn."""
    for sentra in left_unread(Institution.objects.kept_by(user)).order_by("name", "pk")[:LIMIT]:
        yield Task(
            today,
            _("Belum ada petugas penerima: %(sentra)s") % {"sentra": sentra},
            counted("%(n)d permintaan SERASI menunggu di mejanya dan tidak dibaca siapa pun.", n=sentra.waiting),
            reverse("institutions:membership_create", args=[sentra.pk]),
            _("Tambah orang"),
            weight=SAFETY,
        )


def idle_accounts(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Accounts that are open though their person has no work here any more."""
    running = Membership.objects.running().filter(user=OuterRef("pk"))
    once = Membership.objects.visible_to(user).filter(user=OuterRef("pk"))
    idle = User.objects.filter(Exists(once), ~Exists(running), is_active=True)
    for person in idle.order_by("name", "pk")[:LIMIT]:
        yield Task(
            today,
            _("Akun tanpa tugas: %(who)s") % {"who": person},
            str(_("Keanggotaannya sudah berakhir, akunnya masih terbuka.")),
            reverse("institutions:person_detail", args=[person.pk]),
            _("Periksa"),
            weight=PLANNED,
        )
