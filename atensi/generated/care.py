"""Referrals, decisions, placements and reviews of a made-up case: the rows of the room of referrals."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from atensi.demo.texts import REPORTED, VOICE
from cases.event_states import EventKind
from cases.models import CaseConference, SocialReport
from cases.states import CARE_FORMS, RESIDENTIAL_FORMS, Base, CareForm, Relation, Stage
from institutions.parameters import DEFINITIONS
from referrals.models import (
    Alternative,
    CareDecision,
    Placement,
    PlacementReview,
    Referral,
    Reunification,
    ReunificationStep,
)
from referrals.review_rules import add_months, due_from
from referrals.states import (
    AlternativeResult,
    Attendee,
    ConsentForm,
    DecisionOutcome,
    EndReason,
    PlacementState,
    ReferralKind,
    ReferralState,
    ReviewOutcome,
    ReviewState,
    Source,
    Term,
    Title,
)
from referrals.urgency import turn_of

from .book import Book, File
from .called import Calls
from .nation import Body, Office, Person
from .trail import Entry

SERVED = (Stage.IMPLEMENT, Stage.MONITOR, Stage.CLOSE, Stage.AFTERCARE)
PLACED, WAITING, BY_PROVINCE = 0.3, 0.3, 0.05
EMERGENCY, LATE_REVIEW = 0.05, 0.06
ANSWER_DAYS = 7  # the five working days of the setting
YOUNGEST_CARE = 45  # days a case takes until a child can be placed by decision
UNDER_FIVE_DAYS = 5 * 365
LIMIT_DAYS = DEFINITIONS["emergency_placement_max_days"].default
EMERGENCY_RULE = {"term": "EMERGENCY", "days": DEFINITIONS["review_emergency_days"].default, "factor": 1}
SHORT_MONTHS = DEFINITIONS["review_short_months"].default
YOUNG_FACTOR = DEFINITIONS["under_five_review_factor"].default
ATTENDEES = [Attendee.CHILD.value, Attendee.FAMILY.value, Attendee.CASE_WORKER.value, Attendee.INSTITUTION_HEAD.value]
LEGAL_BASIS = "Undang-Undang Nomor 23 Tahun 2002 tentang Perlindungan Anak, pasal 57 dan pasal 58"
# What asking each gentler form brought, from the family outwards.
ASKED = dict(
    zip(
        CARE_FORMS,
        (
            AlternativeResult.IMPOSSIBLE,
            AlternativeResult.NOT_READY,
            AlternativeResult.NONE_AVAILABLE,
            AlternativeResult.NONE_AVAILABLE,
            AlternativeResult.NOT_IN_INTEREST,
            AlternativeResult.NOT_IN_INTEREST,
            AlternativeResult.NONE_AVAILABLE,
        ),
        strict=True,
    )
)


class Request(NamedTuple):
    """A referral that was written. to: id of the receiver; answers: who answers there."""

    pk: int
    kind: str
    to: int
    sent: datetime
    state: str
    answers: Person
    asked: dict[str, Any]


class Care:
    """Writes what a case has of referrals and placements. shares: part of all cases that a Sentra works on."""

    waiting, by_province = WAITING, BY_PROVINCE
    # Of a hundred requests for a decision so many ask for kin, a foster family, a home, a Sentra.
    forms = (30, 10, 56, 4)
    # How many of a hundred services asked of a Sentra were accepted, wait, or were declined.
    answers = {ReferralState.ACCEPTED: 80, ReferralState.SENT: 10, ReferralState.DECLINED: 10}

    def __init__(self, book: Book, shares: float):
        self.book, self.shares = book, shares
        self.calls = Calls(book)

    def write(self, file: File) -> None:
        rng = self.book.rng
        if file.stage in SERVED and file.evidence:
            if file.age > YOUNGEST_CARE and rng.random() < PLACED:
                self._by_decision(file)
            if not file.closed and rng.random() < min(1.0, self.shares * 2.5):
                self._service(file)
        elif file.stage in (Stage.ASSESSMENT, Stage.PLAN) and file.age < 60 and rng.random() < EMERGENCY:
            self._emergency(file, file.at(1))

    def _service(self, file: File) -> None:
        """A service asked of the Sentra: most accepted, some waiting, some declined."""
        sentra = self._server(file)
        if sentra is None:
            return
        sent = min(file.at(self.book.rng.randint(20, max(20, file.age - 1))), self.book.now)
        state = self.book.rng.choices(list(self.answers), list(self.answers.values()))[0]
        self._refer(file, ReferralKind.SERVICE, sentra.pk, sent, state, sentra.staff, asked_base=Base.COMMUNITY)
        if state == ReferralState.ACCEPTED:
            self.book.share(file, sentra.pk, sentra.group, sent)

    def _server(self, file: File) -> Body | None:
        """Whom a service is asked of."""
        return file.office.sentra

    def _refer(self, file: File, kind: str, to: int, sent: datetime, state: str, answers: Person, **asked: Any) -> int:
        region = file.office.region
        answered = self._answered(sent, state, answers)
        pk = self.book.writer[Referral].add(
            number=self.book.number("referral", region, sent.year, "RJ-{region}/{year}/{n:05}"),
            kind=kind,
            state=state,
            case_id=file.pk,
            from_institution_id=file.office.pk,
            to_institution_id=to,
            source=Source.FAMILY,
            legally_responsible=file.child.aunt_name,
            reason="Perlu dukungan yang tidak ada di kabupaten.",
            summary="Kondisi stabil; keluarga terlibat.",
            answer_due_on=sent.date() + timedelta(days=ANSWER_DAYS),
            turn=self._turn(file, sent, asked),
            sent_at=sent,
            sent_by_id=file.worker.user,
            form_id=self.book.form_id(),
            **answered,
            **asked,
        )
        self.book.tell(file, EventKind.REFERRAL_SENT, sent, file.worker)
        chain = [Entry("referral.send", sent, file.worker.user, file.worker.membership, {"case": file.pk})]
        if state in (ReferralState.ACCEPTED, ReferralState.COMPLETED):
            self.book.tell(file, EventKind.REFERRAL_ANSWERED, sent, answers)
            chain.append(Entry("referral.accept", sent, answers.user, answers.membership, {"case": file.pk}))
        request = Request(pk, kind, to, sent, state, answers, asked)
        self.book.trail.add(f"referral:{pk}", [*chain, *self._followed(file, request)])
        return pk

    def _turn(self, file: File, sent: datetime, asked: dict[str, Any]) -> int:
        return turn_of(is_urgent=asked.get("is_emergency", False), risk=file.risk, sent_at=sent)

    def _answered(self, sent: datetime, state: str, answers: Person) -> dict[str, Any]:
        """When, by whom and why a request was answered, and until when a waiting one waits."""
        if state == ReferralState.SENT:
            return {}
        found: dict[str, Any] = {"answered_at": sent, "answered_by_id": answers.user}
        return found | ({"answer_reason": "Tempat belum ada."} if state == ReferralState.DECLINED else {})

    def _followed(self, file: File, request: Request) -> list[Entry]:
        """What else became of a request: the rest of its chain."""
        return []

    def _by_decision(self, file: File) -> None:
        """Report, conference and request; then decision, admission, placement and its reviews, or it still waits."""
        rng = self.book.rng
        form = rng.choices((CareForm.KINSHIP, CareForm.FOSTER, CareForm.LKSA, CareForm.SENTRA), self.forms)[0]
        form, carer = self._carer(file, form)
        body = self._body(file, form) if form in RESIDENTIAL_FORMS else None
        base = Base.RESIDENTIAL if body else Base.FAMILY
        place = {"institution_id": body.pk} if body else {"carer_id": carer}
        papers = self._grounds(file)
        last = (file.closed - file.opened).days - 100 if file.closed else file.age - 5
        sent = file.at(rng.randint(25, max(25, min(last, 200))))
        by = (
            file.office.province
            if rng.random() < self._share_of_province(file) and file.office.province
            else file.office
        )
        waits = not file.closed and file.age < 400 and rng.random() < self._share_waiting(file)
        state = ReferralState.SENT if waits else ReferralState.ACCEPTED
        asked = {"asked_form": form, "asked_base": base, "asked_months": 6, **papers}
        asked |= {f"asked_{name}": pk for name, pk in place.items()}
        if waits:
            sent = max(sent, self.book.now - timedelta(days=rng.randint(1, 20)))
        referral = self._refer(file, ReferralKind.CARE_DECISION, by.pk, sent, state, by.decider, **asked)
        self._alternatives(file, referral, form, sent)
        if by is not file.office:
            self.book.share(file, by.pk, by.group, sent, works=True)
        if not waits:
            common = {"form": form, "base": base, "term": Term.SHORT, **place}
            self._decide(file, referral, sent + timedelta(days=3), by, common, body, papers)

    def _carer(self, file: File, form: str) -> tuple[str, int]:
        """Which form is asked for in the end, and who of the child's family cares in it where no home does."""
        return form, file.child.aunt

    def _share_waiting(self, file: File) -> float:
        return self.waiting

    def _share_of_province(self, file: File) -> float:
        return self.by_province

    def _body(self, file: File, form: str) -> Body:
        if form == CareForm.SENTRA and file.office.sentra:
            return file.office.sentra
        return self.book.rng.choice(file.office.homes)

    def _grounds(self, file: File) -> dict[str, int]:
        """Conference and signed social report, on the day before the request."""
        at, worker = file.at(22), file.worker
        conference = self.book.writer[CaseConference].add(
            case_id=file.pk,
            held_on=at.date(),
            attendees="Pekerja sosial, bibi, wali kelas",
            child_view=VOICE,
            options="Bibi, keluarga asuh, LKSA",
            recommendation="Pengasuhan sementara, dengan rencana pulang ke bibi.",
            recorded_at=at,
            recorded_by_id=worker.user,
        )
        self.calls.held(file, conference, at)
        report = self.book.writer[SocialReport].add(
            case_id=file.pk,
            assessment_id=file.assessment,
            **REPORTED,
            author_id=worker.user,
            created_at=at,
            updated_at=at,
            signed_at=at,
            signed_by_id=worker.user,
            str_number=worker.number,
        )
        self.book.tell(file, EventKind.CONFERENCE_HELD, at, worker)
        self.book.tell(file, EventKind.REPORT_SIGNED, at, worker)
        self.book.record(file, "conference.hold", at, worker, conference=conference)
        self.book.record(file, "report.sign", at, worker, report=report)
        return {"social_report_id": report, "conference_id": conference}

    def _alternatives(self, file: File, referral: int, form: str, sent: datetime) -> None:
        for gentler in CARE_FORMS[: CARE_FORMS.index(form)]:
            self.book.writer[Alternative].add(
                referral_id=referral,
                form=gentler,
                considered_on=sent.date() - timedelta(days=2),
                result=ASKED[gentler],
                reason="Ditanyakan kepada keluarga; belum mungkin sekarang.",
                service_id=file.evidence,
            )

    def _decide(
        self,
        file: File,
        referral: int,
        at: datetime,
        by: Office,
        common: dict[str, Any],
        body: Body | None,
        papers: dict[str, int],
    ) -> None:
        start, decider = at.date(), by.decider
        decision = self.book.writer[CareDecision].add(
            referral_id=referral,
            case_id=file.pk,
            number=self.book.number("decision", by.region, start.year, "460/{n:04}/DINSOS-{region}/{year}"),
            outcome=DecisionOutcome.APPROVED,
            considerations="Jembatan menuju pengasuhan bibi; kontak keluarga tiap minggu.",
            legal_basis=LEGAL_BASIS,
            recommending_office_id=file.office.pk,
            deciding_office_id=by.pk,
            report_author_id=file.worker.user,
            starts_on=start,
            ends_on=start + timedelta(days=540),
            review_due_on=add_months(start, SHORT_MONTHS),
            signed_at=at,
            signed_by_id=decider.user,
            **papers,
            **common,
        )
        self.book.tell(file, EventKind.DECISION_SIGNED, at, decider)
        signed = Entry("decision.sign", at, decider.user, decider.membership, {"case": file.pk})
        revoked = self._revoked(file, decision, at, decider)
        self.book.trail.add(f"caredecision:{decision}", [signed, *revoked])
        if not revoked:
            self._place_by(file, decision, at, common, body)

    def _revoked(self, file: File, decision: int, at: datetime, decider: Person) -> list[Entry]:
        """That the office took it back before anybody used it: the rest of its chain."""
        return []

    def _place_by(self, file: File, decision: int, at: datetime, common: dict[str, Any], body: Body | None) -> None:
        """The admission by the named home, when it has one, and the placement. Who is home again has left it."""
        ends = file.closed or (file.stage == Stage.MONITOR and self.book.rng.random() < 0.5)
        admission = None
        if body:
            state = ReferralState.COMPLETED if ends else ReferralState.ACCEPTED
            asked = {"asked_form": common["form"], "asked_base": common["base"], "decision_id": decision}
            admission = self._refer(file, ReferralKind.ADMISSION, body.pk, at, state, body.staff, **asked)
        until = (file.closed or self.book.now) - timedelta(days=7) if ends else None
        end = max(until.date(), at.date() + timedelta(days=1)) if until else None
        young = (at.date() - file.child.birth).days < UNDER_FIVE_DAYS
        rule = {"term": "SHORT", "months": SHORT_MONTHS, "factor": YOUNG_FACTOR if young else 1}
        facts = {**common, "title": Title.DECISION, "decision_id": decision, "referral_id": admission}
        self._place(file, at, rule, facts, body, end)

    def _emergency(self, file: File, at: datetime) -> None:
        """An emergency placement in a home, by the limit that was in force; past it, it is marked so."""
        limit = at.date() + timedelta(days=LIMIT_DAYS)
        over = limit < self.book.today
        body = self._body(file, CareForm.LKSA)
        facts = {"form": CareForm.LKSA, "base": Base.RESIDENTIAL, "term": Term.EMERGENCY, "title": Title.EMERGENCY}
        facts |= {"limit_days": LIMIT_DAYS, "emergency_ends_on": limit, "institution_id": body.pk}
        facts["state"] = PlacementState.OVERSTAYED if over else PlacementState.ACTIVE
        if over:
            self.book.tell(file, EventKind.PLACEMENT_OVERSTAYED, self.book.now, file.worker)
        self._place(file, at, EMERGENCY_RULE, facts, body, None)

    def _place(
        self, file: File, at: datetime, rule: dict[str, Any], facts: dict[str, Any], body: Body | None, end: date | None
    ) -> None:
        by = body.staff if body else file.worker
        ended = {"state": PlacementState.ENDED, "ended_on": end, "end_reason": EndReason.REUNIFIED} if end else {}
        pk = self.book.writer[Placement].add(
            case_id=file.pk,
            beneficiary_id=file.child.pk,
            review_rule=rule,
            starts_on=at.date(),
            admitted_at=at,
            admitted_by_id=by.user,
            **facts,
            **ended,
        )
        self.book.tell(file, EventKind.PLACED, at, by)
        if body and not end:
            self.book.share(file, body.pk, body.group, at)
        started = Entry("placement.start", at, by.user, by.membership, {"case": file.pk})
        self.book.trail.add(f"placement:{pk}", [started, *self._lived(file, pk, at, end, body)])
        if end:
            self._go_home(file, pk, at.date(), end, by)
        limit = facts.get("emergency_ends_on")
        self._reviews(file, pk, rule, at.date(), by, end, limit)

    def _lived(self, file: File, placement: int, at: datetime, end: date | None, body: Body | None) -> list[Entry]:
        """What happened while the child lived there: the rest of the chain of the stay."""
        return []

    def _go_home(self, file: File, placement: int, start: date, end: date, by: Person) -> None:
        """What a return to the family asks for (domain.md 5.3): readiness, preparation, consent and hand-over."""
        ready = max(start, end - timedelta(days=14))
        at = datetime.combine(ready, file.opened.timetz())
        pk = self.book.writer[Reunification].add(
            placement_id=placement,
            readiness_on=ready,
            readiness_by=file.worker.name,
            readiness_findings="Kamar selesai; bibi bekerja dekat rumah.",
            consent_by_id=file.child.aunt,
            consent_relation=Relation.AUNT_UNCLE,
            consent_on=ready,
            consent_form=ConsentForm.WRITTEN,
            child_view="Aku senang pulang.",
            handed_over_on=end,
            received_by_id=file.child.aunt,
            handed_over_by=by.name,
            begun_at=at,
            begun_by_id=file.worker.user,
        )
        self.book.writer[ReunificationStep].add(
            reunification_id=pk,
            done_on=ready,
            what="Anak menginap dua malam di rumah bibi.",
            with_whom="Bibi",
            recorded_at=at,
            recorded_by_id=by.user,
        )

    def _left_open(self, due: date) -> bool:
        """Whether the review due on `due` was not held."""
        return self.book.rng.random() <= LATE_REVIEW

    def _reviews(
        self, file: File, placement: int, rule: dict[str, Any], start: date, by: Person, end: date | None, limit: Any
    ) -> None:
        """Held ones one after the other, most in time, then the one that is open; none is open after the end."""
        reviews, rng, due, sequence = self.book.writer[PlacementReview], self.book.rng, due_from(rule, start), 1
        due = min(due, limit or due)
        while due < (end or self.book.today) and (end or not self._left_open(due)):
            held = max(start + timedelta(days=1), due - timedelta(days=rng.randint(0, 5)))
            following = due_from(rule, held)
            at = datetime.combine(held, file.opened.timetz())
            pk = reviews.add(
                placement_id=placement,
                sequence=sequence,
                due_on=due,
                state=ReviewState.HELD,
                held_on=held,
                attendees=ATTENDEES,
                child_view="Di sini baik, tapi aku mau pulang ke Bibi.",
                family_view="Kami berkunjung dua minggu sekali.",
                findings="Anak sehat dan bersekolah.",
                recommendation="Lanjutkan; kamar di rumah bibi hampir selesai.",
                outcome=ReviewOutcome.CONTINUE,
                next_due_on=following,
                recorded_at=at,
                recorded_by_id=by.user,
                created_at=at,
            )
            self.book.tell(file, EventKind.REVIEW_HELD, at, by)
            chain = [Entry("review.hold", at, by.user, by.membership, {"case": file.pk})]
            self.book.trail.add(f"placementreview:{pk}", chain)
            due, sequence = following, sequence + 1
        if end:
            reviews.add(placement_id=placement, sequence=sequence, due_on=due, state=ReviewState.CANCELLED)
        else:
            self._ahead(file, placement, sequence, due)

    def _ahead(self, file: File, placement: int, sequence: int, due: date) -> int:
        """The review that is open."""
        row = {"placement_id": placement, "sequence": sequence, "due_on": due, "state": ReviewState.DUE}
        return self.book.writer[PlacementReview].add(**row)
