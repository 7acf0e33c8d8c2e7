"""The people around the child: who cares, who may not have contact, brothers and sisters, the search for kin
(domain.md 5.1, 5.3)."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.services.keeping import reconcile
from atensi.errors import NotAllowed
from cases.event_states import EventKind
from cases.family_drawing import draw, name_lines
from cases.models import CaregivingPeriod, ContactBan, FamilyMember, FamilyTracing
from cases.relatives import family_of
from cases.services.agreements import sign_agreement
from cases.services.contact_bans import ban_contact, lift_ban
from cases.services.family import add_family_member, update_family_member
from cases.services.shares import share_case
from cases.services.siblings import link_sibling, unlink_sibling
from cases.services.tracing import record_tracing_step, settle_tracing
from cases.states import BanBasis, Relation, TaskKind, TaskState, TracingMethod, TracingResult, TracingState
from institutions.states import Kind, Role
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.cases.papers import worker_of
from tests.cases.rules import refused
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def days(number):
    return today() + timedelta(days=number)


@pytest.fixture
def case():
    case = CaseFactory()
    reconcile()  # what the factory left out
    return case


@pytest.fixture
def aunt(case):
    return FamilyMemberFactory(beneficiary=case.beneficiary)


@pytest.fixture
def membership(case):
    return case.worker.memberships.get(institution=case.office)


@pytest.fixture
def other(membership):
    """Another case of the same worker."""
    return CaseFactory(worker_membership=membership)


def ban(case, member, **changes):
    given = {"basis": BanBasis.SAFETY, "reason": "Anak takut (contoh)", "since": today()} | changes
    return ban_contact(case=case, member=member, by=worker_of(case), **given)


def step(case, **changes):
    given = {
        "done_on": today(),
        "method": TracingMethod.VILLAGE,
        "asked": "Kepala dusun (contoh)",
        "result": TracingResult.NOTHING,
        "finding": "Tidak ada yang mengenal (contoh)",
    }
    return record_tracing_step(case=case, **{"by": worker_of(case)} | given | changes)


def settle(case, state, **changes):
    given = {"since": today(), "reason": "Sudah dicari (contoh)"} | changes
    return settle_tracing(case=case, by=worker_of(case), state=state, **given)


def update(case, member, **changes):
    given = {"name": member.name, "relation": member.relation} | changes
    return update_family_member(case=case, member=member, by=worker_of(case), **given)


# --- who cares -----------------------------------------------------------------------------------------------------


def test_who_cared_before_stays_known(case):
    add = {"case": case, "by": worker_of(case), "is_caregiver": True}
    mother = add_family_member(name="Ibu Rekaan", relation="MOTHER", care_changed_on=days(-90), **add)
    update(case, mother, is_caregiver=False, care_changed_on=days(-10))
    aunt = add_family_member(name="Bibi Rekaan", relation="AUNT_UNCLE", **add)
    update(case, aunt, is_caregiver=True, care_changed_on=days(-10))
    told = [(care.member, care.period.since, care.period.until) for care in family_of(case, case.worker).care]
    assert told == [(aunt, days(-10), None), (mother, days(-90), days(-10))]
    assert case.events.filter(kind=EventKind.CAREGIVER_CHANGED).count() == 3


def test_exactly_those_who_care_now_have_a_period_without_end(case, aunt):
    update(case, aunt, is_caregiver=True)
    update(case, aunt, is_caregiver=True)
    assert CaregivingPeriod.objects.get(until=None).member == aunt
    update(case, aunt, is_caregiver=False)
    assert CaregivingPeriod.objects.get().until == today()


@pytest.mark.rule("caregiver_not_alive", "care_ends_too_early")
def test_care_is_of_the_living_and_ends_after_it_began(case, aunt):
    with refused("caregiver_not_alive"):
        update(case, aunt, is_caregiver=True, is_alive=False)
    update(case, aunt, is_caregiver=True, care_changed_on=days(-5))
    with refused("care_ends_too_early"):
        update(case, aunt, is_caregiver=False, care_changed_on=days(-9))


# --- contact -------------------------------------------------------------------------------------------------------


def test_a_ban_says_why_and_reminds_of_its_review(case, aunt):
    made = ban(case, aunt, review_on=days(30))
    aunt.refresh_from_db()
    assert not aunt.may_contact
    assert (made.review_task.kind, made.review_task.due_on) == (TaskKind.CONTACT_REVIEW, days(30))
    lift_ban(case=case, member=aunt, by=worker_of(case), reason="Asesmen baru (contoh)")
    aunt.refresh_from_db()
    made.review_task.refresh_from_db()
    assert aunt.may_contact
    assert made.review_task.state == TaskState.DONE
    assert ContactBan.objects.get().lifted_reason == "Asesmen baru (contoh)"
    kinds = set(case.events.values_list("kind", flat=True))
    assert {EventKind.CONTACT_BANNED, EventKind.CONTACT_ALLOWED} <= kinds
    assert {"family.ban", "family.lift_ban"} <= set(AuditEvent.objects.values_list("verb", flat=True))
    assert reconcile() == 0


@pytest.mark.rule("contact_ban_without_reason", "contact_ban_without_order", "contact_review_in_past")
def test_a_ban_has_its_reason_its_order_and_a_review_ahead(case, aunt):
    with refused("contact_ban_without_reason", "contact_ban_without_order", "contact_review_in_past"):
        ban(case, aunt, basis=BanBasis.COURT_ORDER, reason=" ", review_on=today())
    assert FamilyMember.objects.get(pk=aunt.pk).may_contact


@pytest.mark.rule("contact_banned_already", "no_contact_ban", "contact_allowed_without_reason", "contact_ban_in_force")
def test_a_ban_stands_once_and_ends_only_with_a_reason(case, aunt):
    with refused("no_contact_ban"):
        lift_ban(case=case, member=aunt, by=worker_of(case), reason="Contoh")
    ban(case, aunt)
    with refused("contact_banned_already"):
        ban(case, aunt)
    with refused("contact_allowed_without_reason"):
        lift_ban(case=case, member=aunt, by=worker_of(case), reason=" ")
    with refused("contact_ban_in_force"):
        update(case, aunt, may_contact=True)


@pytest.mark.rule("signatory_not_possible")
@pytest.mark.parametrize("why", [{"may_contact": False}, {"is_alleged_harmer": True}, {"is_alive": False}])
def test_nobody_consents_who_may_not_come_near_the_child(case, why):
    with refused("signatory_not_possible"):
        sign_agreement(
            case=case,
            by=worker_of(case),
            signed_on=today(),
            child_agrees=True,
            child_view="Aku mau (contoh)",
            scopes=["SERVICE", "DATA"],
            signatory=FamilyMemberFactory(beneficiary=case.beneficiary, **why),
        )


# --- brothers and sisters ------------------------------------------------------------------------------------------


@pytest.fixture
def brother(case):
    return FamilyMemberFactory(beneficiary=case.beneficiary, name="Adik Rekaan", relation=Relation.SIBLING)


def test_a_link_names_each_in_the_family_of_the_other(case, other, brother):
    link_sibling(case=case, member=brother, sibling=other.beneficiary, by=worker_of(case))
    back = other.beneficiary.family.get()
    assert (back.relation, back.same_as, back.name) == (Relation.SIBLING, case.beneficiary, case.beneficiary.name)
    assert [one.file.case for one in family_of(case, case.worker).relatives] == [other]
    for told in (case, other):
        assert told.events.filter(kind=EventKind.SIBLING_LINKED).count() == 1


def test_a_link_finds_the_sibling_who_stands_there_already(case, other, brother):
    there = FamilyMemberFactory(
        beneficiary=other.beneficiary, relation=Relation.SIBLING, name=case.beneficiary.name.upper()
    )
    link_sibling(case=case, member=brother, sibling=other.beneficiary, by=worker_of(case))
    assert other.beneficiary.family.get() == there
    there.refresh_from_db()
    assert there.same_as == case.beneficiary


def test_a_file_out_of_sight_is_not_linked(case, brother):
    with pytest.raises(NotAllowed):
        link_sibling(case=case, member=brother, sibling=CaseFactory().beneficiary, by=worker_of(case))


def test_a_file_that_is_only_read_is_linked_without_writing_there(case, brother):
    supervisor = MembershipFactory(institution=case.office, role=Role.SUPERVISOR)
    theirs = CaseFactory()
    share_case(case=theirs, institution=case.office, by=worker_of(theirs))
    link_sibling(case=case, member=brother, sibling=theirs.beneficiary, by=actor_of(supervisor))
    assert not theirs.beneficiary.family.exists()
    assert not theirs.events.filter(kind=EventKind.SIBLING_LINKED).exists()
    assert family_of(case, supervisor.user).relatives[0].file.case == theirs
    assert [file.case for file in family_of(theirs, supervisor.user).elsewhere] == [case]
    assert family_of(theirs, theirs.worker).elsewhere == []


def test_a_reader_without_the_siblings_case_learns_no_number(client, case, other, brother):
    home = MembershipFactory(institution__kind=Kind.LKSA, role=Role.LKSA_STAFF)
    share_case(case=case, institution=home.institution, by=worker_of(case))
    link_sibling(case=case, member=brother, sibling=other.beneficiary, by=worker_of(case))
    client.force_login(home.user)
    text = client.get(reverse("cases:family", args=[case.pk])).text
    assert other.number not in text
    assert "Punya berkas yang tidak dapat Anda buka" in text
    client.force_login(case.worker)
    assert other.number in client.get(reverse("cases:family", args=[case.pk])).text


def test_a_restricted_case_is_not_unmasked_by_the_name_beside_it(case, other, brother):
    """Who may know of the restricted case, and read no name in it, learns nothing from the family of the other."""
    province = MembershipFactory(institution__kind=Kind.DINAS_PROVINCE, role=Role.SUPERVISOR)
    for shared in (case, other):
        share_case(case=shared, institution=province.institution, by=worker_of(shared))
    link_sibling(case=case, member=brother, sibling=other.beneficiary, by=worker_of(case))
    other.restricted = True
    other.save()
    assert family_of(case, province.user).relatives[0].file is None
    assert family_of(case, case.worker).relatives[0].file.case == other


@pytest.mark.rule("link_not_sibling", "link_to_oneself", "linked_already", "file_linked_already")
def test_a_link_ties_one_sibling_to_one_other_file(case, aunt, other, brother):
    by = worker_of(case)
    with refused("link_not_sibling"):
        link_sibling(case=case, member=aunt, sibling=other.beneficiary, by=by)
    with refused("link_to_oneself"):
        link_sibling(case=case, member=brother, sibling=case.beneficiary, by=by)
    link_sibling(case=case, member=brother, sibling=other.beneficiary, by=by)
    with refused("linked_already"):
        link_sibling(case=case, member=brother, sibling=other.beneficiary, by=by)
    second = FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.SIBLING)
    with refused("file_linked_already"):
        link_sibling(case=case, member=second, sibling=other.beneficiary, by=by)


@pytest.mark.rule("not_linked", "unlink_without_reason", "linked_sibling_stays")
def test_a_wrong_link_goes_from_both_families_and_the_reason_stays(case, other, brother):
    by = worker_of(case)
    with refused("not_linked"):
        unlink_sibling(case=case, member=brother, reason="Contoh", by=by)
    link_sibling(case=case, member=brother, sibling=other.beneficiary, by=by)
    with refused("linked_sibling_stays"):
        update(case, FamilyMember.objects.get(pk=brother.pk), relation=Relation.COUSIN)
    with refused("unlink_without_reason"):
        unlink_sibling(case=case, member=brother, reason=" ", by=by)
    unlink_sibling(case=case, member=brother, reason="Orang lain bernama sama (contoh)", by=by)
    assert not FamilyMember.objects.exclude(same_as=None).exists()
    assert "bernama sama" in case.events.filter(kind=EventKind.SIBLING_UNLINKED).get().text
    assert AuditEvent.objects.filter(verb="family.unlink").count() == 2


def test_the_page_links_only_what_the_search_found(client, case, other, brother):
    client.force_login(case.worker)
    page = reverse("cases:sibling_link", args=[case.pk, brother.pk])
    foreign = CaseFactory(beneficiary__name=other.beneficiary.name)
    found = client.post(page, {"q": other.beneficiary.name}).text
    assert other.number in found
    assert foreign.number not in found
    assert client.post(page, {"q": other.beneficiary.name, "sibling": foreign.beneficiary_id}).status_code == 404
    answer = client.post(page, {"q": other.number, "sibling": other.beneficiary_id})
    assert answer.url == reverse("cases:family", args=[case.pk])
    brother.refresh_from_db()
    assert brother.same_as == other.beneficiary


# --- the search for kin --------------------------------------------------------------------------------------------


def test_a_step_runs_the_search_and_its_next_step_is_a_task(case):
    step(case, next_step="Tanya Disdukcapil", next_on=days(9))
    first = case.tasks.get(kind=TaskKind.TRACING)
    assert (first.title, first.due_on, first.state) == ("Tanya Disdukcapil", days(9), TaskState.OPEN)
    assert FamilyTracing.objects.get().state == TracingState.RUNNING
    step(case, result=TracingResult.FOUND, finding="Paman di kota sebelah (contoh)")
    first.refresh_from_db()
    assert first.state == TaskState.DONE
    tracing = FamilyTracing.objects.get()
    assert (tracing.state, tracing.reason) == (TracingState.FOUND, "Paman di kota sebelah (contoh)")
    assert case.events.filter(kind=EventKind.FAMILY_TRACED).count() == 2
    assert reconcile() == 0


@pytest.mark.rule(
    "tracing_asked_missing", "tracing_finding_missing", "tracing_next_incomplete", "tracing_next_in_past", "date_ahead"
)
def test_a_step_says_whom_what_and_when(case):
    with refused("tracing_asked_missing", "tracing_finding_missing", "tracing_next_incomplete", "date_ahead"):
        step(case, done_on=days(1), asked=" ", finding=" ", next_step="Tanya lagi")
    with refused("tracing_next_in_past"):
        step(case, next_step="Tanya lagi", next_on=days(-1))


@pytest.mark.rule("tracing_failed_without_step", "tracing_reason_missing")
def test_a_search_fails_only_after_somebody_was_asked(case):
    with refused("tracing_failed_without_step"):
        settle(case, TracingState.FAILED)
    step(case, next_step="Tanya lagi", next_on=days(4))
    with refused("tracing_reason_missing"):
        settle(case, TracingState.FAILED, reason=" ")
    settle(case, TracingState.FAILED)
    assert not case.tasks.open().exists()
    step(case)
    assert FamilyTracing.objects.get().state == TracingState.RUNNING


@pytest.mark.rule("tracing_not_begun")
def test_dinas_consents_alone_once_the_family_was_looked_for(case):
    agreement = {
        "scopes": ["SERVICE", "DATA"],
        "case": case,
        "by": worker_of(case),
        "signed_on": today(),
        "child_agrees": True,
        "child_view": "Aku mau (contoh)",
        "office_is_party": True,
    }
    with refused("tracing_not_begun"):
        sign_agreement(**agreement)
    step(case)
    settle(case, TracingState.FAILED)
    assert sign_agreement(**agreement).soft_reasons == {}


def test_a_stranger_writes_nothing_about_the_family(case, aunt, brother):
    stranger = actor_of(MembershipFactory(role=Role.SUPERVISOR))
    acts = [
        lambda: ban_contact(case=case, member=aunt, by=stranger, basis="SAFETY", reason="Contoh", since=today()),
        lambda: lift_ban(case=case, member=aunt, by=stranger, reason="Contoh"),
        lambda: link_sibling(case=case, member=brother, sibling=case.beneficiary, by=stranger),
        lambda: unlink_sibling(case=case, member=brother, by=stranger, reason="Contoh"),
        lambda: step(case, by=stranger),
        lambda: settle_tracing(case=case, by=stranger, state="RUNNING", since=today()),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


# --- the family at a glance ----------------------------------------------------------------------------------------


def test_the_drawing_and_the_list_tell_the_same(client, case):
    FamilyMemberFactory(beneficiary=case.beneficiary, name="Ibu Rekaan", relation="MOTHER", is_alive=False)
    FamilyMemberFactory(beneficiary=case.beneficiary, name="Bibi Rekaan", is_caregiver=True)
    FamilyMemberFactory(beneficiary=case.beneficiary, name="Paman Umpama", may_contact=False, is_alleged_harmer=True)
    client.force_login(case.worker)
    text = client.get(reverse("cases:family", args=[case.pk])).text
    for word in ("Meninggal", "Mengasuh sekarang", "Tidak boleh kontak", "Diduga pelaku"):
        assert text.count(word) == 3  # once in each drawing, once in the list
    assert 'aria-hidden="true"' in text


@pytest.mark.parametrize("columns", [2, 4])
def test_no_box_lies_on_another_and_the_parents_lead_to_the_children(case, columns):
    for relation in [*Relation, Relation.SIBLING, Relation.SIBLING, Relation.AUNT_UNCLE]:
        FamilyMemberFactory(beneficiary=case.beneficiary, relation=relation)
    drawing = draw(case.beneficiary, family_of(case, case.worker).relatives, columns=columns, css="wide")
    places = {(box.x, box.y) for box in drawing.boxes}
    assert len(places) == len(drawing.boxes) == 13
    assert all(box.x + box.width <= drawing.width and box.y + box.height <= drawing.height for box in drawing.boxes)
    tops = sorted({(box.y, box.height) for box in drawing.boxes})
    assert all(y + height < lower for (y, height), (lower, _height) in pairwise(tops))
    assert len([line for line in drawing.lines if "V" in line]) >= 4


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Rekaan", ["Rekaan"]),
        ("Contoh Umpama bin Misal", ["Contoh Umpama bin", "Misal"]),
        ("Contoh Umpama bin Misal Rekaan Hadi bin Umpama", ["Contoh Umpama bin", "Misal Rekaan Hadi…"]),
        ("Contohcontohcontohcontoh", ["Contohcontohcontohc…"]),
    ],
)
def test_a_long_name_is_cut_in_the_drawing(name, lines):
    assert name_lines(name) == lines
