"""Which questionnaires there are. They tell of nobody: whoever may open the page sees all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from .states import Audience, VersionState

if TYPE_CHECKING:
    from .models import InstrumentVersion


class InstrumentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> InstrumentQuerySet:
        return self


class InstrumentVersionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> InstrumentVersionQuerySet:
        return self

    def published(self) -> InstrumentVersionQuerySet:
        return self.filter(state=VersionState.PUBLISHED).select_related("instrument")

    def ever_published(self) -> InstrumentVersionQuerySet:
        """Published ones and those that were: what an assessment may stand on."""
        return self.exclude(state=VersionState.DRAFT).select_related("instrument")

    def in_force(self, purpose: str, *, audience: str) -> InstrumentVersion | None:
        """The version to use now for `purpose`: one made for this audience before one for everybody, the newest of
        several; None when nothing is published."""
        fitting = self.published().filter(
            instrument__purpose=purpose, instrument__audience__in={audience, Audience.ANY}
        )
        ranked = sorted(
            fitting, key=lambda row: (row.instrument.audience == Audience.ANY, -row.published_at.timestamp())
        )
        return ranked[0] if ranked else None
