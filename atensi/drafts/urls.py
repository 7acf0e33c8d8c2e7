from django.urls import path

from . import views

app_name = "drafts"
urlpatterns = [
    path("simpan/", views.draft_save, name="save"),
    path("buang/", views.draft_discard, name="discard"),
]
