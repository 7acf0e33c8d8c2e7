"""Pages of this room: the questionnaires and their editor."""

from django.urls import path

from . import views

app_name = "instruments"
urlpatterns = [
    path("", views.instrument_list, name="list"),
    path("<int:pk>/draf/", views.version_begin, name="version_begin"),
    path("versi/<int:pk>/", views.version_detail, name="version"),
    path("versi/<int:pk>/pratinjau/", views.version_preview, name="version_preview"),
    path("versi/<int:pk>/terbitkan/", views.version_publish, name="version_publish"),
    path("versi/<int:pk>/tarik/", views.version_retire, name="version_retire"),
    path("versi/<int:pk>/buang/", views.version_discard, name="version_discard"),
    path("versi/<int:pk>/susun/", views.part_arrange, name="part_arrange"),
    path("versi/<int:pk>/<slug:part>/baru/", views.part_create, name="part_create"),
    path("versi/<int:pk>/<slug:part>/<slug:code>/", views.part_edit, name="part_edit"),
]
