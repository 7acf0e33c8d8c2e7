"""Who keeps institutions, the people in them and their settings. Pure predicates over the acting membership.

An administrator keeps the own institution; one of a Dinas Sosial also the institutions of its province or regency
(permits, supervision and accreditation run through the Dinas, domain.md 7).
"""

from atensi.audit.actor import Actor

from .models import Institution, Mandate, Membership, Partnership
from .states import SENTRA_ROLES, SOCIAL_OFFICES, Kind, Role


def keeps_region(office: Institution, region_id: str) -> bool:
    """Whether `office` is a Dinas Sosial and `region_id` lies in its province or regency."""
    return office.kind in SOCIAL_OFFICES and region_id.startswith(office.region_id)


def keeps(office: Institution, institution: Institution) -> bool:
    """Whether the administrators of `office` keep `institution`. The same rule as `Institution.objects.kept_by`."""
    return office.pk == institution.pk or keeps_region(office, institution.region_id)


def is_administrator(actor: Actor | None, office: Institution | None) -> bool:
    """Whether the actor acts as administrator of `office`."""
    return (
        actor is not None
        and office is not None
        and actor.role == Role.ADMINISTRATOR
        and actor.institution_id == office.pk
    )


def can_create(actor: Actor | None, office: Institution | None, region_id: str) -> bool:
    """Administrators of a Dinas Sosial register institutions of their region. office: the acting one."""
    if actor is not None and actor.is_system:
        return True
    return is_administrator(actor, office) and office is not None and keeps_region(office, region_id)


def can_register(actor: Actor | None, office: Institution | None) -> bool:
    """Whether the actor registers institutions at all, those of their own office's region. office: the acting one."""
    return office is not None and can_create(actor, office, office.region_id)


def can_keep(actor: Actor | None, office: Institution | None, institution: Institution) -> bool:
    """Edit the institution, its people, certificates and settings. office: the one acted for."""
    if actor is not None and actor.is_system:
        return True
    return is_administrator(actor, office) and office is not None and keeps(office, institution)


def can_keep_holidays(actor: Actor | None, office: Institution | None) -> bool:
    """Administrators of a Dinas Sosial keep the holidays of its own province or regency. office: the acting one."""
    return is_administrator(actor, office) and office is not None and office.kind in SOCIAL_OFFICES


def can_keep_partners(actor: Actor | None, office: Institution | None) -> bool:
    """Agree with partners and end it: the people of a Sentra, for their own. office: the acting one."""
    if actor is None or office is None or actor.institution_id != office.pk:
        return False
    return office.kind == Kind.SENTRA and actor.role in SENTRA_ROLES


def can_end_partnership(actor: Actor | None, office: Institution | None, partnership: Partnership) -> bool:
    """The people of the Sentra whose it is."""
    return can_keep_partners(actor, office) and office is not None and office.pk == partnership.sentra_id


def can_switch_to(actor: Actor, membership: Membership) -> bool:
    """One's own current membership, or one held by a mandate."""
    is_own = membership.user_id == actor.user_id and actor.mandate_id is None
    is_lent = membership.mandate_id is not None and membership.mandate_id == actor.mandate_id
    return (is_own or is_lent) and membership.is_current()


def can_give_mandate(actor: Actor | None, office: Institution | None, grantor: Membership) -> bool:
    """The holder of the office, acting under it, or an administrator who keeps it. Who holds it by a mandate gives
    nothing on. office: the one acted for."""
    if actor is not None and actor.mandate_id is not None:
        return False
    holds_it = actor is not None and (actor.user_id, actor.membership_id) == (grantor.user_id, grantor.pk)
    return holds_it or can_keep(actor, office, grantor.institution)


def can_end_mandate(actor: Actor | None, office: Institution | None, mandate: Mandate) -> bool:
    """Its giver, its deputy, who may lay it down, or an administrator who keeps the office."""
    return _is_party(actor, mandate) or can_keep(actor, office, mandate.grantor.institution)


def _is_party(actor: Actor | None, mandate: Mandate) -> bool:
    """Whether the actor gave it or holds it; a token only under the membership that gave it, or where it is held."""
    if actor is None or actor.user_id is None:
        return False
    there = not actor.is_bound or actor.institution_id == mandate.grantor.institution_id
    got = actor.user_id == mandate.deputy_id and there
    return got or actor.keeps(mandate.grantor.user_id, mandate.grantor_id)
