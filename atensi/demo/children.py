"""Thirty children who do not exist: names are made of words that say so (Contoh, Rekaan, Umpama, Misal).

Columns: name, sex, age in years, district, category, triage, what happened, and how far the case has come (a story of
`stories.py`) with the days since the report. NIK are left out on purpose: none of these people has one.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Child:
    name: str
    sex: str
    age: int
    district: str
    categories: tuple[str, ...]
    triage: str
    happened: str
    story: str
    days_ago: int
    faith: str = "ISLAM"


KAMPAR, PELALAWAN, SIAK, PEKANBARU = "14.01", "14.05", "14.08", "14.71"

NEGLECT = "Anak tinggal bersama tetangga sejak ibunya meninggal; ayah tidak diketahui tempatnya."
HIT = "Guru melihat memar di lengan anak; anak takut pulang ke rumah."
STREET = "Anak ditemukan mengamen sampai malam dan tidak bersekolah sejak semester lalu."
ALONE = "Dua hari tanpa pengasuh di rumah kontrakan; kader memberi makan."
FLOOD = "Terpisah dari keluarga saat banjir; tinggal di balai desa."
COURT = "Anak diduga mengambil barang di warung; polisi meminta pendampingan pekerja sosial."
STIGMA = "Anak dijauhi teman karena keadaan orang tuanya dan berhenti sekolah."
DISABLED = "Anak dengan disabilitas tidak mendapat layanan sejak pindah desa."
HARMED = "UPT PPA meminta pendampingan anak; rincian hanya di dalam berkas kasus."

CHILDREN = [
    Child("Contoh Anggrek", "FEMALE", 7, KAMPAR, ("MALTREATED",), "HIGH", ALONE, "reported_late", 3),
    Child("", "MALE", 4, KAMPAR, ("EMERGENCY",), "HIGH", FLOOD, "reported_today", 0),
    Child("Rekaan Bima", "MALE", 13, PEKANBARU, ("EXPLOITED",), "MEDIUM", STREET, "reported_today", 1),
    Child("Umpama Citra", "FEMALE", 15, SIAK, ("SEXUAL_CRIME",), "HIGH", HARMED, "contacted", 4),
    Child("Misal Damar", "MALE", 9, PELALAWAN, ("STIGMA",), "LOW", STIGMA, "contacted", 6),
    Child("Contoh Eka Lestari", "FEMALE", 11, KAMPAR, ("VIOLENCE",), "MEDIUM", HIT, "agreed", 9),
    Child("Rekaan Fajar", "MALE", 8, PEKANBARU, ("MALTREATED",), "MEDIUM", NEGLECT, "transferred", 12),
    Child("Umpama Gita", "FEMALE", 6, KAMPAR, ("MALTREATED", "STIGMA"), "MEDIUM", NEGLECT, "assessing", 16),
    Child("Misal Hadi", "MALE", 14, SIAK, ("JUSTICE",), "MEDIUM", COURT, "diverting", 20),
    Child("Contoh Indah", "FEMALE", 10, PELALAWAN, ("DISABILITY",), "LOW", DISABLED, "assessed", 24),
    Child("Rekaan Joko", "MALE", 12, KAMPAR, ("VIOLENCE",), "HIGH", HIT, "plan_waiting", 12),
    Child("Contoh Bayu", "MALE", 8, KAMPAR, ("MALTREATED",), "MEDIUM", NEGLECT, "plan_returned", 13),
    Child("Umpama Kartika", "FEMALE", 5, PEKANBARU, ("MALTREATED",), "MEDIUM", NEGLECT, "transfer_offered", 35),
    Child("Misal Lukman", "MALE", 17, SIAK, ("EXPLOITED",), "MEDIUM", STREET, "growing_up", 40),
    Child("Contoh Melati", "FEMALE", 9, KAMPAR, ("STIGMA",), "LOW", STIGMA, "served", 60),
    Child("Rekaan Nanda", "MALE", 7, PELALAWAN, ("DISABILITY",), "LOW", DISABLED, "goals_reached", 75),
    Child("Umpama Oki", "MALE", 10, KAMPAR, ("DISABILITY",), "LOW", DISABLED, "service_asked", 30),
    Child("Misal Putri", "FEMALE", 12, PEKANBARU, ("VIOLENCE",), "MEDIUM", HIT, "service_questioned", 33),
    Child("Contoh Raka", "MALE", 9, KAMPAR, ("MALTREATED", "STIGMA"), "MEDIUM", NEGLECT, "decision_asked", 40),
    Child("Rekaan Sari", "FEMALE", 8, KAMPAR, ("MALTREATED",), "HIGH", ALONE, "sibling_asked", 44),
    Child("Umpama Tegar", "MALE", 11, KAMPAR, ("MALTREATED",), "MEDIUM", NEGLECT, "kinship_asked", 38),
    Child("Misal Utami", "FEMALE", 13, KAMPAR, ("VIOLENCE",), "HIGH", HIT, "admission_asked", 50),
    Child("Contoh Vino", "MALE", 12, PELALAWAN, ("MALTREATED",), "MEDIUM", NEGLECT, "in_sentra_due", 108),
    Child("Rekaan Wulan", "FEMALE", 14, KAMPAR, ("VIOLENCE",), "MEDIUM", HIT, "in_sentra_late", 140),
    Child("Umpama Yoga", "MALE", 10, KAMPAR, ("MALTREATED",), "MEDIUM", NEGLECT, "in_home_late", 130),
    Child("Misal Zahra", "FEMALE", 9, SIAK, ("MALTREATED",), "MEDIUM", NEGLECT, "in_home_reviewed", 203),
    Child("Contoh Aditya", "MALE", 7, PEKANBARU, ("EMERGENCY",), "HIGH", FLOOD, "emergency", 24),
    Child("Rekaan Bunga", "FEMALE", 6, KAMPAR, ("MALTREATED",), "MEDIUM", NEGLECT, "with_kin", 100),
    Child("Umpama Cahya", "FEMALE", 11, KAMPAR, ("STIGMA",), "LOW", STIGMA, "home_again", 300),
    Child("Misal Dewa", "MALE", 13, PELALAWAN, ("VIOLENCE",), "MEDIUM", HIT, "home_again", 260),
    Child("Contoh Endah", "FEMALE", 12, SIAK, ("MALTREATED",), "LOW", NEGLECT, "closed", 330),
]

# Who is whose brother or sister; each has a case, the second tells of the first.
SIBLING_OF = {"Rekaan Sari": "Contoh Raka"}
