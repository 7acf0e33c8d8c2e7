"""Forms of the register of carers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.documents.uploads import PaperField
from atensi.forms import DateField, RadioField
from atensi.reference.models import Region
from atensi.sections import SectionedForm
from atensi.versions import SEEN, seen_field
from cases.forms.base import NumberField
from cases.forms.intake import DistrictField, districts_of
from institutions.models import Institution
from institutions.states import Faith

from .household import FACTS, WISHES, Household, HouseholdPerson
from .models import Candidate
from .models.candidates import SEXES
from .requirements import Requirement
from .states import CandidateKind, CandidateState, DecisionChoice, Standing, Verdict
from .versions import version_of_household

ANY_AGE = _("Kosong: berapa pun.")
FAITHS = [("", _("Belum diketahui")), *Faith.choices]
PERSON = ("name", "sex", "birth_date", "nik", "faith", "is_citizen", "occupation")


class HouseholdForm(SectionedForm):
    """The facts of a household: the first person, husband or wife if there is one, and where they live."""

    page_heading = _("Ubah data calon")
    verb = _("Simpan")
    two = ("kind", "sex", "spouse_sex", "wants_age_from", "wants_age_to")
    sections = (
        (_("Jenis"), ("kind",)),
        (_("Orang pertama"), PERSON),
        (_("Suami atau istri"), ("married_on", *(f"spouse_{name}" for name in PERSON))),
        (_("Rumah tangga"), ("region", "address", "phone", "own_children", "note")),
        (_("Anak yang dapat diterima"), WISHES),
    )

    kind = RadioField(label=_("Menjadi apa"), choices=CandidateKind.choices)
    name = forms.CharField(label=_("Nama"), max_length=200)
    sex = RadioField(label=_("Jenis kelamin"), choices=SEXES)
    birth_date = DateField(label=_("Tanggal lahir"))
    nik = NumberField(label=_("NIK"))
    faith = forms.ChoiceField(label=_("Agama"), choices=FAITHS, required=False)
    is_citizen = forms.BooleanField(label=_("Warga negara Indonesia"), required=False, initial=True)
    occupation = forms.CharField(label=_("Pekerjaan"), max_length=100, required=False)
    married_on = DateField(
        label=_("Menikah sejak"), required=False, help_text=_("Kosongkan bagian ini bila calon tunggal.")
    )
    spouse_name = forms.CharField(label=_("Nama suami atau istri"), max_length=200, required=False)
    spouse_sex = RadioField(label=_("Jenis kelamin suami atau istri"), choices=SEXES, required=False)
    spouse_birth_date = DateField(label=_("Tanggal lahir suami atau istri"), required=False)
    spouse_nik = NumberField(label=_("NIK suami atau istri"))
    spouse_faith = forms.ChoiceField(label=_("Agama suami atau istri"), choices=FAITHS, required=False)
    spouse_is_citizen = forms.BooleanField(
        label=_("Suami atau istri warga negara Indonesia"), required=False, initial=True
    )
    spouse_occupation = forms.CharField(label=_("Pekerjaan suami atau istri"), max_length=100, required=False)
    region = DistrictField(label=_("Kecamatan"), queryset=Region.objects.none(), empty_label=_("Pilih kecamatan"))
    address = forms.CharField(label=_("Alamat"), max_length=1000, widget=forms.Textarea)
    phone = forms.CharField(label=_("Telepon"), max_length=30, required=False)
    own_children = forms.IntegerField(label=_("Anak sendiri"), min_value=0, max_value=30, initial=0)
    note = forms.CharField(
        label=_("Catatan"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Misalnya: pengalaman mengasuh."),
    )
    wants_sex = forms.ChoiceField(
        label=_("Anak laki-laki atau perempuan"), choices=[("", _("Keduanya")), *SEXES], required=False
    )
    wants_age_from = forms.IntegerField(
        label=_("Umur anak paling rendah"),
        min_value=0,
        max_value=17,
        required=False,
        help_text=_("Kosong: berapa pun."),
    )
    wants_age_to = forms.IntegerField(
        label=_("Umur anak paling tinggi"),
        min_value=0,
        max_value=17,
        required=False,
        help_text=_("Kosong: berapa pun."),
    )
    seen = seen_field()

    def __init__(self, *args: Any, office: Institution, candidate: Candidate | None = None, **kwargs: Any):
        super().__init__(*args, initial=self._known(candidate) if candidate else {}, **kwargs)
        field = self.fields["region"]
        field.with_parent, field.queryset = candidate is not None, districts_of(office)
        if candidate is not None:
            del self.fields["kind"]
            here = Region.objects.filter(pk=candidate.region_id).select_related("parent")
            field.queryset = districts_of(office) | here

    def _known(self, candidate: Candidate) -> dict[str, Any]:
        known = {name: getattr(candidate, name) for name in FACTS} | {SEEN: version_of_household(candidate)}
        for part, person in zip(("", "spouse_"), candidate.people.all(), strict=False):
            known |= {f"{part}{name}": getattr(person, name) for name in PERSON}
        return known

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("spouse_name") or given.get("married_on"):
            for name in ("spouse_name", "spouse_sex", "spouse_birth_date"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Isian ini belum diisi."))
        return given

    @property
    def household(self) -> Household:
        """What the services take, from a clean form."""
        given = self.cleaned_data
        people = [HouseholdPerson(**{name: given[name] for name in PERSON})]
        if given["spouse_name"]:
            people.append(HouseholdPerson(**{name: given[f"spouse_{name}"] for name in PERSON}))
        return Household(people=people, **{name: given[name] for name in FACTS})

    @property
    def content(self) -> dict[str, Any]:
        return {"household": self.household, SEEN: self.cleaned_data[SEEN]}


class RegisterForm(HouseholdForm):
    page_heading = _("Daftarkan calon pengasuh")
    verb = _("Daftarkan")


class CheckForm(SectionedForm):
    """That one requirement was checked. asked: which."""

    verb = _("Simpan pemeriksaan")
    two = ("verdict", "done_on", "paper_number")

    verdict = RadioField(label=_("Hasil"), choices=Verdict.choices, marks={"MET": "fine", "NOT_MET": "stop"})
    done_on = DateField(label=_("Tanggal surat atau kunjungan"))
    paper_number = forms.CharField(label=_("Nomor surat"), max_length=100, required=False)
    file = PaperField(label=_("Surat"), required=False)
    note = forms.CharField(label=_("Apa yang ditemukan"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, asked: Requirement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = ("verdict", "done_on", "note", "file") if asked.is_visit else tuple(self.fields)
        self.sections = ((asked.label, names),)
        self.page_heading = asked.label
        if asked.is_visit:
            del self.fields["paper_number"]
            self.fields["done_on"].label = _("Tanggal kunjungan")

    @property
    def content(self) -> dict[str, Any]:
        """What `record_check` takes, from a clean form."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        file = self.cleaned_data.get("file")
        return told | {"content": file.read() if file else b""}


class PermitForm(SectionedForm):
    """For how many children a household is approved, and on what considerations."""

    page_heading = _("Perpanjang izin")
    verb = _("Perpanjang izin")
    sections = ((_("Izin"), ("max_children", "considerations")),)

    max_children = forms.IntegerField(label=_("Paling banyak anak"), min_value=1, max_value=20, initial=1)
    considerations = forms.CharField(label=_("Pertimbangan"), widget=forms.Textarea)


class DecisionForm(PermitForm):
    page_heading = _("Putuskan calon pengasuh")
    verb = _("Simpan keputusan")
    sections = ((_("Keputusan"), ("choice", "max_children", "considerations")),)

    choice = RadioField(
        label=_("Pilih keputusan"),
        choices=DecisionChoice.choices,
        marks={"APPROVED": "fine", "RETURNED": "care", "REJECTED": "stop"},
    )


class SubmitForm(SectionedForm):
    page_heading = _("Ajukan untuk diputuskan")
    lead = _("Sesudah diajukan, batas waktu keputusan Dinas Sosial mulai berjalan.")
    verb = _("Ajukan")


class StandingForm(SectionedForm):
    page_heading = _("Status calon")
    verb = _("Simpan status")
    sections = ((_("Status"), ("standing", "reason")),)

    standing = RadioField(label=_("Apa yang berubah"), choices=())
    reason = forms.CharField(label=_("Mengapa"), widget=forms.Textarea)

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = {
            CandidateState.APPROVED: [Standing.SUSPENDED, Standing.ENDED],
            CandidateState.SUSPENDED: [Standing.RESUMED, Standing.ENDED],
        }.get(CandidateState(candidate.state), [Standing.ENDED])
        self.fields["standing"].choices = [(one.value, one.label) for one in offered]
