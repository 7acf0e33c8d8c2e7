"""What the made-up offices do so that nobody comes to harm: an activity a month, and how many it reached."""

from __future__ import annotations

from cases.models import PreventionActivity, PreventionReach
from cases.service_states import PreventionKind, ReachAge, ReachSex

from .book import Book, File
from .trail import Entry

TITLES = {
    PreventionKind.CAMPAIGN: "Kampanye pengasuhan tanpa kekerasan",
    PreventionKind.SCHOOL: "Kunjungan ke SMP Rekaan",
    PreventionKind.PARENTS: "Pertemuan orang tua di balai desa",
    PreventionKind.VOLUNTEERS: "Pembekalan kader desa",
    PreventionKind.MEDIA: "Siaran radio: nomor untuk melapor",
}
KINDS = list(TITLES)
AGES = {
    PreventionKind.SCHOOL: (ReachAge.TO_17, ReachAge.TO_59),
    PreventionKind.PARENTS: (ReachAge.TO_59, ReachAge.ABOVE_59),
    PreventionKind.VOLUNTEERS: (ReachAge.TO_59,),
}
PEOPLE = (5, 90)  # fewest and most of an age and sex


class Prevention:
    """Writes an activity of an office for each month in which it opened a case, on the day of the first."""

    def __init__(self, book: Book):
        self.book = book
        self.done: dict[int, tuple[int, int]] = {}

    def write(self, file: File) -> None:
        month = (file.opened.year, file.opened.month)
        if self.done.get(file.office.pk) == month:
            return
        self.done[file.office.pk] = month
        rng, office, at = self.book.rng, file.office, file.opened
        kind, by = rng.choice(KINDS), rng.choice(office.workers)
        pk = self.book.writer[PreventionActivity].add(
            institution_id=office.pk,
            kind=kind,
            title=TITLES[kind],
            region_id=rng.choice(office.districts),
            place="Balai desa rekaan",
            held_on=at.date(),
            partners="PKK dan karang taruna",
            result="Peserta menyimpan nomor untuk melapor.",
            form_id=self.book.form_id(),
            recorded_at=at,
            recorded_by_id=by.user,
        )
        people = self._reach(pk, kind)
        told = {"kind": kind._value_, "people": people}
        self.book.trail.add(f"preventionactivity:{pk}", [Entry("prevention.record", at, by.user, by.membership, told)])

    def _reach(self, activity: int, kind: PreventionKind) -> int:
        """Whom it reached; returns how many they were."""
        rows, reached = self.book.writer[PreventionReach], 0
        for age in AGES.get(kind, tuple(ReachAge)):
            for sex in ReachSex:
                people = self.book.rng.randint(*PEOPLE)
                rows.add(activity_id=activity, age=age, sex=sex, people=people)
                reached += people
        return reached
