"""What the database itself refuses about placements and reviews, tried by raw SQL beneath every service."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from referrals.states import EndReason, PlacementState

from .factories import OrderPaperFactory, PlacementFactory, PlacementReviewFactory, days_ago

pytestmark = pytest.mark.django_db


def columns(row) -> dict:
    """The row as the database has it."""
    return {field.column: getattr(row, field.attname) for field in row._meta.concrete_fields}


def insert(row, **changes):
    """Insert a copy of `row` with `changes`, straight into its table."""
    values = columns(row) | changes
    values.pop("id")
    values = {key: json.dumps(value) if isinstance(value, dict) else value for key, value in values.items()}
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(["%s"] * len(values))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608


def update(row, **changes):
    sets = ", ".join(f'"{name}" = %s' for name in changes)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET {sets} WHERE id = %s",  # noqa: S608
            [*changes.values(), row.pk],
        )


def refused(constraint, action, row, **changes):
    with pytest.raises(IntegrityError) as error:
        action(row, **changes)
    assert error.value.__cause__.diag.constraint_name == constraint


ENDED = {"state": PlacementState.ENDED, "end_reason": EndReason.CLOSED}


@pytest.fixture
def placement():
    return PlacementFactory()


@pytest.fixture
def ended():
    return PlacementFactory(starts_on=days_ago(60), ended_on=days_ago(20), **ENDED)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(70, 50), (50, 30), (60, 20), (30, 10), (70, 10), (21, 0)],
    ids=["over its start", "inside", "the same days", "over its end", "around it", "from its last day"],
)
def test_placements_of_one_person_never_overlap(ended, starts, ends):
    refused(
        "placements_of_one_person_do_not_overlap",
        insert,
        ended,
        starts_on=days_ago(starts),
        ended_on=days_ago(ends),
    )


def test_open_placement_overlaps_what_comes_later(ended):
    open_ = {"state": PlacementState.ACTIVE, "end_reason": "", "ended_on": None}
    refused("placements_of_one_person_do_not_overlap", insert, ended, starts_on=days_ago(40), **open_)
    insert(ended, starts_on=days_ago(20), **open_)  # leaving and arriving on one day


def test_two_open_placements_of_one_person_are_refused(placement):
    with pytest.raises(IntegrityError) as error:
        insert(placement, starts_on=timezone.localdate())
    assert error.value.__cause__.diag.constraint_name in {
        "one_open_placement_per_person",
        "placements_of_one_person_do_not_overlap",
    }


def test_a_placement_does_not_end_before_it_starts(placement):
    with pytest.raises(DatabaseError):
        update(placement, ended_on=days_ago(101), **ENDED)


def test_an_end_has_a_date_and_a_reason(placement):
    name = "placement_end_has_date_and_reason"
    refused(name, update, placement, state=PlacementState.ENDED)
    refused(name, update, placement, state=PlacementState.ENDED, ended_on=days_ago(1))
    refused(name, update, placement, state=PlacementState.ENDED, end_reason=EndReason.CLOSED)
    refused(name, update, placement, ended_on=days_ago(1))
    refused(name, update, placement, end_reason=EndReason.CLOSED)


def test_residential_base_if_and_only_if_rank_six_or_seven(placement):
    name = "placement_base_fits_form_and_place"
    refused(name, update, placement, base="FAMILY")
    refused(name, update, placement, form="KINSHIP")
    refused(name, update, placement, institution_id=None)
    refused(name, update, PlacementFactory(kinship=True), carer_id=None)


def test_community_base_names_its_body():
    refused("placement_community_names_body", update, PlacementFactory(kinship=True), base="COMMUNITY")


def test_no_placement_without_its_title(placement):
    name = "placement_has_its_title"
    refused(name, update, placement, decision_id=None)
    paper = OrderPaperFactory().pk
    refused(name, update, placement, title="COURT", order_document_id=paper)
    refused(name, update, placement, title="COURT", order_number="1/Contoh", order_document_id=paper)
    refused(name, update, placement, title="COURT", order_on=days_ago(1), order_document_id=paper)
    refused(name, update, placement, title="EMERGENCY")
    refused(name, update, placement, title="EMERGENCY", limit_days=30)
    refused(name, update, placement, title="EMERGENCY", emergency_ends_on=days_ago(1))


def test_by_an_order_means_with_its_paper():
    refused("placement_order_has_its_paper", update, PlacementFactory(court=True), order_document_id=None)


def test_only_an_emergency_overstays(placement):
    refused("only_emergency_overstays", update, placement, state=PlacementState.OVERSTAYED)


def test_one_referral_brings_one_placement(placement):
    other = PlacementFactory()
    referral = placement.decision.referral
    update(placement, referral_id=referral.pk)
    with pytest.raises(IntegrityError):
        update(other, referral_id=referral.pk)


def test_a_placement_has_one_open_review(placement):
    review = PlacementReviewFactory(placement=placement)
    refused("one_open_review_per_placement", insert, review, sequence=2)
    insert(review, sequence=2, state="CANCELLED")


def test_review_numbers_do_not_repeat(placement):
    review = PlacementReviewFactory(placement=placement)
    refused("review_sequence_once", insert, review, state="CANCELLED")


@pytest.mark.parametrize(
    "missing",
    [
        {"held_on": None},
        {"recorded_at": None},
        {"recorded_by_id": None},
        {"outcome": ""},
        {"findings": ""},
        {"child_view": ""},
    ],
    ids=lambda missing: next(iter(missing)),
)
def test_a_held_review_is_complete(placement, missing):
    held = columns(PlacementReviewFactory(held=True, due_on=days_ago(10)))
    review = PlacementReviewFactory(placement=placement, due_on=days_ago(10))
    changes = {key: held[key] for key in held if key not in {"id", "placement_id", "sequence", "soft_reasons"}}
    refused("held_review_is_complete", update, review, **(changes | missing))


@pytest.mark.parametrize("outcome", ["CONTINUE", "CHANGE_PLAN", "MOVE", "SUBSTITUTE_FAMILY"])
def test_staying_sets_the_next_date(placement, outcome):
    review = PlacementReviewFactory(held=True, placement=placement, due_on=days_ago(10))
    refused("staying_review_sets_next_date", insert, review, sequence=9, outcome=outcome, next_due_on=None)
    insert(review, sequence=9, outcome="CLOSE", next_due_on=None)


def test_a_held_review_neither_changes_nor_goes(placement):
    review = PlacementReviewFactory(held=True, placement=placement, due_on=days_ago(10))
    for changes in ({"findings": "Lain"}, {"state": "DUE"}, {"next_due_on": None}):
        with pytest.raises(IntegrityError, match="is held: UPDATE refused"):
            update(review, **changes)
    with pytest.raises(IntegrityError, match="is held: DELETE refused"), transaction.atomic():
        review.delete()
