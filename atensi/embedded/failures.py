"""What ends a start."""


class CannotStart(Exception):
    """Why there is no going on, in one sentence for the person at the terminal."""


class Stopped(Exception):
    """Ctrl-C or SIGTERM came; everything started so far is to be stopped."""
