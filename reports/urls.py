"""The first page of each role, who came back into care, and who has seen a case."""

from django.urls import include, path

from . import views
from .numbers.views import numbers

pages = ([path("", numbers, name="numbers")], "reports")

urlpatterns = [
    path("", views.home, name="home"),
    path("angka/", include(pages)),
    path("kasus/masuk-kembali/", views.reentry_list, name="reentry_list"),
    path("kasus/<int:pk>/jejak/", views.case_trail, name="case_trail"),
]
