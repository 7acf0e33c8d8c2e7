"""What stands against handing a case to another office (`cases.hooks.TRANSFER_CHECKS`; docs/adr/0031)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from cases.models import Case

from ..clocks import unanswered
from ..models import PlacementExtension


def transfer_problems(case: Case) -> list[Problem]:
    """What the present office asked for, or was asked, and waits for an answer: the new one could neither take it back
    nor give it. A placement that runs, a decision not used yet and a review that is due go with the case. Two
    queries."""
    problems = []
    office = Q(from_institution=case.office_id) | Q(to_institution=case.office_id)
    referral = unanswered().filter(office, case=case).first()
    if referral is not None:
        text = _("Rujukan %(number)s menunggu jawaban. Tunggu jawabannya, atau tarik dulu.")
        problems.append(Problem("transfer_referral_waits", text % {"number": referral.number}))
    if PlacementExtension.objects.waiting().filter(placement__case=case, office=case.office_id).exists():
        text = _("Perpanjangan penempatan menunggu tanda tangan kantor ini. Jawab dulu.")
        problems.append(Problem("transfer_extension_waits", text))
    return problems
