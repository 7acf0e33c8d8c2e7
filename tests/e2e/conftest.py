from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from atensi.accounts.models import User
from atensi.instruments.models import Instrument
from atensi.instruments.services.drafting import begin_version
from cases.models import Case
from cases.services.justice import record_contact, record_matter, set_justice_date
from institutions.models import Membership
from institutions.services.mandates import give_mandate
from tests import browsers, databases
from tests.clock import Clock, standing_at
from tests.demo.targets import merged_file, offered_case
from tests.e2e.screen import PASSWORD
from tests.flows.given import Field, given_the_field
from tests.institutions.factories import actor_of


@pytest.fixture(scope="module")
def demo_site(template_database: str, django_db_blocker) -> Iterator[str]:
    """The site with the demo in it, on a database of this module's own. Tests only read it."""
    owner, _web = databases.roles()
    cache.clear()
    with django_db_blocker.unblock(), databases.clone(template_database, owner):
        call_command("load_demo", crowd=False, verbosity=0)
        _lend_an_office()
        _draft_a_questionnaire()
        _bring_before_the_law()
        case = Case.objects.get(beneficiary__name="Umpama Gita")
        merged_file(case)
        offered_case(case)
        with browsers.serving() as address:
            yield address


def _lend_an_office() -> None:
    """What the demo leaves out: a mandate that runs."""
    decider = Membership.objects.get(user__username="farida")
    today = timezone.localdate()
    give_mandate(
        grantor=decider,
        deputy=User.objects.get(username="hendra"),
        number="800/1/CONTOH",
        basis="Dinas luar (rekaan)",
        valid_from=today,
        valid_until=today + timedelta(days=5),
        by=actor_of(decider),
    )


def _draft_a_questionnaire() -> None:
    """What the ministry's administrator works at."""
    keeper = Membership.objects.get(user__username="indah")
    begin_version(instrument=Instrument.objects.get(code="comprehensive"), by=actor_of(keeper))


def _bring_before_the_law() -> None:
    """A child under twelve whom somebody accuses: what three parties decide of, a contact, a day ahead."""
    case = Case.objects.get(beneficiary__name="Contoh Bayu")
    by, today = actor_of(Membership.objects.get(user=case.worker)), timezone.localdate()
    days = {"act_on": today - timedelta(days=5), "reported_on": today - timedelta(days=4)}
    given = {"reasons": {"offender_under_twelve": "Penyidik memanggil ketiganya (rekaan)."}}
    track = record_matter(case=case, by=by, role="OFFENDER", matter="Contoh", **days, **given)
    record_contact(track=track, by=by, agency="POLICE", office="Unit PPA Contoh")
    set_justice_date(track=track, by=by, kind="HEARING", due_on=today + timedelta(days=9))


@pytest.fixture
def clock(committed_db, settings, tmp_path) -> Iterator[Clock]:
    """A Monday morning, for the test and for the site's own threads."""
    cache.clear()
    settings.STATE_DIR = tmp_path
    with standing_at(2026, 1, 5) as clock:
        yield clock


@pytest.fixture
def field(clock) -> Field:
    """The places and people of a story; everybody can sign in."""
    field = given_the_field(clock)
    for membership in field.people.values():
        membership.user.set_password(PASSWORD)
        membership.user.save()
    return field
