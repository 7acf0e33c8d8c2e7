"""What comes with a file: read as a form, with the checks of the page; taken away with the trail of the page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.documents.models import Document
from cases.states import CareForm
from referrals.models import Placement, Referral
from referrals.states import Title
from tests.api.client import Program, Refused, refused_with
from tests.api.people import program_of, secret_of
from tests.cases.factories import FamilyMemberFactory
from tests.flows import when
from tests.flows.given import given_the_field

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 rekaan"


def paper(content: bytes = PDF, name: str = "penetapan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def story(clock, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    told = when.Story(given_the_field(clock))
    when.when_everything_is_known(told)
    return told


@pytest.fixture
def worker(story) -> Program:
    return program_of(story.field.people["worker"])


def order(clock, **more):
    day = str(clock.today - timedelta(days=1))
    return {"order_number": "12/Pen.Pid/2026/PN.Contoh", "order_on": day, "order_file": paper(), **more}


def into_family(story, clock, **more):
    asked = {"form": CareForm.KINSHIP, "base": "FAMILY", "term": "SHORT", "carer": story.aunt.pk}
    return order(clock, **asked, starts_on=str(clock.today), **more)


def to_the_sentra(story, clock, **more):
    said = {"source": "FAMILY", "legally_responsible": "Bibi Rekaan", "reason": "Penetapan.", "summary": "Sehat."}
    return order(clock, to_institution=story.field.places["sentra"].pk, **said, **more)


def test_a_child_is_placed_by_order_once_and_the_order_is_read(worker, story, clock):
    reasons = {"code": "Alasan rekaan."}
    first = into_family(story, clock, reasons=reasons)
    made = worker.tell("placement_by_order_write", story.case.pk, key="satu", **first)
    assert (made["title"], made["order_number"]) == (Title.COURT, "12/Pen.Pid/2026/PN.Contoh")
    again = into_family(story, clock, reasons=reasons)
    assert worker.tell("placement_by_order_write", story.case.pk, key="satu", **again) == made
    assert worker.last.headers["Idempotency-Replayed"] == "true"
    other = into_family(story, clock, reasons=reasons) | {"order_file": paper(PDF + b"!")}
    with refused_with(422):
        worker.tell("placement_by_order_write", story.case.pk, key="satu", **other)
    assert Placement.objects.count() == 1
    assert worker.ask("placement_order_read", made["id"]) == PDF
    assert (worker.last.headers["Content-Type"], worker.last.headers["Cache-Control"]) == (
        "application/pdf",
        "no-store",
    )
    assert AuditEvent.objects.get(verb="order.view").subject == f"placement:{made['id']}"


def test_an_admission_by_order_is_checked_by_the_home_before_it_answers(worker, story, clock):
    made = worker.tell("admission_by_order_write", story.case.pk, **to_the_sentra(story, clock))
    assert (made["kind"], made["asked_form"], made["order_number"]) == (
        "ADMISSION",
        "SENTRA",
        "12/Pen.Pid/2026/PN.Contoh",
    )
    sentra = program_of(story.field.people["sentra_officer"])
    assert sentra.ask("referral_order_read", made["id"]) == PDF
    with refused_with(404):
        program_of(story.field.people["home_staff"]).ask("referral_order_read", made["id"])


@pytest.mark.parametrize(
    ("content", "word"), [(b"MZ\x90 rekaan", "PDF"), (PDF + b" " * 8 * 1024 * 1024, "8 MB"), (b"", "")]
)
def test_a_paper_has_the_size_and_kind_that_the_page_takes(worker, story, clock, content, word):
    with pytest.raises(Refused) as refused:
        worker.tell(
            "placement_by_order_write", story.case.pk, **into_family(story, clock) | {"order_file": paper(content)}
        )
    assert refused.value.status == 400
    [error] = refused.value.told["errors"]["order_file"]
    assert word in error
    assert not Document.objects.exists()


def test_what_is_no_form_is_refused_where_a_file_belongs(story, clock):
    headers = {"Authorization": f"Bearer {secret_of(story.field.people['worker'])}"}
    address = reverse("api:placement_by_order", args=[story.case.pk])
    assert Client().post(address, {}, content_type="application/json", headers=headers).status_code == 415
    broken = Client().post(address, "x", content_type="multipart/form-data", headers=headers)
    assert (broken.status_code, broken.headers["Content-Type"]) == (400, "application/problem+json")
    text = {"order_number": "1", "reasons": "bukan JSON"}
    assert set(Client().post(address, text, headers=headers).json()["errors"]) == {"reasons"}


def test_the_signed_consent_is_kept_and_read(worker, story, clock):
    placement = worker.tell("placement_by_order_write", story.case.pk, **into_family(story, clock))
    said = {"given_on": str(clock.today), "form": "WRITTEN", "child_view": "Aku mau pulang."}
    mother = FamilyMemberFactory(beneficiary=story.case.beneficiary, relation="MOTHER")
    with refused_with(404):
        worker.ask("signed_consent_read", placement["id"])
    kept = worker.tell("signed_consent_write", placement["id"], member=mother.pk, paper=paper(), **said)
    assert (kept["has_paper"], kept["consent_by"]) == (True, mother.pk)
    assert worker.ask("signed_consent_read", placement["id"]) == PDF
    assert AuditEvent.objects.filter(verb="reunification.paper").count() == 1


def test_a_decision_and_a_review_are_taken_away_as_they_were_made(story, clock):
    when.when_a_care_decision_is_asked(story, "SENTRA", at="sentra")
    when.when_the_decider_signs(story)
    decider = program_of(story.field.people["province_decider"])
    assert decider.ask("decision_paper_read", story.decision.pk).startswith(b"%PDF")
    assert AuditEvent.objects.filter(verb="decision.download").count() == 1
    when.when_an_institution_admits(story, Referral.objects.get(kind="ADMISSION"))
    review = Placement.objects.get().reviews.get()
    with refused_with(404):
        program_of(story.field.people["sentra_officer"]).ask("review_paper_read", review.pk)


def test_a_session_sends_a_file_with_its_csrf_token(story, clock):
    """Although the check of the token has read the form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(story.field.people["worker"].user)
    client.get(reverse("cases:family_add", args=[story.case.pk]))
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value, "Idempotency-Key": "satu"}
    address = reverse("api:placement_by_order", args=[story.case.pk])
    assert client.post(address, into_family(story, clock)).status_code == 403
    made = client.post(address, into_family(story, clock), headers=headers)
    assert made.status_code == 201
    again = client.post(address, into_family(story, clock), headers=headers)
    assert (again.json(), again.headers["Idempotency-Replayed"]) == (made.json(), "true")
