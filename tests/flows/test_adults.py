"""Adults are carried from the report to closure, and no page takes them for children (Permensos 7/2021 art. 3)."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from guardian.shortcuts import assign_perm

from cases.clusters import cluster_of
from cases.masking import display_name, display_person
from cases.models import Case
from cases.states import Sex, Stage
from tests.flows.adults import Adult, agreed, assessed, closed, planned, reported, served
from tests.flows.given import OFFICE_TEAM, Field, given_the_field
from tests.flows.then import then_the_case_is_seen_by

pytestmark = pytest.mark.django_db

VICTIM = Adult(
    name="Umpama Rahasia",
    sex=Sex.FEMALE,
    born=date(1995, 3, 14),
    categories=("TRAFFICKING_VICTIM",),
    component="THERAPY",
    view="Saya ingin bekerja lagi, dan tidak mau ditemukan.",
)
ELDER = Adult(
    name="Contoh Sepuh",
    sex=Sex.MALE,
    born=date(1948, 8, 17),
    categories=("NEGLECTED_ELDERLY", "DISABILITY"),
    component="CARE",
    view="Saya mau tinggal dekat keponakan.",
    kin="Keponakan Rekaan",
)
TABS = (
    *("case", "beneficiary", "family", "assessments", "plan", "services", "placements", "documents", "timeline"),
    *("beneficiary_edit", "family_add", "agreement_new", "assessment_new", "plan_new", "report_new", "conference_new"),
)
# Names of institutions and of papers of the law, which say "anak" of others.
NOT_OF_THEM = re.compile(r"\b(pengangkatan anak|perlindungan anak|pengasuhan anak|kartu identitas anak|anak tangga)\b")


@pytest.fixture
def field(clock) -> Field:
    return given_the_field(clock)


def text_of(field: Field, name: str, case: Case, who: str = "worker") -> str:
    """What a person reads on a page of the case: the main part, without marks."""
    client = Client()
    client.force_login(field.people[who].user)
    answer = client.get(reverse(f"cases:{name}", args=[case.pk]))
    assert answer.status_code == 200, name
    body = answer.content.decode()
    return strip_tags(body[body.index("<main") : body.index("</main>")])


def carried(field: Field, adult: Adult) -> Case:
    """From the report to the plan and a first service, each page read on the way."""
    case = reported(field, adult)
    for step in (agreed, assessed, planned):
        step(field, adult, case)
        no_page_speaks_of_a_child(field, case)
    served(field, adult, case)
    case.refresh_from_db()
    return case


def no_page_speaks_of_a_child(field: Field, case: Case) -> None:
    case.refresh_from_db()
    for name in TABS:
        text = NOT_OF_THEM.sub("", text_of(field, name, case).casefold())
        found = [text[max(hit.start() - 60, 0) : hit.end() + 30] for hit in re.finditer(r"\banak\b", text)]
        assert found == [], name


def test_a_trafficking_victim_is_carried_to_closure_and_masked(field):
    case = carried(field, VICTIM)
    assert case.restricted
    assert cluster_of(case.category_rows.select_related("code__cluster")).code == "TS_KPO"
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)

    # Whoever may only know of it reads neither name nor place, and finds it by no name
    sentra = field.people["sentra_officer"]
    assign_perm("view_case", sentra.institution.group, case)
    assert display_name(case, sees_names=False) == "Kasus terbatas, 18–59 tahun"
    assert display_person(case, sees_names=False) == "Orang dewasa, perempuan, 18–59 tahun".replace(
        "dewasa, ", "dewasa "
    )
    text = text_of(field, "case", case, who="sentra_officer")
    assert "Rahasia" not in text
    assert "Rekaan" not in text.replace("Sakti Peksos", "")
    for name in ("beneficiary", "family", "plan", "documents", "photo"):
        client = Client()
        client.force_login(sentra.user)
        assert client.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 403

    closed(field, case)
    case.refresh_from_db()
    assert case.stage == Stage.CLOSE


def test_an_elderly_person_is_carried_to_closure(field):
    case = carried(field, ELDER)
    assert not case.restricted
    assert cluster_of(case.category_rows.select_related("code__cluster")).code == "ELDERLY"
    page = text_of(field, "case", case)
    assert "Lanjut usia" in page
    assert "tangga pengasuhan" not in page  # the continuum is of children
    closed(field, case)
    case.refresh_from_db()
    assert case.stage == Stage.CLOSE


def test_the_list_is_narrowed_to_a_cluster(field):
    victim, elder = reported(field, VICTIM), reported(field, ELDER)
    client = Client()
    client.force_login(field.people["worker"].user)
    for cluster, shown in (("TS_KPO", {victim}), ("ELDERLY", {elder}), ("CHILD", set()), ("", {victim, elder})):
        page = client.get(reverse("cases:list"), {"klaster": cluster})
        assert {row.case for row in page.context["rows"]} == shown
