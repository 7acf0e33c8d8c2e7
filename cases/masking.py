"""Names and places of a restricted case show only to the people who work on it; whoever else may know of the case sees
a masked line (design.md 3): no name, an age band, "Kasus terbatas"."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atensi.errors import require

from .models import Beneficiary, Case
from .states import Sex

ONLY_THE_TEAM = gettext_lazy("Isi kasus terbatas hanya terlihat oleh tim kasus.")
# Upper ends of the age bands shown in place of an age.
AGE_BANDS = ((0, 5), (6, 11), (12, 14), (15, 17), (18, 59))


def sees_names(user, case: Case) -> bool:
    """Whether `user`, who may see the case, may read its names. No query unless the case is restricted, then one."""
    return not case.restricted or Case.objects.filter(pk=case.pk).named_to(user).exists()


def require_names(user, case: Case) -> None:
    """Raise `NotAllowed` unless `user` may read the names of `case`, which they may see. Queries as `sees_names`."""
    require(sees_names(user, case), ONLY_THE_TEAM)


def cases_with_names(user, cases: Iterable[Case]) -> set[int]:
    """For a list: ids of the cases whose names `user` may read. At most one query."""
    restricted = [case.pk for case in cases if case.restricted]
    named = {case.pk for case in cases if not case.restricted}
    if restricted:
        named |= set(Case.objects.filter(pk__in=restricted).named_to(user).values_list("pk", flat=True))
    return named


def may_reuse(user, beneficiary: Beneficiary) -> bool:
    """Whether something new may go on the file of `beneficiary`, which shows their name: `user` sees the file and may
    read the name in every case of it that they see. At most three queries."""
    if not Beneficiary.objects.visible_to(user).filter(pk=beneficiary.pk).exists():
        return False
    cases = list(Case.objects.visible_to(user).filter(beneficiary=beneficiary))
    return len(cases_with_names(user, cases)) == len(cases)


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


def display_person(case: Case, *, sees_names: bool) -> str:
    """The heading of the case page: the name, or "Anak perempuan, 12-14 tahun"."""
    if sees_names or not case.restricted:
        return str(case.beneficiary)
    person = case.beneficiary
    noun = _("Anak") if person.is_child else _("Orang dewasa")
    sex = "" if person.sex == Sex.UNKNOWN else str(person.get_sex_display()).lower()
    return ", ".join([" ".join(filter(None, [noun, sex])), age_band(person)])


def display_place(case: Case, *, sees_names: bool) -> str:
    """District and regency, or nothing for a restricted case. Needs `beneficiary__region__parent`."""
    if case.restricted and not sees_names:
        return ""
    region = case.beneficiary.region
    return f"{region}, {region.parent}" if region.parent_id else str(region)
