"""The editor's forms: a domain, a question, a scale. Lists of options, bands and skip rules are written line by line.

What a form refuses here is only what could not be kept; everything else is told on the page of the draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from atensi.forms import RadioField
from atensi.versions import VersionedForm, seen_field

from ..checking import CODE
from ..definition import Band, Definition, Domain, Option, Question, Rule, Scale, Text
from ..editing import Part, PartKind, home_of
from ..reading import LARGEST_NUMBER, LONGEST_TEXT
from ..services.drafting import stamp_of
from ..states import Good, Kind

BAR, STAND_IN = "|", "¦"
# Stands in the address of a new part where another's has its code (urls.py).
RESERVED = "baru"


def cells(line: str, most: int) -> list[str]:
    """The parts of a line between bars, `most` of them, empty where the line ends earlier."""
    found = [cell.strip() for cell in line.split(BAR)]
    if len(found) > most:
        raise ValidationError(_t("Terlalu banyak garis tegak pada baris “%(line)s”.") % {"line": line})
    refuse_long(found)
    return found + [""] * (most - len(found))


def lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]


def refuse_long(texts: Sequence[str]) -> None:
    """What is longer than `reading` reads would be lost. Raises ValidationError."""
    if too_long := [text for text in texts if len(text) > LONGEST_TEXT]:
        raise ValidationError(f"“{too_long[0][:40]}…”: {_t('terlalu panjang.')}")


def whole(text: str, line: str) -> int:
    """A number that `reading` reads."""
    try:
        number = int(text)
    except ValueError as wrong:
        raise ValidationError(_t("“%(line)s” butuh angka bulat.") % {"line": line}) from wrong
    if abs(number) > LARGEST_NUMBER:
        raise ValidationError(_t("“%(line)s” butuh angka bulat.") % {"line": line})
    return number


def bound(label, **kwargs) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=-LARGEST_NUMBER, max_value=LARGEST_NUMBER, **kwargs
    )


def line_of(*parts: Any) -> str:
    """A line of the editor; bars at its end that separate nothing are left out."""
    return f" {BAR} ".join(str(part).replace(BAR, STAND_IN) for part in parts).rstrip(f" {BAR}")


class LinesField(forms.CharField):
    """Several rows of the same kind, one a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=20_000, **kwargs)

    def clean(self, value: Any) -> str:
        """The lines as they are written; `rows` makes rows of them."""
        return self.text(self.rows(super().clean(value)))

    def rows(self, text: str) -> tuple[Any, ...]:
        return tuple(self.read(line) for line in lines(text))

    def text(self, rows: Sequence[Any]) -> str:
        return "\n".join(map(self.write, rows))

    def read(self, line: str) -> Any:
        raise NotImplementedError

    def write(self, row: Any) -> str:
        raise NotImplementedError


class OptionsField(LinesField):
    """CODE | text | English | points"""

    def read(self, line: str) -> Option:
        code, words, english, points = cells(line, 4)
        return Option(code, Text(words, english), whole(points, line) if points else None)

    def write(self, row: Option) -> str:
        return line_of(row.code, row.text.id, row.text.en, "" if row.points is None else row.points)


class BandsField(LinesField):
    """least per cent | text | English | tone"""

    def read(self, line: str) -> Band:
        least, words, english, tone = cells(line, 4)
        return Band(whole(least, line), Text(words, english), tone)

    def write(self, row: Band) -> str:
        return line_of(row.least, row.text.id, row.text.en, row.tone)


class RulesField(LinesField):
    """question = ANSWER, ANSWER"""

    def read(self, line: str) -> Rule:
        question, sign, values = (part.strip() for part in line.partition("="))
        if not sign:
            raise ValidationError(_t("Tulis “%(line)s” sebagai: kode = JAWABAN, JAWABAN.") % {"line": line})
        found = tuple(value.strip() for value in values.split(",") if value.strip())
        refuse_long((question, *found))
        return Rule(question, found)

    def write(self, row: Rule) -> str:
        return f"{row.question} = {', '.join(row.values)}"


def words(label, *, required: bool = False, rows: int = 2, **kwargs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, max_length=LONGEST_TEXT, **kwargs)


class PartForm(VersionedForm):
    """A part of a draft. first: the part as it stands, None for a new one."""

    headings: ClassVar[tuple[Any, Any]] = ("", "")

    code = forms.CharField(
        label=_("Kode"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-m", "autocapitalize": "none"}),
        help_text=_("Huruf kecil, angka, garis bawah. Kode yang sama dipadankan saat membandingkan versi."),
    )
    text_id = words(_("Teks"), required=True)
    text_en = words(_("Teks bahasa Inggris"))
    seen = seen_field()

    def __init__(self, *args, definition: Definition, first: Part | None = None, home: str = "", **kwargs):
        initial = {"domain": home}
        if first is not None:
            initial |= self.initial_of(first) | {"seen": stamp_of(first)}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.definition, self.first = definition, first

    @property
    def page_heading(self) -> Any:
        return self.headings[0 if self.first is None else 1]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if not CODE.fullmatch(code):
            raise ValidationError(_t("Pakai huruf kecil, angka, dan garis bawah, diawali huruf."))
        if code == RESERVED:
            raise ValidationError(_t("Kode ini sudah dipakai."))
        return code

    def initial_of(self, part: Any) -> dict[str, Any]:
        raise NotImplementedError

    def part(self) -> Part:
        raise NotImplementedError

    def rows(self, name: str) -> tuple[Any, ...]:
        return self.fields[name].rows(self.cleaned_data[name])

    def text(self, name: str) -> Text:
        return Text(self.cleaned_data[f"{name}_id"].strip(), self.cleaned_data[f"{name}_en"].strip())


class ScaleForm(PartForm):
    headings = (_("Skala baru"), _("Ubah skala"))

    options = OptionsField(
        label=_("Pilihan"),
        help_text=_("Satu baris satu pilihan, dari yang terendah: KODE | teks | teks Inggris | nilai"),
    )
    field_order = ("code", "text_id", "text_en", "options")

    def initial_of(self, part: Scale) -> dict[str, Any]:
        return {
            "code": part.code,
            "text_id": part.text.id,
            "text_en": part.text.en,
            "options": self.base_fields["options"].text(part.options),
        }

    def part(self) -> Scale:
        return Scale(self.cleaned_data["code"], self.text("text"), self.rows("options"))


class DomainForm(PartForm):
    headings = (_("Ranah baru"), _("Ubah ranah"))

    guidance_id = words(_("Panduan untuk petugas"))
    guidance_en = words(_("Panduan bahasa Inggris"))
    is_scored = forms.BooleanField(label=_("Jumlahkan nilai ranah ini"), required=False)
    good = RadioField(label=_("Arah nilai"), choices=Good.choices, initial=Good.HIGH)
    bands = BandsField(
        label=_("Arti nilai"),
        help_text=_("Satu baris satu rentang: mulai persen | teks | teks Inggris | ok, warn, atau stop"),
    )

    def initial_of(self, part: Domain) -> dict[str, Any]:
        return {
            "code": part.code,
            "text_id": part.title.id,
            "text_en": part.title.en,
            "guidance_id": part.guidance.id,
            "guidance_en": part.guidance.en,
            "is_scored": part.is_scored,
            "good": part.good,
            "bands": self.base_fields["bands"].text(part.bands),
        }

    def part(self) -> Domain:
        given = self.cleaned_data
        return Domain(
            code=given["code"],
            title=self.text("text"),
            guidance=self.text("guidance"),
            questions=self.first.questions if isinstance(self.first, Domain) else (),
            is_scored=given["is_scored"],
            good=Good(given["good"]),
            bands=self.rows("bands"),
        )


class QuestionForm(PartForm):
    headings = (_("Pertanyaan baru"), _("Ubah pertanyaan"))

    domain = forms.ChoiceField(label=_("Ranah"))
    kind = RadioField(label=_("Jenis jawaban"), choices=Kind.choices, initial=Kind.TEXT)
    is_required = forms.BooleanField(label=_("Wajib dijawab sebelum ditandatangani"), required=False)
    guidance_id = words(_("Panduan untuk petugas"))
    guidance_en = words(_("Panduan bahasa Inggris"))
    scale = forms.ChoiceField(label=_("Skala"), required=False, help_text=_("Hanya untuk jenis skala."))
    options = OptionsField(
        label=_("Pilihan"),
        help_text=_("Untuk jenis pilihan, satu baris satu pilihan: KODE | teks | teks Inggris | nilai"),
    )
    shown_when = RulesField(
        label=_("Ditanyakan bila"),
        help_text=_("Satu baris satu syarat, semuanya harus terpenuhi: kode_pertanyaan = JAWABAN, JAWABAN"),
    )
    least = bound(_("Paling sedikit"), help_text=_("Hanya untuk angka."))
    most = bound(_("Paling banyak"), help_text=_("Hanya untuk angka."))
    field_order = ("domain", "code", "kind", "text_id", "text_en", "is_required", "guidance_id", "guidance_en")

    def __init__(self, *args, definition: Definition, **kwargs):
        super().__init__(*args, definition=definition, **kwargs)
        self.fields["domain"].choices = [(one.code, str(one.title)) for one in definition.domains]
        self.fields["scale"].choices = [("", "–"), *((one.code, str(one.text)) for one in definition.scales)]

    def initial_of(self, part: Question) -> dict[str, Any]:
        same = ("code", "kind", "is_required", "scale", "least", "most")
        return {
            **{name: self.base_fields[name].text(getattr(part, name)) for name in ("options", "shown_when")},
            **{name: getattr(part, name) for name in same},
            "text_id": part.text.id,
            "text_en": part.text.en,
            "guidance_id": part.guidance.id,
            "guidance_en": part.guidance.en,
        }

    def part(self) -> Question:
        given = {name: self.cleaned_data[name] for name in ("code", "is_required", "scale", "least", "most")}
        given |= {name: self.rows(name) for name in ("options", "shown_when")}
        kind = Kind(self.cleaned_data["kind"])
        return Question(kind=kind, text=self.text("text"), guidance=self.text("guidance"), **given)


# The word in the address -> the kind of part and its form.
FORMS: dict[str, tuple[str, type[PartForm]]] = {
    "ranah": (PartKind.DOMAIN, DomainForm),
    "pertanyaan": (PartKind.QUESTION, QuestionForm),
    "skala": (PartKind.SCALE, ScaleForm),
}


def form_of(
    word: str, definition: Definition, first: Part | None, data: Any = None, initial: dict[str, Any] | None = None
) -> PartForm:
    """The form of a part, over the part as it stands; `initial` gives a new one its first values."""
    home = home_of(definition, first.code) if isinstance(first, Question) else ""
    _kind, form = FORMS[word]
    return form(data, definition=definition, first=first, home=home, initial=initial or {})
