"""Pages of this room."""

from django.urls import path

from . import views

app_name = "webhooks"
urlpatterns = [
    path("", views.webhook_list, name="list"),
    path("<int:pk>/", views.webhook_detail, name="detail"),
    path("<int:pk>/sakelar/", views.webhook_switch, name="switch"),
    path("kiriman/<int:pk>/kirim-ulang/", views.delivery_resend, name="resend"),
]
