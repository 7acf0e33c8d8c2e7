"""Pages of this room."""

from django.urls import path

from . import views

app_name = "tokens"
urlpatterns = [
    path("", views.tokens, name="list"),
    path("<int:pk>/cabut/", views.token_revoke, name="revoke"),
]
