"""Certificates of an institution."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from institutions.models import Institution
from institutions.permissions import can_keep

from .models import Certificate
from .services import add_certificate


class CertificateShown(serializers.ModelSerializer):
    class Meta:
        model = Certificate
        fields = ("id", "institution", "rank", "number", "valid_from", "valid_until")


class CertificateSent(serializers.Serializer):
    rank = serializers.ChoiceField(choices=Certificate.Rank.choices)
    number = Text(max_length=100)
    valid_from = Day()
    valid_until = Day()


class Certificates(ApiView):
    def _institution(self, request, pk: int) -> Institution:
        return get_object_or_404(Institution.objects.visible_to(request.user), pk=pk)

    @operation("Certificates of an institution, newest first", page_form(CertificateShown), query=PageQuery)
    def get(self, request, pk):
        rows = Certificate.objects.visible_to(request.user).filter(institution=self._institution(request, pk))
        return self.page(CertificateShown, rows, field="valid_from", newest_first=True)

    @operation("Record a certificate", CertificateShown, takes=CertificateSent, status=201)
    def post(self, request, pk):
        institution = self._institution(request, pk)
        office = request.membership.institution if request.membership else None
        require(can_keep(request.actor, office, institution))
        made = add_certificate(institution=institution, by=request.actor, **self.given(CertificateSent))
        return self.done(CertificateShown, made, 201)
