"""The API of this room; its names and where it begins stand in atensi/urls.py."""

from django.urls import path

from . import institutions

urlpatterns = [
    path("me", institutions.Me.as_view(), name="me"),
    path("institutions", institutions.Institutions.as_view(), name="institutions"),
    path("institutions/<int:pk>", institutions.InstitutionDetail.as_view(), name="institution"),
    path("institutions/<int:pk>/bands", institutions.InstitutionBands.as_view(), name="institution_bands"),
]
