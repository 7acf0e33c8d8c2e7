"""Answers about who might care for the child of a scene."""

from cases.states import CARE_FORMS, CareForm
from referrals.models import Inquiry
from referrals.services.inquiries import record_inquiry
from referrals.states import AlternativeResult as Result
from tests.institutions.factories import actor_of

from .factories import days_ago
from .scenes import Scene


def said(the: Scene, result: str = Result.NOT_READY, **changes) -> Inquiry:
    """An answer about kin, of the aunt unless somebody else is named, with the case's assessment."""
    given = {
        "case": the.case,
        "by": actor_of(the.worker),
        "form": CareForm.KINSHIP,
        "asked_on": days_ago(3),
        "result": result,
        "reason": "Kamar belum selesai (contoh).",
        "assessment": the.report.assessment,
    } | changes
    if "member" not in given and "asked_whom" not in given:
        given["member"] = the.case.beneficiary.family.first()
    return record_inquiry(**given)


def all_said(the: Scene, **changes) -> list[Inquiry]:
    """Every rank below LKSA answered with no."""
    given = {"asked_whom": "Dinas Sosial (contoh)", "result": Result.NONE_AVAILABLE} | changes
    return [said(the, form=form, **given) for form in CARE_FORMS[:5]]
