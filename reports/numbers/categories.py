"""The categories that numbers are told by: the fifteen of UU 35/2014 art. 59(2), and what is none of them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from atensi.reference.models import Code

OTHER, POOL = "OTHER", "POOL"
AMPK = (
    *("EMERGENCY", "JUSTICE", "MINORITY", "EXPLOITED", "SUBSTANCE", "PORNOGRAPHY", "HIV", "ABDUCTED_TRAFFICKED"),
    *("VIOLENCE", "SEXUAL_CRIME", "TERROR_NETWORK", "DISABILITY", "MALTREATED", "DEVIANT", "STIGMA"),
)
CATEGORIES = (*AMPK, OTHER)
WORDS = {OTHER: _("Kategori lain"), POOL: _("Kategori kecil, digabung")}


def labels() -> dict[str, str | Promise]:
    """What each category is called in the reader's language, in the order of the law: one query."""
    rows = sorted(Code.objects.of(Code.List.AMPK).order_by(), key=lambda row: row.valid_from)
    found = {row.code: row.label_en if get_language() == "en" and row.label_en else row.label for row in rows}
    return {code: found.get(code, code) for code in AMPK} | WORDS
