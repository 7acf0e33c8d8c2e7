"""The product's own source, read once, for tests that look at how it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from atensi.rooms import ROOMS

# Where a user's wish comes in: read input, call one service, show the result.
EDGES = ("views", "api", "tasks", "commands", "panels")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Dotted: "cases.services.shares"."""
        return ".".join(self.path.relative_to(settings.BASE_DIR).with_suffix("").parts).removesuffix(".__init__")

    @property
    def room(self) -> str:
        parts = self.name.split(".")
        return ".".join(parts[:2]) if parts[0] == "atensi" else parts[0]

    def is_part(self, *kinds: str) -> bool:
        """Whether the module is, or lies in a package, named one of `kinds`: "services", "views"."""
        parts = self.name.split(".")
        return bool(set(parts[2 if parts[0] == "atensi" and len(parts) > 2 else 1 :]) & set(kinds))

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def top_functions(self) -> Iterator[Function]:
        return (node for node in self.tree.body if isinstance(node, Function))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the product, migrations aside."""
    paths = (path for room in ROOMS for path in sorted((settings.BASE_DIR / room).rglob("*.py")))
    found = []
    for path in paths:
        if "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
            found.append(Module(path, text, ast.parse(text, str(path))))
    return tuple(found)


def parts(*kinds: str) -> list[Module]:
    return [module for module in modules() if module.is_part(*kinds)]


def called_names(node: ast.AST) -> set[str]:
    """Last names of everything called below `node`: `audit.record(...)` gives "record"."""
    calls = (call.func for call in ast.walk(node) if isinstance(call, ast.Call))
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def decorator_names(function: Function) -> set[str]:
    """Dotted names of the function's decorators, without their arguments."""
    return {ast.unparse(node.func if isinstance(node, ast.Call) else node) for node in function.decorator_list}
