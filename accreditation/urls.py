"""Pages of this room; under lembaga/."""

from django.urls import path

from . import views

app_name = "accreditation"
urlpatterns = [
    path("<int:pk>/sertifikat/baru/", views.certificate_create, name="certificate_create"),
    path("sertifikat/<int:pk>/ubah/", views.certificate_edit, name="certificate_edit"),
]
