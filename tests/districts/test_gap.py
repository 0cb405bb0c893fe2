from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from districts.models import Chart, ChartFigure, ChartLink, GapPage
from search.sync import sync_all
from tests.factories.site import make_case, make_district, make_lecture, restrict
from tests.imports.files import load, summary

pytestmark = pytest.mark.django_db
CONTENT = Path(settings.BASE_DIR) / "content" / "figures.jsonl"
SOURCE = {"outlet": "신문", "title": "기사", "date": "2024-05-01", "url": "https://example.org/a"}


@pytest.fixture
def site(fixed_site):
    """The gap page is one of the fixed pages."""


def make_chart(slug: str = "kiosk", *links, **fields) -> Chart:
    figures = fields.pop("figures", [("고령층", "", "57.1", "%"), ("전체", "", "81.7", "%")])
    values = {
        "title": "키오스크 이용",
        "topic": "kiosk",
        "reading": "나이가 많을수록 적습니다.",
        "survey": "실태조사",
        "as_of": "2023",
        "maximum": 100,
        **fields,
    }
    chart = Chart(slug=slug, sources=[("source", SOURCE)], **values)
    chart.figures = [
        ChartFigure(label=label, series=series, value=value, unit=unit)
        for label, series, value, unit in figures
    ]
    chart.links = [ChartLink(page=page) for page in links]
    chart.save()
    return chart


def test_a_chart_is_a_picture_with_a_name_and_a_table(site, client):
    make_chart("kiosk", make_case("사례"))
    html = client.get("/districts/gap/").content.decode()
    drawing = re.search(r"<svg class=\"chart-drawing\".*?</svg>", html, re.DOTALL)[0]
    assert 'role="img"' in drawing
    assert re.search(r"<title[^>]*>\s*막대그림: 키오스크 이용\s*</title>", drawing)
    assert re.search(r"<desc[^>]*>\s*나이가 많을수록 적습니다\.", drawing)
    for text in ("57.1%", "81.7%"):
        assert text in drawing
        assert text in html.partition('class="table chart-figures"')[2]
    assert "실태조사" in html
    assert '<time datetime="2023">2023년</time>' in html
    assert "https://example.org/a" in html


def test_a_chart_leads_to_what_the_reader_may_see(site, client):
    secret = make_lecture("은닉강연")
    restrict(secret)
    make_chart("kiosk", make_case("이어 볼 사례"), secret, make_case("은닉초안", live=False))
    html = client.get("/districts/gap/").content.decode()
    assert "이어 볼 사례" in html
    assert "은닉" not in html


@pytest.mark.parametrize(
    "figures",
    [
        [("비중", "", "70~90", "%"), ("예산", "", "334", "%")],
        [("점수", "", "66.7", "점"), ("비율", "", "22.9", "%")],
        [("수준", "", "평균보다 높음", "")],
        [("음수", "", "-3", "%")],
        [("무한", "", "inf", "%"), ("없음", "", "nan", "%")],
    ],
)
def test_what_cannot_be_drawn_is_listed(site, client, figures):
    make_chart(figures=figures)
    html = client.get("/districts/gap/").content.decode()
    assert "chart-drawing" not in html
    for _label, _series, value, _unit in figures:
        assert value in html


def test_a_link_leads_to_a_lecture_or_a_case_only(site):
    chart = make_chart()
    with pytest.raises(ValidationError):
        ChartLink(chart=chart, page=make_district().page).full_clean()
    ChartLink(chart=chart, page=make_case()).full_clean()


def test_the_shipped_charts_name_year_source_and_where_to_go_on():
    rows = [json.loads(line) for line in CONTENT.read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 30
    for row in rows:
        assert row["as_of"]
        assert row["links"]
        assert all(source["url"].startswith("http") for source in row["sources"])
        assert not any("재게재" in source["outlet"] or "m99f" in source["url"] for source in row["sources"])
        assert all(row[f"{name}_en"] for name in ("title", "reading", "survey"))
        for figure in row["figures"]:
            assert figure["label_en"]
            assert not re.search("[가-힣]", figure.get("value_en") or figure["value"])


def test_the_shipped_charts_rank_no_district():
    """Values by district are old, in alphabetical order, and say so."""
    rows = [json.loads(line) for line in CONTENT.read_text(encoding="utf-8").splitlines()]
    (by_district,) = [row for row in rows if row["slug"] == "households-by-district-2000"]
    names = list(dict.fromkeys(figure["label"] for figure in by_district["figures"]))
    assert names[1:] == sorted(names[1:])
    assert "순위가 아닙니다" in by_district["note"]


def test_the_shipped_charts_load_once_and_wait_for_what_they_lead_to(site, client):
    report = load(CONTENT, publish=True)
    rows = len(CONTENT.read_text(encoding="utf-8").splitlines())
    assert "오류 0" in summary(report)
    assert Chart.objects.count() == rows
    before = list(ChartFigure.objects.values_list("pk", flat=True))
    assert f"그대로 {rows}" in summary(load(CONTENT, publish=True))
    assert list(ChartFigure.objects.values_list("pk", flat=True)) == before
    html = client.get("/districts/gap/").content.decode()
    assert html.count('class="chart-card"') == rows
    assert html.count("chart-drawing") > 20


def test_links_come_with_their_targets(site, tmp_path):
    row = json.loads(CONTENT.read_text(encoding="utf-8").splitlines()[0])
    chart, case = tmp_path / "charts.jsonl", tmp_path / "cases.jsonl"
    row["links"] = [{"kind": "case", "external_id": "case-later"}]
    chart.write_text(json.dumps(row), encoding="utf-8")
    case.write_text(
        json.dumps({"kind": "case", "external_id": "case-later", "title": "나중 사례"}), encoding="utf-8"
    )
    load(chart, publish=True)
    assert ChartLink.objects.count() == 0
    load(case, publish=True)
    assert [link.page.title for link in ChartLink.objects.all()] == ["나중 사례"]


@pytest.mark.parametrize(
    "change",
    [
        {"links": []},
        {"links": [{"kind": "tag", "external_id": "x"}]},
        {"sources": []},
        {"figures": []},
        {"as_of": "언젠가"},
        {"topic": "none"},
        {"maximum": "많이"},
    ],
)
def test_a_row_without_its_basis_is_refused(site, tmp_path, change):
    row = {**json.loads(CONTENT.read_text(encoding="utf-8").splitlines()[0]), **change}
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    assert "오류 1" in summary(load(path, publish=True))
    assert Chart.objects.count() == 0


def test_the_figures_are_found_and_lead_to_their_chart(site, client):
    make_chart("kiosk-by-age", make_case())
    sync_all()
    (hit,) = client.get("/api/search/", {"q": "키오스크", "kind": "figure"}).json()["results"]
    assert hit["title"] == "격차 현황"
    assert any(passage["url"].endswith("/districts/gap/#kiosk-by-age") for passage in hit["passages"])
    Chart.objects.all().delete()
    sync_all()
    assert client.get("/api/search/", {"q": "키오스크", "kind": "figure"}).json()["results"] == []


def test_english_readers_get_english(site, client):
    load(CONTENT, publish=True)
    html = client.get("/en/districts/gap/").content.decode()
    main = html.partition("<main")[2].partition("</main>")[0]
    bare = re.sub(r"<(\w+)[^>]*\blang=\"ko\"[^>]*>.*?</\1>", "", main, flags=re.DOTALL)
    visible = re.sub(r"<[^>]+>", " ", bare)
    assert re.findall("[가-힣]+", visible) == []


def test_the_page_costs_the_same_for_one_chart_and_for_twenty(site, client, django_assert_max_num_queries):
    for number in range(20):
        make_chart(f"chart-{number}", make_case())
    client.get("/districts/gap/")
    assert GapPage.objects.count() == 1
    with django_assert_max_num_queries(30):
        client.get("/districts/gap/")
