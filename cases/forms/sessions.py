"""Forms of group sessions: what it was, and many people with who came in one send."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.forms import DateField, RadioField

from ..models import Case, FamilyMember, SessionParticipant
from ..service_states import Attendance, SessionKind
from ..services.sessions import Attending
from ..sessions import invitable, person_of, relatives_of
from ..states import Base
from .base import CaseForm, StampField

UNKNOWN = _("Salah satu peserta bukan dari kasus yang Anda tangani. Hapus centangnya, lalu simpan lagi.")


@dataclass(frozen=True, slots=True)
class Sent:
    """One person as the form sends them. key: "12" for the beneficiary of case 12, "12-45" for member 45 of it."""

    key: str
    attendance: str = Attendance.CAME
    note: str = ""

    @property
    def ids(self) -> tuple[int, int]:
        """Case and member, 0 for none; case 0 for what is no key."""
        case, _dash, member = self.key.partition("-")
        known = case.isascii() and case.isdecimal() and (not member or (member.isascii() and member.isdecimal()))
        return (int(case[:18]), int(member[:18] or 0)) if known else (0, 0)


class PeopleWidget(forms.Widget):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Sent]:
        keys = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [
            Sent(key, data.get(f"{name}-{key}-attendance", Attendance.CAME), data.get(f"{name}-{key}-note", "")[:300])
            for key in dict.fromkeys(keys)
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


@dataclass(frozen=True, slots=True)
class Row:
    """One person to draw."""

    key: str
    name: str
    role: str
    case: Case
    attendance: str = Attendance.CAME
    note: str = ""


class SessionForm(CaseForm):
    page_heading = _("Catat sesi kelompok")
    verb = _("Simpan sesi")
    two = ("base",)
    sections = (
        (_("Sesi"), ("kind", "held_on", "starts", "place", "facilitators")),
        (_("Isi"), ("agenda", "result", "base")),
    )

    kind = RadioField(label=_("Jenis sesi"), choices=SessionKind.choices)
    held_on = DateField(label=_("Tanggal"))
    starts = forms.TimeField(
        label=_("Pukul"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w-s"})
    )
    place = forms.CharField(label=_("Tempat"), max_length=200)
    facilitators = forms.CharField(label=_("Fasilitator"), max_length=300)
    agenda = forms.CharField(label=_("Agenda"), widget=forms.Textarea)
    result = forms.CharField(
        label=_("Hasil sesi secara keseluruhan"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Tanpa nama. Hasil tiap orang ditulis di bawah dan hanya masuk ke kasusnya sendiri."),
    )
    base = RadioField(label=_("Basis"), choices=Base.choices, initial=Base.COMMUNITY)
    people = forms.Field(label=_("Peserta"), widget=PeopleWidget, required=False)

    def __init__(self, *args: Any, actor: Actor, facilitator: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.initial = {"held_on": timezone.localdate(), "facilitators": facilitator} | self.initial
        self._known: dict[int, Case] | None = None

    @property
    def sent(self) -> Sequence[Sent]:
        return self["people"].value() or []

    def known(self) -> dict[int, Case]:
        """The cases of whom was sent, asked once."""
        if self._known is None:
            self._known = invitable(self.actor, {one.ids[0] for one in self.sent})
        return self._known

    def chosen(self) -> list[Row]:
        """Whom the form holds already, to draw; who is nobody to invite is left out."""
        rows = [(one, person_of(self.known(), *one.ids)) for one in self.sent]
        return [_row(*found, one.key, one.attendance, one.note) for one, found in rows if found]

    def offers(self, cases: Iterable[Case]) -> list[tuple[Case, list[Row]]]:
        """The people of `cases` that may still be added."""
        taken = {one.key for one in self.sent}
        found = []
        for case in cases:
            people = [_row(case, None, str(case.pk))]
            people += [_row(case, member, f"{case.pk}-{member.pk}") for member in relatives_of(case)]
            if rest := [row for row in people if row.key not in taken]:
                found.append((case, rest))
        return found

    def clean_people(self) -> list[Attending]:
        """Raises ValidationError for whoever is not to be invited by this person."""
        people = []
        for one in self.sent:
            found = person_of(self.known(), *one.ids)
            if found is None or one.attendance not in Attendance.values:
                raise ValidationError(UNKNOWN)
            people.append(Attending(found[0], found[1], one.attendance, one.note))
        return people


def _row(case: Case, member: FamilyMember | None, key: str, attendance: str = Attendance.CAME, note: str = "") -> Row:
    if member is None:
        role = _("anak") if case.beneficiary.is_child else _("penerima manfaat")
        return Row(key, str(case.beneficiary), str(role), case, attendance, note)
    return Row(key, member.name, member.get_relation_display(), case, attendance, note)


class CorrectionForm(CaseForm):
    """Who came after all: each person the reader may see, and why it is corrected."""

    page_heading = _("Koreksi kehadiran")
    verb = _("Simpan koreksi")

    reason = forms.CharField(
        label=_("Mengapa dikoreksi"), widget=forms.Textarea, help_text=_("Tanpa nama. Isian lama tersimpan.")
    )
    read_at = StampField(required=False)

    def __init__(self, *args: Any, rows: Sequence[SessionParticipant], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"attendance-{row.pk}"] = forms.ChoiceField(
                label=_("Kehadiran %(name)s") % {"name": row}, choices=Attendance.choices, initial=row.attendance
            )
            self.fields[f"note-{row.pk}"] = forms.CharField(
                label=_("Hasil singkat %(name)s") % {"name": row}, max_length=300, required=False, initial=row.note
            )

    def lines(self) -> list[tuple[SessionParticipant, Any, Any]]:
        return [(row, self[f"attendance-{row.pk}"], self[f"note-{row.pk}"]) for row in self.rows]

    @property
    def changes(self) -> dict[int, tuple[str, str]]:
        """What the service takes. Needs a valid form."""
        given = self.cleaned_data
        return {row.pk: (given[f"attendance-{row.pk}"], given[f"note-{row.pk}"]) for row in self.rows}
