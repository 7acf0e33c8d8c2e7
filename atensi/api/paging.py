"""Pages of a list by key: `after` and `before` name the last and first row seen, and only its number."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from rest_framework import serializers

from atensi.paging import walk

SIZE, MOST = 25, 100


class PageQuery(serializers.Serializer):
    """`after`: id of the last row seen, `before`: of the first; `limit`: rows of a page."""

    after = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    before = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST)


def page_of(
    rows: QuerySet[Any], asked: dict[str, Any], query: Any, *, field: str, newest_first: bool
) -> tuple[list[Any], str | None, str | None]:
    """The rows that `asked` names, ordered by (`field`, id), and the query strings of the pages around."""
    back = "before" in asked and "after" not in asked
    key = asked.get("before") if back else asked.get("after")
    seen = rows.order_by().filter(pk=key).values_list(field, "pk").first() if key else None
    size = asked.get("limit", SIZE)
    shown, has_previous, has_next = walk(
        field, rows, seen, back=back and seen is not None, newest_first=newest_first, size=size
    )
    after = _link(query, "after", shown[-1]) if shown and has_next else None
    before = _link(query, "before", shown[0]) if shown and has_previous else None
    return shown, after, before


def _link(query: Any, way: str, row: Any) -> str:
    kept = [(key, value) for key, values in query.lists() if key not in ("after", "before") for value in values]
    return "?" + urlencode([*kept, (way, row.pk)])
