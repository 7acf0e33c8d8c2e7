"""How English pages write dates and numbers: the day first, as Indonesia does. What is typed is read alike."""

from atensi.formats.id.formats import (
    DATE_INPUT_FORMATS as DATE_INPUT_FORMATS,
)
from atensi.formats.id.formats import (
    DATETIME_INPUT_FORMATS as DATETIME_INPUT_FORMATS,
)
from atensi.formats.id.formats import (
    TIME_INPUT_FORMATS as TIME_INPUT_FORMATS,
)

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
FIRST_DAY_OF_WEEK = 1

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
