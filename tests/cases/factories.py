from datetime import date

import factory
from django.utils import timezone

from atensi.documents.models import Document
from atensi.reference.models import Code
from cases.models import (
    Beneficiary,
    BeneficiaryAlias,
    BeneficiaryPhoto,
    BeneficiaryProfile,
    BenefitLink,
    Case,
    CaseCategory,
    FamilyMember,
    IdentityPaper,
)
from cases.names import name_keys
from cases.states import BirthPrecision, Relation, Risk, Sex, Stage
from institutions.states import Role
from tests.institutions.factories import MembershipFactory, region


def code(list_name: str, name: str) -> Code:
    """The code row of a list; made when reference data is not loaded."""
    row = Code.objects.filter(list=list_name, code=name).order_by("-valid_from").first()
    return row or Code.objects.create(list=list_name, code=name, label=f"Kode {name}", valid_from=date(2014, 1, 1))


def document() -> Document:
    """A row of a file; the file itself is not there."""
    return Document.objects.create(
        subject="beneficiary:1",
        title="foto",
        file="tidak-ada.jpg",
        content_type="image/jpeg",
        size=1,
        created_at=timezone.now(),
    )


class BeneficiaryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Beneficiary

    class Params:
        worker_membership = factory.SubFactory(MembershipFactory)

    name = factory.Sequence(lambda n: f"Anak Rekaan {n}")
    name_keys = factory.LazyAttribute(lambda row: name_keys(row.name))
    sex = Sex.MALE
    birth_date = date(2017, 3, 14)
    birth_precision = BirthPrecision.DAY
    region = factory.LazyFunction(lambda: region("14.01.05"))
    office = factory.LazyAttribute(lambda row: row.worker_membership.institution)
    created_by = factory.LazyAttribute(lambda row: row.worker_membership.user)


class BeneficiaryAliasFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BeneficiaryAlias

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    name = "Bujang Umpama"
    name_keys = factory.LazyAttribute(lambda row: name_keys(row.name))
    kind = "NICKNAME"
    recorded_by = factory.LazyAttribute(lambda row: row.beneficiary.created_by)


class IdentityPaperFactory(factory.django.DjangoModelFactory):
    """A family card that is there, its number read."""

    class Meta:
        model = IdentityPaper

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    kind = "FAMILY_CARD"
    state = "HELD"
    number = "1401050101100001"
    recorded_by = factory.LazyAttribute(lambda row: row.beneficiary.created_by)


class BeneficiaryProfileFactory(factory.django.DjangoModelFactory):
    """Somebody who goes to primary school."""

    class Meta:
        model = BeneficiaryProfile

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    schooling = "ATTENDING"
    school_level = "PRIMARY"


class BeneficiaryPhotoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BeneficiaryPhoto

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    document = factory.LazyFunction(lambda: document())
    added_by = factory.LazyAttribute(lambda row: row.beneficiary.created_by)


class BenefitLinkFactory(factory.django.DjangoModelFactory):
    """Decile 2 of the national register."""

    class Meta:
        model = BenefitLink

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    registry = "DTSEN"
    status = "LISTED"
    decile = 2
    extract_on = date(2026, 1, 5)
    recorded_by = factory.LazyAttribute(lambda row: row.beneficiary.created_by)


class FamilyMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FamilyMember

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    name = factory.Sequence(lambda n: f"Bibi Rekaan {n}")
    relation = Relation.AUNT_UNCLE
    kinship_degree = 3


class CaseFactory(factory.django.DjangoModelFactory):
    """A case of a field social worker at a regency's Dinas; pass `worker_membership` to choose whose."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    class Params:
        worker_membership = factory.SubFactory(MembershipFactory, role=Role.FIELD_SOCIAL_WORKER)

    number = factory.Sequence(lambda n: f"14.01/2020/{n:05}")  # a year that no series counts in
    beneficiary = factory.SubFactory(BeneficiaryFactory, worker_membership=factory.SelfAttribute("..worker_membership"))
    office = factory.LazyAttribute(lambda row: row.worker_membership.institution)
    worker = factory.LazyAttribute(lambda row: row.worker_membership.user)
    stage = Stage.INTAKE
    risk = Risk.MEDIUM
    opened_at = factory.LazyFunction(timezone.now)
    opened_by = factory.LazyAttribute(lambda row: row.worker)

    @factory.post_generation
    def categories(self, create, extracted, **kwargs):
        """Give `categories=["MALTREATED", ...]`, the first is primary; one by default."""
        for position, name in enumerate(extracted or ["MALTREATED"]):
            CaseCategory.objects.create(case=self, code=code("AMPK", name), is_primary=position == 0)
