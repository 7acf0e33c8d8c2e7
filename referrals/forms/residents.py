"""Input about children who live in a home already."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.forms import AtensiForm, BirthDateField, DateField, RadioField
from atensi.reference.models import Code, Region
from cases.forms.base import NumberField, birth_of
from cases.forms.intake import districts_of
from cases.hands import workers_of
from cases.nik import nik_problems
from cases.permissions import takes_cases
from cases.person import Person
from cases.states import Sex
from institutions.models import Institution
from institutions.offices import local_office
from institutions.states import RESIDENCES, Faith

from ..permissions import ADMITTING_ROLES
from ..services.residents import Resident
from ..sheets import Lists


def homes_of(actor: Actor, own: Institution) -> QuerySet[Institution]:
    """The homes whose children the actor may enter: the own one, or those of the Dinas's regency."""
    homes = Institution.objects.active().filter(kind__in=RESIDENCES)
    if actor.role in ADMITTING_ROLES:
        return homes.filter(pk=own.pk)
    return homes.filter(region__pk__startswith=own.region_id)


def chooses_worker(actor: Actor) -> bool:
    """Whether the actor says who becomes responsible: a supervisor does."""
    return actor.role not in ADMITTING_ROLES and not takes_cases(actor)


class HomeForm(AtensiForm):
    """Which home, and, for a supervisor, who becomes responsible."""

    institution = forms.ModelChoiceField(
        label=_("Lembaga"), queryset=Institution.objects.none(), empty_label=_("Pilih lembaga")
    )
    worker = forms.ModelChoiceField(label=_("Petugas yang menangani"), queryset=None, empty_label=_("Pilih petugas"))

    def __init__(self, *args, actor: Actor, own: Institution, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = own
        self.fields["institution"].queryset = homes_of(actor, own)
        self.fields["worker"].queryset = workers_of(own)
        if actor.role in ADMITTING_ROLES:
            self.fields["institution"].initial = own.pk
        if not chooses_worker(actor):
            del self.fields["worker"]


class ResidentForm(HomeForm):
    """One child who lives in the home already."""

    name = forms.CharField(label=_("Nama anak"), max_length=200)
    sex = RadioField(label=_("Jenis kelamin"), choices=Sex.choices)
    born = BirthDateField(label=_("Tanggal lahir"), required=False)
    nik = NumberField(label=_("NIK"))
    faith = forms.ChoiceField(label=_("Agama"), required=False, choices=[("", _("Belum diketahui")), *Faith.choices])
    region = forms.ModelChoiceField(
        label=_("Kecamatan"), queryset=Region.objects.none(), empty_label=_("Pilih kecamatan")
    )
    starts_on = DateField(label=_("Tinggal di lembaga ini sejak"))
    category = forms.ModelChoiceField(
        label=_("Kategori"), queryset=Code.objects.none(), empty_label=_("Pilih kategori")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = districts_of(local_office(self.own))
        self.fields["category"].queryset = categories()
        self.order_fields(["institution", "name", "sex", "born", "nik", "faith", "region", "starts_on", "category"])

    def clean_nik(self) -> str:
        for problem in nik_problems(self.cleaned_data["nik"]):
            if problem.is_hard:
                raise forms.ValidationError(str(problem.text))
        return self.cleaned_data["nik"]

    @property
    def person(self) -> Person:
        data = self.cleaned_data
        return Person(
            region=data["region"],
            name=data["name"],
            sex=data["sex"],
            nik=data["nik"],
            faith=data["faith"],
            **birth_of(data.get("born")),
        )

    def resident(self, **chosen) -> Resident:
        """What the service takes, from a clean form."""
        data = self.cleaned_data
        return Resident(person=self.person, starts_on=data["starts_on"], category=data["category"], **chosen)


class SheetForm(HomeForm):
    """A sheet to look at, then to enter."""

    sheet = forms.FileField(
        label=_("Lembar"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("CSV UTF-8, paling banyak 500 anak dan 1 MB."),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("sheet") and not cleaned.get("text"):
            self.add_error("sheet", _("Pilih berkasnya."))
        return cleaned

    def lists(self) -> Lists:
        """What the cells may name, for the chosen home."""
        return Lists.of(self.cleaned_data["institution"])


def categories() -> QuerySet[Code]:
    return Code.objects.in_force(Code.List.AMPK)
