"""Pages of this room; under pengasuh/."""

from django.urls import path

from .views import candidates, hearings, matching, processes

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
    path("kasus/<int:pk>/keluarga/<slug:form_of_care>/", matching.households, name="households"),
    path(
        "kasus/<int:pk>/keluarga/<slug:form_of_care>/<int:candidate_pk>/",
        matching.household_choose,
        name="household_choose",
    ),
    path("kasus/<int:pk>/pilihan/<int:match_pk>/akhiri/", matching.household_end, name="household_end"),
    path("kasus/<int:pk>/proses/", processes.care_process, name="care_process"),
    path("kasus/<int:pk>/sidang/<int:hearing_pk>/pindah/", hearings.hearing_move, name="hearing_move"),
    path("kasus/<int:pk>/sidang/<int:hearing_pk>/batal/", hearings.hearing_call_off, name="hearing_call_off"),
    path("kasus/<int:pk>/sidang/<slug:form_of_care>/", hearings.hearing_set, name="hearing_set"),
    path("kasus/<int:pk>/langkah/<int:step_pk>/cabut/", processes.care_step_withdraw, name="care_step_withdraw"),
    path("kasus/<int:pk>/proses/<slug:form_of_care>/akhiri/", processes.care_process_end, name="care_process_end"),
    path("kasus/<int:pk>/proses/<slug:form_of_care>/<slug:step_code>/", processes.care_step, name="care_step"),
]
