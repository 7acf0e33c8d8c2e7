"""What stands against writing down how a child came into a home."""

from collections.abc import Collection
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import today_in
from institutions.parameters import value_for
from referrals.models import Placement

FIRST_DAY = _("Standar pelayanan Dinas Sosial DIY, orientasi 1 hari; batas menurut setelan")


def admission_problems(
    placement: Placement,
    *,
    oriented_on: date | None,
    oriented_by: str,
    agreed_on: date | None,
    agreed_by: Collection[str],
) -> list[Problem]:
    """A child who lives in a home; days that have come, each with who did it; the orientation by the setting's day
    (domain.md 9, soft)."""
    if not placement.is_residential:
        return [Problem("admission_without_home", _("Berkas masuk hanya untuk anak yang tinggal di lembaga."))]
    problems, today = [], today_in(placement.case.office.region)
    if bool(oriented_by.strip()) != (oriented_on is not None):
        text = _("Orientasi disebut bersama hari dan pendampingnya.")
        problems.append(Problem("orientation_incomplete", text, field="oriented_by"))
    if bool(agreed_by) != (agreed_on is not None):
        text = _("Kesepakatan disebut bersama hari dan penanda tangannya.")
        problems.append(Problem("admission_agreement_incomplete", text, field="agreed_by"))
    if oriented_on is not None and not placement.starts_on <= oriented_on <= today:
        text = _("Orientasi ada di antara hari anak masuk dan hari ini.")
        problems.append(Problem("orientation_day", text, field="oriented_on"))
    if agreed_on is not None and agreed_on > today:
        problems.append(Problem("admission_agreement_ahead", _("Tanggal ini belum tiba."), field="agreed_on"))
    days = value_for("orientation_days", placement.institution)
    if oriented_on is not None and oriented_on > placement.starts_on + timedelta(days=days):
        problems.append(Problem("orientation_late", _("Orientasi lebih lambat dari hari pertama."), "soft", FIRST_DAY))
    return problems
