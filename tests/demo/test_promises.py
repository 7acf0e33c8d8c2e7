"""The promises of the product under random hands: anybody tries anything, legal or not, and days pass.

Whatever they do, nothing starts or prolongs residential care without a title or by a revoked decision, no home takes or
keeps places for more children than it has places, no child lives in two places, every open placement keeps one open
review, a request that lapsed has ended, violence is closed by Dinas after its report, a home that stops plans for every
child in it, and every change has its audit row.
"""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.demo.life.asking import Asking
from tests.demo.life.living import Living
from tests.demo.life.promises import Promises
from tests.demo.life.staying import Staying
from tests.demo.life.waiting import Waiting

# Fewer examples than a property of one function: each walks the whole database through a life.
EXAMPLES = settings(max_examples=6, stateful_step_count=30, deadline=None)


class Life(Asking, Waiting, Staying, Living, Promises):
    """Every hand there is."""


def test_promises_hold_whatever_anybody_does(demo):
    run_state_machine_as_test(Life, settings=EXAMPLES)
