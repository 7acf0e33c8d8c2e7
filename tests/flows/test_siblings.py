"""A brother and a sister, each with a case: they are known to each other, and kept together unless somebody says why
(domain.md 5.3)."""

from datetime import timedelta

import pytest

from cases.event_states import EventKind
from cases.relatives import family_of
from cases.services.family import add_family_member
from cases.services.siblings import link_sibling, unlink_sibling
from cases.states import Relation
from referrals.services.referrals import accept_referral
from tests.cases.rules import refused
from tests.flows.given import OFFICE_TEAM, given_the_field
from tests.flows.then import Bookmark, then_the_case_is_seen_by, then_the_timeline_tells, then_the_trail_tells
from tests.flows.when import (
    Story,
    when_a_neighbour_reports_a_child_without_a_name,
    when_an_emergency_place_is_asked,
    when_an_institution_admits,
    when_the_child_is_named,
    when_the_family_is_recorded,
    when_the_worker_reaches_the_child,
)

pytestmark = pytest.mark.django_db
APART = {"siblings_apart": "Tempatnya penuh malam ini (rekaan)."}


def a_child(field, name):
    """A case whose child is known, with the family recorded."""
    story = Story(field)
    when_a_neighbour_reports_a_child_without_a_name(story)
    when_the_worker_reaches_the_child(story)
    when_the_child_is_named(story, name)
    when_the_family_is_recorded(story)
    story.again()
    return story


def test_a_sibling_pair_is_told_of_and_not_parted_without_a_reason(clock):
    field = given_the_field(clock)
    worker = field.actor("worker")
    raka, sari = a_child(field, "Raka Contoh"), a_child(field, "Sari Umpama")

    # The worker finds out that they are brother and sister
    mark = Bookmark(field)
    sister = add_family_member(case=raka.case, by=worker, name="Sari Umpama", relation=Relation.SIBLING)
    then_the_trail_tells(mark, "family.add")
    then_the_timeline_tells(mark, raka.case, EventKind.FAMILY_RECORDED)
    link_sibling(case=raka.case, member=sister, sibling=sari.case.beneficiary, by=worker)
    then_the_trail_tells(mark, "family.link", "family.link")
    then_the_timeline_tells(mark, raka.case, EventKind.SIBLING_LINKED)
    brother = sari.case.beneficiary.family.get(same_as=raka.case.beneficiary)
    assert (brother.name, brother.relation) == ("Raka Contoh", Relation.SIBLING)
    for story in (raka, sari):
        then_the_case_is_seen_by(field, story.case, *OFFICE_TEAM)

    # The brother comes to a home; its staff learn nothing of the sister's case
    when_an_emergency_place_is_asked(raka)
    when_an_institution_admits(raka, raka.referral, by="home_staff")
    then_the_case_is_seen_by(field, raka.case, *OFFICE_TEAM, "home_staff")
    then_the_case_is_seen_by(field, sari.case, *OFFICE_TEAM)
    told = one_of(family_of(raka.case, field.people["home_staff"].user), sister)
    assert (told.file, told.out_of_sight) == (None, True)
    told = one_of(family_of(sari.case, field.people["worker"].user), brother)
    assert (told.file.case, told.file.lives) == (raka.case, "di LKSA Kasih Contoh")

    # Elsewhere, the sister is taken in only with a reason
    clock.move(days=1)
    when_an_emergency_place_is_asked(sari, at="other_home")
    with refused("siblings_apart"):
        when_an_institution_admits(sari, sari.referral, by="other_home_staff")
    accept_referral(referral=sari.referral, by=field.actor("other_home_staff"), admitted_on=clock.today, reasons=APART)
    assert sari.placement.soft_reasons == APART
    assert sari.placement.starts_on == raka.placement.starts_on + timedelta(days=1)

    # A link that was wrong goes from both families
    mark = Bookmark(field)
    unlink_sibling(case=raka.case, member=sister, reason="Bukan saudara (rekaan)", by=worker)
    then_the_trail_tells(mark, "family.unlink", "family.unlink")
    then_the_timeline_tells(mark, raka.case, EventKind.SIBLING_UNLINKED)
    then_the_timeline_tells(mark, sari.case, EventKind.SIBLING_UNLINKED)
    assert not sari.case.beneficiary.family.exclude(same_as=None).exists()


def one_of(family, member):
    return next(one for one in family.relatives if one.member == member)
