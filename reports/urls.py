"""The first page of each role, who came back into care, and who has seen a case."""

from django.urls import include, path

from . import views
from .exports import views as exports
from .numbers.views import numbers

pages = [
    path("angka/", numbers, name="numbers"),
    path("unduhan/", exports.export_list, name="exports"),
    path("unduhan/<int:pk>/", exports.export_detail, name="export"),
    path("unduhan/<int:pk>/berkas/", exports.export_file, name="export_file"),
    path("unduhan/<int:pk>/sandi/", exports.export_password, name="export_password"),
    path("unduhan/<int:pk>/ulangi/", exports.export_repeat, name="export_repeat"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("", include((pages, "reports"))),
    path("kasus/masuk-kembali/", views.reentry_list, name="reentry_list"),
    path("kasus/<int:pk>/jejak/", views.case_trail, name="case_trail"),
]
