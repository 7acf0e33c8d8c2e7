"""What people, browsers and vandals send: too long, too late, from elsewhere, of the wrong kind."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseFormSet

LONG = "Catatan panjang. " * 600  # 10,200 characters
EMOJI = "Anak 👩‍👧 senang 🙂 \u200bdan \u202eterbalik"
MARKUP = "<script>alert('x')</script><b>Contoh</b> {{ 7|add:7 }} {% url 'home' %}"
FUTURE, PAST, NO_DAY = "2199-01-01", "0001-01-01", "2026-02-31"
FORGED = "999999999999"

# What is sent -> the text for every text field, every date, every choice.
KINDS: dict[str, dict[str, str]] = {
    "ten thousand characters": {"text": LONG},
    "emoji": {"text": EMOJI},
    "markup": {"text": MARKUP},
    "a null byte": {"text": "Contoh\x00Rekaan"},
    "a future date": {"text": "Contoh", "date": FUTURE},
    "a date long ago": {"text": "Contoh", "date": PAST},
    "a day that is not": {"text": "Contoh", "date": NO_DAY},
    "a forged id": {"text": "Contoh", "choice": FORGED},
    "a choice that is none": {"text": "Contoh", "choice": "<TIDAK-ADA>"},
    "numbers beyond all": {"text": "9" * 400, "number": "9" * 400},
    "negative numbers": {"text": "-1", "number": "-1"},
    "a mistyped file": {"text": "Contoh", "file": "mistyped"},
    "an oversized file": {"text": "Contoh", "file": "oversized"},
    "an empty file": {"text": "Contoh", "file": "empty"},
}
FILES = {
    "mistyped": lambda: SimpleUploadedFile("surat.pdf", b"MZ\x90\x00 bukan pdf", content_type="application/pdf"),
    "oversized": lambda: SimpleUploadedFile(
        "besar.pdf", b"%PDF-1.7 " + b"0" * (16 * 1024 * 1024), content_type="application/pdf"
    ),
    "empty": lambda: SimpleUploadedFile("kosong.pdf", b"", content_type="application/pdf"),
}


def forms_of(context: Any) -> list[Any]:
    """Every form and set of forms that a page was drawn with."""
    found: dict[int, Any] = {}
    for layer in [layer for drawn in context or [] for layer in getattr(drawn, "dicts", [drawn])]:
        for value in list(layer.values()):
            parts = value if isinstance(value, list | tuple) else [value]
            for part in parts:
                if isinstance(part, forms.BaseForm):
                    found[id(part)] = part
                elif isinstance(part, BaseFormSet):
                    found |= {id(form): form for form in (part.management_form, *part.forms)}
    return list(found.values())


def filled(form: Any, kind: dict[str, str]) -> dict[str, Any]:
    """The form's data with the nasty text in each field that takes it; the others as they stand or first choices."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if isinstance(field, forms.FileField):
            if kind.get("file"):
                data[key] = FILES[kind["file"]]()
        elif isinstance(field.widget, forms.HiddenInput):
            value = form[name].value()
            data[key] = "" if value is None else value
        elif isinstance(field, forms.MultiValueField):
            data |= {f"{key}_{n}": kind.get("number") or ("1", "2", "2015", "")[n] for n in range(len(field.fields))}
        elif isinstance(field, forms.DateTimeField):
            data[key] = f"{kind.get('date', '2026-01-05')}T09:00"
        elif isinstance(field, forms.DateField):
            data[key] = kind.get("date", "2026-01-05")
        elif isinstance(field, forms.BooleanField):
            data[key] = "on"
        elif isinstance(field, forms.ChoiceField):
            data[key] = kind.get("choice") or _first_choice(field)
        elif isinstance(field, forms.IntegerField | forms.DecimalField | forms.FloatField):
            data[key] = kind.get("number", "1")
        elif isinstance(field, forms.EmailField):
            data[key] = "contoh@example.org"
        else:
            data[key] = kind["text"]
    return data


def _first_choice(field: forms.ChoiceField) -> str:
    for value, label in field.choices:
        if isinstance(label, list | tuple):
            value = label[0][0] if label else ""
        if str(value):
            return str(value)
    return ""
