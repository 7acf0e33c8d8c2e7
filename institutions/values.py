"""Values of settings as people write and read them: "30", "14, 3, 0", "A=5, B=3, C=2"."""

import math
from typing import Any

from django.utils.translation import gettext as _

from atensi.language import counted

from .parameters import Definition

YES, NO = "ya", "tidak"
MOST, MOST_NUMBERS = 999_999, 100  # of any setting, and in a list: whatever is counted by them stays in the calendar


def _integer(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        raise ValueError(_("Tulis bilangan bulat, misalnya 30."))
    return int(text)


def _decimal(text: str) -> float:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError as wrong:
        raise ValueError(_("Tulis bilangan, misalnya 0,5.")) from wrong
    if not math.isfinite(number):
        raise ValueError(_("Tulis bilangan, misalnya 0,5."))
    return number


def _yes_or_no(text: str) -> bool:
    if text.strip().lower() not in {YES, NO}:
        raise ValueError(_("Pilih ya atau tidak."))
    return text.strip().lower() == YES


def _integers(text: str) -> list[int]:
    parts = [part for part in text.replace(";", ",").split(",") if part.strip()]
    if not parts:
        raise ValueError(_("Tulis bilangan bulat dengan koma, misalnya 14, 3, 0."))
    return [_integer(part) for part in parts]


def _by_name(text: str, names: list[str]) -> dict[str, int]:
    example = ", ".join(f"{name}=1" for name in names)
    pairs = [part.split("=") for part in text.replace(";", ",").split(",") if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(_("Tulis seperti ini: %(example)s.") % {"example": example})
    found = {name.strip(): _integer(number) for name, number in pairs}
    if sorted(found) != sorted(names) or len(found) != len(pairs):
        raise ValueError(_("Isi tepat satu nilai untuk masing-masing: %(example)s.") % {"example": example})
    return {name: found[name] for name in names}


def parse(definition: Definition, text: str) -> Any:
    """The value that `text` writes, of the type of the setting's default. Raises ValueError with a text for people."""
    default = definition.default
    if isinstance(default, bool):
        return _yes_or_no(text)
    if isinstance(default, int):
        value: Any = _integer(text)
    elif isinstance(default, float):
        value = _decimal(text)
    elif isinstance(default, list):
        value = _integers(text)
    else:
        value = _by_name(text, list(default))
    check_numbers(definition, value)
    return value


def check_numbers(definition: Definition, value: Any) -> None:
    """Raise ValueError with a text for people when the value's numbers are out of bounds, too few or out of order."""
    if isinstance(value, bool):
        return
    numbers = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
    if any(number < definition.minimum for number in numbers):
        raise ValueError(_("Paling sedikit %(least)s.") % {"least": show(definition.minimum)})
    most = MOST if definition.maximum is None else definition.maximum
    if any(number > most for number in numbers):
        raise ValueError(_("Paling banyak %(most)s.") % {"most": show(most)})
    if len(numbers) > MOST_NUMBERS:
        raise ValueError(counted("Paling banyak %(n)d bilangan.", n=MOST_NUMBERS))
    if definition.length is not None and len(value) != definition.length:
        raise ValueError(counted("Tulis %(n)d bilangan.", n=definition.length))
    in_order = sorted(set(numbers), reverse=definition.order == "falling")
    if definition.order and numbers != in_order:
        text = _("Urutkan dari besar ke kecil.") if definition.order == "falling" else _("Urutkan dari kecil ke besar.")
        raise ValueError(text)


def show(value: Any) -> str:
    """`value` as people read it, and as `parse` reads it back."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, list):
        return ", ".join(show(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}={show(one)}" for name, one in value.items())
    return str(value)
