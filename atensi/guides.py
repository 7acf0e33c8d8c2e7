"""A one-page guide for each role: what one sees, what one does each morning, what the law asks, whom to ask."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from institutions.states import Role


@dataclass(frozen=True, slots=True)
class Guide:
    """slug: its word in the address. morning: each step with the URL name of the page where it is done. law: what is
    asked, with its article."""

    slug: str
    role: Role
    sees: str | Promise
    morning: tuple[tuple[str | Promise, str], ...]
    law: tuple[str | Promise, ...]
    ask: str | Promise

    @property
    def title(self) -> str:
        return str(self.role.label)


MEETINGS = (_("Lihat tindak lanjut rapat wilayah yang menunggu lembaga Anda."), "meetings:follow_ups")
CHILDREN = (_("Lihat anak yang tinggal di lembaga Anda dan apa yang jatuh tempo bagi tiap anak."), "living:home")

FAMILY_FIRST = _("Panti adalah pilihan terakhir: pengasuhan yang lebih dekat dengan keluarga didahulukan (PP 44/2017).")
SECRECY = _("Identitas anak korban, saksi, dan yang berhadapan dengan hukum dirahasiakan (UU 11/2012 pasal 19).")

GUIDES = (
    Guide(
        "sakti-peksos",
        Role.FIELD_SOCIAL_WORKER,
        _("Kasus yang Anda tangani, laporan yang ditugaskan kepada Anda, dan tenggatnya. Kasus rekan tidak terlihat."),
        (
            (_("Buka Beranda: yang lewat waktu di atas, lalu hari ini."), "home"),
            (
                _("Tangani laporan yang ditugaskan; formulirnya sudah berisi yang diceritakan penelepon."),
                "desk:report_list",
            ),
            (_("Catat kontak pertama begitu anak ditemui."), "cases:response_list"),
            (_("Lengkapi asesmen dan rencana yang jatuh tempo minggu ini."), "cases:list"),
            (
                _("Catat kunjungan dan layanan pada hari itu juga; sesi kelompok sekali untuk semua."),
                "cases:session_list",
            ),
        ),
        (
            FAMILY_FIRST,
            _("Asesmen, laporan sosial, dan rencana ditandatangani pekerja sosial (UU 14/2019 pasal 28)."),
            _("Suara anak ditulis dengan kata-katanya sendiri (UU 23/2002 pasal 10)."),
        ),
        _("Penyelia kantor Anda; untuk akun dan peran, administrator Dinas Sosial."),
    ),
    Guide(
        "penyelia",
        Role.SUPERVISOR,
        _("Semua kasus dan laporan kantor, siapa petugasnya, dan yang terlambat."),
        (
            (_("Tugaskan laporan masuk; yang dalam bahaya paling dulu."), "desk:report_list"),
            (_("Lihat anak yang belum dihubungi dan ingatkan petugasnya."), "cases:response_list"),
            (_("Jawab rujukan yang masuk ke kantor."), "referrals:inbox"),
            (_("Setujui atau kembalikan rencana yang diajukan, dan jawab pelimpahan kasus."), "home"),
            (_("Periksa tinjauan penempatan yang mendekat atau lewat."), "referrals:review_list"),
            (_("Lihat beban kasus: siapa terlambat, dan anak mana yang lama tanpa kontak."), "cases:caseload"),
            MEETINGS,
        ),
        (
            _("Dinas Sosial menugaskan pekerja sosial bagi anak yang perlu dilindungi (Permensos 30/HUK/2011)."),
            FAMILY_FIRST,
            SECRECY,
        ),
        _("Pejabat pemutus kantor Anda; untuk akun dan peran, administrator Dinas Sosial."),
    ),
    Guide(
        "pejabat-dinas",
        Role.SOCIAL_OFFICE_DECIDER,
        _("Permohonan keputusan dengan buktinya, kasus kantor, dan laporan masuk; provinsi juga yang lewat waktu."),
        (
            (_("Putuskan permohonan pengasuhan; bukti di kiri, keputusan di kanan."), "referrals:decision_list"),
            (_("Tugaskan atau alihkan laporan yang belum diambil."), "desk:report_list"),
            (_("Awasi tinjauan yang lewat waktu dan batas darurat."), "referrals:review_list"),
            (_("Bandingkan panti di wilayah Anda."), "referrals:homes_behind"),
            MEETINGS,
        ),
        (
            FAMILY_FIRST,
            _("Keputusan pengasuhan ditandatangani orang lain dari penulis laporannya."),
            _("Penempatan darurat berakhir pada batasnya; sesudah itu perlu keputusan."),
        ),
        _("Biro hukum kantor Anda; bila berhalangan, beri mandat kepada pengganti lewat menu nama Anda."),
    ),
    Guide(
        "sentra",
        Role.INTAKE_OFFICER,
        _("Rujukan yang menunggu, dan kasus yang dibagikan kepada Sentra. Nama terbuka sesudah rujukan diterima."),
        (
            (_("Jawab rujukan: terima, alihkan, atau tolak dengan alasan."), "referrals:inbox"),
            CHILDREN,
            (_("Catat layanan yang diberikan kemarin."), "cases:list"),
            (_("Siapkan tinjauan yang mendekat, bersama anak dan keluarganya."), "referrals:review_list"),
            MEETINGS,
        ),
        (
            _("Rujukan dijawab dalam waktu yang ditetapkan; yang diam naik ke atasan."),
            FAMILY_FIRST,
            _("Layanan berbasis residensial dilakukan untuk sementara (Permensos 7/2021)."),
        ),
        _("Pekerja sosial Dinas yang menangani kasus itu; untuk akun, administrator Sentra."),
    ),
    Guide(
        "lksa",
        Role.LKSA_STAFF,
        _("Anak yang tinggal di lembaga Anda, rujukan, tinjauan, dan masa berlaku izin serta akreditasi."),
        (
            (_("Jawab rujukan yang menunggu."), "referrals:inbox"),
            CHILDREN,
            (_("Catat layanan dan perkembangan tiap anak."), "cases:list"),
            (_("Siapkan tinjauan yang mendekat."), "referrals:review_list"),
            (
                _("Perbarui izin dan akreditasi sebelum habis; sesudahnya tidak ada penempatan baru."),
                "institutions:list",
            ),
            MEETINGS,
        ),
        (
            _("Anak tidak diterima tanpa keputusan Dinas Sosial, kecuali darurat yang berbatas waktu (PP 44/2017)."),
            _("Keluarga tetap dihubungi; tujuan pengasuhan adalah pulang (Permensos 30/HUK/2011)."),
            SECRECY,
        ),
        _("Pekerja sosial Dinas Sosial kabupaten/kota; untuk izin dan akun, administrator Dinas Sosial."),
    ),
    Guide(
        "operator",
        Role.HOTLINE_OPERATOR,
        _("Laporan yang Anda catat sendiri dan keadaannya. Kasus dan laporan operator lain tidak terlihat."),
        (
            (_("Saat telepon berdering, tekan Catat laporan: tanyakan bahaya lebih dulu."), "desk:report_create"),
            (_("Lihat laporan Anda yang belum diambil; bila lewat waktu, telepon kantornya."), "desk:report_list"),
            (_("Penelepon bertanya lagi? Cari nomornya, bacakan keadaannya."), "desk:report_list"),
        ),
        (
            _("Setiap orang dapat melapor; pelapor boleh tidak menyebut nama (UU 35/2014 pasal 72)."),
            _("Anak dalam bahaya: polisi 110 atau ambulans 119 lebih dulu, lalu laporan."),
            SECRECY,
        ),
        _("Penyelia Dinas Sosial yang memegang laporan itu; nomornya ada di halaman laporan."),
    ),
    Guide(
        "analis",
        Role.ANALYST,
        _("Angka wilayah Anda tanpa nama. Angka kecil tidak ditampilkan, supaya tidak ada anak yang dapat dikenali."),
        (
            (_("Baca angka di Beranda."), "home"),
            (_("Lihat lembaga di wilayah Anda dan masa berlaku akreditasinya."), "institutions:list"),
        ),
        (
            _("Data pribadi anak diproses secara khusus (UU 27/2022 pasal 25)."),
            SECRECY,
        ),
        _("Administrator lembaga Anda; isi kasus hanya pada Dinas Sosial yang menanganinya."),
    ),
    Guide(
        "administrator",
        Role.ADMINISTRATOR,
        _("Lembaga, orang, akun, dan pengaturan wilayah Anda. Kasus dan nama anak tidak terlihat."),
        (
            (_("Lihat di Beranda izin, akreditasi, dan STR yang akan habis."), "home"),
            (_("Periksa pemberitahuan yang tidak sampai."), "notices:parked"),
            (_("Tutup akun orang yang tidak bertugas lagi, tambah penyelia yang kurang."), "institutions:person_list"),
            (_("Sesuaikan tenggat kantor bila aturannya berubah."), "institutions:parameter_list"),
        ),
        (
            _("Hak akses mengikuti tugas dan berakhir bersamanya (UU 27/2022 pasal 39)."),
            _("Setiap perubahan tersimpan dalam jejak yang tidak dapat dihapus."),
        ),
        _("Administrator Dinas Sosial provinsi; untuk gangguan sistem, pengelola server."),
    ),
)


def guide_of(role: str) -> Guide | None:
    """The guide of a role, None for one without."""
    return next((guide for guide in GUIDES if guide.role == role), None)


def guide_named(slug: str) -> Guide | None:
    return next((guide for guide in GUIDES if guide.slug == slug), None)
