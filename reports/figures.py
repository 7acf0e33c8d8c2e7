"""The few figures beside the work of today. Each is one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accreditation.models import Certificate
from atensi.audit.actor import Actor
from cases.models import AftercareVisit, Case, CaseResponse, IncomingReport, Reentry
from cases.states import OPEN_INCOMING, IncomingState
from institutions.models import Institution
from institutions.parameters import value_for
from institutions.states import LICENSED, OFFICE_ROLES, Kind, Role
from referrals.clocks import EXISTING, REVIEW
from referrals.models import Placement
from referrals.states import Title

from .numbers.asking import ALL, USUAL_MONTHS, months_between
from .numbers.reading import first_and_last_month, last_counting, limit_in_force, published_numbers
from .numbers.suppression import PROVINCE_DIGITS
from .services.counting import REGENCY_DIGITS
from .work import cases_of, due


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, and where it leads. total: "of how many", where that says more."""

    label: str | Promise
    value: int | str
    total: int | None = None
    url: str = ""


def figures_for(user, actor: Actor) -> list[Figure]:
    """The figures of the acting role."""
    if actor.role in {Role.INTAKE_OFFICER, Role.LKSA_STAFF}:
        return [_places(actor), *_review_figures(user, actor)]
    if actor.role == Role.ADMINISTRATOR:
        return _papers(actor)
    if actor.role == Role.HOTLINE_OPERATOR:
        return _calls(user, actor)
    if actor.role == Role.ANALYST:
        return _as_published(_office(actor))
    own = [_open_cases(user, actor), *_responses(user, actor), *_review_figures(user, actor)]
    return [*own, _reentries(actor), *_below(_office(actor))] if actor.role in OFFICE_ROLES else own


def _office(actor: Actor) -> Institution:
    return Institution.objects.select_related("region").get(pk=actor.institution_id)


def _below(office: Institution) -> list[Figure]:
    """What a province watches over lies with its regencies: its own office has few cases or none."""
    return _as_published(office) if office.kind == Kind.DINAS_PROVINCE else []


def _open_cases(user, actor: Actor) -> Figure:
    return Figure(_("Kasus terbuka"), cases_of(user, actor).count(), url=reverse("cases:list"))


def _responses(user, actor: Actor) -> list[Figure]:
    """Responses of the last 30 days and how many had their first contact in time (domain.md 9)."""
    is_worker = actor.role == Role.FIELD_SOCIAL_WORKER
    recent = CaseResponse.objects.scopes(user)["mine" if is_worker else "office"].filter(
        office_id=actor.institution_id, received_at__gte=timezone.now() - timedelta(days=30)
    )
    if is_worker:
        recent = recent.filter(logged_by=user)
    counts = recent.aggregate(
        answered=Count("pk", filter=Q(first_contact_at__isnull=False)),
        in_time=Count("pk", filter=Q(first_contact_at__lte=F("first_contact_due_at"))),
    )
    return [Figure(_("Kontak pertama tepat waktu, 30 hari"), counts["in_time"], counts["answered"])]


def _reentries(actor: Actor) -> Figure:
    """Children whom the office sent home within a year and who came back, of all whom it sent home (domain.md 5.3)."""
    since = timezone.localdate() - timedelta(days=365)
    # The last homecoming of each case, looked up case by case: joined, it would read those of all offices.
    last = AftercareVisit.objects.filter(case=OuterRef("pk")).order_by("-home_on").values("home_on")[:1]
    home = Case.objects.filter(office_id=actor.institution_id).annotate(home_on=Subquery(last))
    back = Reentry.objects.filter(former__office_id=actor.institution_id, home_on__gte=since)
    children = home.filter(home_on__gte=since).values("beneficiary").distinct().count()
    returned = back.aggregate(n=Count("beneficiary", distinct=True))["n"]
    return Figure(_("Masuk kembali setelah pulang, setahun"), returned, children, reverse("reentry_list"))


def _review_figures(user, actor: Actor) -> list[Figure]:
    placed = Placement.objects.open().filter(case__in=cases_of(user, actor), base="RESIDENTIAL")
    return [
        Figure(
            _("Tinjauan lewat waktu"), due(user, actor, REVIEW).late().count(), url=reverse("referrals:review_list")
        ),
        Figure(_("Anak di luar keluarga"), placed.count()),
        *_existing(placed, due(user, actor, EXISTING)),
    ]


def _existing(placed, owing) -> list[Figure]:
    """Children entered without a decision because they lived there already, and of them those whose referral is late
    (design.md 4); none, no figure."""
    late = Q(pk__in=owing.late().values("subject_id"))
    counts = placed.filter(title=Title.EXISTING).aggregate(all=Count("pk"), late=Count("pk", filter=late))
    if not counts["all"]:
        return []
    return [
        Figure(_("Sudah tinggal, belum ada keputusan"), counts["all"]),
        Figure(_("Sudah tinggal, rujukan ke Dinas lewat waktu"), counts["late"], counts["all"]),
    ]


def _places(actor: Actor) -> Figure:
    """Places taken, of those the institution has."""
    institution = Institution.objects.get(pk=actor.institution_id)
    taken = Placement.objects.open().filter(institution=institution, base="RESIDENTIAL").count()
    return Figure(_("Tempat terisi"), taken, institution.places, reverse("institutions:detail", args=[institution.pk]))


def _papers(actor: Actor) -> list[Figure]:
    """Licences and certificates in the office's area that run out soon (domain.md 7, 13)."""
    office = Institution.objects.get(pk=actor.institution_id)
    area = office.region_id[:2] if office.kind == Kind.DINAS_PROVINCE else office.region_id
    soon = timezone.localdate() + timedelta(days=30 * value_for("accreditation_reminder_months", office))
    homes = Institution.objects.active().filter(kind__in=LICENSED, region__code__startswith=area)
    covered = Certificate.objects.filter(institution__in=homes, valid_until__gte=soon).values("institution").distinct()
    return [
        Figure(_("Lembaga di wilayah ini"), homes.count(), url=reverse("institutions:list")),
        Figure(
            _("Izin habis atau hampir habis"),
            homes.filter(Q(licence_valid_until=None) | Q(licence_valid_until__lt=soon)).count(),
        ),
        Figure(_("Akreditasi habis atau hampir habis"), homes.count() - covered.count()),
    ]


def _calls(user, actor: Actor) -> list[Figure]:
    """What the operator took in 30 days, and how much of it became a case response."""
    since = timezone.now() - timedelta(days=30)
    own = IncomingReport.objects.scopes(user)["own"].filter(recorded_for_id=actor.institution_id)
    counts = own.filter(received_at__gte=since).aggregate(
        all=Count("pk"),
        answered=Count("pk", filter=Q(state=IncomingState.ANSWERED)),
        late=Count("pk", filter=Q(due_at__lte=timezone.now(), state__in=OPEN_INCOMING)),
    )
    return [
        Figure(_("Laporan Anda, 30 hari"), counts["all"], url=reverse("desk:report_list")),
        Figure(_("Menjadi respon kasus"), counts["answered"], counts["all"]),
        Figure(_("Belum diambil, lewat waktu"), counts["late"]),
    ]


def _as_published(office: Institution) -> list[Figure]:
    """New cases of the office's area, the nation, a province or a regency, as the page of numbers tells them: anything
    exact beside it would undo what it hides (docs/adr/0020). Kept numbers only; no case is read."""
    area = "" if office.kind == Kind.MINISTRY else office.region_id
    area = area[:PROVINCE_DIGITS] if office.kind == Kind.DINAS_PROVINCE else area[:REGENCY_DIGITS]
    months = months_between(*first_and_last_month())[-USUAL_MONTHS:]
    found = published_numbers(months, area, limit_in_force(last_counting()))
    url = f"{reverse('reports:numbers')}?{urlencode({'sumber': ALL, 'wilayah': area})}"
    month = {"month": date_format(months[-1], "F Y"), "place": office.region.name if area else _("Indonesia")}
    return [
        Figure(_("Kasus baru di %(place)s, %(month)s") % month, str(found.of_month(months[-1])), url=url),
        Figure(_("Kasus baru di %(place)s, 12 bulan") % month, str(found.of_all()), url=url),
    ]
