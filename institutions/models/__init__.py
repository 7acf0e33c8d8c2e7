from .bands import MOST_BANDS, MOST_PLACES, OLDEST_AGE, CapacityBand
from .institutions import Institution
from .mandates import Mandate, on_behalf_words
from .memberships import Membership
from .parameters import Parameter
from .partnerships import Partnership

__all__ = [
    "MOST_BANDS",
    "MOST_PLACES",
    "OLDEST_AGE",
    "CapacityBand",
    "Institution",
    "Mandate",
    "Membership",
    "Parameter",
    "Partnership",
    "on_behalf_words",
]
