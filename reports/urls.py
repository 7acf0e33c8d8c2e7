"""The first page of each role, and who has seen a case."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("kasus/<int:pk>/jejak/", views.case_trail, name="case_trail"),
]
