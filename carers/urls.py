"""Pages of this room; under pengasuh/."""

from django.urls import path

from .views import candidates

app_name = "carers"
urlpatterns = [
    path("", candidates.candidate_list, name="list"),
    path("baru/", candidates.candidate_create, name="create"),
    path("<int:pk>/", candidates.candidate, name="detail"),
    path("<int:pk>/ubah/", candidates.candidate_edit, name="edit"),
    path("<int:pk>/syarat/<slug:asked>/", candidates.check_record, name="check"),
    path("<int:pk>/berkas/<int:check_pk>/", candidates.check_file, name="check_file"),
    path("<int:pk>/ajukan/", candidates.candidate_submit, name="submit"),
    path("<int:pk>/putuskan/", candidates.candidate_decide, name="decide"),
    path("<int:pk>/perpanjang/", candidates.permit_renew, name="renew"),
    path("<int:pk>/status/", candidates.candidate_standing, name="standing"),
]
