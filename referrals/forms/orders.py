"""Input of an order of court or investigator: number, date, and the paper itself."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.documents.uploads import PaperField
from atensi.forms import AtensiForm, DateField, RadioField, prepare
from cases.models import Case
from cases.states import CARE_FORMS, RESIDENTIAL_FORMS, Base, CareForm
from institutions.models import Institution

from ..receivers import receivers
from ..states import ReferralKind, Term


def add_order(form: AtensiForm, *, required: bool) -> None:
    """The fields of an order, on a form that may rest on one."""
    words = {"required": required}
    form.fields["order_number"] = forms.CharField(label=_("Nomor penetapan"), max_length=100, **words)
    form.fields["order_on"] = DateField(label=_("Tanggal penetapan"), **words)
    form.fields["order_file"] = PaperField(label=_("Berkas penetapan"), **words)
    for name in ("order_number", "order_on", "order_file"):
        prepare(form.fields[name])


# What an order may bring a child to in a family: form of care, base, term.
FORMS = [(each, CareForm(each).label) for each in CARE_FORMS if each not in RESIDENTIAL_FORMS]
BASES = [choice for choice in Base.choices if choice[0] != Base.RESIDENTIAL]
TERMS = [choice for choice in Term.choices if choice[0] != Term.EMERGENCY]


class CourtPlacementForm(AtensiForm):
    """A child brought into a family by order of a court or investigator, without a decision of Dinas Sosial."""

    form = RadioField(label=_("Bentuk pengasuhan"), choices=FORMS)
    base = RadioField(label=_("Basis layanan"), choices=BASES, initial=Base.FAMILY)
    carer = forms.ModelChoiceField(label=_("Pengasuh"), queryset=None, empty_label=_("Pilih satu"))
    institution = forms.ModelChoiceField(
        label=_("Lembaga pendamping (basis komunitas)"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("Pilih lembaga"),
    )
    term = RadioField(label=_("Jangka"), choices=TERMS, initial=Term.LONG)
    starts_on = DateField(label=_("Tanggal anak mulai diasuh"), initial=timezone.localdate)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carer"].queryset = case.beneficiary.family.all()
        self.fields["institution"].queryset = receivers(ReferralKind.SERVICE, case)
        add_order(self, required=True)

    def asked(self) -> dict[str, object]:
        """What `start_placement` takes, from a clean form; the paper aside."""
        return {name: value for name, value in self.cleaned_data.items() if name != "order_file"}
