"""The family of a case as one reader may see it: who cares, who may not have contact, whose brother or sister has a
case, and how the search for kin stands. Read only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .hooks import RESIDENCES
from .masking import cases_with_names
from .models import CaregivingPeriod, Case, ContactBan, FamilyMember, FamilyTracing
from .querysets import newest_of_each
from .states import Relation


@dataclass(frozen=True, slots=True)
class Mark:
    """A word about somebody. kind: which one; the page draws its shape by it."""

    kind: str
    text: str | Promise


CARES, BANNED, HARMER, DEAD, ON_FILE = "cares", "banned", "harmer", "dead", "file"


@dataclass(frozen=True, slots=True)
class SiblingFile:
    """The newest case of a brother or sister that the reader may open, and where or with whom they live; "" when
    nobody says."""

    case: Case
    lives: str = ""


@dataclass(frozen=True, slots=True)
class Relative:
    """A person of the family. ban: the one in force. periods: when they cared, newest first. file: what the reader may
    know of the sibling's own case; out_of_sight: they have one that is not the reader's to open."""

    member: FamilyMember
    ban: ContactBan | None = None
    periods: Sequence[CaregivingPeriod] = ()
    file: SiblingFile | None = None
    out_of_sight: bool = False
    of_child: bool = True

    @property
    def marks(self) -> list[Mark]:
        """What is to be seen at a glance, what warns first."""
        member = self.member
        told = [
            (not member.is_alive, DEAD, _("Meninggal")),
            (not member.may_contact, BANNED, _("Tidak boleh kontak")),
            (member.is_alleged_harmer, HARMER, _("Diduga pelaku")),
            (
                member.is_caregiver and member.is_alive,
                CARES,
                _("Mengasuh sekarang") if self.of_child else _("Merawat sekarang"),
            ),
            (self.file is not None, ON_FILE, _("Punya kasus")),
        ]
        return [Mark(kind, text) for holds, kind, text in told if holds]


@dataclass(frozen=True, slots=True)
class Care:
    """One line of who cared for the child and when."""

    member: FamilyMember
    period: CaregivingPeriod


@dataclass(frozen=True, slots=True)
class Family:
    """Everybody around the child. elsewhere: brothers and sisters in whose family this child is named, and who are
    not in this one."""

    relatives: Sequence[Relative]
    elsewhere: Sequence[SiblingFile] = field(default=())

    @property
    def care(self) -> list[Care]:
        """Who cares now, then who did, the last first."""
        found = [Care(one.member, period) for one in self.relatives for period in one.periods]
        ended = [care for care in found if care.period.until]
        ended.sort(key=lambda care: (care.period.until, care.period.pk), reverse=True)
        return [*(care for care in found if not care.period.until), *ended]


def family_of(case: Case, user: Any) -> Family:
    """The family of a case as `user` may see it: four queries, and those of `sibling_files` where siblings have one."""
    in_force = ContactBan.objects.filter(lifted_at=None).select_related("recorded_by", "review_task")
    members = list(
        case.beneficiary.family.prefetch_related(Prefetch("bans", in_force, to_attr="in_force"), "caregiving")
    )
    linked = {one.same_as_id for one in members if one.same_as_id}
    naming = FamilyMember.objects.filter(same_as=case.beneficiary_id, relation=Relation.SIBLING)
    others = set(naming.values_list("beneficiary_id", flat=True)) - linked
    files = sibling_files(linked | others, user)
    return Family(
        relatives=[_relative(member, files, case) for member in members],
        elsewhere=[files[pk] for pk in sorted(others) if pk in files],
    )


def _relative(member: FamilyMember, files: dict[int, SiblingFile], case: Case) -> Relative:
    held = files.get(member.same_as_id) if member.same_as_id else None
    return Relative(
        member=member,
        ban=next(iter(member.in_force), None),  # type: ignore[attr-defined]
        periods=list(member.caregiving.all()),
        file=held,
        out_of_sight=member.same_as_id is not None and held is None,
        of_child=case.beneficiary.is_child,
    )


def sibling_files(people: Iterable[int], user: Any) -> dict[int, SiblingFile]:
    """Beneficiary id -> the newest case of theirs that `user` may open and whose names they may read. The name stands
    in this family already: a case that is masked for the reader would be unmasked by standing beside it. At most three
    queries, and those of `RESIDENCES`."""
    wanted = set(people)
    if not wanted:
        return {}
    cases = Case.objects.visible_to(user).filter(beneficiary_id__in=wanted).select_related("office", "beneficiary")
    named = cases_with_names(user, cases)
    newest = newest_of_each(case for case in cases if case.pk in named)
    carers = FamilyMember.objects.filter(beneficiary_id__in=newest, is_caregiver=True, is_alive=True)
    lives = {one.beneficiary_id: gettext("bersama %(who)s") % {"who": one} for one in carers}
    for ask in RESIDENCES:
        lives |= ask(newest)
    return {pk: SiblingFile(case, lives.get(pk, "")) for pk, case in newest.items()}


def barred_words(beneficiary_id: int) -> str:
    """Who of the living may not come near the child, for a form in which they cannot be chosen; "" when nobody: one
    query."""
    living = FamilyMember.objects.filter(beneficiary=beneficiary_id, is_alive=True)
    names = [f"{one.name} ({one.get_relation_display()})" for one in living if not one.may_receive_child]
    return gettext("Tidak boleh kontak atau diduga pelaku: %(names)s.") % {"names": ", ".join(names)} if names else ""


def tracing_of(case: Case) -> FamilyTracing | None:
    """The search for the family with its steps, None before anybody wrote of one: two queries."""
    return FamilyTracing.objects.filter(case=case).prefetch_related("steps__recorded_by").first()
