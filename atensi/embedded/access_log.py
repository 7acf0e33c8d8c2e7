"""The access log of gunicorn without what opens something: secrets in addresses are written as dots."""

import re

from gunicorn.glogging import Logger

# A calendar link, and the key of a mailed link to a new password.
SECRET = re.compile(r"(/kalender/)[^/]+(?=\.ics)|(/akun/sandi/lupa/[0-9A-Za-z]+-)[^/]+")


def masked(path: str) -> str:
    return SECRET.sub(lambda found: f"{found.group(1) or found.group(2)}...", path)


class QuietLogger(Logger):
    """For `--logger-class atensi.embedded.access_log.QuietLogger`."""

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        return atoms | {"U": masked(atoms["U"] or "")}
