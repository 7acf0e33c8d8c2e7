"""The settings of domain.md 13: what they are, their defaults, and the value in force for an office."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Institution, Parameter
from .states import SOCIAL_OFFICES, Kind

# Where no law gives the number, it is a default of the product.
OWN = _("Pengaturan ATENSI")
BREACH, ADOPTION, GUARDIANS = _("UU 27/2022 pasal 46"), _("PP 54/2007 pasal 13"), _("PP 29/2019 pasal 5")
KEPT_NO_LONGER = _("UU 27/2022 pasal 42–44")
DIVERSION, UNDER_TWELVE = _("UU 11/2012 pasal 29"), _("UU 11/2012 pasal 21")


@dataclass(frozen=True, slots=True)
class Definition:
    """One setting: key, label, unit, default, and the law or our own setting that the default comes from.

    minimum, maximum: the least and the most a number of it may be. length: how many numbers a list has, None for any.
    order: "rising" or "falling" when its numbers must be in that order, none twice.
    is_national: one value for the whole country; offices have none of their own.
    """

    key: str
    label: str | Promise
    unit: str | Promise
    default: Any
    source: str | Promise = OWN
    minimum: float = 1
    maximum: float | None = None
    length: int | None = None
    order: str = ""
    is_national: bool = False


DAYS, WORKDAYS, MONTHS, YEARS, HOURS = _("hari"), _("hari kerja"), _("bulan"), _("tahun"), _("jam")

_DEFINITIONS = [
    Definition("emergency_placement_max_days", _("Batas penempatan darurat"), DAYS, 30),
    Definition("short_term_months", _("Pengasuhan jangka pendek, paling lama"), MONTHS, 18),
    Definition("review_emergency_days", _("Jarak tinjauan, darurat"), DAYS, 14),
    Definition("review_short_months", _("Jarak tinjauan, jangka pendek"), MONTHS, 3),
    Definition("review_long_months", _("Jarak tinjauan, jangka panjang"), MONTHS, 6),
    Definition("review_overdue_block_days", _("Tinjauan terlambat yang menahan rencana baru"), DAYS, 30, minimum=0),
    Definition("under_five_review_factor", _("Pengali jarak tinjauan untuk balita"), "", 0.5, minimum=0.1),
    Definition("review_after_licence_problem_days", _("Tinjauan setelah izin atau akreditasi bermasalah"), DAYS, 14),
    Definition("closure_move_days", _("Anak pindah dari lembaga yang berhenti"), DAYS, 30),
    Definition("review_before_end_days", _("Tinjauan pertama sebelum keputusan berakhir"), DAYS, 7, minimum=0),
    Definition("review_notice_days_before", _("Pengingat sebelum tinjauan"), DAYS, [14, 3, 0], minimum=0),
    Definition("review_escalation_days_overdue", _("Eskalasi tinjauan terlambat"), DAYS, [1, 7, 14]),
    Definition("notice_days_before", _("Pengingat sebelum tenggat lain"), DAYS, [3, 0], minimum=0),
    Definition("escalation_days_overdue", _("Eskalasi tenggat lain yang lewat"), DAYS, [1, 7, 14]),
    Definition(
        "title_notice_days_before", _("Pengingat sebelum dasar penempatan habis"), DAYS, [30, 14, 3, 0], minimum=0
    ),
    Definition("emergency_notice_days_before", _("Pengingat sebelum batas darurat"), DAYS, [7, 3, 0], minimum=0),
    Definition("emergency_escalation_days_overdue", _("Eskalasi batas darurat yang lewat"), DAYS, [1]),
    Definition("first_contact_escalation_hours", _("Eskalasi kontak pertama"), HOURS, [0, 24], minimum=0),
    Definition("contact_silence_days", _("Kasus tanpa kontak yang ditandai diam"), DAYS, 30),
    Definition("credential_reminder_days", _("Pengingat masa berlaku STR"), DAYS, 90),
    Definition("caregiver_review_months", _("Jarak penilaian pengasuh"), MONTHS, 6),
    Definition("caregiver_ratio_under_five", _("Anak per pengasuh, 0-4 tahun"), "", 3),
    Definition("caregiver_ratio_older", _("Anak per pengasuh, 5-17 tahun"), "", 5),
    Definition("accreditation_validity_years", _("Masa berlaku akreditasi A, B, C"), YEARS, {"A": 5, "B": 3, "C": 2}),
    Definition(
        "accreditation_cutoffs", _("Batas nilai akreditasi A, B, C"), "", {"A": 86, "B": 71, "C": 56}, order="falling"
    ),
    Definition("accreditation_reminder_months", _("Pengingat perpanjangan akreditasi"), MONTHS, 6),
    Definition("accreditation_required", _("Akreditasi wajib untuk penempatan baru"), "", False),
    Definition("credentials_required", _("STR wajib untuk menandatangani"), "", False),
    Definition("alternatives_evidence_max_age_days", _("Umur bukti pengasuhan alternatif"), DAYS, 90),
    Definition("dtsen_extract_max_age_months", _("Umur data DTSEN"), MONTHS, 3),
    Definition("sentra_shelter_bands_days", _("Masa tinggal di Sentra"), DAYS, [14, 60, 120], length=3, order="rising"),
    Definition("incident_grave_hours", _("Laporan Dinas atas kekerasan atau kematian di lembaga"), HOURS, 24),
    Definition("incident_hours", _("Laporan Dinas atas kejadian lain di lembaga"), HOURS, 72),
    Definition("incident_escalation_hours", _("Eskalasi laporan kejadian yang terlambat"), HOURS, [0, 24], minimum=0),
    Definition("orientation_days", _("Orientasi anak yang baru masuk, paling lambat"), DAYS, 1, minimum=0),
    Definition("leave_escalation_days_overdue", _("Eskalasi anak yang belum kembali dari izin"), DAYS, [1, 2, 3]),
    Definition("review_after_incident_days", _("Tinjauan setelah kekerasan di lembaga"), DAYS, 7),
    Definition("place_hold_hours", _("Masa tahan tempat"), HOURS, 48),
    Definition("first_contact_high_hours", _("Kontak pertama, risiko tinggi"), HOURS, 24),
    Definition("first_contact_medium_hours", _("Kontak pertama, risiko sedang"), HOURS, 72),
    Definition("first_contact_low_hours", _("Kontak pertama, risiko rendah"), HOURS, 168),
    Definition("report_danger_hours", _("Laporan masuk diambil, anak dalam bahaya"), HOURS, 2),
    Definition("report_hours", _("Laporan masuk diambil, lainnya"), HOURS, 24),
    Definition("report_escalation_hours", _("Eskalasi laporan yang belum diambil"), HOURS, [0, 4, 24], minimum=0),
    Definition("serasi_danger_hours", _("Permintaan SERASI diteruskan, orangnya dalam bahaya"), HOURS, 2),
    Definition("serasi_hours", _("Permintaan SERASI diteruskan atau dijawab, lainnya"), HOURS, 24),
    Definition("serasi_escalation_hours", _("Eskalasi permintaan SERASI yang menunggu"), HOURS, [0, 4], minimum=0),
    Definition("assessment_due_workdays", _("Asesmen selesai"), WORKDAYS, 7),
    Definition("civil_registration_days", _("Urus identitas anak tanpa NIK"), DAYS, 30),
    Definition("diversion_start_days", _("Diversi dimulai"), DAYS, 7, DIVERSION),
    Definition("diversion_days", _("Diversi selesai"), DAYS, 30, DIVERSION),
    Definition("young_programme_months", _("Program anak di bawah 12 tahun, paling lama"), MONTHS, 6, UNDER_TWELVE),
    Definition("plan_due_workdays", _("Rencana selesai"), WORKDAYS, 5),
    Definition("plan_approval_workdays", _("Rencana ditimbang penyelia, diperbaiki, atau ditandatangani"), WORKDAYS, 3),
    Definition("transfer_answer_workdays", _("Pelimpahan kasus dijawab"), WORKDAYS, 3),
    Definition("referral_processing_workdays", _("Rujukan dijawab"), WORKDAYS, 5),
    Definition("referral_silence_workdays", _("Rujukan gugur bila tetap tidak dijawab, sesudah batasnya"), WORKDAYS, 3),
    Definition("referral_silence_emergency_days", _("Rujukan darurat gugur bila tetap tidak dijawab"), DAYS, 1),
    Definition("referral_question_workdays", _("Pertanyaan tentang rujukan dijawab pengirim"), WORKDAYS, 3),
    Definition("recommendation_workdays", _("Rekomendasi kabupaten/kota untuk keputusan provinsi"), WORKDAYS, 3),
    Definition("decision_unused_days", _("Penempatan dimulai sesudah keputusan berlaku"), DAYS, 30),
    Definition("decision_stale_days", _("Keputusan yang belum dipakai boleh dipakai, paling lama"), DAYS, 90),
    Definition("reunification_workdays", _("Reunifikasi"), WORKDAYS, 7),
    Definition("reunification_preparations", _("Langkah persiapan sebelum anak pulang, paling sedikit"), "", 1),
    Definition("aftercare_visit_months", _("Kunjungan bimbingan lanjut"), MONTHS, [1, 2, 3, 6, 12]),
    Definition("reopening_days", _("Kasus tertutup boleh dibuka kembali"), DAYS, 90),
    Definition("reentry_watch_months", _("Pantau anak yang sudah pulang"), MONTHS, 12),
    Definition("adoption_trial_months", _("Masa pengasuhan percobaan adopsi"), MONTHS, 6, ADOPTION),
    Definition("adoption_home_visits", _("Kunjungan rumah adopsi"), "", 2),
    Definition("adopter_age_years", _("Umur calon orang tua asuh/angkat"), YEARS, [30, 55], length=2, order="rising"),
    Definition("guardian_min_age_years", _("Umur wali paling rendah"), YEARS, 30, GUARDIANS),
    Definition("foster_max_children", _("Anak per orang tua asuh"), "", 3),
    Definition("foster_permit_months", _("Masa izin calon pengasuh"), MONTHS, 12),
    Definition("carer_letter_months", _("Umur surat sehat dan SKCK calon pengasuh, paling lama"), MONTHS, 6),
    Definition("carer_decision_workdays", _("Calon pengasuh diputuskan"), WORKDAYS, 5),
    Definition("carer_permit_reminder_days", _("Pengingat perpanjangan izin pengasuh"), DAYS, [60, 30, 7], minimum=0),
    Definition("adopter_marriage_years", _("Lama menikah calon orang tua angkat, paling singkat"), YEARS, 5, ADOPTION),
    Definition("adopter_children_most", _("Anak calon orang tua angkat, paling banyak"), "", 1, ADOPTION, minimum=0),
    Definition("str_validity_years", _("Masa berlaku STR"), YEARS, 5),
    Definition("access_request_hours", _("Jawaban permintaan data"), HOURS, 72),
    Definition("breach_notice_hours", _("Pemberitahuan kebocoran data"), HOURS, 72, BREACH),
    Definition("retention_years", _("Retensi setelah penutupan"), YEARS, 10),
    Definition("retention_min_age_years", _("Retensi paling sedikit sampai umur"), YEARS, 21),
    Definition(
        "small_cell_threshold", _("Sel statistik yang disembunyikan di bawah"), "", 5, minimum=3, is_national=True
    ),
    Definition("transition_warning_days_before_18", _("Peringatan sebelum umur 18"), DAYS, 90),
    Definition("existing_resident_referral_days", _("Rujukan anak yang sudah tinggal"), DAYS, 90),
    Definition("existing_residents_entry", _("Anak yang sudah tinggal boleh dicatat"), "", False),
    Definition("session_idle_minutes", _("Sesi berakhir bila diam"), _("menit"), 30, is_national=True),
    Definition(
        "quiet_hours",
        _("Jam tenang, dari dan sampai pukul"),
        "",
        [21, 6],
        minimum=0,
        maximum=23,
        length=2,
    ),
    Definition(
        "notice_retention_days",
        _("Simpan pemberitahuan yang sudah dibaca"),
        DAYS,
        365,
        is_national=True,
    ),
    Definition(
        "desk_retention_years",
        _("Simpan laporan masuk dan permintaan SERASI yang tidak menjadi kasus"),
        YEARS,
        10,
        KEPT_NO_LONGER,
        minimum=2,
        is_national=True,
    ),
    Definition("export_life_hours", _("Simpan berkas unduhan"), HOURS, 24, maximum=168, is_national=True),
    Definition("draft_retention_days", _("Simpan draf"), DAYS, 30),
    Definition("calendar_feed_life_days", _("Umur tautan kalender"), DAYS, 180),
    Definition("access_mandate_max_days", _("Mandat pengganti paling lama"), DAYS, 30),
]
DEFINITIONS: dict[str, Definition] = {definition.key: definition for definition in _DEFINITIONS}


def lineage(institution: Institution | None) -> list[int]:
    """Ids of the offices whose values count for `institution`, nearest first: itself, its regency's and its
    province's Dinas."""
    if institution is None:
        return []
    province, regency = institution.region_id[:2], institution.region_id[:5]
    offices = Institution.objects.filter(
        Q(kind=Kind.DINAS_REGENCY, region_id=regency) | Q(kind=Kind.DINAS_PROVINCE, region_id=province)
    ).values_list("kind", "pk")
    nearest_first = sorted(offices, key=lambda row: row[0] != Kind.DINAS_REGENCY)
    return [institution.pk, *(pk for _kind, pk in nearest_first if pk != institution.pk)]


@dataclass(frozen=True, slots=True)
class InForce:
    """The value of one setting in force for an office on a day.

    row: the version it comes from, None for the default. own: whether it is the office's own.
    coming: the office's own next version, if one begins later.
    """

    definition: Definition
    value: Any
    row: Parameter | None
    own: bool
    coming: Parameter | None


def _versions(keys: list[str], offices: Q) -> dict[str, list[Parameter]]:
    """Every version of `keys` that could count for the nation or `offices` (a condition), newest first, by key."""
    rows = Parameter.objects.standing().filter(offices | Q(institution=None), key__in=keys)
    found: dict[str, list[Parameter]] = {key: [] for key in keys}
    for row in rows.select_related("institution", "set_by").order_by("-valid_from", "-pk"):
        found[row.key].append(row)
    return found


def _resolve(definition: Definition, versions: list[Parameter], offices: list[int], day: date) -> InForce:
    own = offices[0] if offices else None
    newest: dict[int | None, Parameter] = {}
    for row in versions:
        if row.valid_from <= day:
            newest.setdefault(row.institution_id, row)
    row = next((newest[office] for office in [*offices, None] if office in newest), None)
    later = [one for one in versions if one.valid_from > day and one.institution_id == own]
    return InForce(
        definition=definition,
        value=row.value if row else definition.default,
        row=row,
        own=row is not None and row.institution_id == own,
        coming=later[-1] if later else None,
    )


def values_in_force(
    institution: Institution | None, *, on: date | None = None, keys: list[str] | None = None
) -> list[InForce]:
    """Every setting (or those of `keys`) as it is in force for `institution` on day `on` (today): one query."""
    office, day = institution.pk if institution else None, on or timezone.localdate()
    regions = {institution.pk: institution.region_id} if institution else {}
    found = in_force_by_office(keys or list(DEFINITIONS), {office: day}, regions=regions)
    return list(found[office].values())


def first_day_on(key: str, institution: Institution | None) -> date | None:
    """The first day on which the switch `key` was in force for `institution`, by its own value or an inherited one.

    Switching off and on again does not move it: versions stay, and none begins in the past. None while it is off, and
    for one that never was on. Raises KeyError on an unknown key.
    """
    definition, offices, today = DEFINITIONS[key], lineage(institution), timezone.localdate()
    versions = _versions([key], Q(institution_id__in=offices))[key]
    if not _resolve(definition, versions, offices, today).value:
        return None
    days = sorted({row.valid_from for row in versions if row.valid_from <= today})
    return next((day for day in days if _resolve(definition, versions, offices, day).value), None)


def value_for(key: str, institution: Institution | None = None, *, on: date | None = None) -> Any:
    """The value of setting `key` in force for `institution` on day `on` (today).

    Inherited office -> regency -> province -> nation -> default of domain.md 13. Raises KeyError on an unknown key.
    """
    [found] = values_in_force(institution, on=on, keys=[DEFINITIONS[key].key])
    return found.value


def values_by_office(
    keys: Collection[str],
    institutions: Collection[int | None],
    *,
    on: date | None = None,
    regions: Mapping[int, str] | None = None,
) -> dict[int | None, dict[str, Any]]:
    """The values of `keys` in force on day `on` (today) for each of `institutions` (ids; None: the nation), by id.

    regions: the codes of their regions by id, where the caller has read them already. One query for any number of
    institutions, one more without `regions`. Raises KeyError on an unknown key.
    """
    found = in_force_by_office(keys, dict.fromkeys(institutions, on or timezone.localdate()), regions=regions)
    return {office: {key: one.value for key, one in values.items()} for office, values in found.items()}


def in_force_by_office(
    keys: Collection[str], days: Mapping[int | None, date], *, regions: Mapping[int, str] | None = None
) -> dict[int | None, dict[str, InForce]]:
    """`values_in_force` for many institutions at once (id -> the day that counts there), by id. Queries as
    `values_by_office`."""
    regions = _regions_of(days) if regions is None else regions
    regencies, provinces = ({region[:size] for region in regions.values()} for size in (5, 2))
    above = Q(institution__kind=Kind.DINAS_REGENCY, institution__region_id__in=regencies)
    above |= Q(institution__kind=Kind.DINAS_PROVINCE, institution__region_id__in=provinces)
    versions = _versions(sorted(keys), Q(institution_id__in=list(regions)) | above)
    set_by = [row.institution for rows in versions.values() for row in rows if row.institution is not None]
    lines = _lines(regions, {(office.kind, office.region_id): office.pk for office in set_by})
    return {
        office: {key: _resolve(DEFINITIONS[key], versions[key], lines.get(office, []), day) for key in keys}
        for office, day in days.items()
    }


def lineages_of(institutions: Collection[int | None]) -> dict[int | None, list[int]]:
    """`lineage` of many institutions at once, by id. Two queries."""
    regions = _regions_of(institutions)
    prefixes = {region[:size] for region in regions.values() for size in (2, 5)}
    offices = {
        (kind, region): pk
        for kind, region, pk in Institution.objects.filter(kind__in=SOCIAL_OFFICES, region_id__in=prefixes).values_list(
            "kind", "region_id", "pk"
        )
    }
    lines = _lines(regions, offices)
    return {institution: lines.get(institution, []) for institution in institutions}


def _regions_of(institutions: Collection[int | None]) -> dict[int, str]:
    return dict(Institution.objects.filter(pk__in=set(institutions) - {None}).values_list("pk", "region_id"))


def _lines(regions: Mapping[int, str], offices: Mapping[tuple[str, str], int]) -> dict[int | None, list[int]]:
    """The lineage of each institution of `regions`. offices: by kind and region, the Dinas that may stand above."""
    lines: dict[int | None, list[int]] = {}
    for pk, region in regions.items():
        above = (offices.get((Kind.DINAS_REGENCY, region[:5])), offices.get((Kind.DINAS_PROVINCE, region[:2])))
        lines[pk] = [pk, *(office for office in above if office not in (None, pk))]
    return lines
