"""Files of a case: what may be kept, who opens it, how it is taken back."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from atensi.audit.models import AuditEvent
from atensi.documents.models import Document
from atensi.errors import NotAllowed
from atensi.paging import SIZE
from cases.event_states import EventKind
from cases.models import Attachment
from cases.portraits import TYPE
from cases.services.attachments import LONGEST_SIDE, add_attachment, withdraw_attachment
from cases.services.shares import share_case
from cases.states import AttachmentKind, Stage
from institutions.states import Role
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.cases.papers import CaseConferenceFactory, worker_of
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 rekaan"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.STATE_DIR = tmp_path


@pytest.fixture
def case():
    return CaseFactory(stage=Stage.IMPLEMENT)


@pytest.fixture
def client(case):
    browser = Client()
    browser.force_login(case.worker)
    return browser


def kept(case, **more) -> Attachment:
    told = {"kind": AttachmentKind.LETTER, "title": "Surat contoh", "content": PDF, "by": worker_of(case)}
    return add_attachment(case=case, **told | more)


def read(document: Document) -> bytes:
    with document.file.open("rb") as stored:
        return stored.read()


def photo(size=(3000, 2000), kind="JPEG") -> bytes:
    """A picture as a phone makes it, with the place that it was taken at."""
    image = Image.new("RGB", size, "teal")
    exif = image.getexif()
    exif[0x010F] = "Ponsel Rekaan"
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def test_a_file_is_kept_with_its_hash_under_a_name_that_tells_nothing(case):
    row = kept(case, title="  Surat Contoh Melati ")
    document = row.document
    assert (row.title, document.content_type, document.size) == ("Surat Contoh Melati", "application/pdf", len(PDF))
    assert "Melati" not in document.file.name
    assert document.title == f"berkas {case.number}"
    assert read(document) == PDF
    assert case.events.get(kind=EventKind.FILE_ADDED).text == "Surat"


@pytest.mark.rule("file_kind_unknown")
@pytest.mark.parametrize("content", [b"MZ\x90 rekaan", b"<html>", b"", b"PK\x03\x04 docx", b" %PDF-1.7"])
def test_the_kind_is_told_by_the_content(case, content):
    with refused("file_kind_unknown"):
        kept(case, content=content)
    assert not Document.objects.exists()


@pytest.mark.rule("file_too_large")
def test_the_size_is_limited_by_the_one_setting(case, settings):
    settings.PAPER_MAX_BYTES = 3 * 1024 * 1024
    with refused("file_too_large"):
        kept(case, content=PDF + b" " * settings.PAPER_MAX_BYTES)


def test_a_photographed_page_is_drawn_anew_without_what_the_camera_wrote(case):
    document = kept(case, content=photo()).document
    drawn = Image.open(BytesIO(read(document)))
    assert document.content_type == TYPE
    assert (drawn.size, dict(drawn.getexif())) == ((LONGEST_SIDE, 1600), {})


def test_what_only_begins_as_a_picture_is_refused(case):
    with refused("photo_unreadable"):
        kept(case, content=b"\xff\xd8\xff<script>")


@pytest.mark.rule("attachment_without_title")
@pytest.mark.rule("date_ahead")
def test_a_file_has_a_title_and_no_day_to_come(case):
    with refused("attachment_without_title", "date_ahead"):
        kept(case, title=" ", dated_on=timezone.localdate() + timedelta(days=3))


@pytest.mark.rule("attachment_of_another_case")
def test_a_file_belongs_to_something_of_its_own_case(case):
    conference = CaseConferenceFactory(case=case)
    assert kept(case, belongs_to=conference).belongs_to == conference
    with refused("attachment_of_another_case"):
        kept(case, belongs_to=CaseConferenceFactory())


def test_only_those_who_work_on_the_case_add_and_take_back(case):
    decider = actor_of(MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER))
    with pytest.raises(NotAllowed):
        kept(case, by=decider)
    row = kept(case)
    with pytest.raises(NotAllowed):
        withdraw_attachment(attachment=row, reason="Contoh.", by=decider)


@pytest.mark.rule("attachment_reason_missing")
@pytest.mark.rule("attachment_withdrawn")
def test_a_file_is_taken_back_once_with_a_reason_and_kept(case, client):
    row = kept(case)
    with refused("attachment_reason_missing"):
        withdraw_attachment(attachment=row, reason=" ", by=worker_of(case))
    withdraw_attachment(attachment=row, reason="Salah kasus (contoh).", by=worker_of(case))
    with refused("attachment_withdrawn"):
        withdraw_attachment(attachment=row, reason="Lagi.", by=worker_of(case))
    assert client.get(reverse("cases:attachment", args=[case.pk, row.pk])).status_code == 404
    assert "Salah kasus (contoh)." in client.get(reverse("cases:attachments", args=[case.pk])).content.decode()
    assert row.document.file.storage.exists(row.document.file.name)


def test_a_file_is_handed_out_as_itself_and_leaves_a_trace(case, client):
    row = kept(case, title="Surat <script> ../../etc")
    response = client.get(reverse("cases:attachment", args=[case.pk, row.pk]))
    assert response.getvalue() == PDF
    name = f"berkas-{case.number.replace('/', '-')}-{row.pk}.pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    seen = AuditEvent.objects.get(verb="attachment.open")
    assert seen.subject == f"case:{case.pk}"


@pytest.mark.parametrize("kind", [AttachmentKind.HEALTH, AttachmentKind.LEGAL])
def test_papers_of_health_and_crime_show_to_those_who_work_on_the_case_alone(case, kind):
    province = MembershipFactory(institution=InstitutionFactory(kind="DINAS_PROVINCE"), role=Role.SOCIAL_OFFICE_DECIDER)
    share_case(case=case, institution=province.institution, by=worker_of(case))
    private, plain = kept(case, kind=kind, title="Rekam medis contoh"), kept(case)
    browser = Client()
    browser.force_login(province.user)
    page = browser.get(reverse("cases:attachments", args=[case.pk])).content.decode()
    assert "Surat contoh" in page
    assert "Rekam medis contoh" not in page
    assert browser.get(reverse("cases:attachment", args=[case.pk, private.pk])).status_code == 404
    assert browser.get(reverse("cases:attachment", args=[case.pk, plain.pk])).getvalue() == PDF


def test_the_form_keeps_a_phone_picture_and_what_it_belongs_to(case, client):
    conference = CaseConferenceFactory(case=case)
    address = reverse("cases:attachment_add", args=[case.pk])
    page = client.get(f"{address}?untuk=conference-{conference.pk}").content.decode()
    assert 'accept="application/pdf,image/jpeg,image/png"' in page
    assert f'value="conference-{conference.pk}" selected' in page
    told = {"title": "Daftar hadir", "kind": "LETTER", "belongs_to": f"conference-{conference.pk}"}
    sent = client.post(address, told | {"file": SimpleUploadedFile("IMG_1.HEIC", photo((40, 30)))})
    assert sent.status_code == 302
    assert case.attachments.get().conference == conference


def test_what_was_typed_stays_when_the_file_is_none(case, client):
    address = reverse("cases:attachment_add", args=[case.pk])
    told = {"title": "Surat dari sekolah", "kind": "SCHOOL", "file": SimpleUploadedFile("surat.pdf", b"MZ")}
    page = client.post(address, told)
    assert page.status_code == 422
    assert 'value="Surat dari sekolah"' in page.content.decode()
    assert "Unggah berkas PDF, JPEG, atau PNG." in page.content.decode()


def test_the_list_goes_on_after_the_first_page(case, client):
    for number in range(SIZE + 1):
        kept(case, title=f"Surat nomor {number}.")
    address = reverse("cases:attachments", args=[case.pk])
    first = client.get(f"{address}?jenis=LETTER")
    assert "Surat nomor 0." not in first.text
    rows = first.context["rows"]
    assert (len(rows.rows), rows.total) == (SIZE, SIZE + 1)
    assert "Surat nomor 0." in client.get(address + rows.next).text


def test_the_list_narrows_by_kind_with_a_fixed_number_of_queries(case, client, django_assert_num_queries):
    address = reverse("cases:attachments", args=[case.pk])
    kept(case, kind=AttachmentKind.SCHOOL, title="Rapor contoh")
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    for number in range(3):
        kept(case, title=f"Surat {number}", belongs_to=CaseConferenceFactory(case=case))
    with django_assert_num_queries(len(first)):
        page = client.get(address).content.decode()
    assert "Surat 2" in page
    narrowed = client.get(f"{address}?jenis=SCHOOL").content.decode()
    assert "Rapor contoh" in narrowed
    assert "Surat 2" not in narrowed


def test_a_program_keeps_reads_and_takes_back(case):
    worker = program_of(case.worker.memberships.get())
    said = {"file": SimpleUploadedFile("surat.pdf", PDF), "title": "Surat", "kind": "LETTER"}
    made = worker.tell("attachments_write", case.pk, **said)
    assert worker.ask("attachment_file_read", case.pk, made["id"]) == PDF
    assert worker.ask("attachment_detail_read", case.pk, made["id"])["sha256"] == made["sha256"]
    worker.tell("attachment_withdrawal_write", case.pk, made["id"], reason="Salah (contoh).")
    [told] = worker.ask("attachments_read", case.pk)["results"]
    assert told["withdrawn_reason"] == "Salah (contoh)."
