"""Encrypted text and its blind index. A leaf.

Values are encrypted with `cryptography`'s MultiFernet: the first key of ATENSI_FIELD_KEYS encrypts, all decrypt, so
that keys rotate. Equality search goes over `blind_index`, an HMAC that tells nothing without its key.
"""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key.encode()) for key in keys])


def blind_index(value: str) -> str | None:
    """HMAC-SHA256 of `value` as hex; None for an empty value, so that a unique index ignores it."""
    if not value:
        return None
    return hmac.new(settings.INDEX_KEY.encode(), value.encode(), hashlib.sha256).hexdigest()


def encrypt(text: str) -> str:
    """Text that only the application can read, as text."""
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """What `encrypt` was given. Raises cryptography's InvalidToken for anything else."""
    return _cipher(tuple(settings.FIELD_KEYS)).decrypt(text.encode()).decode()


class EncryptedTextField(models.TextField):
    """Text that only the application can read. It cannot be searched or sorted; keep a blind index beside it."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if not value:
            return value
        return encrypt(value)

    def from_db_value(self, value, expression, connection):
        if not value:
            return value
        return decrypt(value)
