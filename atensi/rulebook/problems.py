"""Every `Problem(...)` that the code can raise, read from the source and gathered by code."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from atensi.rooms import ROOMS
from carers.ways import WAYS

FIELDS = ("code", "text", "tag", "source", "field")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Rule:
    """What the code says under one problem code. A code with a changing part ends in `*`: "alternative_old_*"."""

    code: str
    texts: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def take(self, said: dict[str, list[str]], place: str) -> None:
        """Add what one construction says, each thing once."""
        for known, new in (
            (self.texts, said["text"]),
            (self.tags, said["tag"]),
            (self.sources, said["source"]),
            (self.places, [place]),
        ):
            known += [each for each in new if each and each not in known]


def rules() -> dict[str, Rule]:
    """code -> rule, by name."""
    found: dict[str, Rule] = {}
    for site in sites():
        for code in site.said["code"]:
            found.setdefault(code, Rule(code)).take(site.said, site.place)
    return dict(sorted(found.items()))


def computed() -> set[str]:
    """Where a Problem gets its code from another one: each of these places is looked at by hand."""
    return {site.place for site in sites() if not site.said["code"]}


@dataclass
class Site:
    """One construction of a Problem. place: "referrals.eligibility.gate.ladder_problems"."""

    said: dict[str, list[str]]
    place: str


def sites() -> Iterator[Site]:
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            if "migrations" not in path.parts and "rulebook" not in path.parts:
                yield from _sites_in(path)


def _sites_in(path: Path) -> Iterator[Site]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts).removesuffix(".__init__")
    for owner in ast.walk(tree):
        if not isinstance(owner, Function):
            continue
        for node in ast.walk(owner):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                yield Site(_said(node, Reader(module, owner, node.lineno)), f"{module}.{owner.name}")


def _said(call: ast.Call, reader: "Reader") -> dict[str, list[str]]:
    given = dict(zip(FIELDS, call.args, strict=False)) | {word.arg: word.value for word in call.keywords if word.arg}
    said = {name: reader.strings(given[name]) if name in given else [] for name in FIELDS}
    return said | {"tag": said["tag"] if "tag" in given else ["hard"]}


@dataclass
class Reader:
    """What an expression in a function can be, as strings; nothing when it cannot be read off the source."""

    module: str
    owner: Function
    line: int

    def strings(self, node: ast.expr) -> list[str]:
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=values):
                return ["".join(part.value if isinstance(part, ast.Constant) else "*" for part in values)]
            case ast.Call(func=ast.Name(id="_" | "counted"), args=[text]) | ast.BinOp(left=text, op=ast.Mod()):
                return self.strings(text)
            case ast.IfExp(body=body, orelse=other):
                return self.strings(body) + self.strings(other)
            case ast.Attribute(attr="law"):  # of a step on the way to a form of care
                return list(dict.fromkeys(str(step.law) for steps in WAYS.values() for step in steps))
            case ast.Subscript(value=ast.Name(id=name)):  # a law for each form of care
                table = getattr(importlib.import_module(self.module), name, None)
                return list(dict.fromkeys(map(str, table.values()))) if isinstance(table, dict) else []
            case ast.Name(id=name):
                return self._named(name)
        return []

    def _named(self, name: str) -> list[str]:
        assigned = [
            node
            for node in ast.walk(self.owner)
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name and node.lineno <= self.line
        ]
        if assigned:
            return self.strings(max(assigned, key=lambda node: node.lineno).value)
        constant = getattr(importlib.import_module(self.module), name, "")
        return [str(constant)] if constant else []
