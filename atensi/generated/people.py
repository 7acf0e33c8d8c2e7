"""The child of a case and its family."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from atensi.fields import blind_index, encrypt
from cases.models import Beneficiary, CaregivingPeriod, FamilyMember
from cases.nik import FEMALE_OFFSET
from cases.person_states import NikProof
from cases.states import KINSHIP_DEGREES, BirthPrecision, NikStatus, NoNikReason, Relation, Sex
from institutions.states import Faith

from .names import full_name, keys_of
from .nation import Office, Person
from .writing import Writer

YOUNGEST, OLDEST = 30, 6400  # days of age when the case opens
WITH_NIK, WITHOUT_NAME, ROUGH_BIRTH = 0.78, 0.01, 0.08
LAST_SERIAL = 9999
FAITHS = (Faith.ISLAM,) * 8 + (Faith.PROTESTANT, Faith.CATHOLIC, Faith.HINDU, Faith.BUDDHIST)


class Child(NamedTuple):
    """birth: the day of birth; known: as it is written, which may be the year alone."""

    pk: int
    name: str
    birth: date
    sex: Sex
    aunt: int
    aunt_name: str
    known: date
    faith: Faith


class Children:
    """Writes beneficiaries. A district gives each NIK serial once, so that no two are the same."""

    with_nik, oldest = WITH_NIK, OLDEST

    def __init__(self, writer: Writer, rng: Random):
        self.writer, self.rng = writer, rng
        self.serials: Counter[str] = Counter()

    def add(self, office: Office, worker: Person, at: datetime, district: str) -> Child:
        rng = self.rng
        sex = Sex.FEMALE if rng.random() < 0.5 else Sex.MALE
        birth = at.date() - timedelta(days=rng.randint(YOUNGEST, self.oldest))
        name = full_name(rng, sex) if rng.random() > WITHOUT_NAME else ""
        rough = rng.random() < ROUGH_BIRTH
        faith = rng.choice(FAITHS)
        known = birth.replace(month=1, day=1) if rough else birth
        pk = self.writer[Beneficiary].add(
            name=name,
            name_keys=keys_of(name),
            sex=sex,
            birth_date=known,
            birth_precision=BirthPrecision.YEAR if rough else BirthPrecision.DAY,
            faith=faith,
            region_id=district,
            address="Dusun Rekaan, dekat balai desa",
            office_id=office.pk,
            created_at=at,
            created_by_id=worker.user,
            **self._nik(district, birth, sex, worker, at),
        )
        mother = rng.random() < 0.6
        if mother:
            self._member(pk, Relation.MOTHER, at, worker, is_caregiver=True)
        aunt, aunt_name = self._member(pk, Relation.AUNT_UNCLE, at, worker, is_caregiver=not mother)
        return Child(pk, name, birth, sex, aunt, aunt_name, known, faith)

    def _member(
        self, child: int, relation: str, at: datetime, worker: Person, *, is_caregiver: bool
    ) -> tuple[int, str]:
        name = full_name(self.rng, Sex.FEMALE)
        member = self.writer[FamilyMember].add(
            beneficiary_id=child,
            name=name,
            relation=relation,
            kinship_degree=KINSHIP_DEGREES[relation],
            is_caregiver=is_caregiver,
            phone=f"0800{child:08}" if is_caregiver else "",
            created_at=at,
        )
        if is_caregiver:
            self.writer[CaregivingPeriod].add(member_id=member, recorded_at=at, recorded_by_id=worker.user)
        return member, name

    def _nik(self, district: str, birth: date, sex: str, worker: Person, at: datetime) -> dict[str, object]:
        if self.rng.random() > self.with_nik or self.serials[district] >= LAST_SERIAL:
            return {"no_nik_reason": NoNikReason.NO_DOCUMENTS}
        self.serials[district] += 1
        day = birth.day + (FEMALE_OFFSET if sex == Sex.FEMALE else 0)
        nik = f"{district.replace('.', '')}{day:02}{birth:%m%y}{self.serials[district]:04}"
        verified = self.rng.random() < 0.7
        proof = {"nik_proof": NikProof.FAMILY_CARD, "nik_verified_at": at, "nik_verified_by_id": worker.user}
        return {
            "nik": encrypt(nik),
            "nik_index": blind_index(nik),
            "nik_status": NikStatus.VERIFIED if verified else NikStatus.UNVERIFIED,
            "no_nik_reason": "",
            **(proof if verified else {}),
        }
