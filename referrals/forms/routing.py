"""What an institution is sought for, in a query string."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm
from cases.states import RESIDENTIAL_FORMS, CareForm

from ..states import ReferralKind

SPECIAL = "khusus"
NEEDS = [("", _("Kebutuhan dasar")), (SPECIAL, _("Layanan khusus, yang tidak diberi LKS setempat"))]
LONGEST_MONTHS = 216


class RouteForm(AtensiForm):
    """Filters of the page; what is not understood is left out."""

    jenis = forms.ChoiceField(label=_("Untuk apa"), choices=ReferralKind.choices, required=False)
    bentuk = forms.ChoiceField(
        label=_("Bentuk pengasuhan"),
        choices=[(form, CareForm(form).label) for form in sorted(RESIDENTIAL_FORMS)],
        required=False,
        help_text=_("Untuk keputusan pengasuhan."),
    )
    lama = forms.IntegerField(
        label=_("Perkiraan lama (bulan)"),
        min_value=1,
        max_value=LONGEST_MONTHS,
        required=False,
        widget=forms.NumberInput({"class": "w-s", "inputmode": "numeric"}),
    )
    kebutuhan = forms.ChoiceField(label=_("Kebutuhan"), choices=NEEDS, required=False)
    darurat = forms.BooleanField(label=_("Darurat"), required=False)

    def __init__(self, data: Any):
        super().__init__(data, auto_id="f_%s")
        self.full_clean()

    def wish(self) -> dict[str, Any]:
        """What `routing.asking.route_case` takes."""
        told = self.cleaned_data
        kind = told.get("jenis") or ReferralKind.ADMISSION
        form = (told.get("bentuk") or CareForm.LKSA) if kind == ReferralKind.CARE_DECISION else ""
        return {
            "kind": kind,
            "form": form,
            "months": told.get("lama"),
            "is_emergency": bool(told.get("darurat")) and kind == ReferralKind.ADMISSION,
            "is_basic": told.get("kebutuhan") != SPECIAL,
        }
