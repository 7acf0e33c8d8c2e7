"""How a case stands before a form of care is asked for: every rank with who was asked, what is still missing, hard and
soft, and the talks and papers the gate looks at (domain.md 5.1-5.3). The one place that page, API, request and review
read it from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from atensi.errors import Problem
from atensi.reference.workdays import today_in
from cases.models import Agreement, Case, CaseConference, ServiceRecord, SessionParticipant, SocialReport
from cases.service_states import ACTIVITY_OF, Attendance, SessionKind
from cases.states import CARE_FORMS, CareForm, rank_of

from .eligibility.gate import OPEN_WAY, Request, evidence_age, evidence_of, problems_of
from .eligibility.inquiries import as_entry, last_of_each, speaking
from .models import Alternative, Inquiry, Referral
from .states import ReferralKind


@dataclass(frozen=True, slots=True)
class Rank:
    """One rank of the continuum and the answers about it.

    inquiries: those that count, newest first. speaks: the one taken for the rank. age: of its evidence, in days.
    state: "open" somebody said yes; "answered"; "old" evidence too old; "unproven" no paper; "gap" nobody asked;
    "asked" the form itself; "later" further from home.
    """

    form: str
    state: str
    inquiries: Sequence[Inquiry] = ()
    speaks: Inquiry | None = None
    entry: Alternative | None = None
    age: int | None = None

    @property
    def label(self) -> str:
        return str(CareForm(self.form).label)

    @property
    def open_inquiries(self) -> list[Inquiry]:
        """The last words of those who said yes."""
        return [inquiry for inquiry in last_of_each(self.inquiries) if inquiry.is_open]


@dataclass(frozen=True, slots=True)
class FamilySession:
    """One TEPAK held for the case: its day, and who of the case came, as far as that was kept."""

    service: ServiceRecord
    came: Sequence[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """asked: the newest request for a care decision. tepak_reason: why no TEPAK was held, as that request says."""

    case: Case
    form: str
    on: date
    max_age: int
    ranks: Sequence[Rank]
    problems: Sequence[Problem]
    sessions: Sequence[FamilySession]
    social_report: SocialReport | None
    conference: CaseConference | None
    agreement: Agreement | None
    asked: Referral | None
    is_child: bool

    @property
    def gentler(self) -> list[Rank]:
        return [rank for rank in self.ranks if rank_of(rank.form) < rank_of(self.form)]

    @property
    def first(self) -> Rank | None:
        """The rank nearest to home that wants an answer, or whose open way stands before this form."""
        wanting = {"gap", "unproven", "old"}
        if any(problem.code in OPEN_WAY for problem in self.problems):
            wanting.add("open")
        return next((rank for rank in self.gentler if rank.state in wanting), None)

    @property
    def answered(self) -> int:
        return sum(rank.state in {"answered", "open"} for rank in self.gentler)

    @property
    def hard(self) -> int:
        return sum(problem.is_hard for problem in self.problems)

    @property
    def tepak_reason(self) -> str:
        return self.asked.soft_reasons.get("tepak_missing", "") if self.asked else ""


def standing_of(case: Case, form: str = "", *, on: date | None = None) -> Standing:
    """How `case` stands before `form` of care is asked for, on day `on` (today at its office). form "": what was asked
    for last, else LKSA. The newest papers of the case count. A fixed number of queries."""
    day = on or today_in(case.office.region)
    asked = case.referrals.filter(kind=ReferralKind.CARE_DECISION).order_by("-sent_at", "-pk").first()
    form = form or (asked.asked_form if asked else "") or CareForm.LKSA
    report = case.social_reports.filter(signed_at__isnull=False).first()
    conference = case.conferences.filter(held_on__lte=day).first()
    # The request takes from the file what speaks for each rank, as the form of the request does.
    on_file = Request(case, form, (), report, conference, day)
    entries = entries_for(form, on_file.answers)
    request = Request(case, form, tuple(entries.values()), report, conference, day)
    request.__dict__["answers"] = on_file.answers
    return Standing(
        case=case,
        form=form,
        on=day,
        max_age=request.max_age,
        ranks=[_rank(each, form, request, entries.get(each)) for each in CARE_FORMS],
        problems=problems_of(request),
        sessions=sessions_of(case),
        social_report=report,
        conference=conference,
        agreement=request.agreement,
        asked=asked,
        is_child=request.is_child,
    )


def entries_for(form: str, answers: Iterable[Inquiry]) -> dict[str, Alternative]:
    """Gentler form -> the unsaved entry that the answers on file give to a request for `form`."""
    spoken = speaking(answers)
    return {each: as_entry(spoken[each]) for each in CARE_FORMS[: rank_of(form) - 1] if each in spoken}


def _rank(each: str, form: str, request: Request, entry: Alternative | None) -> Rank:
    inquiries = [inquiry for inquiry in request.answers if inquiry.form == each]
    if rank_of(each) >= rank_of(form):
        return Rank(each, "asked" if each == form else "later", inquiries)
    if entry is None:
        return Rank(each, "gap")
    age = evidence_age(entry, request.on)
    return Rank(each, _state(entry, age, request), inquiries, entry.inquiry, entry, age)


def _state(entry: Alternative, age: int, request: Request) -> str:
    if entry.form in request.open_ways:
        return "open"
    if not evidence_of(entry):
        return "unproven"
    return "old" if age > request.max_age else "answered"


def sessions_of(case: Case) -> list[FamilySession]:
    """The TEPAK held for the case, newest first, with who of it came: two queries."""
    _component, activity = ACTIVITY_OF[SessionKind.TEPAK]
    came = SessionParticipant.objects.filter(case=case, attendance=Attendance.CAME)
    came = came.select_related("member", "case__beneficiary")
    rows = case.services.filter(activity__code=activity).select_related("session", "activity")
    rows = rows.prefetch_related(Prefetch("session__participants", came, to_attr="came"))
    return [FamilySession(row, [str(one) for one in row.session.came] if row.session else []) for row in rows]
