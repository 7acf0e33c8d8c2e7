"""Where each room's pages begin. URL paths are Indonesian, names English; nobody imports this module."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from accreditation import api as accreditation
from atensi import health, views
from atensi.api import pages
from atensi.deadlines import api as deadlines
from atensi.instruments import api as instruments
from atensi.notices import api as notices
from atensi.reference import api as reference
from atensi.webhooks import api as webhooks

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler429 = views.too_many_requests
handler500 = views.server_error

api = [
    path("schema/", pages.description, name="schema"),
    path("docs/", pages.docs, name="docs"),
    path("docs/<str:room>/", pages.docs_of_room, name="docs_of_room"),
    path("codes", reference.Codes.as_view(), name="codes"),
    path("regions", reference.Regions.as_view(), name="regions"),
    path("instruments", instruments.Instruments.as_view(), name="instruments"),
    path("instruments/<int:pk>", instruments.InstrumentDetail.as_view(), name="instrument"),
    path("notices", notices.Notices.as_view(), name="notices"),
    path("notices/<int:pk>/open", notices.NoticeOpen.as_view(), name="notice_open"),
    path("notices/open", notices.NoticesOpen.as_view(), name="notices_open"),
    path("notices/channels", notices.NoticeChannels.as_view(), name="notice_channels"),
    path("deliveries", notices.DeliveriesParked.as_view(), name="deliveries"),
    path("deliveries/<int:pk>/retry", notices.DeliveryRetry.as_view(), name="delivery_retry"),
    path("deliveries/<int:pk>/drop", notices.DeliveryDrop.as_view(), name="delivery_drop"),
    path("calendar-links", deadlines.Feeds.as_view(), name="calendar_links"),
    path("calendar-links/<int:pk>/revoke", deadlines.FeedRevocation.as_view(), name="calendar_link_revoke"),
    path("webhooks", webhooks.Webhooks.as_view(), name="webhooks"),
    path("webhooks/<int:pk>", webhooks.WebhookDetail.as_view(), name="webhook"),
    path("webhooks/<int:pk>/switch", webhooks.WebhookSwitch.as_view(), name="webhook_switch"),
    path("webhooks/<int:pk>/deliveries", webhooks.WebhookDeliveries.as_view(), name="webhook_deliveries"),
    path("webhook-deliveries/<int:pk>/resend", webhooks.WebhookResend.as_view(), name="webhook_resend"),
    path("deadlines", deadlines.Deadlines.as_view(), name="deadlines"),
    path("institutions/<int:pk>/certificates", accreditation.Certificates.as_view(), name="certificates"),
    path("certificates/<int:pk>", accreditation.CertificateDetail.as_view(), name="certificate"),
    path("", include("institutions.api.urls")),
    path("", include("cases.api.urls")),
    path("", include("meetings.api_urls")),
    path("", include("carers.api.urls")),
    path("", include("referrals.api.urls")),
    path("", include("living.api_urls")),
    path("", include("reports.api_urls")),
]
urlpatterns = [
    path("api/v1/", include((api, "api"))),
    path("akun/token/", include("atensi.tokens.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("akun/", include("atensi.accounts.urls")),
    path("bahasa/", login_not_required(set_language), name="set_language"),
    path("bantuan/", views.help_page, name="help"),
    path("bantuan/<slug:slug>/", views.guide, name="guide"),
    path("perlindungan-data/", views.data_protection, name="data_protection"),
    path("draf/", include("atensi.drafts.urls")),
    path("pemberitahuan/", include("atensi.notices.urls")),
    path("kasus/", include("cases.urls")),
    path("laporan/", include("cases.desk_urls")),
    path("serasi/", include("cases.serasi_urls")),
    path("rapat/", include("meetings.urls")),
    path("pengasuh/", include("carers.urls")),
    path("rujukan/", include("referrals.urls")),
    path("rumah/", include("living.urls")),
    path("periksa/", include("referrals.verification_urls")),
    path("", include("atensi.deadlines.urls")),  # before the settings: "pengaturan/jam/" is no setting
    path("pengaturan/instrumen/", include("atensi.instruments.urls")),
    path("pengaturan/webhook/", include("atensi.webhooks.urls")),
    path("", include("institutions.urls")),
    path("lembaga/", include("accreditation.urls")),
    path("", include("reports.urls")),
]
