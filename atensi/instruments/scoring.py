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
        if not domain.is_scored:
            continue
        answered = [(told[one.code], definition.points_of(one)) for one in domain.questions if one.code in told]
        given = [(code, points) for code, points in answered if points and code in points]
        if given:
            found.append(_score(domain, given))
    return found


def _score(domain: Domain, given: list[tuple[str, dict[str, int]]]) -> Score:
    """given: each answer beside the points of its question's options."""
    ranges = [points.values() for _code, points in given]
    return Score(domain, sum(points[code] for code, points in given), sum(map(min, ranges)), sum(map(max, ranges)))


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
