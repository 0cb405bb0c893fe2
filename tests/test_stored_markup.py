"""Markup that somebody writes into the fields of a page is shown as text everywhere, also in search results."""

from __future__ import annotations

import json
import re

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from districts.models import DistrictFigure, DistrictPage
from lectures.models import LectureSpeaker, ProgrammeItem
from portal.core.blocks import TEXT_FEATURES
from portal.core.searchable import korean_url
from search.sync import sync_all
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_speaker, make_tag
from tests.test_bad_input import XSS, running

pytestmark = pytest.mark.django_db

ONE_LINE = f"위험한 {XSS}"
EVIL_LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "java\tscript:x",
)


@pytest.fixture
def addresses(settings, tmp_path) -> list[str]:
    """Pages whose every text is markup; their addresses, and those of the lists that show them."""
    settings.DATA_DIR = tmp_path
    district = make_district()
    make_tag(XSS[:90], name_en=XSS[:90])
    page = DistrictPage.objects.get(district=district)
    page.title, page.title_en, page.summary = ONE_LINE, ONE_LINE, ONE_LINE
    page.save()
    figure = {"key": "x", "label": ONE_LINE[:60], "value": "<b>1</b>", "unit": "<i>", "as_of": "2024"}
    DistrictFigure.objects.create(district=district, note=ONE_LINE, source_title=ONE_LINE, **figure)
    texts = dict.fromkeys(("title", "title_en", "summary", "summary_en", "note"), ONE_LINE)
    source = {"outlet": ONE_LINE[:90], "title": ONE_LINE, "date": "2024-05-01", "supports": ONE_LINE}
    case = make_case(
        district=district,
        tags=(XSS[:90],),
        sources=[source],
        department=ONE_LINE,
        cost_note=ONE_LINE,
        partners=ONE_LINE,
        awards=ONE_LINE,
        contact_role=ONE_LINE,
        outcomes=[("outcome", {"type": "effect", "metric": ONE_LINE, "result": ONE_LINE, "unit": XSS})],
        timeline=[("step", {"when": "2024", "what": ONE_LINE})],
        adopted_by=[("adoption", {"who": ONE_LINE, "how": ONE_LINE, "when": ONE_LINE})],
        **texts,
    )
    session = make_session(3, venue=ONE_LINE, hosts=ONE_LINE, participants=ONE_LINE, **texts)
    speaker = make_speaker(ONE_LINE[:90], name_en=ONE_LINE[:90], slug="somebody")
    row = {
        "title": ONE_LINE,
        "speaker": ONE_LINE[:90],
        "affiliation": ONE_LINE,
        "role": ONE_LINE,
        "time": XSS[:40],
    }
    ProgrammeItem.objects.create(session=session, summary=ONE_LINE, **row)
    body = [{"type": "heading", "value": ONE_LINE}, {"type": "quote", "value": ONE_LINE}]
    lecture = make_lecture(session=session, speaker=speaker, body=json.dumps(body), event=ONE_LINE, **texts)
    LectureSpeaker.objects.update(affiliation=ONE_LINE, role=ONE_LINE)
    sync_all()
    pages = [korean_url(one) for one in (page, case, session, lecture)]
    lists = [
        "/",
        "/cases/",
        "/lectures/",
        "/sessions/",
        "/districts/",
        "/speakers/",
        "/speakers/somebody/",
        "/tags/",
    ]
    searches = [
        "/search/?q=위험한",
        "/search/?q=onerror",
        "/search/?q=script alert",
        "/search/?q=<script>",
        "/search/",
    ]
    return [*pages, *lists, *searches]


def test_no_page_lets_it_run(addresses, client):
    for address in addresses:
        for prefix in ("", "/en"):
            said = client.get(prefix + address).content.decode()
            assert running(said) == [], address
            if address not in ("/tags/", "/districts/"):
                assert "&lt;script&gt;" in said, address


def test_the_only_markup_of_the_api_are_its_own_marks(addresses, client):
    marked = 0
    for query in ("위험한", "alert", "script", "img src onerror", "mark", ""):
        answer = json.loads(client.get("/api/search/", {"q": query}).content)
        for passage in (passage for result in answer["results"] for passage in result["passages"]):
            bare = re.sub(r"</?mark>", "", passage["html"])
            marked += bare != passage["html"]
            assert "<" not in bare
            assert not re.search(r"&(?!lt;|gt;|amp;|quot;|#x27;)", bare), bare
            assert len(re.findall("<mark>", passage["html"])) == len(re.findall("</mark>", passage["html"]))
    assert marked


def test_the_editor_stores_no_markup_and_no_link_that_runs():
    converter = ContentstateConverter(TEXT_FEATURES)
    for link in EVIL_LINKS:
        block = {"key": "a", "text": XSS, "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
        block["entityRanges"] = [{"offset": 0, "length": 5, "key": 0}]
        entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}
        stored = converter.to_database_format(json.dumps({"blocks": [block], "entityMap": {"0": entity}}))
        assert running(stored) == [], link
