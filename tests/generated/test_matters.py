"""Matters of law stand where the category says so, and nothing of them is ahead that has ended."""

from cases.justice_states import JusticeRole
from cases.models import CaseCategory, ChildInJustice, JusticeContact, JusticeDate, JusticeDutyDone
from cases.states import JUSTICE_CATEGORIES


def test_matters_are_of_the_cases_that_say_so(nation):
    named = CaseCategory.objects.filter(code__code__in=JUSTICE_CATEGORIES).values_list("case_id", flat=True)
    matters = ChildInJustice.objects.all()
    assert set(matters.values_list("case_id", flat=True)) <= set(named)
    assert len(matters) > 0.8 * len(named)
    assert {JusticeRole.OFFENDER, JusticeRole.VICTIM} == {matter.role for matter in matters}
    assert not any(matter.is_young_offender for matter in matters.select_related("case__beneficiary"))


def test_matters_have_contacts_days_and_duties(nation):
    matters = ChildInJustice.objects.count()
    assert JusticeContact.objects.count() == matters <= JusticeDutyDone.objects.count()
    assert JusticeDate.objects.ahead().exists()
    assert JusticeDate.objects.exclude(done_on=None).exists()


def test_matters_of_closed_cases_have_ended(nation):
    assert ChildInJustice.objects.exclude(outcome="").exists()
    assert not ChildInJustice.objects.filter(outcome="", case__closed_at__isnull=False).exists()
