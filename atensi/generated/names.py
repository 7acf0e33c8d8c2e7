"""Names of people who do not exist: usual given names and their spelling variants, with a word that says so."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from cases.names import name_keys
from cases.states import Sex

_GIVEN = {
    Sex.FEMALE: (
        "Siti Sitti Nur Nurhayati Aisyah Aisjah Fatimah Fatima Khadijah Zahra Zahrah Dewi Sri Rina Rini Ratna Lestari "
        "Indah Putri Wulan Melati Mawar Anggrek Citra Kartika Intan Mutiara Permata Yanti Yuliana Yulia Juliana Eka "
        "Tri Endang Maria Yohana Magdalena Theresia Kristina Christina Ni Ketut Luh Made Wayan Komang Rahmawati "
        "Rachmawati Hasanah Chasanah Maulida Safitri Syafitri Ayu Bunga Cahaya Dian Fitri Gita Hana Kirana"
    ),
    Sex.MALE: (
        "Muhammad Mohammad Mohamad Muhamad Ahmad Achmad Akhmad Abdul Abdurrahman Abdullah Rahman Rachman Rizki Rizky "
        "Riski Fajar Bima Damar Joko Djoko Budi Agus Eko Adi Aditya Yusuf Yusup Jusuf Umar Usman Oesman Ali Hasan "
        "Hasyim Ilham Iqbal Ikbal Hidayat Nurdin Syarif Sjarif Wahyu Wahju Slamet Suwarno Suharto Soeharto Yohanes "
        "Petrus Paulus Markus Matius Ketut Wayan Made Gede Nyoman Bagus Bayu Candra Chandra Galih Panji Raka Tegar"
    ),
}
_SECOND = (
    "Pratama Saputra Saputri Wijaya Widjaja Kusuma Kesuma Hidayat Ramadhan Ramadan Maulana Firmansyah Setiawan "
    "Gunawan Santoso Susanto Wibowo Nugroho Purnama Utama Lestari Rahayu Astuti Handayani Wulandari Anggraini "
    "Permata Safitri Hasibuan Siregar Nasution Simanjuntak Sitompul Lubis Harahap Manurung Situmorang Tanjung Chaniago "
    "Koto Piliang Sinaga Ginting Tarigan Sembiring Pasaribu Rumbiak Wenda Kogoya Tabuni Lapian Mandagi Tumbelaka "
    "Latuconsina Pattiasina Tuasikal Daeng Andi Karaeng Mappa Tenri Baso Besse Halim Salim Karim Rahim Basri Yunus"
)
GIVEN = {sex: names.split() for sex, names in _GIVEN.items()}
SECOND = _SECOND.split()
MARKS = ("Contoh", "Rekaan", "Umpama", "Misal")


def full_name(rng: Random, sex: str) -> str:
    """ "Siti Lestari Rekaan"."""
    pick = rng.random
    given = GIVEN.get(sex, GIVEN[Sex.MALE])
    # Squared: a few names are very frequent, most are rare.
    first, second = given[int(pick() ** 2 * len(given))], SECOND[int(pick() * len(SECOND))]
    return f"{first} {second} {MARKS[int(pick() * 4)]}"


@lru_cache(maxsize=100_000)
def keys_of(name: str) -> list[str]:
    """The search keys of `name`, as a beneficiary keeps them."""
    return name_keys(name)
