"""Handing a file to a reader. The view that calls this has checked that the owner record is visible to them."""

import re

from django.http import FileResponse

from .models import Document
from .services import SUFFIXES


def file_name(document: Document, title: str = "") -> str:
    """The name a reader saves the file under: the paper's number and nothing else, "460-0217-DINSOS-14.01-2026.pdf".

    title: in place of the document's own, where its number tells too much ("Pid.Sus-Anak", the name of a court).
    """
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", title or document.title).strip("-.")
    return f"{plain or document.pk}{SUFFIXES.get(document.content_type, '.bin')}"


def serve(document: Document, *, title: str = "", inline: bool = False) -> FileResponse:
    """The file as a download that no cache keeps and no browser takes for something else. title: see `file_name`.
    inline: a picture of ours that a page shows."""
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=not inline,
        filename=file_name(document, title),
        content_type=document.content_type,
    )
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
