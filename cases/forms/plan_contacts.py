"""The contact and sibling part of a plan's form: a row for each person of the family, in sight at once; and the small
forms of a plan on its way."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateField, RadioField
from atensi.versions import Difference

from ..models import CarePlanAction, Case
from ..plan_states import ActionState, ContactPace, ContactWay, SiblingPlan
from ..relatives import Relative
from ..services.plans import CONTACT_FIELDS, PlannedContact
from ..states import Relation
from .base import CaseForm
from .plans import ADD, GoalRows

CONTACTS = "contacts"  # the rows as one thing to choose, when two people changed the plan
TYPED = tuple(name for name in CONTACT_FIELDS if name != "member")


class ContactForm(AtensiForm):
    pace = forms.ChoiceField(label=_("Seberapa sering"), choices=ContactPace.choices, required=False)
    way = forms.ChoiceField(
        label=_("Dengan cara"), choices=[("", _("Pilih cara")), *ContactWay.choices], required=False
    )
    is_supervised = forms.BooleanField(label=_("Didampingi"), required=False)
    supervised_by = forms.CharField(label=_("Didampingi oleh"), max_length=200, required=False)
    siblings = forms.ChoiceField(
        label=_("Tempat tinggal bersaudara"), choices=[("", _("Belum diatur")), *SiblingPlan.choices], required=False
    )
    apart_reason = forms.CharField(
        label=_("Mengapa terpisah"), required=False, help_text=_("Wajib bila saudara tinggal terpisah.")
    )

    def __init__(self, *args, is_sibling: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_sibling:
            del self.fields["siblings"], self.fields["apart_reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("pace") in ("", None):
            data["pace"] = ContactPace.NONE
        if data["pace"] == ContactPace.NONE:
            data["way"] = ""
        elif not data.get("way"):
            self.add_error("way", _("Pilih bagaimana kontaknya."))
        if data.get("siblings") == SiblingPlan.APART and not data.get("apart_reason"):
            self.add_error("apart_reason", _("Saudara tinggal bersama. Bila terpisah, tuliskan mengapa."))
        return data


class ContactRow:
    """One person of the family. relative.ban, `is_barred`: no contact is planned, and why is said in its place."""

    def __init__(self, relative: Relative, data: Mapping[str, str] | None, stored: PlannedContact | None):
        self.relative, self.member = relative, relative.member
        self.is_barred = not self.member.may_contact or relative.ban is not None
        initial = {name: getattr(stored, name) for name in TYPED} if stored else {"pace": ContactPace.NONE}
        self.form = ContactForm(
            data,
            prefix=f"contact-{self.member.pk}",
            initial=initial,
            is_sibling=self.is_sibling,
            use_required_attribute=False,
        )

    @property
    def is_sibling(self) -> bool:
        return self.member.relation == Relation.SIBLING

    @property
    def planned(self) -> PlannedContact:
        return PlannedContact(member=self.member, **self.form.cleaned_data)


class ContactRows:
    """The rows of everybody alive in the family. source: the plan whose contacts are the first values."""

    def __init__(
        self, relatives: Sequence[Relative], data: QueryDict | None = None, planned: Sequence[PlannedContact] = ()
    ):
        self.relatives = [one for one in relatives if one.member.is_alive]
        self.known = {one.member.pk: one for one in planned}
        growing = data is not None and ADD in data
        self.rows = self._rows(None if growing else data)
        if data is not None and growing:
            self.restore(data)

    def _rows(self, data: Mapping[str, str] | None) -> list[ContactRow]:
        return [ContactRow(one, data, self.known.get(one.member.pk)) for one in self.relatives]

    def restore(self, words: QueryDict) -> None:
        """Show the rows of a draft, unjudged."""
        for row in self.rows:
            row.form.restore(words)

    def is_valid(self) -> bool:
        return all([row.form.is_valid() for row in self.open_rows])  # noqa: C419, every row shall say what it lacks

    @property
    def open_rows(self) -> list[ContactRow]:
        return [row for row in self.rows if not row.is_barred]

    @property
    def planned(self) -> list[PlannedContact]:
        return [one for one in (row.planned for row in self.open_rows) if not one.is_empty]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the control, message) for the summary on top."""
        return [
            (row.form[name].auto_id, f"{row.member.name}: {message}")
            for row in self.open_rows
            if row.form.is_bound
            for name, messages in row.form.errors.items()
            for message in messages
        ]


class PlanRows:
    """What a plan's form has beside its own fields: the goals with their actions, and the contacts."""

    def __init__(self, goals: GoalRows, contacts: ContactRows):
        self.goals, self.contacts = goals, contacts

    def restore(self, words: QueryDict) -> None:
        self.goals.restore(words)
        self.contacts.restore(words)

    def is_valid(self) -> bool:
        return all([self.goals.is_valid(), self.contacts.is_valid()])


def contact_differences(mine: Sequence[PlannedContact], stored: Sequence[PlannedContact]) -> list[Difference]:
    """For a stale form: the contacts of both versions, one row, where they differ."""
    words = [_in_words(contacts) for contacts in (mine, stored)]
    return [Difference(_("Rencana kontak"), *words, CONTACTS)] if words[0] != words[1] else []


def _in_words(contacts: Sequence[PlannedContact]) -> str:
    lines = []
    for one in sorted(contacts, key=lambda row: row.member.pk):
        parts = [ContactPace(one.pace).label, ContactWay(one.way).label if one.way else "", one.supervised_by]
        parts += [SiblingPlan(one.siblings).label if one.siblings else "", one.apart_reason]
        lines.append(f"{one.member}: " + ", ".join(str(part) for part in parts if part))
    return "\n".join(lines)


class SubmitForm(AtensiForm):
    """What is said to a comment when the plan goes before the supervisor again."""

    answer = forms.CharField(label=_("Jawaban atas catatan"), required=False, widget=forms.Textarea)


class JudgeForm(AtensiForm):
    """A supervisor's word on a plan; going back needs one."""

    comment = forms.CharField(
        label=_("Catatan untuk penulis"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Wajib bila dikembalikan: sebutkan bagian dan apa yang perlu diperbaiki."),
    )


class ActionMoveForm(CaseForm):
    page_heading = _("Kemajuan kegiatan")
    verb = _("Simpan")
    sections = ((_("Keadaan sekarang"), ("state", "done_on", "reason")),)

    state = RadioField(label=_("Keadaan"), choices=ActionState.choices)
    done_on = DateField(label=_("Selesai pada"), required=False, help_text=_("Kosong berarti hari ini."))
    reason = forms.CharField(label=_("Mengapa dihentikan"), required=False, widget=forms.Textarea)

    @classmethod
    def of(cls, action: CarePlanAction, data: Any = None) -> "ActionMoveForm":
        known = {"state": action.state, "done_on": action.done_on, "reason": action.state_reason}
        return cls(data, initial=known)

    @property
    def content(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        is_done = chosen["state"] == ActionState.DONE
        return {"to": chosen["state"], "reason": chosen["reason"], "done_on": chosen["done_on"] if is_done else None}


class CompareForm(AtensiForm):
    """Which two versions are put side by side."""

    lama = forms.TypedChoiceField(label=_("Dari versi"), coerce=int)
    baru = forms.TypedChoiceField(label=_("Ke versi"), coerce=int)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        versions = [(plan.version, str(plan)) for plan in case.plans.all()]
        for field in self.fields.values():
            field.choices = versions
