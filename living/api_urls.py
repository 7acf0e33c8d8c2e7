"""Addresses of this room in the API."""

from django.urls import path

from . import api

urlpatterns = [
    path("home/children", api.HomeChildren.as_view(), name="home_children"),
    path("incidents", api.Incidents.as_view(), name="incidents"),
    path("incidents/<int:pk>", api.IncidentDetail.as_view(), name="incident"),
    path("incidents/<int:pk>/steps", api.IncidentSteps.as_view(), name="incident_step"),
    path("incidents/<int:pk>/report", api.IncidentReport.as_view(), name="incident_report"),
    path("incidents/<int:pk>/close", api.IncidentClose.as_view(), name="incident_close"),
]
