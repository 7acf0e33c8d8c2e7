"""Who stands on which rung of a deadline, today: memberships in force and the deputies who hold them by mandate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from institutions.offices import provinces_of
from institutions.reaching import Holders, who_holds
from institutions.states import CASE_ROLES, RECEIVING_ROLES, Role

from .clocks import Rung
from .hooks import clock_named
from .models import Deadline


@dataclass(frozen=True, slots=True)
class People:
    """The rungs of the ladder, from who holds which role of the institutions around.

    provinces: office -> the Dinas of its province, for clocks that climb so far.
    """

    holders: Holders
    provinces: Mapping[int, int] = field(default_factory=dict)

    def of(self, row: Deadline, rungs: Iterable[Rung]) -> list[int]:
        """Ids of the users on `rungs` of `row`, each once. Where nobody stands, the next above hears of it: no step of
        the ladder falls into the void."""
        found = set[int]().union(*(self.on(row, rung) for rung in rungs))
        for rung in ABOVE:
            if found:
                break
            found = self.on(row, rung)
        return sorted(found or self.holders.of(row.office_id, {Role.ADMINISTRATOR}))

    def on(self, row: Deadline, rung: Rung) -> set[int]:
        if rung == Rung.WORKER:
            # A worker who left is told nothing.
            return {row.worker_id} & self.holders.of(row.office_id, CASE_ROLES)
        if rung == Rung.HOLDER:
            return self.holders.of(row.holder_id, RECEIVING_ROLES)
        if rung == Rung.HEAD:
            return set(self.holders.heads[row.holder_id])
        if rung == Rung.INTAKE:
            return self.holders.of(row.office_id, {Role.INTAKE_OFFICER})
        if rung == Rung.PROVINCE:
            return self.holders.of(self.provinces.get(row.office_id or 0), {Role.SOCIAL_OFFICE_DECIDER})
        role = Role.SUPERVISOR if rung == Rung.SUPERVISOR else Role.SOCIAL_OFFICE_DECIDER
        return self.holders.of(row.office_id, {role})


ABOVE = (Rung.WORKER, Rung.HOLDER, Rung.SUPERVISOR, Rung.HEAD, Rung.OFFICE)


def people_around(rows: Sequence[Deadline]) -> People:
    """The people of the offices and holders of `rows`. Two queries; two more when one of their clocks climbs to the
    province."""
    places = {row.office_id for row in rows} | {row.holder_id for row in rows}
    climbing = {row.office_id for row in rows if _climbs_to_province(row)} - {None}
    provinces = provinces_of({office for office in climbing if office is not None}) if climbing else {}
    return People(who_holds((places | set(provinces.values())) - {None}), provinces)


def _climbs_to_province(row: Deadline) -> bool:
    return any(Rung.PROVINCE in rungs for rungs in clock_named(row.clock).ladder.climbing)
