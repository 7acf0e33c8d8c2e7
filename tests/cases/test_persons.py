"""Other names, health, school, portrait and social protection of a person, and who reads them."""

import io
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm
from PIL import Image

from atensi.audit.models import AuditEvent
from atensi.documents.models import Document
from atensi.errors import NotAllowed, RuleViolation, StaleWrite
from atensi.reference.workdays import add_months
from atensi.versions import version_of
from cases.benefits import aged, is_old, newest_benefits
from cases.duplicates import candidates
from cases.identity import photo_of, profile_of
from cases.models import BeneficiaryPhoto, BeneficiaryProfile
from cases.person_states import AliasKind
from cases.portraits import LONGEST_SIDE, drawn_anew
from cases.search import find_cases
from cases.services.aliases import add_alias, remove_alias
from cases.services.benefits import record_benefit, remove_benefit
from cases.services.photos import remove_photo, set_photo
from cases.services.profiles import SEEN_OF_HEALTH, describe_health, describe_school
from institutions.states import Role
from tests.cases.factories import code
from tests.cases.intake import case_of, person, supervisor_at, worker_at
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
GPS, LATITUDE, MODEL, ORIENTATION = 0x8825, 2, 0x0110, 0x0112


@pytest.fixture
def worker():
    return worker_at()


@pytest.fixture
def case(worker):
    return case_of(worker, child__name="Raka Rekaan")


def alias(case, worker, name="Bujang Kecil Umpama", kind=AliasKind.NICKNAME):
    return add_alias(case=case, name=name, kind=kind, by=actor_of(worker))


# Names


def test_a_search_finds_another_name_in_any_spelling(worker, case):
    alias(case, worker, "Soetjipto Umpama", AliasKind.FORMER)
    assert find_cases(worker.user, "sucipto umpama") == [case]
    assert find_cases(worker.user, "raka") == [case]
    assert find_cases(worker_at().user, "sucipto umpama") == []


def test_another_name_of_a_restricted_case_is_found_by_its_team_alone(worker):
    case = case_of(worker, restricted=True)
    alias(case, worker, "Soetjipto Umpama")
    sentra = MembershipFactory(role=Role.INTAKE_OFFICER, institution=InstitutionFactory(sentra=True))
    assign_perm("view_case", sentra.institution.group, case)
    assert find_cases(worker.user, "sucipto") == [case]
    assert find_cases(sentra.user, "sucipto") == []


def test_a_duplicate_is_found_by_another_name_and_says_so(worker, case):
    alias(case, worker, "Soetjipto Umpama")
    child = case.beneficiary
    asked = person(name="Sutjipto Umpama", sex=child.sex, birth_date=child.birth_date)
    (found,) = candidates(person=asked, by=actor_of(worker)).inside
    assert (found.beneficiary, found.match.strong) == (child, True)
    assert "nama lain (Soetjipto Umpama)" in [str(reason) for reason in found.match.reasons]


@pytest.mark.rule("alias_known", "alias_empty")
def test_a_name_is_recorded_once(worker, case):
    made = alias(case, worker, "  Bujang   Umpama ")
    assert made.name == "Bujang Umpama"
    for name in ("bujang umpama", "Raka Rekaan"):
        with refused("alias_known"):
            alias(case, worker, name)
    with refused("alias_empty"):
        alias(case, worker, " ")


def test_a_name_taken_away_is_found_no_more_and_the_trail_keeps_it(worker, case):
    made = alias(case, worker)
    remove_alias(case=case, alias=made, by=actor_of(worker))
    assert find_cases(worker.user, "bujang") == []
    trail = AuditEvent.objects.filter(subject=f"beneficiary:{case.beneficiary_id}")
    assert list(trail.values_list("verb", flat=True)) == ["beneficiary.alias_add", "beneficiary.alias_remove"]


def test_a_second_click_on_remove_changes_nothing(worker, case):
    made, link = alias(case, worker), benefit(case, worker)
    for _click in range(2):
        remove_alias(case=case, alias=made, by=actor_of(worker))
        remove_benefit(case=case, link=link, by=actor_of(worker))
    assert not case.beneficiary.aliases.exists()
    assert AuditEvent.objects.filter(verb="beneficiary.alias_remove").count() == 1


def test_nobody_removes_what_belongs_to_another_person(worker, case):
    made = alias(case_of(worker), worker)
    with pytest.raises(NotAllowed):
        remove_alias(case=case, alias=made, by=actor_of(worker))


# Health and school


def test_words_about_health_are_unreadable_in_the_database(worker, case):
    describe_health(
        case=case,
        by=actor_of(worker),
        disabilities=["PHYSICAL", "HEARING"],
        disability_note="Memakai kursi roda",
        aids="Kursi roda",
        health_note="Alergi obat",
        communications=["SIGN"],
        language="Bisindo",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT disability_note, aids, health_note FROM cases_beneficiaryprofile")
        stored = " ".join(cursor.fetchone())
    assert not any(word in stored for word in ("kursi", "Kursi", "Alergi"))
    profile = BeneficiaryProfile.objects.get()
    assert (profile.disability_note, profile.health_note) == ("Memakai kursi roda", "Alergi obat")


def test_a_stale_description_is_not_written(worker, case):
    seen = version_of(profile_of(case.beneficiary), SEEN_OF_HEALTH)
    describe_health(case=case, by=actor_of(worker), disabilities=["MENTAL"], seen=seen)
    with pytest.raises(StaleWrite):
        describe_health(case=case, by=actor_of(worker), seen=seen)


@pytest.mark.rule("school_level")
def test_who_never_went_to_school_has_no_level(worker, case):
    describe_school(case=case, by=actor_of(worker), schooling="ATTENDING", school_level="PRIMARY", school_class="4")
    with refused("school_level"):
        describe_school(case=case, by=actor_of(worker), schooling="NEVER", school_level="PRIMARY")


# Social protection


def benefit(case, worker, **kwargs):
    values = {"registry": "DTSEN", "status": "LISTED", "decile": 2, "extract_on": date(2026, 1, 5)}
    return record_benefit(case=case, by=actor_of(worker), **(values | kwargs))


def test_the_newest_extract_counts_and_the_older_ones_stay(worker, case):
    benefit(case, worker)
    benefit(case, worker, decile=4, extract_on=date(2026, 4, 5))
    benefit(case, worker, registry="PKH", status="RECEIVES", decile=None)
    newest, older = newest_benefits(case.beneficiary.benefits.all())
    assert [(link.registry, link.decile) for link in newest] == [("DTSEN", 4), ("PKH", None)]
    assert [link.decile for link in older] == [2]
    benefit(case, worker, decile=5, extract_on=date(2026, 4, 5))
    assert case.beneficiary.benefits.count() == 3


@pytest.mark.rule("decile_of_dtsen", "programme_named")
def test_a_decile_is_of_dtsen_and_another_programme_is_named(worker, case):
    for wrong in ({"registry": "PKH"}, {"decile": 11}, {"decile": 0}):
        with refused("decile_of_dtsen"):
            benefit(case, worker, **wrong)
    for wrong in ({"registry": "OTHER", "decile": None}, {"programme": "Bantuan Contoh"}):
        with refused("programme_named"):
            benefit(case, worker, **wrong)
    benefit(case, worker, registry="OTHER", decile=None, programme="Bantuan Contoh")
    with refused("date_ahead"):
        benefit(case, worker, extract_on=timezone.localdate() + timedelta(days=3))


def test_an_extract_grows_old_after_the_months_of_the_office(worker, case):
    today = timezone.localdate()
    assert not is_old(add_months(today, -3), 3, today)
    assert is_old(add_months(today, -3) - timedelta(days=2), 3, today)
    old = benefit(case, worker, extract_on=add_months(today, -4))
    fresh = benefit(case, worker, registry="PKH", decile=None, extract_on=today - timedelta(days=1))
    office = worker.institution
    assert [(one.link, one.is_old, one.months) for one in aged([old, fresh], office)] == [
        (old, True, 3),
        (fresh, False, 3),
    ]


def test_what_was_recorded_by_mistake_is_taken_away(worker, case):
    link = benefit(case, worker)
    remove_benefit(case=case, link=link, by=actor_of(worker))
    assert not case.beneficiary.benefits.exists()
    assert AuditEvent.objects.filter(verb="beneficiary.benefit_remove").exists()


# Portrait


def picture(kind="JPEG", size=(1200, 900), *, orientation=None) -> bytes:
    """A picture, red in its upper half, as a phone saves it: with place and device."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    exif = Image.Exif()
    exif[MODEL] = "Telepon Rahasia"
    exif.get_ifd(GPS)[LATITUDE] = (0.0, 31.0, 12.0)
    if orientation:
        exif[ORIENTATION] = orientation
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_portrait_loses_what_the_camera_knew(kind):
    before = picture(kind)
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(GPS)
    after = drawn_anew(before, most_bytes=settings.PHOTO_MAX_BYTES)
    image = Image.open(io.BytesIO(after))
    assert (image.format, max(image.size)) == ("JPEG", LONGEST_SIDE)
    assert not image.getexif()
    assert not image.info.keys() & {"exif", "comment", "icc_profile", "xmp"}
    assert b"Rahasia" not in after


def test_a_portrait_is_turned_upright():
    image = Image.open(io.BytesIO(drawn_anew(picture(orientation=6), most_bytes=10**7)))
    assert image.size == (600, 800)
    assert image.getpixel((590, 400))[0] > 200  # turned to the right: what was above is right


@pytest.mark.rule("photo_unreadable", "photo_too_large")
def test_only_a_picture_of_bearable_size_is_read(settings):
    for content in (b"", b"%PDF-1.7", b"GIF89a", picture()[:300], b"<svg onload='alert(1)'/>"):
        with refused("photo_unreadable"):
            drawn_anew(content, most_bytes=10**7)
    with refused("photo_too_large"):
        drawn_anew(picture(), most_bytes=100)
    settings.PHOTO_MAX_PIXELS = 1000
    with refused("photo_unreadable"):
        drawn_anew(picture(), most_bytes=10**7)


def test_one_portrait_is_shown_and_the_former_keeps_its_row(worker, case):
    first = set_photo(case=case, content=picture(), by=actor_of(worker))
    second = set_photo(case=case, content=picture("PNG"), by=actor_of(worker))
    assert photo_of(case.beneficiary) == second
    first.refresh_from_db()
    assert first.removed_by_id == worker.user_id
    assert Document.objects.filter(subject=f"beneficiary:{case.beneficiary_id}").count() == 2
    remove_photo(case=case, by=actor_of(worker))
    assert photo_of(case.beneficiary) is None
    assert BeneficiaryPhoto.objects.count() == 2


@pytest.mark.rule("photo_missing")
def test_no_portrait_is_not_removed(worker, case):
    with refused("photo_missing"):
        remove_photo(case=case, by=actor_of(worker))


def test_a_portrait_is_for_those_who_work_on_the_case(client, worker, case):
    set_photo(case=case, content=picture(), by=actor_of(worker))
    decider = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=worker.institution)
    reader = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=InstitutionFactory(provincial=True))
    assign_perm("view_case", reader.institution.group, case)
    address, page = (reverse(f"cases:{name}", args=[case.pk]) for name in ("photo", "beneficiary"))
    expected = [(worker, 200), (supervisor_at(worker.institution), 200), (decider, 200), (reader, 403)]
    for membership, status in expected:
        client.force_login(membership.user)
        answer = client.get(address)
        if status == 200:
            assert answer.getvalue()
        assert answer.status_code == status
        assert (address in client.get(page).content.decode()) == (status == 200)
    client.force_login(worker_at(worker.institution).user)
    assert client.get(address).status_code == 404


def test_a_portrait_is_served_inline_kept_by_nobody_and_told_of(client, worker, case):
    set_photo(case=case, content=picture(), by=actor_of(worker))
    client.force_login(worker.user)
    answer = client.get(reverse("cases:photo", args=[case.pk]))
    assert Image.open(io.BytesIO(answer.getvalue())).format == "JPEG"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "no-store")
    assert answer["Content-Disposition"].startswith("inline")
    assert AuditEvent.objects.filter(verb="case.view_photo", subject=f"case:{case.pk}").exists()
    remove_photo(case=case, by=actor_of(worker))
    assert client.get(reverse("cases:photo", args=[case.pk])).status_code == 404


# Who may, and the page


def test_only_who_works_on_an_open_case_writes(worker, case):
    stranger = actor_of(worker_at())
    writes = [
        lambda by: add_alias(case=case, name="Umpama", kind="OTHER", by=by),
        lambda by: describe_health(case=case, by=by),
        lambda by: describe_school(case=case, by=by),
        lambda by: record_benefit(case=case, registry="PKH", status="LISTED", extract_on=date(2026, 1, 1), by=by),
        lambda by: set_photo(case=case, content=picture(), by=by),
    ]
    for write in writes:
        with pytest.raises(NotAllowed):
            write(stranger)
    closed = case_of(worker, closed_at=None)
    case = closed
    case.closed_at, case.closed_by, case.final_evaluation = timezone.now(), worker.user, "Selesai."
    case.closure_reason = case.category_rows.first().code
    case.save()
    for write in writes:
        with pytest.raises(RuleViolation):
            write(actor_of(worker))


PARTS = {
    "alias_add": {"name": "Bujang Umpama", "kind": "NICKNAME"},
    "health_edit": {"disabilities": ["HEARING"], "communications": ["SIGN"], "language": "Bisindo"},
    "school_edit": {"schooling": "ATTENDING", "school_level": "PRIMARY", "school": "SD Contoh", "school_class": "4"},
    "benefit_add": {"registry": "DTSEN", "status": "LISTED", "decile": "2", "extract_on": "2020-01-05"},
}
SHOWN = {
    "alias_add": "Bujang Umpama",
    "health_edit": "Bisindo",
    "school_edit": "SD Contoh",
    "benefit_add": "Data lebih dari 3 bulan",
}


@pytest.mark.parametrize("name", PARTS)
def test_each_part_of_the_page_has_its_form(client, worker, case, name):
    client.force_login(worker.user)
    address = reverse(f"cases:{name}", args=[case.pk])
    assert client.get(address).status_code == 200
    page = client.post(address, PARTS[name], follow=True)
    assert page.redirect_chain[-1][0] == reverse("cases:beneficiary", args=[case.pk])
    assert SHOWN[name] in page.content.decode()


def test_a_photo_is_sent_and_taken_away_on_its_page(client, worker, case):
    client.force_login(worker.user)
    address = reverse("cases:photo_edit", args=[case.pk])
    assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
    assert client.post(address, {"photo": ""}).status_code == 422
    bad = io.BytesIO(b"%PDF-1.7")
    bad.name = "foto.jpg"
    assert client.post(address, {"photo": bad}).status_code == 422
    good = io.BytesIO(picture())
    good.name = "foto.jpg"
    assert client.post(address, {"photo": good}).status_code == 302
    assert client.post(reverse("cases:photo_remove", args=[case.pk])).status_code == 302
    assert photo_of(case.beneficiary) is None


def test_health_and_school_are_not_for_readers_alone(client, worker, case):
    describe_health(case=case, by=actor_of(worker), health_note="Alergi rahasia")
    describe_school(case=case, by=actor_of(worker), schooling="ATTENDING", school="SD Rahasia")
    benefit(case, worker, number="PKH-RAHASIA")
    reader = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=InstitutionFactory(provincial=True))
    assign_perm("view_case", reader.institution.group, case)
    client.force_login(reader.user)
    text = client.get(reverse("cases:beneficiary", args=[case.pk])).content.decode()
    assert "rahasia" not in text.casefold()
    assert "hanya terlihat oleh yang menangani kasus ini" in text


def test_a_closed_case_shows_nothing_that_the_next_one_writes_about_health(client, worker, case):
    """Another office may have a restricted case of the same person by then."""
    describe_health(case=case, by=actor_of(worker), health_note="Alergi rahasia")
    case.closed_at, case.closed_by, case.final_evaluation = timezone.now(), worker.user, "Selesai (contoh)."
    case.closure_reason = code("CLOSURE_REASON", "GOALS_REACHED")
    case.save()
    client.force_login(worker.user)
    page = client.get(reverse("cases:beneficiary", args=[case.pk]))
    assert (page.status_code, "rahasia" in page.text.casefold()) == (200, False)
    assert client.get(reverse("cases:photo", args=[case.pk])).status_code == 403


def test_a_stale_form_of_health_says_so(client, worker, case):
    client.force_login(worker.user)
    address = reverse("cases:health_edit", args=[case.pk])
    seen = version_of(profile_of(case.beneficiary), SEEN_OF_HEALTH)
    describe_health(case=case, by=actor_of(worker), health_note="Alergi (contoh)")
    assert client.post(address, {"health_note": "Alergi (contoh)", "seen": seen}).status_code == 409


def test_the_page_asks_a_fixed_number_of_queries(client, worker, case, django_assert_max_num_queries):
    client.force_login(worker.user)
    page = reverse("cases:beneficiary", args=[case.pk])
    client.get(page)
    with django_assert_max_num_queries(30) as first:
        client.get(page)
    for n in range(3):
        alias(case, worker, f"Umpama ke {n} Nama")
        benefit(case, worker, extract_on=date(2026, 1, n + 1))
    with django_assert_max_num_queries(len(first) + 1):  # the setting of the office, once there are extracts
        client.get(page)
