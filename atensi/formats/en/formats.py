"""How English pages write dates and numbers: the day first, as Indonesia does. What is typed is read alike."""

from atensi.formats.id.formats import *  # noqa: F403

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
