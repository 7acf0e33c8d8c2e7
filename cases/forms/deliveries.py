from itertools import groupby

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField

from ..models import CarePlan, CarePlanAction
from ..plan_states import OPEN_ACTIONS
from ..states import Base
from .base import CaseForm, codes


class ByComponent(forms.models.ModelChoiceIterator):
    """Activities under the heading of their component."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        for component, activities in groupby(self.queryset, lambda activity: activity.parent):
            yield (str(component), [self.choice(activity) for activity in activities])


class ActivityField(forms.ModelChoiceField):
    iterator = ByComponent


class ServiceForm(CaseForm):
    page_heading = _("Catat layanan")
    verb = _("Simpan layanan")
    two = ("base",)
    optional = dict.fromkeys(("component", "base"), _("(bila di luar rencana)"))
    sections = (
        (_("Apa yang dilakukan"), ("action", "completes_action", "description")),
        (_("Jenis layanan"), ("component", "base", "activity")),
        (_("Kapan dan oleh siapa"), ("provided_on", "provider", "is_emergency_aid")),
    )

    action = forms.ModelChoiceField(
        label=_("Kegiatan rencana"),
        queryset=CarePlanAction.objects.none(),
        required=False,
        empty_label=_("Di luar rencana"),
        help_text=_("Komponen dan basis ikut kegiatan ini bila dikosongkan."),
    )
    completes_action = forms.BooleanField(label=_("Kegiatan ini selesai"), required=False)
    description = forms.CharField(label=_("Yang dilakukan dan hasilnya"), widget=forms.Textarea)
    component = forms.ModelChoiceField(
        label=_("Komponen"), queryset=None, required=False, widget=forms.RadioSelect, empty_label=None
    )
    base = RadioField(label=_("Basis"), choices=Base.choices, required=False)
    activity = ActivityField(label=_("Kegiatan ATENSI"), queryset=None, required=False, empty_label=_("Tidak dirinci"))
    provided_on = DateField(label=_("Tanggal"))
    provider = forms.CharField(label=_("Pemberi layanan"), max_length=200)
    is_emergency_aid = forms.BooleanField(
        label=_("Bantuan darurat"), required=False, help_text=_("Boleh sebelum ada rencana.")
    )

    def __init__(self, *args, plan: CarePlan | None, provider: str, **kwargs):
        super().__init__(*args, **kwargs)
        planned = CarePlanAction.objects.filter(goal__plan=plan, state__in=OPEN_ACTIONS)
        self.fields["action"].queryset = planned.select_related("goal__plan", "component") if plan else planned.none()
        if not self.fields["action"].queryset:  # nothing planned: then both must be named
            del self.fields["action"], self.fields["completes_action"]
        self.fields["component"].queryset = codes("COMPONENT").order_by("order")
        activities = codes("ACTIVITY").select_related("parent").order_by("parent__order", "parent_id", "order")
        self.fields["activity"].queryset = activities
        self.initial = {"provided_on": timezone.localdate(), "provider": provider} | self.initial

    def clean(self):
        """Component and base follow the planned action where they are left out; else both must be named."""
        data = super().clean()
        action = data.get("action")
        for name in ("component", "base"):
            if not data.get(name) and name not in self.errors:
                if action is None:
                    self.add_error(name, _("Pilih salah satu."))
                else:
                    data[name] = getattr(action, name)
        if data.get("completes_action") and action is None:
            self.add_error("completes_action", _("Pilih dulu kegiatan rencananya."))
        return data
