from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.forms import AtensiForm, DateField, RadioField
from atensi.language import counted

from ..eligibility.signing import asked_end
from ..models import Referral
from ..states import Advice, DecisionOutcome, Term

APPROVE, SHORTEN, REJECT = "APPROVE", "SHORTEN", "REJECT"


def default_term(referral: Referral) -> str:
    """Short when a length was asked for, long without one."""
    return Term.SHORT if referral.asked_months else Term.LONG


class RecommendationForm(AtensiForm):
    """The regency's word: for or against, and why."""

    advice = RadioField(label=_("Rekomendasi"), choices=Advice.choices)
    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Dibaca pejabat pemutus provinsi, dan disebut di surat keputusan."),
    )


class RevocationForm(AtensiForm):
    """Why a decision is taken back."""

    reason = forms.CharField(
        label=_("Alasan pencabutan"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Masuk ke surat pencabutan. Apa yang ternyata keliru atau berubah."),
    )


class RevisionForm(AtensiForm):
    """What of a decision changes, and why: it ends sooner, or its words are set right."""

    until_on = DateField(
        label=_("Berlaku sampai"),
        required=False,
        help_text=_("Hanya lebih awal daripada yang berlaku sekarang. Kosongkan bila masanya tetap."),
    )
    correction = forms.CharField(
        label=_("Yang diperbaiki"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Kekeliruan dalam surat dan bunyi yang benar. Kosongkan bila hanya masanya berubah."),
    )
    reason = forms.CharField(
        label=_("Alasan perubahan"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Masuk ke surat perubahan. Apa yang ternyata keliru atau berubah."),
    )


class DecisionForm(AtensiForm):
    """Approve as asked, approve for a shorter time, or reject; from when, until when, on what considerations."""

    choice = RadioField(label=_("Pilih keputusan"))
    term = RadioField(label=_("Jangka"), choices=Term.choices, required=False)
    starts_on = DateField(label=_("Mulai"), required=False)
    ends_on = DateField(label=_("Sampai"), required=False)
    try_first = forms.CharField(
        label=_("Ditempuh dulu"),
        widget=forms.Textarea,
        required=False,
        help_text=_(
            "Pengasuhan atau layanan yang ditempuh sebelum permohonan diajukan lagi. Masuk ke surat keputusan."
        ),
    )
    considerations = forms.CharField(
        label=_("Pertimbangan"),
        widget=forms.Textarea,
        help_text=_("Masuk ke surat keputusan, dan menjadi jawaban bila permohonan ditolak."),
    )

    def __init__(self, *args, referral: Referral, **kwargs):
        super().__init__(*args, **kwargs)
        self.referral = referral
        today = timezone.localdate()
        self.fields["choice"].choices = self.options(today)
        self.fields["choice"].initial = APPROVE
        self.fields["term"].initial = default_term(referral)
        self.fields["starts_on"].initial = today
        self.fields["ends_on"].initial = asked_end(referral, today)

    def options(self, today: date) -> list[tuple[str, object]]:
        end = asked_end(self.referral, today)
        asked = _("Setujui")
        if end:
            words = {"months": self.referral.asked_months, "date": date_words(end)}
            asked = counted("Setujui %(months)s bulan, sampai %(date)s", **words)
        shorter = [(SHORTEN, _("Setujui lebih singkat"))] if end else []
        return [(APPROVE, asked), *shorter, (REJECT, DecisionOutcome.REJECTED.label)]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("choice") == REJECT:
            if not cleaned.get("try_first"):
                self.add_error("try_first", _("Tulis apa yang ditempuh dulu."))
            return cleaned
        for name in ("term", "starts_on"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Isian ini belum diisi."))
        if cleaned.get("choice") == SHORTEN and not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Isi sampai kapan."))
        return cleaned

    def signing(self) -> dict[str, object]:
        """What `sign_decision` takes, from a clean form."""
        return self.told(self.cleaned_data)

    def signing_or_initial(self) -> dict[str, object]:
        """The same for a preview: what is clean so far, else the first values."""
        first = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        return self.told(first | getattr(self, "cleaned_data", {}))

    def told(self, given: dict[str, Any]) -> dict[str, object]:
        choice = given.get("choice")
        starts_on = given.get("starts_on") or timezone.localdate()
        as_asked = asked_end(self.referral, starts_on) if choice == APPROVE else None
        return {
            "outcome": DecisionOutcome.REJECTED if choice == REJECT else DecisionOutcome.APPROVED,
            "considerations": given.get("considerations") or "",
            "starts_on": starts_on,
            "ends_on": as_asked or given.get("ends_on"),
            "term": given.get("term") or default_term(self.referral),
            "try_first": given.get("try_first") or "",
        }
