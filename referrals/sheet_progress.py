"""How far the entry of a sheet of residents is, for its page and for a program."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .models import ResidentSheet, ResidentSheetLine
from .sheets import NAME
from .states import SheetLineState


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A child that was not entered. problems: what stood against it, as `ResidentSheetLine` keeps them."""

    number: int
    name: str
    problems: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Progress:
    """The lines of a sheet by what became of them. waiting: how many nobody has taken yet."""

    sheet: ResidentSheet
    total: int
    waiting: int
    entered: Sequence[ResidentSheetLine]
    refused: Sequence[RefusedLine]

    @property
    def done(self) -> int:
        return self.total - self.waiting


def progress_of(sheet: ResidentSheet) -> Progress:
    """One query."""
    lines = list(sheet.lines.all())
    return Progress(
        sheet=sheet,
        total=len(lines),
        waiting=sum(line.state == SheetLineState.WAITING for line in lines),
        entered=[line for line in lines if line.state == SheetLineState.ENTERED],
        refused=[_refused(line) for line in lines if line.state == SheetLineState.REFUSED],
    )


def _refused(line: ResidentSheetLine) -> RefusedLine:
    return RefusedLine(line.number, json.loads(line.cells)[NAME], line.problems)
