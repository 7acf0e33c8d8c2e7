"""Programs of the people of a story, each with a token of their one membership."""

from atensi.tokens.services import make_token
from institutions.models import Membership
from tests.api.client import Program
from tests.institutions.factories import actor_of


def secret_of(membership: Membership, days: int = 365) -> str:
    _token, secret = make_token(name="Program rekaan", days=days, by=actor_of(membership))
    return secret


def program_of(membership: Membership) -> Program:
    return Program(secret_of(membership))
