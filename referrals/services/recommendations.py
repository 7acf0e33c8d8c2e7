"""The regency's recommendation on a request that its province decides on (domain.md 5.2, 5.3)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.documents.numbers import next_number
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from cases.event_states import EventKind
from cases.services.events import add_event
from institutions.models import Mandate

from ..eligibility.recommending import advising_problems
from ..models import Recommendation, Referral
from ..notifications import tell_recommended
from ..permissions import can_recommend
from .decision_papers import in_name_of
from .moves import locked_referral


@transaction.atomic
@in_record_language
def give_recommendation(*, referral: Referral, by: Actor, advice: str, reason: str) -> Recommendation:
    """Say the regency's word, with a number of its own; the province's deciders and the sender are told.

    advice: of `Advice`. Raises NotAllowed; RuleViolation with `advising_problems`, when somebody gave one before, too.
    """
    case, referral = locked_referral(referral)
    require(
        can_recommend(by, referral), _("Rekomendasi diberikan pejabat atau penyelia Dinas kabupaten/kota kasus ini.")
    )
    mandate = Mandate.objects.acted_under(by)
    require_no_problems(advising_problems(referral, by=by, mandate=mandate, reason=reason))
    year, region = today_in(case.office.region).year, case.office.region_id
    given = Recommendation.objects.create(
        referral=referral,
        office=case.office,
        number=f"REK/{next_number(f'recommendation:{region}:{year}'):04}/DINSOS-{region}/{year}",
        advice=advice,
        reason=reason.strip(),
        report_author_id=referral.social_report.author_id,
        given_at=timezone.now(),
        given_by_id=by.user_id,
        **in_name_of(mandate),
    )
    values = {"advice": given.get_advice_display(), "number": given.number, "referral": referral.number}
    text = _("Rekomendasi %(number)s untuk %(referral)s: %(advice)s.") % values
    add_event(case=case, kind=EventKind.REFERRAL_ANSWERED, by=by, text=text)
    keep_deadlines(cases=[case.pk], by=by)
    tell_recommended(given, by=by)
    record("recommendation.give", given, by=by, data={"case": case.pk, "referral": referral.pk, "advice": advice})
    return given
