from datetime import timedelta

import pytest
from django.urls import reverse

from atensi.errors import NotAllowed, RuleViolation, StaleWrite
from atensi.versions import version_of
from cases.event_states import EventKind
from living.services.admissions import WRITTEN, sheet_of
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.living.scenes import admitted, home_with_children, share
from tests.living.test_views import signed_in, text
from tests.referrals.factories import PlacementFactory, days_ago
from tests.referrals.scenes import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return home_with_children()


def refused(act) -> set[str]:
    with pytest.raises(RuleViolation) as violation:
        act()
    return {problem.code for problem in violation.value.problems}


def test_a_sheet_is_whole_when_nothing_is_missing(home):
    row = admitted(home.first, home.staff, agreed_by=["CHILD", "HOME"], documents=["LETTER"])
    assert not row.is_whole
    assert [str(words) for words in row.missing] == [
        "Laporan sosial",
        "Kesepakatan anak, orang tua/wali atau Dinas, dan lembaga",
    ]
    assert admitted(home.first, home.staff, agreed_by=["CHILD", "OFFICE", "HOME"]).is_whole


@pytest.mark.rule("orientation_late")
def test_a_late_orientation_needs_a_reason(home):
    late = home.first.starts_on + timedelta(days=2)

    assert refused(lambda: admitted(home.first, home.staff, oriented_on=late)) == {"orientation_late"}
    reasons = {"orientation_late": "Anak dirawat di rumah sakit."}
    assert admitted(home.first, home.staff, oriented_on=late, reasons=reasons).soft_reasons == reasons


def test_a_reason_once_given_answers_the_next_saving_too(home):
    late, reasons = home.first.starts_on + timedelta(days=2), {"orientation_late": "Anak sakit."}
    admitted(home.first, home.staff, oriented_on=late, reasons=reasons)

    assert admitted(home.first, home.staff, oriented_on=late, belongings="Tas").soft_reasons == reasons
    assert admitted(home.first, home.staff).soft_reasons == {}


@pytest.mark.rule("admission_without_home")
def test_a_sheet_is_of_a_stay_in_a_home(home):
    case = CaseFactory(worker_membership=home.worker, stage="IMPLEMENT")
    with_kin = PlacementFactory(case=case, kinship=True)

    assert refused(lambda: admitted(with_kin, home.worker)) == {"admission_without_home"}


def test_two_sets_of_papers_are_compared_as_the_form_lists_them(home):
    row = admitted(home.first, home.staff, documents=["SOCIAL_REPORT", "FAMILY_CARD", "LETTER"])
    assert row.documents == ["LETTER", "SOCIAL_REPORT", "FAMILY_CARD"]


@pytest.mark.rule("orientation_incomplete", "admission_agreement_incomplete")
def test_a_day_stands_with_who_did_it(home):
    assert refused(lambda: admitted(home.first, home.staff, oriented_by="")) == {"orientation_incomplete"}
    assert refused(lambda: admitted(home.first, home.staff, agreed_by=[])) == {"admission_agreement_incomplete"}


@pytest.mark.rule("orientation_day", "admission_agreement_ahead")
def test_the_days_have_come(home):
    before = home.first.starts_on - timedelta(days=1)
    assert refused(lambda: admitted(home.first, home.staff, oriented_on=before)) == {"orientation_day"}
    assert refused(lambda: admitted(home.first, home.staff, agreed_on=in_days(1))) == {"admission_agreement_ahead"}


def test_a_sheet_that_others_changed_is_not_overwritten(home):
    seen = version_of(sheet_of(home.first), WRITTEN)
    admitted(home.first, home.staff)

    with pytest.raises(StaleWrite):
        admitted(home.first, home.staff, belongings="Lain", seen=seen)


def test_each_writing_is_one_line_of_the_story_and_tells_nothing_of_the_sheet(home):
    def told() -> list[str]:
        return list(lines.values_list("text", flat=True))

    lines = home.first.case.events.filter(kind=EventKind.ADMISSION_KEPT).order_by("pk")
    admitted(home.first, home.staff, documents=["LETTER"])
    assert told() == ["Dibuat, belum lengkap"]
    admitted(home.first, home.staff)
    admitted(home.first, home.staff, belongings="Tas merah dari ibu")
    assert told()[1:] == ["Diubah, lengkap", "Diubah, lengkap"]
    assert {line.by for line in lines} == {home.staff.user}


def test_strangers_write_none(home):
    with pytest.raises(NotAllowed):
        admitted(home.first, home.other_worker)
    assert not home.first.case.events.filter(kind=EventKind.ADMISSION_KEPT).exists()


def test_the_page_says_what_is_missing_and_keeps_what_is_there(home):
    client, address = signed_in(home.staff), reverse("living:admission", args=[home.first.pk])
    assert "Surat desa/kelurahan atau lembaga" in text(client.get(address))

    sent = {"documents": ["LETTER"], "belongings": "Tas"}
    assert client.post(address, sent).status_code == 302
    page = text(client.get(reverse("living:stay", args=[home.first.pk])))
    assert "Belum lengkap" in page
    assert "Laporan sosial" in page
    admitted(home.first, home.staff, health="Batuk ringan")
    assert "Batuk ringan" in text(signed_in(home.worker).get(reverse("living:stay", args=[home.first.pk])))
    sent |= {"belongings": "Lain", "seen": "0" * 64}
    assert client.post(address, sent).status_code == 422


def test_a_sheet_that_is_not_whole_is_work_of_the_home_for_a_month(home):
    client = signed_in(home.staff)
    assert "Berkas masuk belum lengkap" not in text(client.get("/"))
    new = PlacementFactory(institution=home.home, starts_on=days_ago(3))
    share(new.case, home.home)
    assert "Berkas masuk belum lengkap" in text(client.get("/"))
    admitted(new, home.staff)
    assert "Berkas masuk belum lengkap" not in text(client.get("/"))


def test_the_sheet_by_the_api(home):
    staff, day = program_of(home.staff), str(home.first.starts_on)
    read = staff.ask("admission_sheet_view_read", home.first.pk)
    told = {
        "documents": ["LETTER", "SOCIAL_REPORT"],
        "belongings": "Tas",
        "health": "Sehat",
        "oriented_on": day,
        "oriented_by": "Ibu Misal",
        "agreed_on": day,
        "agreed_by": ["CHILD", "FAMILY", "HOME"],
    }
    done = staff.tell("admission_sheet_view_write", home.first.pk, seen=read["version"], **told)
    assert (done["is_whole"], done["missing"]) == (True, [])
    with refused_with(409, "stale_write"):
        staff.tell("admission_sheet_view_write", home.first.pk, seen=read["version"], **told)
