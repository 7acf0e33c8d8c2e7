"""`docs/rules.md`: the rules as a table, written from the code."""

from pathlib import Path

from django.conf import settings
from django.utils import translation

from .duties import DUTIES
from .guards import guards
from .links import NOTES, RULE_CONSTRAINTS, TEXTS
from .problems import Rule, rules
from .shown import shown

FILE = Path("docs/rules.md")
HEAD = """# Rules

Written from the code by `python manage.py rules --write`; a test fails when this file and the code differ.

*Hard* rules block the action. *Soft* rules let it through with a written reason, which is kept and shown; a rule that
is both is switched by an office's setting or depends on the case. A code with `*` ends in the form of care or the field
that it is about. Which constraint holds the same rule as which code stands in `atensi/rulebook/links.py`; which test
shows a rule, in the mark `@pytest.mark.rule` of that test. `tests/architecture/test_raw_sql.py` tries every constraint
and trigger by raw SQL as the web role.
"""


def table() -> str:
    """The whole file."""
    with translation.override("id"):
        parts = [HEAD, _duties(), _problems(), _guards()]
    return "\n".join(parts)


def path() -> Path:
    return Path(settings.BASE_DIR) / FILE


def _duties() -> str:
    lines = [
        "## What the law and the standards ask for",
        "",
        "| Section | Hard rule | Held by | Not held yet |",
        "|---|---|---|---|",
    ]
    for duty in DUTIES:
        lines.append(f"| {duty.section} | {duty.text} | {_codes(duty.holders)} | {duty.missing} |")
    return "\n".join([*lines, ""])


def _problems() -> str:
    tests = shown()
    lines = [
        "## Problems",
        "",
        "| Code | Tag | Text | Source | Held in | Database | Shown by |",
        "|---|---|---|---|---|---|---|",
    ]
    for rule in rules().values():
        cells = [
            f"`{rule.code}`",
            _tag(rule),
            "<br>".join(rule.texts) or TEXTS[rule.code],
            "<br>".join(rule.sources),
            _codes(rule.places),
            _codes(RULE_CONSTRAINTS.get(rule.code, ())),
            _codes(tests.get(rule.code, ())),
        ]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, ""])


def _tag(rule: Rule) -> str:
    tag = " or ".join(sorted(rule.tags))
    return f"{tag} ({NOTES[rule.code]})" if rule.code in NOTES else tag


def _guards() -> str:
    codes: dict[str, list[str]] = {}
    for code, names in RULE_CONSTRAINTS.items():
        for name in names:
            codes.setdefault(name, []).append(code)
    tests = shown()
    lines = [
        "## Constraints and triggers",
        "",
        "| Name | Table | Kind | Message, or what a trigger watches | Same rule as | Shown by, too |",
        "|---|---|---|---|---|---|",
    ]
    for each in guards().values():
        same, by = _codes(sorted(codes.get(each.name, ()))), _codes(tests.get(each.name, ()))
        lines.append(f"| `{each.name}` | `{each.table}` | {each.kind} | {each.message} | {same} | {by} |")
    return "\n".join([*lines, ""])


def _codes(names) -> str:
    return "<br>".join(f"`{name}`" for name in names)
