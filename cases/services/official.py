"""Issuing official papers of a case."""

from typing import Any

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.documents.models import OfficialPaper
from atensi.documents.official import issue_official
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from institutions.letterhead import office_of

from .. import permissions
from ..eligibility.official import issue_problems
from ..event_states import EventKind
from ..models import Case
from ..official import papers_of, sources
from .events import add_event
from .locks import locked_case


@transaction.atomic
@in_record_language
def issue_paper(*, case: Case, about: Any, by: Actor, replaces: OfficialPaper | None = None) -> OfficialPaper:
    """Make the numbered PDF of a record of the case; it never changes. A record has one paper.

    about: a signed report or plan, a visit, a conference, a referral (`sources`). replaces: the paper of an earlier one
    that shall be valid no more; of a plan it is the one before.
    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_issue_paper(by, case))
    case = locked_case(case)
    source = next((one for one in sources() if isinstance(about, one.model)), None)
    ready = source is not None and any(row.pk == about.pk for row in source.rows(case))
    require_no_problems(issue_problems(case, about, replaces, kind=source.kind if source else "", ready=ready))
    assert source is not None
    earlier = papers_of(case).filter(kind=source.kind).in_force()
    paper = issue_official(
        kind=source.kind,
        about=subject_of(about),
        holder=subject_of(case),
        office=office_of(case.office),
        content=source.content(case, about),
        dated_on=today_in(case.office.region),
        replaces=replaces or (earlier.first() if source.follows else None),
        by=by,
    )
    add_event(case=case, kind=EventKind.PAPER_ISSUED, by=by, text=f"{source.kind.label} {paper.number}")
    return paper
