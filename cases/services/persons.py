"""What the services about the person of a case share: who may, the locked rows, and that the case is open."""

from atensi.audit.actor import Actor
from atensi.errors import require, require_no_problems

from .. import permissions
from ..eligibility.common import open_problems
from ..models import Beneficiary, Case
from .locks import locked, locked_case


def begin(case: Case, by: Actor) -> tuple[Case, Beneficiary]:
    """The open case and its person, both locked. Raises NotAllowed unless `by` works on the case, RuleViolation."""
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    require_no_problems(open_problems(case))
    return case, locked(case.beneficiary)
