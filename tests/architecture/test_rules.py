"""docs/rules.md says what the code says; every hard rule has a text, a source and a test."""

from importlib import import_module

import pytest

from atensi.rulebook.duties import DUTIES
from atensi.rulebook.guards import guards
from atensi.rulebook.links import NOTES, RULE_CONSTRAINTS, TEXTS
from atensi.rulebook.order import OF_ORDER
from atensi.rulebook.problems import computed, rules
from atensi.rulebook.shown import shown
from atensi.rulebook.table import path, table

RULES, GUARDS, SHOWN = rules(), guards(), shown()
# Where a Problem is made from another one: shown as met on the signing page; hard for everybody but a supervisor.
MADE_FROM_OTHERS = {
    "referrals.eligibility.signing.met_rules",
    "referrals.eligibility.sending.care_problems",
}


def test_the_table_says_what_the_code_says():
    assert path().read_text(encoding="utf-8") == table(), "run: python manage.py rules --write"


def test_every_problem_has_a_text():
    assert [code for code, rule in RULES.items() if not rule.texts and code not in TEXTS] == []


def test_every_hard_rule_cites_its_source():
    """But for the order of the records itself, which needs no article."""
    without = {code for code, rule in RULES.items() if not rule.sources}

    assert without == OF_ORDER


def test_every_rule_has_a_test():
    assert [code for code in RULES if code not in SHOWN] == []


def test_marks_name_rules_that_exist():
    known = {*RULES, *GUARDS, *(holder for duty in DUTIES for holder in duty.holders)}

    assert set(SHOWN) - known == set()


def test_problems_made_from_others_are_known():
    assert computed() == MADE_FROM_OTHERS


def test_links_name_what_exists():
    assert set(RULE_CONSTRAINTS) - set(RULES) == set()
    assert {name for names in RULE_CONSTRAINTS.values() for name in names} - set(GUARDS) == set()
    assert (set(NOTES) | set(TEXTS)) - set(RULES) == set()


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: f"{duty.section} {duty.text}")
def test_what_the_law_asks_for_is_held_and_shown(duty):
    """Each holder exists and a test shows it; of a constraint the raw attempt does (test_raw_sql.py)."""
    assert duty.holders or duty.missing
    for holder in duty.holders:
        if holder in GUARDS:
            continue
        assert holder in SHOWN, holder
        if holder not in RULES:
            module, _, name = holder.rpartition(".")
            assert callable(getattr(import_module(module), name))
            assert module.endswith(".permissions")
