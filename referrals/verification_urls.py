"""The public page of genuine papers; short, because its address stands on paper."""

from django.urls import path

from .views import verification

app_name = "verification"
urlpatterns = [
    path("", verification.verification_form, name="form"),
    path("<str:code>/", verification.check, name="check"),
]
