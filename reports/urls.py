"""The first page of each role, who came back into care, and who has seen a case."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("kasus/masuk-kembali/", views.reentry_list, name="reentry_list"),
    path("kasus/<int:pk>/jejak/", views.case_trail, name="case_trail"),
]
