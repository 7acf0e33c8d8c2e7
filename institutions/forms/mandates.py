"""Input about mandates."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.forms import AtensiForm, DateField
from atensi.language import counted

from ..models import Membership

CHOOSE = ("", _("Pilih orang"))


class MandateForm(AtensiForm):
    """Who lends which office to whom, from when to when, by which letter. grantors: a choice only where there are
    several."""

    grantor = forms.ChoiceField(label=_("Pemberi mandat"))
    deputy = forms.ChoiceField(label=_("Pengganti"), help_text=_("Yang bertugas menangani kasus di lembaga yang sama."))
    valid_from = DateField(label=_("Mulai"), initial=timezone.localdate)
    valid_until = DateField(label=_("Sampai"))
    number = forms.CharField(label=_("Nomor surat mandat"), max_length=60)
    basis = forms.CharField(label=_("Dasar"), max_length=300, help_text=_("Misalnya: cuti tahunan, surat cuti nomor …"))

    def __init__(
        self, *args, grantors: Sequence[Membership], colleagues: Sequence[tuple[User, str]], limit_days: int, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.grantors = {str(row.pk): row for row in grantors}
        self.colleagues = {str(user.pk): user for user, _roles in colleagues}
        lenders = [(key, f"{row.user}, {row.get_role_display()}") for key, row in self.grantors.items()]
        self.fields["grantor"].choices = lenders if len(lenders) == 1 else [CHOOSE, *lenders]
        self.fields["deputy"].choices = [CHOOSE, *((str(user.pk), f"{user}, {roles}") for user, roles in colleagues)]
        self.fields["valid_until"].help_text = counted("Paling lama %(days)d hari.", days=limit_days)
        if len(lenders) == 1:
            self.fields["grantor"].initial = lenders[0][0]

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        grantor, deputy = self.grantors[data.pop("grantor")], self.colleagues[data.pop("deputy")]
        return {"grantor": grantor, "deputy": deputy, **data}
