"""Pages of this room."""

from django.urls import path

from . import views

app_name = "deadlines"
urlpatterns = [
    path("pengaturan/jam/", views.clocks, name="clocks"),
    path("kalender/", views.feeds, name="feeds"),
    path("kalender/<int:pk>/cabut/", views.feed_revoke, name="feed_revoke"),
    path("kalender/<str:token>.ics", views.calendar_file, name="feed"),
]
