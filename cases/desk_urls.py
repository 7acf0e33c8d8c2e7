"""Pages of the report desk."""

from django.urls import path

from .views import incoming

app_name = "desk"
urlpatterns = [
    path("", incoming.report_list, name="report_list"),
    path("baru/", incoming.report_create, name="report_create"),
    path("kecamatan/", incoming.districts, name="districts"),
    path("<int:pk>/", incoming.report_detail, name="report"),
    path("<int:pk>/tugaskan/", incoming.report_assign, name="report_assign"),
    path("<int:pk>/alihkan/", incoming.report_pass_on, name="report_pass_on"),
    path("<int:pk>/tutup/", incoming.report_close, name="report_close"),
]
