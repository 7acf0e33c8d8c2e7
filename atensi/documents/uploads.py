"""What comes in as a file: its kind by what it begins with, whatever its name says, and its size by the one setting."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazystr
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
# What a file begins with.
SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
LONGEST_MARK = max(len(mark) for mark in SIGNATURES)
PAPER_KINDS = tuple(SIGNATURES.values())
ACCEPTED = ",".join(PAPER_KINDS)


def kind_of(content: bytes) -> str:
    """The content type by the first bytes; empty when it is none that is kept."""
    return next((kind for mark, kind in SIGNATURES.items() if content.startswith(mark)), "")


def is_too_large(size: int) -> bool:
    return size > settings.PAPER_MAX_BYTES


def most_megabytes() -> int:
    return settings.PAPER_MAX_BYTES // MEGABYTE


class _Hint:
    """What is taken, with the limit put in when it is shown."""

    def __str__(self) -> str:
        return _("PDF atau foto, paling besar %(n)d MB.") % {"n": most_megabytes()}


def content_type_of(upload: UploadedFile) -> str:
    """The kind of an uploaded file, see `kind_of`; it stays where it was."""
    upload.seek(0)
    start = upload.read(LONGEST_MARK)
    upload.seek(0)
    return kind_of(start)


def check_paper(upload: UploadedFile) -> None:
    """A paper is PDF, JPEG or PNG within the limit. Raises ValidationError."""
    if upload.size is not None and is_too_large(upload.size):
        raise forms.ValidationError(_("Berkas paling besar %(n)d MB.") % {"n": most_megabytes()})
    if not content_type_of(upload):
        raise forms.ValidationError(_("Unggah berkas PDF, JPEG, atau PNG."))


def read_paper(upload: UploadedFile) -> dict[str, Any]:
    """An uploaded paper as the services take it, after `check_paper`."""
    return {"content_type": content_type_of(upload), "content": upload.read()}


class PaperField(forms.FileField):
    """A scanned or photographed paper, see `check_paper`; a phone offers its camera for it."""

    default_validators = (check_paper,)

    def __init__(self, **kwargs: Any):
        widget = forms.FileInput(attrs={"accept": ACCEPTED})
        super().__init__(widget=widget, max_length=200, help_text=lazystr(_Hint()), **kwargs)
