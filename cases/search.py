"""One box: finding a case by a name as somebody spells it, NIK, family card, telephone of the family, year of birth,
place or number, among the cases a user may see; and why each was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.fields import blind_index
from atensi.reference.models import Region

from .asked import Asked, phone_key
from .models import Beneficiary, BeneficiaryAlias, Case, FamilyMember
from .names import SIMILAR, name_keys, search_keys, similarity
from .search_sql import AddressWords, LastPart, NameParts, PhoneKey, begins_with, has_words
from .states import BirthPrecision

SHOWN = 50
POOL = 200  # cases weighed for a name that nobody has
LEVELS = ("", "kabupaten ", "kota ", "kota administrasi ")
PERSON = "beneficiary__"
SLIP = 2  # years by which a remembered age may be wrong
Reason = Callable[[Case], "str | Promise"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A case and why it was found."""

    case: Case
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """One way to look, by one index. why: what to say of a case found by it. by_person: tells whose case it is.
    rank: what comes first. weigh: looks closer at the newest `POOL`, where an index gives too many."""

    where: Q
    why: Reason
    by_person: bool = True
    rank: int = 0
    weigh: Callable[[Case], bool] | None = None


def search_cases(user, text: str) -> list[Hit]:
    """The visible cases that `text` means, at most `SHOWN`, the surest and then the newest first: short walks.

    A restricted case is found by number by all who may know of it, by all else only by those who may read its names:
    else the search would tell whose case it is. What a name begins with is looked for when a word is short or nobody
    has the whole name, and names nearly so when there is nothing else.
    """
    asked = Asked(text)
    if not asked.is_long_enough:
        return []
    found = _walked(user, asked, _whole(asked))
    if not found or asked.ends_short:
        found |= {pk: hit for pk, hit in _walked(user, asked, _begun(asked)).items() if pk not in found}
    if not found:
        found = _walked(user, asked, _nearly(asked))
    ranked = sorted(found.values(), key=lambda hit: (hit[0].opened_at, hit[0].pk), reverse=True)
    ranked = sorted(ranked, key=lambda hit: (_years_off(hit[0], asked), min(walk.rank for walk in hit[1])))[:SHOWN]
    return _told(asked, ranked)


def find_cases(user, text: str) -> list[Case]:
    """`search_cases` without the reasons."""
    return [hit.case for hit in search_cases(user, text)]


def _walked(user, asked: Asked, walks: Iterator[Walk]) -> dict[int, tuple[Case, list[Walk]]]:
    found: dict[int, tuple[Case, list[Walk]]] = {}
    for walk in walks:
        cases = Case.objects.named_to(user) if walk.by_person else Case.objects.all()
        cases = cases.alias(
            name_parts=NameParts(f"{PERSON}name_keys"),
            address_words=AddressWords(f"{PERSON}address"),
            last_part=LastPart("number"),
        ).filter(walk.where & (_born_about(asked.year) if asked.words and walk.by_person else Q()))
        cases = cases.select_related("beneficiary__region__parent", "office", "worker")
        for scope in cases.scopes(user).values():
            rows = scope.order_by("-opened_at", "-pk")[: POOL if walk.weigh else SHOWN]
            for case in rows:
                if walk.weigh is None or walk.weigh(case):
                    found.setdefault(case.pk, (case, []))[1].append(walk)
    return found


def _whole(asked: Asked) -> Iterator[Walk]:
    """By what was typed, taken for whole."""
    if asked.number:
        yield Walk(Q(number__startswith=asked.number), _says(_("nomor kasus")), by_person=False)
    year, serial = asked.ending
    if serial:
        within = Q(number__contains=f"/{year}/") if year else Q()
        yield Walk(Q(last_part=serial) & within, _says(_("nomor kasus")), by_person=False)
    if asked.civil_number:
        index = blind_index(asked.civil_number)
        yield Walk(Q(beneficiary__nik_index=index), _says(_("NIK")))
        yield Walk(Q(beneficiary__nkk_index=index), _says(_("nomor KK")))
        merged = Beneficiary.objects.filter(Q(nik_index=index) | Q(nkk_index=index)).exclude(merged_into=None)
        yield Walk(Q(beneficiary__in=merged.values("merged_into")), _says(_("nomor di berkas yang digabung")))
    if asked.phone:
        kin = FamilyMember.objects.alias(key=PhoneKey("phone")).filter(key=asked.phone)
        yield Walk(Q(beneficiary__in=kin.values("beneficiary_id")), lambda case: _phone_of(case, asked.phone))
    if asked.year and not asked.words:
        yield Walk(_born_in(asked.year), _says(_("lahir %(year)s") % {"year": asked.year}), rank=1)
    if asked.keys:
        yield Walk(Q(beneficiary__name_keys__contains=asked.keys), lambda case: _by_name(case, asked.words))
        yield Walk(Q(beneficiary__in=_named(asked.keys)), lambda case: _by_alias(case, asked.keys))
    if asked.words:
        yield from _somewhere(asked)


def _somewhere(asked: Asked) -> Iterator[Walk]:
    """By a place: a district or regency, or words of the address."""
    regions = _regions(asked)
    for split in asked.splits:
        who = Q(beneficiary__name_keys__contains=split.keys) | Q(beneficiary__in=_named(split.keys))
        who = who if split.name else Q()
        here = regions.get(split.place.lower(), [])
        if here:
            yield Walk(_within(here) & who, _place_of, rank=0 if split.name else 1)
    yield Walk(_in_address(asked), _says(_("alamat")), rank=1)


def _in_address(asked: Asked) -> Q:
    """All the words stand in the address; or the last one does, and the others are the name."""
    found = Q(address_words=has_words(" ".join(asked.words)))
    if len(asked.words) > 1 and (keys := name_keys(" ".join(asked.words[:-1]))):
        found |= Q(address_words=has_words(asked.words[-1]), beneficiary__name_keys__contains=keys)
    return found


def _begun(asked: Asked) -> Iterator[Walk]:
    """By what a name begins with."""
    if asked.beginnings:
        query = begins_with(asked.beginnings)
        aliases = BeneficiaryAlias.objects.alias(parts=NameParts("name_keys")).filter(parts=query)
        yield Walk(Q(name_parts=query), _says(_("awal nama")), rank=2)
        yield Walk(Q(beneficiary__in=aliases.values("beneficiary_id")), _says(_("awal nama lain")), rank=2)
    if asked.grown:
        yield Walk(Q(name_parts=begins_with(asked.grown)) & _as_written(asked), _says(_("awal nama")), rank=2)


def _as_written(asked: Asked) -> Q:
    """For each word a part of the name begins so, as it is written or by its key. For few rows: no index serves it."""
    found = Q()
    for word, keys in zip(asked.written, asked.beginnings, strict=True):
        found &= Q(beneficiary__name__iregex=rf"\m{word}") | Q(name_parts=begins_with([keys]))
    return found


def _nearly(asked: Asked) -> Iterator[Walk]:
    """By a name of which a part is written otherwise, or left out."""
    if len(asked.keys) > 1:
        yield Walk(
            Q(beneficiary__name_keys__overlap=search_keys(asked.keys)),
            _says(_("nama mirip")),
            weigh=lambda case: similarity(asked.keys, case.beneficiary.name_keys) >= SIMILAR,
            rank=3,
        )


def _named(keys: list[str]):
    return BeneficiaryAlias.objects.filter(name_keys__contains=keys).values("beneficiary_id")


def _born_in(year: int | None) -> Q:
    """Born in that year; of an estimated age, one year before or after, too."""
    if year is None:
        return Q()
    first, last = date(year - 1, 1, 1), date(year + 1, 12, 31)
    about = Q(beneficiary__birth_precision=BirthPrecision.AGE, beneficiary__birth_date__range=(first, last))
    return Q(beneficiary__birth_date__year=year) | about


def _born_about(year: int | None) -> Q:
    """Beside a name: some years before or after, too, and whose year nobody knows. People remember ages, not years."""
    if year is None:
        return Q()
    first, last = date(year - SLIP, 1, 1), date(year + SLIP, 12, 31)
    return Q(beneficiary__birth_date__range=(first, last)) | Q(beneficiary__birth_date=None)


def _regions(asked: Asked) -> dict[str, list[Region]]:
    """The regions that a reading of the words names, by the words in small letters. One query."""
    places = {split.place.lower() for split in asked.splits}
    names = [f"{level}{place}" for place in places for level in LEVELS]
    found: dict[str, list[Region]] = {}
    for region in Region.objects.alias(low=Lower("name")).filter(low__in=names):
        for place in places:
            if region.name.lower() in [f"{level}{place}" for level in LEVELS]:
                found.setdefault(place, []).append(region)
    return found


def _within(regions: list[Region]) -> Q:
    districts = [region.code for region in regions if region.level == Region.Level.DISTRICT]
    found = Q(beneficiary__region__in=districts) if districts else Q(pk__in=[])
    for region in regions:
        if region.level != Region.Level.DISTRICT:
            found |= Q(beneficiary__region__code__startswith=f"{region.code}.")
    return found


def _says(text: str | Promise) -> Reason:
    return lambda _case: text


def _by_name(case: Case, words: list[str]) -> str | Promise:
    return (
        _("nama")
        if {word.casefold() for word in words} <= set(case.beneficiary.name.casefold().split())
        else _("ejaan nama")
    )


def _by_alias(case: Case, keys: list[str]) -> str:
    names = [row.name for row in case.beneficiary.aliases.all() if set(keys) <= set(row.name_keys)]
    return str(_("nama lain: %(name)s")) % {"name": ", ".join(names)}


def _phone_of(case: Case, phone: str) -> str:
    whose = [row.get_relation_display() for row in case.beneficiary.family.all() if phone_key(row.phone) == phone]
    return str(_("telepon: %(whose)s")) % {"whose": ", ".join(dict.fromkeys(whose))}


def _place_of(case: Case) -> str:
    region = case.beneficiary.region
    return f"{region}, {region.parent}" if region.parent_id else str(region)


def _years_off(case: Case, asked: Asked) -> int:
    """How far the year of birth is from the one asked for; whose year nobody knows comes last."""
    if not (asked.year and asked.words):
        return 0
    born = case.beneficiary.birth_date
    return abs(born.year - asked.year) if born else SLIP + 1


def _told(asked: Asked, found: list[tuple[Case, list[Walk]]]) -> list[Hit]:
    """The cases with the reasons, in two queries more where names and telephones are to be told."""
    people = [case.beneficiary for case, walks in found if any(walk.by_person for walk in walks)]
    kin = Prefetch("family", FamilyMember.objects.exclude(phone="").order_by("pk"))
    prefetch_related_objects(people, *(["aliases"] if asked.keys else []), *([kin] if asked.phone else []))
    return [
        Hit(case, (*dict.fromkeys(str(walk.why(case)) for walk in walks), *_born(case, asked))) for case, walks in found
    ]


def _born(case: Case, asked: Asked) -> list[str]:
    born = case.beneficiary.birth_date
    return [str(_("lahir %(year)s")) % {"year": born.year}] if born and asked.year and asked.words else []
