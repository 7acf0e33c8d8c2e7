"""The ways to kin, to a guardian and to adoption, as data: what is done in which order, by which law (domain.md 6;
ADR 0037).

A line is one step: page, API and the rules of decisions and placements read this table, so that they cannot disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.states import CareForm

from .requirements import LAW_ADOPTION, LAW_GUARDIAN

LAW_KIN = _("PP 44/2017; Permensos 1/2020")
LAW_OF_FORM: dict[str, str | Promise] = {
    CareForm.KINSHIP: LAW_KIN,
    CareForm.GUARDIAN: LAW_GUARDIAN,
    CareForm.ADOPTION: LAW_ADOPTION,
}
KINSHIP_REACH = 3  # blood relatives to the third degree (PP 44/2017; domain.md 5.1 rank 2)
# Where a reason lets a decision pass before the way is whole: kin come before every other carer, and nobody keeps a
# child from them for a paper (docs/adr/0037).
SOFT_WAYS = frozenset({CareForm.KINSHIP})
HEARING = "HEARING"  # the step before a court for which a day may be set ahead
TRIAL_MONTHS, HOME_VISITS = "adoption_trial_months", "adoption_home_visits"


@dataclass(frozen=True, slots=True)
class WayStep:
    """One step of a way.

    after: codes of steps that are done before. count: setting that says how often it is done, each time on another day;
    "" for once. wait: setting with the months between the last step of `after` and this one. by_decider: the decider of
    the case's office records it, else the social workers of the case. has_paper: its number is asked. has_body: which
    court, office or team is asked. has_words: what was found is told, however it came out. of_court: done before a
    court, after Dinas Sosial decided.
    """

    code: str
    label: str | Promise
    law: str | Promise
    after: tuple[str, ...] = ()
    count: str = ""
    wait: str = ""
    by_decider: bool = False
    has_paper: bool = True
    has_body: bool = False
    has_words: bool = False
    of_court: bool = False


WAYS: dict[str, Sequence[WayStep]] = {
    CareForm.KINSHIP: (
        WayStep("DEGREE", _("Hubungan darah diperiksa, sampai derajat ketiga"), _("PP 44/2017"), has_paper=False),
        WayStep("VISIT", _("Kunjungan rumah"), LAW_KIN, after=("DEGREE",), has_paper=False),
        WayStep(
            "VOICE", _("Pendapat anak didengar"), _("UU 23/2002 pasal 10; PP 44/2017"), has_paper=False, has_words=True
        ),
        WayStep(
            "ASSESS",
            _("Asesmen kerabat yang akan mengasuh"),
            LAW_KIN,
            after=("DEGREE", "VISIT"),
            has_paper=False,
            has_words=True,
        ),
        WayStep(
            "SUPPORT",
            _("Rencana dukungan bagi kerabat"),
            LAW_KIN,
            after=("VOICE", "ASSESS"),
            has_paper=False,
            has_words=True,
        ),
    ),
    CareForm.GUARDIAN: (
        WayStep("KIN_FIRST", _("Keluarga dan kerabat ditanya lebih dulu"), _("PP 29/2019 pasal 3"), has_paper=False),
        WayStep("STATEMENTS", _("Pernyataan calon wali dan persetujuan suami atau istri"), _("PP 29/2019 pasal 5")),
        WayStep("VISIT", _("Kunjungan rumah"), LAW_GUARDIAN, has_paper=False),
        WayStep(
            "TPPW",
            _("Pertimbangan Tim Pertimbangan Penunjukan Wali"),
            _("Permensos 7/2024"),
            after=("KIN_FIRST", "STATEMENTS", "VISIT"),
            has_body=True,
        ),
        WayStep(
            "ADVICE",
            _("Rekomendasi bupati atau wali kota"),
            _("Permensos 7/2024"),
            after=("TPPW",),
            by_decider=True,
            has_body=True,
        ),
        WayStep(
            HEARING,
            _("Sidang pengadilan"),
            _("PP 29/2019; pengadilan agama atau pengadilan negeri"),
            after=("ADVICE",),
            has_body=True,
            of_court=True,
        ),
        WayStep(
            "DECREE",
            _("Penetapan pengadilan"),
            _("PP 29/2019; pengadilan agama atau pengadilan negeri"),
            after=("HEARING",),
            has_body=True,
            of_court=True,
        ),
    ),
    CareForm.ADOPTION: (
        WayStep("CONSENT", _("Izin tertulis orang tua atau wali, dan persetujuan anak"), _("PP 54/2007 pasal 13")),
        WayStep("REPORT", _("Laporan sosial calon anak dan calon orang tua angkat"), LAW_ADOPTION),
        WayStep(
            "PIPA",
            _("Pertimbangan Tim PIPA"),
            _("Permensos 110/HUK/2009; Tim Pertimbangan Izin Pengangkatan Anak"),
            after=("CONSENT", "REPORT"),
            has_body=True,
        ),
        WayStep("TRIAL", _("Izin pengasuhan sementara"), LAW_ADOPTION, after=("PIPA",), by_decider=True, has_body=True),
        WayStep("VISIT", _("Kunjungan rumah"), LAW_ADOPTION, after=("TRIAL",), count=HOME_VISITS, has_paper=False),
        WayStep(
            "TRIED",
            _("Masa pengasuhan percobaan selesai"),
            _("PP 54/2007 pasal 13; paling singkat enam bulan sejak izin pengasuhan"),
            after=("TRIAL",),
            wait=TRIAL_MONTHS,
            has_paper=False,
        ),
        WayStep(
            "PERMIT",
            _("Izin pengangkatan anak"),
            _("PP 54/2007; Dinas Sosial provinsi, atau Menteri"),
            after=("VISIT", "TRIED"),
            by_decider=True,
            has_body=True,
        ),
        WayStep(HEARING, _("Sidang pengadilan"), LAW_ADOPTION, after=("PERMIT",), has_body=True, of_court=True),
        WayStep("DECREE", _("Penetapan pengadilan"), LAW_ADOPTION, after=("HEARING",), has_body=True, of_court=True),
    ),
}
WAY_FORMS = [(form, CareForm(form).label) for form in WAYS]
WAY_CODES: dict[str, str | Promise] = {step.code: step.label for steps in WAYS.values() for step in steps}


def step_of(form: str, code: str) -> WayStep | None:
    """The line `code` of the way to this form; None for one that it does not have."""
    return next((step for step in WAYS.get(form, ()) if step.code == code), None)
