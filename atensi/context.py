from django.http import HttpRequest

from atensi.navigation import Frame

VERSION = "1.0.0"


def frame(request: HttpRequest) -> dict[str, object]:
    """`frame` for base.html: navigation, search and memberships of the person; `release` of the application."""
    return {"frame": Frame(request), "release": VERSION}
