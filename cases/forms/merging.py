"""Forms about two files that may be of one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import RadioField
from atensi.versions import seen_field

from ..merging import open_cases_of, version_of_pair
from ..models import Case
from .base import CaseForm


class LikeFilesForm(forms.Form):
    """Another file by what the search understands; left empty the like ones are looked for."""

    q = forms.CharField(
        label=_("Cari berkas tertentu"),
        max_length=200,
        required=False,
        help_text=_("Nama, NIK, atau nomor kasus. Kosongkan untuk mencari yang mirip dengan berkas ini."),
    )


class MergeForm(CaseForm):
    page_heading = _("Gabungkan berkas")
    verb = _("Gabungkan berkas")
    sections = ((_("Kasus dan alasan"), ("going_on", "reason")),)

    going_on = RadioField(
        label=_("Kasus mana yang dilanjutkan?"),
        choices=(),
        help_text=_("Satu orang punya satu kasus terbuka. Yang lain ditutup sebagai salah catat, isinya tetap ada."),
    )
    reason = forms.CharField(
        label=_("Dari mana diketahui bahwa keduanya orang yang sama"), widget=forms.Textarea, max_length=2000
    )
    seen = seen_field()

    @classmethod
    def of(cls, kept: Case, other: Case, data: Any = None) -> "MergeForm":
        people = kept.beneficiary, other.beneficiary
        opened = list(open_cases_of(*people).select_related("worker"))
        first = next((case.pk for case in opened if case.beneficiary_id == kept.beneficiary_id), None)
        form = cls(data, initial={"seen": version_of_pair(*people), "going_on": str(first)})
        if len(opened) < 2:
            del form.fields["going_on"]
        else:
            form.fields["going_on"].choices = [
                (str(case.pk), f"{case.number}, {case.get_stage_display()}, {case.worker}") for case in opened
            ]
        form.opened = {str(case.pk): case for case in opened}
        return form

    @property
    def chosen(self) -> Case | None:
        """The case that goes on; None where there is nothing to choose."""
        return self.opened.get(self.cleaned_data.get("going_on", ""))


class DistinctForm(CaseForm):
    page_heading = _("Bukan orang yang sama")
    verb = _("Simpan, jangan usulkan lagi")
    sections = ((_("Alasan"), ("reason",)),)

    reason = forms.CharField(
        label=_("Dari mana diketahui bahwa keduanya dua orang"), widget=forms.Textarea, max_length=2000
    )


class UndoMergeForm(CaseForm):
    page_heading = _("Batalkan penggabungan berkas")
    verb = _("Batalkan penggabungan")
    sections = ((_("Alasan"), ("reason",)),)

    reason = forms.CharField(label=_("Mengapa keduanya bukan orang yang sama"), widget=forms.Textarea, max_length=2000)
