"""With the sample content: every template is shown at an address that the browser tests visit, in one language each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils.encoding import iri_to_uri

from deploy.run.data import content_files
from districts.models import District
from portal.accounts.demo import DEMO_DISTRICT_CODE, ensure_demo_accounts
from portal.accounts.models import User
from portal.community.members.demo import ensure_demo_posts
from search.sync import sync_all
from tests.e2e.languages import left_english, unmarked_korean
from tests.e2e.places import (
    LINKED,
    LINKED_SIGNED_IN,
    PLACES,
    SIGNED_IN,
    STATUS,
    UNSHOWN,
    linked,
)

# The fixture of the module needs a database: pytest-django makes one when a test asks for it.
pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.xdist_group("screens")]

SCREENS = [*PLACES, *LINKED, *SIGNED_IN, *LINKED_SIGNED_IN]
TEMPLATES = Path(settings.BASE_DIR) / "templates"


@dataclass(frozen=True)
class Answer:
    status: int
    html: str
    templates: frozenset[str]


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker, tmp_path_factory) -> dict[str, Answer]:
    """Name of a place, with /en before it in English -> what it answers."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DATA_DIR", tmp_path_factory.mktemp("data"))
        with transaction.atomic():
            call_command("setup_site", verbosity=0)
            call_command("import_content", *content_files(), publish=True, verbosity=0)
            sync_all()
            addresses = {**PLACES, **linked(lambda address: _ask(address).html)}
            found = _both(addresses)
            member = _member()
            signed_in = linked(lambda address: _ask(address, member).html, LINKED_SIGNED_IN)
            found |= _both({**SIGNED_IN, **signed_in}, member)
            transaction.set_rollback(True)
    return found


def _both(addresses: dict[str, str], client: Client | None = None) -> dict[str, Answer]:
    return {
        prefix + name: _ask(prefix + address, client)
        for name, address in addresses.items()
        for prefix in ("", "/en")
    }


def _member() -> Client:
    """The browser of the demo account that edits a district."""
    ensure_demo_accounts(Path(settings.DATA_DIR) / "demo-accounts.json")
    ensure_demo_posts(District.objects.get(code=DEMO_DISTRICT_CODE))
    client = Client()
    client.force_login(User.objects.get(email="nowon@demo.example"))
    return client


def _ask(address: str, client: Client | None = None) -> Answer:
    response = (client or Client()).get(iri_to_uri(address))
    names = {template.name for template in response.templates if template.name}
    return Answer(response.status_code, response.content.decode(), frozenset(names))


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_answers_and_speaks_one_language(answers, name):
    for prefix, lang in (("", "ko"), ("/en", "en")):
        answer = answers[prefix + name]
        assert answer.status == STATUS.get(name, 200)
        assert f'<html lang="{lang}"' in answer.html
        wrong = (
            left_english(answer.html, {**PLACES, **SIGNED_IN}.get(name, ""))
            if lang == "ko"
            else unmarked_korean(answer.html)
        )
        assert not wrong, "\n".join([prefix + name, *wrong])


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_has_one_heading_and_leaves_no_level_out(answers, name):
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", answers[name].html)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_no_template_escapes_the_browser_tests(answers):
    """A new template needs an address in tests/e2e/places.py that shows it, or a reason there why none can."""
    public = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    public = {name for name in public if "admin/" not in name and not name.startswith("wagtail")}
    shown = frozenset[str]().union(*(answer.templates for answer in answers.values()))
    missing = sorted(public - shown - set(UNSHOWN))
    assert not missing, "\n".join(missing)
    assert not set(UNSHOWN) - public, "gone"
    assert not set(UNSHOWN) & shown, "shown after all"


def test_english_on_a_korean_screen_is_noticed():
    page = '<html lang="ko"><title>홈 | Home</title><body><p>{}</p><button aria-label="{}">가</button></body></html>'
    assert left_english(page.format("강연", "닫기")) == ["<title> 홈 | Home"]
    assert left_english(page.format("Show more", "Close"))[1:] == ["<p> Show more", "<button> Close"]
    assert left_english('<html lang="ko"><a lang="en">English</a><p>AI CCTV API</p></html>') == []


def test_unmarked_korean_on_an_english_screen_is_noticed():
    page = '<html lang="en"><body><p lang="ko">강연</p><img alt="그림"><p>The <span>강연</span></p></body></html>'
    assert unmarked_korean(page) == ["<img> 그림", "<span> 강연"]
    assert unmarked_korean('<html lang="en"><div lang="ko"><p>글<br>글</p></div><p>A</p></html>') == []
