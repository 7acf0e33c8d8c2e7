"""What a refused action says."""

from contextlib import contextmanager

import pytest

from atensi.errors import RuleViolation


@contextmanager
def refused(*codes: str):
    """The block is refused by exactly these problems."""
    with pytest.raises(RuleViolation) as caught:
        yield
    assert {problem.code for problem in caught.value.problems} == set(codes)
