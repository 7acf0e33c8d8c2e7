"""Which test shows which rule: the marks `@pytest.mark.rule("code", ...)` of the test functions."""

import ast
from collections.abc import Iterator

from django.conf import settings

from .problems import Function


def shown() -> dict[str, list[str]]:
    """code or guard -> tests, as "tests/referrals/test_gate.py::test_name"."""
    found: dict[str, list[str]] = {}
    for path in sorted((settings.BASE_DIR / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in tree.body if isinstance(node, Function)):
            for code in _marks(function):
                found.setdefault(code, []).append(f"{path.relative_to(settings.BASE_DIR)}::{function.name}")
    return found


def _marks(function: Function) -> Iterator[str]:
    for node in function.decorator_list:
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule":
            yield from (ast.literal_eval(each) for each in node.args)
