"""What people ask for at the one door of a Sentra, and what it does with it (SERASI). The rules are the services'."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateTimeField, RadioField
from atensi.language import counted
from atensi.reference.models import Region

from ..desk_requests import other_sentra, sentra_beside
from ..services.desk_requests import Asked, Going
from ..states import LONGEST_STORY, Onward, Source, Urgency
from .incoming import URGENCY_MARKS, regencies
from .intake import KeyedForm, RuleForm

LATER = "LATER"
CHILD, ADULT = "CHILD", "ADULT"


class ForwardForm(RuleForm):
    """What is done with a request: the Dinas of its place, another Sentra and why, or help at once, and how."""

    way = RadioField(label=_("Apa yang dilakukan?"), choices=Onward.choices, initial=Onward.OFFICE)
    to = forms.ModelChoiceField(
        label=_("Sentra tujuan"),
        queryset=None,
        required=False,
        empty_label=_("Pilih Sentra"),
        error_messages={"invalid_choice": _("Sentra itu tidak menerima permintaan sekarang. Pilih yang lain.")},
    )
    words = forms.CharField(
        label=_("Alasan, atau apa yang dilakukan"),
        help_text=_("Untuk Sentra lain: mengapa ke sana. Bila dibantu langsung: apa, kapan, oleh siapa."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, data=None, *, sentra_id: int | None, **kwargs):
        """sentra_id: the Sentra that has the request in hand. Two queries."""
        super().__init__(data, **kwargs)
        self.fields["to"].queryset = others = other_sentra(sentra_id)
        if left_out := sentra_beside(sentra_id).exclude(pk__in=others.order_by().values("pk")).count():
            self.fields["to"].help_text = counted(
                "%(n)d Sentra tidak ditawarkan: belum ada petugas penerima yang akan membacanya.", n=left_out
            )

    @property
    def going(self) -> Going | None:
        """None to decide later."""
        data = self.cleaned_data
        return None if data["way"] == LATER else Going(way=data["way"], to=data["to"], words=data["words"])


class RequestForm(KeyedForm, ForwardForm):
    """A request as it is told: danger first, then what is asked, for whom, and by whom."""

    urgency = RadioField(label=_("Dalam bahaya sekarang?"), choices=Urgency.choices, marks=URGENCY_MARKS)
    problem = forms.CharField(
        label=_("Apa yang diminta?"),
        help_text=_("Dengan kata-kata peminta: siapa, apa, sejak kapan."),
        max_length=LONGEST_STORY,
        widget=forms.Textarea,
        error_messages={"required": _("Tuliskan apa yang diminta.")},
    )
    whose = RadioField(label=_("Untuk siapa?"), choices=[(CHILD, _("Anak")), (ADULT, _("Orang dewasa"))], initial=CHILD)
    person_name = forms.CharField(label=_("Nama orangnya"), max_length=200, required=False)
    regency = forms.ChoiceField(label=_("Kabupaten/kota tempat orangnya"))
    place = forms.CharField(label=_("Kecamatan, desa, atau patokan"), max_length=200, required=False)
    source = RadioField(label=_("Siapa yang meminta?"), choices=Source.choices)
    requester_name = forms.CharField(label=_("Nama peminta atau lembaganya"), max_length=200, required=False)
    requester_phone = forms.CharField(
        label=_("Telepon peminta"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    received_at = DateTimeField(label=_("Diterima"))

    def __init__(self, data=None, *, sentra_id: int | None, **kwargs):
        first = {"received_at": timezone.localtime().replace(second=0, microsecond=0)}
        super().__init__(data, sentra_id=sentra_id, initial=first, **kwargs)
        self.fields["regency"].choices = regencies()
        self.fields["way"].choices = [*Onward.choices, (LATER, _("Putuskan nanti; batas waktunya mulai berjalan"))]

    @property
    def asked(self) -> Asked:
        data = self.cleaned_data
        plain = ("source", "received_at", "problem", "urgency", "place")
        told = ("person_name", "requester_name", "requester_phone")
        return Asked(
            region=Region.objects.get(pk=data["regency"]),
            is_child=data["whose"] == CHILD,
            **{name: data[name] for name in (*plain, *told)},
        )
