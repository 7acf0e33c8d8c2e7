"""Whom or what a notice is about, for those who may see it."""

from collections.abc import Iterable
from typing import Any

from .hooks import SUBJECT_WORDS
from .models import Notice


def words_of(user: Any, notices: Iterable[Notice]) -> dict[str, str]:
    """Subject -> the words that name it, of those subjects that `user` may see: one query per kind of subject."""
    ids: dict[str, set[int]] = {}
    for notice in notices:
        prefix, _colon, number = notice.subject.partition(":")
        if prefix in SUBJECT_WORDS and number.isdecimal():
            ids.setdefault(prefix, set()).add(int(number))
    return {
        f"{prefix}:{pk}": words
        for prefix, numbers in sorted(ids.items())
        for pk, words in SUBJECT_WORDS[prefix](user, numbers).items()
    }
