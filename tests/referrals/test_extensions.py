"""A placement lasts longer than decided only by a signed extension; an emergency never (domain.md 5.2, 5.3)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.models import Notice
from cases.event_states import EventKind
from cases.models import Case, CaseEvent
from institutions.states import Role
from referrals.eligibility.extensions import signing_office
from referrals.models import Placement, PlacementExtension
from referrals.permissions import can_answer_extension
from referrals.services.extensions import ask_extension, decline_extension, sign_extension
from referrals.services.reviews import hold_review
from referrals.states import Attendee, ExtensionState, PlacementState, ReviewOutcome
from tests.cases.factories import CaseFactory
from tests.cases.transferring import handed_over
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, actor_of

from .factories import (
    PlacementExtensionFactory,
    PlacementFactory,
    PlacementReviewFactory,
    days_ago,
    member,
    worker_of,
)

pytestmark = pytest.mark.django_db


def soon():
    return timezone.localdate() + timedelta(days=10)


def later():
    return soon() + timedelta(days=60)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages


@pytest.fixture
def placement():
    return PlacementFactory(planned_end_on=soon())


@pytest.fixture
def worker(placement):
    return actor_of(worker_of(placement.case))


@pytest.fixture
def decider(placement):
    return member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER)


def ask(placement, by, **changes):
    return ask_extension(**{"placement": placement, "by": by, "until_on": later(), "reason": "Rekaan."} | changes)


def codes(refused) -> dict[str, str]:
    return {problem.code: problem.tag for problem in refused.value.problems}


def hold(placement, by, outcome=ReviewOutcome.CONTINUE, **changes):
    review = placement.reviews.open().first() or PlacementReviewFactory(placement=placement)
    given = {
        "held_on": timezone.localdate(),
        "attendees": [Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
        "child_view": "Aku mau pulang (rekaan).",
        "child_not_heard_reason": "",
        "family_view": "Kami menunggunya (rekaan).",
        "findings": "Temuan rekaan.",
        "recommendation": "Rekomendasi rekaan.",
    }
    return hold_review(review=review, by=by, outcome=outcome, **(given | changes))


def test_a_signed_extension_moves_the_end_and_is_told(placement, worker, decider):
    extension = ask(placement, worker)
    assert (extension.state, extension.ends_before) == (ExtensionState.ASKED, soon())
    assert list(Notice.objects.filter(kind="extension:asked").values_list("recipient_id", flat=True)) == [
        decider.user_id
    ]
    sign_extension(extension=extension, by=actor_of(decider), considerations="Ujian sekolah (rekaan).")
    placement.refresh_from_db()
    assert placement.planned_end_on == later()
    assert placement.decision.ends_on != later()  # what was signed stays as it was signed
    extension.refresh_from_db()
    assert extension.paper.number.startswith("PJ/0001/")
    assert (extension.paper.about, extension.paper.holder) == (
        f"placementextension:{extension.pk}",
        f"case:{placement.case_id}",
    )
    assert CaseEvent.objects.filter(case=placement.case, kind=EventKind.DECISION_SIGNED).count() == 1
    assert Notice.objects.get(kind="extension:answered").recipient_id == worker.user_id
    verbs = AuditEvent.objects.filter(verb__startswith="extension").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["extension.ask", "extension.sign"]


@pytest.mark.rule("extension_answered")
def test_a_declined_extension_leaves_the_end_and_is_answered_once(placement, worker, decider):
    extension = ask(placement, worker)
    decline_extension(extension=extension, by=actor_of(decider), considerations="Bibi siap (rekaan).")
    placement.refresh_from_db()
    assert placement.planned_end_on == soon()
    with pytest.raises(RuleViolation) as refused:
        sign_extension(extension=extension, by=actor_of(decider), considerations="Rekaan.")
    assert codes(refused) == {"extension_answered": "hard"}
    extension.refresh_from_db()
    assert extension.paper is None


@pytest.mark.rule("emergency_not_extended", "nothing_to_extend")
def test_an_emergency_is_never_extended_nor_what_has_no_end():
    emergency = PlacementFactory(emergency=True)
    with pytest.raises(RuleViolation) as refused:
        ask(emergency, actor_of(worker_of(emergency.case)))
    assert codes(refused) == {"emergency_not_extended": "hard"}
    for endless in (PlacementFactory(), PlacementFactory(existing=True)):
        with pytest.raises(RuleViolation) as refused:
            ask(endless, actor_of(worker_of(endless.case)))
        assert codes(refused) == {"nothing_to_extend": "hard"}


@pytest.mark.rule("extension_not_longer", "extension_without_reason", "extension_waiting")
def test_an_extension_is_longer_says_why_and_is_asked_once(placement, worker):
    with pytest.raises(RuleViolation) as refused:
        ask(placement, worker, until_on=soon(), reason=" ")
    assert codes(refused) == {"extension_not_longer": "hard", "extension_without_reason": "hard"}
    ask(placement, worker)
    with pytest.raises(RuleViolation) as refused:
        ask(placement, worker)
    assert codes(refused) == {"extension_waiting": "hard"}


@pytest.mark.rule("short_term_exceeded")
def test_longer_than_short_term_asks_for_a_reason(placement, worker):
    far = timezone.localdate() + timedelta(days=600)
    with pytest.raises(RuleViolation) as refused:
        ask(placement, worker, until_on=far)
    assert codes(refused) == {"short_term_exceeded": "soft"}
    kept = ask(placement, worker, until_on=far, reasons={"short_term_exceeded": "Rekaan."})
    assert kept.soft_reasons == {"short_term_exceeded": "Rekaan."}


@pytest.mark.rule("referrals.permissions.can_answer_extension")
def test_only_the_decider_of_the_deciding_office_answers(placement, worker, decider):
    extension = ask(placement, worker)
    others = [
        worker_of(placement.case),
        member(placement.case.office, Role.SUPERVISOR),
        member(placement.institution),
        MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER),
    ]
    assert [can_answer_extension(actor_of(one), extension) for one in [decider, *others]] == [True] + [False] * 4
    for other in others:
        with pytest.raises(NotAllowed):
            sign_extension(extension=extension, by=actor_of(other), considerations="Rekaan.")


@pytest.mark.rule("extension_four_eyes", "considerations_missing")
def test_who_asked_or_recorded_the_review_does_not_sign_nor_in_their_name(placement, worker, decider):
    extension = ask(placement, worker)
    same = member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER, user=placement.case.worker)
    with pytest.raises(RuleViolation) as refused:
        sign_extension(extension=extension, by=actor_of(same), considerations=" ")
    assert codes(refused) == {"extension_four_eyes": "hard", "considerations_missing": "hard"}
    PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(9), recorded_by=decider.user)
    with pytest.raises(RuleViolation) as refused:
        sign_extension(extension=extension, by=actor_of(decider), considerations="Rekaan.")
    assert codes(refused) == {"extension_four_eyes": "hard"}


def test_a_deputy_signs_in_the_deciders_name(placement, worker, decider):
    extension = ask(placement, worker)
    mandate = MandateFactory(grantor=decider)
    by = actor_of(decider)
    deputy = type(by)(
        user_id=mandate.deputy_id,
        membership_id=by.membership_id,
        institution_id=by.institution_id,
        role=by.role,
        request_id="test",
        mandate_id=mandate.pk,
    )
    signed = sign_extension(extension=extension, by=deputy, considerations="Rekaan.")
    assert (signed.answered_by_id, signed.signed_for) == (mandate.deputy_id, decider.user)
    assert mandate.number in signed.on_behalf


# --- what a review may decide ----------------------------------------------------------------------------------------


@pytest.mark.rule("title_not_extended")
@pytest.mark.parametrize("days", [0, 3])
def test_a_placement_does_not_continue_past_its_end_without_a_signed_extension(worker, placement, decider, days):
    over = PlacementFactory(planned_end_on=days_ago(days))
    by = actor_of(worker_of(over.case))
    with pytest.raises(RuleViolation) as refused:
        hold(over, by)
    assert codes(refused) == {"title_not_extended": "hard"}
    signer = member(over.case.office, Role.SOCIAL_OFFICE_DECIDER)
    extension = ask(over, by)
    with pytest.raises(RuleViolation):
        hold(over, by)  # asked is not signed
    sign_extension(extension=extension, by=actor_of(signer), considerations="Rekaan.")
    over.refresh_from_db()
    assert hold(over, by).outcome == ReviewOutcome.CONTINUE


def test_the_next_review_comes_before_the_title_ends(placement, worker):
    held = hold(placement, worker)
    assert held.next_due_on == soon()
    with pytest.raises(RuleViolation) as refused:
        hold(placement, worker, next_due_on=soon() + timedelta(days=1))
    assert codes(refused) == {"next_review_too_late": "hard"}


@pytest.mark.rule("extension_four_eyes")
def test_who_signed_the_extension_does_not_record_the_review_that_continues(placement, worker):
    PlacementExtensionFactory(
        placement=placement, signed=True, asked_by=member(placement.institution).user, answered_by=placement.case.worker
    )
    with pytest.raises(RuleViolation) as refused:
        hold(placement, worker)
    assert codes(refused) == {"extension_four_eyes": "hard"}


@pytest.mark.rule("title_not_extended")
def test_an_emergency_past_its_limit_does_not_continue():
    placement = PlacementFactory(emergency=True, starts_on=days_ago(40), state=PlacementState.OVERSTAYED)
    with pytest.raises(RuleViolation) as refused:
        hold(placement, actor_of(worker_of(placement.case)))
    assert codes(refused) == {"title_not_extended": "hard"}


# --- pages ------------------------------------------------------------------------------------------------------------


def test_pages_from_asking_to_the_answer(client, placement, decider):
    client.force_login(worker_of(placement.case).user)
    tab = client.get(reverse("cases:placements", args=[placement.case_id])).content.decode()
    url = reverse("referrals:extension_ask", args=[placement.pk])
    assert url in tab and client.get(url).status_code == 200
    assert client.post(url, {"until_on": soon().isoformat(), "reason": "Rekaan."}).status_code == 409
    assert client.post(url, {"until_on": "", "reason": ""}).status_code == 422
    sent = client.post(url, {"until_on": later().isoformat(), "reason": "Kamar belum selesai (rekaan)."})
    row = PlacementExtension.objects.get()
    page = reverse("referrals:extension", args=[row.pk])
    assert sent.url == page
    assert "Menunggu tanda tangan" in client.get(page).content.decode()
    assert client.post(page, {"answer": "SIGN", "considerations": "Rekaan."}).status_code == 403
    client.force_login(decider.user)
    assert page in client.get(reverse("referrals:decision_list")).content.decode()
    assert "Kamar belum selesai (rekaan)." in client.get(page).content.decode()
    assert client.post(page, {"answer": "SIGN", "considerations": ""}).status_code == 422
    assert client.post(page, {"answer": "SIGN", "considerations": "Ujian sekolah (rekaan)."}).url == page
    shown = client.get(page).content.decode()
    assert "Ditandatangani" in shown and "Ujian sekolah (rekaan)." in shown
    assert page not in client.get(reverse("referrals:decision_list")).content.decode()


def answer(client, page, words="Rekaan.", answer="SIGN"):
    return client.post(page, {"answer": answer, "considerations": words})


def test_the_second_of_two_officers_reads_who_was_first_and_keeps_the_words(client, placement, worker, decider):
    page = reverse("referrals:extension", args=[ask(placement, worker).pk])
    other = member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER)
    client.force_login(decider.user)
    assert answer(client, page, "Bibi belum siap (rekaan).").status_code == 302
    client.force_login(other.user)
    late = answer(client, page, "Bibi sudah siap (rekaan).", "DECLINE")
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Perpanjangan ini sudah dijawab." in shown and str(decider.user) in shown
    assert "Bibi belum siap (rekaan)." in shown and "Bibi sudah siap (rekaan)." in shown
    assert PlacementExtension.objects.get().state == ExtensionState.SIGNED


def test_an_answer_written_while_the_first_is_saved_meets_it_too(client, placement, worker, decider, monkeypatch):
    """Both pages had been read before either answer was there; the row's lock decides."""
    extension = ask(placement, worker)
    other = member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER)
    first = sign_extension

    def slower(**given):
        first(extension=extension, by=actor_of(decider), considerations="Rekaan pertama.")
        return first(**given)

    monkeypatch.setattr("referrals.views.extensions.sign_extension", slower)
    client.force_login(other.user)
    late = answer(client, reverse("referrals:extension", args=[extension.pk]), "Rekaan kedua.")
    shown = late.content.decode()
    assert late.status_code == 409 and "Rekaan pertama." in shown and "Rekaan kedua." in shown


def test_a_blank_answer_to_one_answered_meanwhile_shows_what_was_written(client, placement, worker, decider):
    page = reverse("referrals:extension", args=[ask(placement, worker).pk])
    client.force_login(decider.user)
    answer(client, page)
    late = client.post(page, {"considerations": "Tulisan kedua (rekaan)."})
    assert late.status_code == 422 and "Tulisan kedua (rekaan)." in late.content.decode()


def test_words_asked_for_a_placement_that_ended_meanwhile_stay_on_the_page(client, placement, worker):
    client.force_login(worker_of(placement.case).user)
    hold(placement, worker, outcome=ReviewOutcome.CLOSE)
    url = reverse("referrals:extension_ask", args=[placement.pk])
    late = client.post(url, {"until_on": later().isoformat(), "reason": "Kamar belum selesai (rekaan)."})
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Penempatan ini sudah berakhir." in shown and "Kamar belum selesai (rekaan)." in shown


def test_nobody_is_asked_about_a_placement_that_has_ended(client, placement, worker, decider):
    extension = ask(placement, worker)
    hold(placement, worker, outcome=ReviewOutcome.CLOSE)
    assert not PlacementExtension.objects.answerable_by(actor_of(decider)).exists()
    assert Notice.objects.get(kind="extension:asked").acted_at is not None
    client.force_login(decider.user)
    page = reverse("referrals:extension", args=[extension.pk])
    assert page not in client.get(reverse("referrals:decision_list")).content.decode()
    shown = client.get(page).content.decode()
    assert "Penempatan ini sudah berakhir" in shown and "Simpan jawaban" not in shown
    assert answer(client, page).status_code == 409


@pytest.mark.rule("extension_not_longer")
def test_an_extension_does_not_end_before_it_is_asked():
    over = PlacementFactory(planned_end_on=days_ago(60))
    with pytest.raises(RuleViolation) as refused:
        ask(over, actor_of(worker_of(over.case)), until_on=days_ago(30))
    assert codes(refused) == {"extension_not_longer": "hard"}


def test_what_waits_already_is_shown_instead_of_a_second_form(client, placement, worker):
    waiting = ask(placement, worker)
    client.force_login(worker_of(placement.case).user)
    response = client.get(reverse("referrals:extension_ask", args=[placement.pk]))
    assert (response.status_code, response.url) == (302, reverse("referrals:extension", args=[waiting.pk]))


def test_what_nobody_can_extend_says_why_before_anything_is_written(client):
    emergency = PlacementFactory(emergency=True)
    client.force_login(worker_of(emergency.case).user)
    url = reverse("referrals:extension_ask", args=[emergency.pk])
    page = client.get(url).content.decode()
    assert "Batas penempatan darurat tidak diperpanjang" in page and "Kirim ke Dinas Sosial" not in page
    assert client.post(url, {"until_on": later().isoformat(), "reason": "Rekaan."}).status_code == 409


def test_the_farthest_day_is_answered_and_breaks_nothing(client, placement, worker, decider):
    client.force_login(worker_of(placement.case).user)
    url = reverse("referrals:extension_ask", args=[placement.pk])
    assert client.post(url, {"until_on": "9999-12-31", "reason": "Rekaan."}).status_code in (409, 422)
    assert client.post(url, {"until_on": "2027-02-29", "reason": "Rekaan."}).status_code == 422


def test_pages_are_for_those_who_see_the_case(client, placement, worker):
    page = reverse("referrals:extension", args=[ask(placement, worker).pk])
    client.force_login(worker_of(CaseFactory()).user)
    assert client.get(page).status_code == 404
    assert client.get(reverse("referrals:extension_ask", args=[placement.pk])).status_code == 404


def test_after_a_transfer_the_new_office_signs(placement):
    """The office that decided neither sees the case any more nor answers for the child."""
    boss = MembershipFactory(role=Role.SUPERVISOR)
    taker = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER, institution=boss.institution)
    decider = member(boss.institution, Role.SOCIAL_OFFICE_DECIDER)
    handed_over(placement.case, boss, taker)
    placement = Placement.objects.get(pk=placement.pk)
    assert placement.decision.deciding_office != placement.case.office
    extension = ask(placement, actor_of(taker))
    assert extension.office == boss.institution
    assert Notice.objects.get(kind="extension:asked").recipient_id == decider.user_id
    sign_extension(extension=extension, by=actor_of(decider), considerations="Ujian sekolah (rekaan).")
    placement.refresh_from_db()
    assert placement.planned_end_on == later()


def test_an_office_that_decided_and_keeps_its_share_signs_on(placement):
    decided = placement.decision.deciding_office
    Case.objects.filter(pk=placement.case_id).update(office=InstitutionFactory())
    placement = Placement.objects.get(pk=placement.pk)
    assert signing_office(placement) == placement.case.office
    for right in ("view_case", "work_case"):
        assign_perm(right, decided.group, placement.case)
    assert signing_office(placement) == decided
