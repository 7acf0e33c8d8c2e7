"""The story of a case, narrowed to a part of the work or to one person."""

import pytest
from django.urls import reverse

from cases.event_states import EventKind
from cases.services.events import add_event
from cases.story import PARTS, people_of, story_of
from cases.views.timeline import PART_OF
from institutions.states import Role
from tests.cases.factories import CaseFactory
from tests.cases.papers import worker_of
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = CaseFactory()
    boss = MembershipFactory(institution=case.office, role=Role.SUPERVISOR)
    add_event(case=case, kind=EventKind.SERVICE_RECORDED, by=worker_of(case), text="Antar sekolah (contoh)")
    add_event(case=case, kind=EventKind.STAGE_CHANGED, by=actor_of(boss), text="Pelaksanaan (contoh)")
    case.boss = boss.user
    return case


def test_each_kind_stands_in_one_part():
    kinds = [kind for _label, held in PARTS.values() for kind in held]
    assert sorted(kinds) == sorted(EventKind)


def test_a_part_and_a_person_narrow_the_story(case):
    assert [event.text for event in story_of(case, part="services")] == ["Antar sekolah (contoh)"]
    assert [event.text for event in story_of(case, person=case.boss.pk)] == ["Pelaksanaan (contoh)"]
    assert not story_of(case, part="services", person=case.boss.pk).exists()
    assert story_of(case, part="tidak-ada").count() == 2


def test_every_part_has_its_word_in_the_address():
    assert sorted(PART_OF.values()) == sorted(PARTS)


def test_those_who_acted_are_offered(case):
    assert set(people_of(case)) == {case.worker, case.boss}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [({}, 2), ({"bagian": "layanan"}, 1), ({"bagian": "x", "oleh": "99999"}, 2), ({"bagian": "dokumen"}, 0)],
)
def test_the_page_narrows_and_leaves_out_what_nobody_offers(client, case, asked, shown):
    client.force_login(case.worker)
    page = client.get(reverse("cases:timeline", args=[case.pk]), asked)
    assert page.status_code == 200
    assert len(page.context["entries"]) == shown
