"""The addresses that an institution wants told; a new secret is shown on the answer to its form, and never again."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atensi.errors import RuleViolation
from atensi.forms import told_once
from atensi.paging import page_by

from .forms import WebhookForm
from .models import Webhook, WebhookDelivery
from .services.keeping import register_webhook, resend_delivery, switch_webhook

ON = "nyala"


@require_http_methods(["GET", "HEAD", "POST"])
def webhook_list(request: HttpRequest) -> HttpResponse:
    """Register one for the acting institution, and see what is registered."""
    form, secret = told_once(WebhookForm(request.POST or None), partial(register_webhook, by=request.actor))
    own = Webhook.objects.visible_to(request.user).filter(institution_id=request.actor.institution_id)
    context = {"form": form, "secret": secret, "institution": request.membership.institution, "webhooks": own}
    return render(request, "webhooks/list.html", context, status=422 if form.errors else 200)


@require_GET
def webhook_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One address and the log of what was sent to it, newest first."""
    webhook = get_object_or_404(Webhook.objects.visible_to(request.user).select_related("off_by"), pk=pk)
    page = page_by("pk", webhook.deliveries.all(), request.GET, newest_first=True)
    context = {"webhook": webhook, "page": page, "words": page.words(_("kiriman")), "on": ON}
    return render(request, "webhooks/detail.html", context)


@require_POST
def webhook_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On when the form says so, off else."""
    webhook = get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk)
    on = request.POST.get(ON) == "1"
    switch_webhook(webhook=webhook, on=on, by=request.actor)
    messages.success(request, _("Webhook dinyalakan.") if on else _("Webhook dimatikan."))
    return redirect("webhooks:detail", pk)


@require_POST
def delivery_resend(request: HttpRequest, pk: int) -> HttpResponse:
    rows = WebhookDelivery.objects.visible_to(request.user).select_related("webhook")
    delivery = get_object_or_404(rows, pk=pk)
    try:
        resend_delivery(delivery=delivery, by=request.actor)
    except RuleViolation as violation:
        messages.error(request, " ".join(str(problem.text) for problem in violation.problems))
    else:
        messages.success(request, _("Kiriman diulang dalam setengah menit."))
    return redirect("webhooks:detail", delivery.webhook_id)
