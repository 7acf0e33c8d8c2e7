"""Where each room's pages begin. URL paths are Indonesian, names English; nobody imports this module."""

from django.urls import include, path

urlpatterns = [
    path("kasus/", include("cases.urls")),
    path("rujukan/", include("referrals.urls")),
    path("lembaga/", include("institutions.urls")),
    path("", include("reports.urls")),
]
