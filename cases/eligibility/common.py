"""What several papers and records ask alike."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.errors import Problem
from atensi.reference.workdays import today_in
from institutions.models import Institution, Membership
from institutions.parameters import value_for

from ..models import Case
from ..states import AssessmentKind

LKSA_STANDARD = "Permensos 30/HUK/2011"
STAGES_SOURCE = _("Permensos 7/2021; PP 39/2012 pasal 7")


def open_problems(case: Case) -> list[Problem]:
    """A closed case is read only; what follows is after-care."""
    if case.is_open:
        return []
    return [Problem("case_closed", _("Kasus ini sudah ditutup. Catatan baru masuk ke kasus baru."))]


def past_problems(day: date, field: str, case: Case) -> list[Problem]:
    """What is recorded has happened: by the calendar of the case's office."""
    if day <= today_in(case.office.region):
        return []
    return [Problem("date_ahead", _("Tanggal ini belum tiba. Periksa tahunnya."), field=field)]


def is_ahead(at: datetime) -> bool:
    """Whether a moment has not come yet; clocks of people and machines differ by less than a minute."""
    return at > timezone.now() + timedelta(minutes=1)


def received_problems(at: datetime, field: str) -> list[Problem]:
    """What is told has been told."""
    if not is_ahead(at):
        return []
    text = _("Waktu diterima belum terjadi. Periksa tanggal dan jamnya.")
    return [Problem("received_in_future", text, field=field)]


def heard_problems(child_view: str, not_heard_reason: str) -> list[Problem]:
    """The child's view, verbatim, or why the child was not heard."""
    if child_view.strip() or not_heard_reason.strip():
        return []
    text = _("Catat suaranya dengan kata-katanya sendiri, atau tuliskan mengapa ia belum didengar.")
    return [Problem("child_not_heard", text, source=_("UU 23/2002 pasal 10"), field="child_view")]


def credential_problems(by: Actor, office: Institution) -> list[Problem]:
    """The signer's registration certificate: missing or expired warns, and blocks where the office says so."""
    membership = Membership.objects.filter(pk=by.membership_id).first()
    tag = "hard" if value_for("credentials_required", office) else "soft"
    source = _("UU 14/2019 pasal 28")
    if membership is None or not membership.str_number:
        text = _("Nomor STR Anda belum tercatat. Minta administrator lembaga melengkapinya.")
        return [Problem("credential_missing", text, tag, source)]
    if membership.str_valid_until is None or membership.str_valid_until < today_in(office.region):
        return [Problem("credential_expired", _("STR Anda sudah tidak berlaku. Perpanjang dulu."), tag, source)]
    return []


def has_comprehensive(case: Case) -> bool:
    return case.assessments.filter(kind=AssessmentKind.COMPREHENSIVE, signed_at__isnull=False).exists()


def has_signed_plan(case: Case) -> bool:
    return case.plans.filter(signed_at__isnull=False).exists()
