"""What an update form was made from: both versions of a row side by side, and a choice for each field. A leaf.

Rows with `updated_at` are told apart by it (`cases.services.locks.refuse_stale`); the others by a keyed digest of the
fields that the form shows, so that the hidden field in the page tells nothing of them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.errors import Problem, StaleWrite
from atensi.forms import AtensiForm

CHOICE = "keep_"
STORED = "stored"
SEEN = "seen"
CHANGED = _("Orang lain sudah mengubah isian ini sejak Anda membukanya. Bandingkan dulu, lalu simpan lagi.")


class Difference(NamedTuple):
    """One field where the two versions differ, in words. name: "" when there is nothing to choose. takes_stored: the
    stored one is proposed."""

    label: Any
    mine: str
    stored: str
    name: str = ""
    takes_stored: bool = False


def version_of(row: Model, names: Iterable[str]) -> str:
    """A digest of these fields as they stand."""
    return digest_of("\x1f".join(f"{name}={getattr(row, name)}" for name in sorted(names)))


def digest_of(held: str) -> str:
    """A keyed digest of what somebody read, which tells nothing of it."""
    return salted_hmac("atensi.versions", held).hexdigest()


def refuse_other_version(row: Model, names: Iterable[str], seen: str) -> None:
    """Raise `StaleWrite` when the locked row's fields are no longer those that the user read ("": nothing was read)."""
    refuse_other(version_of(row, names), seen)


def refuse_other(digest: str, seen: str) -> None:
    """Raise `StaleWrite` when what stands now (`digest_of`) is not what the user read ("": nothing was read)."""
    if seen and not constant_time_compare(seen, digest):
        raise StaleWrite(Problem("stale_write", CHANGED))


def settled(form: forms.Form) -> Any:
    """The posted data with the stored value (the form's `initial`) in every field for which it was chosen."""
    chosen = [name for name in form.fields if form.data.get(f"{CHOICE}{name}") == STORED and name in form.initial]
    if not chosen:
        return form.data
    data = form.data.copy()
    for name in chosen:
        field, key = form.fields[name], form.add_prefix(name)
        for old in [old for old in data if old == key or _is_part(field, key, old)]:
            del data[old]
        for new, texts in as_posted(field, key, form.initial[name]).items():
            data.setlist(new, texts) if isinstance(data, QueryDict) else data.update({new: texts[-1]})
    return data


def _is_part(field: forms.Field, key: str, name: str) -> bool:
    """Whether `name` is one box of a field of several: another field's name may begin with the same word."""
    return isinstance(field.widget, forms.MultiWidget) and name.startswith(f"{key}_")


def as_posted(field: forms.Field, name: str, value: Any) -> Mapping[str, list[str]]:
    """What a browser would send for `value` in `field`."""
    widget, value = field.widget, field.prepare_value(value)
    if isinstance(widget, forms.MultiWidget):
        return {f"{name}_{n}": [str(part)] for n, part in enumerate(widget.decompress(value)) if part not in (None, "")}
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"]} if value else {}
    shown = widget.format_value(value)
    texts = shown if isinstance(shown, list | tuple) else [shown]
    return {name: [str(text) for text in texts if text not in (None, "")]} if any(texts) else {}


def words_of(form: forms.Form, name: str, value: Any) -> str:
    """A value as the form's options say it; a row as it names itself."""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, date):
        return date_words(value)
    options: dict[str, str] = {}
    for key, label in getattr(form.fields[name], "choices", []):
        options |= {str(k): str(v) for k, v in label} if isinstance(label, list | tuple) else {str(key): str(label)}
    values = value if isinstance(value, list) else [value]
    return ", ".join(options.get(str(one), str(one)) for one in values if one not in (None, "")) or _("kosong")


def seen_field() -> forms.CharField:
    """The hidden field that says which version (`version_of`) the form was made from."""
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


def beside(form: "VersionedForm", build: Callable[[Any], "VersionedForm"]) -> tuple["VersionedForm", list[Difference]]:
    """After a stale save: the form as typed, made from the newest version, and where the two differ.

    build: makes the form over the row as it stands now, from posted data or None. Saving once more then overwrites
    knowingly, field by field.
    """
    data = form.data.copy()
    data[SEEN] = build(None).initial[SEEN]
    fresh = build(data)
    fresh.is_valid()
    return fresh, fresh.differences(fresh.initial)


class VersionedForm(AtensiForm):
    """A form over a row that others may change meanwhile. Its `initial` is the row as it stands now."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and self.initial:
            self.data = settled(self)

    def differences(self, stored: Mapping[str, Any]) -> list[Difference]:
        """Where what was typed and what stands now (by field) differ."""
        found = []
        for name, theirs in stored.items():
            mine = self.cleaned_data.get(name)
            if name != SEEN and mine != theirs and (mine or theirs):
                label = self.fields[name].label
                found.append(Difference(label, words_of(self, name, mine), words_of(self, name, theirs), name))
        return found
