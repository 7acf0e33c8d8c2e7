"""Pages of this room."""

from django.urls import path

from .views import answers, decisions, inbox, placements, reviews, sending

app_name = "referrals"
urlpatterns = [
    path("masuk/", inbox.inbox, name="inbox"),
    path("terkirim/", inbox.sent_list, name="sent"),
    path("baru/", sending.referral_create, name="referral_create"),
    path("keputusan/", decisions.decision_list, name="decision_list"),
    path("keputusan/<int:pk>/", decisions.decision, name="decision"),
    path("keputusan/<int:pk>/pdf/", decisions.decision_pdf, name="decision_pdf"),
    path("<int:pk>/", answers.detail, name="detail"),
    path("<int:pk>/jawab/", answers.answer, name="answer"),
    path("<int:pk>/tarik/", answers.withdraw, name="withdraw"),
    path("<int:pk>/selesai/", answers.complete, name="complete"),
    path("<int:pk>/keputusan/", decisions.decision_sign, name="decision_sign"),
    path("tinjauan/", reviews.review_list, name="review_list"),
    path("tinjauan/<int:pk>/", reviews.review_detail, name="review_detail"),
    path("tinjauan/<int:pk>/catat/", reviews.review_hold, name="review_hold"),
    path("penempatan/mulai/<int:pk>/", placements.placement_start, name="placement_start"),
]
