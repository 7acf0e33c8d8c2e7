"""Today is asked for when it is needed: what is read at import stays yesterday's in a process past midnight."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tests.architecture.source import Function, called_names, modules

CLOCK = {"localdate", "localtime", "now", "today", "today_in"}
TESTS = settings.BASE_DIR / "tests"


def calls_at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Calls that are made when the module is read: of a function its decorators and defaults, of a lambda nothing."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            for part in (*child.decorator_list, child.args):
                yield from calls_at_import(ast.Expr(part))
        elif not isinstance(child, ast.Lambda) and not is_main(child):
            if isinstance(child, ast.Call):
                yield child
            yield from calls_at_import(child)


def is_main(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"


def askers(tree: ast.Module, known: set[str]) -> set[str]:
    """Names of the module's functions that ask the clock, themselves or through each other."""
    functions = [node for node in tree.body if isinstance(node, Function)]
    found: set[str] = set()
    while more := {node.name for node in functions if called_names(node) & (known | found)} - found:
        found |= more
    return found


def asked_at_import(tree: ast.Module, imported: set[str]) -> list[int]:
    asking = CLOCK | imported
    asking |= askers(tree, asking)
    return [call.lineno for call in calls_at_import(tree) if name(call) & asking]


def name(call: ast.Call) -> set[str]:
    return {call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")}


def imported_from_tests(tree: ast.Module, helpers: dict[str, set[str]]) -> set[str]:
    found = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith("tests")):
            asking = helpers.get((node.module or "").rpartition(".")[2], set())
            found |= {alias.asname or alias.name for alias in node.names if alias.name in asking}
    return found


def every_test() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in sorted(TESTS.rglob("*.py"))}


def test_the_product_asks_for_no_day_at_import():
    found = [f"{module.name}:{line}" for module in modules() for line in asked_at_import(module.tree, set())]

    assert found == []


def test_the_tests_ask_for_no_day_at_import():
    trees = every_test()
    helpers: dict[str, set[str]] = {}
    for path, tree in trees.items():
        helpers[path.stem] = helpers.get(path.stem, set()) | askers(tree, CLOCK)
    found = [
        f"{path.relative_to(TESTS)}:{line}"
        for path, tree in trees.items()
        for line in asked_at_import(tree, imported_from_tests(tree, helpers))
    ]

    assert found == []


def test_what_is_asked_at_import_is_found():
    source = """
DAY = timezone.localdate()
def ago(days): return localdate() - days
@parametrize("day", [ago(1)])
def test(day, now=ago(2)): ago(3)
later = lambda: ago(4)
class Row:
    made = ago(5)
"""
    assert asked_at_import(ast.parse(source), set()) == [2, 4, 5, 8]
