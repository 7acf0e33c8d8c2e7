"""A demo child before the law: the matter, diversion, and what the social worker does for the child."""

from datetime import timedelta

from cases.justice_states import JusticeAgency, JusticeDateKind, JusticeDuty, JusticeRole
from cases.models import ChildInJustice, JusticeContact
from cases.services.justice import keep_justice_date, record_contact, record_matter, set_justice_date
from cases.services.justice_dates import move_justice_date
from cases.services.justice_work import record_duty, send_report

from .practice import PracticeSteps


class JusticeSteps(PracticeSteps):
    """UU 11/2012: from the report of the police to the diversion that has begun."""

    track: ChildInJustice
    police: JusticeContact

    def matter(self) -> None:
        self.track = record_matter(
            case=self.case,
            by=self.worker,
            role=JusticeRole.OFFENDER,
            matter="Pencurian ringan di warung (contoh)",
            act_on=self.today - timedelta(days=8),
            reported_on=self.today - timedelta(days=1),
            diversion=True,
        )
        contact = {"track": self.track, "by": self.worker}
        self.police = record_contact(
            agency=JusticeAgency.POLICE,
            office="Unit PPA Polres Contoh",
            officer="Penyidik Rekaan",
            phone="0800-000-001",
            file_number="LP/12/CONTOH",
            **contact,
        )
        record_contact(agency=JusticeAgency.BAPAS, office="Bapas Contoh", officer="Pembimbing Misal", **contact)
        self._duty(JusticeDuty.GUIDE, "Mendampingi anak saat diperiksa penyidik.")
        self._duty(JusticeDuty.LISTEN, "Anak bercerita tanpa didengar orang lain.")

    def divert(self) -> None:
        """Diversion begins; its last day follows, and a meeting is called; the hearing is put off."""
        first = self.track.dates.get(kind=JusticeDateKind.DIVERSION_START)
        keep_justice_date(
            row=first, by=self.worker, done_on=self.today, note="Musyawarah pertama, korban hadir (contoh)."
        )
        set_justice_date(
            track=self.track,
            by=self.worker,
            kind=JusticeDateKind.SOCIAL_REPORT,
            due_on=self.today + timedelta(days=14),
            place="Unit PPA Polres Contoh",
        )
        hearing = set_justice_date(
            track=self.track, by=self.worker, kind=JusticeDateKind.HEARING, due_on=self.today + timedelta(days=21)
        )
        move_justice_date(
            row=hearing,
            by=self.worker,
            due_on=self.today + timedelta(days=28),
            place="PN Contoh, ruang anak",
            reason="Hakim anak bertugas di kota lain (contoh).",
        )
        self._duty(JusticeDuty.ADVOCATE, "Meminta anak tetap bersekolah selama diversi.")

    def advise(self) -> None:
        """The social report is signed and goes to the police."""
        self.report()
        signed = self.case.social_reports.get(signed_at__isnull=False)
        send_report(track=self.track, by=self.worker, report=signed, contact=self.police, sent_on=self.today)
        self._duty(JusticeDuty.ADVISE, "Saran: kembali kepada ibu dengan bimbingan tiga bulan.")

    def _duty(self, duty: str, note: str) -> None:
        record_duty(
            track=self.track, by=self.worker, duty=duty, done_on=self.today, done_by=str(self.case.worker), note=note
        )
