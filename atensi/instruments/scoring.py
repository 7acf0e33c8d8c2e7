"""Points of a domain and the band they fall into, where the questionnaire says that it is scored. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .answers import Answers, counted
from .definition import Band, Definition, Domain


@dataclass(frozen=True, slots=True)
class Score:
    """least, most: what the answered questions could have given. percent: 0 at `least`, 100 at `most`."""

    domain: Domain
    points: int
    least: int
    most: int

    @property
    def percent(self) -> int:
        return percent_of(self.points, self.least, self.most)

    @property
    def band(self) -> Band | None:
        return band_of(self.domain, self.percent)

    @property
    def kept(self) -> dict[str, int]:
        """What a signed paper keeps of it."""
        return {"points": self.points, "least": self.least, "most": self.most, "percent": self.percent}


def percent_of(points: int, least: int, most: int) -> int:
    """Half a per cent is rounded up."""
    return 0 if most == least else ((points - least) * 200 + (most - least)) // (2 * (most - least))


def band_of(domain: Domain, percent: int) -> Band | None:
    """The last band that begins at or below `percent`."""
    return next((band for band in reversed(domain.bands) if band.least <= percent), None)


def scores(definition: Definition, answers: Answers) -> list[Score]:
    """The score of each scored domain with an answer that counts: hidden and unanswered questions count nothing."""
    told = counted(definition, answers)
    found = []
    for domain in definition.domains:
        points = {one.code: definition.points_of(one) for one in domain.questions if domain.is_scored}
        given = [options[told[code]] for code, options in points.items() if told.get(code) in options]
        ranges = [list(options.values()) for code, options in points.items() if told.get(code) in options]
        if given:
            found.append(Score(domain, sum(given), sum(map(min, ranges)), sum(map(max, ranges))))
    return found


def kept_scores(definition: Definition, answers: Answers) -> dict[str, dict[str, int]]:
    """Code of a domain -> what a signed paper keeps of its score."""
    return {score.domain.code: score.kept for score in scores(definition, answers)}


def scores_of(definition: Definition, kept: Mapping[str, Any]) -> list[Score]:
    """The scores that a signed paper kept, in the order of the domains."""
    return [
        Score(domain, kept[domain.code]["points"], kept[domain.code]["least"], kept[domain.code]["most"])
        for domain in definition.domains
        if domain.code in kept
    ]
