"""Pages of this room."""

from django.urls import path

from .views import (
    answers,
    boards,
    date_changes,
    decisions,
    extensions,
    inbox,
    meetings,
    orders,
    placements,
    residents,
    reunifications,
    reviews,
    sending,
)

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
    path("<int:pk>/penetapan/", orders.referral_order, name="referral_order"),
    path("<int:pk>/keputusan/", decisions.decision_sign, name="decision_sign"),
    path("tinjauan/", boards.board, name="review_list"),
    path("tinjauan/lembaga/", boards.homes_behind, name="homes_behind"),
    path("tinjauan/<int:pk>/", reviews.review_detail, name="review_detail"),
    path("tinjauan/<int:pk>/majukan/", date_changes.review_pull, name="review_pull"),
    path("tinjauan/<int:pk>/catat/", reviews.review_hold, name="review_hold"),
    path("tinjauan/<int:pk>/lembar/", meetings.review_sheet, name="review_sheet"),
    path("tinjauan/<int:pk>/undangan/", meetings.review_invite, name="review_invite"),
    path("tinjauan/<int:pk>/pdf/", meetings.review_pdf, name="review_pdf"),
    path("penempatan/penetapan/<int:pk>/", orders.placement_court, name="placement_court"),
    path("penempatan/<int:pk>/penetapan/", orders.placement_order, name="placement_order"),
    path("penempatan/<int:pk>/kepulangan/", reunifications.reunification, name="reunification"),
    path("penempatan/<int:pk>/kepulangan/berkas/", reunifications.reunification_paper, name="reunification_paper"),
    path(
        "penempatan/<int:pk>/kepulangan/<slug:part>/",
        reunifications.reunification_record,
        name="reunification_record",
    ),
    path("penempatan/<int:pk>/perpanjangan/", extensions.extension_ask, name="extension_ask"),
    path("perpanjangan/<int:pk>/", extensions.extension, name="extension"),
    path("penempatan/sudah-tinggal/", residents.resident_create, name="resident_create"),
    path("penempatan/sudah-tinggal/lembar/", residents.resident_sheet, name="resident_sheet"),
    path("penempatan/sudah-tinggal/lembar/<int:pk>/", residents.resident_progress, name="resident_progress"),
    path("penempatan/sudah-tinggal/contoh.csv", residents.resident_template, name="resident_template"),
    path("penempatan/mulai/<int:pk>/", placements.placement_start, name="placement_start"),
]
