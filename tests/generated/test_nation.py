"""A generated nation keeps every rule, although it is written without triggers."""

from contextlib import closing

import psycopg2
import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone
from psycopg2 import sql

from atensi.accounts.models import User
from atensi.audit.verify import verify
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import reconcile
from atensi.documents.models import NumberSeries
from atensi.fields import blind_index
from atensi.generated.making import CannotGenerate, generate
from atensi.generated.shown import sign_ins
from atensi.notices.models import Notice
from cases.models import Beneficiary, Case, CaseCategory, CaseClosing, ClosingGoal
from cases.names import name_keys
from cases.search import find_cases
from cases.states import RESTRICTED_CATEGORIES, Stage
from referrals.models import CareDecision, Placement, PlacementReview, Referral
from referrals.services.sweep import Swept, sweep
from referrals.states import OPEN_PLACEMENTS, OPEN_REVIEWS
from tests.generated.conftest import CASES, EXACT, SEED, plan

CHECKS = """
SELECT conrelid::regclass::text, conname, pg_get_expr(conbin, conrelid) FROM pg_constraint
 WHERE contype = 'c' AND connamespace = 'public'::regnamespace
"""
LINKS = """
SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, f.attname FROM pg_constraint c
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
 WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
"""
BREAKS = "SELECT count(*) FROM {table} WHERE NOT ({expression})"
DANGLES = """
SELECT count(*) FROM {table} t WHERE t.{column} IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM {other} o WHERE o.{key} = t.{column})
"""
INDEXES = """
SELECT i.tablename, i.indexname, i.indexdef, pg_get_constraintdef(k.oid), k.condeferrable, x.indisvalid
  FROM pg_indexes i JOIN pg_index x ON x.indexrelid = (i.schemaname || '."' || i.indexname || '"')::regclass
  LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.contype <> 'f'
 WHERE i.schemaname = 'public' ORDER BY 1, 2
"""
PEOPLE = ("peksos", "penyelia", "pemutus", "provinsi", "sentra", "lksa")


def rows(statement, given=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def counted(statement: str, **names: str) -> int:
    parts = {name: sql.SQL(value) if name == "expression" else sql.Identifier(value) for name, value in names.items()}
    return rows(sql.SQL(statement).format(**parts))[0][0]


def test_every_check_holds_for_every_row(nation):
    checks = rows(CHECKS)
    broken = {name for table, name, expression in checks if counted(BREAKS, table=table, expression=expression)}

    assert len(checks) > 50
    assert broken == set()


def test_every_reference_leads_to_a_row(nation):
    links = rows(LINKS)
    dangling = {
        f"{table}.{column}"
        for table, column, other, key in links
        if counted(DANGLES, table=table, column=column, other=other, key=key)
    }

    assert len(links) > 80
    assert dangling == set()


def test_the_trail_is_sound_and_sealed(nation):
    verdict = verify()

    assert verdict.findings == []
    assert verdict.events >= nation.events >= 3000


@pytest.mark.django_db
def test_deadlines_and_reviews_are_as_the_clocks_want_them(nation):
    assert Deadline.objects.filter(clock="review").exists()
    assert reconcile() == 0
    assert sweep() == Swept(made=0, overstayed=0)


def test_every_open_placement_has_its_open_review(nation):
    placements = Placement.objects.filter(state__in=OPEN_PLACEMENTS)
    reviews = PlacementReview.objects.filter(state__in=OPEN_REVIEWS)

    assert set(reviews.values_list("placement_id", flat=True)) == set(placements.values_list("pk", flat=True))


def test_the_nation_has_everything_that_a_list_shows(nation):
    assert Case.objects.count() == nation.cases == CASES
    assert set(Case.objects.values_list("stage", flat=True)) == set(Stage)
    for model in (Referral, CareDecision, Placement, PlacementReview, Notice):
        assert model.objects.exists()
    assert Case.objects.filter(restricted=True).exists()


def test_restricted_are_the_cases_of_restricted_categories(nation):
    named = CaseCategory.objects.filter(code__code__in=RESTRICTED_CATEGORIES).values_list("case_id", flat=True)

    assert set(Case.objects.filter(restricted=True).values_list("pk", flat=True)) == set(named)


def test_a_month_has_exactly_the_numbers_that_were_given(nation):
    (year, month), counts = next(iter(plan().exact.items()))
    opened = CaseCategory.objects.filter(case__opened_at__year=year, case__opened_at__month=month)

    found = {code: opened.filter(code__code=code).count() for code in counts}
    assert found == EXACT


def test_people_are_found_by_a_spelling_of_their_name_and_by_nik(nation):
    person = next(p for p in sign_ins() if p.part == "penyelia")
    user = User.objects.get(username=person.username)
    case = Case.objects.scopes(user)["office"].exclude(beneficiary__nik_index=None).order_by("-opened_at")[0]
    child = case.beneficiary

    assert child.nik_index == blind_index(child.nik)
    assert child.name_keys == name_keys(child.name)
    assert case in find_cases(user, child.name.upper())
    assert case in find_cases(user, child.nik)


def test_number_series_and_sequences_go_on_after_the_last(nation):
    for series in NumberSeries.objects.filter(key__startswith="case:"):
        _case, region, year = series.key.split(":")
        assert Case.objects.filter(number=f"{region}/{year}/{series.last:05}").exists()
        assert not Case.objects.filter(number=f"{region}/{year}/{series.last + 1:05}").exists()
    last = Beneficiary.objects.order_by("-pk")[0].pk
    assert rows("SELECT nextval(pg_get_serial_sequence('cases_beneficiary', 'id'))")[0][0] > last


@pytest.mark.parametrize("part", PEOPLE)
@pytest.mark.parametrize("path", ["/", "/kasus/", "/rujukan/tinjauan/"])
def test_pages_answer_those_who_sign_in(nation, client, part, path):
    person = next(person for person in sign_ins() if person.part == part)
    client.force_login(User.objects.get(username=person.username))

    assert person.cases > 0
    assert client.get(path).status_code == 200


def test_a_database_with_people_is_refused(nation):
    with pytest.raises(CannotGenerate):
        generate(plan(), seed=SEED, events=None, tell=lambda _line: None)


def test_nothing_of_it_lies_in_the_future(nation):
    assert not Case.objects.filter(opened_at__gt=timezone.now()).exists()
    assert not Placement.objects.filter(starts_on__gt=timezone.localdate()).exists()


def test_indexes_and_constraints_are_those_of_the_migrations(template_database, nation):
    """They stand aside while the rows pour in."""
    params = connection.get_connection_params() | {"dbname": template_database}
    with closing(psycopg2.connect(**params)) as other, other.cursor() as cursor:
        cursor.execute(INDEXES)
        before = cursor.fetchall()
    found = rows(INDEXES)

    assert len(found) > 300
    assert found == before


def test_every_closed_case_keeps_how_it_ended(nation):
    closed = Case.objects.exclude(closed_at=None)

    assert CaseClosing.objects.count() == ClosingGoal.objects.count() == closed.count() > 0
    assert not CaseClosing.objects.exclude(closed_at=F("case__closed_at")).exists()
    assert not ClosingGoal.objects.exclude(goal__plan__case=F("closing__case")).exists()
