"""What people are told of a deadline: kind of task and number, never a name, category or place (design.md 3)."""

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from atensi.notices.kinds import NoticeKind

from .clocks import Clock

TITLES = {
    "before": _("%(label)s, {reference}"),
    "late": _("Terlambat: %(label)s, {reference}"),
}
OUTSIDE = {
    "before": _("%(label)s, {reference}: tenggatnya mendekat."),
    "late": _("%(label)s, {reference}: tenggatnya lewat."),
}


def kinds_of(clock: Clock) -> list[NoticeKind]:
    """The kinds of notice of `clock`: before the last day and after it. What the law asks cannot be switched off."""
    return [
        NoticeKind(
            code=f"{clock.code}.{step}",
            title=_labelled(TITLES[step], clock.label),
            outside=_labelled(OUTSIDE[step], clock.label_outside),
            is_required=True,
            has_limit=True,
            urgent=clock.ladder.in_hours,
            source=clock.rule,
            name=clock.label,
        )
        for step in TITLES
    ]


def _labelled(text: str | Promise, label: str | Promise) -> Promise:
    return lazy(lambda: str(text) % {"label": label}, str)()
