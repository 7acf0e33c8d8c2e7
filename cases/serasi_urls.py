"""Pages of the one door of a Sentra."""

from django.urls import path

from .views import desk_requests

app_name = "serasi"
urlpatterns = [
    path("", desk_requests.request_list, name="request_list"),
    path("baru/", desk_requests.request_create, name="request_create"),
    path("<int:pk>/", desk_requests.request_detail, name="request"),
    path("<int:pk>/teruskan/", desk_requests.request_forward, name="request_forward"),
]
