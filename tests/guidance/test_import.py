"""Terms and guides from files: loaded once, told row by row, waiting for what comes later."""

from __future__ import annotations

import json

import pytest
from wagtail.models import Revision

from portal.guidance.models import GuidePage, RelatedTerm, Term
from portal.imports.models import PendingLink
from tests.factories.guidance import make_term
from tests.imports.files import load, summary

pytestmark = pytest.mark.django_db

TERM = {
    "kind": "term",
    "external_id": "term-iot",
    "slug": "iot",
    "title": "사물인터넷",
    "title_en": "Internet of Things",
    "abbreviations": ["IoT"],
    "variants": ["사물 인터넷", "아이오티"],
    "unmarked": ["아이오티"],
    "definition": "물건에 통신을 다는 기술입니다.",
    "definition_en": "Connected things.",
    "related": ["term-sensor"],
    "sources": [{"outlet": "서울시", "date": "2024", "url": "https://example.org/"}],
}
SENSOR = {"kind": "term", "external_id": "term-sensor", "title": "센서", "definition": "재는 장치입니다."}
CASE = {"kind": "case", "external_id": "case-g1", "title": "길의 사례", "field": "교통", "district": "노원구"}
GUIDE = {
    "kind": "guide",
    "external_id": "guide-1",
    "slug": "first",
    "title": "첫 길",
    "title_en": "First guide",
    "summary": "요약",
    "occasion": "새 사람",
    "newcomers": True,
    "steps": [
        {"kind": "term", "external_id": "term-iot", "note": "먼저"},
        {"kind": "case", "external_id": "case-g1", "section": "outcomes", "note": "다음", "note_en": "Next"},
        {"address": "/cases/", "title": "목록"},
    ],
}


@pytest.fixture(autouse=True)
def site(fixed_site):
    """Guides and terms are loaded into the fixed site."""


@pytest.fixture
def write(tmp_path):
    def write(*rows, name="rows.jsonl"):
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        return path

    return write


def targets(guide: GuidePage) -> list[str]:
    return [str(step) for step in guide.steps.all()]


def test_a_term_with_everything(write):
    report = load(write(TERM, SENSOR), publish=True)
    assert "오류 0" in summary(report)
    term = Term.objects.get(external_id="term-iot")
    assert (term.name, term.name_en, term.slug) == ("사물인터넷", "Internet of Things", "iot")
    assert term.abbreviation_list == ["IoT"]
    assert term.variant_list == ["사물 인터넷", "아이오티"]
    assert term.unmarked == "아이오티"
    assert term.definition_en == "Connected things."
    assert [link.target.name for link in term.related_links.all()] == ["센서"]
    assert term.sources[0].value["outlet"] == "서울시"
    assert Term.objects.get(external_id="term-sensor").slug == "센서"


def test_loading_again_changes_nothing(write):
    path = write(CASE, TERM, SENSOR, GUIDE)
    load(path, publish=True)
    stamps = set(Term.objects.values_list("stamp", flat=True))
    revisions = Revision.objects.count()
    report = load(path, publish=True)
    assert summary(report) == "새로 만듦 0 · 바꿈 0 · 그대로 4 · 오류 0 · 알림 0"
    assert set(Term.objects.values_list("stamp", flat=True)) == stamps
    assert Revision.objects.count() == revisions


def test_a_changed_row_changes_the_term_and_keeps_its_address(write):
    load(write(TERM, SENSOR), publish=True)
    load(write({**TERM, "slug": "other", "title": "사물 인터넷망", "related": []}), publish=True)
    term = Term.objects.get(external_id="term-iot")
    assert (term.name, term.slug) == ("사물 인터넷망", "iot")
    assert not term.related_links.exists()
    assert term.definition_en == "Connected things."


def test_a_term_made_by_hand_becomes_the_rows(write):
    mine = make_term("사물 인터넷", slug="by-hand")
    load(write({**TERM, "related": []}), publish=True)
    mine.refresh_from_db()
    assert (mine.external_id, mine.name, mine.slug) == ("term-iot", "사물인터넷", "by-hand")
    assert Term.objects.count() == 1


def test_a_neighbour_that_comes_later(write):
    report = load(write(TERM), publish=True)
    assert "관련 용어 'term-sensor'" in report
    assert PendingLink.objects.count() == 1
    load(write(SENSOR), publish=True)
    assert RelatedTerm.objects.get().target.name == "센서"
    assert not PendingLink.objects.exists()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"definition": None}, "definition"),
        ({"title": "··"}, "title"),
        ({"slug": "a/b"}, "slug"),
        ({"slug": "a" * 101}, "slug"),
        ({"definition": "가" * 601}, "definition"),
        ({"abbreviations": {"a": 1}}, "abbreviations"),
        ({"sources": [{"title": "x"}]}, "sources[1].outlet"),
    ],
)
def test_a_bad_term_is_told_and_not_loaded(write, change, column):
    report = load(write({**TERM, **change}), publish=True)
    assert f"[{column}]" in report
    assert not Term.objects.exists()


def test_terms_of_a_spreadsheet(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text(
        "종류,식별자,제목,풀이,줄임말,다른 표기\n"
        "용어,t-1,리빙랩,주민이 함께하는 실험입니다.,LL,생활실험실;리빙 랩\n",
        encoding="utf-8",
    )
    load(path, publish=True)
    term = Term.objects.get()
    assert (term.name, term.abbreviation_list, term.variant_list) == (
        "리빙랩",
        ["LL"],
        ["생활실험실", "리빙 랩"],
    )


def test_a_guide_with_its_steps(write):
    report = load(write(GUIDE, CASE, TERM, SENSOR), publish=True)
    assert "알림 0" in summary(report), report
    guide = GuidePage.objects.get(external_id="guide-1")
    assert guide.live
    assert guide.newcomers
    assert guide.get_url() == "/guides/first/"
    assert targets(guide) == ["사물인터넷", "길의 사례", "목록"]
    step = guide.steps.all()[1]
    assert (step.section, step.note, step.note_en) == ("outcomes", "다음", "Next")


def test_steps_that_come_later_take_their_place(write):
    report = load(write(GUIDE), publish=True)
    assert report.count("순서의 자료") == 2
    guide = GuidePage.objects.get(external_id="guide-1")
    assert targets(guide) == ["목록"]
    load(write(CASE), publish=True)
    load(write(TERM, SENSOR), publish=True)
    guide = GuidePage.objects.get(external_id="guide-1")
    assert targets(guide) == ["사물인터넷", "길의 사례", "목록"]
    assert guide.steps.all()[1].section == "outcomes"
    assert not guide.has_unpublished_changes
    assert not PendingLink.objects.exists()


def test_without_publish_a_guide_is_a_draft(write):
    load(write(GUIDE, CASE, TERM, SENSOR))
    guide = GuidePage.objects.get()
    assert not guide.live
    assert targets(guide.get_latest_revision_as_object()) == ["사물인터넷", "길의 사례", "목록"]
    load(write(GUIDE, CASE, TERM, SENSOR), publish=True)
    assert GuidePage.objects.get().live


@pytest.mark.parametrize(
    ("step", "column"),
    [
        ({"note": "아무 데도"}, "steps[1].external_id"),
        ({"kind": "tag", "external_id": "tag-x"}, "steps[1].kind"),
        ({"kind": "case", "external_id": "case-g1", "section": "body"}, "steps[1].section"),
        ({"kind": "case", "external_id": "case-g1", "section": "nowhere"}, "steps[1].section"),
        ({"kind": "case", "external_id": "case-g1", "moment": "12:00"}, "steps[1].moment"),
        ({"kind": "lecture", "external_id": "x", "moment": "soon"}, "steps[1].moment"),
        ({"address": "/cases/"}, "steps[1].title"),
        ({"address": "https://evil.example/", "title": "x"}, "steps[1].address"),
        ({"address": "/tags/x/", "title": "x"}, "steps[1].address"),
        (
            {"address": "/cases/", "title": "x", "kind": "case", "external_id": "case-g1"},
            "steps[1].external_id",
        ),
    ],
)
def test_a_bad_step_is_told_and_the_guide_is_not_loaded(write, step, column):
    report = load(write({**GUIDE, "steps": [step]}), publish=True)
    assert f"[{column}]" in report
    assert not GuidePage.objects.exists()
