"""design.md 9: `_at` stands with `_by`, `_on` is a day; what happened together is empty together."""

import pytest
from django.db import models

from tests.architecture.test_arrows import our_models

# Moments that nobody causes, or whose doer stands elsewhere.
WITHOUT_DOER = {
    "updated_at": "kept by the database layer for stale forms; the trail says who",
    "received_at": "when the report came in; logged_by says who took it",
    "first_contact_due_at": "a deadline",
    "happened_at": "CaseEvent.by",
}
# The same, of one model's field.
WITHOUT_DOER_HERE = {
    "cases.IncomingReport.due_at": "a deadline",
    "cases.DeskRequest.due_at": "a deadline",
    "api.KeptAnswer.kept_at": "person",
    "deadlines.CalendarFeed.created_at": "user",
    "deadlines.CalendarFeed.expires_at": "a deadline",
    "deadlines.CalendarFeed.last_used_at": "user's calendar program",
    "deadlines.CalendarFeed.revoked_at": "user",
    "deadlines.Deadline.changed_at": "follows from the domain rows",
    "deadlines.Deadline.due_at": "a deadline",
    "deadlines.Deadline.next_step_at": "the next look of the scheduled work",
    "drafts.Draft.saved_at": "owner",
    "deadlines.Tick.began_at": "scheduled work",
    "deadlines.Tick.ended_at": "scheduled work",
    "notices.Notice.opened_at": "recipient",
    "tokens.ApiToken.last_used_at": "the program that holds it",
    "tokens.ApiToken.revoked_at": "user",
    "notices.Delivery.next_try_at": "the worker's next try",
    "notices.Delivery.first_tried_at": "the worker tried",
    "notices.Delivery.sent_at": "the worker sent it",
    "webhooks.WebhookDelivery.next_try_at": "the worker's next try",
    "webhooks.WebhookDelivery.first_tried_at": "the worker tried",
    "webhooks.WebhookDelivery.sent_at": "the worker sent it",
    "reports.Counting.counted_at": "scheduled work",
    "reports.Export.expires_at": "a deadline",
    "reports.Export.finished_at": "scheduled work, for asked_by",
    "reports.Export.worked_at": "scheduled work",
    "referrals.PlaceHold.lapses_at": "a deadline",
    "living.Incident.report_due_at": "a deadline",
    "meetings.Meeting.meets_at": "an appointment; called_by made it",
    "cases.ConferenceCall.meets_at": "an appointment; called_by made it",
    "referrals.PlacementReview.meets_at": "an appointment; ReviewInvitation.invited_by says who made it",
}
# Rows whose creation is a service's that the trail names, and which a signature or another field claims for a person.
CREATED_WITHOUT_DOER = {
    "cases.FamilyMember": "written with the beneficiary's story; the trail says who",
    "cases.Assessment": "author",
    "cases.SocialReport": "author",
    "cases.CarePlan": "author",
    "notices.Notice": "written with the change it tells of; the trail says who",
    "webhooks.WebhookDelivery": "written with the change it tells of; the trail says who",
    "referrals.PlacementReview": "made by the placement's service or the sweep",
}


def fields(kind: type[models.Field]) -> list[tuple[type[models.Model], models.Field]]:
    return [
        (model, field)
        for model in our_models()
        for field in model._meta.local_fields
        if isinstance(field, kind) and model._meta.app_label != "audit"
    ]


def doer_of(model: type[models.Model], field: models.Field) -> models.Field | None:
    names = {held.name: held for held in model._meta.local_fields}
    return names.get(f"{field.name.removesuffix('_at')}_by")


MOMENTS = [(m, f) for m, f in fields(models.DateTimeField) if f.name.endswith("_at")]


@pytest.mark.parametrize(("model", "field"), MOMENTS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_a_moment_has_its_doer(model, field):
    name = f"{model._meta.label}.{field.name}"
    excused = field.name in WITHOUT_DOER or name in WITHOUT_DOER_HERE
    excused |= field.name == "created_at" and model._meta.label in CREATED_WITHOUT_DOER

    assert excused or doer_of(model, field), f"{name} has no _by"


PAIRS = [(m, f, doer_of(m, f)) for m, f in MOMENTS if f.null and doer_of(m, f)]


@pytest.mark.parametrize(("model", "at", "by"), PAIRS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_a_moment_and_its_doer_are_tied_by_a_constraint(model, at, by):
    conditions = [str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]

    assert by.null
    assert any(at.name in text and by.name in text for text in conditions), f"{model._meta.label}.{at.name}"


def test_names_tell_moments_from_days():
    moments = {f"{m._meta.label}.{f.name}" for m, f in fields(models.DateTimeField) if not f.name.endswith("_at")}
    days = {
        f"{m._meta.label}.{f.name}"
        for m, f in fields(models.DateField)
        if not isinstance(f, models.DateTimeField) and f.name.endswith("_at")
    }

    of_libraries = {"accounts.User.last_login", "accounts.User.date_joined", "tokens.ApiToken.created"}
    assert moments - of_libraries - {"tokens.ApiToken.expiry"} == set()
    assert days == set()


def test_every_model_says_what_it_is():
    """In its docstring: what it is in the domain, not Django's list of fields."""
    silent = [
        model._meta.label
        for model in our_models()
        if not model._meta.auto_created and (not model.__doc__ or model.__doc__.startswith(f"{model.__name__}("))
    ]

    assert silent == []


def test_nothing_is_removed_behind_a_persons_back():
    """Only parts of a row go with it: nobody's deletion cascades into records about people."""
    parts = {
        "CaseCategory",
        "ResponseCategory",
        "CarePlanGoal",
        "CarePlanAction",
        "CarePlanContact",
        "ClosingGoal",
        "CaseGroupObjectPermission",
        "Alternative",
        "CapacityBand",
    }
    found = [
        f"{model._meta.label}.{field.name}"
        for model, field in fields(models.ForeignKey)
        if field.remote_field.on_delete is models.CASCADE
        and not model._meta.auto_created
        and model.__name__ not in parts
    ]

    assert found == []
