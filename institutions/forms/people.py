"""Input about people and their roles."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.forms import AtensiForm, DateField, RadioField
from atensi.versions import VersionedForm, seen_field, version_of

from ..models import Institution
from ..people import CLOSED, LEFT, WORKING, find_account
from ..services.people import SEEN_OF_PERSON
from ..states import ROLES_OF_KIND, Role

# Why the names of people are not matched here: whoever gives a role must know whom they mean.
NOT_FOUND = _("Tidak ada akun dengan surel atau nama pengguna itu. Buat akun baru.")


def roles_at(institution: Institution) -> list[tuple[str, Any]]:
    """The roles that fit the institution, in their usual order."""
    return [(role.value, role.label) for role in Role if role in ROLES_OF_KIND[institution.kind]]


class TermForm(AtensiForm):
    """A role and how long it lasts."""

    role = RadioField(label=_("Peran"), choices=[])
    is_head = forms.BooleanField(label=_("Memimpin lembaga ini"), required=False)
    valid_from = DateField(label=_("Mulai"), initial=timezone.localdate)
    valid_until = DateField(label=_("Sampai"), required=False)
    str_number = forms.CharField(label=_("Nomor STR"), required=False, max_length=60)
    str_valid_until = DateField(label=_("STR berlaku sampai"), required=False)

    def __init__(self, *args, institution: Institution, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles_at(institution)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("valid_from"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("Keanggotaan berakhir sebelum mulai."))
        return data


class MembershipForm(TermForm):
    """A role for somebody who has an account."""

    login = forms.CharField(
        label=_("Surel atau nama pengguna"), max_length=254, help_text=_("Tulis lengkap seperti pada akunnya.")
    )

    field_order = ("login", "role")

    def clean_login(self) -> User:
        user = find_account(self.cleaned_data["login"].strip())
        if user is None:
            raise forms.ValidationError(NOT_FOUND)
        return user

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {"user": data.pop("login"), **data}


class PersonForm(TermForm):
    """A new account with its first role."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=150)
    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("Dipakai untuk masuk. Huruf, angka, titik, garis bawah."),
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=_("Surel"), help_text=_("Tautan untuk membuat kata sandi dikirim ke sini."))
    phone = forms.CharField(label=_("Telepon"), required=False, max_length=30, widget=forms.TextInput({"type": "tel"}))

    field_order = ("name", "username", "email", "phone", "role")


class PersonEditForm(VersionedForm):
    """Name and ways to reach a person."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=150)
    email = forms.EmailField(label=_("Surel"))
    phone = forms.CharField(label=_("Telepon"), required=False, max_length=30, widget=forms.TextInput({"type": "tel"}))
    seen = seen_field()

    def __init__(self, *args, person: User, **kwargs):
        known = {name: getattr(person, name) for name in SEEN_OF_PERSON}
        super().__init__(*args, initial=known | {"seen": version_of(person, SEEN_OF_PERSON)}, **kwargs)
        if person.last_login is not None:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("Tidak berubah lagi sejak orang ini pertama kali masuk.")


class ReasonForm(AtensiForm):
    """Why an official act is undone."""

    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea)


class MembershipEndForm(ReasonForm):
    """The last day of a role."""

    last_day = DateField(
        label=_("Hari terakhir"),
        initial=timezone.localdate,
        help_text=_("Hari ini: hak berhenti seketika. Hari nanti: berlaku sampai hari itu selesai."),
    )

    field_order = ("last_day", "reason")


class PersonFilterForm(AtensiForm):
    """Search in the list of people; what is not understood is left out."""

    q = forms.CharField(label=_("Cari nama"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[(WORKING, _("Bertugas")), (LEFT, _("Tidak bertugas")), (CLOSED, _("Akun nonaktif"))],
    )

    def __init__(self, data):
        super().__init__(data, auto_id="f_%s")
        self.full_clean()

    @property
    def value(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
