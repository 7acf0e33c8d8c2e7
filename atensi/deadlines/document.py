"""`docs/clocks.md`: every clock with its rule, settings, recipients and ladder, written from the code."""

from pathlib import Path

from django.conf import settings
from django.utils import translation

from .overview import SWEEPS, Rule, Setting, default_rules

FILE = Path("docs/clocks.md")
HEAD = """# Clocks

Written from the code by `python manage.py clocks --write`; a test fails when this file and the code differ.

Every deadline is a row of `Deadline` that follows from a clock (ADR 0014). The values here are the defaults; those of
an office stand on the page "Jam dan tenggat" (`/pengaturan/jam/`), with the time at which each sweep last ran.
"""


def text() -> str:
    """The whole file."""
    with translation.override("id"):
        return "\n".join([HEAD, *(_clock(rule) for rule in default_rules()), _sweeps()])


def path() -> Path:
    return Path(settings.BASE_DIR) / FILE


def _clock(rule: Rule) -> str:
    counted, told = _settings(rule.counted) or "the date on its paper", _settings(rule.reminding)
    lines = [f"## {rule.clock.label} (`{rule.clock.code}`)", "", f"{rule.clock.rule}.", ""]
    lines += [f"- Counted by: {counted}.", f"- Told by: {told}.", "", "| When | Who |", "|---|---|"]
    return "\n".join([*lines, *(f"| {step.when} | {step.who} |" for step in rule.steps), ""])


def _settings(found: list[Setting]) -> str:
    return "; ".join(f"{one.label}, {one.value} (`{one.key}`)" for one in found)


def _sweeps() -> str:
    lines = ["## Sweeps", "", "| Task | Beat entry | What it does |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| `{task}` | `{name}` | {label} |" for task, (name, label) in SWEEPS.items()), ""])
