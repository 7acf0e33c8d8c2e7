"""Forms of meetings. None of them asks for a name of somebody who is helped: a meeting is about a region."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, CheckField, DateField, DateTimeField, prepare
from atensi.reference.models import Region
from atensi.sections import SectionedForm
from atensi.versions import SEEN, seen_field, settled, version_of
from institutions.models import Institution, Membership

from .inviting import found_institutions, found_workers, regions_for
from .models import Invitation, Meeting, WorkingGroup
from .versions import SEEN_OF_MINUTES, version_of_group

MOST_POINTS = 30


class CallForm(SectionedForm):
    page_heading = _("Undang rapat koordinasi")
    verb = _("Simpan, lalu pilih undangan")
    two = ("region", "meets_at")
    sections = (
        (_("Rapat"), ("title", "region", "meets_at", "place")),
        (_("Acara"), ("agenda",)),
    )

    title = forms.CharField(label=_("Judul"), max_length=200)
    region = forms.ChoiceField(label=_("Untuk wilayah"))
    meets_at = DateTimeField(label=_("Waktu"))
    place = forms.CharField(
        label=_("Tempat"), max_length=200, help_text=_("Misalnya: aula Dinas, atau sambungan video.")
    )
    agenda = forms.CharField(
        label=_("Acara berurutan"), widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Satu baris satu acara.")
    )

    def __init__(self, *args: Any, office: Institution, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.regions = {region.pk: region for region in regions_for(office)}
        self.fields["region"].choices = [(pk, region.name) for pk, region in self.regions.items()]

    def clean_region(self) -> Region:
        return self.regions[self.cleaned_data["region"]]

    def clean_agenda(self) -> list[str]:
        points = [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]
        if len(points) > MOST_POINTS or any(len(point) > 200 for point in points):
            raise forms.ValidationError(_("Paling banyak 30 acara, masing-masing 200 huruf."))
        return points


class InviteForm(AtensiForm):
    """Whom to ask, of those found by `words`."""

    institutions = CheckField(label=_("Lembaga"), required=False)
    workers = CheckField(label=_("Petugas lapangan"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, words: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.places = {str(one.pk): one for one in found_institutions(meeting, words)}
        self.people = {str(one.pk): one for one in found_workers(meeting, words)}
        places, people = self.fields["institutions"], self.fields["workers"]
        places.choices = [(pk, one.name) for pk, one in self.places.items()]
        places.hints = {pk: one.get_kind_display() for pk, one in self.places.items()}
        people.choices = [(pk, str(one.user)) for pk, one in self.people.items()]
        people.hints = {pk: str(one.institution) for pk, one in self.people.items()}

    def clean_institutions(self) -> list[Institution]:
        return [self.places[pk] for pk in self.cleaned_data["institutions"]]

    def clean_workers(self) -> list[Membership]:
        return [self.people[pk] for pk in self.cleaned_data["workers"]]


class MoveForm(SectionedForm):
    page_heading = _("Pindahkan rapat")
    verb = _("Pindahkan rapat")
    sections = ((_("Waktu dan tempat baru"), ("meets_at", "place", "reason")),)

    meets_at = DateTimeField(label=_("Waktu"))
    place = forms.CharField(label=_("Tempat"), max_length=200)
    reason = forms.CharField(label=_("Mengapa dipindahkan"), widget=forms.Textarea)


class CancelForm(SectionedForm):
    page_heading = _("Batalkan rapat")
    verb = _("Batalkan rapat")
    sections = ((_("Alasan"), ("reason",)),)

    reason = forms.CharField(label=_("Mengapa dibatalkan"), widget=forms.Textarea)


class WithdrawForm(SectionedForm):
    page_heading = _("Tarik undangan")
    verb = _("Tarik undangan")
    sections = ((_("Alasan"), ("reason",)),)

    reason = forms.CharField(
        label=_("Mengapa ditarik"),
        required=False,
        max_length=500,
        widget=forms.Textarea,
        help_text=_("Dibaca oleh yang diundang. Ia tidak melihat rapat ini lagi."),
    )


class GroupForm(SectionedForm):
    page_heading = _("Kelompok rapat")
    verb = _("Simpan kelompok")
    sections = ((_("Kelompok"), ("name", "topic", "members")),)

    name = forms.CharField(label=_("Nama kelompok"), max_length=100)
    topic = forms.CharField(label=_("Topik"), max_length=200)
    members = CheckField(label=_("Anggota"), help_text=_("Lembaga dan petugas yang diundang."))
    seen = seen_field()

    def __init__(self, *args: Any, meeting: Meeting, group: WorkingGroup | None = None, **kwargs: Any):
        super().__init__(*args, initial=self._known(group) if group else {}, **kwargs)
        self.guests = guests_of(meeting)
        self.fields["members"].choices = [(pk, one.who) for pk, one in self.guests.items()]

    def _known(self, group: WorkingGroup) -> dict[str, Any]:
        members = [str(pk) for pk in sorted(one.pk for one in group.members.all())]
        return {"name": group.name, "topic": group.topic, "members": members, SEEN: version_of_group(group)}

    @property
    def content(self) -> dict[str, Any]:
        """What `set_group` takes, from a clean form."""
        return self.cleaned_data | {"members": [self.guests[pk] for pk in self.cleaned_data["members"]]}


class FollowUpForm(SectionedForm):
    page_heading = _("Tambah tindak lanjut")
    verb = _("Simpan tindak lanjut")
    two = ("owner", "due_on")
    sections = ((_("Tindak lanjut"), ("title", "owner", "due_on")),)

    title = forms.CharField(
        label=_("Apa yang dikerjakan"),
        max_length=200,
        help_text=_("Tentang wilayah, tanpa nama penerima manfaat."),
    )
    owner = forms.ChoiceField(label=_("Siapa"))
    due_on = DateField(label=_("Paling lambat"))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.guests = guests_of(meeting)
        self.fields["owner"].choices = [("", _("Pilih")), *((pk, one.who) for pk, one in self.guests.items())]

    def clean_owner(self) -> Invitation:
        return self.guests[self.cleaned_data["owner"]]


class FinishForm(SectionedForm):
    page_heading = _("Tindak lanjut")
    verb = _("Tandai selesai")
    sections = ((_("Selesai"), ("note",)),)

    note = forms.CharField(
        label=_("Apa yang dikerjakan"), widget=forms.Textarea, help_text=_("Tanpa nama penerima manfaat.")
    )


class RecordForm(SectionedForm):
    """What came of a meeting: a line for each institution that was asked, each point of the agenda, each group.
    meeting: with all its parts (`MeetingQuerySet.whole`)."""

    page_heading = _("Catat hasil rapat")
    verb = _("Simpan hasil rapat")

    held_on = DateField(
        label=_("Tanggal pelaksanaan"),
        help_text=_("Hari rapat sungguh berlangsung, juga bila lebih awal dari undangan."),
    )
    came = CheckField(label=_("Petugas yang hadir"), required=False)
    attendees = forms.CharField(
        label=_("Yang hadir selain undangan"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Nama dan lembaganya, satu baris satu orang."),
    )
    decisions = forms.CharField(
        label=_("Keputusan"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Tentang wilayah, tanpa nama penerima manfaat."),
    )
    seen = seen_field()

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any):
        guests = list(meeting.invitations.all())
        self.places = {f"by_{one.pk}": one for one in guests if one.person_id is None}
        self.people = {str(one.pk): one for one in guests if one.person_id is not None}
        self.points = {f"notes_{one.pk}": one for one in meeting.agenda.all()}
        self.groups = {f"result_{one.pk}": one for one in meeting.groups.all()}
        super().__init__(*args, initial=self._known(meeting), **kwargs)
        self.fields["came"].choices = [(pk, one.who) for pk, one in self.people.items()]
        if not self.people:
            del self.fields["came"]
        for name, guest in self.places.items():
            self._add(name, forms.CharField(label=str(guest.institution), required=False, max_length=200))
        for name, point in self.points.items():
            self._add(name, forms.CharField(label=point.text, required=False, widget=forms.Textarea))
        for name, group in self.groups.items():
            label = f"{group.name}: {group.topic}"
            self._add(name, forms.CharField(label=label, required=False, widget=forms.Textarea))
        self.sections = self._sections()
        self.optional = dict.fromkeys(self.places, _("kosong bila tidak hadir"))
        if self.is_bound:  # of these fields, too, the stored words may have been chosen
            self.data = settled(self)

    def _known(self, meeting: Meeting) -> dict[str, Any]:
        known = {
            "held_on": meeting.held_on or min(meeting.meets_on, timezone.localdate()),
            "came": [pk for pk, one in self.people.items() if one.came],
            "attendees": meeting.attendees,
            "decisions": meeting.decisions,
            SEEN: version_of(meeting, SEEN_OF_MINUTES),
        }
        known |= {name: one.represented_by for name, one in self.places.items()}
        known |= {name: one.notes for name, one in self.points.items()}
        return known | {name: one.result for name, one in self.groups.items()}

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        prepare(field)

    def _sections(self) -> list[tuple[Any, Any]]:
        found = [
            (_("Pelaksanaan"), ["held_on"]),
            (_("Siapa yang hadir dari tiap lembaga"), list(self.places)),
            (_("Yang hadir lainnya"), ["came", "attendees"]),
            (_("Catatan tiap acara"), list(self.points)),
            (_("Hasil kelompok"), list(self.groups)),
            (_("Keputusan"), ["decisions"]),
        ]
        return [(heading, names) for heading, names in found if names]

    @property
    def content(self) -> dict[str, Any]:
        """What `record_meeting` takes, from a clean form."""
        given = self.cleaned_data
        came = {one: given[name] for name, one in self.places.items() if given[name]}
        came |= {self.people[pk]: "" for pk in given.get("came", ())}
        return {
            **{name: given[name] for name in ("held_on", "attendees", "decisions", SEEN)},
            "came": came,
            "notes": {one: given[name] for name, one in self.points.items()},
            "results": {one: given[name] for name, one in self.groups.items()},
        }


def guests_of(meeting: Meeting) -> dict[str, Invitation]:
    """Those of a meeting by key, the office that calls first: one query."""
    rows = meeting.invitations.select_related("institution", "person")
    return {str(one.pk): one for one in rows}
