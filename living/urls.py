"""Pages of this room; under rumah/."""

from django.urls import path

from .views import caregivers, home, incidents, stays

app_name = "living"
urlpatterns = [
    path("", home.home, name="home"),
    path("kejadian/", incidents.incident_list, name="incidents"),
    path("kejadian/<int:pk>/", incidents.incident, name="incident"),
    path("kejadian/<int:pk>/langkah/", incidents.incident_step, name="incident_step"),
    path("kejadian/<int:pk>/laporan/", incidents.incident_report, name="incident_report"),
    path("kejadian/<int:pk>/tutup/", incidents.incident_close, name="incident_close"),
    path("<int:pk>/kejadian/", incidents.register, name="register"),
    path("<int:pk>/kejadian/baru/", incidents.incident_create, name="incident_create"),
    path("anak/<int:pk>/", stays.stay, name="stay"),
    path("anak/<int:pk>/berkas/", stays.admission, name="admission"),
    path("anak/<int:pk>/kontak/", stays.contact_record, name="contact_record"),
    path("anak/<int:pk>/izin/", stays.leave_record, name="leave_record"),
    path("anak/<int:pk>/pengasuh/", stays.caregiver_assign, name="caregiver_assign"),
    path("izin/<int:pk>/", stays.leave, name="leave"),
    path("<int:pk>/pengasuh/", caregivers.caregiver_list, name="caregivers"),
    path("<int:pk>/pengasuh/baru/", caregivers.caregiver_add, name="caregiver_add"),
    path("pengasuh/<int:pk>/ubah/", caregivers.caregiver_edit, name="caregiver_edit"),
    path("pengasuh/<int:pk>/penilaian/", caregivers.caregiver_review, name="caregiver_review"),
    path("pengasuh/<int:pk>/henti-sementara/", caregivers.caregiver_suspend, name="caregiver_suspend"),
    path("pengasuh/<int:pk>/kembali/", caregivers.caregiver_readmit, name="caregiver_readmit"),
    path("pengasuh/<int:pk>/berhenti/", caregivers.caregiver_end, name="caregiver_end"),
]
