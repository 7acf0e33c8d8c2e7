from django import forms
from django.utils.translation import gettext_lazy as _

from .base import ChildHeard, PaperForm


class TransitionForm(ChildHeard, PaperForm):
    """Nothing must be filled in to save it; what is missing stays a task until the day before the birthday."""

    page_heading = _("Rencana peralihan")
    verb = _("Simpan rencana")
    sections = (
        (_("Tinggal dan hidup"), ("housing", "livelihood", "savings")),
        (_("Dokumen dan dukungan"), ("documents", "support_person", "contact_after")),
        (_("Suara anak"), ("child_view", "child_not_heard_reason")),
    )

    housing = forms.CharField(
        label=_("Tempat tinggal"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Di mana, dengan siapa, sejak kapan."),
    )
    livelihood = forms.CharField(
        label=_("Penghasilan atau pendidikan"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Sekolah, kuliah, pelatihan, atau pekerjaan."),
    )
    savings = forms.CharField(
        label=_("Tabungan"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Rekening, jumlah, siapa pemegangnya."),
    )
    documents = forms.CharField(
        label=_("Dokumen"),
        required=False,
        widget=forms.Textarea,
        help_text=_("KTP, akta, ijazah, BPJS, buku bank."),
    )
    support_person = forms.CharField(
        label=_("Orang pendukung"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Orang dewasa yang dapat dihubungi, bukan petugas."),
    )
    contact_after = forms.CharField(
        label=_("Kontak sesudah 18 tahun"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Siapa menghubungi, seberapa sering, sampai kapan."),
    )
