from __future__ import annotations

import pytest
from wagtail.models import Site

from districts.models import CaseIndexPage
from portal.core.site_tree import ensure_lists
from tests.factories.site import make_case, make_district, restrict

pytestmark = pytest.mark.django_db


def test_the_sitemap_names_public_pages_at_the_readers_address_and_no_private_alias(client):
    district = make_district()
    shown, hidden = make_case(district=district), make_case(district=district)
    alias = hidden.create_alias(parent=make_case_folder(), update_slug="alias-of-hidden")
    restrict(hidden)
    text = client.get("/sitemap.xml").content.decode()
    assert f"http://testserver{shown.get_url()}" in text
    assert hidden.slug not in text
    assert alias.slug not in text


def make_case_folder():
    return CaseIndexPage.objects.child_of(ensure_lists()).get()


def test_links_in_mails_take_their_host_from_the_settings_unless_set_by_hand(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://portal.example:8443"
    ensure_lists()
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("portal.example", 8443)
    Site.objects.update(hostname="by.hand", port=80)
    ensure_lists()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page.slug) == ("by.hand", 80, "home")
