"""Which household of the register fits a child, who chooses it, and what a decision and a placement make of it."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from carers.eligibility.matching import closing_problems, faith_problems, fits_of, looking_for, matched_problems
from carers.models import Candidate, CandidatePermit, CareMatch, CareProcess
from carers.services.deciding import set_standing
from carers.services.matching import end_match
from carers.services.processes import end_care_process
from cases.event_states import EventKind
from cases.models import Case
from cases.services.transfers import accept_transfer, offer_transfer
from cases.states import Base, CareForm, Relation
from institutions.models import Membership
from institutions.states import Faith, Role
from referrals.models import Placement
from referrals.services.placements import end_placement, start_placement
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.factories import FamilyMemberFactory
from tests.institutions.factories import MembershipFactory, actor_of, region
from tests.referrals.factories import CareDecisionFactory, days_ago

from .steps import alone, approved, chosen, couple, man, registered, submitted, woman
from .ways import ago, child_of

pytestmark = pytest.mark.django_db
WHY = "Sekolahnya tetap (rekaan)."


@pytest.fixture
def fosters(worker, decider) -> Candidate:
    return approved(worker, decider, max_children=1)


def codes(service, **asked) -> set[str]:
    with pytest.raises(RuleViolation) as refused:
        service(**asked)
    return {problem.code for problem in refused.value.problems}


def against(case: Case, candidate: Candidate, form: str = CareForm.FOSTER) -> dict[str, str]:
    """Problem code -> tag of one household for this child."""
    (fit,) = fits_of(looking_for(case, form), [Candidate.objects.whole().get(pk=candidate.pk)])
    return {problem.code: problem.tag for problem in fit.problems}


def test_a_household_is_chosen_and_takes_a_place(worker, fosters):
    case = child_of(worker)
    match = chosen(case, fosters, worker)
    assert (match.carer.name, match.carer.relation) == ("Bapak Rekaan", Relation.NOT_KIN)
    assert not match.carer.address, "where they live stands in the register"
    assert case.events.filter(kind=EventKind.HOUSEHOLD_STEP, text__contains=fosters.number).exists()
    assert AuditEvent.objects.filter(verb="care_match.choose").count() == 1
    assert against(child_of(worker), fosters) == {"match_household_full": "hard"}


@pytest.mark.rule("match_faith_differs", "match_faith_unknown")
def test_the_household_is_of_the_childs_faith(worker, decider):
    mixed = approved(worker, decider, household=couple(people=[man(), woman(faith=Faith.HINDU)]))
    assert against(child_of(worker), mixed) == {"match_faith_differs": "hard"}
    assert against(child_of(worker, beneficiary__faith=""), mixed) == {"match_faith_unknown": "soft"}
    with pytest.raises(RuleViolation):
        chosen(child_of(worker, beneficiary__faith=""), mixed, worker)
    why = {"match_faith_unknown": "Anak temuan; agama setempat (rekaan)."}
    match = chosen(child_of(worker, beneficiary__faith=""), mixed, worker, reasons=why)
    assert match.reasons == why


@pytest.mark.rule("match_faith_differs")
@pytest.mark.parametrize(
    ("form", "law"),
    [
        (CareForm.FOSTER, "PP 44/2017"),
        (CareForm.GUARDIAN, "PP 29/2019"),
        (CareForm.ADOPTION, "UU 23/2002 pasal 39; PP 54/2007"),
    ],
)
def test_each_form_of_care_names_its_own_law_of_faith(worker, form, law):
    hindu = registered(worker, household=couple(people=[man(faith=Faith.HINDU), woman(faith=Faith.HINDU)]))
    (found,) = faith_problems(looking_for(child_of(worker), form), hindu)
    assert (found.code, found.source) == ("match_faith_differs", law)


@pytest.mark.rule("match_not_approved", "match_permit_over", "match_of_other_form")
def test_only_who_is_approved_for_this_form_and_holds_a_permit(worker, decider, supervisor):
    case = child_of(worker)
    assert against(case, submitted(worker)) == {"match_not_approved": "hard"}
    fosters = approved(worker, decider)
    CareProcess.objects.create(case=case, form=CareForm.ADOPTION, opened_by=worker.user)
    assert against(case, fosters, CareForm.ADOPTION) == {"match_of_other_form": "hard"}
    permit = fosters.permits.get()
    over = CandidatePermit(candidate=fosters, valid_from=permit.valid_from, valid_until=ago(1))
    fosters._prefetched_objects_cache = {"permits": [over]}
    (fit,) = fits_of(looking_for(case, CareForm.FOSTER), [fosters])
    assert [one.code for one in fit.problems] == ["match_permit_over"]
    set_standing(candidate=fosters, standing="SUSPENDED", reason="Rekaan", by=actor_of(supervisor))
    assert against(case, fosters) == {"match_not_approved": "hard"}


@pytest.mark.rule("match_sex_unwanted", "match_age_unwanted")
@pytest.mark.parametrize(
    ("wishes", "found"),
    [
        ({"wants_sex": "MALE"}, {"match_sex_unwanted": "hard"}),
        ({"wants_sex": "FEMALE", "wants_age_from": 7, "wants_age_to": 7}, {}),
        ({"wants_age_from": 8}, {"match_age_unwanted": "hard"}),
        ({"wants_age_to": 6}, {"match_age_unwanted": "hard"}),
        ({"wants_age_to": 0}, {"match_age_unwanted": "hard"}),
    ],
)
def test_nobody_is_given_a_child_that_they_did_not_offer_to_take(worker, decider, wishes, found):
    assert against(child_of(worker), approved(worker, decider, household=couple(**wishes))) == found


@pytest.mark.rule("match_household_full")
def test_the_setting_counts_where_the_permit_allows_more(client, worker, fosters):
    """`foster_max_children` as the nation has it: three. Every place says so: rule, list of the child, own page."""
    permit = fosters.permits.get()
    copy = CandidatePermit.objects.create(
        **{name: getattr(permit, name) for name in ("candidate", "considerations", "signed_by", "valid_from")},
        number="X",
        valid_until=permit.valid_until,
        max_children=5,
    )
    assert fosters.permits.first() == copy
    for _child in range(3):
        chosen(child_of(worker), fosters, worker)
    (full,) = fits_of(looking_for(child_of(worker), CareForm.FOSTER), [Candidate.objects.whole().get()])
    assert [str(one.text) for one in full.problems] == ["Keluarga ini penuh: paling banyak 3 anak."]
    client.force_login(worker.user)
    assert "3 dari 3" in client.get(reverse("carers:detail", args=[fosters.pk])).content.decode()


def test_only_the_register_of_the_office_is_counted(worker, decider, stranger, fosters):
    """A nation has many households; the child's office looks at its own."""
    office = stranger.institution
    theirs = approved(
        stranger,
        MembershipFactory(institution=office, role=Role.SOCIAL_OFFICE_DECIDER),
        household=couple(region=region("14.05.01")),
    )
    chosen(child_of(worker), fosters, worker)
    chosen(child_of(stranger, beneficiary__region=region("14.05.01")), theirs, stranger)
    assert looking_for(child_of(worker), CareForm.FOSTER).taken == {fosters.pk: 1}


def test_brothers_and_sisters_first_then_the_nearest(worker, decider):
    case, sister = child_of(worker), child_of(worker)
    FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.SIBLING, same_as=sister.beneficiary)
    region("14.01.02")
    far = approved(worker, decider, household=couple(region=region("14.01.02")))
    near = approved(worker, decider)
    hers = approved(worker, decider, household=couple(region=region("14.01.02")))
    chosen(sister, hers, worker)
    left = approved(worker, decider, household=couple(people=[man(faith=Faith.HINDU), woman(faith=Faith.HINDU)]))
    rows = Candidate.objects.whole().order_by("pk")
    order = fits_of(looking_for(case, CareForm.FOSTER, reader=worker.user), rows)
    assert [fit.candidate for fit in order] == [hers, near, far, left]
    assert [fit.fits for fit in order] == [True, True, True, False]
    assert (order[0].siblings, order[0].taken, order[1].far) == (1, 1, 0)


def test_where_a_sibling_lives_is_told_to_those_who_read_of_it(client, worker, decider, supervisor):
    """docs/adr/0033: the page and the API neither tell nor rank by siblings of a case that the reader may not read."""
    colleague = MembershipFactory(institution=worker.institution, role=Role.FIELD_SOCIAL_WORKER)
    case, sister = child_of(worker), child_of(colleague, restricted=True)
    FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.SIBLING, same_as=sister.beneficiary)
    near = approved(worker, decider)
    region("14.01.02")
    hers = approved(worker, decider, household=couple(region=region("14.01.02")))
    chosen(sister, hers, colleague)

    def told(to: Membership) -> tuple[bool, list[tuple[int, int]]]:
        client.force_login(to.user)
        page = client.get(at("households", case, "FOSTER")).content.decode()
        rows = program_of(to).ask("fitting_households_read", case.pk, form="FOSTER")["households"]
        return "saudara kandung di sini" in page, [(row["household"]["id"], row["siblings"]) for row in rows]

    assert told(worker) == (False, [(near.pk, 0), (hers.pk, 0)])
    assert told(supervisor) == (True, [(hers.pk, 1), (near.pk, 0)])


@pytest.mark.rule("match_chosen_already", "match_without_reason", "match_carer_not_possible", "one_household_chosen")
def test_one_household_at_a_time_with_a_reason(worker, decider, fosters):
    case, other = child_of(worker), approved(worker, decider)
    assert codes(chosen, case=case, candidate=fosters, worker=worker, reason=" ") == {"match_without_reason"}
    foreign = FamilyMemberFactory()
    found = codes(chosen, case=case, candidate=fosters, worker=worker, carer=foreign)
    assert found == {"match_carer_not_possible", "carer_not_of_household"}
    told = {"beneficiary": case.beneficiary, "relation": Relation.AUNT_UNCLE, "faith": Faith.ISLAM}
    aunt = FamilyMemberFactory(name="Ibu Rekaan", **told)
    match = chosen(case, fosters, worker, carer=aunt)
    assert match.carer == aunt
    assert codes(chosen, case=case, candidate=other, worker=worker) == {"match_chosen_already"}
    with pytest.raises(IntegrityError):
        CareMatch.objects.create(
            case=case, form=match.form, candidate=other, carer=aunt, reason=WHY, chosen_by=worker.user
        )


@pytest.mark.rule("carer_not_of_household")
def test_no_stranger_stands_for_the_household(worker, fosters):
    """Foster parents are those whom the office selected and verified (PP 44/2017; domain.md 6): whoever is named for
    the household is of it when it is chosen, when the decision is signed and when the child comes."""
    case = child_of(worker)
    names = ("Orang Lain", "IBU  rekaan")
    stranger, ibu = (FamilyMemberFactory(beneficiary=case.beneficiary, name=name) for name in names)
    assert codes(chosen, case=case, candidate=fosters, worker=worker, carer=stranger) == {"carer_not_of_household"}
    match = chosen(case, fosters, worker, carer=ibu)
    assert matched(case, match.carer) == {}
    ibu.name = "Orang Lain"
    ibu.save()
    for by_decision in (True, False):
        assert matched(case, ibu, by_decision=by_decision) == {"carer_not_of_household": "hard"}
    with pytest.raises(RuleViolation, match="carer_not_of_household"):
        placed(case, match, worker)
    end_match(match=match, reason="Keliru (rekaan).", by=actor_of(worker))
    again = chosen(case, fosters, worker)
    assert again.carer.name == "Bapak Rekaan", "who was renamed since stands for the household no more"


@pytest.mark.rule("match_carer_not_possible")
def test_one_carer_stands_for_one_household(worker, decider, fosters):
    case, other = child_of(worker), approved(worker, decider)
    match = chosen(case, fosters, worker)
    CareMatch.objects.filter(pk=match.pk).update(lives_from=timezone.localdate())
    asked = {"case": case, "candidate": other, "worker": worker}
    assert codes(chosen, **asked, carer=match.carer) == {"match_carer_not_possible"}
    assert chosen(**asked).carer != match.carer


@pytest.mark.rule("match_of_adult")
def test_no_household_for_an_adult(worker, fosters):
    adult = child_of(worker, beneficiary__birth_date=ago(365 * 30))
    assert "match_of_adult" in codes(chosen, case=adult, candidate=fosters, worker=worker)


@pytest.mark.rule("match_without_process")
def test_a_guardian_is_chosen_within_the_process_and_let_go_with_it(worker, decider):
    case = child_of(worker)
    guardians = approved(worker, decider, kind="GUARDIAN", household=alone())
    asked = {"case": case, "candidate": guardians, "worker": worker, "form": CareForm.GUARDIAN}
    assert codes(chosen, **asked) == {"match_without_process"}
    process = CareProcess.objects.create(case=case, form=CareForm.GUARDIAN, opened_by=worker.user)
    match = chosen(**asked)
    end_care_process(process=process, reason="Calon mundur (rekaan).", by=actor_of(worker))
    match.refresh_from_db()
    assert match.end_reason == "Calon mundur (rekaan)."


@pytest.mark.rule("carers.permissions.can_choose_household")
def test_only_the_childs_social_workers_choose_and_only_from_their_register(worker, decider, fosters, stranger):
    case = child_of(worker)
    for who in (decider, stranger):
        with pytest.raises(NotAllowed):
            chosen(case, fosters, who)
    elsewhere = child_of(stranger, beneficiary__region=region("14.05.01"))
    with pytest.raises(NotAllowed):
        chosen(elsewhere, fosters, stranger)


@pytest.mark.rule("match_ended", "match_end_without_why", "match_open_at_closing", "care_match_end_is_whole")
def test_a_choice_is_ended_with_its_reason_before_the_case_closes(worker, fosters):
    case = child_of(worker)
    match = chosen(case, fosters, worker)
    assert [one.code for one in closing_problems(case)] == ["match_open_at_closing"]
    assert codes(end_match, match=match, reason="", by=actor_of(worker)) == {"match_end_without_why"}
    end_match(match=match, reason="Anak pulang (rekaan).", by=actor_of(worker))
    assert codes(end_match, match=match, reason="Lagi", by=actor_of(worker)) == {"match_ended"}
    assert closing_problems(case) == []
    assert against(child_of(worker), fosters) == {}
    again = chosen(case, fosters, worker)
    assert again.carer == match.carer, "the household stands in the family once"
    with pytest.raises(IntegrityError, match="stays as written"):
        CareMatch.objects.filter(pk=match.pk).update(end_reason="Lain")


def test_the_page_of_the_child_says_that_its_household_is_suspended(client, worker, fosters, supervisor):
    case = child_of(worker)
    match = chosen(case, fosters, worker)
    client.force_login(worker.user)
    said = f'{fosters.number}</span> <span class="kind" data-mark="stop">Ditangguhkan</span>'
    assert said not in client.get(at("care_process", case)).content.decode()
    set_standing(candidate=fosters, standing="SUSPENDED", reason="Rekaan", by=actor_of(supervisor))
    assert said in client.get(at("care_process", case)).content.decode()
    end_match(match=match, reason="Ditangguhkan (rekaan).", by=actor_of(worker))
    assert said not in client.get(at("care_process", case)).content.decode()


@pytest.mark.rule("carer_has_children")
def test_a_household_with_a_child_stays_in_the_register(worker, fosters, supervisor):
    match = chosen(child_of(worker), fosters, worker)
    asked = {"candidate": fosters, "standing": "ENDED", "reason": "Pindah (rekaan)", "by": actor_of(supervisor)}
    assert codes(set_standing, **asked) == {"carer_has_children"}
    assert set_standing(**asked | {"standing": "SUSPENDED"}).state == "SUSPENDED", "a child's safety waits for nobody"
    end_match(match=match, reason="Ditangguhkan (rekaan).", by=actor_of(worker))
    assert set_standing(**asked).state == "ENDED"


def matched(case, carer, *, by_decision=True, form=CareForm.FOSTER) -> dict[str, str]:
    found = matched_problems(case, form, carer, on=timezone.localdate(), by_decision=by_decision)
    return {problem.code: problem.tag for problem in found}


@pytest.mark.rule("carer_not_the_chosen", "matched_household_rests", "foster_not_of_register")
def test_a_decision_is_for_the_household_that_was_chosen(worker, fosters, supervisor):
    case = child_of(worker)
    neighbour = FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.NOT_KIN)
    assert matched(case, neighbour) == {"foster_not_of_register": "soft"}
    assert matched(case, neighbour, by_decision=False) == {}
    assert matched(case, neighbour, form=CareForm.GUARDIAN) == {}
    assert matched(case, neighbour, form=CareForm.KINSHIP) == {}
    match = chosen(case, fosters, worker)
    assert matched(case, neighbour) == {"carer_not_the_chosen": "hard"}
    assert matched(case, match.carer) == {}
    set_standing(candidate=fosters, standing="SUSPENDED", reason="Rekaan", by=actor_of(supervisor))
    assert matched(case, match.carer) == {"matched_household_rests": "hard"}
    assert matched(case, match.carer, by_decision=False) == {"matched_household_rests": "hard"}


@pytest.mark.rule("match_faith_differs")
def test_the_faith_is_asked_again_of_everybody_in_the_household(worker, decider):
    """The faith of a foundling may become known after the choice, and the carer is one of two."""
    mixed = approved(worker, decider, household=couple(people=[man(), woman(faith=Faith.HINDU)]))
    case = child_of(worker, beneficiary__faith="")
    match = chosen(case, mixed, worker, reasons={"match_faith_unknown": "Anak temuan (rekaan)."})
    assert matched(case, match.carer) == {}
    case.beneficiary.faith = match.carer.faith
    for by_decision in (True, False):
        assert matched(case, match.carer, by_decision=by_decision) == {"match_faith_differs": "hard"}


def placed(case: Case, match: CareMatch, worker: Membership) -> Placement:
    decision = CareDecisionFactory(
        kinship=True, case=case, form=match.form, carer=match.carer, starts_on=days_ago(1), institution=None
    )
    return start_placement(
        case=case,
        by=actor_of(worker),
        title="DECISION",
        form=match.form,
        base=Base.FAMILY,
        term=decision.term,
        starts_on=timezone.localdate(),
        carer=match.carer,
        decision=decision,
    )


HOLDS = 'FROM "carers_candidate" WHERE'


def test_the_household_is_held_while_a_placement_there_is_judged(worker, fosters):
    """Nobody suspends it between the question and the placement."""
    case = child_of(worker)
    match = chosen(case, fosters, worker)
    with CaptureQueriesContext(connection) as run:
        placed(case, match, worker)
    asked = [query["sql"] for query in run if HOLDS in query["sql"]]
    assert "FOR NO KEY UPDATE" in asked[0], "before its state and permit are read"


@pytest.mark.rule("match_lived_in", "child_lives_in_one_household")
def test_the_child_comes_lives_there_and_leaves(worker, fosters):
    case = child_of(worker)
    match = chosen(case, fosters, worker)
    placed(case, match, worker)
    match.refresh_from_db()
    assert match.lives_from == timezone.localdate()
    assert closing_problems(case) == []
    assert codes(end_match, match=match, reason="Keliru", by=actor_of(worker)) == {"match_lived_in"}
    assert against(child_of(worker), fosters) == {"match_household_full": "hard"}
    with pytest.raises(IntegrityError):
        CareMatch.objects.create(
            case=case,
            form=CareForm.ADOPTION,
            candidate=fosters,
            carer=match.carer,
            reason=WHY,
            chosen_by=worker.user,
            lives_from=timezone.localdate(),
        )


def test_the_place_is_free_when_the_placement_ends(worker, fosters):
    case = child_of(worker)
    match = chosen(case, fosters, worker)
    placement = placed(case, match, worker)
    end_placement(placement=placement, by=actor_of(worker), on=timezone.localdate(), reason="CLOSED")
    match.refresh_from_db()
    assert (match.ended_on, match.end_reason) == (timezone.localdate(), "Penempatan berakhir")
    assert against(child_of(worker), fosters) == {}


@pytest.mark.rule("beneficiary_died")
def test_a_choice_ends_with_the_childs_death_and_none_follows(worker, decider, fosters):
    case = child_of(worker)
    placement = placed(case, chosen(case, fosters, worker), worker)
    CareProcess.objects.create(case=case, form=CareForm.ADOPTION, opened_by=worker.user)
    adopters = approved(worker, decider, kind="ADOPTER")
    coming = chosen(case, adopters, worker, form=CareForm.ADOPTION)
    told = {"on": timezone.localdate(), "reason": "DIED", "note": "Sakit (rekaan)."}
    end_placement(placement=placement, by=actor_of(worker), **told)
    coming.refresh_from_db()
    assert (coming.ended_on, coming.end_reason) == (timezone.localdate(), "Anak meninggal")
    assert codes(chosen, case=case, candidate=fosters, worker=worker) == {"beneficiary_died"}


def taken_over(case: Case, by: Membership) -> Case:
    """The case offered to the Dinas of `by`, who takes it for one of its workers."""
    told = {
        "to_office": by.institution,
        "reason": "Pindah (rekaan).",
        "summary": "Rekaan.",
        "wanted_on": ago(0),
    }
    offer = offer_transfer(case=case, by=actor_of(case.worker.memberships.get()), **told)
    worker = MembershipFactory(institution=by.institution, role=Role.FIELD_SOCIAL_WORKER)
    return accept_transfer(transfer=offer, by=actor_of(by), worker=worker.user).case


def test_a_household_that_waits_is_free_again_when_another_dinas_has_the_case(worker, decider, stranger, fosters):
    """The register is of the office that keeps it: the new one could neither see nor end what the old one chose."""
    head = MembershipFactory(institution=stranger.institution, role=Role.SOCIAL_OFFICE_DECIDER)
    case, other = child_of(worker), child_of(worker)
    match = chosen(case, fosters, worker)
    taken_over(case, head)
    match.refresh_from_db()
    assert match.end_reason == "Kasus dilimpahkan ke kantor lain, yang memilih dari daftarnya sendiri"
    told = f"tidak lagi dipilih. {match.end_reason}"
    assert case.events.filter(kind=EventKind.HOUSEHOLD_STEP, text__endswith=told).exists()
    lived = chosen(other, fosters, worker)
    placed(other, lived, worker)
    taken_over(other, head)
    lived.refresh_from_db()
    assert lived.ended_on is None, "the child goes on living there"


def at(page: str, case: Case, *more) -> str:
    return reverse(f"carers:{page}", args=[case.pk, *more])


def test_a_household_is_found_chosen_and_let_go_on_the_pages(client, worker, decider, fosters, stranger):
    case = child_of(worker)
    other = approved(worker, decider, household=couple(people=[man(faith=Faith.HINDU), woman(faith=Faith.HINDU)]))
    client.force_login(worker.user)
    page = client.get(at("households", case, "FOSTER")).content.decode()
    assert "0 dari 1 terisi" in page
    assert "Keluarga ini beragama Hindu, anak beragama Islam." in page
    assert at("household_choose", case, "FOSTER", fosters.pk) in page
    assert at("household_choose", case, "FOSTER", other.pk) not in page
    assert client.get(at("households", case, "LKSA")).status_code == 404
    assert client.get(at("household_choose", case, "FOSTER", other.pk)).status_code == 200
    choose = at("household_choose", case, "FOSTER", fosters.pk)
    assert client.get(choose).status_code == 200
    assert client.post(choose, {"reason": ""}).status_code == 422
    assert client.post(at("household_choose", case, "FOSTER", other.pk), {"reason": WHY}).status_code == 409
    assert client.post(choose, {"reason": WHY}).status_code == 302
    match = CareMatch.objects.get()
    assert "Dipilih, anak belum datang" in client.get(at("care_process", case)).content.decode()
    assert "1 dari 1" in client.get(reverse("carers:detail", args=[fosters.pk])).content.decode()
    end = at("household_end", case, match.pk)
    assert client.get(end).status_code == 200
    assert client.post(end, {"reason": "Calon mundur (rekaan)"}).url == at("households", case, "FOSTER")
    assert client.get(end).status_code == 404
    assert "Calon mundur" in client.get(at("households", case, "FOSTER")).content.decode()
    client.force_login(decider.user)
    assert client.get(at("households", case, "FOSTER")).status_code == 200
    assert client.get(choose).status_code == 403
    client.force_login(stranger.user)
    assert client.get(at("households", case, "FOSTER")).status_code == 404


def test_the_list_runs_the_same_queries_however_long(client, worker, decider, django_assert_max_num_queries):
    case = child_of(worker)
    approved(worker, decider)
    client.force_login(worker.user)
    with django_assert_max_num_queries(60) as before:
        client.get(at("households", case, "FOSTER"))
    for _more in range(3):
        chosen(child_of(worker), approved(worker, decider), worker)
    with django_assert_max_num_queries(len(before)):
        client.get(at("households", case, "FOSTER"))


def test_a_household_is_chosen_by_the_api(worker, decider, fosters):
    case = child_of(worker)
    program = program_of(worker)
    (found,) = program.ask("fitting_households_read", case.pk, form="FOSTER")["households"]
    assert (found["fits"], found["taken"], found["places"]) == (True, 0, 1)
    told = {"form": "FOSTER", "candidate": fosters.pk, "reason": WHY}
    with refused_with(403):
        program_of(decider).tell("care_matches_write", case.pk, **told)
    made = program.tell("care_matches_write", case.pk, **told)
    with refused_with(409, "match_chosen_already", "match_household_full"):
        program.tell("care_matches_write", case.pk, **told)
    assert program.ask("care_matches_read", case.pk)["results"][0]["candidate"] == fosters.pk
    ended = program.tell("care_match_end_write", case.pk, made["id"], reason="Mundur (rekaan).")
    assert ended["ended_on"] == timezone.localdate().isoformat()
