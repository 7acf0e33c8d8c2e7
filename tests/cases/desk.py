"""Situations of the report desk that several tests start from."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from cases.services.incoming import Call, assign_incoming, close_incoming, pass_on_incoming, record_incoming
from cases.states import Channel, IncomingClosure, Urgency
from institutions.states import Kind, Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

DISTRICT = "14.01.05"


def desk(**kwargs):
    """A desk of the ministry."""
    return InstitutionFactory(kind=Kind.MINISTRY, region=region("31"), **kwargs)


def operator(office=None, **kwargs):
    return MembershipFactory(role=Role.HOTLINE_OPERATOR, institution=office or desk(), **kwargs)


def call(**kwargs):
    values = {
        "channel": Channel.TEPSA,
        "received_at": timezone.now() - timedelta(minutes=5),
        "problem": "Tetangga mendengar anak menangis tiap malam.",
        "urgency": Urgency.UNCLEAR,
        "region": region(DISTRICT),
        "place": "Dusun Rekaan",
        "child_name": "Sari Rekaan",
        "reporter_name": "Ibu Contoh",
        "reporter_phone": "0811-0000-0000",
    }
    return Call(**(values | kwargs))


def taken(by=None, **kwargs):
    """A report that an operator has taken and that waits at the Dinas of its place."""
    form_id = kwargs.pop("form_id", None) or uuid4()
    return record_incoming(call=call(**kwargs), form_id=form_id, by=actor_of(by or operator()))


def assigned(report, supervisor, worker):
    return assign_incoming(report=report, worker=worker.user, by=actor_of(supervisor))


def passed_on(report, supervisor, to, reason="Anak sudah pindah."):
    return pass_on_incoming(report=report, to=to, reason=reason, by=actor_of(supervisor))


def closed(report, supervisor, closure=IncomingClosure.NOT_SOCIAL_WORK, note="Soal listrik (rekaan).", double_of=None):
    return close_incoming(report=report, closure=closure, note=note, double_of=double_of, by=actor_of(supervisor))
