"""Certificates of an institution."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from institutions.acting import can_keep
from institutions.api.institutions import InstitutionView

from .models import Certificate
from .services import add_certificate, update_certificate


class CertificateShown(serializers.ModelSerializer):
    class Meta:
        model = Certificate
        fields = ("id", "institution", "rank", "number", "valid_from", "valid_until")


class CertificateSent(serializers.Serializer):
    rank = serializers.ChoiceField(choices=Certificate.Rank.choices)
    number = Text(max_length=100)
    valid_from = Day()
    valid_until = Day()


class Certificates(InstitutionView):
    @operation("Certificates of an institution, newest first", page_form(CertificateShown), query=PageQuery)
    def get(self, request, pk):
        rows = Certificate.objects.visible_to(request.user).filter(institution=self.institution(pk))
        return self.page(CertificateShown, rows, field="valid_from", newest_first=True)

    @operation("Record a certificate", CertificateShown, takes=CertificateSent, status=201)
    def post(self, request, pk):
        institution = self.institution(pk, kept=True)
        made = add_certificate(institution=institution, by=request.actor, **self.given(CertificateSent))
        return self.done(CertificateShown, made, 201)


class CertificateDetail(ApiView):
    def _certificate(self, pk: int) -> Certificate:
        rows = Certificate.objects.visible_to(self.request.user).select_related("institution")
        return get_object_or_404(rows, pk=pk)

    @operation("One certificate", CertificateShown)
    def get(self, request, pk):
        return self.plain_row(CertificateShown, self._certificate(pk))

    @operation("Correct a certificate", CertificateShown, takes=CertificateSent)
    def put(self, request, pk):
        certificate = self._certificate(pk)
        require(can_keep(request, certificate.institution))
        given = self.given(CertificateSent)
        return self.change(
            CertificateShown,
            certificate,
            lambda row: update_certificate(certificate=row, by=request.actor, **given),
        )
