"""design.md 2: imports and foreign keys run one way. import-linter holds the imports; this holds the foreign keys,
which may name a model by a string that import-linter cannot see."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

# Lowest first. Rooms of one line do not know each other.
LAYERS = [
    {"audit"},
    {"accounts"},
    {"api"},
    {"reference"},
    {"documents", "notices", "instruments"},
    {"institutions"},
    {"deadlines", "drafts", "tokens", "webhooks"},
    {"accreditation", "cases", "meetings"},
    {"carers"},
    {"referrals"},
    {"living"},
    {"reports"},
]
RANK = {label: rank for rank, layer in enumerate(LAYERS) for label in layer}
# What rooms may point to outside the house.
FOREIGN = {"auth", "contenttypes"}


def our_models() -> list[type[models.Model]]:
    """Models of our rooms, the tables behind many-to-many fields included."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in RANK]


def arrows() -> list[tuple[str, str, str]]:
    """(room, room or app it points to, field) for every relation that one of our models declares."""
    found = []
    for model in our_models():
        for field in model._meta.get_fields(include_hidden=True):
            if getattr(field, "remote_field", None) and not field.auto_created and field.related_model:
                target = field.related_model._meta.app_label
                found.append((model._meta.app_label, target, f"{model._meta.label}.{field.name}"))
    return found


def may_point(source: str, target: str) -> bool:
    if target not in RANK:
        return target in FOREIGN
    return source == target or RANK[target] < RANK[source]


def test_every_room_of_the_house_has_its_place():
    ours = {
        config.label
        for config in apps.get_app_configs()
        if config.path.startswith(str(settings.BASE_DIR)) and "site-packages" not in config.path
    }

    assert ours - {"atensi"} <= set(RANK)


@pytest.mark.parametrize(("source", "target", "field"), arrows(), ids=lambda value: value)
def test_a_foreign_key_points_down(source, target, field):
    assert may_point(source, target), f"{field} points from {source} to {target}"


def test_the_trail_points_to_nothing():
    assert [field for source, _target, field in arrows() if source == "audit"] == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("referrals", "cases", True),
        ("cases", "referrals", False),
        ("cases", "accreditation", False),
        ("accreditation", "cases", False),
        ("meetings", "cases", False),
        ("audit", "accounts", False),
        ("cases", "cases", True),
        ("cases", "sessions", False),
    ],
)
def test_the_rule_itself(source, target, expected):
    assert may_point(source, target) is expected


def test_the_metadata_is_really_read():
    assert ("referrals", "cases", "referrals.Placement.case") in arrows()
    assert ("institutions", "reference", "institutions.Institution.coverage") in arrows()
