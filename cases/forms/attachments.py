from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.documents.uploads import PaperField
from atensi.forms import DateField

from ..models import Case, TracingStep
from ..states import AttachmentKind
from .base import CaseForm


class BelongsToField(forms.ChoiceField):
    """What of the case a file belongs to, as a word: "response-12"."""

    def __init__(self, **kwargs: Any):
        super().__init__(label=_("Berkas untuk"), choices=(), required=False, **kwargs)

    def offer(self, case: Case) -> None:
        self.rows = {word: row for word, row, _label in parts_of(case)}
        self.choices = [("", _("Kasus ini")), *((word, label) for word, _row, label in parts_of(case))]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


def steps_of(case: Case) -> QuerySet[TracingStep]:
    """The steps of the search for the family of the case."""
    return TracingStep.objects.filter(tracing__case=case).select_related("tracing")


def parts_of(case: Case) -> Iterator[tuple[str, Any, str]]:
    """Word, row and label of what a file may belong to: three queries."""
    for response in case.responses.order_by("-pk"):
        yield f"response-{response.pk}", response, _("Laporan %(number)s") % {"number": response.number}
    for conference in case.conferences.all():
        label = _("Pembahasan %(day)s") % {"day": date_words(conference.held_on)}
        yield f"conference-{conference.pk}", conference, label
    for step in steps_of(case):
        label = _("Penelusuran %(day)s: %(asked)s") % {"day": date_words(step.done_on), "asked": step.asked}
        yield f"step-{step.pk}", step, label


class AttachmentForm(CaseForm):
    page_heading = _("Tambah berkas")
    verb = _("Simpan berkas")
    two = ("kind", "dated_on")
    sections = ((_("Berkas"), ("file", "title", "kind", "dated_on", "belongs_to")),)

    file = PaperField(label=_("Berkas"))
    title = forms.CharField(
        label=_("Judul"), max_length=200, help_text=_("Satu baris: “Surat keterangan dari puskesmas”.")
    )
    kind = forms.ChoiceField(label=_("Jenis"), choices=[("", _("Pilih jenis")), *AttachmentKind.choices])
    dated_on = DateField(label=_("Tanggal dokumen"), required=False)
    belongs_to = BelongsToField()

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["belongs_to"].offer(case)

    @property
    def content(self) -> dict[str, Any]:
        """What `add_attachment` takes, from a clean form."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        return told | {"content": self.cleaned_data["file"].read()}


class WithdrawAttachmentForm(CaseForm):
    page_heading = _("Tarik berkas")
    verb = _("Tarik berkas")
    sections = ((_("Alasan"), ("reason",)),)

    reason = forms.CharField(
        label=_("Mengapa berkas ditarik"),
        widget=forms.Textarea,
        help_text=_("Berkas tidak dapat dibuka lagi. Alasan ini tetap terlihat di daftar."),
    )
