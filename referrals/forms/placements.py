from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateField
from cases.states import COURT_FORMS

from ..models import CareDecision


class StartPlacementForm(AtensiForm):
    """When a child came to the family that Dinas approved; a court's order where the form of care needs one."""

    starts_on = DateField(label=_("Tanggal anak mulai diasuh"))
    order_number = forms.CharField(label=_("Nomor penetapan pengadilan"), max_length=100)
    order_on = DateField(label=_("Tanggal penetapan"))

    def __init__(self, *args, decision: CareDecision, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["starts_on"].initial = today
        self.fields["starts_on"].widget.attrs.update(min=decision.starts_on.isoformat(), max=today.isoformat())
        if decision.form not in COURT_FORMS:
            del self.fields["order_number"], self.fields["order_on"]
