"""Whether a child may go home to the family (domain.md 5.3 "Reunification", hard): a family to go to, found ready,
prepared, agreed, and the child handed over. The review that decides it, the page's checklist and each step ask here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.errors import Problem
from atensi.language import counted
from cases.models import FamilyMember
from cases.states import Relation
from institutions.parameters import value_for

from ..models import Placement, Reunification
from .placements import KINSHIP_REACH

LAW_HOME = _("PP 44/2017; Permensos 30/HUK/2011, reunifikasi")
LAW_CONSENT = _("Permensos 30/HUK/2011; UU 27/2022 pasal 25")


@dataclass(frozen=True)
class Homecoming:
    """A child's return from `placement` as it stands on day `on`."""

    placement: Placement
    on: date

    @cached_property
    def record(self) -> Reunification | None:
        related = ("assessment", "consent_by", "received_by")
        return Reunification.objects.filter(placement=self.placement).select_related(*related).first()

    @property
    def ready_on(self) -> date | None:
        return self.record.readiness_on if self.record else None


def homecoming_problems(*, placement: Placement, on: date, handed_over: bool = True) -> list[Problem]:
    """What stands against the return from `placement` on day `on`, hard first.

    handed_over: False before the hand-over is recorded, when it is not asked for yet.
    """
    home = Homecoming(placement, on)
    found = [problem for rule in (RULES if handed_over else BEFORE_HAND_OVER) for problem in rule(home)]
    return sorted(found, key=lambda problem: not problem.is_hard)


def family_problems(home: Homecoming) -> Iterator[Problem]:
    """A parent or kin who may take the child in (PP 44/2017)."""
    parent = Q(relation__in=[Relation.MOTHER, Relation.FATHER])
    kin = Q(kinship_degree__gte=1, kinship_degree__lte=KINSHIP_REACH)
    able = FamilyMember.objects.able_to_receive().filter(parent | kin)
    if not able.filter(beneficiary=home.placement.beneficiary_id).exists():
        text = _("Belum ada orang tua atau kerabat yang tercatat dan boleh dihubungi. Catat dulu keluarganya.")
        yield Problem("no_family_to_return_to", text, source=LAW_HOME, field="outcome")


def readiness_problems(home: Homecoming) -> Iterator[Problem]:
    if home.ready_on is None:
        text = _("Kesiapan keluarga belum dinilai.")
        yield Problem("readiness_missing", text, source=LAW_HOME, field="outcome")
        return
    office = home.placement.case.office
    days = value_for("alternatives_evidence_max_age_days", office, on=home.on)
    if home.ready_on < home.on - timedelta(days=days):
        text = counted("Kesiapan keluarga dinilai lebih dari %(days)s hari yang lalu.", days=days)
        yield Problem("readiness_old", text, "soft", LAW_HOME, "outcome")


def preparation_problems(home: Homecoming) -> Iterator[Problem]:
    """Prepared at all (hard), and as often as the office asks for (soft): no source states a number, so that a return
    with fewer visits or trial stays is told with its reason."""
    done = home.record.steps.filter(done_on__lte=home.on).count() if home.record else 0
    if not done:
        text = _("Belum ada langkah persiapan anak dan keluarga yang tercatat.")
        yield Problem("preparation_missing", text, source=LAW_HOME, field="outcome")
        return
    asked = value_for("reunification_preparations", home.placement.case.office, on=home.on)
    if done < asked:
        text = counted("Baru %(done)s dari %(n)s langkah persiapan yang diminta kantor ini.", n=asked, done=done)
        yield Problem("preparation_few", text, "soft", LAW_HOME, "outcome")


def consent_problems(home: Homecoming) -> Iterator[Problem]:
    """The family agrees by somebody who may have the child, and the child was heard (UU 23/2002 art. 10)."""
    record = home.record
    if record is None or record.consent_by is None or record.consent_on > home.on:
        text = _("Persetujuan keluarga dan suara anak tentang kepulangan belum tercatat.")
        yield Problem("homecoming_consent_missing", text, source=LAW_CONSENT, field="outcome")
    elif not record.consent_by.may_receive_child:
        text = _("Yang menyetujui kepulangan meninggal, tidak boleh dihubungi anak, atau diduga pelaku.")
        yield Problem("consenter_not_possible", text, source=LAW_CONSENT, field="consent_by")


def hand_over_problems(home: Homecoming) -> Iterator[Problem]:
    """The child was handed over, no later than the day that the review ends the placement."""
    record = home.record
    if record is None or record.handed_over_on is None:
        text = _("Serah terima anak kepada keluarga belum tercatat.")
        yield Problem("hand_over_missing", text, source=LAW_HOME, field="outcome")
    elif record.handed_over_on > home.on:
        text = _("Serah terima tercatat %(date)s, sesudah hari tinjauan.") % {"date": date_words(record.handed_over_on)}
        yield Problem("hand_over_after_review", text, source=LAW_HOME, field="held_on")
    elif not record.received_by.may_receive_child:
        text = _("Penerima anak meninggal, tidak boleh dihubungi anak, atau diduga pelaku.")
        yield Problem("receiver_not_possible", text, source=LAW_HOME, field="received_by")


BEFORE_HAND_OVER: list[Callable[[Homecoming], Iterator[Problem]]] = [
    family_problems,
    readiness_problems,
    preparation_problems,
    consent_problems,
]
RULES: list[Callable[[Homecoming], Iterator[Problem]]] = [*BEFORE_HAND_OVER, hand_over_problems]

# What a return asks, in the words of the page, with the problems that stand against each.
CHECKS: list[tuple[Promise, frozenset[str]]] = [
    (_("Keluarga yang bisa menerima anak tercatat"), frozenset({"no_family_to_return_to"})),
    (_("Kesiapan keluarga dinilai"), frozenset({"readiness_missing", "readiness_old"})),
    (_("Anak dan keluarga dipersiapkan"), frozenset({"preparation_missing", "preparation_few"})),
    (_("Keluarga setuju, anak didengar"), frozenset({"homecoming_consent_missing", "consenter_not_possible"})),
    (
        _("Anak diserahkan kepada keluarga"),
        frozenset({"hand_over_missing", "hand_over_after_review", "receiver_not_possible"}),
    ),
]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist. problem: what is missing, None when it stands."""

    text: Promise
    problem: Problem | None


def homecoming_checks(*, placement: Placement, on: date) -> list[Check]:
    """The checklist of a return, from the same problems that a review is refused with."""
    problems = homecoming_problems(placement=placement, on=on)
    return [Check(text, next((each for each in problems if each.code in codes), None)) for text, codes in CHECKS]
