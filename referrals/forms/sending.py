"""The forms of a referral, one per kind. Each offers only rows of its own case: a forged id is no choice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atensi.clock import date_words
from atensi.forms import AtensiForm, RadioField
from cases.models import Case
from cases.relatives import barred_words
from cases.states import RESIDENTIAL_FORMS, Base
from institutions.models import Institution

from ..eligibility.sending import asked_of_place
from ..models import CareDecision, Referral
from ..receivers import receivers, residences
from ..states import REFUSED, DecisionOutcome, ReferralKind, Source, Title
from .alternatives import add_rungs, entries_of, rungs_of
from .orders import add_order

PICK = _("Pilih satu")
EMERGENCY = "EMERGENCY"
COURT = "COURT"


class SendForm(AtensiForm):
    """What every referral says: to whom, who asks, who is responsible for the child by law, why, and a summary."""

    kind = ""
    to_institution = forms.ModelChoiceField(
        label=pgettext_lazy("lembaga", "Tujuan"), queryset=Institution.objects.none(), empty_label=_("Pilih lembaga")
    )
    source = forms.ChoiceField(label=_("Permintaan dari"), choices=[("", PICK), *Source.choices])
    legally_responsible = forms.CharField(
        label=_("Penanggung jawab hukum anak"),
        max_length=200,
        help_text=_("Misalnya: ibu kandung; atau: belum diketahui, dalam pelacakan"),
    )
    reason = forms.CharField(label=_("Alasan merujuk"), widget=forms.Textarea)
    summary = forms.CharField(
        label=_("Ringkasan untuk penerima"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dibaca sebelum rujukan diterima. Tanpa nama, NIK, alamat, dan pelapor."),
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["to_institution"].queryset = receivers(self.kind, case)

    def asked(self) -> dict[str, Any]:
        """What `send_referral` takes, from a clean form."""
        names = ("to_institution", "source", "legally_responsible", "reason", "summary")
        return {"kind": self.kind} | {name: self.cleaned_data[name] for name in names}


def add_papers(form: SendForm, *, required: bool) -> None:
    """The signed reports and the conferences of the case, newest chosen."""
    reports = form.case.social_reports.filter(signed_at__isnull=False)
    conferences = form.case.conferences.all()
    form.fields["social_report"] = forms.ModelChoiceField(
        label=_("Laporan sosial"), queryset=reports, required=required, empty_label=PICK
    )
    form.fields["conference"] = forms.ModelChoiceField(
        label=_("Pembahasan kasus"), queryset=conferences, required=False, empty_label=PICK
    )
    form.fields["social_report"].label_from_instance = lambda row: (
        _("Ditandatangani %(day)s") % {"day": date_words(row.signed_at)}
    )
    form.fields["conference"].label_from_instance = lambda row: date_words(row.held_on)
    form.initial.setdefault("social_report", reports.first())
    form.initial.setdefault("conference", conferences.first())


class ServiceForm(SendForm):
    """A service asked of a Sentra, UPTD, LKSA or LKS."""

    kind = ReferralKind.SERVICE
    asked_base = RadioField(label=_("Basis layanan"), choices=Base.choices, initial=Base.FAMILY)
    is_emergency = forms.BooleanField(label=_("Darurat, perlu jawaban hari ini"), required=False)

    def asked(self) -> dict[str, Any]:
        return super().asked() | {name: self.cleaned_data[name] for name in ("asked_base", "is_emergency")}


class AdmissionForm(SendForm):
    """A residence asked to admit: the place that a decision names, or in an emergency any fit one."""

    kind = ReferralKind.ADMISSION
    title = RadioField(label=_("Dasar penempatan"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.decisions = {str(row.pk): row for row in unused_decisions(self.case)}
        self.fields["title"].choices = [
            *((key, f"{row.number}, {row.institution}") for key, row in self.decisions.items()),
            (COURT, Title.COURT.label),
            (EMERGENCY, _("Darurat, sebelum ada keputusan")),
        ]
        self.fields["title"].initial = next(iter(self.decisions), EMERGENCY)
        self.fields["to_institution"].required = False
        self.fields["to_institution"].help_text = _(
            "Untuk penetapan atau keadaan darurat; keputusan sudah menyebut tempatnya."
        )
        add_order(self, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("title") in (COURT, EMERGENCY) and not cleaned.get("to_institution"):
            self.add_error("to_institution", _("Pilih lembaganya."))
        if cleaned.get("title") == COURT:
            for name in ("order_number", "order_on", "order_file"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def asked(self) -> dict[str, Any]:
        decision = self.decisions.get(self.cleaned_data["title"])
        place = decision.institution if decision else self.cleaned_data["to_institution"]
        return super().asked() | {
            "to_institution": place,
            **asked_of_place(place),
            **({"asked_form": decision.form} if decision else {}),
            "is_emergency": self.cleaned_data["title"] == EMERGENCY,
            "decision": decision,
            **self._order(),
        }

    def _order(self) -> dict[str, Any]:
        """Number and date of the order that the admission rests on, and its file, which the view keeps."""
        if self.cleaned_data["title"] != COURT:
            return {}
        return {name: self.cleaned_data[name] for name in ("order_number", "order_on", "order_file")}


def unused_decisions(case: Case) -> list[CareDecision]:
    """Approved decisions on residential care that no open or past admission rests on."""
    used = Referral.objects.filter(decision__case=case).exclude(state__in=REFUSED)
    rows = case.care_decisions.filter(outcome=DecisionOutcome.APPROVED, base=Base.RESIDENTIAL)
    return list(rows.exclude(pk__in=used.values("decision")).select_related("institution"))


class CareDecisionForm(SendForm):
    """A care decision asked of Dinas Sosial, with an answer for every rank nearer to home than `care_form`."""

    kind = ReferralKind.CARE_DECISION
    asked_base = RadioField(
        label=_("Basis layanan"),
        choices=[choice for choice in Base.choices if choice[0] != Base.RESIDENTIAL],
        initial=Base.FAMILY,
    )
    asked_institution = forms.ModelChoiceField(
        label=_("Lembaga yang diusulkan"), queryset=Institution.objects.none(), empty_label=_("Pilih lembaga")
    )
    asked_carer = forms.ModelChoiceField(label=_("Pengasuh"), queryset=None, empty_label=PICK, required=False)
    asked_months = forms.IntegerField(
        label=_("Lama (bulan)"),
        min_value=1,
        max_value=216,
        required=False,
        help_text=_("Kosongkan untuk jangka panjang."),
        widget=forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"}),
    )

    def __init__(self, *args, case: Case, care_form: str, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.care_form = care_form
        if care_form in RESIDENTIAL_FORMS:
            del self.fields["asked_base"], self.fields["asked_carer"]
            self.fields["asked_institution"].queryset = residences(care_form, case)
        else:
            self.fields["asked_institution"].queryset = receivers(ReferralKind.SERVICE, case)
            self.fields["asked_institution"].label = _("Lembaga pendamping (basis komunitas)")
            self.fields["asked_institution"].required = False
            self.fields["asked_carer"].queryset = case.beneficiary.family.all()
            self.fields["asked_carer"].help_text = barred_words(case.beneficiary_id)
        self.initial.setdefault("to_institution", case.office_id)
        add_papers(self, required=True)
        add_rungs(self, care_form)

    def clean(self):
        cleaned = super().clean()
        for rung in rungs_of(self, self.care_form):
            if cleaned.get(rung.result.name) and not cleaned.get(rung.considered_on.name):
                self.add_error(rung.considered_on.name, _("%(form)s: isi tanggalnya.") % {"form": rung.label})
        return cleaned

    def asked(self) -> dict[str, Any]:
        names = ("asked_institution", "asked_months", "social_report", "conference")
        return super().asked() | {
            **{name: self.cleaned_data[name] for name in names},
            "asked_form": self.care_form,
            "asked_base": self.cleaned_data.get("asked_base") or Base.RESIDENTIAL,
            "asked_carer": self.cleaned_data.get("asked_carer"),
            "alternatives": entries_of(self, self.care_form),
        }
