"""What accreditation says against a body as partner of a Sentra."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem, Tag
from institutions.models import Institution
from institutions.parameters import value_for

from .models import Certificate

LAW_ACCREDITATION = _("Permensos 8/2025")


def partner_problems(sentra: Institution, partner: Institution, on: date) -> list[Problem]:
    """A partner LKS should be accredited on the first day (domain.md 4): a warning, a bar where the Sentra's setting
    accreditation_required says so. Units of the government have no accreditation. Two queries."""
    certificates = Certificate.objects.valid_on(on).filter(institution=partner)
    if not partner.needs_licence or certificates.exists():
        return []
    tag: Tag = "hard" if value_for("accreditation_required", sentra, on=on) else "soft"
    text = _("Akreditasi %(name)s tidak berlaku pada hari pertama.") % {"name": partner.name}
    return [Problem("partner_not_accredited", text, tag, LAW_ACCREDITATION, "valid_from")]
