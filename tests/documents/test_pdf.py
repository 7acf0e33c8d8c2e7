"""Papers set by Typst: what users wrote stays text."""

import json
from datetime import UTC, datetime

import pytest
import typst

from atensi.documents.pdf import render_pdf, template_source
from tests.pdf import text_of

WORDS = {
    "title": "Keputusan",
    "number": "Nomor",
    "about": "Pengasuhan",
    "considering": "Menimbang",
    "basis": "Mengingat",
    "noting": "Memperhatikan",
    "decides": "Memutuskan",
    "ladder": "Tangga",
    "ladder_heads": ["Bentuk", "Hasil", "Alasan", "Bukti"],
    "signed_at": "Ditetapkan di",
    "signed_on": "Pada tanggal",
    "signature": "Ditandatangani secara elektronik",
    "verify": "Kode",
}
DATA = {
    "language": "id",
    "number": "460/0001/DINSOS-14.01/2026",
    "code": "K7QF-3M2P-XW9D-8HRT",
    "letterhead": ["Dinas Sosial Contoh", "Jalan Umpama 1"],
    "words": WORDS,
    "considerations": ["Pertimbangan rekaan"],
    "basis": ["UU 23/2002 pasal 57 dan 58"],
    "noting": ["Laporan sosial"],
    "rulings": [["Kesatu", "Menetapkan."]],
    "facts": [["Nama", "Anak Rekaan"]],
    "ladder": [["Kerabat", "Tidak aman", "Alasan", "Kunjungan"]],
    "signed_place": "Contoh",
    "signed_on": "2 Juli 2026",
    "signer_role": "Kepala",
    "signer": "Petugas Contoh",
}
AT = datetime(2026, 7, 2, 9, tzinfo=UTC)
HOSTILE = [
    '#read("/etc/passwd")',
    '#include "/etc/passwd"',
    '"] #read("../../../../etc/passwd") [',
    '#image("/etc/passwd")',
    "\\u{22}); #panic(1) //",
    "#eval(\"read('/etc/passwd')\")",
    "$ x $ *tebal* _miring_ @rujukan <label> `kode`",
]


def test_paper_is_a_pdf():
    assert render_pdf("care_decision", DATA).startswith(b"%PDF")


def test_same_data_and_time_give_the_same_file():
    assert render_pdf("care_decision", DATA, at=AT) == render_pdf("care_decision", DATA, at=AT)


@pytest.mark.parametrize("text", HOSTILE)
def test_pasted_text_that_looks_like_code_stays_text(text):
    pdf = render_pdf("care_decision", DATA | {"considerations": [text], "facts": [["Nama", text]]})
    words = " ".join(text_of(pdf).split())
    assert "root:" not in words
    assert "".join(text.split())[:12] in words.replace(" ", "").replace("“", '"').replace("”", '"')


def test_template_itself_can_read_no_file_of_the_machine(tmp_path):
    source = b'#read("/etc/passwd")'
    with pytest.raises(typst.TypstError):
        typst.Compiler(source, root=tmp_path, sys_inputs={"data": json.dumps(DATA)}).compile(format="pdf")


def test_template_never_evaluates_what_it_is_given():
    for forbidden in (b"eval(", b"read(", b"include ", b"import "):
        assert forbidden not in template_source("care_decision")


def test_long_text_flows_over_pages():
    pdf = render_pdf("care_decision", DATA | {"considerations": ["Panjang sekali. " * 400] * 3})
    assert "1/6" in text_of(pdf).replace(" ", "")
