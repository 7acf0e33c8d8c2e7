"""Assessments and social reports."""

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.errors import Problem
from atensi.instruments.answers import progress

from ..models import Assessment, SocialReport
from ..states import AssessmentKind
from .common import LKSA_STANDARD, credential_problems, open_problems, past_problems

# What a paper must hold before it can be signed (domain.md 9).
REPORT_SECTIONS = ("purpose", "chronology", "findings", "family_and_care", "analysis", "recommendation")


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
    if comprehensive and not case.agreements.of_service().exists():
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
