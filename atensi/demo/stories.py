"""How far each child's case has come: a list of steps, each so many days after the report."""

from collections.abc import Callable

from django.utils import timezone

from .care import Story
from .children import Child
from .clock import on_day
from .world import World

Step = tuple[int, Callable[[Story], None]]

TO_AGREEMENT: list[Step] = [(1, Story.contact), (2, Story.family), (3, Story.agree)]
TO_ASSESSMENT: list[Step] = [*TO_AGREEMENT, (6, Story.assess)]
TO_PLAN: list[Step] = [*TO_ASSESSMENT, (9, Story.confer), (11, Story.plan)]
IN_WORK: list[Step] = [*TO_PLAN, (12, Story.begin)]
TO_REPORT: list[Step] = [*IN_WORK, (14, Story.visit), (16, Story.report)]
TO_DECISION: list[Step] = [*TO_REPORT, (18, Story.ask_decision)]
IN_SENTRA: list[Step] = [
    *TO_DECISION,
    (20, Story.recommend),
    (22, Story.decide),
    (24, Story.admit),
    (36, Story.fulfil),
    (70, Story.fulfil),
]

STORIES: dict[str, list[Step]] = {
    "reported_late": [],
    "reported_today": [],
    "contacted": [(1, Story.contact), (2, Story.family), (3, Story.to_do)],
    "agreed": TO_AGREEMENT,
    "assessing": [*TO_AGREEMENT, (6, Story.begin_assessment)],
    "diverting": [*TO_AGREEMENT, (4, Story.matter), (6, Story.assess), (9, Story.divert), (11, Story.advise)],
    "assessed": [TO_AGREEMENT[0], (1, Story.screen), *TO_ASSESSMENT[1:], (7, Story.invite)],
    "plan_waiting": [*TO_ASSESSMENT, (9, Story.confer), (10, Story.submit), (11, Story.invite)],
    "plan_returned": [
        *TO_ASSESSMENT,
        (8, Story.disagree),
        (9, Story.confer),
        (10, Story.submit),
        (11, Story.give_back),
    ],
    "transferred": [*TO_AGREEMENT, (4, Story.offer_away), (7, Story.take_over)],
    "transfer_offered": [*TO_PLAN, (34, Story.offer_away)],
    "growing_up": [*TO_PLAN, (15, Story.begin_transition), (20, Story.ask_home), (25, Story.be_declined)],
    "served": [
        *IN_WORK,
        (20, Story.serve),
        (28, Story.meet),
        (29, Story.flag),
        (30, Story.learn),
        (31, Story.ask_service),
        (34, Story.fulfil),
        (45, Story.to_do),
        (50, Story.fall_silent),
        (56, Story.fulfil),
        (57, Story.call),
    ],
    "goals_reached": [*IN_WORK, (20, Story.serve), (50, Story.monitor), (66, Story.finish)],
    "service_asked": [*IN_WORK, (20, Story.ask_kin), (27, Story.ask_service)],
    "service_questioned": [*IN_WORK, (27, Story.ask_service), (30, Story.ask_more)],
    "decision_asked": [*TO_REPORT, (30, Story.ask_around), (36, Story.ask_decision), (40, Story.hold)],
    "sibling_asked": [
        *TO_REPORT,
        (30, Story.kin),
        (31, Story.trace),
        (33, Story.sibling),
        (34, Story.trace_on),
        (35, Story.ask_around),
        (36, Story.ask_decision),
    ],
    "kinship_asked": [*TO_REPORT, (20, Story.ask_kinship_of_province)],
    "admission_asked": [*TO_DECISION, (46, Story.decide)],
    "in_sentra_due": [*IN_SENTRA, (98, Story.prepare_home), (104, Story.to_do), (107, Story.hand_over)],
    "in_sentra_late": IN_SENTRA,
    "in_home_late": IN_SENTRA,
    "in_home_reviewed": [
        *IN_SENTRA,
        (76, Story.fulfil),
        (80, Story.to_do),
        (84, Story.did),
        (112, Story.review_continue),
        (188, Story.prepare_home),
        (195, Story.ask_extension),
    ],
    "emergency": [(0, Story.contact), (1, Story.family), (2, Story.ask_emergency), (2, Story.admit)],
    "with_kin": [
        *TO_REPORT,
        (18, Story.ask_kinship),
        (22, Story.decide),
        (24, Story.place_with_kin),
        (36, Story.fulfil),
        (48, Story.meet),
        (60, Story.fulfil),
        (76, Story.fulfil),
    ],
    "home_again": [*IN_SENTRA, (76, Story.fulfil), (110, Story.review_continue), (195, Story.review_home)],
    "closed": [
        *IN_SENTRA,
        (76, Story.fulfil),
        (110, Story.review_home),
        (141, Story.aftercare),
        (172, Story.aftercare),
        (290, Story.close),
    ],
}


def tell(world: World, child: Child) -> Story:
    """Walk one child's path up to where the story has come by today."""
    story = Story(world, child)
    with on_day(child.days_ago, hour=8):
        story.log()
    for after, step in STORIES[child.story]:
        with on_day(max(child.days_ago - after, 0), hour=10):
            story.today = timezone.localdate()
            step(story)
    return story
