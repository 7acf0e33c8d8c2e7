"""A case that goes to another office, for tests."""

from datetime import timedelta

from django.utils import timezone

from cases.models import CaseTransfer
from cases.services.transfers import accept_transfer, offer_transfer
from institutions.states import Role
from tests.cases.papers import worker_of
from tests.institutions.factories import actor_of


def offered(case, to, **more) -> CaseTransfer:
    """Offered by its worker to the membership `to`: a worker of the same office, or an overseer of another Dinas."""
    told = {"reason": "Keluarga pindah (contoh).", "summary": "Sekolah sudah diurus (contoh)."}
    told |= {"wanted_on": timezone.localdate() + timedelta(days=5), "by": worker_of(case)}
    if to.role == Role.FIELD_SOCIAL_WORKER and "to_worker" not in more:
        more["to_worker"] = to.user
    return offer_transfer(case=case, to_office=to.institution, **told | more)


def handed_over(case, boss, taker) -> CaseTransfer:
    """`case` at the office of `boss`, who accepted and named `taker`; `case` as read before keeps its old office."""
    return accept_transfer(transfer=offered(case, boss), by=actor_of(boss), worker=taker.user)
