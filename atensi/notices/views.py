"""A person's notices, by which channels they want to be told, and what could not be delivered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atensi.audit.services import record, record_view
from atensi.paging import page_by

from .forms import ChoicesForm
from .kinds import NOTICE_KINDS
from .models import Delivery, Notice
from .permissions import can_keep_deliveries
from .reach import Reach, channels_configured, reach_of
from .services import mark_all_opened, mark_opened
from .services.choices import choose_channels
from .services.parked import drop_delivery, retry_delivery
from .states import Channel
from .subjects import words_of

CAP = 100  # one more than the bell says in figures
TAB, ALL = "status", "semua"


def unread_count(request: HttpRequest) -> int:
    """What the bell shows, up to `CAP`; one query, answered from the index."""
    return Notice.objects.visible_to(request.user).unread().order_by()[:CAP].count()


@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    """The person's notices, newest first: the unread, or all."""
    shows_all = request.GET.get(TAB) == ALL
    mine = Notice.objects.visible_to(request.user)
    page = page_by("created_at", mine if shows_all else mine.unread(), request.GET, newest_first=True)
    words = words_of(request.user, page.rows)
    context = {
        "page": page,
        "rows": [(notice, words.get(notice.subject, "")) for notice in page.rows],
        "shows_all": shows_all,
        "words": page.words(_("pemberitahuan")),
        "parked": _parked_count(request),
    }
    response = render(request, "notices/list.html", context)
    record("notice.list", "list:notices", by=request.actor, seen=sorted(words))
    return response


def _parked_count(request: HttpRequest) -> int | None:
    """For administrators, how many deliveries wait for them; None for everybody else."""
    if not can_keep_deliveries(request.actor):
        return None
    return Delivery.objects.visible_to(request.user).parked().order_by()[:CAP].count()


@require_GET
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """On to where the matter is dealt with; that it was opened is the receipt."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    mark_opened(notice=notice, by=request.actor)
    return redirect(notice.path)


@require_POST
def open_all(request: HttpRequest) -> HttpResponse:
    mark_all_opened(by=request.actor)
    messages.success(request, _("Semua pemberitahuan ditandai sudah dibaca."))
    return redirect("notices:list")


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """By which channels the person wants to be told besides this application."""
    reach = reach_of([request.user.pk]).get(request.user.pk)
    form = ChoicesForm(reach=reach) if reach and reach.offered else None
    if form and request.method == "POST":
        form = ChoicesForm(request.POST, reach=reach)
        if form.is_valid():
            choose_channels(wanted=form.wanted, by=request.actor)
            messages.success(request, _("Pilihan tersimpan."))
            return redirect("notices:choices")
    return render(request, "notices/choices.html", _choices_context(form, reach))


def _choices_context(form: ChoicesForm | None, reach: Reach | None) -> dict[str, Any]:
    required = {kind.label: kind.source for kind in NOTICE_KINDS.values() if kind.is_required}
    lacks_phone = bool(reach) and Channel.GATEWAY in channels_configured() and not reach.facts.phone
    return {
        "form": form,
        "required": sorted(required.items()),
        "lacks_phone": lacks_phone,
        "quiet": reach.facts if reach and reach.facts.quiet_from != reach.facts.quiet_until else None,
    }


@require_GET
def parked(request: HttpRequest) -> HttpResponse:
    """What could not be delivered to the people that the administrator keeps, and why."""
    rows = Delivery.objects.visible_to(request.user).parked().select_related("notice__recipient")
    page = page_by("pk", rows, request.GET, newest_first=True)
    context = {"page": page, "words": page.words(_("pengiriman"))}
    response = render(request, "notices/parked.html", context)
    record_view("delivery.list_parked", "list:deliveries", by=request.actor, shown=page.rows)
    return response


@require_POST
def delivery_retry(request: HttpRequest, pk: int) -> HttpResponse:
    retry_delivery(delivery=get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk), by=request.actor)
    messages.success(request, _("Pengiriman dicoba lagi."))
    return redirect("notices:parked")


@require_POST
def delivery_drop(request: HttpRequest, pk: int) -> HttpResponse:
    drop_delivery(delivery=get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk), by=request.actor)
    messages.success(request, _("Pengiriman dibatalkan. Pemberitahuannya tetap ada di halaman penerima."))
    return redirect("notices:parked")
