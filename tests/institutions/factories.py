from datetime import date, timedelta

import factory
from django.contrib.auth.models import Group
from django.utils import timezone

from atensi.reference.models import Region
from institutions.middleware import actor_for
from institutions.models import Institution, Mandate, Membership, Partnership
from institutions.states import Kind, Role, TargetGroup
from tests.accounts.factories import UserFactory

ZONE = "Asia/Jakarta"


def region(code: str) -> Region:
    """The region `code` with its parents; made when reference data is not loaded."""
    parent = region(code.rpartition(".")[0]) if "." in code else None
    level = code.count(".") + 1
    row, _created = Region.objects.get_or_create(
        pk=code, defaults={"name": f"Wilayah Contoh {code}", "level": level, "parent": parent, "time_zone": ZONE}
    )
    return row


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Group

    name = factory.Sequence(lambda n: f"institution-contoh-{n}")


class InstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Institution

    kind = Kind.DINAS_REGENCY
    name = factory.Sequence(lambda n: f"Lembaga Contoh {n}")
    region = factory.LazyFunction(lambda: region("14.01"))
    group = factory.SubFactory(GroupFactory)

    class Params:
        provincial = factory.Trait(
            kind=Kind.DINAS_PROVINCE,
            name=factory.Sequence(lambda n: f"Dinas Sosial Provinsi Contoh {n}"),
            region=factory.LazyFunction(lambda: region("14")),
        )
        sentra = factory.Trait(
            kind=Kind.SENTRA,
            name=factory.Sequence(lambda n: f"Sentra Contoh {n}"),
            region=factory.LazyFunction(lambda: region("14.71")),
            places=20,
            target_groups=[TargetGroup.CHILDREN],
        )
        lksa = factory.Trait(
            kind=Kind.LKSA,
            name=factory.Sequence(lambda n: f"LKSA Contoh {n}"),
            places=10,
            target_groups=[TargetGroup.CHILDREN],
            licence_number=factory.Sequence(lambda n: f"IZIN-CONTOH-{n}"),
            licence_valid_from=date(2024, 1, 1),
            licence_valid_until=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365)),
        )


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = Role.FIELD_SOCIAL_WORKER
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))
    str_number = factory.Sequence(lambda n: f"STR-CONTOH-{n}")
    str_valid_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))

    class Params:
        ended = factory.Trait(valid_until=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1)))


def actor_of(membership: Membership):
    """The Actor that acts under `membership`."""
    return actor_for(membership.user, membership, "test")


class MandateFactory(factory.django.DjangoModelFactory):
    """A decider's mandate for a field social worker of the same office, running; trait: past."""

    class Meta:
        model = Mandate

    class Params:
        past = factory.Trait(
            valid_from=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=20)),
            valid_until=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1)),
        )

    grantor = factory.SubFactory(MembershipFactory, role=Role.SOCIAL_OFFICE_DECIDER)
    role = factory.LazyAttribute(lambda row: row.grantor.role)
    deputy = factory.LazyAttribute(lambda row: MembershipFactory(institution=row.grantor.institution).user)
    number = factory.Sequence(lambda n: f"800/MANDAT-CONTOH-{n}")
    basis = "Cuti (rekaan)."
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    valid_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=9))
    limit_days = 30


def deputy_of(mandate: Mandate):
    """The Actor of the mandate's deputy, acting under it."""
    rows = Membership.objects.rights_of(mandate.deputy).with_mandate(mandate.deputy)
    return actor_for(mandate.deputy, rows.get(pk=mandate.grantor_id), "test")


class PartnershipFactory(factory.django.DjangoModelFactory):
    """A Sentra works with a home for two hundred days, without a last day."""

    class Meta:
        model = Partnership

    sentra = factory.SubFactory(InstitutionFactory, sentra=True)
    partner = factory.SubFactory(InstitutionFactory, lksa=True)
    number = factory.Sequence(lambda n: f"PKS/CONTOH/{n}")
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=200))
    recorded_by = factory.SubFactory(UserFactory)

    class Params:
        ended = factory.Trait(
            ended_at=factory.LazyFunction(timezone.now),
            ended_by=factory.SubFactory(UserFactory),
            end_reason="Selesai (rekaan).",
        )
