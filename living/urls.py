"""Pages of this room; under rumah/."""

from django.urls import path

from .views import home, incidents

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
]
