"""What stands against publishing a questionnaire: the complete list, in the order of its parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .definition import Definition, Domain, Option, Question
from .reading import Fault
from .states import DECIDING, NO, SCORING, TONES, WITH_OPTIONS, YES, Kind

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
OPTION_CODE = re.compile(r"[A-Za-z0-9_-]{1,30}")
MOST_QUESTIONS = 200


def faults_of(definition: Definition) -> list[Fault]:
    """Every reason why this questionnaire cannot be filled in or scored."""
    return [
        *_codes(definition),
        *_size(definition),
        *(fault for scale in definition.scales for fault in _options(scale.code, scale.options, scored=True)),
        *(fault for domain in definition.domains for fault in _domain(definition, domain)),
        *_rules(definition),
    ]


def _codes(definition: Definition) -> Iterator[Fault]:
    named = [
        [scale.code for scale in definition.scales],
        [domain.code for domain in definition.domains],
        [question.code for question in definition.questions],
    ]
    for codes in named:
        for code, times in Counter(codes).items():
            if not CODE.fullmatch(code):
                text = _("Kode “%(code)s” bukan huruf kecil, angka, dan garis bawah, diawali huruf.") % {"code": code}
                yield Fault("code_malformed", code, text)
            if times > 1:
                yield Fault("code_twice", code, _("Kode “%(code)s” dipakai lebih dari sekali.") % {"code": code})


def _size(definition: Definition) -> Iterator[Fault]:
    n = len(list(definition.questions))
    if not n:
        yield Fault("no_question", "", _("Belum ada pertanyaan."))
    if n > MOST_QUESTIONS:
        yield Fault("too_long", "", _("Lebih dari %(n)s pertanyaan.") % {"n": MOST_QUESTIONS})


def _options(where: str, options: tuple[Option, ...], *, scored: bool = False) -> Iterator[Fault]:
    if len(options) < 2:
        yield Fault("too_few_options", where, _("Butuh sedikitnya dua pilihan."))
    for code, times in Counter(option.code for option in options).items():
        if not OPTION_CODE.fullmatch(code):
            yield Fault("option_malformed", where, _("Kode pilihan “%(code)s” tidak sah.") % {"code": code})
        if times > 1:
            yield Fault("option_twice", where, _("Pilihan “%(code)s” ada lebih dari sekali.") % {"code": code})
    if any(not option.text for option in options):
        yield Fault("text_missing", where, _("Ada pilihan tanpa teks."))
    if scored and any(option.points is None for option in options):
        yield Fault("points_missing", where, _("Tiap pilihan skala butuh nilai."))


def _domain(definition: Definition, domain: Domain) -> Iterator[Fault]:
    if not domain.title:
        yield Fault("text_missing", domain.code, _("Ranah ini belum berjudul."))
    if not domain.questions:
        yield Fault("no_question", domain.code, _("Ranah ini belum punya pertanyaan."))
    if domain.is_scored and not any(definition.points_of(question) for question in domain.questions):
        yield Fault("nothing_scored", domain.code, _("Ranah ini dinilai, tetapi tidak ada pertanyaan yang bernilai."))
    yield from _bands(domain)
    for question in domain.questions:
        yield from _question(definition, question)


def _bands(domain: Domain) -> Iterator[Fault]:
    leasts = [band.least for band in domain.bands]
    if not leasts:
        return
    if not domain.is_scored:
        yield Fault("bands_unscored", domain.code, _("Ranah ini punya rentang nilai, tetapi tidak dinilai."))
    if leasts[0] != 0 or leasts[-1] > 100 or leasts != sorted(set(leasts)):
        yield Fault("bands_broken", domain.code, _("Rentang nilai mulai dari 0, naik, dan paling tinggi 100."))
    if any(not band.text for band in domain.bands):
        yield Fault("text_missing", domain.code, _("Ada rentang nilai tanpa teks."))
    if any(band.tone not in ("", *TONES) for band in domain.bands):
        yield Fault("tone_unknown", domain.code, _("Nada rentang nilai: ok, warn, atau stop."))


def _question(definition: Definition, question: Question) -> Iterator[Fault]:
    where = question.code
    if not question.text:
        yield Fault("text_missing", where, _("Pertanyaan ini belum berteks."))
    if question.kind == Kind.SCALE and definition.scale(question.scale) is None:
        yield Fault("scale_unknown", where, _("Skala “%(code)s” tidak ada.") % {"code": question.scale})
    if question.kind in WITH_OPTIONS:
        yield from _options(where, question.options)
    elif question.options and not _only_points(question):
        yield Fault("options_unused", where, _("Jenis pertanyaan ini tidak punya pilihan sendiri."))
    if question.kind not in SCORING and any(option.points is not None for option in question.options):
        yield Fault("points_unused", where, _("Jenis pertanyaan ini tidak bernilai."))
    if question.kind != Kind.NUMBER and (question.least, question.most) != (None, None):
        yield Fault("bounds_unused", where, _("Batas hanya untuk angka."))
    if question.least is not None and question.most is not None and question.least > question.most:
        yield Fault("bounds_reversed", where, _("Batas bawah melebihi batas atas."))


def _only_points(question: Question) -> bool:
    """The points of a yes-or-no, whose two options need no words."""
    return question.kind == Kind.YES_NO and {option.code for option in question.options} == {YES, NO}


def _rules(definition: Definition) -> Iterator[Fault]:
    """A rule waits for a question asked before it, so that no two wait for each other."""
    before: dict[str, Question] = {}
    for question in definition.questions:
        for rule in question.shown_when:
            yield from _rule(definition, question, rule.question, rule.values, before)
        before[question.code] = question


def _rule(
    definition: Definition, question: Question, awaited: str, values: tuple[str, ...], before: dict[str, Question]
) -> Iterator[Fault]:
    first = before.get(awaited)
    if first is None:
        text = _("Syarat menunjuk “%(code)s”, yang tidak ditanyakan sebelumnya.") % {"code": awaited}
        yield Fault("rule_ahead", question.code, text)
        return
    if first.kind not in DECIDING:
        yield Fault("rule_undecided", question.code, _("“%(code)s” tidak punya pilihan.") % {"code": awaited})
        return
    unknown = set(values) - {option.code for option in definition.options_of(first)}
    if unknown or not values:
        names = ", ".join(sorted(unknown)) or "–"
        text = _("Syarat menunggu jawaban yang tidak ada pada “%(code)s”: %(names)s.") % {
            "code": awaited,
            "names": names,
        }
        yield Fault("rule_value_unknown", question.code, text)
