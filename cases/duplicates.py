"""Who may already be on file (design.md 3): the search goes over the whole nation and tells little.

Inside the user's scope it shows the candidates with the reasons; outside it only that some office holds a similar file:
no name, no category, no number. Each outside hit is audited, and a person sees a limited number of them an hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record, record_view, subject_of
from atensi.fields import blind_index
from atensi.limits import count
from institutions.models import Institution
from institutions.rights import seeing

from .distinct import distinct_from
from .masking import age_band
from .models import Beneficiary, BeneficiaryAlias, Case
from .names import SIMILAR, name_keys, search_keys, similarity
from .person import Person
from .querysets import newest_of_each
from .states import BirthPrecision, Sex

POOL = 200  # rows weighed for one search
SHOWN_INSIDE = 5
SHOWN_OUTSIDE = 3
HOUR = 60 * 60
SAME_NAME = 0.99
OUTSIDE = "duplicate.outside"


@dataclass(frozen=True, slots=True)
class Match:
    """A beneficiary and what speaks for its being the same person.

    nik: the number is the same. strong: it is, or the whole name and the birth date are. reasons: for people.
    """

    beneficiary: Beneficiary
    score: float
    strong: bool
    nik: bool
    reasons: Sequence[str | Promise]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match the user may see. case: their newest visible case; masked: only sex, age band and office may show;
    can_join: the case is open and the user works on it; can_reuse: a new report may go on this file."""

    match: Match
    case: Case | None
    masked: bool
    can_join: bool
    can_reuse: bool
    age_band: str = ""

    @property
    def beneficiary(self) -> Beneficiary:
        return self.match.beneficiary


@dataclass(frozen=True, slots=True)
class Found:
    """What a search may show. elsewhere: offices that hold a similar file. nik_office: the office that holds the NIK
    itself. limited: more was found elsewhere than may be shown this hour. told: (verb, subject) of what it tells of
    files out of sight, for a refusal that undoes the search's own audit rows."""

    inside: Sequence[Candidate] = ()
    elsewhere: Sequence[Institution] = ()
    nik_office: Institution | None = None
    limited: bool = False
    digest: str = ""
    told: Sequence[tuple[str, str]] = ()

    def __bool__(self) -> bool:
        return bool(self.inside or self.elsewhere or self.nik_office or self.limited)


def candidates(*, person: Person, by: Actor, apart_from: Beneficiary | None = None) -> Found:
    """Who may already be on file as `person`. Audits the search; see the module for what it tells.

    apart_from: the file that is asked about: neither it nor those of whom somebody found that they are another person,
    unless they have the same number, which is of one person only.
    digest: stands for exactly what was found, so that "I have seen these" cannot be said of others.
    """
    matches = _others(_matches(person), apart_from) if apart_from else _matches(person)
    if not matches:
        return Found()
    user = seeing(by)
    seen = set(
        Beneficiary.objects.visible_to(user)
        .filter(pk__in=[match.beneficiary.pk for match in matches])
        .values_list("pk", flat=True)
    )
    inside = [match for match in matches if match.beneficiary.pk in seen][:SHOWN_INSIDE]
    outside = [match for match in matches if match.beneficiary.pk not in seen]
    shown = _told_outside(outside, by)
    shown_inside = _as_candidates(inside, user, by)
    record_view("duplicate.search", f"user:{by.user_id}", by=by, shown=[match.beneficiary for match in inside])
    return Found(
        inside=shown_inside,
        elsewhere=_offices(match for match in shown if not match.nik),
        nik_office=next((match.beneficiary.office for match in shown if match.nik), None),
        limited=len(shown) < min(len(outside), SHOWN_OUTSIDE),
        told=[(OUTSIDE, subject_of(match.beneficiary)) for match in shown],
        digest=_digest(inside, shown),
    )


def _others(matches: list[Match], person: Beneficiary) -> list[Match]:
    """The matches but for the file itself and those found to be of another person whose number is another one, too."""
    distinct = distinct_from(person)
    return [
        match
        for match in matches
        if match.beneficiary.pk != person.pk and (match.nik or match.beneficiary.pk not in distinct)
    ]


def _matches(person: Person) -> list[Match]:
    """The best matches of the nation, best first."""
    keys = name_keys(person.name)
    index = blind_index(person.nik_number)
    if not keys and index is None:
        return []
    rows = {row.pk: row for row in holders_of(index).select_related("region__parent")} if index else {}
    holders = set(rows)
    if keys:
        rows |= {row.pk: row for row in _of_like_name(person, keys)}
        rows |= {row.pk: row for row in _of_like_alias(person, keys)}
    prefetch_related_objects(list(rows.values()), "aliases")
    found = [_weigh(row, person, keys, nik=row.pk in holders) for row in rows.values()]
    return sorted((match for match in found if match), key=lambda match: (-match.nik, -match.score))


def holders_of(index: str) -> QuerySet[Beneficiary]:
    """The living holder of a number (its blind index), with the office; of a file that was merged, the one that goes
    on."""
    merged = Beneficiary.objects.filter(nik_index=index).exclude(merged_into=None)
    holders = Beneficiary.objects.filter(Q(nik_index=index) | Q(pk__in=merged.values("merged_into")), died_on=None)
    return holders.filter(merged_into=None).select_related("office")


def _of_like_name(person: Person, keys: list[str]) -> Iterable[Beneficiary]:
    """Rows that share a part of the name and may be of that age and sex."""
    rows = _possible(person).filter(name_keys__overlap=search_keys(keys))
    return _nearest(rows, person, Q(name_keys__contains=keys))


def _of_like_alias(person: Person, keys: list[str]) -> Iterable[Beneficiary]:
    """Rows of which another name shares a part, as `_of_like_name`."""
    named = BeneficiaryAlias.objects.filter(name_keys__overlap=search_keys(keys))
    whole = BeneficiaryAlias.objects.filter(beneficiary=OuterRef("pk"), name_keys__contains=keys)
    rows = _possible(person).filter(pk__in=named.values("beneficiary_id"))
    return _nearest(rows, person, Q(Exists(whole)))


def _nearest(rows: QuerySet[Beneficiary], person: Person, all_parts: Q) -> Iterable[Beneficiary]:
    """The POOL rows to weigh. Full matches come before partial ones and near before far, so that a common part does not
    crowd out the right row."""
    near = Q(region__code__startswith=person.region.regency_code)
    rows = rows.annotate(
        all_parts=ExpressionWrapper(all_parts, output_field=BooleanField()),
        near=ExpressionWrapper(near, output_field=BooleanField()),
    )
    return rows.select_related("office", "region__parent").order_by("-all_parts", "-near", "-pk")[:POOL]


def _possible(person: Person) -> QuerySet[Beneficiary]:
    """People who may be of that age and sex."""
    rows = Beneficiary.objects.filter(_born_about(person), merged_into=None)
    return rows if person.sex == Sex.UNKNOWN else rows.filter(sex__in=[person.sex, Sex.UNKNOWN])


def _born_about(person: Person) -> Q:
    """Born within a year of the date given (two of an estimated age), or at an unknown time."""
    if person.birth_date is None:
        return Q()
    years = 2 if person.birth_precision == BirthPrecision.AGE else 1
    first, last = date(person.birth_date.year - years, 1, 1), date(person.birth_date.year + years, 12, 31)
    return Q(birth_date=None) | Q(birth_date__range=(first, last))


def _weigh(row: Beneficiary, person: Person, keys: list[str], *, nik: bool) -> Match | None:
    alike, name = max(_likenesses(row, keys), key=lambda found: found[0])
    if alike < SIMILAR and not nik:
        return None
    same_birth = row.birth_date is not None and row.birth_date == person.birth_date
    same_district = row.region_id == person.region.pk
    return Match(
        beneficiary=row,
        score=alike + 0.5 * same_birth + 0.25 * same_district,
        strong=nik or (alike >= SAME_NAME and same_birth),
        nik=nik,
        reasons=_reasons(row, person, name, alike, nik),
    )


def _likenesses(row: Beneficiary, keys: list[str]) -> list[tuple[float, str]]:
    """How alike each of the person's names is, the first one first."""
    return [
        (similarity(keys, row.name_keys), row.name),
        *((similarity(keys, alias.name_keys), alias.name) for alias in row.aliases.all()),
    ]


def _reasons(row: Beneficiary, person: Person, name: str, alike: float, nik: bool) -> list[str | Promise]:
    """name: the one of their names that is most alike."""
    reasons: list[str | Promise] = [_("NIK")] if nik else []
    if alike >= SIMILAR and name != row.name:
        reasons.append(_("nama lain (%(name)s)") % {"name": name})
    elif alike and name.casefold() == person.name.casefold():
        reasons.append(_("nama"))
    elif alike >= SAME_NAME:
        reasons.append(_("ejaan nama (%(one)s, %(other)s)") % {"one": person.name, "other": name})
    elif alike >= SIMILAR:
        reasons.append(_("bagian nama"))
    if row.birth_date is not None and row.birth_date == person.birth_date:
        reasons.append(_("tanggal lahir"))
    if row.region_id == person.region.pk:
        reasons.append(_("kecamatan"))
    return reasons


def _as_candidates(matches: list[Match], user: User, by: Actor) -> list[Candidate]:
    """The matches with their case, in at most three queries whatever their number."""
    people = [match.beneficiary.pk for match in matches]
    cases = Case.objects.visible_to(user).filter(beneficiary_id__in=people).select_related("office", "worker")
    newest = newest_of_each(cases)
    masked = dict(Case.objects.filter(beneficiary_id__in=people).masked_to(user).values_list("pk", "beneficiary_id"))
    named, hidden = {case.pk for case in cases} - masked.keys(), set(masked.values())
    worked = set(cases.worked_on_by(by).values_list("pk", flat=True))
    return [_as_candidate(match, newest.get(match.beneficiary.pk), named, hidden, worked) for match in matches]


def _as_candidate(match: Match, case: Case | None, named: set[int], hidden: set[int], worked: set[int]) -> Candidate:
    """named, worked: cases with their names, and those the user works on. hidden: people of whom one case is masked,
    seen or not; nothing new goes on their file (`masking.may_reuse`)."""
    is_open = case is not None and case.is_open
    return Candidate(
        match=match,
        case=case,
        masked=case is not None and case.pk not in named,
        can_join=is_open and case.pk in worked,
        can_reuse=match.beneficiary.pk not in hidden and not is_open,
        age_band=age_band(match.beneficiary),
    )


def _told_outside(matches: list[Match], by: Actor) -> list[Match]:
    """Those of the first few that may still be told this hour, each one audited on the file it is about."""
    told = [match for match in matches[:SHOWN_OUTSIDE] if may_tell_outside(by, match.beneficiary)]
    for match in told:
        record(OUTSIDE, match.beneficiary, by=by)
    return told


def may_tell_outside(by: Actor, beneficiary: Beneficiary) -> bool:
    """Whether the person may learn of one more file outside their scope this hour; the same file counts once."""
    key = f"duplicates:{by.user_id}:{timezone.now():%Y%m%d%H}"
    if cache.get(f"{key}:{beneficiary.pk}"):
        return True
    if count(key, seconds=2 * HOUR) > settings.DUPLICATE_HITS_PER_HOUR:
        return False
    cache.set(f"{key}:{beneficiary.pk}", 1, 2 * HOUR)
    return True


def _offices(matches: Iterable[Match]) -> list[Institution]:
    """Each office once, in the order of its best match."""
    return list({match.beneficiary.office_id: match.beneficiary.office for match in matches}.values())


def _digest(inside: list[Match], outside: list[Match]) -> str:
    ids = [[match.beneficiary.pk for match in matches] for matches in (inside, outside)]
    return salted_hmac("cases.duplicates", repr(ids)).hexdigest()[:16]
