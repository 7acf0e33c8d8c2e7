"""Who acts: plain ids, so that the lowest room needs no other."""

from __future__ import annotations

from dataclasses import dataclass

SYSTEM_ROLE = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, and the membership they act under.

    user_id, membership_id, institution_id: None for the system (Celery, set-up).
    role: the acting membership's role, `SYSTEM` for the system.
    is_bound: a token acts, which sees by that membership alone.
    mandate_id: set when the membership is another person's, exercised for them by a mandate.
    request_id: ties audit rows of one request together.
    """

    user_id: int | None
    membership_id: int | None = None
    institution_id: int | None = None
    role: str = ""
    request_id: str = ""
    mandate_id: int | None = None
    is_bound: bool = False

    @property
    def is_system(self) -> bool:
        return self.role == SYSTEM_ROLE

    def keeps(self, user_id: int, membership_id: int) -> bool:
        """Whether what `user_id` made for themself under `membership_id` is the actor's own: in person all of it, by a
        token that of its own membership."""
        return user_id == self.user_id and (not self.is_bound or membership_id == self.membership_id)


def system_actor(request_id: str = "") -> Actor:
    """The actor of scheduled work: it has no rights of a person and is named as the system in the trail."""
    return Actor(user_id=None, role=SYSTEM_ROLE, request_id=request_id)
