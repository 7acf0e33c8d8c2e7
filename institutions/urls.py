"""Pages of this room."""

from django.urls import path

from .views import capacity, holidays, institutions, mandates, memberships, parameters, partnerships, people

app_name = "institutions"
urlpatterns = [
    path("lembaga/", institutions.institution_list, name="list"),
    path("lembaga/baru/", institutions.institution_create, name="create"),
    path("lembaga/<int:pk>/", institutions.institution_detail, name="detail"),
    path("lembaga/<int:pk>/ubah/", institutions.institution_edit, name="edit"),
    path("lembaga/<int:pk>/tempat/", capacity.capacity_edit, name="capacity_edit"),
    path("lembaga/<int:pk>/mitra/", partnerships.partnership_create, name="partnership_create"),
    path("mitra/<int:pk>/akhiri/", partnerships.partnership_end, name="partnership_end"),
    path("lembaga/<int:pk>/orang/tambah/", memberships.membership_create, name="membership_create"),
    path("peran/ganti/", memberships.switch_membership, name="switch_membership"),
    path("peran/<int:pk>/akhiri/", memberships.membership_end, name="membership_end"),
    path("mandat/", mandates.mandate_list, name="mandate_list"),
    path("mandat/baru/", mandates.mandate_create, name="mandate_create"),
    path("mandat/<int:pk>/akhiri/", mandates.mandate_end, name="mandate_end"),
    path("orang/", people.person_list, name="person_list"),
    path("orang/baru/", people.person_create, name="person_create"),
    path("orang/<int:pk>/", people.person_detail, name="person_detail"),
    path("orang/<int:pk>/ubah/", people.person_edit, name="person_edit"),
    path("orang/<int:pk>/nonaktifkan/", people.person_deactivate, name="person_deactivate"),
    path("orang/<int:pk>/aktifkan/", people.person_activate, name="person_activate"),
    path("orang/<int:pk>/kirim-sandi/", people.person_password_link, name="person_password_link"),
    path("pengaturan/", parameters.parameter_list, name="parameter_list"),
    path("pengaturan/versi/<int:pk>/batalkan/", parameters.parameter_cancel, name="parameter_cancel"),
    path("pengaturan/hari-libur/", holidays.holiday_list, name="holiday_list"),
    path("pengaturan/hari-libur/<int:pk>/hapus/", holidays.holiday_remove, name="holiday_remove"),
    path("pengaturan/<slug:key>/", parameters.parameter_edit, name="parameter_edit"),
]
