"""What an administrator keeps by a program: institutions, their places, their certificates."""

from datetime import date

import pytest

from accreditation.models import Certificate
from atensi.audit.models import AuditEvent
from institutions.models import Institution
from institutions.states import Role
from tests.api.client import Refused, fresh_key
from tests.api.people import program_of
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db
HOME = {"kind": "LKSA", "name": "LKSA Umpama Baru", "region": "14.01.05", "target_groups": ["CHILDREN"], "places": 8}
PAPER = {"rank": "A", "number": "AKR-CONTOH-1", "valid_from": "2026-01-01", "valid_until": "2030-12-31"}
# What is told of an institution and not sent.
TOLD = {"id", "kind", "place", "licence_is_valid", "bands"}


@pytest.fixture
def keeper():
    """An administrator of a regency's Dinas, which keeps the homes of its regency."""
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def program(keeper):
    region("14.01.05")
    return program_of(keeper)


@pytest.fixture
def home(keeper):
    return InstitutionFactory(lksa=True, region=region("14.01.05"))


def status_of(call, *args, **kwargs) -> int:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.status


def codes_of(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    assert refused.value.status == 409
    return refused.value.codes


def read(program, name: str, *ids) -> tuple[dict, str]:
    """A record, and its version."""
    return program.ask(name, *ids), program.last.headers["ETag"]


def test_an_institution_is_registered_once_for_a_key(program):
    key = fresh_key()
    made = program.tell("institutions_write", key=key, **HOME)
    assert program.tell("institutions_write", key=key, **HOME) == made
    assert (made["name"], made["place"].split(",")[0]) == (HOME["name"], region("14.01.05").name)
    assert Institution.objects.get(name=HOME["name"]).pk == made["id"]
    assert codes_of(program.tell, "institutions_write", **HOME) == {"invalid___all__"}
    assert AuditEvent.objects.filter(verb="institution.create", subject=f"institution:{made['id']}").exists()


def test_an_institution_of_another_regency_is_not_registered(program):
    region("14.71.01")
    assert status_of(program.tell, "institutions_write", **HOME | {"region": "14.71.01"}) == 403
    assert codes_of(program.tell, "institutions_write", **HOME | {"kind": "LKS"}) == {"places_not_residential"}
    assert status_of(program.tell, "institutions_write", **HOME | {"region": "99"}) == 400


def test_an_institution_is_changed_whole_and_as_it_was_read(program, home):
    told, tag = read(program, "institution_detail_read", home.pk)
    whole = {name: value for name, value in told.items() if name not in TOLD}
    assert status_of(program.tell, "institution_detail_change", home.pk, **whole) == 428
    part = {name: value for name, value in whole.items() if name != "phone"}
    assert status_of(program.tell, "institution_detail_change", home.pk, match=tag, **part) == 400
    changed = whole | {"name": "LKSA Umpama Lama", "coverage": ["14.01"], "is_active": False}
    answer = program.tell("institution_detail_change", home.pk, match=tag, **changed)
    assert (answer["name"], answer["former_names"], answer["is_active"]) == ("LKSA Umpama Lama", [home.name], False)
    assert answer["coverage"] == ["14.01"]
    assert status_of(program.tell, "institution_detail_change", home.pk, match=tag, **whole) == 412
    assert (
        status_of(program.tell, "institution_detail_change", home.pk, match="*", **whole | {"coverage": ["11"]}) == 400
    )


def test_only_who_keeps_an_institution_changes_it(home):
    for membership in (
        MembershipFactory(institution=home, role=Role.LKSA_STAFF),
        MembershipFactory(institution__region=region("14.04"), role=Role.ADMINISTRATOR),
    ):
        program = program_of(membership)
        assert status_of(program.tell, "institution_detail_change", home.pk, match="*") == 403
        assert status_of(program.tell, "institution_bands_change", home.pk, match="*", bands=[]) == 403
        assert status_of(program.tell, "certificates_write", home.pk, **PAPER) == 403


def test_the_places_of_a_residence_are_divided(program, keeper, home):
    boys = {"sex": "MALE", "age_from": 6, "age_to": 12, "places": 4}
    _told, tag = read(program, "institution_bands_read", home.pk)
    told = program.tell("institution_bands_change", home.pk, match=tag, bands=[boys])
    assert [{name: band[name] for name in boys} for band in told["bands"]] == [boys]
    assert status_of(program.tell, "institution_bands_change", home.pk, match=tag, bands=[]) == 412
    both = [boys, {"age_from": 12, "age_to": 17, "places": 90}]
    refused = codes_of(program.tell, "institution_bands_change", home.pk, match="*", bands=both)
    assert refused == {"bands_overlap", "bands_exceed_places"}
    assert status_of(program.ask, "institution_bands_read", keeper.institution_id) == 404  # nobody lives there


def test_a_certificate_is_corrected_as_it_was_read(program, home):
    made = program.tell("certificates_write", home.pk, key=fresh_key(), **PAPER)
    told, tag = read(program, "certificate_detail_read", made["id"])
    assert told == made
    paper = PAPER | {"valid_until": "2029-12-31"}
    assert program.tell("certificate_detail_change", made["id"], match=tag, **paper)["valid_until"] == "2029-12-31"
    assert status_of(program.tell, "certificate_detail_change", made["id"], match=tag, **PAPER) == 412
    late = PAPER | {"valid_until": "2025-12-31"}
    assert codes_of(program.tell, "certificate_detail_change", made["id"], match="*", **late) == {"ends_before_start"}
    assert Certificate.objects.get().valid_until == date(2029, 12, 31)
    stranger = program_of(MembershipFactory())
    assert status_of(stranger.tell, "certificate_detail_change", made["id"], match="*", **PAPER) == 403
