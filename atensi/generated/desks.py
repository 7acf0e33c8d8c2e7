"""What desks do with requests: who was asked before a home, what receivers ask, places held, the word of the regency,
decisions taken back; and a few desks where thousands wait."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cases.event_states import EventKind
from cases.states import CARE_FORMS, Base, CareForm
from institutions.parameters import DEFINITIONS
from referrals.models import (
    Alternative,
    DecisionRevocation,
    Inquiry,
    PlaceHold,
    Recommendation,
    ReferralQuestion,
)
from referrals.states import Advice, AlternativeResult, ReferralKind, ReferralState

from .book import Book, File
from .care import ANSWER_DAYS, ASKED, SERVED, Care, Request
from .nation import Body, Nation, Person
from .register import Choice, Register
from .stays import Stays
from .stopped import Stops
from .trail import Entry
from .ways import Ways

# About so many wait at the Sentra of the first office, the most of all; many at its province: lists are measured there.
CROWD, CROWDED_SHARE, CROWDED_WAITING = 3000, 0.3, 0.7
SERVED_PART = 0.3  # of all cases so many are open and served
TO_PROVINCE = 0.5
BY_HOME = 0.2
ADMISSION_EVERY, HELD_EVERY = 20, 16  # counted, so that a small nation has them too
QUESTION_OPEN, QUESTION_ANSWERED, HOLD, LET_RUN_OUT = 0.12, 0.3, 0.4, 0.2
RECOMMENDED, AGAINST, REVOKED, CORRECTED = 0.6, 0.1, 0.03, 0.08
SILENT_DAYS, RECOMMENDATION_DAYS = 21, 3
HOLD_HOURS = DEFINITIONS["place_hold_hours"].default
CHOSEN_DAY = 23  # of the case, before a decision is asked for
LATEST, EMERGENCY_DAYS = 9, 3  # days since a waiting request was sent, and since a child came in an emergency
WHOM = {CareForm.FOSTER: "Keluarga asuh terdaftar", CareForm.GUARDIAN: "Paman dari pihak ibu"}
ANSWER = "Ditanyakan kepada keluarga; belum mungkin sekarang."
QUESTIONS = (
    ("Apakah anak masih bersekolah, dan di kelas berapa?", "Masih, kelas lima; rapor menyusul lewat berkas kasus."),
    ("Obat apa yang diminum anak?", "Tidak ada obat rutin menurut puskesmas."),
    ("Siapa yang mengantar anak pada hari masuk?", "Pekerja sosial dan bibi."),
)


class Desks(Care):
    """Care of a whole nation, with everything that desks write down about it."""

    answers = {
        ReferralState.ACCEPTED: 76,
        ReferralState.SENT: 10,
        ReferralState.DECLINED: 9,
        ReferralState.LAPSED: 5,
    }

    def __init__(self, book: Book, shares: float, nation: Nation, cases: int, register: Register):
        super().__init__(book, shares)
        first = nation.offices[0]
        self.first, self.sentra, self.province = first, first.sentra, first.province
        self.crowding = min(CROWDED_SHARE, CROWD / (cases * SERVED_PART))
        self.stays, self.stops = Stays(book), Stops(book)
        self.register, self.ways = register, Ways(book, register)
        self.chosen: Choice | None = None
        self.held: set[int] = set()
        self.served = 0

    def write(self, file: File) -> None:
        rng = self.book.rng
        if file.stage in SERVED and file.evidence and not file.closed and file.age < 400:
            self.served += 1
            if self.served % HELD_EVERY == 1:
                self._held(file)
                return
            if self.sentra and rng.random() < self.crowding:
                self._ask(file, ReferralKind.SERVICE, self.sentra, asked_base=Base.COMMUNITY)
            if self.served % ADMISSION_EVERY == 2:
                asked = {"asked_base": Base.RESIDENTIAL, "asked_form": CareForm.LKSA, "is_emergency": True}
                self._ask(file, ReferralKind.ADMISSION, self._body(file, CareForm.LKSA), **asked)
        super().write(file)
        self.ways.write(file)

    def _held(self, file: File) -> None:
        """A child who came to a home in an emergency these days, and for whom a decision is asked."""
        self.held.add(file.pk)
        self._emergency(file, file.at(file.age - EMERGENCY_DAYS))
        self._by_decision(file)

    def _ask(self, file: File, kind: str, body: Body, **asked: Any) -> int:
        """A request that waits for `body`."""
        return self._refer(file, kind, body.pk, self.book.now, ReferralState.SENT, body.staff, **asked)

    def _server(self, file: File) -> Body | None:
        """The Sentra, or a home near the child: those serve families too."""
        if self.book.rng.random() < BY_HOME:
            return self.book.rng.choice(file.office.homes)
        return super()._server(file)

    def _share_waiting(self, file: File) -> float:
        if file.pk in self.held:
            return 1.0
        return CROWDED_WAITING if file.office.province is self.province else self.waiting

    def _share_of_province(self, file: File) -> float:
        crowded = file.office.province is self.province and file.office is not self.first
        return TO_PROVINCE if crowded else self.by_province

    def _refer(self, file: File, kind: str, to: int, sent: datetime, state: str, answers: Person, **asked: Any) -> int:
        rng = self.book.rng
        if state == ReferralState.SENT:  # asked lately, whatever the age of the case
            sent = self.book.now - timedelta(days=rng.randint(0, LATEST), hours=rng.randint(1, 9))
            sent = max(sent, file.opened)
            if kind != ReferralKind.CARE_DECISION:
                asked["lapses_on"] = sent.date() + timedelta(days=SILENT_DAYS)
        if state == ReferralState.LAPSED:
            sent = min(sent, self.book.now - timedelta(days=SILENT_DAYS + 1))
            asked["lapses_on"] = sent.date() + timedelta(days=SILENT_DAYS)
            if sent <= file.opened:
                state = ReferralState.DECLINED
        if kind == ReferralKind.CARE_DECISION and to != file.office.pk:
            asked["recommendation_due_on"] = sent.date() + timedelta(days=RECOMMENDATION_DAYS)
        return super()._refer(file, kind, to, sent, state, answers, **asked)

    def _turn(self, file: File, sent: datetime, asked: dict[str, Any]) -> int:
        if "asked_months" in asked and file.pk in self.held:
            asked = asked | {"is_emergency": True}
        return super()._turn(file, sent, asked)

    def _answered(self, sent: datetime, state: str, answers: Person) -> dict[str, Any]:
        if state != ReferralState.LAPSED:
            return super()._answered(sent, state, answers)
        at = sent + timedelta(days=SILENT_DAYS)
        return {"answered_at": at, "answer_reason": "Tidak dijawab sampai batasnya."}

    def _followed(self, file: File, request: Request) -> list[Entry]:
        if request.state == ReferralState.LAPSED:
            self.book.tell(file, EventKind.REFERRAL_LAPSED, request.sent + timedelta(days=SILENT_DAYS), None)
        if request.asked.get("recommendation_due_on"):
            self._recommend(file, request)
        self._hold(file, request)
        return self._questions(file, request)

    def _questions(self, file: File, request: Request) -> list[Entry]:
        """What the receiver asked before it answered; the last day stays, as of a question answered the same day."""
        rng, waits = self.book.rng, request.state == ReferralState.SENT
        chance = rng.random()
        is_open = waits and chance < QUESTION_OPEN
        if not is_open and (chance > QUESTION_ANSWERED or request.kind == ReferralKind.ADMISSION):
            return []
        at, by = min(request.sent + timedelta(hours=2), self.book.now), request.answers
        due = request.sent.date() + timedelta(days=ANSWER_DAYS)
        text, told = rng.choice(QUESTIONS)
        said: dict[str, Any] = {}
        if not is_open:
            said = {"answer": told, "answered_at": at, "answered_by_id": file.worker.user, "due_after": due}
        pk = self.book.writer[ReferralQuestion].add(
            referral_id=request.pk,
            institution_id=request.to,
            text=text,
            asked_at=at,
            asked_by_id=by.user,
            answer_due_on=due,
            due_before=due,
            **said,
        )
        self.book.tell(file, EventKind.REFERRAL_QUESTION, at, by)
        chain = [Entry("referral.ask", at, by.user, by.membership, {"question": pk})]
        if not is_open:
            worker = file.worker
            self.book.tell(file, EventKind.REFERRAL_QUESTION, at, worker)
            chain.append(Entry("referral.tell", at, worker.user, worker.membership, {"question": pk}))
        return chain

    def _hold(self, file: File, request: Request) -> None:
        """A place kept for a child for whom a decision is asked; or that nobody came to in time."""
        house = request.asked.get("asked_institution_id")
        stands = request.state == ReferralState.SENT
        if not house or file.pk in self.held or self.book.rng.random() > (HOLD if stands else LET_RUN_OUT):
            return
        worker = file.worker
        at = self.book.now - timedelta(hours=3) if stands else request.sent
        pk = self.book.writer[PlaceHold].add(
            case_id=file.pk,
            institution_id=house,
            hours=HOLD_HOURS,
            held_at=at,
            held_by_id=worker.user,
            lapses_at=at + timedelta(hours=HOLD_HOURS),
        )
        self.book.tell(file, EventKind.PLACE_HELD, at, worker)
        told = {"case": file.pk, "institution": house, "hours": HOLD_HOURS}
        chain = [Entry("hold.place", at, worker.user, worker.membership, told)]
        self.book.trail.add(f"placehold:{pk}", chain)

    def _recommend(self, file: File, request: Request) -> None:
        """The word of the regency before its province decides; of those that wait some still lack it."""
        rng, by = self.book.rng, file.office.supervisor
        if request.state == ReferralState.SENT and rng.random() > RECOMMENDED:
            return
        advice = Advice.AGAINST if rng.random() < AGAINST else Advice.FOR
        at, region = min(request.sent + timedelta(hours=1), self.book.now), file.office.region
        pk = self.book.writer[Recommendation].add(
            referral_id=request.pk,
            office_id=file.office.pk,
            number=self.book.number("recommendation", region, at.year, "REK/{n:04}/DINSOS-{region}/{year}"),
            advice=advice,
            reason="Keluarga besar sudah ditanya; kontak keluarga dijaga.",
            report_author_id=file.worker.user,
            given_at=at,
            given_by_id=by.user,
        )
        self.book.tell(file, EventKind.REFERRAL_ANSWERED, at, by)
        told = {"case": file.pk, "referral": request.pk, "advice": advice._value_}
        chain = [Entry("recommendation.give", at, by.user, by.membership, told)]
        self.book.trail.add(f"recommendation:{pk}", chain)

    def _alternatives(self, file: File, referral: int, form: str, sent: datetime) -> None:
        """Each gentler form was asked when it was due, and the request takes the answers over."""
        at = max(sent - timedelta(days=2), file.opened)
        for gentler in CARE_FORMS[: CARE_FORMS.index(form)]:
            inquiry = self._inquire(file, gentler, ASKED[gentler], at)
            if self.book.rng.random() < CORRECTED:
                inquiry = self._inquire(file, gentler, ASKED[gentler], at, corrects_id=inquiry)
            self.book.writer[Alternative].add(
                referral_id=referral,
                form=gentler,
                considered_on=at.date(),
                result=ASKED[gentler],
                reason=ANSWER,
                service_id=file.evidence,
                inquiry_id=inquiry,
            )

    def _inquire(self, file: File, form: str, result: AlternativeResult, at: datetime, **more: Any) -> int:
        kin = form in (CareForm.BIRTH_FAMILY, CareForm.KINSHIP)
        pk = self.book.writer[Inquiry].add(
            case_id=file.pk,
            form=form,
            asked_on=at.date(),
            member_id=file.child.aunt if kin else None,
            asked_whom="" if kin else WHOM.get(form, "Dinas Sosial kabupaten/kota"),
            result=result,
            reason=ANSWER,
            service_id=file.evidence,
            recorded_at=at,
            recorded_by_id=file.worker.user,
            **more,
        )
        self.book.tell(file, EventKind.CARE_ASKED, at, file.worker)
        told = {"inquiry": pk, "form": str(form), "result": result._value_, "corrects": more.get("corrects_id")}
        self.book.record(file, "inquiry.record", at, file.worker, **told)
        return pk

    def _revoked(self, file: File, decision: int, at: datetime, decider: Person) -> list[Entry]:
        if self.book.rng.random() > REVOKED:
            return []
        at = min(at + timedelta(days=2), self.book.now)
        pk = self.book.writer[DecisionRevocation].add(
            decision_id=decision,
            reason="Keluarga ternyata dapat mengasuh; dasar keputusan berubah.",
            report_author_id=file.worker.user,
            signed_at=at,
            signed_by_id=decider.user,
        )
        self.book.tell(file, EventKind.DECISION_SIGNED, at, decider)
        if self.chosen:  # the child comes to nobody by it
            self.chosen.ended_on, self.chosen.end_reason = at.date(), "Keputusan dicabut"
        told = {"case": file.pk, "decision": decision, "revocation": pk}
        return [Entry("decision.revoke", at, decider.user, decider.membership, told)]

    def _lived(self, file: File, placement: int, at: datetime, end: date | None, body: Body | None) -> list[Entry]:
        if body is None:
            return []
        self.stops.write(file, placement, at, end, body)
        return self.stays.write(file, placement, at, end, body)

    def _ahead(self, file: File, placement: int, sequence: int, due: date) -> int:
        review = super()._ahead(file, placement, sequence, self.stops.day_for(placement, due))
        self.stops.pulled(file, placement, review, due)
        return review

    # --- households of the register --------------------------------------------------------------------------------

    def _carer(self, file: File, form: str) -> tuple[str, int]:
        """In a foster family one of the register, where it has one for the child; else kin, whose way is gone first."""
        if form == CareForm.FOSTER:
            self.chosen = self.register.choose(file, form, file.at(CHOSEN_DAY))
            form = CareForm.FOSTER if self.chosen else CareForm.KINSHIP
        if form == CareForm.KINSHIP:
            self.ways.kin(file)
        return form, self.chosen.carer if self.chosen else file.child.aunt

    def _by_decision(self, file: File) -> None:
        super()._by_decision(file)
        if self.chosen:
            self.register.settle(file, self.chosen)
            self.chosen = None

    def _place(
        self, file: File, at: datetime, rule: dict[str, Any], facts: dict[str, Any], body: Body | None, end: date | None
    ) -> None:
        if self.chosen:
            self.chosen.lives_from, self.chosen.ended_on = at.date(), end
            self.chosen.end_reason = "Penempatan berakhir" if end else ""
        super()._place(file, at, rule, facts, body, end)
