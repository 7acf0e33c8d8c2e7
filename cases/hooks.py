"""Where a higher room may ask or tell this one: named, typed lists that it fills in `AppConfig.ready()` (see
design.md 2)."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from atensi.audit.actor import Actor
from atensi.documents.official import Content
from atensi.documents.states import PaperKind
from atensi.errors import Problem
from institutions.models import Institution

from .models import Beneficiary, Case

# What stands against closing a case: placements that run, reviews that are late.
CLOSING_CHECKS: list[Callable[[Case], Sequence[Problem]]] = []

# What stands against handing a case to another office: requests of the present one that wait for an answer.
TRANSFER_CHECKS: list[Callable[[Case], Sequence[Problem]]] = []

# Who else learns that the risk of a case rose: what waits for it moves up.
RISK_ROSE: list[Callable[[Case], None]] = []

# Who else learns that a case has another worker or office: what goes on in it they may not know of.
CASE_TAKEN_OVER: list[Callable[[Case], None]] = []


# What else ends when another office has taken a case over: what only the office that it left can give.
CASE_LEFT_OFFICE: list[Callable[[Case, Actor], None]] = []


@dataclass(frozen=True, slots=True)
class PaperSource:
    """One kind of record of a case that becomes an official paper.

    rows: those of a case that may be issued. label: what a list calls one. content: what stands on the paper. follows:
    the paper of a later record replaces that of the one before.
    """

    kind: PaperKind
    model: type[Model]
    rows: Callable[[Case], Iterable[Any]]
    label: Callable[[Any], str]
    content: Callable[[Case, Any], Content]
    follows: bool = False


PAPER_SOURCES: list[PaperSource] = []

# Whether an institution may take a share of a case itself: a request of this case that it has before it (design.md 3).
SHARE_GROUNDS: list[Callable[[Case, Institution], bool]] = []

# What stands against new plan items: a placement review overdue for too long (domain.md 5.3).
PLAN_CHECKS: list[Callable[[Case], Sequence[Problem]]] = []


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the case page that a higher room renders.

    load: case, user -> the template's variables, in a fixed number of queries.
    template: fragment rendered with these variables as `panel` and the `case`.
    place: "head" (one `<div><dt>…</dt><dd>…</dd></div>` among the answers), "main" or "side" column of the summary
    (a whole `.sheet`), or "placement" (the placement tab).
    """

    name: str
    place: str
    template: str
    load: Callable[[Case, Any], dict[str, Any]]


CASE_PANELS: list[Panel] = []


@dataclass(frozen=True, slots=True)
class Due:
    """Something a higher room knows to be due in a case, for "what is due next"."""

    label: str
    due: Any  # date or aware datetime
    url: str = ""


# Case -> what is due in it.
CASE_DUES: list[Callable[[Case], Sequence[Due]]] = []


@dataclass(frozen=True, slots=True)
class CaseAction:
    """An entry of the menu "Tindakan lain" that a higher room offers."""

    label: str
    url: str


# Actor, case -> what they may do to it elsewhere: refer, place. Asked once per case page, a fixed number of queries.
CASE_ACTIONS: list[Callable[[Actor, Case], Sequence[CaseAction]]] = []


@dataclass(frozen=True, slots=True)
class ChildView:
    """The child's own words, verbatim, when they were said and who wrote them down."""

    text: str
    on: date
    by: str


# Case -> the newest words of the child that a higher room keeps (placement reviews), None without any.
CHILD_VIEWS: list[Callable[[Case], ChildView | None]] = []


@dataclass(frozen=True, slots=True)
class PersonTable:
    """A table of a higher room whose rows name a beneficiary (by `beneficiary`) and a case (by `case`): they go with
    the person when two files are merged. problems: what stands against it, of the file kept and the other one."""

    rows: Callable[[Beneficiary], QuerySet[Any]]
    problems: Callable[[Beneficiary, Beneficiary], Sequence[Problem]]


PERSON_TABLES: list[PersonTable] = []

# Ids of beneficiaries -> where or with whom each of them lives, in words; unknown ones are left out. One query.
LIVING_PLACES: list[Callable[[Collection[int]], dict[int, str]]] = []
