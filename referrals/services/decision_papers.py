"""How Dinas Sosial signs what it says of a decision: whose name stands on the row, and the numbered paper."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.documents.models import OfficialPaper
from atensi.documents.official import Content, issue_official
from cases.models import Case
from institutions.letterhead import office_of
from institutions.models import Institution, Mandate

from ..models import CareDecision


def in_name_of(mandate: Mandate | None) -> dict[str, Any]:
    """The fields of `ByMandate`: the mandate that was acted under, and who stays responsible."""
    return {"mandate": mandate, "signed_for": mandate.grantor.user if mandate else None}


def signature(decision: CareDecision, by: Actor, mandate: Mandate | None) -> dict[str, Any]:
    """Who signs a paper of `decision`, now, in whose name, and whose report it rests on: fields of
    `PaperOfDecision`."""
    signed = {"decision": decision, "report_author_id": decision.report_author_id}
    return signed | {"signed_at": timezone.now(), "signed_by_id": by.user_id} | in_name_of(mandate)


def issue_paper(
    kind: str, content: Content, *, about: Model, case: Case, office: Institution, on: date, by: Actor
) -> OfficialPaper:
    """The paper of `office`, made before the row that carries it is written: that row never changes. about: the record
    that it is made of. on: the day at the office."""
    return issue_official(
        kind=kind,
        about=subject_of(about),
        holder=subject_of(case),
        office=office_of(office),
        content=content,
        dated_on=on,
        by=by,
    )
