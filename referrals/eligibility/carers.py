"""Of what faith a carer outside the family is (domain.md 6)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from cases.models import Beneficiary, FamilyMember
from cases.states import CareForm

LAW_FAITH = _("PP 44/2017; PP 29/2019; PP 54/2007")
# Whose faith is asked. Own family and kin care whatever they believe.
FAITH_FORMS = frozenset({CareForm.FOSTER, CareForm.GUARDIAN, CareForm.ADOPTION})


def carer_faith_problems(form: str, child: Beneficiary, carer: FamilyMember, *, field: str) -> Iterator[Problem]:
    """Foster parents, guardians and adopters are of the child's faith (hard); while one of the two is unknown a written
    reason lets it pass (soft). field: of the form that names the carer."""
    if form not in FAITH_FORMS:
        return
    if not child.faith or not carer.faith:
        text = _(
            "Agama anak atau pengasuh belum tercatat. Orang tua asuh, wali, dan orang tua angkat seagama dengan anak."
        )
        yield Problem("carer_faith_unknown", text, "soft", LAW_FAITH, field)
    elif child.faith != carer.faith:
        text = _("Pengasuh beragama %(carer)s, anak beragama %(child)s. Bentuk pengasuhan ini meminta yang seagama.")
        values = {"carer": carer.get_faith_display(), "child": child.get_faith_display()}
        yield Problem("carer_faith_differs", text % values, source=LAW_FAITH, field=field)
