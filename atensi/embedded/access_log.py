"""The access log of gunicorn without what opens something: secrets in addresses are written as dots."""

from gunicorn.glogging import Logger

from atensi.logs import masked


class QuietLogger(Logger):
    """For `--logger-class atensi.embedded.access_log.QuietLogger`."""

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        return atoms | {"U": masked(atoms["U"] or "")}
