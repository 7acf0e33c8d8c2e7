"""What ends a start."""

from __future__ import annotations

import sys
from collections.abc import Callable


class CannotStart(Exception):
    """Why there is no going on, in one sentence for the person at the terminal."""


class Stopped(Exception):
    """Ctrl-C or SIGTERM came; everything started so far is to be stopped."""


def exit_code(command: Callable[[], int | None]) -> int:
    """Run `command` of a script: its own exit code, 1 with the reason at the terminal, 130 when it was interrupted."""
    try:
        return command() or 0
    except CannotStart as problem:
        return _fail(str(problem))
    except OSError as error:
        return _fail(f"{error.filename or ''} {error.strerror or error}".strip())
    except (Stopped, KeyboardInterrupt):
        return 130


def _fail(text: str) -> int:
    sys.stderr.write(f"ATENSI: {text}\n")
    return 1
