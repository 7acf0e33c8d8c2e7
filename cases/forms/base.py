"""Forms of casework: their fields grouped into sections, and the stamp that keeps a stale form from overwriting."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.forms import BirthDate
from atensi.reference.models import Code
from atensi.sections import SectionedForm
from atensi.versions import Difference


class StampField(forms.Field):
    """When the row was changed last as the user read it: its `updated_at`, to the microsecond, hidden in the form."""

    widget = forms.HiddenInput

    def to_python(self, value: str) -> datetime | None:
        try:
            return datetime.fromisoformat(value) if value else None
        except ValueError:
            return None

    def prepare_value(self, value: Any) -> str:
        return value.isoformat() if isinstance(value, datetime) else value or ""


class Words(NamedTuple):
    """What a field says instead. hint: None leaves what it says below its label."""

    label: str | Promise
    hint: str | Promise | None = None


class CaseForm(SectionedForm):
    """A form about a case.

    of_adult, headings_of_adult: what fields (by name) and sections (by the name of their first field) say when the case
    is an adult's; somebody whose age is unknown is presumed a child.
    """

    of_adult: ClassVar[Mapping[str, Words]] = {}
    headings_of_adult: ClassVar[Mapping[str, str | Promise]] = {}
    is_of_adult = False

    def speak_of_adult(self) -> None:
        """Say nothing of a child: the case is an adult's."""
        self.is_of_adult = True
        for name, words in self.of_adult.items():
            self.fields[name].label = words.label
            self.fields[name].help_text = self.fields[name].help_text if words.hint is None else words.hint

    def heading_of(self, heading: str | Promise, names: Sequence[str]) -> str | Promise:
        own = self.headings_of_adult if self.is_of_adult else {}
        return own.get(names[0], heading)


class NumberField(forms.CharField):
    """The number of a person or a family in the registers, as people write it: spaces and dots are nobody's error."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "w-m"})
        super().__init__(required=False, max_length=30, widget=widget, **kwargs)


def birth_of(born: BirthDate | None) -> dict[str, Any]:
    """What `Person` says of a birth date: the date and how well it is known."""
    return {"birth_date": born.date, "birth_precision": born.precision} if born else {}


HEARD_OF_ADULT = {
    "child_view": Words(_("Kata-katanya sendiri")),
    "child_not_heard_reason": Words(_("Mengapa belum didengar")),
}


class ChildHeard(forms.Form):
    """What the child says, in the child's own words, or why nobody heard it."""

    child_view = forms.CharField(
        label=_("Kata-kata anak sendiri"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Tulis seperti diucapkan, jangan diringkas."),
    )
    child_not_heard_reason = forms.CharField(label=_("Mengapa anak belum didengar"), required=False)


class ReasonForm(CaseForm):
    """Nothing but why. why, hint: the words beside the field."""

    why: ClassVar[str | Promise] = ""
    hint: ClassVar[str | Promise] = ""
    sections = ((_("Alasan"), ("reason",)),)

    reason = forms.CharField(widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = self.why, self.hint


class PaperForm(CaseForm):
    """A draft: nothing but its kind and date must be there to be saved; the signature asks for the rest."""

    read_at = StampField(required=False)

    @property
    def content(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "read_at"}

    def against(self, stored: Any) -> list[Difference]:
        """What the user wrote beside what stands now, field by field, where they differ."""
        return self.differences({name: getattr(stored, name) for name in self.content if hasattr(stored, name)})


def initial_of(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """The form's first values from a stored draft, with the stamp of this reading."""
    return {**{name: getattr(row, name) for name in names}, "read_at": row.updated_at}


def codes(list_name: str):
    """The codes of a list that are in force today."""
    return Code.objects.in_force(list_name)
