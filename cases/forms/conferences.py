from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import CheckField, DateField, DateTimeField, prepare

from ..hands import invitable
from ..models import Case, ConferenceCall
from ..services.conferences import FollowUp, Guest
from .base import HEARD_OF_ADULT, CaseForm, ChildHeard
from .tasks import HandField

MOST_FOLLOW_UPS = 3


class ConferenceCallForm(CaseForm):
    page_heading = _("Undang pembahasan kasus")
    verb = _("Kirim undangan")
    sections = (
        (_("Pertemuan"), ("meets_at", "place", "agenda")),
        (_("Siapa yang diundang"), ("people", "guests")),
    )

    meets_at = DateTimeField(label=_("Waktu pertemuan"))
    place = forms.CharField(
        label=_("Tempat"), max_length=200, help_text=_("Misalnya: ruang rapat Dinas, atau sambungan video.")
    )
    agenda = forms.CharField(label=_("Yang dibahas"), widget=forms.Textarea)
    people = CheckField(
        label=_("Pengguna ATENSI"),
        required=False,
        help_text=_("Mereka diberi tahu; waktunya masuk kalender kasus."),
    )
    guests = forms.CharField(
        label=_("Undangan lain"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Satu baris satu orang: nama, lalu koma, lalu perannya."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = {str(person.pk): person for person in invitable(case)}
        self.fields["people"].choices = [(pk, str(person)) for pk, person in self.rows.items()]

    def clean_people(self) -> list[Any]:
        return [self.rows[pk] for pk in self.cleaned_data["people"]]

    def clean_guests(self) -> list[Guest]:
        lines = [line.partition(",") for line in self.cleaned_data["guests"].splitlines() if line.strip(" ,")]
        return [Guest(name.strip()[:200], role.strip()[:100]) for name, _comma, role in lines if name.strip()]


class CancelCallForm(CaseForm):
    page_heading = _("Batalkan pembahasan")
    verb = _("Batalkan pembahasan")
    sections = ((_("Alasan"), ("reason",)),)

    reason = forms.CharField(label=_("Mengapa dibatalkan"), widget=forms.Textarea)


class FollowUpForm(CaseForm):
    page_heading = _("Tambah tindak lanjut")
    verb = _("Simpan tindak lanjut")
    two = ("due_on", "hand")
    sections = ((_("Tindak lanjut"), ("title", "due_on", "hand")),)

    title = forms.CharField(label=_("Apa yang dikerjakan"), max_length=200)
    due_on = DateField(label=_("Paling lambat"))
    hand = HandField()

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["hand"].offer(case)


class ConferenceForm(ChildHeard, CaseForm):
    """What came of a conference; with an open call, who of its guests was there. Up to three follow-ups at once, more
    from its page."""

    page_heading = _("Catat pembahasan kasus")
    verb = _("Simpan pembahasan")
    two = tuple(f"{name}_{n}" for n in range(1, MOST_FOLLOW_UPS + 1) for name in ("due", "hand"))
    sections = (
        (_("Pertemuan"), ("held_on", "came", "attendees")),
        (_("Suara anak"), ("child_view", "child_not_heard_reason")),
        (_("Hasil"), ("options", "recommendation", "dissent")),
        *(
            (_("Tindak lanjut %(n)d") % {"n": n}, (f"title_{n}", f"due_{n}", f"hand_{n}"))
            for n in range(1, MOST_FOLLOW_UPS + 1)
        ),
    )
    of_adult = HEARD_OF_ADULT
    headings_of_adult = {"child_view": _("Suara penerima manfaat")}

    held_on = DateField(label=_("Tanggal"))
    came = CheckField(label=_("Yang hadir dari undangan"), required=False)
    attendees = forms.CharField(
        label=_("Yang hadir"), widget=forms.Textarea, help_text=_("Nama dan perannya, satu baris satu orang.")
    )
    options = forms.CharField(label=_("Pilihan yang dibahas"), widget=forms.Textarea)
    recommendation = forms.CharField(label=_("Keputusan dan rekomendasi"), widget=forms.Textarea)
    dissent = forms.CharField(label=_("Pendapat berbeda"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, case: Case, call: ConferenceCall | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = timezone.localdate
        self.asked = {str(guest.pk): guest for guest in call.guests.select_related("user")} if call else {}
        self.fields["came"].choices = [(pk, str(guest)) for pk, guest in self.asked.items()]
        if call:
            self.fields["attendees"].label, self.fields["attendees"].required = _("Yang hadir selain undangan"), False
        else:
            del self.fields["came"]
        for n in range(1, MOST_FOLLOW_UPS + 1):
            self._add_follow_up(n, case)

    def _add_follow_up(self, n: int, case: Case) -> None:
        hand = HandField(required=False)
        self.fields[f"title_{n}"] = forms.CharField(label=_("Apa yang dikerjakan"), max_length=200, required=False)
        self.fields[f"due_{n}"] = DateField(label=_("Paling lambat"), required=False)
        self.fields[f"hand_{n}"] = hand
        hand.offer(case)
        for name in ("title", "due", "hand"):
            prepare(self.fields[f"{name}_{n}"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for n in range(1, MOST_FOLLOW_UPS + 1):
            for name, words in (("due", _("Isi tanggalnya.")), ("hand", _("Pilih salah satu."))):
                if given.get(f"title_{n}") and not given.get(f"{name}_{n}") and f"{name}_{n}" not in self.errors:
                    self.add_error(f"{name}_{n}", words)
        return given

    @property
    def content(self) -> dict[str, Any]:
        """What `hold_conference` takes, from a clean form."""
        given = self.cleaned_data
        names = ("held_on", "attendees", "options", "recommendation", "child_view", "child_not_heard_reason", "dissent")
        follow_ups = [
            FollowUp(given[f"title_{n}"], given[f"due_{n}"], given[f"hand_{n}"])
            for n in range(1, MOST_FOLLOW_UPS + 1)
            if given[f"title_{n}"]
        ]
        came = [self.asked[pk] for pk in given.get("came", ())]
        return {name: given[name] for name in names} | {"came": came, "follow_ups": follow_ups}
