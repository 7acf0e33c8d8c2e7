"""The pages of institutions, people and settings in a real browser: readable by all, never wider than the screen."""

import pytest
from django.urls import reverse

from institutions.states import Role
from tests.accreditation.factories import CertificateFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory
from tests.ui.test_browser import PASSWORD, complaints

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(live_site):
    """An administrator's sign-in and every page of theirs, with long names."""
    admin = MembershipFactory(role=Role.ADMINISTRATOR)
    admin.user.set_password(PASSWORD)
    admin.user.save()
    long = "LKSA Umpama Sejahtera Bersama Masyarakat Rekaan Kabupaten Contoh Selatan"
    home = InstitutionFactory(lksa=True, name=long, former_names=[f"Panti {long}"])
    CertificateFactory(institution=home)
    worker = MembershipFactory(institution=admin.institution)
    member = MembershipFactory(institution=home, role=Role.LKSA_STAFF)

    def address(name, *args):
        return reverse(f"institutions:{name}", args=args)

    return admin.user, [
        address("list"),
        address("list") + "?q=tidak-ada&jenis=LKS",
        address("detail", home.pk),
        address("edit", home.pk),
        address("create"),
        address("membership_create", home.pk),
        address("membership_end", worker.pk),
        address("person_list"),
        address("person_detail", member.user_id),
        address("person_create"),
        address("person_edit", worker.user_id),
        address("person_deactivate", worker.user_id),
        address("parameter_list"),
        address("parameter_edit", "accreditation_required"),
        reverse("accreditation:certificate_create", args=[home.pk]),
    ]


@pytest.mark.parametrize(("size", "theme"), [((360, 800), "light"), ((1280, 900), "dark")], ids=["phone", "desk"])
def test_pages_are_accessible_and_never_scroll_sideways(browser, live_site, pages, size, theme):
    person, addresses = pages
    context = browser.new_context(
        base_url=live_site, viewport={"width": size[0], "height": size[1]}, color_scheme=theme, locale="id-ID"
    )
    page = context.new_page()
    page.goto(f"{reverse('account_login')}?next={addresses[0]}")
    page.fill("#id_login", person.username)
    page.fill("#id_password", PASSWORD)
    page.click("form.form button")
    page.wait_for_url(f"**{addresses[0]}")
    wrong = [line for address in addresses for line in complaints(page, address, size[0])]
    context.close()
    assert not wrong, "\n".join(wrong)
