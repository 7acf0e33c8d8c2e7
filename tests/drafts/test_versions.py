"""Two people change the same row: nobody's words are overwritten unread, and each field is chosen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.forms import BirthDate
from cases.models import Assessment
from cases.states import Stage
from tests.accounts.factories import UserFactory
from tests.accreditation.factories import CertificateFactory
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.cases.papers import AssessmentFactory
from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def fields_of(response) -> dict[str, str]:
    """What a browser would send back of the page's form."""
    form, found = response.context["form"], {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, BirthDate):
            widget = form.fields[name].widget
            found |= {f"{name}_{n}": str(part) for n, part in enumerate(widget.decompress(value))}
        elif value is True:
            found[name] = "on"
        elif value not in (None, False, ""):
            found[name] = getattr(value, "pk", value)
    return found


@pytest.fixture
def rows(client):
    """Kind -> (address of its form, row, field that two people change)."""
    case = CaseFactory(stage=Stage.ASSESSMENT)
    member = FamilyMemberFactory(beneficiary=case.beneficiary, name="Sari Rekaan")
    keeper = MembershipFactory(institution=case.office, role="ADMINISTRATOR")
    person = MembershipFactory(institution=case.office, user=UserFactory(phone="0761-1")).user
    certificate = CertificateFactory(institution=case.office)
    paper = AssessmentFactory(case=case)

    def of(kind):
        client.force_login(keeper.user if kind in ("person", "certificate") else case.worker)
        return {
            "member": (reverse("cases:family_edit", args=[case.pk, member.pk]), member, "note"),
            "child": (reverse("cases:beneficiary_edit", args=[case.pk]), case.beneficiary, "address"),
            "person": (reverse("institutions:person_edit", args=[person.pk]), person, "phone"),
            "certificate": (reverse("accreditation:certificate_edit", args=[certificate.pk]), certificate, "number"),
            "paper": (reverse("cases:assessment_edit", args=[case.pk, paper.pk]), paper, "q_social"),
        }[kind]

    return of


KINDS = ["member", "child", "person", "certificate", "paper"]


def meanwhile(row, name: str) -> None:
    """A colleague saves another text."""
    put(row, name, "Punya rekan")
    row.save()


def put(row, name: str, words: str) -> None:
    """Set a field, or an answer of a questionnaire."""
    if name.startswith("q_"):
        row.answers = {**row.answers, name[2:]: words}
    else:
        setattr(row, name, words)


def standing(row, name: str) -> str:
    return row.answers[name[2:]] if name.startswith("q_") else getattr(row, name)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stale_form_overwrites_nothing_and_shows_both(client, rows, kind):
    address, row, name = rows(kind)
    data = fields_of(client.get(address)) | {name: "Punya saya"}
    meanwhile(row, name)
    answer = client.post(address, data)
    html = answer.content.decode()
    row.refresh_from_db()
    assert standing(row, name) == "Punya rekan"
    assert answer.status_code in (200, 409, 422)
    assert f'name="keep_{name}" value="mine" checked' in html
    assert f'name="keep_{name}" value="stored"' in html
    assert "Punya saya" in html
    assert "Punya rekan" in html


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("choice", "left"), [("mine", "Punya saya"), ("stored", "Punya rekan")])
def test_what_was_chosen_is_saved(client, rows, kind, choice, left):
    address, row, name = rows(kind)
    data = fields_of(client.get(address)) | {name: "Punya saya"}
    meanwhile(row, name)
    again = fields_of(client.post(address, data)) | {f"keep_{name}": choice}
    assert client.post(address, again).status_code == 302
    row.refresh_from_db()
    assert standing(row, name) == left


@pytest.mark.parametrize("kind", KINDS)
def test_a_third_change_is_seen_again(client, rows, kind):
    address, row, name = rows(kind)
    data = fields_of(client.get(address)) | {name: "Punya saya"}
    meanwhile(row, name)
    again = fields_of(client.post(address, data)) | {f"keep_{name}": "mine"}
    put(row, name, "Punya ketiga")
    row.save()
    assert "Punya ketiga" in client.post(address, again).content.decode()
    row.refresh_from_db()
    assert standing(row, name) == "Punya ketiga"


def test_a_choice_of_options_and_days_comes_back_as_it_stands(client, rows):
    address, row, _name = rows("paper")
    yesterday = timezone.localdate() - timedelta(days=1)
    data = fields_of(client.get(address)) | {"assessed_on": timezone.localdate().isoformat(), "q_social": "Punya saya"}
    Assessment.objects.filter(pk=row.pk).update(
        assessed_on=yesterday, answers={**row.answers, "health": "BAD"}, updated_at=timezone.now()
    )
    again = fields_of(client.post(address, data)) | {"keep_assessed_on": "stored", "keep_q_health": "stored"}
    assert client.post(address, again).status_code == 302
    row.refresh_from_db()
    assert (row.assessed_on, row.answers["health"], row.answers["social"]) == (yesterday, "BAD", "Punya saya")


def test_a_choice_about_a_birth_date_comes_back_as_it_stands(client, rows):
    address, child, _name = rows("child")
    data = fields_of(client.get(address)) | {"born_0": "1", "born_1": "2", "born_2": "2015"}
    child.address = "Punya rekan"
    child.save()
    before = child.birth_date
    again = fields_of(client.post(address, data))
    born = {"born_0": "1", "born_1": "2", "born_2": "2015", "keep_born": "stored"}
    again = {name: value for name, value in again.items() if name != "born"} | born
    assert client.post(address, again).status_code == 302
    child.refresh_from_db()
    assert child.birth_date == before
