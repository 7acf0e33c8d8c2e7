"""Whether a care decision may be signed as somebody wants to sign it (domain.md 5.2; UU 23/2002 arts. 57-58)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.clock import date_words
from atensi.errors import Problem
from atensi.language import counted
from atensi.reference.workdays import add_months
from carers.eligibility.processes import process_problems
from cases.models import Case
from cases.models.beneficiaries import ADULT_AGE
from cases.states import Base
from institutions.models import Institution, Mandate
from institutions.parameters import value_for

from ..models import Recommendation, Referral
from ..review_rules import due_from, review_rule_for
from ..states import DecisionOutcome, Term, Title
from .answerers import nobody_answers
from .gate import LAW_57, gate_problems
from .mandates import mandate_problems, persons_signing
from .placements import FITNESS_RULES, carer_problems
from .proposals import Proposal, open_placement_of, with_facts
from .recommending import LAW_REGENCY, missing_problems

SHORTER = "shorter_than_asked"


@dataclass(frozen=True)
class Signing:
    """A decision as somebody wants to sign it: what the rules look at. on: the day of signing. try_first: what a
    rejection asks to try before."""

    referral: Referral
    by: Actor
    outcome: str
    considerations: str
    starts_on: date
    ends_on: date | None
    term: str
    on: date
    try_first: str = ""

    @property
    def case(self) -> Case:
        return self.referral.case

    @cached_property
    def mandate(self) -> Mandate | None:
        """The mandate that the signer acts under, as far as it is in force."""
        found: Mandate | None = Mandate.objects.acted_under(self.by)
        return found

    @property
    def approves(self) -> bool:
        return self.outcome == DecisionOutcome.APPROVED

    @cached_property
    def proposal(self) -> Proposal:
        """The placement that the decision would give a title to."""
        referral = self.referral
        asked = Proposal(
            case=self.case,
            title=Title.DECISION,
            form=referral.asked_form,
            base=referral.asked_base,
            institution=referral.asked_institution,
            carer=referral.asked_carer,
            decision=None,
            starts_on=max(self.starts_on, self.on),
            term=self.term,
            order_number="",
            order_on=None,
            open_placement=open_placement_of(self.case.beneficiary),
            until_on=self.ends_on,
        )
        return with_facts(asked)


def asked_end(referral: Referral, starts_on: date) -> date | None:
    """The last day of care as it was asked for; None when no length was named."""
    return add_months(starts_on, referral.asked_months) if referral.asked_months else None


def first_review_on(referral: Referral, *, term: str, starts_on: date, ends_on: date | None) -> date:
    """When the first review is due: by the deciding office's rule for `term`, sooner when the care is short. A review
    on the last day decides nothing, so it comes some days before (setting review_before_end_days)."""
    office = referral.to_institution
    rule = review_rule_for(term=term, beneficiary=referral.case.beneficiary, office=office, on=starts_on)
    due = due_from(rule, starts_on)
    if ends_on is None:
        return due
    before = timedelta(days=value_for("review_before_end_days", office, on=starts_on))
    return min(due, max(starts_on, ends_on - before))


def use_limits(office: Institution, starts_on: date, ends_on: date | None) -> tuple[date, date]:
    """By when a placement begins that a decision from `starts_on` to `ends_on` approves, and the last day on which one
    may, by the deciding office's settings (decision_unused_days, decision_stale_days); neither after its end."""
    unused = value_for("decision_unused_days", office, on=starts_on)
    stale = value_for("decision_stale_days", office, on=starts_on)
    last = starts_on + timedelta(days=stale)
    last = min(last, ends_on) if ends_on else last
    return min(starts_on + timedelta(days=unused), last), last


def signing_problems(signing: Signing) -> list[Problem]:
    """What stands against signing, hard first. A rejection asks only who signs, and why."""
    rules = [*EVERY_RULES, *(APPROVAL_RULES if signing.approves else [])]
    found = [problem for rule in rules for problem in rule(signing)]
    return sorted(found, key=lambda problem: not problem.is_hard)


# What an approval asks, in the words of the page; met when none of its problems stands.
CHECKS: list[tuple[Any, tuple[str, ...]]] = [
    (_("Setiap anak tangga terjawab dengan bukti"), ("alternative_",)),
    (_("Laporan sosial ditandatangani"), ("social_report",)),
    (_("Pembahasan kasus"), ("conference_",)),
    (_("Kesepakatan dengan anak dan keluarga"), ("agreement_",)),
    (_("Suara anak"), ("child_not_heard",)),
    (_("Bukan karena kemiskinan saja"), ("poverty_only",)),
    (_("Penulis laporan bukan penanda tangan"), ("four_eyes",)),
    (_("Saudara kandung diasuh bersama"), ("siblings_apart",)),
]
ADVICE_CHECKS: list[tuple[Any, tuple[str, ...]]] = [(_("Rekomendasi Dinas kabupaten/kota"), ("recommend",))]
PLACE_CHECKS: list[tuple[Any, tuple[str, ...]]] = [
    (_("Izin lembaga berlaku"), ("licence_expired", "not_a_residence")),
    (_("Akreditasi lembaga berlaku"), ("not_accredited", "certificate_ends_within_stay")),
    (_("Agama anak dan landasan lembaga"), ("faith_",)),
    (_("Tempat tersedia"), ("no_free_place", "no_band")),
]


def met_rules(signing: Signing, problems: list[Problem]) -> list[Problem]:
    """The rules that an approval meets, to show beside those it does not; each as a row of the list of problems."""
    if not signing.approves:
        return []
    advice = ADVICE_CHECKS if signing.referral.recommendation_due_on else []
    checks = CHECKS + advice + (PLACE_CHECKS if signing.referral.asked_base == Base.RESIDENTIAL else [])
    codes = [problem.code for problem in problems]
    return [Problem(prefixes[0], text) for text, prefixes in checks if not any(c.startswith(prefixes) for c in codes)]


def four_eyes_problems(signing: Signing) -> Iterator[Problem]:
    """The author of the social report does not sign the decision on it, nor does a deputy in the author's name; persons
    count, not memberships (5.2, hard)."""
    report = signing.referral.social_report
    persons = persons_signing(signing.by, signing.mandate)
    if report is not None and persons & {report.author_id, report.signed_by_id}:
        text = _("Penulis laporan sosial tidak boleh menandatangani keputusannya. Minta pejabat lain.")
        yield Problem("four_eyes", text, source=LAW_57)
    theirs = Q(given_by__in=persons) | Q(signed_for__in=persons)
    advised = signing.referral.recommendation_due_on is not None
    if advised and Recommendation.objects.filter(theirs, referral=signing.referral).exists():
        text = _("Yang memberi rekomendasi tidak memutuskan. Minta pejabat lain.")
        yield Problem("recommender_decides", text, source=LAW_REGENCY)


def deputy_problems(signing: Signing) -> Iterator[Problem]:
    yield from mandate_problems(signing.by, signing.mandate)


def advice_problems(signing: Signing) -> Iterator[Problem]:
    """The regency recommends, the province decides (5.2, 5.3): the word is there, and another person's."""
    yield from missing_problems(signing.referral)


def words_problems(signing: Signing) -> Iterator[Problem]:
    if not signing.considerations.strip():
        yield Problem("considerations_missing", _("Tulis pertimbangan."), source=LAW_57, field="considerations")
    if signing.referral.social_report is None:
        text = _("Rujukan ini tidak membawa laporan sosial.")
        yield Problem("social_report_missing", text, source=LAW_57)


def first_problems(signing: Signing) -> Iterator[Problem]:
    """A rejection says what is to be tried first: gentler care comes before (domain.md 5.1)."""
    if not signing.approves and not signing.try_first.strip():
        text = _("Tulis apa yang ditempuh dulu sebelum permohonan diajukan lagi.")
        yield Problem("try_first_missing", text, source=LAW_57, field="try_first")


def case_problems(signing: Signing) -> Iterator[Problem]:
    if not signing.case.is_open:
        yield Problem("case_closed", _("Kasus ini sudah ditutup."))


def date_problems(signing: Signing) -> Iterator[Problem]:
    """A decision does not reach back before its signature, and ends after it begins."""
    if signing.starts_on < signing.on:
        text = _("Keputusan tidak berlaku surut. Mulai paling awal hari ini.")
        yield Problem("starts_before_signing", text, source=LAW_57, field="starts_on")
    if signing.ends_on is not None and signing.ends_on < signing.starts_on:
        yield Problem("ends_before_start", _("Keputusan berakhir sebelum mulai."), field="ends_on")
    if signing.ends_on is None and signing.term != Term.LONG:
        text = _("Isi sampai kapan. Hanya jangka panjang boleh tanpa tanggal akhir.")
        yield Problem("end_missing", text, source=LAW_57, field="ends_on")


def length_problems(signing: Signing) -> Iterator[Problem]:
    """Short term 1-18 months, emergency 30 days [default]; not longer or shorter than asked without a reason; not past
    childhood."""
    starts_on, ends_on = signing.starts_on, signing.ends_on
    if ends_on is None:
        return
    office = signing.referral.to_institution
    months = value_for("short_term_months", office, on=starts_on)
    if signing.term == Term.SHORT and ends_on > add_months(starts_on, months):
        text = counted("Jangka pendek paling lama %(months)d bulan.", months=months)
        yield Problem("short_term_exceeded", text, "soft", _("Pengaturan kantor: jangka pendek"), "term")
    days = value_for("emergency_placement_max_days", office, on=starts_on)
    if signing.term == Term.EMERGENCY and ends_on > starts_on + timedelta(days=days):
        text = counted("Penempatan darurat paling lama %(days)d hari.", days=days)
        yield Problem("emergency_exceeded", text, source=_("Pengaturan kantor: batas darurat"), field="ends_on")
    asked = asked_end(signing.referral, starts_on)
    if asked is not None and ends_on > asked:
        text = _("Lebih lama daripada yang diminta, sampai %(date)s.") % {"date": date_words(asked)}
        yield Problem("longer_than_asked", text, "soft", LAW_57, "ends_on")
    elif asked is not None and ends_on < asked:
        text = _("Lebih singkat daripada yang diminta, sampai %(date)s.") % {"date": date_words(asked)}
        yield Problem(SHORTER, text, "soft", LAW_57, "ends_on")
    yield from _adulthood_problems(signing, ends_on)


def _adulthood_problems(signing: Signing, ends_on: date) -> Iterator[Problem]:
    born = signing.case.beneficiary.birth_date
    if born is None or not signing.case.beneficiary.is_child:
        return
    adult_on = add_months(born, ADULT_AGE * 12)
    if ends_on > adult_on:
        text = _("Anak berumur 18 tahun pada %(date)s, sebelum keputusan berakhir.") % {"date": date_words(adult_on)}
        yield Problem("ends_after_childhood", text, "soft", _("UU 35/2014 pasal 1"), "ends_on")


def evidence_problems(signing: Signing) -> Iterator[Problem]:
    """The gate, asked again on the day of signing: evidence grows old while a request waits."""
    referral = signing.referral
    yield from gate_problems(
        case=signing.case,
        form=referral.asked_form,
        alternatives=referral.alternatives.all(),
        social_report=referral.social_report,
        conference=referral.conference,
        on=signing.on,
    )


def way_problems(signing: Signing) -> Iterator[Problem]:
    """Dinas Sosial decides on guardianship and adoption at the end of its own part of the way; the court follows
    (domain.md 6, hard). That kin were not assessed yet needs a reason; the relative who was is the carer."""
    asked = signing.referral
    yield from process_problems(signing.case, asked.asked_form, on=signing.on, of_court=False, carer=asked.asked_carer)


def fitness_problems(signing: Signing) -> Iterator[Problem]:
    """Only a fit place is decided on (domain.md 5.3, 7), where somebody answers what it is then asked. Whether a place
    is free is settled when the child comes."""
    asked = signing.proposal
    house = asked.institution
    if asked.base == Base.RESIDENTIAL and house is not None and not asked.facts.has_answerers(house):
        yield nobody_answers(house)
    for rule in FITNESS_RULES:
        for problem in rule(asked):
            yield replace(problem, tag="soft") if problem.code.startswith("no_free_place") else problem
    if asked.base != Base.RESIDENTIAL and asked.carer is not None:
        yield from carer_problems(asked)


EVERY_RULES: list[Callable[[Signing], Iterator[Problem]]] = [
    case_problems,
    deputy_problems,
    four_eyes_problems,
    words_problems,
    first_problems,
]
APPROVAL_RULES: list[Callable[[Signing], Iterator[Problem]]] = [
    advice_problems,
    evidence_problems,
    way_problems,
    date_problems,
    length_problems,
    fitness_problems,
]
