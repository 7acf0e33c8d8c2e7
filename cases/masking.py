"""Names and places of a restricted case show only to the people who work on it; whoever else may know of the case sees
a masked line (design.md 3): no name, an age band, "Kasus terbatas"."""

import re
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atensi.clock import age_words
from atensi.errors import require

from .models import Beneficiary, Case, CaseTask
from .states import PLAN_TASKS, Sex

ONLY_THE_TEAM = gettext_lazy("Isi kasus terbatas hanya terlihat oleh tim kasus.")
# Upper ends of the age bands shown in place of an age.
AGE_BANDS = ((0, 5), (6, 11), (12, 14), (15, 17), (18, 59))
# Parts of a name that tell somebody: three letters and more, but no word of address.
NAME_PART = re.compile(r"[^\W\d_]{3,}")
ADDRESSES = frozenset({"anak", "ayah", "bapak", "bibi", "bin", "binti", "ibu", "kakek", "nenek", "pak", "paman"})


def sees_names(user, case: Case) -> bool:
    """Whether `user`, who may see the case, may read its names. No query unless the case is restricted, then one."""
    return not case.restricted or Case.objects.filter(pk=case.pk).named_to(user, [case.pk]).exists()


def require_names(user, case: Case) -> None:
    """Raise `NotAllowed` unless `user` may read the names of `case`, which they may see. Queries as `sees_names`."""
    require(sees_names(user, case), ONLY_THE_TEAM)


def cases_with_names(user, cases: Iterable[Case]) -> set[int]:
    """For a list: ids of the cases whose names `user` may read. At most one query."""
    restricted = [case.pk for case in cases if case.restricted]
    named = {case.pk for case in cases if not case.restricted}
    if restricted:
        named |= set(Case.objects.filter(pk__in=restricted).named_to(user, restricted).values_list("pk", flat=True))
    return named


def may_reuse(user, beneficiary: Beneficiary) -> bool:
    """Whether something new may go on the file of `beneficiary`, which shows their name: `user` sees the file and may
    read the name in every case of it, also in one that they do not see. Two queries."""
    if not Beneficiary.objects.visible_to(user).filter(pk=beneficiary.pk).exists():
        return False
    return not Case.objects.filter(beneficiary=beneficiary).masked_to(user).exists()


def cases_named_in_files(user, cases: Iterable[Case]) -> set[int]:
    """As `cases_with_names`, for a file that leaves the application: the identity of a child in contact with the law
    stays with the case's team, and no file does (UU 11/2012 art. 19; docs/adr/0025). At most two queries."""
    held = list(cases)
    restricted = [case.pk for case in held if case.restricted]
    silent = Case.objects.filter(pk__in=restricted).in_justice().values_list("pk", flat=True) if restricted else []
    return cases_with_names(user, held) - set(silent)


def age_band(beneficiary: Beneficiary) -> str:
    """ "12-14 tahun" in place of an age; "umur belum diketahui" without a birth date."""
    age = beneficiary.age_on()
    if age is None:
        return _("umur belum diketahui")
    for low, high in AGE_BANDS:
        if age <= high:
            return _("%(low)d–%(high)d tahun") % {"low": low, "high": high}
    return _("60 tahun ke atas")


def display_name(case: Case, *, sees_names: bool) -> str:
    """The beneficiary's name, or the masked line of a restricted case."""
    if sees_names or not case.restricted:
        return str(case.beneficiary)
    return _("Kasus terbatas, %(band)s") % {"band": age_band(case.beneficiary)}


def task_title(task: CaseTask, *, sees_names: bool) -> str:
    """What is to be done, in the words of whoever wrote it, or of its kind where only the paper was named; empty where
    they may name somebody of a restricted case. As `display_name`."""
    if task.case.restricted and not sees_names:
        return ""
    return f"{task.get_kind_display()}: {task.title}" if task.kind in PLAN_TASKS else task.title


def display_person(case: Case, *, sees_names: bool) -> str:
    """The heading of the case page: the name, or "Anak perempuan, 12-14 tahun"."""
    return str(case.beneficiary) if sees_names or not case.restricted else person_words(case)


def person_words(case: Case) -> str:
    """Sex and age in words, the age of a restricted case as a band."""
    person = case.beneficiary
    noun = _("Anak") if person.is_child else _("Orang dewasa")
    sex = "" if person.sex == Sex.UNKNOWN else str(person.get_sex_display()).lower()
    if case.restricted or person.birth_date is None:
        age = age_band(person)
    else:
        age = age_words(person.birth_date, timezone.localdate(), person.birth_precision)
    return ", ".join([" ".join(filter(None, [noun, sex])), age])


def display_place(case: Case, *, sees_names: bool) -> str:
    """District and regency, or nothing for a restricted case. Needs `beneficiary__region__parent`."""
    if case.restricted and not sees_names:
        return ""
    region = case.beneficiary.region
    return f"{region}, {region.parent}" if region.parent_id else str(region)


def initials_of(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split())


def name_on_paper(case: Case) -> str:
    """The name as an official paper says it, which may leave the team: of a restricted case the initials."""
    name = str(case.beneficiary)
    return initials_of(name) if case.restricted else name


def kin_on_paper(case: Case, words: str) -> str:
    """Who of the family signed, for a paper: of a restricted case how they are related, or initials of one whom the
    family does not list. At most one query."""
    if not case.restricted:
        return words
    said = words.casefold()
    kin = [one for one in case.beneficiary.family.all() if one.name and one.name.casefold() in said]
    return ", ".join(str(one.get_relation_display()) for one in kin) or initials_of(words)


def without_names(case: Case, words: str) -> str:
    """What somebody wrote, for a paper: of a restricted case with the names of person and family as initials."""
    return with_initials(case, words) if case.restricted else words


def with_initials(case: Case, words: str) -> str:
    """`words` with initials in place of the names that the person is known by and of those of the family, each whole
    and each part of it: at most one query. Names of others, and a name written otherwise, stay."""
    if not words:
        return words
    person = case.beneficiary
    known = person.aliases.order_by().values_list("name").union(person.family.order_by().values_list("name"))
    names = [person.name, *(name for (name,) in known)]
    parts = {part for name in names for part in NAME_PART.findall(name) if part.casefold() not in ADDRESSES}
    said = sorted(filter(None, {*names, *parts}), key=len, reverse=True)
    if not said:
        return words
    pattern = "|".join(re.escape(name) for name in said)
    return re.sub(
        rf"(?<!\w)(?:{pattern})(?!\w)", lambda found: initials_of(found[0].upper()), words, flags=re.IGNORECASE
    )
