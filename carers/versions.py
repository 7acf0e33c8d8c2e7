"""What somebody read before they changed it (`atensi.versions`)."""

from atensi.versions import digest_of

from .household import household_of
from .models import Candidate


def version_of_household(candidate: Candidate) -> str:
    """A digest of the facts that the form of a household shows."""
    return digest_of(repr(household_of(candidate)))
