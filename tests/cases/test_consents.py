"""Consent: scope by scope, who gives it, in which form, told by which notice, and taken back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.errors import NotAllowed, StaleWrite
from cases.consents import coverage
from cases.event_states import EventKind
from cases.hands import shared_with
from cases.identity import photo_of
from cases.models import BeneficiaryPhoto, Consent, ConsentNotice
from cases.services.agreements import sign_agreement, withdraw_agreement
from cases.services.consent_notices import FIELDS, draft_notice, edit_notice, publish_notice
from cases.services.photos import set_photo
from cases.services.shares import share_case
from cases.states import ConsentForm, NoticeState
from institutions.states import Role
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.factories import BeneficiaryFactory, CaseFactory, FamilyMemberFactory
from tests.cases.papers import AgreementFactory, worker_of
from tests.cases.rules import refused
from tests.cases.test_persons import picture
from tests.cases.test_services_stages import close
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of
from tests.instruments.people import ministry_administrator

pytestmark = pytest.mark.django_db
ALL = ["SERVICE", "DATA"]


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def adult():
    return CaseFactory(beneficiary=BeneficiaryFactory(birth_date=date(1960, 1, 1), birth_precision="DAY"))


@pytest.fixture
def partner(case):
    return InstitutionFactory(lksa=True, region=case.office.region)


@pytest.fixture
def administrator():
    return ministry_administrator()


@pytest.fixture
def keeper(administrator):
    return actor_of(administrator)


def agree(case, **fields):
    values = {
        "signed_on": timezone.localdate(),
        "child_agrees": True,
        "child_view": "Aku mau (contoh)",
        "scopes": ALL,
        "signatory_name": "Bibi Rekaan",
        "relation": "Bibi",
        "by": worker_of(case),
    }
    return sign_agreement(case=case, **{**values, **fields})


def withdraw(agreement, *scopes, **fields):
    chosen = agreement.consents.filter(scope__in=scopes) if scopes else ()
    values = {"reason": "Tidak mau lagi (contoh)", "by": worker_of(agreement.case), "consents": chosen}
    return withdraw_agreement(agreement=agreement, **{**values, **fields})


def covered(case) -> set[str]:
    return {one.scope for one in coverage(case) if one.is_covered}


def test_each_scope_is_kept_by_itself_with_the_notice_that_was_told(case, partner):
    agreement = agree(
        case, scopes=[*ALL, "SHARING"], institutions=[partner], form="THUMB_PRINT", witness="Kades Contoh"
    )
    assert covered(case) == {"SERVICE", "DATA", "SHARING"}
    assert next(one for one in coverage(case) if one.scope == "SHARING").institutions == (str(partner),)
    assert agreement.notice == ConsentNotice.objects.in_force()


@pytest.mark.rule("consent_without_scope", "consent_without_service")
def test_service_and_data_come_first(case):
    with refused("consent_without_scope"):
        agree(case, scopes=[])
    with refused("consent_without_service"):
        agree(case, scopes=["PORTRAIT"])
    agree(case)
    agree(case, scopes=["PORTRAIT"])
    assert covered(case) == {"SERVICE", "DATA", "PORTRAIT"}


@pytest.mark.rule("consent_to_share_unnamed")
def test_consent_to_share_names_with_whom(case, partner):
    with refused("consent_to_share_unnamed"):
        agree(case, scopes=[*ALL, "SHARING"])
    with refused("consent_to_share_unnamed"):
        agree(case, institutions=[partner])


@pytest.mark.rule("consent_without_witness")
def test_a_thumb_print_needs_a_witness(case):
    with refused("consent_without_witness"):
        agree(case, form=ConsentForm.THUMB_PRINT, witness=" ")


@pytest.mark.rule("consent_without_relation")
def test_somebody_not_on_file_says_how_they_belong(case):
    with refused("consent_without_relation"):
        agree(case, relation="")


@pytest.mark.rule("signatory_not_possible")
@pytest.mark.parametrize("name", ["Ayah Tiri Rekaan", "ayah  tiri rekaan"])
def test_the_alleged_harmer_does_not_consent_by_a_typed_name_either(case, name):
    FamilyMemberFactory(beneficiary=case.beneficiary, name="Ayah Tiri Rekaan", is_alleged_harmer=True)
    with refused("signatory_not_possible"):
        agree(case, signatory_name=name)


@pytest.mark.rule("signatory_not_possible")
def test_where_the_only_kin_harmed_the_child_dinas_stands_in(case):
    harmer = FamilyMemberFactory(beneficiary=case.beneficiary, is_alleged_harmer=True)
    with refused("signatory_not_possible"):
        agree(case, signatory=harmer, signatory_name="")
    reasons = {"tracing_not_begun": "Kerabat lain dicari besok (contoh)"}
    standing_in = agree(case, signatory_name="", office_is_party=True, reasons=reasons)
    assert standing_in.office_is_party
    assert covered(case) == set(ALL)


@pytest.mark.rule("consent_of_child_alone")
def test_a_child_is_heard_but_does_not_consent_alone(case):
    with refused("consent_of_child_alone"):
        agree(case, is_own=True, signatory_name="")


@pytest.mark.rule("consent_of_adult_by_other")
def test_a_grown_up_consents_themself_or_somebody_says_why_not(adult):
    with refused("consent_of_adult_by_other"):
        agree(adult)
    agree(adult, unable_reason="Tidak sadar (contoh)", relation="Pengampu")
    assert agree(adult, is_own=True, signatory_name="").is_own


@pytest.mark.rule("consent_notice_missing")
def test_no_consent_without_a_notice_in_force(case):
    ConsentNotice.objects.filter(state=NoticeState.IN_FORCE).update(
        state=NoticeState.RETIRED, retired_at=timezone.now()
    )
    with refused("consent_notice_missing"):
        agree(case)


@pytest.mark.rule("withdrawal_without_reason", "agreement_withdrawn")
def test_taking_consent_back_keeps_the_reason_and_tells_the_timeline(case):
    agreement = agree(case, scopes=[*ALL, "PORTRAIT"])
    with refused("withdrawal_without_reason"):
        withdraw(agreement, reason=" ")
    withdraw(agreement, "PORTRAIT")
    assert covered(case) == set(ALL)
    told = case.events.filter(kind=EventKind.CONSENT_WITHDRAWN).get()
    assert "Tidak mau lagi" in told.text
    assert agreement.consents.get(scope="PORTRAIT").withdrawn_reason == "Tidak mau lagi (contoh)"
    with refused("agreement_withdrawn"):
        withdraw(withdraw(agreement))


@pytest.mark.parametrize("scope", ALL)
def test_without_service_or_data_nothing_of_the_agreement_is_left(case, scope):
    agreement = withdraw(agree(case, scopes=[*ALL, "PORTRAIT"]), scope)
    assert agreement.withdrawn_on == timezone.localdate()
    assert covered(case) == set()
    assert not case.agreements.of_service().exists()


@pytest.mark.rule("portrait_withdrawn")
def test_taking_back_the_portrait_hides_it_and_refuses_a_new_one(case):
    agreement = agree(case, scopes=[*ALL, "PORTRAIT"])
    set_photo(case=case, content=picture(), by=worker_of(case))
    withdraw(agreement, "PORTRAIT")
    assert photo_of(case.beneficiary) is None
    assert BeneficiaryPhoto.objects.get().removed_by_id == case.worker_id
    with refused("portrait_withdrawn"):
        set_photo(case=case, content=picture(), by=worker_of(case))
    agree(case, scopes=["PORTRAIT", *ALL])
    set_photo(case=case, content=picture(), by=worker_of(case))


@pytest.mark.rule("portrait_withdrawn")
def test_an_older_consent_does_not_stand_against_a_later_withdrawal(case):
    agree(case, scopes=[*ALL, "PORTRAIT"], signed_on=timezone.localdate() - timedelta(days=9))
    set_photo(case=case, content=picture(), by=worker_of(case))
    withdraw(agree(case, scopes=[*ALL, "PORTRAIT"], signed_on=timezone.localdate() - timedelta(days=5)), "PORTRAIT")
    BeneficiaryPhoto.objects.update(removed_at=None, removed_by=None)  # as nobody should find it
    assert photo_of(case.beneficiary) is None
    with refused("portrait_withdrawn"):
        set_photo(case=case, content=picture(), by=worker_of(case))


def test_taking_back_sharing_ends_the_share(case, partner):
    agreement = agree(case, scopes=[*ALL, "SHARING"], institutions=[partner])
    share_case(case=case, institution=partner, by=worker_of(case))
    staff = MembershipFactory(institution=partner, role=Role.LKSA_STAFF)
    assert type(case).objects.visible_to(staff.user).filter(pk=case.pk).exists()
    withdraw(agreement, "SHARING")
    assert not type(case).objects.visible_to(staff.user).filter(pk=case.pk).exists()


def test_what_another_consent_still_covers_goes_on(case, partner):
    first, second = [agree(case, scopes=[*ALL, "SHARING", "PORTRAIT"], institutions=[partner]) for _ in range(2)]
    share_case(case=case, institution=partner, by=worker_of(case))
    set_photo(case=case, content=picture(), by=worker_of(case))
    withdraw(first)
    assert shared_with(case).get() == partner
    assert photo_of(case.beneficiary) is not None
    withdraw(second)
    assert not shared_with(case).exists()
    assert photo_of(case.beneficiary) is None


def test_consent_is_taken_back_from_a_closed_case_too(client, case, partner):
    agreement = agree(case, scopes=[*ALL, "SHARING", "PORTRAIT"], institutions=[partner])
    share_case(case=case, institution=partner, by=worker_of(case))
    assert not close(case, "DIED").is_open
    client.force_login(case.worker)
    url = reverse("cases:agreement_withdraw", args=[case.pk, agreement.pk])
    assert url in client.get(reverse("cases:agreement", args=[case.pk, agreement.pk])).content.decode()
    chosen = agreement.consents.get(scope="SHARING")
    sent = {"consents": [chosen.pk], "reason": "Tidak mau", "withdrawn_on": timezone.localdate().isoformat()}
    assert client.post(url, sent).status_code == 302
    assert covered(case) == {*ALL, "PORTRAIT"}
    assert not shared_with(case).exists()
    program = program_of(case.worker.memberships.get())
    program.tell("agreement_withdrawal_write", case.pk, agreement.pk, reason="Tidak mau lagi")
    assert covered(case) == set()


def test_consent_of_another_agreement_is_not_taken_back_by_the_way(case):
    other = AgreementFactory()
    with pytest.raises(NotAllowed):
        withdraw(agree(case), consents=other.consents.all())
    assert not Consent.objects.filter(withdrawn_on__isnull=False).exists()


# --- what people are told ------------------------------------------------------------------------------------------
WORDS = dict.fromkeys(FIELDS, "Kalimat contoh.")


def test_the_shipped_notice_is_in_force_and_says_all_four_things():
    notice = ConsentNotice.objects.in_force()
    assert [bool(text) for _heading, text in notice.sections] == [True] * 4
    assert all(getattr(notice, name) for name in FIELDS)


@pytest.mark.rule("consent_notice_published")
def test_publishing_replaces_the_wording_and_consents_of_before_keep_theirs(case, keeper):
    before = agree(case)
    draft = draft_notice(by=keeper, code="2027-1", words=WORDS)
    edit_notice(notice=draft, by=keeper, code="2027-2", words=WORDS)
    published = publish_notice(notice=draft, by=keeper)
    before.refresh_from_db()
    assert (published.code, before.notice.state) == ("2027-2", NoticeState.RETIRED)
    assert agree(case).notice == published
    with refused("consent_notice_published"):
        edit_notice(notice=published, by=keeper, code="2027-3", words=WORDS)


@pytest.mark.rule("consent_notice_of_another_day")
def test_the_notice_kept_is_the_one_that_was_told(client, case, keeper):
    told, today = ConsentNotice.objects.in_force(), timezone.localdate()
    published = publish_notice(notice=draft_notice(by=keeper, code="2027-1", words=WORDS), by=keeper)
    assert agree(case, notice=told).notice == told
    yesterday = today - timedelta(days=1)
    assert agree(case, signed_on=yesterday).notice == told
    with refused("consent_notice_of_another_day"):
        agree(case, signed_on=yesterday, notice=published)
    client.force_login(case.worker)
    sent = {"scopes": ALL, "child_agrees": "yes", "child_view": "Aku mau", "signatory_name": "Bibi", "relation": "Bibi"}
    sent |= {"form": "WRITTEN", "signed_on": today.isoformat(), "notice": told.pk}
    assert client.post(reverse("cases:agreement_new", args=[case.pk]), sent).status_code == 302
    assert case.agreements.latest("pk").notice == told
    program, over = program_of(case.worker.memberships.get()), {"child_agrees": True, "signed_on": today.isoformat()}
    made = program.tell("agreements_write", case.pk, **{**sent, **over})
    assert case.agreements.get(pk=made["id"]).notice == told


@pytest.mark.rule("consent_notice_incomplete", "consent_notice_code_taken", "consent_notice_drafted")
def test_a_draft_is_whole_named_and_the_only_one(keeper):
    with refused("consent_notice_incomplete"):
        draft_notice(by=keeper, code="2027-1", words={**WORDS, "rights": " "})
    with refused("consent_notice_code_taken"):
        draft_notice(by=keeper, code=ConsentNotice.objects.in_force().code, words=WORDS)
    draft_notice(by=keeper, code="2027-1", words=WORDS)
    with refused("consent_notice_drafted"):
        draft_notice(by=keeper, code="2027-2", words=WORDS)


def test_a_draft_that_changed_meanwhile_is_neither_overwritten_nor_published(client, administrator, keeper):
    draft = draft_notice(by=keeper, code="2027-1", words=WORDS)
    read_at = draft.updated_at
    edit_notice(notice=draft, by=keeper, code="2027-1", words={**WORDS, "rights": "Hak lain."}, read_at=read_at)
    with pytest.raises(StaleWrite):
        edit_notice(notice=draft, by=keeper, code="2027-1", words=WORDS, read_at=read_at)
    with pytest.raises(StaleWrite):
        publish_notice(notice=draft, by=keeper, read_at=read_at)
    client.force_login(administrator.user)
    stale = {"read_at": read_at.isoformat()}
    form = client.post(reverse("cases:consent_notice_edit", args=[draft.pk]), {"code": "2027-1", **WORDS, **stale})
    assert (form.status_code, "Hak lain." in form.text) == (422, True)
    assert client.post(reverse("cases:consent_notice_publish", args=[draft.pk]), stale).status_code == 409
    program = program_of(administrator)
    with refused_with(409, "stale_write"):
        program.tell("consent_notice_publication_write", draft.pk, updated_at=read_at.isoformat())
    draft.refresh_from_db()
    assert (draft.rights, draft.is_draft) == ("Hak lain.", True)


def test_only_the_ministry_keeps_the_notice():
    of_an_office = actor_of(MembershipFactory(role=Role.ADMINISTRATOR))
    with pytest.raises(NotAllowed):
        draft_notice(by=of_an_office, code="2027-1", words=WORDS)


# --- pages ---------------------------------------------------------------------------------------------------------
def test_the_form_shows_the_notice_and_the_paper_prints_it(client, case):
    client.force_login(case.worker)
    purpose = ConsentNotice.objects.in_force().purpose
    assert purpose in client.get(reverse("cases:agreement_new", args=[case.pk])).content.decode()
    agreement = agree(case)
    assert purpose in client.get(reverse("cases:agreement", args=[case.pk, agreement.pk])).content.decode()


def test_the_page_says_what_each_withdrawal_stops_and_takes_back_one(client, case):
    agreement = agree(case, scopes=[*ALL, "PORTRAIT"])
    client.force_login(case.worker)
    url = reverse("cases:agreement_withdraw", args=[case.pk, agreement.pk])
    assert "Foto tidak ditampilkan lagi" in client.get(url).content.decode()
    portrait = agreement.consents.get(scope="PORTRAIT")
    sent = {"consents": [portrait.pk], "reason": "Tidak mau", "withdrawn_on": timezone.localdate().isoformat()}
    assert client.post(url, sent).status_code == 302
    assert covered(case) == set(ALL)


def test_the_case_page_tells_what_is_covered_today(client, case):
    withdraw(agree(case, scopes=[*ALL, "PORTRAIT"], signed_on=timezone.localdate() - timedelta(days=1)), "PORTRAIT")
    client.force_login(case.worker)
    page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "Persetujuan hari ini" in page
    assert "Ditarik" in page


def test_the_ministry_writes_and_publishes_on_its_pages(client, administrator):
    client.force_login(administrator.user)
    sent = {"code": "2027-1", **WORDS}
    assert client.post(reverse("cases:consent_notice_new"), sent).status_code == 302
    draft = ConsentNotice.objects.get(code="2027-1")
    assert draft.created_by == administrator.user
    assert client.post(reverse("cases:consent_notice_publish", args=[draft.pk])).status_code == 302
    assert ConsentNotice.objects.in_force() == draft
