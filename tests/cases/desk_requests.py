"""Situations of the one door of a Sentra that several tests start from."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from cases.services.desk_requests import Asked, register_request
from cases.states import Source, Urgency
from institutions.states import Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region


def officer_of_sentra(**sentra):
    return MembershipFactory(institution=InstitutionFactory(sentra=True, **sentra), role=Role.INTAKE_OFFICER)


def told(**changes):
    values = {
        "source": Source.FAMILY,
        "received_at": timezone.now() - timedelta(minutes=5),
        "problem": "Nenek tidak sanggup lagi mengasuh dua cucunya.",
        "urgency": Urgency.UNCLEAR,
        "region": region("14.01"),
        "is_child": True,
        "place": "Dusun Rekaan",
        "person_name": "Sari Rekaan",
        "requester_name": "Nenek Contoh",
        "requester_phone": "0811-0000-0000",
    }
    return Asked(**values | changes)


def asked_of(officer=None, *, going=None, form_id=None, **changes):
    """A request at the desk of the officer's Sentra; it waits there unless `going` says where it goes."""
    by = actor_of(officer or officer_of_sentra())
    return register_request(asked=told(**changes), form_id=form_id or uuid4(), going=going, by=by)
