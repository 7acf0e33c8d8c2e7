"""Telling the worker of what has just been kept for it."""

import logging
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def wake(task: Any, what: str) -> None:
    """Run `task` once this transaction has ended well; with the broker away beat finds the work within a minute.

    what: the kept row for the log, as in "export 12"; never a name.
    """
    transaction.on_commit(lambda: _wake(task, what))


def _wake(task: Any, what: str) -> None:
    try:
        task.apply_async(retry=False)
    except OperationalError:
        logger.warning("The worker could not be told of %s; beat will find it", what)
