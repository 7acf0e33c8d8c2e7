"""A service in seconds: what was recorded last comes first, and the same one again is two touches."""

import pytest
from django.urls import reverse

from cases.models import ServiceRecord
from cases.states import Base, Stage
from cases.usual import again, usual_services
from tests.cases.factories import CaseFactory, code
from tests.cases.papers import CarePlanFactory, ServiceRecordFactory, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = CaseFactory(stage=Stage.IMPLEMENT)
    sign(CarePlanFactory(case=case))
    return case


def served(case, name="CARE", **given):
    return ServiceRecordFactory(case=case, component=code("COMPONENT", name), recorded_by=case.worker, **given)


def test_the_kinds_of_this_case_come_first_each_once(case, django_assert_num_queries):
    other = CaseFactory(worker=case.worker, office=case.office)
    served(other, "THERAPY")
    served(case, "CARE")
    newest = served(case, "CARE")
    with django_assert_num_queries(2):
        found = usual_services(case, case.worker)
    assert [one.kind.code for one in found] == ["CARE", "THERAPY"]
    assert found[0].like == newest.pk


def test_of_another_case_the_kind_is_taken_and_no_word_of_it(case):
    row = served(CaseFactory(worker=case.worker, office=case.office), description="Rahasia anak lain (contoh)")
    assert again(case, case.worker, row.pk) == {
        "component": row.component_id,
        "activity": row.activity_id,
        "base": row.base,
    }


def test_what_others_recorded_elsewhere_is_nothing_to_begin_from(case):
    foreign = ServiceRecordFactory()
    assert again(case, case.worker, foreign.pk) == {}
    assert foreign.component not in [one.kind for one in usual_services(case, case.worker)]


def test_the_same_again_is_saved_as_it_stands(client, case):
    row = served(case, description="Konseling keluarga (contoh)", base=Base.FAMILY)
    client.force_login(case.worker)
    address = reverse("cases:service_record", args=[case.pk]) + f"?seperti={row.pk}"
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if form[name].value() not in (None, False)}
    assert client.post(address, sent | {"provided_on": form["provided_on"].value().isoformat()}).status_code == 302
    first, second = ServiceRecord.objects.filter(case=case).order_by("pk")
    for name in ("component_id", "base", "description", "provider"):
        assert getattr(first, name) == getattr(second, name)
