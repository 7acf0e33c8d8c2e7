"""Who stands on which rung of a deadline, today: memberships in force and the deputies who hold them by mandate."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from institutions.models import Mandate, Membership
from institutions.states import CASE_ROLES, RECEIVING_ROLES, Role

from .clocks import Rung
from .models import Deadline


@dataclass(slots=True)
class People:
    """The people of some institutions: by institution and role, by institution who heads it, and deputies."""

    with_role: dict[tuple[int | None, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[int | None, list[int]] = field(default_factory=lambda: defaultdict(list))

    def of(self, row: Deadline, rungs: Iterable[Rung]) -> list[int]:
        """Ids of the users on `rungs` of `row`, each once. Where nobody stands, the next above hears of it: no step of
        the ladder falls into the void."""
        found = {person for rung in rungs for person in self.on(row, rung)}
        for rung in ABOVE:
            if found:
                break
            found = set(self.on(row, rung))
        return sorted(found or set(self.with_role[row.office_id, Role.ADMINISTRATOR]))

    def on(self, row: Deadline, rung: Rung) -> list[int]:
        if rung == Rung.WORKER:
            return [row.worker_id] if row.worker_id in self._working_for(row.office_id) else []
        if rung == Rung.HOLDER:
            return [person for role in sorted(RECEIVING_ROLES) for person in self.with_role[row.holder_id, role]]
        if rung == Rung.HEAD:
            return self.heads[row.holder_id]
        role = Role.SUPERVISOR if rung == Rung.SUPERVISOR else Role.SOCIAL_OFFICE_DECIDER
        return self.with_role[row.office_id, role]

    def _working_for(self, office: int | None) -> set[int]:
        """A worker who left is told nothing."""
        return {person for role in CASE_ROLES for person in self.with_role[office, role]}


ABOVE = (Rung.WORKER, Rung.HOLDER, Rung.SUPERVISOR, Rung.HEAD, Rung.OFFICE)


def people_around(rows: Sequence[Deadline]) -> People:
    """The people of the offices and holders of `rows`. Two queries."""
    places = {row.office_id for row in rows} | {row.holder_id for row in rows}
    people = People()
    members = Membership.objects.current().filter(institution__in=places - {None}).order_by("pk")
    for user, institution, role, is_head in members.values_list("user_id", "institution_id", "role", "is_head"):
        people.with_role[institution, role].append(user)
        if is_head:
            people.heads[institution].append(user)
    lent = Mandate.objects.in_force().filter(grantor__institution__in=places - {None}).order_by("pk")
    for deputy, institution, role in lent.values_list("deputy_id", "grantor__institution_id", "role"):
        people.with_role[institution, role].append(deputy)
    return people
