"""What each form of care asks of the household that offers itself, as data (ADR 0035; domain.md 6).

A line is a paper or a visit that somebody checks: what, by which law, whether it blocks the approval, who gives it, and
for how long it counts. Age, marriage, faith and number of children are asked of the facts (`eligibility.candidates`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.states import CareForm

from .states import CandidateKind

LAW_FOSTER = _("PP 44/2017; Permensos 1/2020")
LAW_GUARDIAN = _("PP 29/2019; Permensos 7/2024")
LAW_ADOPTION = _("PP 54/2007; Permensos 110/HUK/2009")
LAW_OF_KIND: dict[str, str | Promise] = {
    CandidateKind.FOSTER: LAW_FOSTER,
    CandidateKind.GUARDIAN: LAW_GUARDIAN,
    CandidateKind.ADOPTER: LAW_ADOPTION,
}
# Which households a form of care outside the family is looked for among.
KIND_OF_FORM: dict[str, str] = {
    CareForm.FOSTER: CandidateKind.FOSTER,
    CareForm.GUARDIAN: CandidateKind.GUARDIAN,
    CareForm.ADOPTION: CandidateKind.ADOPTER,
}
FORM_CHOICES = [(form, CareForm(form).label) for form in KIND_OF_FORM]
LETTER_MONTHS = "carer_letter_months"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that is asked.

    code: stable. given_by: who writes the paper or makes the visit. is_hard: no approval without it; else a written
    reason. counts_for: setting with the months that it counts from its day, "" for ever. of_married: asked of couples
    alone. is_visit: somebody of the office goes and looks, so that the decider is somebody else (four eyes).
    """

    code: str
    label: str | Promise
    given_by: str | Promise
    is_hard: bool = True
    counts_for: str = ""
    of_married: bool = False
    is_visit: bool = False


POPULATION_OFFICE, OWN_HAND = _("Dinas Dukcapil"), _("Calon, bermeterai")
KTP = Requirement("KTP", _("KTP"), POPULATION_OFFICE)
KK = Requirement("KK", _("Kartu keluarga"), POPULATION_OFFICE)
MARRIAGE = Requirement("MARRIAGE", _("Buku atau akta nikah"), _("KUA atau Dinas Dukcapil"), of_married=True)
DOMICILE = Requirement("DOMICILE", _("Surat keterangan domisili"), _("Desa atau kelurahan"))
HEALTH = Requirement(
    "HEALTH", _("Surat sehat jasmani dan rohani"), _("Rumah sakit pemerintah"), counts_for=LETTER_MONTHS
)
POLICE = Requirement("POLICE", _("SKCK, tidak pernah dipidana"), _("Polres"), counts_for=LETTER_MONTHS)
WILLING = Requirement("WILLING", _("Surat kesediaan mengasuh"), OWN_HAND)
NO_VIOLENCE = Requirement("NO_VIOLENCE", _("Pernyataan tidak melakukan kekerasan, diketahui RT/RW"), OWN_HAND)
INCOME = Requirement("INCOME", _("Keterangan penghasilan"), _("Tempat kerja atau kelurahan"))
VISIT = Requirement("VISIT", _("Kunjungan seleksi dan verifikasi"), _("Pekerja sosial Dinas Sosial"), is_visit=True)
SPOUSE = Requirement("SPOUSE", _("Persetujuan tertulis suami atau istri"), OWN_HAND, of_married=True)
MOTIVE = Requirement("MOTIVE", _("Pernyataan demi kepentingan terbaik anak"), OWN_HAND, is_hard=False)
SOCIAL_REPORT = Requirement("REPORT", _("Laporan sosial calon"), _("Pekerja sosial"), is_visit=True)

REQUIREMENTS: dict[str, Sequence[Requirement]] = {
    CandidateKind.FOSTER: (KTP, KK, MARRIAGE, DOMICILE, HEALTH, POLICE, WILLING, NO_VIOLENCE, VISIT),
    CandidateKind.GUARDIAN: (KTP, KK, SPOUSE, HEALTH, INCOME, WILLING, NO_VIOLENCE, VISIT),
    CandidateKind.ADOPTER: (KTP, KK, MARRIAGE, HEALTH, POLICE, INCOME, WILLING, MOTIVE, SOCIAL_REPORT),
}
CODES: dict[str, str | Promise] = {one.code: one.label for rows in REQUIREMENTS.values() for one in rows}
VISITS = frozenset(one.code for rows in REQUIREMENTS.values() for one in rows if one.is_visit)


def requirements_of(kind: str, *, married: bool) -> list[Requirement]:
    """What is asked of a household of this kind, in order."""
    return [one for one in REQUIREMENTS[kind] if married or not one.of_married]


def requirement_of(kind: str, code: str) -> Requirement | None:
    """The line `code` of this kind; None for one that it does not ask."""
    return next((one for one in REQUIREMENTS[kind] if one.code == code), None)
