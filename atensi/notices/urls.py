from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="list"),
    path("baca/", views.open_all, name="open_all"),
    path("pilihan/", views.choices, name="choices"),
    path("tertahan/", views.parked, name="parked"),
    path("tertahan/<int:pk>/kirim-ulang/", views.delivery_retry, name="delivery_retry"),
    path("tertahan/<int:pk>/batal/", views.delivery_drop, name="delivery_drop"),
    path("<int:pk>/buka/", views.open_notice, name="open"),
]
