"""What stands against recording something of a person: name, birth, identity, health, school, social protection."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem

from ..person import Person


def birth_problems(person: Person, today: date) -> list[Problem]:
    """Nobody is born tomorrow. today: at the person's office."""
    if person.birth_date is None or person.birth_date <= today:
        return []
    return [Problem("birth_ahead", _("Tanggal lahir belum terjadi. Periksa tahunnya."), field="born")]
