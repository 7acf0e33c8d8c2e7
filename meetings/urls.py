"""Pages of this room; under rapat/."""

from django.urls import path

from .views import calling, following, holding

app_name = "meetings"
urlpatterns = [
    path("", calling.meeting_list, name="list"),
    path("baru/", calling.meeting_create, name="create"),
    path("tindak-lanjut/", following.follow_ups, name="follow_ups"),
    path("tindak-lanjut/<int:pk>/", following.follow_up, name="follow_up"),
    path("kelompok/<int:pk>/ubah/", holding.group_edit, name="group_edit"),
    path("<int:pk>/", calling.meeting, name="detail"),
    path("<int:pk>/undang/", calling.meeting_invite, name="invite"),
    path("undangan/<int:pk>/tarik/", calling.invitation_withdraw, name="invitation_withdraw"),
    path("<int:pk>/pindah/", calling.meeting_move, name="move"),
    path("<int:pk>/batal/", calling.meeting_cancel, name="cancel"),
    path("<int:pk>/catat/", holding.meeting_record, name="record"),
    path("<int:pk>/kelompok/", holding.group_add, name="group_add"),
    path("<int:pk>/tindak-lanjut/", following.follow_up_add, name="follow_up_add"),
    path("<int:pk>/tanda-tangan/", holding.minutes_sign, name="sign"),
    path("<int:pk>/notulen/", holding.minutes, name="minutes"),
]
