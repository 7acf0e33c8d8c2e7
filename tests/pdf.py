"""What a rendered paper says to somebody who reads it."""

from io import BytesIO

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """The words of all pages in order of reading."""
    assert pdf.startswith(b"%PDF")
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
