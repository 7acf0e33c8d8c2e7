"""From a JSON document to a questionnaire and back. What cannot be read is left out and told, all of it at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from .definition import Band, Definition, Domain, Option, Question, Rule, Scale, Text
from .states import Good, Kind

Part = TypeVar("Part")
LANGUAGES = ("id", "en")
LONGEST_TEXT = 4000
LARGEST_NUMBER = 10**9 - 1


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a questionnaire, or with an answer to it. code: stable; where: the domain, question or scale,
    by its code."""

    code: str
    where: str
    text: str


class Reader:
    """Reads a document part by part and collects its faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, where: str, text: str) -> None:
        self.faults.append(Fault("shape", where, text))

    def definition(self, document: Any) -> Definition:
        known = self.keys(document, "", {"domains", "scales"})
        scales = self.each(known.get("scales", []), "scales", self.scale)
        return Definition(self.each(known.get("domains", []), "domains", self.domain), scales)

    def keys(self, value: Any, where: str, names: set[str]) -> Mapping[str, Any]:
        """`value` as an object with no other keys than `names`."""
        if not isinstance(value, dict):
            self.fault(where, _("Di sini harus ada objek JSON."))
            return {}
        if unknown := sorted(str(name) for name in set(value) - names):
            self.fault(where, _("Kunci tidak dikenal: %(names)s.") % {"names": ", ".join(unknown)})
        return value

    def each(self, value: Any, where: str, read: Callable[[Any, str], Part]) -> tuple[Part, ...]:
        if not isinstance(value, list):
            self.fault(where, _("Di sini harus ada daftar JSON."))
            return ()
        return tuple(read(part, f"{where}[{place}]") for place, part in enumerate(value))

    def string(self, value: Any, where: str) -> str:
        if isinstance(value, str) and len(value) <= LONGEST_TEXT:
            return value
        self.fault(where, _("Di sini harus ada tulisan."))
        return ""

    def text(self, value: Any, where: str) -> Text:
        known = self.keys(value, where, set(LANGUAGES))
        return Text(*(self.string(known.get(language, ""), where) for language in LANGUAGES))

    def number(self, value: Any, where: str) -> int | None:
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER):
            return value
        self.fault(where, _("Di sini harus ada angka bulat."))
        return None

    def truth(self, value: Any, where: str) -> bool:
        if not isinstance(value, bool):
            self.fault(where, _("Di sini harus ada true atau false."))
        return value is True

    def one_of(self, value: Any, where: str, choices: Any, otherwise: Any) -> Any:
        if value in choices.values:
            return choices(value)
        self.fault(where, _("Tidak dikenal: %(value)s.") % {"value": value})
        return otherwise

    def option(self, value: Any, where: str) -> Option:
        known = self.keys(value, where, {"code", "text", "points"})
        code = self.string(known.get("code", ""), where)
        return Option(code, self.text(known.get("text", {}), where), self.number(known.get("points"), where))

    def scale(self, value: Any, where: str) -> Scale:
        known = self.keys(value, where, {"code", "text", "options"})
        code = self.string(known.get("code", ""), where)
        where = code or where
        return Scale(code, self.text(known.get("text", {}), where), self.options(known, where))

    def options(self, known: Mapping[str, Any], where: str) -> tuple[Option, ...]:
        return self.each(known.get("options", []), where, self.option)

    def rule(self, value: Any, where: str) -> Rule:
        known = self.keys(value, where, {"question", "values"})
        values = self.each(known.get("values", []), where, self.string)
        return Rule(self.string(known.get("question", ""), where), values)

    def question(self, value: Any, where: str) -> Question:
        names = set(Question.__dataclass_fields__) - {"is_required"} | {"required"}
        known = self.keys(value, where, names)
        code = self.string(known.get("code", ""), where)
        where = code or where
        return Question(
            code=code,
            kind=self.one_of(known.get("kind"), where, Kind, Kind.TEXT),
            text=self.text(known.get("text", {}), where),
            guidance=self.text(known.get("guidance", {}), where),
            scale=self.string(known.get("scale", ""), where),
            options=self.options(known, where),
            is_required=self.truth(known.get("required", False), where),
            shown_when=self.each(known.get("shown_when", []), where, self.rule),
            least=self.number(known.get("least"), where),
            most=self.number(known.get("most"), where),
        )

    def band(self, value: Any, where: str) -> Band:
        known = self.keys(value, where, {"least", "text", "tone"})
        least = self.number(known.get("least", 0), where) or 0
        return Band(least, self.text(known.get("text", {}), where), self.string(known.get("tone", ""), where))

    def domain(self, value: Any, where: str) -> Domain:
        known = self.keys(value, where, {"code", "title", "guidance", "questions", "scored", "good", "bands"})
        code = self.string(known.get("code", ""), where)
        where = code or where
        return Domain(
            code=code,
            title=self.text(known.get("title", {}), where),
            guidance=self.text(known.get("guidance", {}), where),
            questions=self.each(known.get("questions", []), where, self.question),
            is_scored=self.truth(known.get("scored", False), where),
            good=self.one_of(known.get("good", Good.HIGH), where, Good, Good.HIGH),
            bands=self.each(known.get("bands", []), where, self.band),
        )


def read(document: Any) -> tuple[Definition, list[Fault]]:
    """The questionnaire of a document, and what of it could not be read. `checking.faults_of` tells the rest."""
    reader = Reader()
    return reader.definition(document), reader.faults


def definition_of(document: Any) -> Definition:
    """The questionnaire of a document that was checked when it was written."""
    return read(document)[0]


def document_of(definition: Definition) -> dict[str, Any]:
    """The document of a questionnaire; `read` makes the same questionnaire of it."""
    return {
        "scales": [
            _full(code=one.code, text=_text(one.text), options=_options(one.options)) for one in definition.scales
        ],
        "domains": [_domain(domain) for domain in definition.domains],
    }


def _full(**parts: Any) -> dict[str, Any]:
    """Without what is empty, which is what a missing key means."""
    return {name: part for name, part in parts.items() if part not in (None, "", False) and part != [] and part != {}}


def _text(text: Text) -> dict[str, str]:
    return {name: words for name in LANGUAGES if (words := getattr(text, name))}


def _options(options: tuple[Option, ...]) -> list[dict[str, Any]]:
    return [_full(code=one.code, text=_text(one.text)) | _points(one) for one in options]


def _points(option: Option) -> dict[str, int]:
    return {} if option.points is None else {"points": option.points}


def _domain(domain: Domain) -> dict[str, Any]:
    bands = [{"least": one.least, **_full(text=_text(one.text), tone=one.tone)} for one in domain.bands]
    return _full(
        code=domain.code,
        title=_text(domain.title),
        guidance=_text(domain.guidance),
        scored=domain.is_scored,
        good=str(domain.good) if domain.good != Good.HIGH else "",
        bands=bands,
    ) | {"questions": [_question(question) for question in domain.questions]}


def _question(question: Question) -> dict[str, Any]:
    bounds = {name: bound for name in ("least", "most") if (bound := getattr(question, name)) is not None}
    return (
        _full(
            code=question.code,
            text=_text(question.text),
            guidance=_text(question.guidance),
            scale=question.scale,
            options=_options(question.options),
            required=question.is_required,
            shown_when=[{"question": rule.question, "values": list(rule.values)} for rule in question.shown_when],
        )
        | {"kind": str(question.kind)}
        | bounds
    )
