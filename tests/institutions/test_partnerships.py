"""Partners of a Sentra: whom it works with, under which agreement, since when (domain.md 4; docs/adr/0038)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from institutions.models import Parameter, Partnership
from institutions.services.partnerships import agree_partnership, end_partnership
from institutions.states import Kind, Role
from tests.accreditation.factories import CertificateFactory
from tests.api.people import program_of
from tests.api.test_keeping import codes_of, status_of
from tests.institutions.factories import InstitutionFactory, MembershipFactory, PartnershipFactory, actor_of

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def officer():
    """Takes in at a Sentra."""
    return MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)


@pytest.fixture
def sentra(officer):
    return officer.institution


@pytest.fixture
def home():
    """An accredited home."""
    return CertificateFactory(valid_from=in_days(-99), valid_until=in_days(99)).institution


def agree(officer, partner, **changes):
    given = {"number": " PKS/1 ", "valid_from": in_days(0), "valid_until": in_days(365)} | changes
    return agree_partnership(partner=partner, by=actor_of(officer), **given)


def codes(refused):
    return {problem.code for problem in refused.value.problems}


def test_a_sentra_agrees_with_a_partner_and_the_trail_says_so(officer, sentra, home):
    row = agree(officer, home)

    assert (row.sentra, row.partner, row.number, row.recorded_by_id) == (sentra, home, "PKS/1", officer.user_id)
    assert list(Partnership.objects.standing().of(home)) == [row]
    event = AuditEvent.objects.get(verb="partnership.agree")
    assert event.subject == f"partnership:{row.pk}"


@pytest.mark.parametrize("role", [Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_nobody_but_the_people_of_a_sentra_agrees(role, home):
    dinas = MembershipFactory(role=role)

    with pytest.raises(NotAllowed):
        agree(dinas, home)


def test_the_staff_of_a_home_make_it_no_partner(home):
    with pytest.raises(NotAllowed):
        agree(MembershipFactory(institution=home, role=Role.LKSA_STAFF), home)


@pytest.mark.rule("partner_kind", "partner_inactive")
@pytest.mark.parametrize(
    "partner, code",
    [
        ({}, "partner_kind"),
        ({"sentra": True}, "partner_kind"),
        ({"kind": Kind.UPTD, "is_active": False}, "partner_inactive"),
    ],
)
def test_a_partner_is_an_active_lks_or_uptd(officer, partner, code):
    with pytest.raises(RuleViolation) as refused:
        agree(officer, InstitutionFactory(**partner))

    assert codes(refused) == {code}


@pytest.mark.rule("partnership_without_number", "partnership_ends_before_start")
def test_an_agreement_has_a_number_and_days_in_order(officer, home):
    with pytest.raises(RuleViolation) as refused:
        agree(officer, home, number="  ", valid_until=in_days(-1))

    assert codes(refused) == {"partnership_without_number", "partnership_ends_before_start"}


@pytest.mark.rule("partner_not_accredited")
def test_a_partner_without_accreditation_asks_a_reason_and_more_where_it_is_required(officer, sentra):
    home = InstitutionFactory(lksa=True)
    with pytest.raises(RuleViolation) as refused:
        agree(officer, home)
    [problem] = refused.value.problems
    assert (problem.code, problem.tag) == ("partner_not_accredited", "soft")

    reasons = {"partner_not_accredited": "Penilaian berjalan (rekaan)."}
    assert agree(officer, home, reasons=reasons).soft_reasons == reasons

    Parameter.objects.create(key="accreditation_required", institution=sentra, value=True, valid_from=in_days(-1))
    with pytest.raises(RuleViolation) as refused:
        agree(officer, InstitutionFactory(lksa=True), reasons=reasons)
    assert [problem.tag for problem in refused.value.problems] == ["hard"]
    assert agree(officer, InstitutionFactory(kind=Kind.UPTD)), "a unit of the government has no accreditation"


@pytest.mark.rule("partnership_overlaps")
def test_the_same_two_have_one_agreement_at_a_time(officer, home):
    first = agree(officer, home, valid_until=None)
    for days in ({"valid_until": None}, {"valid_from": in_days(50)}):
        with pytest.raises(RuleViolation) as refused:
            agree(officer, home, **days)
        assert codes(refused) == {"partnership_overlaps"}

    end_partnership(partnership=first, reason="Diganti (rekaan).", by=actor_of(officer))
    assert agree(officer, home)
    assert Partnership.objects.of(home).count() == 2, "history stays"


@pytest.mark.rule("partnership_ended", "partnership_end_unsaid")
def test_an_agreement_is_ended_once_with_a_reason_by_its_sentra(officer, home):
    row, by = agree(officer, home), actor_of(officer)
    other = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    with pytest.raises(NotAllowed):
        end_partnership(partnership=row, reason="Rekaan.", by=actor_of(other))
    with pytest.raises(RuleViolation) as refused:
        end_partnership(partnership=row, reason=" ", by=by)
    assert codes(refused) == {"partnership_end_unsaid"}

    ended = end_partnership(partnership=row, reason="Selesai (rekaan).", by=by)
    assert ended.is_over() and not Partnership.objects.standing().exists()
    with pytest.raises(RuleViolation) as refused:
        end_partnership(partnership=row, reason="Lagi.", by=by)
    assert codes(refused) == {"partnership_ended"}


def test_it_is_recorded_on_the_page_of_the_partner_and_shown_on_both(client, officer, sentra, home):
    client.force_login(officer.user)
    page, new = (reverse(f"institutions:{name}", args=[home.pk]) for name in ("detail", "partnership_create"))
    assert new in client.get(page).content.decode()
    assert client.get(new).status_code == 200
    given = {"number": "PKS/CONTOH/7", "valid_from": in_days(0).isoformat()}
    assert client.post(new, given)["Location"] == page
    again = client.post(new, given)
    assert again.status_code == 409 and "sudah bermitra" in again.content.decode()

    assert sentra.name in client.get(page).content.decode()
    theirs = client.get(reverse("institutions:detail", args=[sentra.pk])).content.decode()
    assert home.name in theirs and "PKS/CONTOH/7" in theirs
    end = reverse("institutions:partnership_end", args=[Partnership.objects.get().pk])
    assert end in theirs
    assert client.post(end, {"reason": "Selesai (rekaan)."})["Location"] == page
    assert "Diakhiri" in client.get(page).content.decode()


def test_why_it_was_agreed_all_the_same_and_by_whom_is_told(client, officer, sentra):
    home = InstitutionFactory(lksa=True)
    agree(officer, home, reasons={"partner_not_accredited": "Penilaian berjalan (rekaan)."})
    client.force_login(officer.user)
    for of in (home, sentra):
        page = client.get(reverse("institutions:detail", args=[of.pk])).content.decode()
        assert "Penilaian berjalan (rekaan)." in page and f"Dicatat {officer.user}" in page
    [told] = program_of(officer).ask("partnerships_read", home.pk)["results"]
    assert told["soft_reasons"] == {"partner_not_accredited": "Penilaian berjalan (rekaan)."}
    assert told["recorded_by"]["id"] == officer.user_id


def test_who_is_of_no_sentra_reads_it_and_changes_nothing(client, home):
    row = PartnershipFactory(partner=home)
    client.force_login(MembershipFactory(role=Role.ADMINISTRATOR).user)
    page = client.get(reverse("institutions:detail", args=[home.pk])).content.decode()
    assert row.number in page and "Catat sebagai mitra" not in page
    for name, pk in (("partnership_create", home.pk), ("partnership_end", row.pk)):
        assert client.get(reverse(f"institutions:{name}", args=[pk])).status_code == 403
    assert not Partnership.objects.filter(ended_at__isnull=False).exists()


def test_a_page_with_many_partners_asks_no_more(client, officer, sentra):
    client.force_login(officer.user)
    url, counts = reverse("institutions:detail", args=[sentra.pk]), []
    client.get(url)  # the first page of a session reads more
    for number in (1, 9):
        PartnershipFactory.create_batch(number, sentra=sentra)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_program_does_the_same(officer, sentra, home):
    program = program_of(officer)
    given = {"number": "PKS/9", "valid_from": in_days(0).isoformat(), "valid_until": None}
    made = program.tell("partnerships_write", home.pk, **given)
    assert (made["sentra"]["id"], made["partner"]["id"], made["ended_at"]) == (sentra.pk, home.pk, None)
    assert codes_of(program.tell, "partnerships_write", home.pk, **given) == {"partnership_overlaps"}
    assert [row["id"] for row in program.ask("partnerships_read", sentra.pk)["results"]] == [made["id"]]

    stranger = program_of(MembershipFactory(role=Role.ADMINISTRATOR))
    assert status_of(stranger.tell, "partnership_end_write", made["id"], reason="x") == 403
    assert status_of(program.tell, "partnership_end_write", made["id"] + 1, reason="x") == 404
    assert program.tell("partnership_end_write", made["id"], reason="Selesai (rekaan).")["ended_at"]
