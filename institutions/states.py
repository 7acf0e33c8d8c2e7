from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    DINAS_PROVINCE = "DINAS_PROVINCE", _("Dinas Sosial provinsi")
    DINAS_REGENCY = "DINAS_REGENCY", _("Dinas Sosial kabupaten/kota")
    SENTRA = "SENTRA", _("Sentra")
    UPTD = "UPTD", _("UPTD")
    LKSA = "LKSA", _("LKSA")
    LKS = "LKS", _("LKS")
    MINISTRY = "MINISTRY", _("Unit Kementerian Sosial")


SOCIAL_OFFICES = frozenset({Kind.DINAS_PROVINCE, Kind.DINAS_REGENCY})
RESIDENCES = frozenset({Kind.SENTRA, Kind.UPTD, Kind.LKSA})
# Whom a Sentra strengthens under an agreement (domain.md 4: UPTD and LKS).
PARTNER_KINDS = frozenset({Kind.UPTD, Kind.LKSA, Kind.LKS})
# Ministry and regional units work under their own statute; community bodies need a licence (domain.md 7).
LICENSED = frozenset({Kind.LKSA, Kind.LKS})


class Role(models.TextChoices):
    FIELD_SOCIAL_WORKER = "FIELD_SOCIAL_WORKER", _("Sakti Peksos")
    SUPERVISOR = "SUPERVISOR", _("Penyelia")
    SOCIAL_OFFICE_DECIDER = "SOCIAL_OFFICE_DECIDER", _("Pejabat pemutus Dinas Sosial")
    INTAKE_OFFICER = "INTAKE_OFFICER", _("Petugas penerimaan Sentra")
    LKSA_STAFF = "LKSA_STAFF", _("Petugas LKSA")
    HOTLINE_OPERATOR = "HOTLINE_OPERATOR", _("Operator pengaduan")
    ANALYST = "ANALYST", _("Analis data")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")


# Roles that work on cases at all. An administrator keeps users and reference data, an operator takes calls and hands
# them on, an analyst reads numbers without names: none of them sees a case.
CASE_ROLES = frozenset(set(Role) - {Role.ADMINISTRATOR, Role.HOTLINE_OPERATOR, Role.ANALYST})
# Roles that see every case of their office.
OFFICE_ROLES = frozenset({Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER})
# Roles that receive referrals for their institution.
RECEIVING_ROLES = frozenset({Role.INTAKE_OFFICER, Role.LKSA_STAFF, Role.SOCIAL_OFFICE_DECIDER, Role.SUPERVISOR})

# Who works on cases by a share alone, for a Sentra or a home: when the share ends they keep what they wrote.
SHARE_ROLES = frozenset({Role.INTAKE_OFFICER, Role.LKSA_STAFF})

# Offices that their holder may have somebody else exercise for a time, by mandate.
LENDING_ROLES = frozenset({Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER})

# Who keeps the partners of a Sentra and takes requests at its desk: its own people.
SENTRA_ROLES = frozenset({Role.INTAKE_OFFICER, Role.ADMINISTRATOR})

# Roles of an office that takes calls and reads numbers: a Dinas, and the ministry's own desk (TePSA 1500-771).
DESK_ROLES = frozenset({Role.HOTLINE_OPERATOR, Role.ANALYST, Role.ADMINISTRATOR})

# Which roles fit which kind of institution.
ROLES_OF_KIND: dict[str, frozenset[str]] = {
    Kind.DINAS_PROVINCE: DESK_ROLES | {Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER},
    Kind.DINAS_REGENCY: DESK_ROLES | {Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER},
    Kind.MINISTRY: DESK_ROLES,
    Kind.SENTRA: frozenset({Role.INTAKE_OFFICER, Role.ADMINISTRATOR}),
    Kind.UPTD: frozenset({Role.INTAKE_OFFICER, Role.ADMINISTRATOR}),
    Kind.LKSA: frozenset({Role.LKSA_STAFF}),
    Kind.LKS: frozenset({Role.LKSA_STAFF}),
}


class Faith(models.TextChoices):
    ISLAM = "ISLAM", _("Islam")
    PROTESTANT = "PROTESTANT", _("Kristen Protestan")
    CATHOLIC = "CATHOLIC", _("Katolik")
    HINDU = "HINDU", _("Hindu")
    BUDDHIST = "BUDDHIST", _("Buddha")
    CONFUCIAN = "CONFUCIAN", _("Khonghucu")
    BELIEF = "BELIEF", _("Kepercayaan terhadap Tuhan YME")


class BandSex(models.TextChoices):
    """Whom a band of places is for. MALE and FEMALE are the codes of a beneficiary's sex."""

    ANY = "ANY", _("Semua")
    MALE = "MALE", _("Laki-laki")
    FEMALE = "FEMALE", _("Perempuan")


class TargetGroup(models.TextChoices):
    """The ATENSI clusters an institution serves (Permensos 7/2021 art. 3)."""

    CHILDREN = "CHILDREN", _("Anak")
    ELDERLY = "ELDERLY", _("Lanjut usia")
    DISABILITY = "DISABILITY", _("Penyandang disabilitas")
    TS_KPO = "TS_KPO", _("Tuna sosial dan korban perdagangan orang")
    NAPZA = "NAPZA", _("Korban penyalahgunaan NAPZA")
    DISASTER = "DISASTER", _("Korban bencana dan PPKS lain")
