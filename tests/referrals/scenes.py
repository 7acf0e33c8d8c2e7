"""A case whose papers are all there, and the people around its referrals."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.reference.models import Code
from cases.models import Case, CaseConference, ServiceRecord, SocialReport
from cases.service_states import ACTIVITY_OF, SessionKind
from cases.states import CARE_FORMS, Base, CareForm, rank_of
from institutions.models import Institution, Membership
from institutions.states import Role
from referrals.models import Alternative
from referrals.services.referrals import send_referral
from referrals.states import AlternativeResult, ReferralKind, Source
from tests.cases.factories import CaseFactory, FamilyMemberFactory, code
from tests.cases.papers import AgreementFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import ConferenceFactory, SocialReportFactory, days_ago, member


@dataclass
class Scene:
    """A child's case with agreement, aunt, signed report and conference; its Dinas, a home, a Sentra, a decider."""

    case: Case
    worker: Membership
    supervisor: Membership
    decider: Membership
    home: Institution
    home_staff: Membership
    sentra: Institution
    sentra_staff: Membership
    report: SocialReport
    conference: CaseConference

    @property
    def office(self) -> Institution:
        return self.case.office

    def entries(self, form=CareForm.LKSA, **changes) -> list[Alternative]:
        """One unsaved entry for every rank gentler than `form`, each with this case's evidence."""
        fields = {
            "considered_on": days_ago(12),
            "result": AlternativeResult.NONE_AVAILABLE,
            "reason": "Alasan rekaan.",
            "assessment": self.report.assessment,
        } | changes
        return [Alternative(form=each, **fields) for each in CARE_FORMS[: rank_of(form) - 1]]

    def ask(self, *, by: Actor | None = None, **changes):
        """Ask the case's Dinas for residential care in the home."""
        fields = {
            "case": self.case,
            "kind": ReferralKind.CARE_DECISION,
            "to_institution": self.office,
            "by": by or actor_of(self.worker),
            "form_id": uuid.uuid4(),
            "source": Source.COMMUNITY,
            "legally_responsible": "Bibi Rekaan",
            "reason": "Alasan rekaan.",
            "summary": "Ringkasan rekaan.",
            "asked_base": Base.RESIDENTIAL,
            "asked_form": CareForm.LKSA,
            "asked_institution": self.home,
            "asked_months": 6,
            "social_report": self.report,
            "conference": self.conference,
            "alternatives": self.entries(),
        }
        return send_referral(**(fields | changes))

    def ask_service(self, *, by: Actor | None = None, **changes):
        """Ask the Sentra for a service."""
        plain = {"asked_form": "", "asked_institution": None, "asked_months": None, "alternatives": []}
        plain |= {"kind": ReferralKind.SERVICE, "to_institution": self.sentra, "asked_base": Base.FAMILY}
        return self.ask(by=by, **(plain | changes))

    def ask_admission(self, *, by: Actor | None = None, **changes):
        """Ask the home to admit at once."""
        plain = {"asked_institution": None, "alternatives": [], "kind": ReferralKind.ADMISSION}
        plain |= {"to_institution": self.home, "is_emergency": True}
        return self.ask(by=by, **(plain | changes))


def scene(worker: Membership | None = None, **case_fields) -> Scene:
    worker = worker or MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)
    case = CaseFactory(worker_membership=worker, **case_fields)
    aunt = FamilyMemberFactory(beneficiary=case.beneficiary)
    AgreementFactory(
        case=case, signed_on=days_ago(30), signatory=aunt, signatory_name="", child_view="Aku mau dekat sekolah."
    )
    family_talk(case)
    home = InstitutionFactory(lksa=True)
    sentra = InstitutionFactory(sentra=True)
    return Scene(
        case=case,
        worker=worker,
        supervisor=member(case.office, Role.SUPERVISOR),
        decider=member(case.office, Role.SOCIAL_OFFICE_DECIDER),
        home=home,
        home_staff=member(home, Role.LKSA_STAFF),
        sentra=sentra,
        sentra_staff=member(sentra, Role.INTAKE_OFFICER),
        report=SocialReportFactory(case=case),
        conference=ConferenceFactory(case=case),
    )


def family_talk(case: Case) -> ServiceRecord:
    """A TEPAK of the case."""
    component, activity = ACTIVITY_OF[SessionKind.TEPAK]
    return ServiceRecord.objects.create(
        case=case,
        provided_on=days_ago(15),
        component=code(Code.List.COMPONENT, component),
        activity=code(Code.List.ACTIVITY, activity),
        base=Base.FAMILY,
        provider="Peksos",
        description="Temu penguatan anak dan keluarga (rekaan).",
        recorded_by=case.worker,
    )


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)
