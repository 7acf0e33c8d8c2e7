"""Who came back into care: the office that sent a child home reads when, after what, and what was done meanwhile
(domain.md 5.3)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from cases.models import AftercareVisit, Reentry
from cases.services.reentries import watch_reentry
from cases.services.shares import share_case
from institutions.states import Role
from referrals.models import ReunificationStep
from referrals.states import EndReason, PlacementState
from reports.figures import figures_for
from tests.cases.factories import CaseFactory, code
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, actor_of, region
from tests.referrals.factories import PlacementFactory, ReunificationFactory, days_ago

pytestmark = pytest.mark.django_db
URL = "/kasus/masuk-kembali/"
QUERIES = 15


@pytest.fixture
def worker():
    return MembershipFactory()


@pytest.fixture
def supervisor(worker):
    return MembershipFactory(institution=worker.institution, role=Role.SUPERVISOR)


@pytest.fixture
def elsewhere():
    return MembershipFactory(institution=InstitutionFactory(name="Dinas Misal Lain", region=region("14.02")))


def went_home(worker, days=100, *, visits=(), planned=3, agreed="", **fields):
    """A case whose child went home from an LKSA `days` ago; visits: days after which somebody came by; agreed: what
    was written at the hand-over."""
    case, home_on = CaseFactory(worker_membership=worker, **fields), days_ago(days)
    home = InstitutionFactory(name=f"LKSA Umpama {case.pk}", lksa=True)
    stay = PlacementFactory(case=case, starts_on=home_on - timedelta(days=200), institution=home)
    before = {"readiness_on": home_on - timedelta(days=15), "consent_on": home_on - timedelta(days=5)}
    prepared = ReunificationFactory(placement=stay, handed_over_on=home_on, hand_over_note=agreed, steps=0, **before)
    ReunificationStep.objects.create(
        reunification=prepared,
        done_on=home_on - timedelta(days=8),
        what="Menginap (rekaan).",
        with_whom="Bibi Rekaan",
        recorded_by=case.worker,
    )
    stay.ended_on, stay.end_reason, stay.state = home_on, EndReason.REUNIFIED, PlacementState.ENDED
    stay.save()
    for month in range(1, planned + 1):
        done = home_on + timedelta(days=visits[month - 1]) if month <= len(visits) else None
        AftercareVisit.objects.create(
            case=case,
            month=month,
            due_on=home_on + timedelta(days=30 * month),
            home_on=home_on,
            done_on=done,
            done_by=case.worker if done else None,
            is_safe=True if done else None,
        )
    case.closed_at, case.closed_by, case.final_evaluation = timezone.now(), case.worker, "Contoh."
    case.closure_reason = code("CLOSURE_REASON", "RETURNED_TO_FAMILY")
    case.save()
    return case


def came_back(former, worker, days=10, **fields):
    """The child comes back into a case of `worker`, `days` ago."""
    case = CaseFactory(beneficiary=former.beneficiary, worker_membership=worker, **fields)
    return watch_reentry(beneficiary=former.beneficiary, on=days_ago(days), by=actor_of(worker), case=case)


def look(client, membership, query=""):
    client.force_login(membership.user)
    return client.get(URL + query)


def test_the_line_says_when_after_what_and_what_was_held(client, worker, supervisor):
    former = went_home(worker, visits=[30, 60])
    row = came_back(former, worker)
    response = look(client, supervisor)
    [line] = response.context["lines"]
    assert (line.days_at_home, line.done, line.planned, line.last_on) == (90, 2, 3, days_ago(40))
    assert (line.ending, line.place) == ("Kembali ke keluarga", f"LKSA Umpama {former.pk}")
    page = response.content.decode()
    for words in (str(former.beneficiary), former.number, row.case.number, "90 hari", "2 dari 3 kunjungan"):
        assert words in page
    assert reverse("cases:case", args=[row.case_id]) in page


def test_the_line_says_how_long_the_stay_was_and_what_was_agreed(client, worker, supervisor):
    former = went_home(worker, agreed="Bibi menelepon setiap minggu (rekaan).")
    came_back(former, worker)
    response = look(client, supervisor)
    [line] = response.context["lines"]
    assert (line.stayed, line.agreed) == (200, ["Bibi menelepon setiap minggu (rekaan)."])
    page = response.content.decode()
    assert "tinggal 200 hari" in page
    assert "Bibi menelepon setiap minggu" in page


def test_a_visit_after_the_return_held_nothing(client, worker, supervisor):
    came_back(went_home(worker, visits=[30, 95]), worker)
    response = look(client, supervisor)
    assert (response.context["lines"][0].done, response.context["lines"][0].planned) == (1, 3)


def test_without_a_visit_the_line_says_so(client, worker, supervisor):
    came_back(went_home(worker), worker)
    assert "Belum dikunjungi" in look(client, supervisor).content.decode()


def test_visits_that_were_not_due_yet_are_held_against_nobody(client, worker, supervisor):
    came_back(went_home(worker, days=20), worker)
    page = look(client, supervisor)
    assert page.context["lines"][0].planned == 0
    assert "Belum dikunjungi" not in page.content.decode()
    assert "Belum tiba waktunya" in page.content.decode()


def test_the_last_stay_before_that_homecoming_counts(client, worker, supervisor):
    former = went_home(worker, days=100)
    came_back(former, worker, days=50)
    PlacementFactory(
        case=former, starts_on=days_ago(50), ended_on=days_ago(20), end_reason="MOVED", state=PlacementState.ENDED
    )
    [line] = look(client, supervisor).context["lines"]
    assert line.ending == "Kembali ke keluarga"


def test_latest_first_and_by_pages(client, worker, supervisor, monkeypatch):
    monkeypatch.setattr("atensi.paging.page_by.__kwdefaults__", {"size": 2, "newest_first": False})
    rows = [came_back(went_home(worker, days=200 + day), worker, days=day) for day in (5, 20, 10)]
    response = look(client, supervisor)
    assert [line.reentry for line in response.context["lines"]] == [rows[0], rows[2]]
    further = look(client, supervisor, response.context["page"].next)
    assert [line.reentry for line in further.context["lines"]] == [rows[1]]


# Who reads what


def test_the_other_office_is_named_and_nothing_else_of_it(client, worker, supervisor, elsewhere):
    row = came_back(went_home(worker), elsewhere)
    theirs = MembershipFactory(institution=elsewhere.institution, role=Role.SUPERVISOR)
    ours = look(client, supervisor).content.decode()
    assert "Dinas Misal Lain" in ours and row.case.number not in ours
    assert look(client, supervisor, "?dari=lain").context["lines"] == []
    assert look(client, theirs).context["lines"] == []
    response = look(client, theirs, "?dari=lain")
    [line] = response.context["lines"]
    page = response.content.decode()
    assert row.case.number in page and str(worker.institution) in page
    assert row.former.number not in page
    assert (line.place, line.ending, line.planned) == ("", "", 0)
    assert (line.stayed, line.agreed) == (None, [])


def test_offices_read_their_own_returns_only(client, worker, supervisor, elsewhere):
    came_back(went_home(elsewhere), elsewhere)
    assert look(client, supervisor).context["lines"] == []


def test_the_page_follows_the_acting_office(client, worker, supervisor, elsewhere):
    """A supervisor of two offices reads those of the office they act for."""
    other = MembershipFactory(user=supervisor.user, institution=elsewhere.institution, role=Role.SUPERVISOR)
    came_back(went_home(elsewhere), elsewhere)
    client.force_login(supervisor.user)
    for acting, shown in ((supervisor, 0), (other, 1)):
        client.post(reverse("institutions:switch_membership"), {"membership": acting.pk})
        assert len(client.get(URL).context["lines"]) == shown


@pytest.mark.parametrize("role", [Role.FIELD_SOCIAL_WORKER, Role.INTAKE_OFFICER, Role.LKSA_STAFF, Role.ADMINISTRATOR])
def test_other_roles_are_refused(client, worker, role):
    assert look(client, MembershipFactory(institution=worker.institution, role=role)).status_code == 403


def test_a_deputy_reads_what_the_supervisor_reads(client, worker, supervisor):
    came_back(went_home(worker), worker)
    mandate = MandateFactory(grantor=supervisor)
    client.force_login(mandate.deputy)
    client.post(reverse("institutions:switch_membership"), {"membership": supervisor.pk})
    assert len(client.get(URL).context["lines"]) == 1


def test_a_restricted_case_is_masked_to_those_who_do_not_work_on_it(client, worker, elsewhere):
    """The supervisor of a Dinas that was asked to decide knows of the case and reads no name (docs/adr/0003)."""
    row = came_back(went_home(elsewhere), worker, restricted=True, categories=["SEXUAL_CRIME"])
    asked = MembershipFactory(institution=elsewhere.institution, role=Role.SUPERVISOR)
    share_case(case=row.case, institution=asked.institution, by=actor_of(worker))
    response = look(client, asked)
    [line] = response.context["lines"]
    page = response.content.decode()
    assert line.masked and str(row.beneficiary) not in page and "Kasus terbatas" in page
    assert (line.place, line.ending) == ("", "")
    own = MembershipFactory(institution=worker.institution, role=Role.SUPERVISOR)
    assert str(row.beneficiary) in look(client, own, "?dari=lain").content.decode()


def test_that_a_case_out_of_sight_is_restricted_is_not_told(client, worker, supervisor, elsewhere):
    row = came_back(went_home(worker), elsewhere, restricted=True, categories=["SEXUAL_CRIME"])
    page = look(client, supervisor).content.decode()
    assert str(row.beneficiary) in page and "erbatas" not in page


# What the page leaves behind


def test_looking_is_recorded_with_the_cases_shown(client, worker, supervisor):
    row = came_back(went_home(worker), worker)
    look(client, supervisor)
    event = AuditEvent.objects.get(verb="reentry.list")
    assert set(event.seen) == {f"case:{row.former_id}", f"case:{row.case_id}"}


def test_the_figure_leads_to_the_list(client, worker, supervisor):
    came_back(went_home(worker), worker)
    [figure] = [one for one in figures_for(supervisor.user, actor_of(supervisor)) if one.url == URL]
    assert figure.value == 1
    client.force_login(supervisor.user)
    assert f'href="{URL}"' in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("query", ["", "?dari=lain", "?dari=rekaan", "?sesudah=0", "?sesudah=abc"])
def test_an_empty_list_teaches_what_will_stand_here(client, supervisor, query):
    response = look(client, supervisor, query)
    assert response.status_code == 200
    assert "masuk kembali" in response.content.decode() and not Reentry.objects.exists()


def test_page_takes_a_fixed_number_of_queries(
    client, worker, supervisor, django_assert_max_num_queries, django_assert_num_queries
):
    came_back(went_home(worker, visits=[30]), worker)
    look(client, supervisor)
    with django_assert_max_num_queries(QUERIES) as few:
        client.get(URL)
    for day in range(5):
        came_back(went_home(worker, days=100 + day, visits=[30, 40], planned=5), worker)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(URL)
