"""How fast institutions have answered: one query for all of them."""

from collections.abc import Collection
from datetime import date, timedelta
from itertools import accumulate

from django.db import connection
from django.utils import timezone

from atensi.reference.models import Holiday
from atensi.reference.workdays import SATURDAY

from ..states import ReferralState

LOOKED_BACK_DAYS = 365
# A request may have been sent long before it was answered; what is older than this counts from here.
OLDEST_SENT_DAYS = 2 * LOOKED_BACK_DAYS
BY_RECEIVER = (ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.REDIRECTED, ReferralState.COMPLETED)
# %(days)s: the how-manieth working day each day is, from %(first)s on.
MEDIAN = """
SELECT asked.to_institution_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY
    (%(days)s::int[])[(asked.answered_at AT TIME ZONE place.time_zone)::date - %(first)s::date + 1]
    - (%(days)s::int[])[greatest((asked.sent_at AT TIME ZONE place.time_zone)::date - %(first)s::date + 1, 1)])
FROM referrals_referral asked
JOIN institutions_institution receiver ON receiver.id = asked.to_institution_id
JOIN reference_region place ON place.code = receiver.region_id
WHERE asked.to_institution_id = ANY(%(institutions)s) AND asked.answered_at >= %(since)s
    AND asked.state = ANY(%(states)s)
GROUP BY asked.to_institution_id
"""


def answering_times(institutions: Collection[int]) -> dict[int, int]:
    """The median of the working days that each of `institutions` (ids) took to answer in the last twelve months, by
    institution; who answered nothing is left out. On the nation's calendar; the day of sending is not counted. Two
    queries."""
    today = timezone.localdate()
    first = today - timedelta(days=OLDEST_SENT_DAYS)
    values = {
        "days": _workday_numbers(first, today + timedelta(days=1)),
        "first": first,
        "institutions": list(institutions),
        "since": timezone.now() - timedelta(days=LOOKED_BACK_DAYS),
        "states": list(BY_RECEIVER),
    }
    with connection.cursor() as cursor:
        cursor.execute(MEDIAN, values)
        return dict(cursor.fetchall())


def _workday_numbers(first: date, last: date) -> list[int]:
    """For every day from `first` to `last`: how many working days there were until its end."""
    closed = set(Holiday.objects.held_in(None).filter(day__range=(first, last)).values_list("day", flat=True))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return list(accumulate(int(day.weekday() < SATURDAY and day not in closed) for day in days))
