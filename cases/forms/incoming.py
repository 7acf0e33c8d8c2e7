"""What an operator types during a call, and what an office answers. The rules are the services'."""

from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateTimeField, RadioField
from atensi.reference.models import Code, Region
from institutions.models import Institution

from ..hands import offices_beside, workers_of
from ..models import IncomingReport
from ..services.incoming import Call
from ..states import DESK_CHANNELS, LONGEST_STORY, Channel, IncomingClosure, Urgency
from .base import codes
from .intake import KeyedForm, RuleForm

URGENCY_MARKS = {Urgency.DANGER: "stop", Urgency.UNCLEAR: "care", Urgency.NO_DANGER: "fine"}


def regencies() -> list[Any]:
    """Every regency and city by province, as options. One query."""
    rows = Region.objects.filter(level__lte=Region.Level.REGENCY).order_by("code")
    groups = []
    for _province, part in groupby(rows, key=lambda row: row.province_code):
        first, *rest = part
        groups.append((first.name, [(row.pk, row.name) for row in rest]))
    return [("", _("Pilih kabupaten/kota")), *groups]


class CallForm(KeyedForm):
    """A call, in the order in which it is asked: danger first. district is offered once the regency is known."""

    urgency = RadioField(label=_("Apakah anak dalam bahaya sekarang?"), choices=Urgency.choices, marks=URGENCY_MARKS)
    problem = forms.CharField(
        label=_("Apa yang diceritakan?"),
        help_text=_("Dengan kata-kata penelepon: siapa, apa, sejak kapan."),
        max_length=LONGEST_STORY,
        widget=forms.Textarea,
        error_messages={"required": _("Tuliskan apa yang diceritakan penelepon.")},
    )
    category = forms.ModelChoiceField(
        label=_("Kategori"), queryset=Code.objects.none(), required=False, empty_label=_("Belum diketahui")
    )
    regency = forms.ChoiceField(label=_("Kabupaten/kota tempat anak"))
    district = forms.ChoiceField(label=_("Kecamatan"), required=False)
    place = forms.CharField(label=_("Desa, alamat, atau patokan"), max_length=200, required=False)
    child_name = forms.CharField(label=_("Nama anak"), max_length=200, required=False)
    channel = RadioField(
        label=_("Lewat mana?"), choices=[(one.value, one.label) for one in DESK_CHANNELS], initial=Channel.TEPSA
    )
    reporter_name = forms.CharField(label=_("Nama pelapor"), max_length=200, required=False)
    reporter_phone = forms.CharField(
        label=_("Telepon pelapor"),
        help_text=_("Supaya petugas bisa menanyakan jalan ke sana. Disandikan, hanya untuk yang menangani."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "w-m"}),
    )
    received_at = DateTimeField(label=_("Diterima"))

    def __init__(self, data=None, *, desk: Institution, regency: str = "", **kwargs):
        """desk: where the operator works. regency: the one picked so far, else that of the desk."""
        near = desk.region_id if desk.is_social_office and desk.region.level == Region.Level.REGENCY else ""
        first = {"received_at": timezone.localtime().replace(second=0, microsecond=0), "regency": regency or near}
        super().__init__(data, initial=first, **kwargs)
        self.fields["category"].queryset = codes(Code.List.AMPK)
        self.fields["regency"].choices = regencies()
        self._offer_districts(self.data.get("regency", "") if self.is_bound else first["regency"])

    def restore(self, words: QueryDict) -> None:
        super().restore(words)
        self._offer_districts(words.get("regency", ""))

    def _offer_districts(self, regency: str) -> None:
        """Those of `regency`, once it is one of those offered."""
        offered = {pk for _province, group in self.fields["regency"].choices[1:] for pk, _name in group}
        self.fields["district"].choices = self.districts(regency if regency in offered else "")

    @staticmethod
    def districts(regency: str) -> list[Any]:
        """The districts of `regency` as options; only the empty one while none is chosen."""
        rows = Region.objects.filter(level=Region.Level.DISTRICT, parent=regency).order_by("name") if regency else []
        return [("", _("Belum diketahui")), *((row.pk, row.name) for row in rows)]

    @property
    def call(self) -> Call:
        data = self.cleaned_data
        region = Region.objects.get(pk=data["district"] or data["regency"])
        plain = ("channel", "received_at", "problem", "urgency", "place", "category")
        told = ("child_name", "reporter_name", "reporter_phone")
        return Call(region=region, **{name: data[name] for name in (*plain, *told)})


class AssignIncomingForm(RuleForm):
    """Who of the office shall answer a report."""

    worker = forms.ModelChoiceField(label=_("Petugas"), queryset=None, empty_label=_("Pilih petugas"))

    def __init__(self, data=None, *, office: Institution, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["worker"].queryset = workers_of(office)


class PassOnForm(RuleForm):
    """Which Dinas shall have a report instead, and why."""

    to = forms.ModelChoiceField(label=_("Dinas Sosial tujuan"), queryset=None, empty_label=_("Pilih kantor"))
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Misalnya: anak sudah pindah, tempatnya di wilayah kantor itu."),
        max_length=1000,
        widget=forms.Textarea,
    )

    def __init__(self, data=None, *, report: IncomingReport, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["to"].queryset = offices_beside(report)


class CloseIncomingForm(RuleForm):
    """Why a report needs no case response. double: the number of the report that came before."""

    closure = RadioField(label=_("Mengapa ditutup?"), choices=IncomingClosure.choices)
    double = forms.CharField(
        label=_("Nomor laporan yang lebih dulu"),
        help_text=_("Hanya untuk laporan kembar, misalnya L-14.01/2026/00012."),
        max_length=30,
        required=False,
    )
    note = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Operator membacakannya bila pelapor bertanya lagi."),
        max_length=1000,
        widget=forms.Textarea,
    )

    def __init__(self, data=None, *, others=None, **kwargs):
        """others: the reports that may be named as the earlier one."""
        super().__init__(data, **kwargs)
        self.others = others

    def clean_double(self) -> IncomingReport | None:
        number = self.cleaned_data["double"].strip()
        if not number:
            return None
        found = self.others.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("Tidak ada laporan dengan nomor ini di kantor Anda."))
        return found
