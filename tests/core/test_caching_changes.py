"""After every kind of change every process answers at once as if it kept nothing."""

from __future__ import annotations

import datetime
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Canvas
from wagtail.models import Collection, Locale, Page, PageViewRestriction, Site

from districts.models import CaseIndexPage
from home.models import FooterPage
from portal.core import caching
from portal.core.caching import PageStore
from portal.core.models import SiteIdentity, Tag
from portal.core.pictures import make_sizes
from portal.core.searchable import korean_url
from search import freshness
from search.engines import embedded_engine
from tests.factories.guidance import make_term
from tests.factories.hidden import make_picture
from tests.factories.shown import Shown, make_shown
from tests.factories.site import make_case, make_user
from tests.search.test_worker_process import environment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shown(settings, tmp_path) -> Shown:
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    Locale.objects.get_or_create(language_code="ko")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root")
    with transaction.atomic():
        shown = make_shown()
    call_command("search_sync", verbosity=0)
    return shown


def told(response: HttpResponse) -> tuple[int, bytes, str]:
    return response.status_code, response.content, response.get("Location", "")


def answers(store: PageStore, addresses: list[str]) -> dict[str, tuple[int, bytes, str]]:
    """Of a process with this memory."""
    caching.store = store
    return {address: told(Client().get(address)) for address in addresses}


Change = Callable[[Shown], object]


def _publish(shown: Shown) -> None:
    page = shown.cases[0]
    page.title = "새 제목의 사례"
    page.save_revision().publish()


def _schedule(shown: Shown) -> None:
    page = shown.cases[1]
    page.expire_at = timezone.now() - datetime.timedelta(minutes=1)
    page.save_revision().publish()
    Page.objects.filter(pk=page.pk).update(live=True, expired=False)
    call_command("publish_scheduled", verbosity=0)


def _go_live(shown: Shown) -> None:
    page = make_case("때가 된 사례", live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(minutes=5)
    page.save_revision().publish()
    revision = page.get_latest_revision()
    revision.content["go_live_at"] = (timezone.now() - datetime.timedelta(minutes=2)).isoformat()
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled", verbosity=0)


def _restrict(shown: Shown) -> None:
    PageViewRestriction.objects.create(page=shown.lectures[0], restriction_type=PageViewRestriction.LOGIN)


def _restrict_parent(shown: Shown) -> None:
    parent = shown.cases[0].get_parent()
    PageViewRestriction.objects.create(page=parent, restriction_type=PageViewRestriction.LOGIN)


def _lift(shown: Shown) -> None:
    PageViewRestriction.objects.all().delete()


def _rename_tag(shown: Shown) -> None:
    tag = Tag.objects.get(name="돌봄")
    tag.name, tag.name_en = "새로운돌봄", "New care"
    tag.save()


def _rename_speaker(shown: Shown) -> None:
    shown.speaker.name = "이름을 바꾼 연사"
    shown.speaker.save()


def _rename_district(shown: Shown) -> None:
    district = shown.cases[0].district
    district.name_en = "Renamed-gu"
    district.save()


def _picture(shown: Shown) -> None:
    page = shown.cases[2]
    page.picture = make_picture("a.png")
    page.save_revision().publish()


def _hide_pictures(shown: Shown) -> None:
    _picture(shown)
    collection = Collection.get_first_root_node()
    collection.get_view_restrictions().create(collection=collection, restriction_type="login")


def _replace_picture(shown: Shown) -> None:
    """As an editor does it: another file in the form of the same picture."""
    image = shown.cases[2].picture
    file = io.BytesIO()
    Canvas.new("RGB", (300, 200), "green").save(file, "PNG")
    editor = Client()
    editor.force_login(make_user("chief@example.org", is_superuser=True, is_staff=True))
    answer = editor.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {
            "title": "바꾼 그림",
            "file": SimpleUploadedFile("b.png", file.getvalue(), "image/png"),
            "collection": image.collection_id,
            "description": "초록 네모",
            "licence": "1",
        },
    )
    assert answer.status_code == 302


def _hide_footer_page(shown: Shown) -> None:
    FooterPage.objects.order_by("path").first().unpublish()


def _rename_list(shown: Shown) -> None:
    """Its title is on every page below it."""
    page = CaseIndexPage.objects.get(slug="cases", depth=3)
    page.title = "모든 사례"
    page.save_revision().publish()


def _import_districts(shown: Shown) -> None:
    path = Path(settings.DATA_DIR) / "districts.jsonl"
    figure = {"key": "population", "label": "주민등록인구", "value": 491000, "unit": "명", "as_of": "2024-12"}
    row: dict[str, object] = {
        "kind": "district",
        "external_id": "district-11350",
        "code": "11350",
        "title": "노원구",
    }
    row |= {"slug": "nowon-gu", "summary": "가져온 요약입니다.", "profile": [figure]}
    path.write_text(json.dumps(row, ensure_ascii=False))
    call_command("import_content", str(path), publish=True, verbosity=0, stdout=io.StringIO())


def _take_tags(shown: Shown) -> None:
    page = shown.cases[1]
    page.tags.clear()
    page.save_revision().publish()


def _catch_up(shown: Shown) -> None:
    make_case("돌봄을 더한 사례", summary="돌봄 전화")
    call_command("search_sync", verbosity=0)


def _move(shown: Shown) -> None:
    page = Page.objects.get(pk=shown.cases[3].pk)
    page.move(Page.objects.get(pk=shown.cases[1].pk).get_parent(), "last-child")


def _site_settings(shown: Shown) -> None:
    identity = SiteIdentity.for_site(Site.objects.get())
    identity.masthead = "이 누리집은 시험 누리집입니다."
    identity.save()


CASES, SEARCH = "/cases/", "/search/?q=돌봄"
#: What changes, and where that is seen.
CHANGES: list[tuple[str, Change, Callable[[Shown], str]]] = [
    ("a page is published", _publish, lambda shown: korean_url(shown.cases[0])),
    ("a page is withdrawn", lambda shown: shown.cases[0].unpublish(), lambda shown: CASES),
    ("a page's time is over", _schedule, lambda shown: korean_url(shown.cases[1])),
    ("a page's time has come", _go_live, lambda shown: CASES),
    ("a page becomes private", _restrict, lambda shown: korean_url(shown.lectures[0])),
    ("a parent becomes private", _restrict_parent, lambda shown: "/districts/nowon-gu/cases/"),
    ("private pages become public", _lift, lambda shown: korean_url(shown.lectures[0])),
    (
        "a page is deleted",
        lambda shown: Page.objects.get(pk=shown.lectures[0].pk).delete(),
        lambda shown: "/lectures/",
    ),
    ("a page moves", _move, lambda shown: korean_url(shown.cases[3])),
    ("a page is added", lambda shown: make_case("한 건 더"), lambda shown: CASES),
    ("a tag is renamed", _rename_tag, lambda shown: "/tags/"),
    ("a speaker is renamed", _rename_speaker, lambda shown: "/speakers/"),
    ("a district is renamed", _rename_district, lambda shown: "/en/districts/nowon-gu/"),
    ("a term is added", lambda shown: make_term("돌봄"), lambda shown: "/glossary/"),
    ("a picture is added", _picture, lambda shown: korean_url(shown.cases[2])),
    ("a picture is replaced", _replace_picture, lambda shown: korean_url(shown.cases[2])),
    (
        "sizes of a picture are made",
        lambda shown: make_sizes.call(shown.cases[2].picture.pk),
        lambda shown: korean_url(shown.cases[2]),
    ),
    ("a picture becomes private", _hide_pictures, lambda shown: korean_url(shown.cases[2])),
    ("a page of the footer is withdrawn", _hide_footer_page, lambda shown: "/en/"),
    ("a list is renamed", _rename_list, lambda shown: CASES),
    ("districts are imported", _import_districts, lambda shown: "/districts/nowon-gu/"),
    ("a page loses its tags", _take_tags, lambda shown: CASES),
    ("a setting of the site", _site_settings, lambda shown: "/expo/"),
    (
        "a statement without signals",
        lambda shown: Page.objects.filter(depth__gt=2).update(title="같은 제목"),
        lambda shown: "/cases/?field=복지",
    ),
    ("a term is deleted", lambda shown: shown.term.delete(), lambda shown: "/glossary/"),
    ("search catches up", _catch_up, lambda shown: SEARCH),
]


def test_nothing_stale_after_any_change(shown: Shown, monkeypatch) -> None:
    monkeypatch.setattr(caching, "store", PageStore())
    here, there = PageStore(), PageStore()
    for name, change, where in CHANGES:
        addresses = [where(shown), "/", SEARCH]
        before = answers(here, addresses)
        # Kept ones, in each of two processes.
        assert answers(here, addresses) == answers(there, addresses) == before, name
        change(shown)
        fresh = answers(PageStore(), addresses)
        assert fresh[addresses[0]] != before[addresses[0]], f"{name}: nothing to see"
        assert answers(here, addresses) == fresh, name
        # The other process was asked nothing meanwhile.
        assert answers(there, addresses) == fresh, name
    assert len(here) >= 2


def test_results_are_kept_for_one_commit_of_the_index(shown: Shown, monkeypatch) -> None:
    monkeypatch.setattr(caching, "store", PageStore())
    first = Client().get(SEARCH)
    assert (first["Cache-Control"], len(caching.store)) == ("private, no-cache", 1)
    assert Client().get(SEARCH, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert not Client().get(SEARCH).has_header("Server-Timing")
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(SEARCH).content == first.content
    assert len(queries) == 1
    Client().get("/en" + SEARCH)
    Client().get(SEARCH + "&sort=date")
    assert len(caching.store) == 3
    for odd in (f"{SEARCH}&year=0", f"{SEARCH}&utm_source=x", f"/search/?q={'가' * 300}"):
        Client().get(odd)
    assert len(caching.store) == 3
    # Written to without a change of the site, as after a build.
    engine = embedded_engine()
    state = freshness.index_state()
    engine.apply([], engine.cursor())
    assert freshness.index_state() != state
    Client().get(SEARCH)
    assert len(caching.store) == 4
    # What a cluster holds is changed by others, unseen from here.
    monkeypatch.setattr(freshness, "elastic_engine", object)
    assert freshness.index_state() is None
    assert Client().get(f"{SEARCH}&size=20").status_code == 200
    assert len(caching.store) == 4


def test_two_processes(shown: Shown, tmp_path) -> None:
    """One keeps the page, the other publishes: the first shows it at the next request."""
    case = shown.cases[0]
    code = f"""
import django, sys
django.setup()
from django.test import Client
from django.test.utils import CaptureQueriesContext
from portal.core import caching
for line in sys.stdin:
    response = Client(SERVER_NAME="testserver").get({case.url!r})
    print(response.status_code, len(caching.store), {"다른 과정에서"!r} in response.content.decode(), flush=True)
"""
    data = tmp_path / "other"
    data.mkdir()
    other = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment(data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdin
    assert other.stdout

    def ask() -> str:
        other.stdin.write("\n")
        other.stdin.flush()
        return other.stdout.readline().strip()

    try:
        assert ask() == "200 1 False"
        assert ask() == "200 1 False"
        case.title = "다른 과정에서 바꾼 제목"
        case.save_revision().publish()
        assert ask() == "200 1 True"
        PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
        assert ask() == "302 0 False"
    finally:
        other.stdin.close()
        other.wait(10)
        other.stdout.close()
