"""Addresses of this room in the API."""

from django.urls import path

from . import api

urlpatterns = [
    path("meetings", api.Meetings.as_view(), name="meetings"),
    path("meetings/<int:pk>", api.MeetingDetail.as_view(), name="meeting"),
    path("meetings/<int:pk>/invitations", api.MeetingInvitations.as_view(), name="meeting_invite"),
    path(
        "meeting-invitations/<int:pk>/withdraw",
        api.MeetingInvitationWithdrawn.as_view(),
        name="meeting_invitation_withdraw",
    ),
    path("meetings/<int:pk>/move", api.MeetingMoved.as_view(), name="meeting_move"),
    path("meetings/<int:pk>/cancel", api.MeetingCancelled.as_view(), name="meeting_cancel"),
    path("meetings/<int:pk>/record", api.MeetingRecord.as_view(), name="meeting_record"),
    path("meetings/<int:pk>/groups", api.MeetingGroups.as_view(), name="meeting_groups"),
    path("meeting-groups/<int:pk>", api.MeetingGroup.as_view(), name="meeting_group"),
    path("meetings/<int:pk>/follow-ups", api.MeetingAgreed.as_view(), name="meeting_follow_up_add"),
    path("meetings/<int:pk>/signature", api.MeetingSignature.as_view(), name="meeting_sign"),
    path("meetings/<int:pk>/minutes", api.MeetingMinutes.as_view(), name="meeting_minutes"),
    path("meeting-follow-ups", api.MeetingFollowUps.as_view(), name="meeting_follow_ups"),
    path("meeting-follow-ups/<int:pk>/done", api.MeetingFollowUpDone.as_view(), name="meeting_follow_up_done"),
]
