"""Pages of this room."""

from django.urls import path

from .views import lists, responses, workers

app_name = "cases"
urlpatterns = [
    path("", lists.case_list, name="list"),
    path("cari/", lists.case_search, name="search"),
    path("respon/", lists.response_list, name="response_list"),
    path("respon/baru/", responses.response_create, name="response_create"),
    path("respon/mirip/", responses.response_duplicates, name="response_duplicates"),
    path("respon/<int:pk>/", responses.response_detail, name="response"),
    path("respon/<int:pk>/kontak/", responses.first_contact_record, name="first_contact_record"),
    path("<int:pk>/petugas/", workers.assign_worker_page, name="assign_worker"),
]
