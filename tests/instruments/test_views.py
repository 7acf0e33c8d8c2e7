"""The editor: read by every administrator, written by the ministry's; everything works by plain forms."""

import pytest
from django.urls import reverse

from atensi.context import VERSION
from atensi.instruments.models import Instrument, InstrumentVersion
from tests.instruments.factories import VersionFactory
from tests.instruments.people import ministry_administrator, office_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return VersionFactory()


@pytest.fixture
def keeper(client):
    client.force_login(ministry_administrator().user)
    return client


def page(name: str, *args) -> str:
    return reverse(f"instruments:{name}", args=args)


def questions(version) -> list[str]:
    return [question.code for question in InstrumentVersion.objects.get(pk=version.pk).questionnaire.questions]


def test_a_draft_is_begun_edited_and_published(keeper):
    instrument = Instrument.objects.get(code="comprehensive")
    keeper.post(page("version_begin", instrument.pk))
    draft = instrument.versions.get(state="DRAFT")
    new = {"code": "visits", "text_id": "Berapa kunjungan?", "kind": "NUMBER", "domain": "social", "least": "0"}
    assert keeper.post(page("part_create", draft.pk, "pertanyaan"), new).status_code == 302
    edited = new | {"text_id": "Berapa kali?", "shown_when": "age_group = UNDER_5, AGE_5_11"}
    assert keeper.post(page("part_edit", draft.pk, "pertanyaan", "visits"), edited).status_code == 302
    keeper.post(page("part_arrange", draft.pk), {"move": "question.visits.up"})
    shown = keeper.get(page("version", draft.pk)).content.decode()
    assert "Berapa kali?" in shown
    assert "age_group = UNDER_5, AGE_5_11" in shown
    assert questions(draft).index("visits") < questions(draft).index("social")
    assert keeper.post(page("version_publish", draft.pk), {"legal_basis": "Peraturan contoh"}).status_code == 302
    draft.refresh_from_db()
    assert draft.is_published


def test_the_foot_names_the_application_on_pages_about_a_version(keeper, draft):
    shown = keeper.get(page("version", draft.pk)).content.decode()
    assert f"<span>ATENSI {VERSION}</span>" in shown


def test_what_stands_against_publishing_is_listed_and_refused(keeper, draft):
    keeper.post(page("part_arrange", draft.pk), {"move": "scale.three.remove"})
    shown = keeper.get(page("version", draft.pk)).content.decode()
    assert "Skala “three” tidak ada." in shown
    answer = keeper.post(page("version_publish", draft.pk), {"legal_basis": "Ketikan saya"})
    assert answer.status_code == 409
    assert "Ketikan saya" in answer.content.decode()


@pytest.mark.parametrize("basis", ["x" * 301, "Peraturan\x00contoh"])
def test_a_basis_that_cannot_be_kept_comes_back(keeper, draft, basis):
    answer = keeper.post(page("version_publish", draft.pk), {"legal_basis": basis})
    assert answer.status_code == 422
    assert answer.context["form"].errors["legal_basis"]
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.parametrize(
    ("part", "data", "words"),
    [
        ("skala", {"code": "lima", "text_id": "Lima", "options": "A | Buruk | Bad | nol"}, "butuh angka bulat"),
        ("skala", {"code": "Lima!", "text_id": "Lima"}, "huruf kecil"),
        ("skala", {"code": "three", "text_id": "Lima"}, "sudah dipakai"),
        ("skala", {"code": "baru", "text_id": "Lima"}, "sudah dipakai"),
        ("ranah", {"code": "x", "text_id": "X", "good": "HIGH", "bands": "0 | a | b | ok | lagi"}, "garis tegak"),
        ("pertanyaan", {"code": "x", "text_id": "X", "kind": "TEXT", "domain": "home", "shown_when": "tanpa"}, "Tulis"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_was_typed(keeper, draft, part, data, words):
    answer = keeper.post(page("part_create", draft.pk, part), data)
    assert answer.status_code in (409, 422)
    assert words in answer.content.decode()
    assert data["text_id"] in answer.content.decode()


NUMBER = {"code": "x", "text_id": "X", "kind": "NUMBER", "domain": "home"}


@pytest.mark.parametrize(
    ("part", "data", "field"),
    [
        ("skala", {"code": "lima", "text_id": "Lima", "options": "A | Buruk | Bad | 1000000000"}, "options"),
        ("skala", {"code": "lima", "text_id": "Lima", "options": f"A | {'x' * 4001} | | 1"}, "options"),
        ("ranah", {"code": "x", "text_id": "X", "good": "HIGH", "bands": "-1000000000 | a"}, "bands"),
        ("pertanyaan", NUMBER | {"least": "-1000000000"}, "least"),
        ("pertanyaan", NUMBER | {"most": "1000000000"}, "most"),
        ("pertanyaan", NUMBER | {"shown_when": f"pregnant = {'Y' * 4001}"}, "shown_when"),
    ],
)
def test_what_would_not_be_read_again_is_refused_at_its_field(keeper, draft, part, data, field):
    answer = keeper.post(page("part_create", draft.pk, part), data)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}


def test_the_largest_that_is_read_again_is_kept(keeper, draft):
    data = NUMBER | {"least": "-999999999", "most": "999999999"}
    assert keeper.post(page("part_create", draft.pk, "pertanyaan"), data).status_code == 302
    kept = InstrumentVersion.objects.get(pk=draft.pk).questionnaire.question("x")
    assert (kept.least, kept.most) == (-999999999, 999999999)


@pytest.mark.parametrize(("part", "code"), [("ranah", "safety"), ("pertanyaan", "signs"), ("skala", "three")])
def test_a_form_saved_as_it_is_changes_nothing(keeper, draft, part, code):
    address, before = page("part_edit", draft.pk, part, code), draft.definition
    form = keeper.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert keeper.post(address, data).status_code == 302
    assert InstrumentVersion.objects.get(pk=draft.pk).definition == before


@pytest.mark.rule("stale_write")
def test_a_stale_part_shows_both_versions(keeper, draft):
    address = page("part_edit", draft.pk, "pertanyaan", "harm")
    form = keeper.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    keeper.post(address, data | {"text_id": "Punya rekan"})
    answer = keeper.post(address, data | {"text_id": "Punya saya"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Punya rekan" in html
    assert "Punya saya" in html
    again = {name: answer.context["form"][name].value() for name in data} | {"keep_text_id": "mine"}
    assert keeper.post(address, again).status_code == 302
    stored = InstrumentVersion.objects.get(pk=draft.pk).questionnaire.question("harm")
    assert stored.text.id == "Punya saya"


def test_the_preview_follows_skip_rules_and_scores_and_keeps_nothing(keeper, draft):
    address = page("version_preview", draft.pk)
    assert keeper.get(address).context["scores"] == []
    answer = keeper.get(address, {"q_pregnant": "YES", "q_harm": "2"})
    shown = {one.field.name: one.is_shown for part in answer.context["form"].domains() for one in part.asked}
    assert (shown["q_weeks_known"], shown["q_weeks"], shown["q_food"]) == (True, False, True)
    assert [score.percent for score in answer.context["scores"]] == [100]


def test_an_offices_administrator_reads_and_changes_nothing(client, draft):
    client.force_login(office_administrator().user)
    published = InstrumentVersion.objects.published().first()
    assert client.get(page("list")).status_code == 200
    assert client.get(page("version", published.pk)).status_code == 200
    assert client.get(page("version_preview", published.pk)).status_code == 200
    assert "Terbitkan" not in client.get(page("version", draft.pk)).content.decode()
    assert client.get(page("part_edit", draft.pk, "pertanyaan", "harm")).status_code == 403
    for name in ("version_publish", "version_retire", "version_discard", "part_arrange"):
        assert client.post(page(name, draft.pk)).status_code == 403, name


@pytest.mark.rule("arrange_unknown")
def test_a_move_that_names_nothing_is_told(keeper, draft):
    assert keeper.post(page("part_arrange", draft.pk), {"move": "apa.saja"}).status_code == 409


def test_a_draft_is_discarded_and_a_published_version_has_no_form(keeper, draft):
    published = VersionFactory(published=True, number=2, instrument=draft.instrument)
    assert keeper.get(page("part_create", published.pk, "ranah")).status_code == 404
    assert keeper.get(page("part_create", draft.pk, "lain")).status_code == 404
    assert keeper.get(page("part_edit", draft.pk, "ranah", "lain")).status_code == 404
    assert keeper.post(page("version_discard", draft.pk)).status_code == 302
    assert not InstrumentVersion.objects.filter(pk=draft.pk).exists()
    assert keeper.post(page("version_discard", published.pk)).status_code == 409


def test_the_last_version_is_not_retired_by_the_page(keeper):
    last = InstrumentVersion.objects.published().get(instrument__code="comprehensive")
    assert page("version_retire", last.pk) not in keeper.get(page("version", last.pk)).content.decode()
    keeper.post(page("version_retire", last.pk))
    last.refresh_from_db()
    assert last.is_published


def test_one_beside_another_that_serves_everybody_is_offered_to_go(keeper):
    special = VersionFactory(published=True)  # for adults
    assert page("version_retire", special.pk) in keeper.get(page("version", special.pk)).content.decode()
    keeper.post(page("version_retire", special.pk))
    special.refresh_from_db()
    assert special.state == "RETIRED"
    assert page("version_retire", special.pk) not in keeper.get(page("version", special.pk)).content.decode()


def test_pages_ask_a_fixed_number_of_queries(keeper, draft, django_assert_num_queries):
    keeper.get(page("list"))
    with django_assert_num_queries(12, exact=False):
        keeper.get(page("list"))
    with django_assert_num_queries(12, exact=False):
        keeper.get(page("version", draft.pk))
