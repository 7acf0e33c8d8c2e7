"""A review is held on a phone; the pages of reviews and placements are for everyone."""

import pytest

from atensi.deadlines.services.keeping import reconcile
from cases.services.shares import share_case
from referrals.states import PlacementState, ReviewOutcome, ReviewState
from tests.e2e.test_intake import signed_in
from tests.institutions.factories import actor_of
from tests.referrals.factories import (
    CareDecisionFactory,
    PlacementFactory,
    PlacementReviewFactory,
    ReunificationFactory,
    days_ago,
    member,
    worker_of,
)
from tests.ui.test_browser import PASSWORD, SIZES, complaints

pytestmark = pytest.mark.browser


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def review(live_site):
    placement = PlacementFactory()
    PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(90))
    ReunificationFactory(placement=placement)
    share_case(case=placement.case, institution=placement.institution, by=actor_of(worker_of(placement.case)))
    review = PlacementReviewFactory(placement=placement)
    reconcile()
    return review


def test_a_house_holds_a_review_on_a_phone_and_the_child_goes_home(browser, live_site, review):
    staff = with_password(member(review.placement.institution).user)
    with signed_in(browser, live_site, staff) as page:
        page.goto("/rujukan/tinjauan/")
        page.click("text=Catat tinjauan")
        for name in ("CHILD", "CASE_WORKER"):
            page.check(f"input[name=attendees][value={name}]")
        page.fill("[name=child_view]", "Aku mau pulang ke Bibi.")
        page.fill("[name=family_view]", "Kamarnya siap (rekaan).")
        page.fill("[name=findings]", "Bibi siap (rekaan).")
        page.fill("[name=recommendation]", "Kunjungan tiap bulan (rekaan).")
        page.check(f"input[name=outcome][value={ReviewOutcome.REUNIFY}]")
        with page.expect_navigation():
            page.click("text=Simpan hasil")
        assert "satu orang di luar lembaga" in page.inner_text("main")
        assert page.input_value("[name=child_view]") == "Aku mau pulang ke Bibi."
        page.fill("[name=reason_too_few_attendees]", "Jalan putus (rekaan).")
        page.click("text=Simpan hasil")
        page.wait_for_url("**/rujukan/tinjauan/")
        assert "Pulang ke keluarga" in page.inner_text("body")
    review.refresh_from_db()
    review.placement.refresh_from_db()
    assert (review.state, review.placement.state) == (ReviewState.HELD, PlacementState.ENDED)
    assert review.placement.case.aftercare_visits.count() == 5


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_pages_of_reviews_and_placements_are_accessible_and_fit(browser, live_site, review, size):
    worker = with_password(worker_of(review.placement.case).user)
    decision = CareDecisionFactory(kinship=True, case__worker_membership=worker_of(review.placement.case))
    past = review.placement.reviews.get(state=ReviewState.HELD)
    pages = [
        "/rujukan/tinjauan/",
        "/rujukan/tinjauan/?keadaan=selesai",
        f"/rujukan/tinjauan/{review.pk}/",
        f"/rujukan/tinjauan/{review.pk}/catat/",
        f"/rujukan/tinjauan/{review.pk}/lembar/",
        f"/rujukan/tinjauan/{review.pk}/undangan/",
        f"/rujukan/tinjauan/{past.pk}/",
        f"/kasus/{review.placement.case_id}/",
        f"/kasus/{review.placement.case_id}/penempatan/",
        f"/rujukan/penempatan/{review.placement_id}/kepulangan/",
        f"/rujukan/penempatan/{review.placement_id}/kepulangan/persetujuan/",
        f"/rujukan/penempatan/{review.placement_id}/kepulangan/serah-terima/",
        f"/rujukan/penempatan/mulai/{decision.pk}/",
    ]
    with signed_in(browser, live_site, worker, size) as page:
        assert [line for address in pages for line in complaints(page, address, size[0])] == []
