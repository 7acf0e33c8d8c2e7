"""What a demo worker does between the papers: visits and calls, a flag, a way to a living."""

from datetime import timedelta

from cases.models import CaseTransfer
from cases.service_states import ContactKind, FlagKind, Met, SeenSafety, VocationalGoal, VocationalStepKind
from cases.services.contacts import log_contact
from cases.services.flags import raise_flag
from cases.services.tracing import record_tracing_step
from cases.services.transfers import accept_transfer, offer_transfer
from cases.services.vocational import record_vocational_step, start_track
from cases.states import TracingMethod, TracingResult
from institutions.states import Role

from .children import KAMPAR, PELALAWAN
from .steps import CaseSteps


class PracticeSteps(CaseSteps):
    """The everyday of a case in hand."""

    transfer: CaseTransfer

    def trace(self) -> None:
        """The father is looked for: what was tried, and what comes next."""
        step = {"case": self.case, "by": self.worker, "done_on": self.today}
        record_tracing_step(
            method=TracingMethod.VILLAGE,
            asked="Sekretaris desa (contoh)",
            result=TracingResult.CLUE,
            finding="Ayah pindah untuk bekerja dua tahun lalu; alamat baru belum diketahui.",
            next_step="Tanyakan data pindah ke Disdukcapil",
            next_on=self.today + timedelta(days=14),
            **step,
        )

    def trace_on(self) -> None:
        record_tracing_step(
            case=self.case,
            by=self.worker,
            done_on=self.today,
            method=TracingMethod.CIVIL_REGISTRY,
            asked="Petugas loket Disdukcapil (contoh)",
            result=TracingResult.NOTHING,
            finding="Tidak ada catatan pindah atas nama itu.",
            next_step="Hubungi teman sekerja ayah",
            next_on=self.today + timedelta(days=21),
        )

    def offer_away(self) -> None:
        """The child goes to live with the aunt, in another regency: its Dinas is asked to take the case over."""
        to = KAMPAR if self.child.story == "transfer_offered" else PELALAWAN
        self.transfer = offer_transfer(
            case=self.case,
            by=self.worker,
            to_office=self.world.institutions[to],
            reason="Anak pindah ke rumah bibinya di wilayah Dinas penerima.",
            summary="Kesehatan baik. Bibi sudah dikunjungi dan sanggup mengasuh. Surat pindah sekolah sedang diurus; "
            "wali kelas baru menunggu kabar. Yang segera: kunjungan rumah dalam dua minggu.",
            wanted_on=self.today + timedelta(days=14),
        )

    def take_over(self) -> None:
        """The supervisor of the other Dinas accepts, and names the worker."""
        by = self.world.actor(next(self.world.holders(PELALAWAN, Role.SUPERVISOR)))
        worker = self.world.memberships[self.world.worker_of(PELALAWAN)].user
        accept_transfer(transfer=self.transfer, by=by, worker=worker)

    def meet(self) -> None:
        """A visit at home: the child was spoken to alone."""
        log_contact(
            case=self.case,
            by=self.worker,
            kind=ContactKind.HOME_VISIT,
            made_on=self.today,
            met=[Met.CHILD, Met.CARER],
            child_alone=True,
            safety=SeenSafety.SAFE,
            note="Anak bercerita sendiri di teras; makan teratur, masuk sekolah setiap hari.",
        )

    def call(self) -> None:
        """A call that leaves something to do."""
        log_contact(
            case=self.case,
            by=self.worker,
            kind=ContactKind.PHONE,
            made_on=self.today,
            met=[Met.TEACHER],
            safety=SeenSafety.DOUBTFUL,
            note="Guru melihat anak mengantuk dua hari ini.",
            next_step="Kunjungi rumah dan tanyakan tidurnya",
            next_on=self.today + timedelta(days=7),
        )

    def flag(self) -> None:
        raise_flag(
            case=self.case, by=self.worker, kind=FlagKind.RUNAWAY, reason="Dua kali pergi malam-malam dari rumah bibi."
        )

    def learn(self) -> None:
        """A wish, and the training for it."""
        start_track(
            case=self.case,
            by=self.worker,
            goal=VocationalGoal.SKILL,
            interest="“Aku mau bisa menjahit baju sendiri.”",
            started_on=self.today,
        )
        record_vocational_step(
            case=self.case,
            by=self.worker,
            kind=VocationalStepKind.TRAINING,
            place="Sanggar jahit (rekaan)",
            since=self.today,
            note="Dua sore seminggu, di luar jam sekolah.",
            next_on=self.today + timedelta(days=90),
        )
