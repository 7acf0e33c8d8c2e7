"""Settings of the office acted for, and the days on which it is closed."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from atensi.reference.models import Holiday
from atensi.reference.workdays import today_in

from .. import permissions
from ..models import Parameter
from ..parameters import DEFINITIONS, InForce, values_in_force
from ..services.holidays import add_holiday, remove_holiday
from ..services.parameters import cancel_parameter, set_parameter
from ..views.institutions import acting_office
from .shown import HolidayShown, SettingShown, SettingWhole


class SettingList(serializers.Serializer):
    results = SettingShown(many=True)


class Settings(ApiView):
    @operation("Every setting in force for the office acted for", SettingList)
    def get(self, request):
        return self.plain(SettingShown, values_in_force(acting_office(request)))


class SettingView(ApiView):
    def found(self, key: str) -> InForce:
        """The setting as it is in force. Raises Http404."""
        if key not in DEFINITIONS:
            raise Http404
        [found] = values_in_force(acting_office(self.request), keys=[key])
        return found

    def whole(self, key: str, status: int = 200):
        return self.done(SettingWhole, self.found(key), status, office=acting_office(self.request))


class SettingDetail(SettingView):
    @operation("One setting, with who set which value from when", SettingWhole)
    def get(self, request, key):
        return self.whole(key)


class VersionSent(serializers.Serializer):
    """`value`: of the type of the default. `valid_from`: today where it is left out."""

    value = serializers.JSONField()
    valid_from = Day(required=False, allow_null=True)


class SettingVersions(SettingView):
    @operation("Set a new value from a day on", SettingWhole, takes=VersionSent, status=201)
    def post(self, request, key):
        self.found(key)  # else 404
        given = self.given(VersionSent)
        set_parameter(key=key, institution=acting_office(request), by=request.actor, **given)
        return self.whole(key, 201)


class VersionCancel(SettingView):
    @operation("Take back a value that has not begun", SettingWhole)
    def post(self, request, pk):
        own = Parameter.objects.visible_to(request.user).filter(institution=acting_office(request))
        row = get_object_or_404(own, pk=pk)
        return self.whole(cancel_parameter(parameter=row, by=request.actor).key)


class HolidaySent(serializers.Serializer):
    """`basis`: number and day of the decision that makes it one."""

    day = Day()
    name = Text(max_length=200)
    basis = Text(max_length=200)


class Holidays(ApiView):
    @operation("Holidays to come where the office stands", page_form(HolidayShown), query=PageQuery)
    def get(self, request):
        region = acting_office(request).region
        rows = Holiday.objects.held_in(region).filter(day__gte=today_in(region))
        return self.page(HolidayShown, rows, field="day")

    @operation("Hold a day as a holiday of the own region", HolidayShown, takes=HolidaySent, status=201)
    def post(self, request):
        require(permissions.can_keep_holidays(request.actor, acting_office(request)))
        return self.done(HolidayShown, add_holiday(by=request.actor, **self.given(HolidaySent)), 201)


class HolidayRemoval(ApiView):
    @operation("Open again on a day of the own region", HolidayShown)
    def post(self, request, pk):
        holiday = get_object_or_404(Holiday.objects.filter(region=acting_office(request).region), pk=pk)
        remove_holiday(holiday=holiday, by=request.actor)
        return self.done(HolidayShown, holiday)
