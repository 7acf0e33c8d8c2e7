"""What a report and a first contact are typed into. The rules are the services'; here are shape and words."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from atensi.clock import HOUR, ZONES
from atensi.errors import Problem
from atensi.forms import AtensiForm, BirthDateField, CheckField, DateField, DateTimeField, RadioField, form_id_from
from atensi.language import counted
from atensi.reference.models import Code, Region
from institutions.models import Institution
from institutions.parameters import value_for

from ..clusters import primary_of
from ..eligibility.responses import report_problems
from ..hands import workers_of
from ..models import IncomingReport
from ..nik import nik_problems
from ..person import Person
from ..report import Report
from ..states import Channel, ImmediateAction, ResponseOutcome, Sex, Triage, Urgency
from .base import NumberField, birth_of

# How a category of adults (PPKS) is named beside those of children (AMPK): both lists know a DISABILITY and an HIV.
ADULT_PREFIX, CHILD_CLUSTER = "PPKS:", "CHILD"
# Named first on the form; the other categories unfold.
COMMON_CATEGORIES = ("MALTREATED", "VIOLENCE", "EMERGENCY")
TRIAGE_MARKS = {Triage.HIGH: "stop", Triage.MEDIUM: "care", Triage.LOW: "fine"}
TRIAGE_MEANS = {
    Triage.HIGH: _("Keselamatan terancam tanpa pertolongan."),
    Triage.MEDIUM: _("Perlu perlindungan, tidak terancam seketika."),
    Triage.LOW: _("Perlu dukungan, ada orang dewasa yang menjaga."),
}
OUTCOMES = [(value, ResponseOutcome(value).label) for value in (ResponseOutcome.OPENED_CASE, ResponseOutcome.ADVICE)]


class RuleForm(AtensiForm):
    """A form that shows the problems of a service."""

    def show(self, problems: list[Problem]) -> None:
        """Put each problem at its field, or on top."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, str(problem.text))


class KeyedForm(RuleForm):
    """A form that is taken with its own key alone (`{% form_id %}`): a second sending of it is the same act."""

    def clean(self):
        cleaned = super().clean()
        if form_id_from(self.data) is None:
            self.show([Problem("form_id_missing", _("Formulir ini tidak utuh. Simpan sekali lagi."))])
        return cleaned


class DistrictField(forms.ModelChoiceField):
    """A district of the office; where the office is a province's, its regency stands beside it."""

    def label_from_instance(self, region: Region) -> str:
        return f"{region}, {region.parent}" if self.with_parent else str(region)


def districts_of(office: Institution):
    """The districts that an office of a regency or a province answers for, by name."""
    districts = Region.objects.filter(level=Region.Level.DISTRICT, code__startswith=f"{office.region_id}.")
    return districts.select_related("parent").order_by("name")


def told_by(incoming: IncomingReport) -> dict[str, Any]:
    """What a report of the desk says already, for the form of the response."""
    received = timezone.localtime(incoming.received_at)
    category = incoming.category.code if incoming.category else ""
    return {
        "channel": incoming.channel,
        "received_on": received.date(),
        "received_time": received.time().replace(second=0, microsecond=0),
        "region": incoming.region_id,
        "place": incoming.place,
        "what_happened": incoming.problem,
        "triage": Triage.HIGH if incoming.urgency == Urgency.DANGER else None,
        "name": incoming.child_name,
        "name_unknown": not incoming.child_name,
        "categories": [category] if category else [],
        "reporter_name": incoming.reporter_name,
        "reporter_phone": incoming.reporter_phone,
        "worker": incoming.assigned_to_id,
    }


class ResponseForm(KeyedForm):
    """A report, the child, and what was done at once, on one screen of a phone. office: the actor's, with region."""

    channel = RadioField(label=_("Lewat mana laporan masuk?"), choices=Channel.choices)
    received_on = DateField(label=_("Tanggal diterima"))
    received_time = forms.TimeField(
        label=_("Pukul"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w-s"})
    )
    region = DistrictField(label=_("Kecamatan"), queryset=Region.objects.none(), empty_label=_("Pilih kecamatan"))
    place = forms.CharField(
        label=_("Desa atau patokan tempat"),
        max_length=200,
        error_messages={"required": _("Tuliskan desa atau patokan tempat.")},
    )
    what_happened = forms.CharField(
        label=_("Apa yang terjadi?"),
        help_text=_("Satu sampai tiga kalimat: siapa, apa, sejak kapan. Rincian bisa menyusul."),
        max_length=5000,
        widget=forms.Textarea,
        error_messages={"required": _("Tuliskan apa yang terjadi.")},
    )
    triage = RadioField(label=_("Seberapa aman ia sekarang?"), choices=Triage.choices, marks=TRIAGE_MARKS)
    name = forms.CharField(
        label=_("Nama"),
        max_length=200,
        error_messages={"required": _("Isi namanya, atau centang bila belum diketahui.")},
    )
    name_unknown = forms.BooleanField(label=_("Nama belum diketahui"), required=False)
    sex = RadioField(label=_("Jenis kelamin"), choices=Sex.choices)
    born = BirthDateField(label=_("Tanggal lahir"), required=False)
    nik = NumberField(label=_("NIK"))
    categories = CheckField(label=_("Pilih satu atau lebih"), required=False)
    primary = forms.ChoiceField(
        label=_("Kategori utama"), required=False, help_text=_("Boleh kosong bila hanya satu kategori.")
    )
    immediate_actions = CheckField(label=_("Tindakan segera"), choices=ImmediateAction.choices, required=False)
    reporter_name = forms.CharField(
        label=_("Nama pelapor"),
        help_text=_("Disamarkan untuk semua orang di luar tim kasus."),
        max_length=200,
        required=False,
    )
    reporter_phone = forms.CharField(
        label=_("Telepon pelapor"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "w-m"}),
    )
    outcome = RadioField(label=_("Setelah disimpan"), choices=OUTCOMES)
    worker = forms.ModelChoiceField(
        label=_("Petugas yang menangani"), queryset=None, required=False, empty_label=_("Pilih petugas")
    )

    def __init__(
        self,
        data=None,
        *,
        office: Institution,
        chooses_worker: bool,
        incoming: IncomingReport | None = None,
        **kwargs,
    ):
        """incoming: the desk's report that the response answers; what it tells already stands in the form."""
        now = timezone.localtime()
        first = {
            "received_on": now.date(),
            "received_time": now.time().replace(second=0, microsecond=0),
            "outcome": ResponseOutcome.OPENED_CASE,
            **(told_by(incoming) if incoming else {}),
        }
        super().__init__(data, initial=first, **kwargs)
        self.office, self.chooses_worker = office, chooses_worker
        zone = ZONES.get(now.utcoffset() // HOUR, "")
        self.fields["received_time"].label = _("Pukul (%(zone)s)") % {"zone": zone} if zone else _("Pukul")
        self._offer_districts()
        self._offer_categories()
        self.fields["triage"].hints = {str(level): self._triage_hint(level) for level in Triage}
        self.fields["worker"].queryset = workers_of(office)
        if not chooses_worker:
            del self.fields["worker"]
        if self.data.get("name_unknown"):
            self.fields["name"].required = False

    def _offer_districts(self) -> None:
        field = self.fields["region"]
        field.with_parent = self.office.region.level == Region.Level.PROVINCE
        field.queryset = districts_of(self.office)

    def _offer_categories(self) -> None:
        choices = [(code, row.words) for code, row in self.codes.items()]
        self.fields["categories"].choices = choices
        self.fields["primary"].choices = [("", _("Pilih kategori utama")), *choices]

    def _triage_hint(self, level: str) -> str:
        hours = value_for(f"first_contact_{level.lower()}_hours", self.office)
        in_days = hours % 24 == 0 and hours > 24
        in_hours = counted("Kontak pertama %(n)d jam.", n=hours)
        limit = counted("Kontak pertama %(n)d hari.", n=hours // 24) if in_days else in_hours
        return f"{TRIAGE_MEANS[level]} {limit}"

    @cached_property
    def codes(self) -> dict[str, Code]:
        """The categories in force today by code, the common ones first; those of adults last, as "PPKS:CODE"."""
        rows = {row.code: row for row in Code.objects.in_force(Code.List.AMPK)}
        first = [code for code in COMMON_CATEGORIES if code in rows]
        of_adults = Code.objects.in_force(Code.List.PPKS).exclude(cluster__code=CHILD_CLUSTER)
        named = {code: rows[code] for code in [*first, *(code for code in rows if code not in first)]}
        return named | {f"{ADULT_PREFIX}{row.code}": row for row in of_adults}

    @property
    def unfolded(self) -> bool:
        """Whether one of the folded categories is chosen, so that they must show."""
        chosen = self["categories"].value() or []
        return any(code not in COMMON_CATEGORIES and not code.startswith(ADULT_PREFIX) for code in chosen)

    @property
    def unfolded_of_adults(self) -> bool:
        return any(code.startswith(ADULT_PREFIX) for code in self["categories"].value() or [])

    @property
    def folded_n(self) -> int:
        return max(self.of_children - len(COMMON_CATEGORIES), 0)

    @property
    def of_children(self) -> int:
        """How many of the options are categories of children: they come first."""
        return sum(not code.startswith(ADULT_PREFIX) for code in self.codes)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("name_unknown"):
            cleaned["name"] = ""
        chosen = cleaned.get("categories") or []
        primary = primary_of(chosen, cleaned.get("primary")) or ""
        if primary and primary not in chosen:
            chosen = [primary, *chosen]
        cleaned["categories"], cleaned["primary"] = chosen, primary
        problems = [problem for problem in nik_problems(cleaned.get("nik", "")) if problem.is_hard]
        self.show(problems if self.errors else [*problems, *report_problems(self.report, self.office)])
        return cleaned

    @property
    def report(self) -> Report:
        data = self.cleaned_data
        received = datetime.combine(data["received_on"], data["received_time"])
        return Report(
            channel=data["channel"],
            received_at=timezone.make_aware(received),
            region=data["region"],
            place=data["place"],
            what_happened=data["what_happened"],
            triage=data["triage"],
            categories=[self.codes[code] for code in data["categories"]],
            primary=self.codes.get(data["primary"]),
            immediate_actions=data["immediate_actions"],
            reporter_name=data["reporter_name"],
            reporter_phone=data["reporter_phone"],
        )

    @property
    def person(self) -> Person:
        """The child as far as what was typed can be read: also of a form with errors."""
        data = self.cleaned_data
        return Person(
            region=data.get("region") or self.office.region,
            name=data.get("name", ""),
            sex=data.get("sex") or Sex.UNKNOWN,
            nik=data.get("nik", ""),
            **birth_of(data.get("born")),
        )


class FirstContactForm(RuleForm):
    """When the child was first reached, and how it is."""

    at = DateTimeField(label=_("Kapan dihubungi atau ditemui?"))
    note = forms.CharField(
        label=_("Keadaannya"),
        help_text=_("Aman atau tidak, siapa yang menjaga, apa yang dilakukan."),
        max_length=2000,
        widget=forms.Textarea,
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, initial={"at": timezone.localtime().replace(second=0, microsecond=0)}, **kwargs)


class AssignForm(RuleForm):
    """Who becomes responsible for a case of `office`."""

    worker = forms.ModelChoiceField(label=_("Petugas"), queryset=None, empty_label=_("Pilih petugas"))

    def __init__(self, data=None, *, office: Institution, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["worker"].queryset = workers_of(office)


class HandOverForm(RuleForm):
    """Who takes over all open cases of `leaver` at `office`, and why."""

    worker = forms.ModelChoiceField(
        label=_("Alihkan semua kasus kepada"), queryset=None, empty_label=_("Pilih petugas")
    )
    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("Misalnya pindah tugas atau cuti. Tertulis di riwayat setiap kasus."),
    )

    def __init__(self, data=None, *, office: Institution, leaver, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["worker"].queryset = workers_of(office).exclude(pk=leaver.pk)
