"""By what right a person is placed: decision, order, emergency, earlier stay (design.md 4; domain.md 5.2, 5.3)."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from atensi.audit.services import subject_of
from atensi.clock import date_words
from atensi.errors import Problem
from carers.eligibility.processes import kin_decided_problems, process_problems
from cases.models import Beneficiary
from cases.states import COURT_FORMS, Base, CareForm
from institutions.models import Institution
from institutions.parameters import first_day_on, value_for

from ..models import CareDecision, Placement
from ..states import DecisionOutcome, ReviewOutcome, ReviewState, Term, Title
from .proposals import Proposal
from .revoking import revoked_problems

LAW_57 = _("UU 23/2002 pasal 57–58")
LAW_STALE = _("UU 23/2002 pasal 57–58; batas pakai keputusan menurut setelan kantor pemutus")
LAW_COURT = _("PP 29/2019; PP 54/2007")
LAW_EMERGENCY = _("Permensos 30/HUK/2011, penempatan darurat; batas menurut setelan kantor")
MOVING_OUTCOMES = frozenset({ReviewOutcome.MOVE, ReviewOutcome.SUBSTITUTE_FAMILY})


def may_follow(placement: Placement, title: str) -> bool:
    """Whether a new placement by `title` may take over from the open `placement`, ending it on its first day.

    A decision or court order puts an emergency or an earlier stay right; a review that decided to move or to find a
    substitute family opens the next step. An emergency never follows an emergency: that would prolong it.
    """
    if title == Title.EXISTING:
        return False
    if placement.title in {Title.EMERGENCY, Title.EXISTING} and title in {Title.DECISION, Title.COURT}:
        return True
    if placement.title == Title.EMERGENCY and title == Title.EMERGENCY:
        return False
    last = placement.reviews.filter(state=ReviewState.HELD).order_by("-sequence").first()
    return last is not None and last.outcome in MOVING_OUTCOMES


def decision_problems(asked: Proposal) -> Iterator[Problem]:
    """Title DECISION: Dinas Sosial's own, for exactly this place and these dates."""
    if asked.title != Title.DECISION:
        return
    decision = asked.decision
    if decision is None or decision.case_id != asked.case.pk or decision.outcome != DecisionOutcome.APPROVED:
        yield Problem("no_decision", _("Penempatan ini perlu keputusan Dinas Sosial yang menyetujui."), source=LAW_57)
        return
    if not _matches(asked, decision):
        yield Problem(
            "decision_differs",
            _("Keputusan %(number)s menyetujui bentuk, jangka, atau tempat yang lain.") % {"number": decision.number},
            source=LAW_57,
        )
    end = decision.valid_until
    if asked.starts_on < decision.starts_on or (end is not None and asked.starts_on > end):
        text = _("Tanggal masuk di luar masa keputusan %(number)s.") % {"number": decision.number}
        yield Problem("decision_not_in_force", text, source=LAW_57, field="starts_on")
    if decision.usable_until is not None and asked.starts_on > decision.usable_until:
        text = _("Keputusan %(number)s tidak dipakai sampai %(day)s, batasnya. Minta keputusan baru.")
        values = {"number": decision.number, "day": date_words(decision.usable_until)}
        yield Problem("decision_stale", text % values, source=LAW_STALE, field="starts_on")
    yield from revoked_problems(decision)
    if decision.placements.exists():
        text = _("Keputusan %(number)s sudah dipakai untuk satu penempatan. Minta keputusan baru.")
        yield Problem("decision_used", text % {"number": decision.number}, source=LAW_57)


def _matches(asked: Proposal, decision: CareDecision) -> bool:
    same_place = decision.institution_id in (None, asked.institution.pk if asked.institution else None)
    same_carer = decision.carer_id in (None, asked.carer.pk if asked.carer else None)
    same_care = (decision.form, decision.base) == (asked.form, asked.base) and asked.term in ("", decision.term)
    return same_care and same_place and same_carer


def court_problems(asked: Proposal) -> Iterator[Problem]:
    """An order of court or investigator: number and date, and where it is the title the paper itself, kept with this
    case. Guardianship and adoption always need one (domain.md 6)."""
    if asked.title != Title.COURT and asked.form not in COURT_FORMS:
        return
    if not asked.order_number or asked.order_on is None:
        text = _("Isi nomor dan tanggal penetapan pengadilan atau penyidik.")
        yield Problem("no_court_order", text, source=LAW_COURT, field="order_number")
    elif asked.order_on > asked.starts_on:
        yield Problem(
            "court_order_later", _("Penetapan bertanggal setelah anak masuk."), source=LAW_COURT, field="order_on"
        )
    paper = asked.order_document
    if asked.title == Title.COURT and (paper is None or paper.subject != subject_of(asked.case)):
        yield Problem("order_document_missing", _("Unggah penetapannya."), source=LAW_COURT, field="order_file")


def way_problems(asked: Proposal) -> Iterator[Problem]:
    """Guardianship and adoption by Dinas Sosial's decision begin at the end of their whole way, the court's part too
    (domain.md 6, hard). What a court ordered of itself, an office does not hold up; whether kin are ready was weighed
    when the decision was signed; that the carer is the relative it was weighed for is asked again."""
    if asked.title != Title.DECISION:
        return
    if asked.form == CareForm.KINSHIP:
        yield from kin_decided_problems(asked.case, asked.carer)
    else:
        yield from process_problems(asked.case, asked.form, on=asked.starts_on, of_court=True)


def emergency_days_left(beneficiary: Beneficiary, office: Institution, starts_on: date) -> int:
    """How long an emergency placement from `starts_on` may last, in days: the office's limit less the days that the
    person already spent in emergency placements shortly before. Leaving for a day does not begin the limit anew; a
    placement by decision or court order does."""
    limit: int = value_for("emergency_placement_max_days", office, on=starts_on)
    used = 0
    earlier = Placement.objects.filter(beneficiary=beneficiary, ended_on__isnull=False, starts_on__lte=starts_on)
    for placement in earlier.order_by("-starts_on", "-pk"):
        if placement.title != Title.EMERGENCY or placement.ended_on <= starts_on - timedelta(days=limit):
            break
        used += (placement.ended_on - placement.starts_on).days
    return limit - used


def emergency_problems(asked: Proposal) -> Iterator[Problem]:
    """Time-boxed before a care decision (domain.md 5.3, hard): neither already over, nor begun anew."""
    if asked.title != Title.EMERGENCY:
        return
    if asked.term not in ("", Term.EMERGENCY):
        yield Problem("emergency_term", _("Penempatan darurat berjangka darurat."), source=LAW_EMERGENCY)
    left = emergency_days_left(asked.beneficiary, asked.case.office, asked.starts_on)
    if left < 1:
        text = _("Batas penempatan darurat anak ini sudah terpakai. Minta keputusan Dinas Sosial.")
        yield Problem("emergency_used_up", text, source=LAW_EMERGENCY)
    elif asked.starts_on + timedelta(days=left) < asked.today:
        text = _("Batas penempatan darurat dari tanggal itu sudah lewat. Minta keputusan Dinas Sosial.")
        yield Problem("emergency_over", text, source=LAW_EMERGENCY, field="starts_on")


def existing_problems(asked: Proposal) -> Iterator[Problem]:
    """A child who lived there before the office began to use the system (design.md 4): while the office has their
    entry switched on, and only for a stay that began before the day on which it first did. Switching off and on again
    does not move that day, or each new switch would let in, without a decision, whoever came meanwhile."""
    if asked.title != Title.EXISTING:
        return
    opened_on = first_day_on("existing_residents_entry", asked.case.office)
    if asked.base != Base.RESIDENTIAL or opened_on is None or asked.starts_on >= opened_on:
        text = _(
            "Hanya anak yang sudah tinggal di lembaga sebelum kantor memakai sistem boleh dicatat tanpa keputusan."
        )
        yield Problem("not_existing", text, field="starts_on")
