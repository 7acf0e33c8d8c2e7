from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.forms import AtensiForm, DateField, RadioField
from institutions.models import Institution

from ..models import Referral
from ..permissions import can_answer, can_redirect
from ..receivers import receivers
from ..states import ReferralKind, ReferralState

ACCEPT, REDIRECT, DECLINE = "ACCEPT", "REDIRECT", "DECLINE"


def options_for(actor: Actor, referral: Referral) -> list[tuple[str, Any]]:
    """The answers that `actor` may give to `referral` now."""
    if referral.state != ReferralState.SENT:
        return []
    may_answer, decides = can_answer(actor, referral), referral.kind == ReferralKind.CARE_DECISION
    accept = _("Terima anak") if referral.kind == ReferralKind.ADMISSION else _("Terima")
    return [
        *([(ACCEPT, accept)] if may_answer and not decides else []),
        *([(REDIRECT, _("Alihkan"))] if can_redirect(actor, referral) and not referral.decision_id else []),
        *([(DECLINE, _("Kembalikan") if decides else _("Tolak"))] if may_answer else []),
    ]


class AnswerForm(AtensiForm):
    """The receiver's answer: accept (with the day of admission), redirect, or decline with a reason."""

    answer = RadioField(label=_("Pilih jawaban"))
    admitted_on = DateField(label=_("Tanggal masuk"), required=False)
    to_institution = forms.ModelChoiceField(
        label=_("Alihkan ke"), queryset=Institution.objects.none(), required=False, empty_label=_("Pilih lembaga")
    )
    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Dibaca pengirim. Tanpa nama orang."),
    )

    def __init__(self, *args, referral: Referral, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        options = options_for(actor, referral)
        values = {value for value, _label in options}
        self.fields["answer"].choices = options
        self.fields["answer"].initial = options[0][0] if options else None
        if ACCEPT in values and referral.kind == ReferralKind.ADMISSION:
            self.fields["admitted_on"].initial = timezone.localdate()
        else:
            del self.fields["admitted_on"]
        if REDIRECT in values:
            others = receivers(referral.kind, referral.case).exclude(pk=referral.to_institution_id)
            sender = [] if referral.kind == ReferralKind.CARE_DECISION else [referral.from_institution_id]
            self.fields["to_institution"].queryset = others.exclude(pk__in=sender)
        else:
            del self.fields["to_institution"]
        if not values & {REDIRECT, DECLINE}:
            del self.fields["reason"]

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("answer")
        if chosen in (REDIRECT, DECLINE) and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Tuliskan alasannya."))
        if chosen == REDIRECT and not cleaned.get("to_institution"):
            self.add_error("to_institution", _("Pilih lembaga tujuan."))
        if chosen == ACCEPT and "admitted_on" in self.fields and not cleaned.get("admitted_on"):
            self.add_error("admitted_on", _("Isi tanggal masuk."))
        return cleaned
