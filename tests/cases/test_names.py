"""Names: which spellings are one person's, and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.names import SIMILAR, name_keys, search_keys, similarity

# Two spellings of one name: the same set of keys.
SAME = [
    ("Soeharto", "Suharto"),
    ("Soekarno", "Sukarno"),
    ("Djoko", "Joko"),
    ("Tjahjo", "Cahyo"),
    ("Soetjipto", "Sucipto"),
    ("Soedjono", "Sujono"),
    ("Soerjadi", "Suryadi"),
    ("Djaja", "Jaya"),
    ("Sjarif", "Syarif"),
    ("Njoman Rekaan", "Nyoman Rekaan"),
    ("Boedi Contoh", "Budi Contoh"),
    ("Joesoef", "Yusuf"),
    ("Jusuf Contoh", "Yusup Contoh"),
    ("Wahju", "Wahyu"),
    ("Oemar", "Umar"),
    ("Muhammad Rizki", "Moh. Rizky"),
    ("Muhammad Rizki", "M. Rizqi"),
    ("Muhammad Rizki", "Mohamad Riski"),
    ("Mochammad Rizki", "Mhd Rizki"),
    ("Muh. Rekaan", "Mohammed Rekaan"),
    ("Mukhamad Rekaan", "Muchamad Rekaan"),
    ("M.Rekaan", "Muhamad Rekaan"),
    ("Mohd. Rekaan", "Moch Rekaan"),
    ("Achmad Fauzi", "Ahmad Fauzi"),
    ("Akhmad Fauzi", "Ahmat Fauzi"),
    ("Siti Aisyah", "Aisyah Siti"),
    ("Siti Aisyah", "St. Aisyah"),
    ("Sitti Aisyah", "Siti Aisah"),
    ("Siti Aisha", "Siti Aisya"),
    ("Nur Hayati", "Nurhayati"),
    ("Noer Hayati", "Nurhayati"),
    ("Noor Hayati", "Nur Hayati"),
    ("Nurul Aini", "Nur'aini"),
    ("Abdul Rahman", "Abdurrahman"),
    ("Abd. Rahman", "Abdurahman"),
    ("Abdul Rochman", "Abdul Rahman"),
    ("Abdul Aziz", "Abdulaziz"),
    ("Abdul Latif", "Abdullatif"),
    ("Abdus Salam", "Abdussalam"),
    ("Abdullah", "Abdulloh"),
    ("Abdillah", "Abdullah"),
    ("Rachmat", "Rahmat"),
    ("Rakhmad", "Rahmat"),
    ("Ichsan", "Ikhsan"),
    ("Iksan", "Ihsan"),
    ("Khairul", "Choirul"),
    ("Khaerul", "Chairul"),
    ("Khairun Nisa", "Khoirunnisa"),
    ("Fatimah", "Fatima"),
    ("Ramadhan", "Ramadan"),
    ("Fathur", "Fatur"),
    ("Dhika", "Dika"),
    ("Zaenal", "Zainal"),
    ("Saifuddin", "Syaifudin"),
    ("Irvan", "Irfan"),
    ("Novi", "Nofi"),
    ("Arif", "Arip"),
    ("Supriyadi", "Supriadi"),
    ("Suwarno", "Suarno"),
    ("Dyah", "Diah"),
    ("Dicky", "Diki"),
    ("Chandra", "Candra"),
    ("Christina", "Kristina"),
    ("Eric", "Erik"),
    ("Al Fatih", "Al-Fatih"),
    ("Al Fatih", "Alfatih"),
    ("H. Umpama Misal", "Umpama Misal"),
    ("Hj. Siti Rekaan, S.Sos, M.Si", "Siti Rekaan"),
    ("Drs. Rekaan Contoh", "Rekaan Contoh"),
    ("Prof. Dr. Rekaan Contoh, S.H., M.Hum.", "Contoh Rekaan"),
    ("Rekaan bin Umpama", "Rekaan Umpama"),
    ("Misal binti Contoh", "Contoh Misal"),
    ("Alm. Rekaan", "Rekaan"),
    ("Rekaan Contoh, A.Md.Keb", "Rekaan Contoh"),
    ("RÉKAAN  contoh", "Rekaan Contoh"),
    ("Ma'ruf", "Maruf"),
    ("Raka Umpama Putra", "Putra Raka Umpama"),
]

# Alike enough to ask, though not the same keys.
ALIKE = [
    ("Rizki", "Muhammad Rizki"),
    ("Rizki", "Rizki Pratama"),
    ("Aisyah", "Siti Aisyah"),
    ("Muhammad Rekaan", "Muhammad Rekaan Saputra"),
    ("Rekaan Contoh Umpama", "Rekaan Umpama"),
    ("Suharjo Umpama", "Soeharjo Umpama"),
    ("Saifudin Contoh", "Saepudin Contoh"),
    ("Ahmad Rekaan bin Umpama", "Ahmad Rekaan"),
]

# Different people: not worth asking on the name alone.
DIFFERENT = [
    ("Siti Aisyah", "Siti Fatimah"),
    ("Siti", "Siti Aisyah"),
    ("Muhammad Rizki", "Muhammad Ridwan"),
    ("Muhammad", "Muhammad Ridwan"),
    ("Ahmad Fauzi", "Ahmad Fauzan"),
    ("Budi Santoso", "Budi Hartono"),
    ("Joko", "Yoko"),
    ("Hadi", "Adi"),
    ("Hari", "Ari"),
    ("Rizki", "Rizka"),
    ("Wahyudi", "Wahyuni"),
    ("Suryadi", "Suryani"),
    ("Suharto", "Suwarto"),
    ("Dewi", "Dewa"),
    ("Raka", "Rika"),
    ("Rani", "Rina"),
    ("Nurdin", "Nurul"),
    ("Abdul Rahman", "Abdul Karim"),
    ("Nur Hayati", "Nur Hidayah"),
    ("Sri Rekaan", "Sri Umpama"),
    ("Agus Contoh", "Agus Misal"),
    ("Putri Umpama", "Putri Rekaan"),
    ("Intan Misal", "Bima Contoh"),
    ("Marjan", "Maryan"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_have_one_set_of_keys(one, other):
    assert name_keys(one) == name_keys(other) != []
    assert similarity(name_keys(one), name_keys(other)) == 1


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_short_and_slipped_forms_are_worth_asking(one, other):
    assert SIMILAR <= similarity(name_keys(one), name_keys(other)) < 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_are_not_taken_for_one(one, other):
    assert similarity(name_keys(one), name_keys(other)) < SIMILAR


@pytest.mark.parametrize("name", ["", "   ", "😀", "...", "<>", "-'-"])
def test_no_letters_no_keys(name):
    assert name_keys(name) == []
    assert similarity([], name_keys("Rekaan")) == 0


@pytest.mark.parametrize("name", ["H.", "Haji", "Dr. H.", "M."])
def test_a_name_of_titles_alone_keeps_them(name):
    assert name_keys(name)


def test_common_parts_are_searched_only_when_there_is_nothing_else():
    assert search_keys(name_keys("Muhammad Rekaan")) == name_keys("Rekaan")
    assert search_keys(name_keys("Siti")) == name_keys("Siti")


SYLLABLES = [
    "ka",
    "djo",
    "soe",
    "tja",
    "ri",
    "zki",
    "mad",
    "nur",
    "hay",
    "ah",
    "sy",
    "an",
    "wo",
    "th",
    "in",
    "abd",
    "lu",
]
parts = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map("".join)
# A short first part may be an abbreviation ("M. Rizki"), and articles join with the next part: order matters there.
free_parts = parts.filter(lambda part: len(part) > 3 and not part.startswith("nis"))


@given(st.text(max_size=200))
def test_any_text_gives_keys_sorted_and_each_once(text):
    keys = name_keys(text)
    assert keys == sorted(set(keys))
    assert all(keys)


@given(st.lists(free_parts, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_order_of_parts_never_counts(names, random):
    swapped = list(names)
    random.shuffle(swapped)
    assert name_keys(" ".join(names)) == name_keys(" ".join(swapped))


@given(st.lists(free_parts, min_size=1, max_size=4))
def test_case_and_punctuation_never_count(names):
    assert name_keys(", ".join(names).upper()) == name_keys(" ".join(names))


@given(st.lists(free_parts, min_size=1, max_size=4))
def test_normal_form_is_stable(names):
    """Normalising twice changes nothing: a key is its own key."""
    keys = [key for key in name_keys(" ".join(names)) if len(key) > 3]
    assert [name_keys(key) for key in keys] == [[key] for key in keys]


@given(st.lists(parts, max_size=4), st.lists(parts, max_size=4))
def test_similarity_is_symmetric_and_bounded(one, other):
    a, b = name_keys(" ".join(one)), name_keys(" ".join(other))
    assert similarity(a, b) == pytest.approx(similarity(b, a))
    assert 0 <= similarity(a, b) <= 1
