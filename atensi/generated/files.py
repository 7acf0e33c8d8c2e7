"""One case from the report to where it stands today: the rows of the room of cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from atensi.demo.texts import ASSESSED, VOICE
from atensi.reference.models import Code
from cases.event_states import EventKind
from cases.hand_over_states import HandedTo
from cases.models import (
    AftercareVisit,
    Agreement,
    Assessment,
    Case,
    CaseCategory,
    CaseClosing,
    CaseResponse,
    ClosingGoal,
    Consent,
    ConsentNotice,
    ResponseCategory,
    ServiceRecord,
)
from cases.plan_states import GoalResult
from cases.states import (
    RESTRICTED_CATEGORIES,
    STAGE_ORDER,
    AssessmentKind,
    Base,
    Channel,
    ConsentScope,
    ImmediateAction,
    ResponseOutcome,
    Risk,
    Stage,
    Triage,
)
from institutions.parameters import DEFINITIONS

from .assessed import Assessed
from .book import Book, File, Start, signature
from .called import Offers
from .care import Care
from .kin import Kin
from .living import Livings
from .matters import Matters
from .meetings import Meetings
from .moved import Moved
from .nation import Nation
from .people import Children
from .planned import Plans
from .prevented import Prevention
from .trail import Entry
from .work import Work

# Days after which a case may stand in a stage, and how many of a hundred stand there: young cases, and old ones.
STAGES = {
    Stage.INTAKE: (0, 8, 0),
    Stage.AGREEMENT: (2, 6, 0),
    Stage.ASSESSMENT: (5, 10, 3),
    Stage.PLAN: (9, 10, 3),
    Stage.IMPLEMENT: (20, 36, 12),
    Stage.MONITOR: (120, 14, 10),
    Stage.CLOSE: (170, 10, 50),
    Stage.AFTERCARE: (170, 6, 22),
}
STAGE_NAMES = list(STAGES)
RISKS, TRIAGES, CHANNELS = list(Risk), list(Triage), list(Channel)
OLD = 400
CLOSURES = {Stage.CLOSE: "GOALS_REACHED", Stage.AFTERCARE: "RETURNED_TO_FAMILY"}
EVALUATION = "Tujuan rencana tercapai; keluarga mandiri."
PARTLY_EVERY = 6  # of so many closed cases one reached its goal in part
CONTACT_HOURS = {Triage.HIGH: 24, Triage.MEDIUM: 72, Triage.LOW: 168}
SECOND_CATEGORY = 0.12
# Every so many agreements cover a portrait, and every so many of those were taken back for it.
PORTRAIT_EVERY, WITHDRAWN_EVERY = 3, 60
AFTERCARE_MONTHS = DEFINITIONS["aftercare_visit_months"].default
VIEWS = ("case.view_case", "case.view_timeline", "case.view_plan", "case.view_assessments")
HAPPENED = (
    "Guru melihat perubahan pada anak dan melapor.",
    "Anak ditemukan tanpa pengasuh di rumah kontrakan.",
    "Tetangga melapor: anak sering menginap di tempat lain.",
    "Desa meminta pendampingan bagi anak dan keluarganya.",
)


class Files:
    """Writes whole cases, their care by `care`, what is done day by day by `work`. events: how many audit events each
    chain is filled up to."""

    def __init__(self, book: Book, nation: Nation, care: Care, work: Work, *, children: Children, events: int):
        self.book, self.nation, self.events = book, nation, events
        self.children, self.care, self.work = children, care, work
        self.plans, self.offers, self.matters = Plans(book, work), Offers(book), Matters(book)
        self.moved = Moved(book, nation)
        self.parts = (Kin(book, work), Livings(book, work), Prevention(book), Meetings(book))
        self.assessed = Assessed()
        notice = ConsentNotice.objects.in_force()
        assert notice is not None, "load_reference comes first"
        self.notice = notice

    def write(self, day: date, code: str, taken: frozenset[str]) -> int:
        """One case opened on `day`; returns how many audit events it got."""
        file = self._open(day, code, taken)
        self._report(file, code)
        self._papers(file)
        self.care.write(file)
        if file.stage == Stage.PLAN:
            self.plans.wait(file)
        self._close(file)
        self.work.write(file)
        self.care.calls.ahead(file)
        self.offers.write(file)
        self.matters.write(file)
        for part in self.parts:
            part.write(file)
        return self._chain(file)

    def _open(self, day: date, code: str, taken: frozenset[str]) -> File:
        rng, book = self.book.rng, self.book
        office = self.nation.office(rng)
        worker = office.worker(rng)
        opened = datetime.combine(day, time(1), UTC) + timedelta(seconds=rng.randint(0, 7 * 3600))
        age = (book.today - day).days
        before = self.moved.before(office, age)
        began = before or Start(office, worker)
        district = rng.choice(began.office.districts)
        child = self.children.add(office, began.worker, opened, district)
        stage = self._stage(age)
        number = book.number("case", began.office.region, day.year, "{region}/{year}/{n:05}")
        closed = None
        if stage in (Stage.CLOSE, Stage.AFTERCARE):
            closed = opened + timedelta(days=rng.randint(165, max(165, min(age - 1, 600))))
        codes = self._categories(code, taken)
        reached = STAGE_ORDER.index(stage)
        risk = rng.choice(RISKS)
        pk = book.writer[Case].add(
            number=number,
            beneficiary_id=child.pk,
            office_id=office.pk,
            worker_id=worker.user,
            stage=stage,
            risk=risk,
            restricted=any(name in RESTRICTED_CATEGORIES for name in codes),
            opened_at=opened,
            opened_by_id=began.worker.user,
            assessment_due_on=day + timedelta(days=9),
            plan_due_on=day + timedelta(days=13) if reached >= STAGE_ORDER.index(Stage.PLAN) else None,
            updated_at=closed or opened,
            **self._closure(closed, worker.user, stage),
        )
        for place, name in enumerate(codes):
            book.writer[CaseCategory].add(case_id=pk, code_id=self._code(name), is_primary=place == 0)
        file = File(pk, number, office, worker, child, stage, opened, closed, age, codes)
        file.risk = risk
        file.component, file.began = rng.choice(book.components), began
        book.tell(file, EventKind.CASE_OPENED, opened, began.worker)
        book.record(file, "case.open", opened, began.worker, worker=began.worker.user, beneficiary=child.pk)
        if before:
            self.moved.write(file)
        return file

    def _code(self, name: str) -> int:
        return self.book.codes[Code.List.AMPK.value, name]

    def _categories(self, code: str, taken: frozenset[str]) -> list[str]:
        if self.book.rng.random() < SECOND_CATEGORY:
            second = self.book.rng.choice(["STIGMA", "VIOLENCE", "MALTREATED", "DISABILITY"])
            if second != code and second not in taken:
                return [code, second]
        return [code]

    def _stage(self, age: int) -> str:
        old = age > OLD
        weights = [(old_share if old else share) * (age >= days) for days, share, old_share in STAGES.values()]
        return self.book.rng.choices(STAGE_NAMES, weights)[0]

    def _closure(self, closed: datetime | None, user: int, stage: str) -> dict[str, object]:
        if closed is None:
            return {}
        return {
            "closed_at": closed,
            "closed_by_id": user,
            "closure_reason_id": self.book.codes[Code.List.CLOSURE_REASON.value, CLOSURES[stage]],
            "final_evaluation": EVALUATION,
        }

    def _report(self, file: File, code: str) -> None:
        rng, office, worker = self.book.rng, file.began.office, file.began.worker
        triage = rng.choice(TRIAGES)
        due = file.opened + timedelta(hours=CONTACT_HOURS[triage])
        met = file.at(rng.uniform(0.05, 1.2)) if file.age > 2 or rng.random() < 0.3 else None
        met = met if met and met < self.book.now else None
        pk = self.book.writer[CaseResponse].add(
            number=self.book.number("response", office.region, file.opened.year, "R-{region}/{year}/{n:05}"),
            office_id=office.pk,
            channel=rng.choice(CHANNELS),
            received_at=file.opened,
            region_id=rng.choice(office.districts),
            place="Dusun Rekaan, dekat balai desa",
            what_happened=rng.choice(HAPPENED),
            triage=triage,
            immediate_actions=[ImmediateAction.CALLED_VILLAGE.value],
            beneficiary_id=file.child.pk,
            outcome=ResponseOutcome.OPENED_CASE,
            case_id=file.pk,
            first_contact_hours=CONTACT_HOURS[triage],
            first_contact_due_at=due,
            first_contact_at=met,
            first_contact_by_id=worker.user if met else None,
            first_contact_note="Bertemu anak; anak aman malam ini." if met else "",
            form_id=self.book.form_id(),
            logged_at=file.opened,
            logged_by_id=worker.user,
        )
        self.book.writer[ResponseCategory].add(response_id=pk, code_id=self._code(code), is_primary=True)
        self.book.tell(file, EventKind.RESPONSE_LOGGED, file.opened, worker)
        chain = [Entry("response.log", file.opened, worker.user, worker.membership, {"case": file.pk})]
        if met:
            self.book.tell(file, EventKind.FIRST_CONTACT, met, worker)
            chain.append(Entry("response.first_contact", met, worker.user, worker.membership, {}))
        self.book.trail.add(f"caseresponse:{pk}", chain)

    def _papers(self, file: File) -> None:
        reached = STAGE_ORDER.index(file.stage)
        if reached > STAGE_ORDER.index(Stage.AGREEMENT):
            self._agreement(file)
        if reached >= STAGE_ORDER.index(Stage.ASSESSMENT):
            self._assessment(file, signed=reached > STAGE_ORDER.index(Stage.ASSESSMENT))
        if reached > STAGE_ORDER.index(Stage.PLAN):
            self._services(file, self.plans.sign(file))
        for place, stage in enumerate(STAGE_ORDER[1 : reached + 1], 1):
            ends = stage in (Stage.CLOSE, Stage.AFTERCARE)
            at = file.closed if ends and file.closed else min(file.at(place * 2 + 1), self.book.now)
            self.book.tell(file, EventKind.STAGE_CHANGED, at, file.worker)
            self.book.record(file, "case.move_stage", at, file.worker, to=str(stage))

    def _agreement(self, file: File) -> None:
        at = file.at(2)
        pk = file.agreement = self.book.writer[Agreement].add(
            case_id=file.pk,
            signed_on=at.date(),
            signatory_id=file.child.aunt,
            child_agrees=True,
            child_view=VOICE,
            notice_id=self.notice.pk,
            notice_version=self.notice.code,
            recorded_at=at,
            recorded_by_id=file.worker.user,
        )
        for scope in (ConsentScope.SERVICE, ConsentScope.DATA):
            self.book.writer[Consent].add(agreement_id=pk, scope=scope)
        self.book.tell(file, EventKind.AGREEMENT_SIGNED, at, file.worker)
        self.book.record(file, "agreement.sign", at, file.worker, agreement=pk)
        if file.pk % PORTRAIT_EVERY == 0:
            self._portrait(file, pk)

    def _portrait(self, file: File, agreement: int) -> None:
        """A portrait was consented to as well; some took that back the day after."""
        at = file.at(3)
        withdrawn: dict[str, object] = {}
        if file.pk % WITHDRAWN_EVERY == 0:
            withdrawn = {"withdrawn_on": at.date(), "withdrawn_reason": "Keluarga tidak ingin foto disimpan."}
            withdrawn["withdrawal_recorded_by_id"] = file.worker.user
            self.book.tell(file, EventKind.CONSENT_WITHDRAWN, at, file.worker)
            self.book.record(file, "agreement.withdraw", at, file.worker, agreement=agreement)
        self.book.writer[Consent].add(agreement_id=agreement, scope=ConsentScope.PORTRAIT, **withdrawn)

    def _assessment(self, file: File, *, signed: bool) -> None:
        at = file.at(4)
        answers, scores = self.assessed.of(file.child.birth, file.child.sex, at.date())
        file.assessment = self.book.writer[Assessment].add(
            case_id=file.pk,
            kind=AssessmentKind.COMPREHENSIVE,
            assessed_on=at.date(),
            version_id=self.assessed.version.pk,
            answers=answers,
            scores=scores if signed else None,
            child_view=ASSESSED["child_view"],
            conclusion=ASSESSED["conclusion"],
            **signature(file, at, signed=signed),
        )
        self.book.record(file, "assessment.draft", at, file.worker, assessment=file.assessment)
        if signed:
            self.book.tell(file, EventKind.ASSESSMENT_SIGNED, at, file.worker)
            self.book.record(file, "assessment.sign", at, file.worker, assessment=file.assessment)

    def _services(self, file: File, actions: list[tuple[int, int]]) -> None:
        for days, action in actions:
            if days >= file.age:
                continue
            at = file.at(days)
            file.evidence = self.book.writer[ServiceRecord].add(
                case_id=file.pk,
                action_id=action,
                provided_on=at.date(),
                component_id=file.component,
                base=Base.FAMILY,
                provider="Sakti Peksos",
                description="Terlaksana bersama keluarga.",
                recorded_at=at,
                recorded_by_id=file.worker.user,
                recorded_for_id=file.office.pk,
            )
            self.book.tell(file, EventKind.SERVICE_RECORDED, at, file.worker)
            self.book.record(file, "service.record", at, file.worker, service=file.evidence)

    def _close(self, file: File) -> None:
        if file.closed is None:
            return
        self._ending(file, file.closed)
        self.book.tell(file, EventKind.CASE_CLOSED, file.closed, file.worker)
        self.book.record(file, "case.close", file.closed, file.worker)
        if file.stage == Stage.AFTERCARE:
            self._aftercare(file, file.closed.date())

    def _ending(self, file: File, at: datetime) -> None:
        """What closing a case writes down of it: the last voices, how far the goal has come, and who goes on."""
        closing = self.book.writer[CaseClosing].add(
            case_id=file.pk,
            stage=Stage.MONITOR,
            reason_id=self.book.codes[Code.List.CLOSURE_REASON.value, CLOSURES[file.stage]],
            evaluation=EVALUATION,
            child_view=VOICE,
            family_view="Kami bisa melanjutkan sendiri.",
            handed_to=HandedTo.FAMILY,
            handed_to_name=file.child.aunt_name,
            hand_over_note="Berkas sekolah dan kesehatan diserahkan.",
            closed_at=at,
            closed_by_id=file.worker.user,
        )
        result = GoalResult.PARTLY if file.pk % PARTLY_EVERY == 0 else GoalResult.REACHED
        self.book.writer[ClosingGoal].add(closing_id=closing, goal_id=file.goal, result=result)

    def _aftercare(self, file: File, home_on: date) -> None:
        for month in AFTERCARE_MONTHS:
            due = home_on + timedelta(days=30 * month)
            done = due < self.book.today - timedelta(days=10) or (
                due < self.book.today and self.book.rng.random() < 0.7
            )
            self.book.writer[AftercareVisit].add(
                case_id=file.pk,
                month=month,
                due_on=due,
                home_on=home_on,
                **(
                    {"done_on": due, "done_by_id": file.worker.user, "is_safe": True, "findings": "Aman."}
                    if done
                    else {}
                ),
            )

    def _chain(self, file: File) -> int:
        rng = self.book.rng
        for _view in range(self.events - len(file.entries)):
            at = file.opened + (self.book.now - file.opened) * rng.random()
            self.book.record(file, rng.choice(VIEWS), at, file.worker)
        return self.book.trail.add(f"case:{file.pk}", file.entries)
