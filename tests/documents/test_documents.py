import hashlib

import pytest
from django.db import IntegrityError

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.documents.models import Document
from atensi.documents.services import new_verification_code, read_code, store_document
from atensi.documents.serving import file_name, serve

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages


def stored(**changes) -> Document:
    fields = {"subject": "case:1", "title": "460/0001/DINSOS-14.01/2026", "content": b"%PDF-isi"}
    fields |= {"content_type": "application/pdf", "by": system_actor()} | changes
    return store_document(**fields)


def test_stored_file_keeps_its_content_and_hash():
    document = stored()
    with document.file.open("rb") as file:
        assert file.read() == b"%PDF-isi"
    assert document.sha256 == hashlib.sha256(b"%PDF-isi").hexdigest()
    assert document.size == len(b"%PDF-isi")


def test_name_on_disk_tells_nothing_about_the_paper():
    document = stored(title="Keputusan Anak Rekaan")
    assert "Rekaan" not in document.file.name
    assert "Keputusan" not in document.file.name


def test_storing_is_audited_under_the_document():
    document = stored()
    event = AuditEvent.objects.get(subject=f"document:{document.pk}")
    assert (event.verb, event.data["of"]) == ("document.store", "case:1")


def test_one_verification_code_belongs_to_one_document():
    stored(verification_code="AAAA-BBBB-CCCC-DDDD")
    with pytest.raises(IntegrityError):
        stored(verification_code="AAAA-BBBB-CCCC-DDDD")


def test_documents_without_a_code_do_not_collide():
    assert stored().pk != stored().pk


def test_codes_are_long_and_differ():
    codes = {new_verification_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code.replace("-", "")) == 16 for code in codes)


@pytest.mark.parametrize("typed", ["k7qf-3m2p-xw9d-8hrt", " K7QF 3M2P XW9D 8HRT", "k7qf3m2pxw9d8hrt"])
def test_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "K7QF-3M2P-XW9D-8HRT"


@pytest.mark.parametrize("typed", ["", "K7QF", "K7QF-3M2P-XW9D-8HRTA", "' OR 1=1 --"])
def test_what_cannot_be_a_code_is_empty(typed):
    assert read_code(typed) == ""


def test_served_file_is_named_by_its_number_and_never_cached():
    response = serve(stored())
    assert response["Content-Disposition"] == 'attachment; filename="460-0001-DINSOS-14.01-2026.pdf"'
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == b"%PDF-isi"
    response.close()


def test_file_name_has_no_way_out_of_the_folder():
    assert file_name(stored(title="../../etc/passwd")) == "etc-passwd.pdf"
