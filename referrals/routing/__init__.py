"""Which institutions may take a person in or help, ranked, and why not the others (docs/adr/0033)."""

from .judging import Excluded
from .ranking import Fit, Reason
from .route import Routing, route
from .wishes import Wish

__all__ = ["Excluded", "Fit", "Reason", "Routing", "Wish", "route"]
