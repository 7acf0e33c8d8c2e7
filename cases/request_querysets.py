"""Who sees which requests of a Sentra's desk."""

from django.db.models import Q

from atensi.scopes import ScopedQuerySet
from institutions.rights import institutions_of
from institutions.states import Role

from .states import RequestState

DESK_OF_SENTRA = frozenset({Role.INTAKE_OFFICER})


class DeskRequestQuerySet(ScopedQuerySet):
    def scopes(self, user) -> dict[str, "DeskRequestQuerySet"]:
        """desk: in the hands of a Sentra where the user takes in. taken: it once was, wherever it went since."""
        sentra = institutions_of(user, DESK_OF_SENTRA)
        return {"desk": self.filter(sentra_id__in=sentra), "taken": self._through(sentra_id__in=sentra)}

    def visible_to(self, user):
        """Every request of `scopes`. For single rows and checks, not for long lists."""
        return self.filter(self.in_scopes(user))

    def open(self):
        """Neither sent on nor answered."""
        return self.filter(state=RequestState.WAITING)

    def left(self, sentra_id):
        """What one Sentra has done with: it had it in hand, and sent it on, answered it, or gave it to another one."""
        return self._through(sentra_id=sentra_id).exclude(Q(state=RequestState.WAITING) & Q(sentra_id=sentra_id))

    def _through(self, **hands):
        """Those with a step in such hands, each once: every Sentra that had it, the first one included, has a step."""
        steps = self.model._meta.get_field("steps").related_model
        return self.filter(pk__in=steps._base_manager.filter(**hands).order_by().values("request_id"))


class DeskRequestStepQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Visible with the request."""
        requests = self.model._meta.get_field("request").related_model.objects.visible_to(user)
        return self.filter(request__in=requests)
