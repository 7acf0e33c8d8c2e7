"""The base of every form on a page: input as people give it, drawn by `<c-field>`."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem, RuleViolation
from atensi.ranges import OUT_OF_REACH, within_reach

FORM_ID = "form_id"
REASON_PREFIX = "reason_"
OLDEST_YEARS = 120
REQUIRED = [
    (forms.CheckboxInput, _("Centang dulu untuk melanjutkan.")),
    ((forms.CheckboxSelectMultiple, forms.SelectMultiple), _("Pilih sedikitnya satu.")),
    ((forms.Select, forms.RadioSelect), _("Pilih salah satu.")),
    (forms.FileInput, _("Pilih berkasnya.")),
]


def reasons_from(data: Mapping[str, str]) -> dict[str, str]:
    """The written reasons in posted data, by problem code; they answer soft problems."""
    return {
        key.removeprefix(REASON_PREFIX): text.strip()
        for key, text in data.items()
        if key.startswith(REASON_PREFIX) and text.strip()
    }


def form_id_from(data: Mapping[str, str]) -> uuid.UUID | None:
    """The key of the sent form (`{% form_id %}`), None when it is missing or broken."""
    try:
        return uuid.UUID(data.get(FORM_ID, ""))
    except ValueError:
        return None


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, an empty form too: it need not say anything."""
    return request.POST if request.method == "POST" else None


class AtensiForm(forms.Form):
    """A form whose fields carry no browser memory of other people's data, whose texts start three rows high, and that
    says what is missing in our words."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.words: QueryDict | None = None
        for field in self.fields.values():
            prepare(field)

    def restore(self, words: QueryDict) -> None:
        """Show `words`, as they were posted once, in place of the first values. Files cannot come back."""
        self.words = words

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        name = self.add_prefix(field_name)
        gone = self.words is None or isinstance(field, forms.FileField)
        if gone or field.widget.value_omitted_from_data(self.words, {}, name):
            return super().get_initial_for_field(field, field_name)
        return field.widget.value_from_datadict(self.words, {}, name)

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show what a service refused: each hard problem at its field, or above the form."""
        for problem in problems:
            if problem.is_hard:
                self.add_error(problem.field if problem.field in self.fields else None, str(problem.text))


def told_once(form: AtensiForm, make: Callable[..., tuple[object, str]]) -> tuple[AtensiForm, str]:
    """The form to show next and the secret of what `make` made of its input, "" where nothing was made. The secret
    stands on this answer and nowhere else. make: a service, the input's fields -> (row, secret)."""
    if not form.is_valid():
        return form, ""
    try:
        _made, secret = make(**form.cleaned_data)
    except RuleViolation as violation:
        form.add_problems(violation.problems)
        return form, ""
    return type(form)(), secret


def prepare(field: forms.Field) -> None:
    """Set what every field of ours has in common; what a field sets itself stays."""
    attrs = field.widget.attrs
    if isinstance(field.widget, forms.Textarea):
        attrs["rows"] = 3 if attrs.get("rows") in (None, "10") else attrs["rows"]
        attrs.pop("cols", None)
    boxes = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput, forms.MultiWidget)
    if not isinstance(field.widget, boxes):
        attrs.setdefault("autocomplete", "off")
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = next(
            (words for kinds, words in REQUIRED if isinstance(field.widget, kinds)),
            _("Isian ini belum diisi."),
        )


class DateField(forms.DateField):
    """A planned or received date: the browser's own date picker, ISO underneath whatever the language."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-d"})

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"], **kwargs)

    def clean(self, value):
        """Raises ValidationError for a day beyond reach: what is counted from it would leave the calendar."""
        day = super().clean(value)
        if day is not None and not within_reach(day):
            raise ValidationError(OUT_OF_REACH)
        return day


class DateTimeField(forms.DateTimeField):
    """A moment in the active time zone: the browser's own picker."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "w-m"})

    def __init__(self, **kwargs):
        super().__init__(
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            **kwargs,
        )

    def clean(self, value):
        """As `DateField.clean`."""
        moment = super().clean(value)
        if moment is not None and not within_reach(moment.date()):
            raise ValidationError(OUT_OF_REACH)
        return moment


class RadioField(forms.ChoiceField):
    """Up to seven options in sight. hints, marks: by value, a line below the option and its mark (docs/ui.md)."""

    widget = forms.RadioSelect

    def __init__(self, *, hints: Mapping | None = None, marks: Mapping | None = None, **kwargs):
        self.hints = {str(key): text for key, text in (hints or {}).items()}
        self.marks = {str(key): mark for key, mark in (marks or {}).items()}
        super().__init__(**kwargs)


class CheckField(forms.MultipleChoiceField):
    """Any number of options, all in sight. hints: by value, a line below the option."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, hints: Mapping | None = None, **kwargs):
        self.hints = {str(key): text for key, text in (hints or {}).items()}
        super().__init__(**kwargs)


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A birth date as well as it is known.

    precision: "DAY", "MONTH", "YEAR" (the middle of what is known) or "AGE" (half a year before the last birthday).
    """

    date: date
    precision: str

    def __str__(self):
        return f"{self.date:%d-%m-%Y}" if self.precision == "DAY" else f"± {self.date:%Y}"


class BirthDateWidget(forms.MultiWidget):
    """Day, month, year as three numbers, or an age in years."""

    use_fieldset = True
    names: ClassVar = [
        (_("Tanggal"), "w-xs", 2),
        (_("Bulan"), "w-xs", 2),
        (_("Tahun"), "w-s", 4),
        (_("atau umur"), "w-s", 3),
    ]

    def __init__(self, attrs=None):
        boxes = [
            forms.TextInput(
                attrs={
                    "inputmode": "numeric",
                    "maxlength": size,
                    "class": width,
                    "autocomplete": "off",
                }
            )
            for _name, width, size in self.names
        ]
        super().__init__(boxes, attrs)

    def decompress(self, value):
        if value is None:
            return ["", "", "", ""]
        day, precision = value.date, value.precision
        if precision == "AGE":
            return ["", "", "", years_between(day, timezone.localdate())]
        return [
            day.day if precision == "DAY" else "",
            "" if precision == "YEAR" else day.month,
            day.year,
            "",
        ]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part, (label, _width, _size) in zip(context["widget"]["subwidgets"], self.names, strict=True):
            part["label"] = label
        return context


class BirthDateField(forms.MultiValueField):
    """Cleans to a `BirthDate` or None. A year alone, a month and year, or an age in years are accepted."""

    widget = BirthDateWidget
    default_error_messages: ClassVar = {
        "required": _("Isi tanggal lahir, tahunnya saja, atau perkiraan umur."),
        "number": _("Tulis tanggal lahir dan umur dengan angka."),
        "both": _("Isi tanggal lahir atau umur, salah satu saja."),
        "no_year": _("Tahun lahir belum diisi."),
        "no_month": _("Bulan lahir belum diisi."),
        "no_such_day": _("Tanggal lahir ini tidak ada di kalender."),
        "future": _("Tanggal lahir belum terjadi. Periksa tahunnya."),
        "too_old": _("Tanggal lahir lebih dari 120 tahun yang lalu. Periksa tahunnya."),
    }

    def __init__(self, **kwargs):
        boxes = [forms.CharField(required=False) for _name in BirthDateWidget.names]
        super().__init__(fields=boxes, require_all_fields=False, **kwargs)

    def compress(self, values: list[str]) -> BirthDate | None:
        texts = [text.strip() for text in values]
        if not any(texts):
            return None
        if any(text and not (text.isascii() and text.isdecimal()) for text in texts):
            raise self.error("number")
        day, month, year, age = (int(text) if text else None for text in texts)
        born = self.from_age(age, (day, month, year)) if age is not None else self.from_parts(day, month, year)
        today = timezone.localdate()
        if born.date > today:
            raise self.error("future")
        if years_between(born.date, today) > OLDEST_YEARS:
            raise self.error("too_old")
        return born

    def error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)

    def from_age(self, age: int, parts: tuple) -> BirthDate:
        if any(part is not None for part in parts):
            raise self.error("both")
        if age > OLDEST_YEARS:
            raise self.error("too_old")
        return BirthDate(years_before(timezone.localdate(), age) - timedelta(days=182), "AGE")

    def from_parts(self, day: int | None, month: int | None, year: int | None) -> BirthDate:
        if year is None:
            raise self.error("no_year")
        if day is not None and month is None:
            raise self.error("no_month")
        try:
            exact = date(year, month or 1, day or 1)
        except ValueError as wrong:
            raise self.error("no_such_day") from wrong
        if day is not None:
            return BirthDate(exact, "DAY")
        today = timezone.localdate()
        middle = exact.replace(day=15) if month else exact.replace(month=7)
        # A child born this month or this year: the middle may lie ahead; the day itself never does.
        return BirthDate(
            min(middle, today) if exact <= today else exact,
            "MONTH" if month else "YEAR",
        )


def years_between(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 28 February when that year has no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
