"""Addresses of this room in the API."""

from django.urls import path

from . import institutions, mandates, partnerships, people, settings

urlpatterns = [
    path("me", institutions.Me.as_view(), name="me"),
    path("institutions", institutions.Institutions.as_view(), name="institutions"),
    path("institutions/<int:pk>", institutions.InstitutionDetail.as_view(), name="institution"),
    path("institutions/<int:pk>/bands", institutions.InstitutionBands.as_view(), name="institution_bands"),
    path("institutions/<int:pk>/memberships", people.Memberships.as_view(), name="memberships"),
    path("institutions/<int:pk>/mandates", mandates.Lending.as_view(), name="lending"),
    path("institutions/<int:pk>/partnerships", partnerships.Partnerships.as_view(), name="partnerships"),
    path("partnerships/<int:pk>/end", partnerships.PartnershipEnd.as_view(), name="partnership_end"),
    path("memberships/<int:pk>/end", people.MembershipEnd.as_view(), name="membership_end"),
    path("people", people.People.as_view(), name="people"),
    path("people/<int:pk>", people.PersonDetail.as_view(), name="person"),
    path("people/<int:pk>/close", people.PersonClosing.as_view(), name="person_close"),
    path("people/<int:pk>/open", people.PersonOpening.as_view(), name="person_open"),
    path("people/<int:pk>/password-link", people.PersonPasswordLink.as_view(), name="person_password_link"),
    path("mandates", mandates.Mandates.as_view(), name="mandates"),
    path("mandates/<int:pk>/end", mandates.MandateEnd.as_view(), name="mandate_end"),
    path("settings", settings.Settings.as_view(), name="settings"),
    path("settings/<slug:key>", settings.SettingDetail.as_view(), name="setting"),
    path("settings/<slug:key>/versions", settings.SettingVersions.as_view(), name="setting_versions"),
    path("setting-versions/<int:pk>/cancel", settings.VersionCancel.as_view(), name="setting_version_cancel"),
    path("holidays", settings.Holidays.as_view(), name="holidays"),
    path("holidays/<int:pk>/remove", settings.HolidayRemoval.as_view(), name="holiday_remove"),
]
