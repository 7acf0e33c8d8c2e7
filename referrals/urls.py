"""Pages of this room."""

from django.urls import path

from .views import placements, reviews

app_name = "referrals"
urlpatterns = [
    path("tinjauan/", reviews.review_list, name="review_list"),
    path("tinjauan/<int:pk>/", reviews.review_detail, name="review_detail"),
    path("tinjauan/<int:pk>/catat/", reviews.review_hold, name="review_hold"),
    path("penempatan/mulai/<int:pk>/", placements.placement_start, name="placement_start"),
]
