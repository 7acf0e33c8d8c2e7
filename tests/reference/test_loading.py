from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command

from atensi.audit.models import AuditEvent
from atensi.reference.loaders import REFERENCE_LOADERS, Loaded
from atensi.reference.loading import load_all, load_holidays
from atensi.reference.models import Code, Holiday, Region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(db):
    load_all()


def test_every_region_of_the_ministry_is_loaded():
    levels = Counter(Region.objects.values_list("level", flat=True))

    assert levels == {Region.Level.PROVINCE: 38, Region.Level.REGENCY: 514, Region.Level.DISTRICT: 7285}


def test_a_regions_parent_is_the_prefix_of_its_code():
    for code, parent in Region.objects.values_list("code", "parent_id"):
        assert (parent or "") == code.rpartition(".")[0]


@pytest.mark.parametrize(
    ("province", "bps", "zone"),
    [
        ("14", "14", "Asia/Jakarta"),
        ("61", "61", "Asia/Jakarta"),
        ("51", "51", "Asia/Makassar"),
        ("64", "64", "Asia/Makassar"),
        ("82", "82", "Asia/Jayapura"),
        ("91", "94", "Asia/Jayapura"),
        ("92", "91", "Asia/Jayapura"),
        ("96", "92", "Asia/Jayapura"),
    ],
)
def test_a_province_has_its_statistics_code_and_time_zone(province, bps, zone):
    row = Region.objects.get(pk=province)

    assert (row.bps_code, row.time_zone) == (bps, zone)


def test_each_district_has_the_time_zone_of_its_province():
    zones = dict(Region.objects.filter(level=Region.Level.PROVINCE).values_list("code", "time_zone"))

    for code, zone in Region.objects.values_list("code", "time_zone"):
        assert zone == zones[code[:2]]


@pytest.mark.parametrize(
    ("list_name", "size"),
    [("AMPK", 15), ("PPKS", 26), ("PAS", 12), ("COMPONENT", 7), ("CLOSURE_REASON", 11)],
)
def test_a_code_list_is_whole(list_name, size):
    assert Code.objects.of(list_name).count() == size
    assert not Code.objects.of(list_name).filter(label_en="").exists()


def test_each_of_the_26_ppks_derives_one_of_the_12_pas():
    derived = Code.objects.of("PPKS").values_list("parent__list", "parent__code")

    assert {list_name for list_name, _code in derived} == {"PAS"}
    assert {code for _list, code in derived} == set(Code.objects.of("PAS").values_list("code", flat=True))


def test_every_atensi_component_has_activities():
    components = Code.objects.of("COMPONENT")

    assert set(Code.objects.of("ACTIVITY").values_list("parent_id", flat=True)) == {row.pk for row in components}


def test_the_fifteen_categories_are_in_force_from_the_day_of_the_law():
    assert Code.objects.of("AMPK").valid_on(date(2014, 10, 16)).count() == 0
    assert Code.objects.of("AMPK").valid_on(date(2014, 10, 17)).count() == 15


def test_loading_twice_changes_nothing(capsys):
    rows = {model: list(model.objects.order_by("pk").values()) for model in (Region, Code, Holiday)}
    told = AuditEvent.objects.filter(subject="reference:all").count()

    again = load_all()

    assert not any(part.did_something for part in again)
    assert rows == {model: list(model.objects.order_by("pk").values()) for model in rows}
    assert AuditEvent.objects.filter(subject="reference:all").count() == told
    call_command("load_reference")
    assert capsys.readouterr().out == ""


def test_the_second_load_asks_few_questions(django_assert_max_num_queries):
    with django_assert_max_num_queries(12 + 4 * len(REFERENCE_LOADERS)):
        load_all()


def test_a_spoilt_name_is_corrected_in_place_and_said(capsys):
    before = Code.objects.get(list="AMPK", code="HIV")
    Region.objects.filter(pk="14").update(name="Riaw")
    Code.objects.filter(pk=before.pk).update(label="Salah")

    call_command("load_reference")

    assert Region.objects.get(pk="14").name == "Riau"
    assert Code.objects.get(list="AMPK", code="HIV").label == before.label
    out = capsys.readouterr().out
    assert "wilayah: 0 baru, 1 berubah, 7836 tetap" in out
    assert "daftar kode: 0 baru, 1 berubah" in out


def test_an_entry_the_files_do_not_name_stays():
    own = Code.objects.create(list="ACTIVITY", code="OWN", label="Kegiatan Contoh", valid_from=date(2026, 1, 1))

    load_all()

    assert Code.objects.filter(pk=own.pk).exists()


def test_holidays_cover_last_year_to_two_years_ahead():
    Holiday.objects.all().delete()

    load_holidays(date(2026, 5, 1))

    assert {day.year for day in Holiday.objects.values_list("day", flat=True)} == {2025, 2026, 2027, 2028}
    assert Holiday.objects.get(day=date(2026, 8, 17)).name == "Hari Kemerdekaan Republik Indonesia"


def test_a_holiday_an_office_removed_does_not_come_back_and_one_it_added_stays():
    load_holidays(date(2026, 5, 1))
    Holiday.objects.get(day=date(2026, 8, 17)).delete()
    Holiday.objects.create(day=date(2026, 8, 19), name="Hari Jadi Contoh")

    assert load_holidays(date(2026, 5, 1)).created == 0
    assert not Holiday.objects.filter(day=date(2026, 8, 17)).exists()
    assert Holiday.objects.filter(day=date(2026, 8, 19)).exists()


def test_another_rooms_loader_runs_in_the_same_command(monkeypatch, capsys):
    monkeypatch.setattr(
        "atensi.reference.loading.REFERENCE_LOADERS", [lambda: Loaded("sample", "contoh", created=2, changed=0, kept=1)]
    )

    call_command("load_reference")

    assert capsys.readouterr().out == "contoh: 2 baru, 0 berubah, 1 tetap\n"


def test_nothing_is_loaded_when_one_loader_fails(monkeypatch):
    def fail():
        raise ValueError("contoh")

    Region.objects.filter(pk="14").update(name="Riaw")
    monkeypatch.setattr("atensi.reference.loading.REFERENCE_LOADERS", [fail])

    with pytest.raises(ValueError, match="contoh"):
        load_all()
    assert Region.objects.get(pk="14").name == "Riaw"
