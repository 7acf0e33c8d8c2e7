"""Agreements, assessments and social reports."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.errors import Problem
from atensi.instruments.answers import progress

from ..models import Agreement, Assessment, Case, FamilyMember, SocialReport
from ..states import AssessmentKind
from .common import LKSA_STANDARD, credential_problems, heard_problems, open_problems, past_problems
from .kin import signatory_problems, untraced_problems

# What a paper must hold before it can be signed (domain.md 9).
REPORT_SECTIONS = ("purpose", "chronology", "findings", "family_and_care", "analysis", "recommendation")


def agreement_problems(
    case: Case,
    *,
    signatory: FamilyMember | None,
    has_family: bool,
    office_is_party: bool,
    child_view: str,
    not_heard_reason: str,
    signed_on: date,
) -> list[Problem]:
    """An agreement is signed by the family, or Dinas is a party where the family is unknown; the child is heard."""
    problems = past_problems(signed_on, "signed_on", case) + heard_problems(child_view, not_heard_reason)
    if not has_family and not office_is_party:
        text = _(
            "Keluarga belum diketahui: Dinas Sosial harus menjadi pihak. Atau pilih siapa dari keluarga yang setuju."
        )
        problems.append(Problem("agreement_without_party", text, source=LKSA_STANDARD, field="signatory"))
    if office_is_party:
        problems.extend(untraced_problems(case, has_family=has_family))
    return problems + list(signatory_problems(signatory))


def _empty_sections(paper: SocialReport) -> list[str]:
    names = [name for name in REPORT_SECTIONS if not getattr(paper, name).strip()]
    return [str(paper._meta.get_field(name).verbose_name) for name in names]


def _unanswered(assessment: Assessment) -> list[str]:
    """The domains in which a required question that is shown has no answer, with how many; and the conclusion."""
    told = progress(assessment.questionnaire, assessment.answers)
    lacking = [f"{row.domain.title} ({row.missing})" for row in told if row.missing]
    return lacking if assessment.conclusion.strip() else [*lacking, str(_("kesimpulan"))]


def assessment_problems(assessment: Assessment, by: Actor) -> list[Problem]:
    """Before an assessment is signed: what its questionnaire requires is answered; past, after the agreement when it is
    the comprehensive one."""
    case = assessment.case
    problems = open_problems(case) + past_problems(assessment.assessed_on, "assessed_on", case)
    comprehensive = assessment.kind == AssessmentKind.COMPREHENSIVE
    if lacking := _unanswered(assessment):
        text = _("Asesmen belum lengkap: %(sections)s.") % {"sections": ", ".join(lacking)}
        problems.append(Problem("assessment_incomplete", text, source=_("Permensos 7/2021"), field="conclusion"))
    if comprehensive and not case.agreements.filter(withdrawn_on=None).exists():
        text = _("Asesmen lanjutan dilakukan setelah ada kesepakatan. Catat kesepakatan dulu.")
        problems.append(Problem("agreement_missing", text, source=LKSA_STANDARD))
    return problems + credential_problems(by, case.office)


def report_problems(report: SocialReport, by: Actor) -> list[Problem]:
    """Before a social report is signed: every section written, on a signed assessment."""
    problems = open_problems(report.case)
    empty = _empty_sections(report)
    if empty:
        text = _("Laporan sosial belum lengkap: %(sections)s.") % {"sections": ", ".join(empty)}
        problems.append(Problem("report_incomplete", text, source=_("UU 14/2019"), field="recommendation"))
    if not report.assessment.is_signed:
        text = _("Laporan sosial bersandar pada asesmen yang sudah ditandatangani.")
        problems.append(Problem("assessment_unsigned", text, source=LKSA_STANDARD, field="assessment"))
    return problems + credential_problems(by, report.case.office)


def withdrawal_problems(agreement: Agreement, day: date) -> list[Problem]:
    """Consent is withdrawn once, on a day after it was given."""
    if agreement.withdrawn_on is not None:
        return [Problem("agreement_withdrawn", _("Kesepakatan ini sudah ditarik."))]
    if day < agreement.signed_on:
        text = _("Kesepakatan tidak bisa ditarik sebelum ditandatangani.")
        return [Problem("withdrawn_before_signed", text, field="withdrawn_on")]
    return past_problems(day, "withdrawn_on", agreement.case)
