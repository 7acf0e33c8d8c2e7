"""Addresses of this room in the API."""

from django.urls import path

from . import api
from .exports import api as exports
from .numbers import api as numbers

urlpatterns = [
    path("cases/<int:pk>/trail", api.CaseTrail.as_view(), name="case_trail"),
    path("cases/<int:pk>/readers", api.CaseReaders.as_view(), name="case_readers"),
    path("numbers", numbers.NumbersOfCases.as_view(), name="numbers"),
    path("reentries", api.Reentries.as_view(), name="reentries"),
    path("exports", exports.Exports.as_view(), name="exports"),
    path("exports/<int:pk>", exports.ExportDetail.as_view(), name="export"),
    path("exports/<int:pk>/file", exports.ExportFile.as_view(), name="export_file"),
    path("exports/<int:pk>/password", exports.ExportPassword.as_view(), name="export_password"),
    path("exports/<int:pk>/repeat", exports.ExportRepeat.as_view(), name="export_repeat"),
]
