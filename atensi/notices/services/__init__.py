"""What other rooms call: tell people, and say that a matter is done."""

from .receipts import mark_acted, mark_all_opened, mark_many_acted, mark_opened
from .writing import NewNotice, notify, notify_many

__all__ = [
    "NewNotice",
    "mark_acted",
    "mark_all_opened",
    "mark_many_acted",
    "mark_opened",
    "notify",
    "notify_many",
]
