"""One living beneficiary per NIK, encrypted numbers, and going on without a NIK that another office holds."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.audit.verify import verify
from atensi.errors import NotAllowed, RuleViolation
from cases.models import Beneficiary
from cases.names import name_keys
from cases.services.beneficiaries import create_beneficiary, living_holder, update_beneficiary
from cases.states import NikStatus, NoNikReason, Sex
from tests.cases.intake import NIK, case_of, logged, person, supervisor_at, worker_at
from tests.institutions.factories import InstitutionFactory, actor_of

pytestmark = pytest.mark.django_db


def create(membership, **kwargs):
    without_nik = kwargs.pop("without_nik", False)
    return create_beneficiary(
        person=person(**kwargs), office=membership.institution, by=actor_of(membership), without_nik=without_nik
    )


def refused(call, *args, **kwargs):
    with pytest.raises(RuleViolation) as violation:
        call(*args, **kwargs)
    return [(problem.code, problem.tag) for problem in violation.value.problems]


def test_names_are_kept_as_written_with_their_keys():
    row = create(worker_at(), name="Hj. Sitti Rekaan, S.Sos")
    assert row.name == "Hj. Sitti Rekaan, S.Sos"
    assert row.name_keys == name_keys("Siti Rekaan")


@pytest.mark.parametrize("name", ["😀 Rekaan 😀", "<script>alert(1)</script>", "R" * 200, 'O\'Rekaan "Umpama"'])
def test_odd_names_are_kept_as_written(name):
    assert Beneficiary.objects.get(pk=create(worker_at(), name=name).pk).name == name


@pytest.mark.rule("birth_ahead")
def test_nobody_is_born_tomorrow():
    worker, today = worker_at(), timezone.localdate()
    assert refused(create, worker, birth_date=today + timedelta(days=1)) == [("birth_ahead", "hard")]
    row = create(worker, birth_date=today)
    later = person(birth_date=today + timedelta(days=1))
    case_of(worker, beneficiary=row)
    assert refused(update_beneficiary, beneficiary=row, person=later, by=actor_of(worker)) == [("birth_ahead", "hard")]


def test_nik_and_family_card_are_unreadable_in_the_database():
    row = create(worker_at(), nik="1401 0544 0317 0001", nkk="1401050101100001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik, nik_index, nkk, nkk_index FROM cases_beneficiary WHERE id = %s", [row.pk])
        stored = cursor.fetchone()
    assert not any("1401" in value for value in stored)
    row.refresh_from_db()
    assert (row.nik, row.nkk, row.nik_status, row.no_nik_reason) == (NIK, "1401050101100001", NikStatus.UNVERIFIED, "")


def test_a_child_without_nik_keeps_the_reason():
    row = create(worker_at(), no_nik_reason=NoNikReason.FOUNDLING)
    assert (row.nik_status, row.no_nik_reason, row.nik_index) == (NikStatus.NONE, NoNikReason.FOUNDLING, None)


@pytest.mark.rule("nik_length")
def test_a_nik_of_wrong_shape_is_refused_one_that_differs_is_not():
    assert refused(create, worker_at(), nik="123") == [("nik_length", "hard")]
    assert create(worker_at(), nik=NIK, birth_date=date(2016, 1, 1), sex=Sex.MALE).nik == NIK


@pytest.mark.rule("nik_in_use")
def test_a_nik_in_the_users_sight_points_to_that_file():
    worker = worker_at()
    logged(worker, person=person(nik=NIK))
    assert refused(create, worker, nik=NIK) == [("nik_in_use", "hard")]
    assert refused(create, worker, nik=NIK, without_nik=True) == [("nik_in_use", "hard")]


@pytest.mark.rule("nik_held_elsewhere")
def test_a_nik_of_another_office_names_only_the_office():
    there = worker_at(InstitutionFactory(name="Dinas Sosial Contoh Jauh"))
    logged(there, person=person(nik=NIK, name="Sari Rahasia"))
    with pytest.raises(RuleViolation) as violation:
        create(worker_at(), nik=NIK)
    (problem,) = violation.value.problems
    assert (problem.code, problem.tag) == ("nik_held_elsewhere", "soft")
    assert "Dinas Sosial Contoh Jauh" in str(problem.text)
    assert "Rahasia" not in str(problem.text)


def trail_of_tries(holder):
    rows = AuditEvent.objects.filter(verb="beneficiary.nik_refused", subject=f"beneficiary:{holder.pk}")
    return list(rows.values_list("user_id", flat=True))


@pytest.mark.parametrize("door", ["create", "log", "update"])
def test_a_refused_nik_leaves_its_row_in_the_holders_trail_whichever_service_refuses(door):
    """The refusal says that a file exists, so the trail keeps it though the transaction is undone."""
    holder = logged(worker_at(), person=person(nik=NIK)).beneficiary
    worker = worker_at()
    child = case_of(worker).beneficiary
    tries = {
        "create": lambda: create(worker, nik=NIK),
        "log": lambda: logged(worker, person=person(nik=NIK)),
        "update": lambda: update_beneficiary(beneficiary=child, person=person(nik=NIK), by=actor_of(worker)),
    }
    people = Beneficiary.objects.count()
    assert refused(tries[door]) == [("nik_held_elsewhere", "soft")]
    assert trail_of_tries(holder) == [worker.user_id]
    assert Beneficiary.objects.count() == people
    assert verify().findings == []


def test_a_refused_nik_names_the_office_as_often_as_the_duplicate_search_would(settings):
    settings.DUPLICATE_HITS_PER_HOUR = 1
    holders = [logged(worker_at(), person=person(nik=f"140105440317000{n}")).beneficiary for n in (1, 2)]
    worker = worker_at()
    texts = []
    for holder in holders:
        with pytest.raises(RuleViolation) as violation:
            create(worker, nik=holder.nik)
        texts.append(str(violation.value.problems[0].text))
    assert str(holders[0].office) in texts[0]
    assert str(holders[1].office) not in texts[1]
    assert [trail_of_tries(holder) for holder in holders] == [[worker.user_id]] * 2


def test_work_goes_on_without_a_nik_held_elsewhere_and_the_holders_trail_tells_of_it():
    holder = logged(worker_at(), person=person(nik=NIK)).beneficiary
    row = create(worker_at(), nik=NIK, without_nik=True)
    assert (row.nik, row.nik_status, row.no_nik_reason) == ("", NikStatus.NONE, NoNikReason.HELD_ELSEWHERE)
    assert AuditEvent.objects.get(verb="beneficiary.nik_held").subject == f"beneficiary:{holder.pk}"


def test_a_nik_of_somebody_who_died_is_free():
    holder = logged(worker_at(), person=person(nik=NIK)).beneficiary
    Beneficiary.objects.filter(pk=holder.pk).update(died_on=timezone.localdate())
    assert living_holder(NIK) is None
    assert create(worker_at(), nik=NIK).nik == NIK


def test_only_who_works_on_a_case_corrects_the_person():
    worker = worker_at()
    child = case_of(worker, child__name="Raka Rekaan").beneficiary
    changed = person(name="Raka Umpama", nik=NIK)
    with pytest.raises(NotAllowed):
        update_beneficiary(beneficiary=child, person=changed, by=actor_of(worker_at()))
    for membership in (worker, supervisor_at(worker.institution)):
        update_beneficiary(beneficiary=child, person=changed, by=actor_of(membership))
    child.refresh_from_db()
    assert (child.name, child.nik, child.name_keys) == ("Raka Umpama", NIK, name_keys("Umpama Raka"))


def test_nobody_records_a_person_at_an_office_they_do_not_act_for():
    worker = worker_at()
    with pytest.raises(NotAllowed):
        create_beneficiary(person=person(), office=InstitutionFactory(), by=actor_of(worker))
