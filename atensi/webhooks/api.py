"""The addresses that an institution wants told, and what was sent to them."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form

from .models import Webhook, WebhookDelivery
from .services.keeping import register_webhook, resend_delivery, switch_webhook


class WebhookShown(serializers.ModelSerializer):
    class Meta:
        model = Webhook
        fields = ("id", "url", "is_on", "created_at", "off_at")


class WebhookMade(WebhookShown):
    """`secret`: signs every delivery; told this once, empty where a repeated key asks again."""

    told_once = ("secret",)
    secret = serializers.CharField(allow_blank=True)

    class Meta(WebhookShown.Meta):
        fields = (*WebhookShown.Meta.fields, "secret")


class DeliveryShown(serializers.ModelSerializer):
    case = serializers.IntegerField(source="case_id")

    class Meta:
        model = WebhookDelivery
        fields = (
            *("id", "event_id", "kind", "case", "state", "attempts", "status", "last_error", "created_at"),
            *("next_try_at", "sent_at"),
        )


class WebhookSent(serializers.Serializer):
    url = serializers.CharField(max_length=300)


class SwitchSent(serializers.Serializer):
    """Off: what waits is dropped."""

    on = serializers.BooleanField()


class WebhookView(ApiView):
    def webhook(self, pk: int) -> Webhook:
        return get_object_or_404(Webhook.objects.visible_to(self.request.user), pk=pk)


class Webhooks(ApiView):
    @operation("Webhooks of the institution acted for", page_form(WebhookShown), query=PageQuery)
    def get(self, request):
        own = Webhook.objects.visible_to(request.user).filter(institution_id=request.actor.institution_id)
        return self.page(WebhookShown, own, field="pk")

    @operation("Register an address; its secret is told this once", WebhookMade, takes=WebhookSent, status=201)
    def post(self, request):
        made, _secret = register_webhook(by=request.actor, **self.given(WebhookSent))
        return self.done(WebhookMade, made, 201)


class WebhookDetail(WebhookView):
    @operation("One webhook", WebhookShown)
    def get(self, request, pk):
        return self.plain_row(WebhookShown, self.webhook(pk))


class WebhookSwitch(WebhookView):
    @operation("Tell the address no more, or again", WebhookShown, takes=SwitchSent)
    def post(self, request, pk):
        webhook = self.webhook(pk)
        switched = switch_webhook(webhook=webhook, by=request.actor, **self.given(SwitchSent))
        return self.done(WebhookShown, switched)


class WebhookDeliveries(WebhookView):
    @operation("What was sent to an address, newest first", page_form(DeliveryShown), query=PageQuery)
    def get(self, request, pk):
        return self.page(DeliveryShown, self.webhook(pk).deliveries.all(), field="pk", newest_first=True)


class WebhookResend(ApiView):
    @operation("Send once more what was given up", DeliveryShown)
    def post(self, request, pk):
        rows = WebhookDelivery.objects.visible_to(request.user).select_related("webhook")
        delivery = get_object_or_404(rows, pk=pk)
        return self.done(DeliveryShown, resend_delivery(delivery=delivery, by=request.actor))
