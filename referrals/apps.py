from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self):
        """Fill the lists of the rooms below (design.md 2); an architecture test pins each entry."""
        from atensi.deadlines.hooks import add_clocks
        from atensi.navigation import NAV_COUNTS
        from cases import hooks as cases
        from institutions.hooks import (
            INSTITUTION_CHANGED,
            INSTITUTION_COLUMNS,
            INSTITUTION_PANELS,
            PARAMETER_EFFECTS,
            SWITCH_OFF_CHECKS,
        )

        from . import (
            clocks,
            closing,
            hand_overs,
            letters,
            notifications,
            occupancies,
            panels,
            person_tables,
            requests,
            residents,
            share_grounds,
        )
        from .eligibility import endings, transfers
        from .services import home_problems, intervals, turns
        from .views import boards, decision_lists, inbox

        add_clocks(*clocks.ALL)
        cases.CASE_PANELS.extend([panels.DAYS_AWAY, panels.CONTINUUM, panels.CURRENT_PLACE, panels.HISTORY])
        cases.CLOSING_CHECKS.append(panels.closing_problems)
        cases.TRANSFER_CHECKS.append(transfers.transfer_problems)
        cases.RISK_ROSE.append(turns.take_turns)
        cases.CASE_TAKEN_OVER.append(notifications.tell_meetings_ahead)
        cases.PLAN_CHECKS.append(panels.plan_problems)
        cases.CASE_DUES.append(panels.dues)
        cases.CASE_ACTIONS.append(panels.actions)
        cases.PAPER_SOURCES.extend([letters.LETTER, hand_overs.HAND_OVER])
        cases.CHILD_VIEWS.append(panels.child_view)
        cases.LIVING_PLACES.append(panels.living_places)
        cases.SHARE_GROUNDS.extend([share_grounds.has_open_referral, share_grounds.cares_for_the_child])
        cases.PERSON_TABLES.append(person_tables.PLACEMENTS)
        INSTITUTION_CHANGED.append(home_problems.institution_changed)
        SWITCH_OFF_CHECKS.append(endings.switching_off_problems)
        PARAMETER_EFFECTS.append(intervals.effect_of)
        INSTITUTION_PANELS.append(occupancies.PANEL)
        INSTITUTION_PANELS.append(residents.PANEL)
        INSTITUTION_PANELS.append(closing.PANEL)
        INSTITUTION_COLUMNS.append(occupancies.COLUMN)
        cases.CASE_PANELS.append(requests.PANEL)
        cases.CASE_DUES.append(requests.dues)
        cases.CASE_ACTIONS.append(requests.actions)
        NAV_COUNTS["referrals:review_list"] = boards.waiting_count
        NAV_COUNTS["referrals:inbox"] = inbox.waiting_count
        NAV_COUNTS["referrals:decision_list"] = decision_lists.waiting_count
        notifications.register_kinds()
        notifications.register_words()
