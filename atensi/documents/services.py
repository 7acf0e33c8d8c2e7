"""Keeping files. A file belongs to a record and is served by the record's owner; its name on disk tells nothing."""

import hashlib
import secrets

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record

from .models import Document

# No letters or digits that a reader takes for one another on paper.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_GROUPS, GROUP_LENGTH = 4, 4
SUFFIXES = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


def new_verification_code() -> str:
    """A code that nobody guesses (79 bits), in groups that can be read aloud: "K7QF-3M2P-XW9D-8HRT"."""
    groups = ("".join(secrets.choice(CODE_LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(CODE_GROUPS))
    return "-".join(groups)


def read_code(text: str) -> str:
    """A verification code as people type it, in the form it is stored in; empty when it cannot be one."""
    letters = "".join(letter for letter in text.upper() if letter in CODE_LETTERS)
    if len(letters) != CODE_GROUPS * GROUP_LENGTH:
        return ""
    return "-".join(letters[start : start + GROUP_LENGTH] for start in range(0, len(letters), GROUP_LENGTH))


@transaction.atomic
def store_document(
    *,
    subject: str,
    title: str,
    content: bytes,
    content_type: str,
    by: Actor,
    verification_code: str = "",
) -> Document:
    """Write a file and its row.

    subject: the record it belongs to, "case:123" (`audit.subject_of`). title: neutral, it becomes the name under which
    the file is saved by a reader; never a person's name.
    """
    document = Document(
        subject=subject,
        title=title,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        verification_code=verification_code,
        created_at=timezone.now(),
        created_by_id=by.user_id,
    )
    name = f"{secrets.token_hex(16)}{SUFFIXES.get(content_type, '.bin')}"
    document.file.save(name, ContentFile(content), save=False)
    document.save(force_insert=True)
    record("document.store", document, by=by, data={"of": subject, "sha256": document.sha256, "size": document.size})
    return document
