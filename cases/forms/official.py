from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.audit.services import subject_of
from atensi.documents.models import OfficialPaper
from atensi.forms import AtensiForm

from ..hooks import PaperSource


class IssueForm(AtensiForm):
    """Issue one record as a paper. replaces: the paper of the same kind that shall be valid no more, where there are
    some and it does not follow by itself."""

    about = forms.CharField(widget=forms.HiddenInput, max_length=60)
    replaces = forms.ChoiceField(label=_("Menggantikan"), required=False)

    def __init__(self, *args: Any, source: PaperSource, row: Any, papers: Sequence[OfficialPaper], **kwargs: Any):
        self.word = subject_of(row).replace(":", "-")  # the record, as the page names it: "socialreport-3"
        super().__init__(*args, initial={"about": self.word}, auto_id=f"{self.word}-%s", **kwargs)
        self.source, self.row, self.label = source, row, source.label(row)
        self.before = [one for one in papers if one.kind == source.kind and not one.is_replaced]
        self.asks = bool(self.before) and not source.follows
        self.fields["replaces"].choices = [
            ("", _("Tidak menggantikan surat lain")),
            *((str(one.pk), one.number) for one in self.before),
        ]

    def clean_replaces(self) -> OfficialPaper | None:
        chosen = self.cleaned_data["replaces"]
        return next((one for one in self.before if str(one.pk) == chosen), None)
