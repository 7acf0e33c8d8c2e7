"""Tags and filters of every page; builtin, so templates need not load them. See docs/ui.md."""

import uuid
from datetime import date, datetime

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    RadioSelect,
    Select,
    SelectMultiple,
)
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from atensi.clock import age_words, date_words, moment_words, time_words
from atensi.clock import clock as clock_of
from atensi.forms import FORM_ID, BirthDateWidget, form_id_from

register = template.Library()

RISKS = {
    "HIGH": ("stop", _("Risiko tinggi")),
    "MEDIUM": ("care", _("Risiko sedang")),
    "LOW": ("fine", _("Risiko rendah")),
}


@register.simple_tag
def icon(name: str) -> str:
    """A decorative line icon from `icons.svg`; a word always stands beside it."""
    return format_html(
        '<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def clock(
    due: date | datetime | None,
    done: date | datetime | None = None,
    board: bool = False,
    label: str = "",
    zone: str = "",
) -> str:
    """The chip of a date that obliges; nothing without a date. label: what is due, when nothing near says it.

    zone: the time zone whose calendar counts, where that need not be the reader's: a case's is its office's."""
    if due is None and done is None:
        return ""
    with timezone.override(zone or timezone.get_current_timezone()):
        seen = clock_of(due or done, timezone.now(), done=done, board=board)
    return format_html(
        '<span class="clock" data-mark="{}">{}{}</span>',
        seen.mark,
        f"{label} " if label else "",
        seen.words,
    )


@register.simple_tag
def risk(level: str) -> str:
    """The risk chip of "HIGH", "MEDIUM" or "LOW"; nothing when it is not assessed."""
    if level not in RISKS:
        return ""
    return format_html('<span class="risk" data-mark="{}">{}</span>', *RISKS[level])


@register.simple_tag
def age(born: date | None, precision: str = "DAY", on: date | None = None) -> str:
    """Age in words on a day (today): "9 tahun", under two "14 bulan", from an estimate "sekitar 7 tahun"."""
    return age_words(born, on or timezone.localdate(), precision) if born else str(_("umur belum diketahui"))


@register.filter
def tanggal(value: date | datetime | None) -> str:
    """ "2 Juli 2026"."""
    return date_words(value) if value else ""


@register.filter
def tanggal_pendek(value: date | datetime | None) -> str:
    """ "2 Jul", with the year when it is not this one: for tables."""
    return date_words(value, short=True, today=timezone.localdate()) if value else ""


@register.filter
def pukul(value: datetime | None) -> str:
    """ "09.15 WIB"."""
    return time_words(value) if value else ""


@register.filter
def waktu(value: datetime | None) -> str:
    """ "2 Juli 2026, 09.15 WIB"."""
    return f"{date_words(value)}, {time_words(value)}" if value else ""


@register.filter
def saat(value: date | datetime | None) -> str:
    """When something happened, for a timeline: "Hari ini, 09.20 WIB", "Kemarin", "11 Jun 2026"."""
    return moment_words(value, timezone.localdate()) if value else ""


@register.filter
def iso(value: date | datetime) -> str:
    """For the `datetime` attribute of `<time>`."""
    return value.isoformat()


@register.simple_tag(takes_context=True)
def form_id(context: template.Context) -> str:
    """A hidden key that makes sending the same form twice harmless; kept when the form comes back with errors."""
    request = context.get("request")
    sent = request.POST if request is not None and request.method == "POST" else None
    sent = sent or getattr(context.get("form"), "words", None)  # of a draft that was perhaps sent already
    key = form_id_from(sent) if sent else None
    return format_html('<input type="hidden" name="{}" value="{}">', FORM_ID, key or uuid.uuid4())


@register.simple_tag(takes_context=True)
def error_title(context: template.Context) -> str:
    """ "Galat: " before the page title when the page's `form` has errors, so that a screen reader says it first."""
    form = context.get("form")
    return _("Galat: ") if form is not None and form.errors else ""


@register.filter
def field_kind(field: BoundField) -> str:
    """How `<c-field>` draws a field: hidden, birth, choices, checkbox, select or control."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, BirthDateWidget):
        return "birth"
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    return "select" if isinstance(widget, (Select, SelectMultiple)) else "control"


@register.filter
def options(field: BoundField) -> list[dict[str, object]]:
    """The options of a radio or checkbox field, each with its input, label and the hint and mark the field gives it."""
    hints, marks = getattr(field.field, "hints", {}), getattr(field.field, "marks", {})
    found = []
    for option in field:
        value = str(option.data["value"])
        found.append(
            {
                "input": option.tag(),
                "label": option.choice_label,
                "hint": hints.get(value, ""),
                "mark": marks.get(value, ""),
            }
        )
    return found


@register.filter
def birth_parts(field: BoundField) -> list[dict[str, object]]:
    """The number boxes of a birth date field: label, name, id, value, attributes."""
    attrs = field.build_widget_attrs({"id": field.auto_id})
    return field.field.widget.get_context(field.html_name, field.value(), attrs)["widget"]["subwidgets"]


@register.filter
def focus_id(field: BoundField) -> str:
    """The id an error link jumps to: the control, or the first one of a group."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label or field.auto_id


@register.filter
def error_name(field: BoundField) -> str:
    """The label before its error in the summary: "Kecamatan:"; a question keeps its mark."""
    label = str(field.label)
    return label if label.endswith("?") else f"{label}:"


@register.filter
def of_tag(problems, tag: str) -> list:
    """The problems with `tag`: "hard" or "soft"."""
    return [problem for problem in problems or [] if problem.tag == tag]


@register.filter
def get(mapping, key):
    """`mapping[key]`, empty when it is not there."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def stage_steps(choices, current: str) -> list[dict[str, object]]:
    """Choices in order as steps: "fine" before the current one, "half" at it, "wait" after."""
    values = [value for value, _label in choices]
    now = values.index(current) if current in values else len(values)
    return [
        {
            "number": place + 1,
            "label": label,
            "mark": "fine" if place < now else "half" if place == now else "wait",
            "current": place == now,
        }
        for place, (_value, label) in enumerate(choices)
    ]
