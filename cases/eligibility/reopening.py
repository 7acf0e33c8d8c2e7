"""Taking a closed case up again, in place of a new one (domain.md 4.2; docs/adr/0026)."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.errors import Problem
from atensi.reference.workdays import local_day, today_in
from institutions.parameters import value_for

from ..models import Case


def reopening_problems(case: Case, reason: str) -> Iterator[Problem]:
    """Before a case is reopened: closed, not long ago, with a reason, and the person has no other open case."""
    if case.is_open or case.closed_at is None:
        yield Problem("case_not_closed", _("Kasus ini masih terbuka."))
        return
    if not reason.strip():
        yield Problem("reopening_without_reason", _("Tuliskan mengapa kasus dibuka kembali."), field="reason")
    if case.beneficiary.cases.open().exists():
        text = _("Orang ini sudah punya kasus terbuka yang lain. Lanjutkan di kasus itu.")
        yield Problem("other_case_open", text)
    days = value_for("reopening_days", case.office)
    last = local_day(case.closed_at, case.office.region) + timedelta(days=days)
    if today_in(case.office.region) > last:
        text = _("Kasus ini hanya dapat dibuka kembali sampai %(day)s. Catat respon dan buka kasus baru.")
        yield Problem("reopening_too_late", text % {"day": date_words(last)})
