"""Two files of one person become one, keep everything, and can be made two again."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from atensi.audit.actor import Actor
from atensi.audit.models import AuditEvent
from atensi.deadlines.services.keeping import reconcile
from atensi.errors import NotAllowed, RuleViolation, StaleWrite
from atensi.fields import blind_index
from cases.duplicates import candidates
from cases.event_states import EventKind
from cases.merging import TABLES, version_of_pair
from cases.models import (
    Beneficiary,
    BeneficiaryMerge,
    BeneficiaryProfile,
    CaregivingPeriod,
    Case,
    CaseTask,
    Consent,
    FamilyMember,
    IdentityPaper,
)
from cases.person import Person
from cases.search import find_cases
from cases.services.aliases import add_alias
from cases.services.beneficiaries import living_holder
from cases.services.case_tasks import finish_task
from cases.services.family import add_family_member
from cases.services.identity import attach_nik, verify_nik
from cases.services.merging import find_distinct, merge_files, undo_merge
from cases.services.registration import keep_registration_task
from cases.services.shares import share_case
from cases.services.stages import close_case
from cases.states import Relation
from referrals.models import Placement
from tests.cases.factories import (
    BeneficiaryAliasFactory,
    BeneficiaryPhotoFactory,
    BeneficiaryProfileFactory,
    BenefitLinkFactory,
    FamilyMemberFactory,
    IdentityPaperFactory,
    code,
)
from tests.cases.intake import NIK, case_of, supervisor_at, worker_at
from tests.cases.papers import AgreementFactory
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, actor_of, region
from tests.referrals.factories import PlacementFactory

pytestmark = pytest.mark.django_db
SAME = "Ibunya menunjukkan kartu keluarga yang sama (rekaan)."
OTHER = "Kartu keluarganya ternyata berbeda (rekaan)."
MOVED = [model for model, _words in TABLES] + [Placement, CaseTask, Beneficiary]


@pytest.fixture
def worker():
    return worker_at(InstitutionFactory(region=region("14.01")))


@pytest.fixture
def by(worker):
    return actor_of(supervisor_at(worker.institution))


def a_case(worker, name="Sari Rekaan", **kwargs):
    return case_of(worker, child__name=name, **kwargs)


def closed(case, by):
    """Ended, so that the person has no open case."""
    return close_case(case=case, by=by, reason_code=code("CLOSURE_REASON", "DATA_ERROR"), evaluation="Rekaan")


def filled(case, **kwargs):
    """The person of the case with a row in every table."""
    person = case.beneficiary
    FamilyMemberFactory(beneficiary=person, relation=Relation.MOTHER, phone="0812 0000 1234")
    BeneficiaryAliasFactory(beneficiary=person, name=f"Ucok {person.pk}")
    IdentityPaperFactory(beneficiary=person)
    BeneficiaryProfileFactory(beneficiary=person, **kwargs)
    BeneficiaryPhotoFactory(beneficiary=person)
    BenefitLinkFactory(beneficiary=person)
    return person


def state(*tables):
    """Every row as it stands."""
    return {
        (model._meta.label, row.pk): {
            field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields
        }
        for model in tables or MOVED
        for row in model._base_manager.all()
    }


def started():
    """`state`, with what services keep and factories do not: deadlines, and the task of who has no NIK."""
    for case in Case.objects.open().select_related("beneficiary", "office__region", "worker"):
        keep_registration_task(case=case, by=Actor(user_id=case.worker_id, institution_id=case.office_id))
    reconcile()
    return state()


def of(person):
    return {model._meta.label for model, _words in TABLES if model._base_manager.filter(beneficiary=person).exists()}


def test_everything_of_the_merged_file_goes_along(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama", closed_at=None)
    filled(other)
    closed(other, by)
    reconcile()
    before = Beneficiary.objects.get(pk=other.beneficiary_id)

    merge_files(kept=kept, merged=other, by=by, reason=SAME)

    gone = Beneficiary.objects.get(pk=before.pk)
    assert gone.merged_into_id == kept.beneficiary_id
    assert of(gone) == set()
    assert Case.objects.get(pk=other.pk).beneficiary_id == kept.beneficiary_id
    names = set(kept.beneficiary.aliases.values_list("name", flat=True))
    assert names == {"Sari Umpama", f"Ucok {before.pk}"}
    assert kept.beneficiary.family.get(relation=Relation.MOTHER).phone == "0812 0000 1234"
    for case in (kept, other):
        assert case.events.filter(kind=EventKind.FILES_MERGED, text=SAME).count() == 1
    assert AuditEvent.objects.get(verb="beneficiary.merge").data["merged"] == gone.pk
    assert reconcile() == 0


def test_what_both_have_is_chosen_and_the_other_is_not_lost(worker, by):
    kept, other = a_case(worker, child__birth_date=date(2014, 5, 1)), a_case(worker, "Sari Umpama")
    filled(kept, school="SD Rekaan")
    filled(other, school="SD Umpama")
    closed(other, by)
    start = started()

    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME, choices={"name", "school", "photo"})

    person = Beneficiary.objects.get(pk=kept.beneficiary_id)
    assert (person.name, person.birth_date, person.profile.school) == ("Sari Umpama", date(2014, 5, 1), "SD Umpama")
    assert "Sari Rekaan" in person.aliases.values_list("name", flat=True)
    assert person.photos.filter(removed_at=None).get().added_by_id == other.beneficiary.created_by_id
    undo_merge(merge=merge, by=by, reason=OTHER)
    assert state() == start
    assert reconcile() == 0


def test_of_two_open_cases_one_goes_on_and_the_other_opens_again(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    task = CaseTask.objects.create(
        case=other, title="Rekaan", due_on=date(2030, 1, 1), assignee=worker.user, created_by=worker.user
    )
    start = started()

    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME)
    assert [case.is_open for case in Case.objects.order_by("pk")] == [True, False]
    task.refresh_from_db()
    assert task.state == "CANCELLED"

    undo_merge(merge=merge, by=by, reason=OTHER)
    assert state() == start
    assert reconcile() == 0

    merge_files(kept=kept, merged=other, going_on=other, by=by, reason=SAME)
    assert [case.is_open for case in Case.objects.order_by("pk")] == [False, True]
    undo_merge(merge=BeneficiaryMerge.objects.first(), by=by, reason=OTHER)
    assert state() == start


def test_what_was_written_since_stays_where_it_was_written(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME, choices={"sex"})
    writer = actor_of(worker)
    add_alias(case=Case.objects.get(pk=kept.pk), name="Upik Rekaan", kind="NICKNAME", by=writer)
    add_family_member(case=Case.objects.get(pk=kept.pk), name="Bibi Baru", relation=Relation.AUNT_UNCLE, by=writer)

    undo_merge(merge=merge, by=by, reason=OTHER)

    assert set(kept.beneficiary.aliases.values_list("name", flat=True)) == {"Upik Rekaan"}
    assert kept.beneficiary.family.filter(name="Bibi Baru").exists()
    assert not other.beneficiary.aliases.exists()


def test_words_written_since_are_not_overwritten(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME, choices={"faith", "name"})
    Beneficiary.objects.filter(pk=kept.beneficiary_id).update(name="Sari Lestari Rekaan")

    undo_merge(merge=merge, by=by, reason=OTHER)

    assert Beneficiary.objects.get(pk=kept.beneficiary_id).name == "Sari Lestari Rekaan"


def test_a_placement_made_since_goes_back_with_its_case(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    merge = merge_files(kept=kept, merged=other, going_on=other, by=by, reason=SAME)
    placement = PlacementFactory(case=Case.objects.get(pk=other.pk))

    undo_merge(merge=merge, by=by, reason=OTHER)

    placement.refresh_from_db()
    assert placement.beneficiary_id == other.beneficiary_id


def test_the_number_of_either_file_leads_to_the_one_that_goes_on(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    attach_nik(case=other, nik=NIK, by=actor_of(worker))
    start = started()
    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME)
    person = Beneficiary.objects.get(pk=kept.beneficiary_id)

    assert person.nik == NIK
    assert living_holder(NIK) == person
    assert set(find_cases(worker.user, NIK)) == {kept, other}
    assert set(find_cases(worker.user, "Sari Umpama")) == {kept, other}

    undo_merge(merge=merge, by=by, reason=OTHER)
    assert state() == start


def test_a_number_verified_since_goes_back_with_its_proof(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    attach_nik(case=other, nik=NIK, by=actor_of(worker))
    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME)
    verify_nik(case=Case.objects.get(pk=kept.pk), proof="FAMILY_CARD", by=actor_of(worker))

    undo_merge(merge=merge, by=by, reason=OTHER)

    assert Beneficiary.objects.get(pk=kept.beneficiary_id).nik == ""
    assert Beneficiary.objects.get(pk=other.beneficiary_id).nik_status == "VERIFIED"


@pytest.mark.rule("merge_nik_differs")
def test_a_number_not_chosen_still_leads_to_the_person(worker, by):
    other_nik = "1401054403170002"
    kept, other = (
        a_case(
            worker,
            child__nik=NIK,
            child__nik_index=blind_index(NIK),
            child__nik_status="UNVERIFIED",
            child__no_nik_reason="",
        ),
        a_case(worker, "Sari Umpama"),
    )
    attach_nik(case=other, nik=other_nik, by=actor_of(worker))
    with refused("merge_nik_differs"):
        merge_files(kept=kept, merged=other, by=by, reason=SAME)
    merge_files(kept=kept, merged=other, by=by, reason=SAME, reasons={"merge_nik_differs": "Salah ketik (rekaan)."})

    assert living_holder(other_nik) == living_holder(NIK) == kept.beneficiary
    assert set(find_cases(worker.user, other_nik)) == {kept, other}
    found = candidates(person=Person(region=kept.beneficiary.region, nik=other_nik), by=actor_of(worker)).inside
    assert [one.match.nik for one in found] == [True]


@pytest.mark.rule("undo_later_first")
def test_chains_are_undone_from_the_end(worker, by):
    first, second, third = (a_case(worker, name) for name in ("Sari Rekaan", "Sari Umpama", "Sari Misal"))
    for case in (first, second, third):
        FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.MOTHER)
    start = started()
    early = merge_files(kept=second, merged=first, by=by, reason=SAME)
    late = merge_files(kept=third, merged=second, by=by, reason=SAME)

    people = Beneficiary.objects.in_bulk()
    assert people[first.beneficiary_id].merged_into_id == third.beneficiary_id
    assert FamilyMember.objects.filter(beneficiary=third.beneficiary).count() == 3
    with refused("undo_later_first"):
        undo_merge(merge=early, by=by, reason=OTHER)
    undo_merge(merge=late, by=by, reason=OTHER)
    undo_merge(merge=early, by=by, reason=OTHER)
    assert state() == start


def test_merges_into_one_file_that_share_no_row_are_undone_in_any_order(worker, by):
    first, second, third = (a_case(worker, name) for name in ("Sari Rekaan", "Sari Umpama", "Sari Misal"))
    start = started()
    early = merge_files(kept=third, merged=first, by=by, reason=SAME, choices=())
    late = merge_files(kept=third, merged=second, by=by, reason=SAME, choices=())

    undo_merge(merge=early, by=by, reason=OTHER)
    undo_merge(merge=late, by=by, reason=OTHER)
    assert state() == start


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "undo", "alias", "kin"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sets(st.sampled_from(["name", "sex", "nik", "place", "school", "photo", "paper_family_card"])),
    ),
    max_size=7,
)


@given(steps=STEPS)
def test_nothing_is_lost_whatever_the_order(steps):
    """Merges, undos and writes in any order, then all merges undone from the newest: every row of the start is back as
    it stood, and what was written meanwhile is there."""
    with transaction.atomic():
        worker = worker_at(InstitutionFactory(region=region("14.01")))
        by, writer = actor_of(supervisor_at(worker.institution)), actor_of(worker)
        cases = [a_case(worker, f"Sari {word}") for word in ("Rekaan", "Umpama", "Misal", "Contoh")]
        for case in cases[:3]:
            filled(case, school=f"SD {case.pk}")
        attach_nik(case=cases[1], nik=NIK, by=writer)
        start, written = started(), []
        for act, at, to, choices in steps:
            try:
                with transaction.atomic():
                    written += played(act, cases[at].pk, cases[to].pk, choices, by, writer)
            except RuleViolation as refused_by:
                assert {problem.code for problem in refused_by.problems} <= EXPECTED
            assert all(row._meta.model._base_manager.filter(pk=row.pk).exists() for row in written)
        for merge in BeneficiaryMerge.objects.filter(undone_at=None).order_by("-pk"):
            undo_merge(merge=merge, by=by, reason=OTHER)
        now = state()
        assert {key: now[key] for key in start} == start
        assert all(row._meta.model._base_manager.filter(pk=row.pk).exists() for row in written)
        assert reconcile() == 0
        transaction.set_rollback(True)


EXPECTED = {"merge_same_file", "undo_later_first", "case_closed", "alias_known"}


def played(act, at, to, choices, by, writer):
    one, other = Case.objects.get(pk=at), Case.objects.get(pk=to)
    if act == "merge":
        merge_files(kept=one, merged=other, by=by, reason=SAME, choices=choices)
    elif act == "undo":
        merge = BeneficiaryMerge.objects.filter(undone_at=None).order_by("pk")[at : at + 1].first()
        if merge is not None:
            undo_merge(merge=merge, by=by, reason=OTHER)
    elif act == "alias":
        return [add_alias(case=one, name=f"Upik {at} {to} {len(choices)}", kind="NICKNAME", by=writer)]
    else:
        return [add_family_member(case=one, name="Bibi Rekaan", relation=Relation.AUNT_UNCLE, by=writer)]
    return []


@pytest.mark.rule("merge_same_file")
def test_a_file_is_not_merged_with_itself(worker, by):
    case = a_case(worker)
    with refused("merge_same_file"):
        merge_files(kept=case, merged=case, by=by, reason=SAME)


@pytest.mark.rule("merge_file_gone")
def test_a_file_that_was_merged_is_not_merged_again(worker, by):
    kept, other, third = a_case(worker), a_case(worker, "Sari Umpama"), a_case(worker, "Sari Misal")
    merge_files(kept=kept, merged=other, by=by, reason=SAME)
    Case.objects.filter(pk=other.pk).update(beneficiary=other.beneficiary_id)  # as nobody should find it
    with refused("merge_file_gone"):
        merge_files(kept=third, merged=other, by=by, reason=SAME)


@pytest.mark.rule("merge_two_offices")
def test_two_offices_do_not_merge(worker, by):
    kept, away = a_case(worker), a_case(worker_at())
    share_case(case=away, institution=worker.institution, by=actor_of(supervisor_at(away.office)))
    with refused("merge_two_offices"):
        merge_files(kept=kept, merged=away, by=by, reason=SAME)


@pytest.mark.rule("merge_of_siblings")
def test_siblings_are_not_one_person(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    FamilyMemberFactory(beneficiary=kept.beneficiary, relation=Relation.SIBLING, same_as=other.beneficiary)
    with refused("merge_of_siblings"):
        merge_files(kept=kept, merged=other, by=by, reason=SAME)


@pytest.mark.rule("merge_reason_missing", "undo_reason_missing")
def test_both_steps_say_why(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    with refused("merge_reason_missing"):
        merge_files(kept=kept, merged=other, by=by, reason=" ")
    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME)
    with refused("undo_reason_missing"):
        undo_merge(merge=merge, by=by, reason="")


@pytest.mark.rule("merge_placements_overlap")
def test_nobody_lives_in_two_places(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    PlacementFactory(case=kept)
    PlacementFactory(case=other)
    with refused("merge_placements_overlap"):
        merge_files(kept=kept, merged=other, by=by, reason=SAME)


@pytest.mark.rule("merge_found_distinct")
def test_what_was_found_distinct_is_not_proposed_and_asks_a_reason(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Rekaan")
    facts = Person(region=kept.beneficiary.region, name="Sari Rekaan")
    assert candidates(person=facts, by=by, apart_from=kept.beneficiary).inside
    find_distinct(one=kept, other=other, by=actor_of(worker), reason=OTHER)

    assert not candidates(person=facts, by=by, apart_from=kept.beneficiary).inside
    assert not candidates(person=facts, by=by, apart_from=other.beneficiary).inside
    with refused("merge_found_distinct"):
        merge_files(kept=kept, merged=other, by=by, reason=SAME)
    merge_files(kept=kept, merged=other, by=by, reason=SAME, reasons={"merge_found_distinct": "Keliru (rekaan)."})


@pytest.mark.rule("merge_undone", "undo_nik_taken")
def test_what_stands_against_undoing(worker, by):
    kept, other, third = a_case(worker), a_case(worker, "Sari Umpama"), a_case(worker, "Sari Misal")
    attach_nik(case=other, nik=NIK, by=actor_of(worker))
    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME, choices=())
    taken = {"nik": NIK, "nik_index": blind_index(NIK), "nik_status": "UNVERIFIED", "no_nik_reason": ""}
    Beneficiary.objects.filter(pk=third.beneficiary_id).update(**taken)
    with refused("undo_nik_taken"):
        undo_merge(merge=merge, by=by, reason=OTHER)
    free = {"nik": "", "nik_index": None, "nik_status": "NONE", "no_nik_reason": "NOT_ASKED"}
    Beneficiary.objects.filter(pk=third.beneficiary_id).update(**free)
    undo_merge(merge=merge, by=by, reason=OTHER)
    with refused("merge_undone"):
        undo_merge(merge=merge, by=by, reason=OTHER)


@pytest.mark.rule("undo_two_open")
def test_a_file_does_not_come_back_with_two_open_cases(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    closed(other, by)
    later = case_of(worker, beneficiary=other.beneficiary)
    merge = merge_files(kept=kept, merged=later, by=by, reason=SAME)
    closed(Case.objects.get(pk=kept.pk), by)
    nothing = {"closed_at": None, "closed_by": None, "closure_reason": None, "final_evaluation": ""}
    Case.objects.filter(pk=other.pk).update(**nothing)
    with refused("undo_two_open"):
        undo_merge(merge=merge, by=by, reason=OTHER)


def test_only_a_supervisor_of_the_office_merges_and_undoes(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    for who in (worker, supervisor_at(InstitutionFactory())):
        with pytest.raises(NotAllowed):
            merge_files(kept=kept, merged=other, by=actor_of(who), reason=SAME)
    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME)
    with pytest.raises(NotAllowed):
        undo_merge(merge=merge, by=actor_of(worker), reason=OTHER)


def test_what_changed_since_it_was_compared_is_compared_anew(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    seen = version_of_pair(kept.beneficiary, other.beneficiary)
    Beneficiary.objects.filter(pk=other.beneficiary_id).update(name="Sari Misal")
    with pytest.raises(StaleWrite):
        merge_files(kept=kept, merged=other, by=by, reason=SAME, seen=seen)


@pytest.mark.rule("merge_sibling_in_both")
@pytest.mark.parametrize("flag", [{"may_contact": False}, {"is_alleged_harmer": True}, {"cares": True}])
def test_a_sibling_of_both_files_leaves_nothing_behind(worker, by, flag):
    """The row that stays would be out of sight with its ban, its caregiving, its part in plans."""
    cares = flag.pop("cares", False)
    kept, other, sibling = a_case(worker), a_case(worker, "Sari Umpama"), a_case(worker, "Budi Rekaan")
    ties = {"relation": Relation.SIBLING, "same_as": sibling.beneficiary}
    FamilyMemberFactory(beneficiary=kept.beneficiary, **ties)
    row = FamilyMemberFactory(beneficiary=other.beneficiary, **ties, **flag)
    if cares:
        CaregivingPeriod.objects.create(member=row, recorded_by=worker.user)
    with refused("merge_sibling_in_both"):
        merge_files(kept=kept, merged=other, by=by, reason=SAME)

    FamilyMember.objects.filter(pk=row.pk).update(same_as=None)
    merge_files(kept=kept, merged=other, by=by, reason=SAME)
    assert kept.beneficiary.family.filter(pk=row.pk).exists()


def test_a_case_that_opened_again_with_the_undoing_is_closed_again(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    for _round in range(2):
        undo_merge(merge=merge_files(kept=kept, merged=other, by=by, reason=SAME), by=by, reason=OTHER)
    closed(Case.objects.get(pk=other.pk), by)
    assert other.closings.filter(reopened_at=None).count() == 1


def test_only_one_of_the_open_cases_goes_on(worker, by):
    kept, other, third = a_case(worker), a_case(worker, "Sari Umpama"), a_case(worker, "Sari Misal")
    with pytest.raises(NotAllowed):
        merge_files(kept=kept, merged=other, going_on=third, by=by, reason=SAME)
    assert Case.objects.open().count() == 3


@pytest.mark.rule("undo_two_offices")
def test_a_merge_is_not_taken_back_from_another_office(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME)
    away = worker_at()
    Case.objects.filter(pk=kept.pk).update(office=away.institution, worker=away.user)
    with refused("undo_two_offices"):
        undo_merge(merge=merge, by=by, reason=OTHER)


@pytest.mark.parametrize("table", ["profile", "papers", "photos"])
def test_all_that_was_compared_is_asked_anew_once_it_changed(worker, by, table):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    for case in (kept, other):
        filled(case)
    seen = version_of_pair(kept.beneficiary, other.beneficiary)
    assert seen == version_of_pair(kept.beneficiary, other.beneficiary)
    if table == "profile":
        BeneficiaryProfile.objects.filter(beneficiary=other.beneficiary).update(school="SD Misal")
    elif table == "papers":
        IdentityPaper.objects.filter(beneficiary=kept.beneficiary).update(number="123")
    else:
        other.beneficiary.photos.all().delete()
        BeneficiaryPhotoFactory(beneficiary=other.beneficiary)
    with pytest.raises(StaleWrite):
        merge_files(kept=kept, merged=other, by=by, reason=SAME, seen=seen)


@pytest.mark.rule("distinct_reason_missing")
def test_two_files_are_found_distinct_for_a_reason(worker):
    with refused("distinct_reason_missing"):
        find_distinct(one=a_case(worker), other=a_case(worker), by=actor_of(worker), reason=" ")


def test_the_same_number_is_told_though_the_files_were_found_distinct(worker, by):
    kept, other = a_case(worker), a_case(worker, "Budi Umpama")
    attach_nik(case=other, nik=NIK, by=actor_of(worker))
    find_distinct(one=kept, other=other, by=actor_of(worker), reason=OTHER)
    facts = Person(region=kept.beneficiary.region, nik=NIK)
    found = candidates(person=facts, by=by, apart_from=kept.beneficiary).inside
    assert [one.beneficiary for one in found] == [other.beneficiary]


def test_a_portrait_to_which_consent_was_taken_back_does_not_return(worker, by):
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    BeneficiaryPhotoFactory(beneficiary=kept.beneficiary)
    given = AgreementFactory(case=other, signed_on=timezone.localdate() - timedelta(days=9))
    Consent.objects.create(agreement=given, scope="PORTRAIT", **taken_back(worker))

    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME)
    assert not kept.beneficiary.photos.filter(removed_at=None).exists()
    BeneficiaryPhotoFactory(beneficiary=other.beneficiary)  # as nobody should find it
    undo_merge(merge=merge, by=by, reason=OTHER)
    assert kept.beneficiary.photos.filter(removed_at=None).exists()
    assert not other.beneficiary.photos.filter(removed_at=None).exists()


def taken_back(worker):
    words = {"withdrawn_reason": "Tidak mau lagi (rekaan).", "withdrawal_recorded_by": worker.user}
    return {"withdrawn_on": timezone.localdate(), **words}


def test_what_was_done_by_hand_is_not_asked_again(worker, by):
    """Of a child without NIK somebody finished the task: merging and undoing change nothing of that."""
    kept, other = a_case(worker), a_case(worker, "Sari Umpama")
    started()
    for task in CaseTask.objects.open():
        finish_task(task=task, by=actor_of(worker))
    before = state()

    merge = merge_files(kept=kept, merged=other, by=by, reason=SAME)
    assert not CaseTask.objects.open().exists()
    undo_merge(merge=merge, by=by, reason=OTHER)
    assert state() == before


def test_every_table_that_names_a_person_goes_along():
    own = {(model, "beneficiary") for model in MOVED}
    apart = {(FamilyMember, "same_as"), (Beneficiary, "merged_into")}
    named = {
        (relation.related_model, relation.field.name)
        for relation in Beneficiary._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation and not relation.concrete
    }
    records = {"BeneficiaryMerge", "DistinctPeople"}
    assert {pair for pair in named if pair[0].__name__ not in records} <= own | apart
