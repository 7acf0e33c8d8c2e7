from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        """Fill the lists of the rooms below; an architecture test pins each entry."""
        from atensi.deadlines.hooks import add_clocks
        from atensi.notices.hooks import SUBJECT_WORDS

        from . import clocks, notifications

        add_clocks(clocks.FOLLOW_UP)
        notifications.register_kinds()
        SUBJECT_WORDS["meeting"] = notifications.meeting_words
        SUBJECT_WORDS["invitation"] = notifications.invitation_words
        SUBJECT_WORDS["meetingmove"] = notifications.move_words
        SUBJECT_WORDS["meetingfollowup"] = notifications.follow_up_words
