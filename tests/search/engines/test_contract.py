"""What every engine does. A new engine joins by the ``open_engine`` fixture."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import pytest

from search.engines.base import SCORE_CUT, Change, EngineQuery, EngineUnavailable
from search.records import PassageRecord
from tests.search.fakes import record

pytestmark = pytest.mark.contract

PUBLIC = ("public",)


def put(engine, *records, start: int = 1) -> int:
    changes = [Change(item.key, item, start + place) for place, item in enumerate(records)]
    engine.apply(changes, changes[-1].seq)
    return changes[-1].seq


def keys(engine, text: str, **values) -> list[str]:
    query = EngineQuery(text, values.pop("audiences", PUBLIC), **{"limit": 1000, **values})
    return [hit.key for hit in engine.search(query).hits]


# --- cursor and changes


def test_a_new_index_is_empty_and_says_that_it_is_not_ready(engine):
    assert engine.cursor() == 0
    assert engine.count() == 0
    assert engine.entries() == {}
    result = engine.search(EngineQuery("노원", PUBLIC))
    assert (result.hits, result.total, result.ready) == ((), 0, False)
    assert engine.locate(EngineQuery("노원", PUBLIC), ["case:1"], 3) == {}


def test_changes_and_cursor_arrive_together(engine):
    put(engine, record("case", 1, "스마트경로당"), record("case", 2, "따릉이"))
    assert engine.cursor() == 2
    assert engine.count() == 2
    assert engine.entries() == {"case:1": 1, "case:2": 2}
    result = engine.search(EngineQuery("경로당", PUBLIC))
    assert [hit.key for hit in result.hits] == ["case:1"]
    assert (result.total, result.ready) == (1, True)


def test_a_change_replaces_the_document(engine):
    put(engine, record("case", 1, "스마트경로당"))
    put(engine, record("case", 1, "공유자전거", tags=("교통",)), start=2)
    assert keys(engine, "경로당") == []
    assert keys(engine, "자전거") == ["case:1"]
    assert engine.entries() == {"case:1": 2}
    assert engine.search(EngineQuery("", PUBLIC)).facets["tag"] == {"교통": 1}


def test_a_tombstone_removes_the_document_and_its_passages(engine):
    put(engine, record("case", 1, "스마트경로당"), record("case", 2, "경로당 소식"))
    engine.apply([Change("case:1", None, 3)], 3)
    assert keys(engine, "경로당") == ["case:2"]
    assert engine.locate(EngineQuery("경로당", PUBLIC), ["case:1", "case:2"], 3).keys() == {"case:2"}
    assert engine.entries() == {"case:2": 2}
    engine.apply([Change("case:99", None, 4)], 4)
    assert engine.cursor() == 4


def test_the_same_changes_again_change_nothing(engine):
    items = [record("case", number, f"경로당 {number}") for number in range(5)]
    put(engine, *items)
    before = (keys(engine, "경로당"), engine.entries())
    put(engine, *items)
    assert (keys(engine, "경로당"), engine.entries()) == before
    assert engine.count() == 5


def test_the_last_of_several_changes_of_one_document_counts(engine):
    first, last = record("case", 1, "처음"), record("case", 1, "마지막")
    engine.apply([Change("case:1", first, 1), Change("case:1", None, 2), Change("case:1", last, 3)], 3)
    assert keys(engine, "처음") == []
    assert keys(engine, "마지막") == ["case:1"]


def test_the_cursor_can_move_without_changes(engine):
    put(engine, record("case", 1, "경로당"))
    engine.apply([], 9)
    assert engine.cursor() == 9
    assert keys(engine, "경로당") == ["case:1"]


def test_changes_that_follow_another_cursor_are_not_taken(engine):
    """An index that was deleted or exchanged meanwhile would be left with these changes alone."""
    with pytest.raises(EngineUnavailable):
        engine.apply([Change("case:2", record("case", 2, "둘"), 2)], 2, onto=1)
    assert engine.cursor() == 0
    engine.apply([Change("case:1", record("case", 1, "하나"), 1)], 1)
    engine.apply([Change("case:2", record("case", 2, "둘"), 2)], 2, onto=1)
    with pytest.raises(EngineUnavailable):
        engine.apply([Change("case:3", record("case", 3, "셋"), 3)], 3, onto=1)
    assert (engine.cursor(), engine.count()) == (2, 2)


def test_another_look_sees_every_commit(open_engine):
    writer, reader = open_engine(), open_engine()
    assert reader.cursor() == 0
    for number in range(1, 6):
        put(writer, record("case", number, "경로당"), start=number)
        assert reader.cursor() == number
        assert len(keys(reader, "경로당")) == number
    assert open_engine().entries() == writer.entries()


# --- who may see what


def test_only_what_the_viewer_may_see_is_found_counted_and_located(engine):
    put(
        engine,
        record("case", 1, "경로당", audience="public", tags=("가",)),
        record("case", 2, "경로당 경로당", audience="login", tags=("가", "나")),
        record("case", 3, "경로당", audience="g3|g5&g7", tags=("다",)),
    )
    for audiences, seen in (
        (("public",), [1]),
        (("public", "login"), [1, 2]),
        (("g3|g5&g7", "public"), [1, 3]),
        (("unknown",), []),
        ((), []),
    ):
        for text in ("경로당", ""):
            result = engine.search(EngineQuery(text, audiences))
            assert sorted(hit.key for hit in result.hits) == [f"case:{number}" for number in seen]
            assert result.total == len(seen)
            assert sum(result.facets.get("kind", {}).values()) == len(seen)
    assert engine.search(EngineQuery("경로당", PUBLIC)).facets["tag"] == {"가": 1}


def test_who_asks_does_not_change_the_scores(engine):
    put(engine, *(record("case", number, "경로당 " * number, audience="public") for number in range(1, 9)))
    few = engine.search(EngineQuery("경로당", ("public",)))
    many = engine.search(EngineQuery("경로당", ("public", "login", "g1", "g2|g3")))
    assert few.hits == many.hits


# --- ranking


def test_a_title_counts_more_than_a_body(engine):
    filler = "자치구 소식을 전합니다 " * 3
    put(
        engine,
        record("case", 1, "다른 제목", body=f"{filler} 스마트경로당"),
        record("case", 2, "스마트경로당", body=filler),
    )
    assert keys(engine, "스마트경로당")[0] == "case:2"


@pytest.mark.parametrize(
    ("query", "exact", "other"),
    [
        ("비급여", "비급여 항목을 정했다", "급여 항목을 정했다"),
        ("비대면", "비대면 상담을 한다", "대면 상담을 한다"),
        ("무인민원", "무인민원 발급을 한다", "민원 발급을 한다"),
        ("탈석탄", "탈석탄 선언을 했다", "석탄 선언을 했다"),
    ],
)
def test_a_prefix_that_turns_the_meaning_counts(engine, query, exact, other):
    put(engine, record("case", 1, "소식", body=other), record("case", 2, "소식", body=exact))
    assert keys(engine, query)[0] == "case:2"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("강남", "강남구의 사례입니다"),
        ("중구", "중구에서 시작했습니다"),
        ("에어팟", "에어팟으로 듣는 강좌"),
        ("C++", "C++를 배웁니다"),
        ("c++", "C++를 배웁니다"),
        ("5G", "5G특화망을 깔았습니다"),
        ("S-DoT", "S‑DoT 센서 1,100대"),
        ("s-dot", "S-DoT(스마트서울 도시데이터 센서)"),
        ("R&D", "R&D 예산"),
        ("AI", "AI를 씁니다"),
        ("1,689대", "CCTV 1,689대를 관제합니다"),
        ("1689대", "CCTV 1,689대를 관제합니다"),
        ("김", "김 과장이 발표했습니다"),
        ("앱", "안심이 앱을 씁니다"),
        ("와이파이", "공공와이파이를 넓혔습니다"),
        ("대규모", "대규모 행사"),
        ("스마트 경로당", "스마트경로당을 엽니다"),
        ("스마트경로당", "스마트 경로당을 엽니다"),
        ("임플 란트", "임플란트를 지원합니다"),
        ("주민참여 예산", "주민참여예산제"),
        ("급여)", "급여를 올렸습니다"),
        ("급여]", "급여를 올렸습니다"),
        ("어르신은", "어르신 돌봄"),
        ("배우는 사람", "기기를 배웠습니다"),
        ("스마트ㅅ", "스마트도시"),
        ("노원구", "노원구"),
        ("digital twin", "Digital Twin 기반 관제"),
    ],
)
def test_what_is_written_another_way_is_found(engine, query, text):
    put(engine, record("case", 1, "소식", body=text), record("case", 2, "날씨", body="하늘이 맑다"))
    assert keys(engine, query)[:1] == ["case:1"]


@pytest.mark.parametrize("query", ["은 는 이 가", "을", "?!", "구", "🙂", "\x00\x01", "\ud800", " "])
def test_a_query_of_nothing_finds_nothing(engine, query):
    put(engine, record("case", 1, "서울 종로구", body="종로구는 서울의 구이다"))
    result = engine.search(EngineQuery(query, PUBLIC))
    assert (result.total, result.ready) == (0, True)


def test_a_korean_page_is_found_by_its_english_title(engine):
    put(
        engine, record("case", 1, "똑똑한 경로당", title_en="Smart senior centres"), record("case", 2, "센터")
    )
    assert keys(engine, "senior") == ["case:1"]


def test_a_long_query_is_answered(engine):
    put(engine, record("case", 1, "스마트경로당"))
    assert keys(engine, "스마트경로당 " + "아무말 대잔치 " * 2_000) == ["case:1"]


def test_ties_go_to_the_newer_then_to_the_key(engine):
    days = {1: None, 2: datetime.date(2024, 5, 1), 3: datetime.date(2025, 5, 1), 4: datetime.date(2024, 5, 1)}
    put(engine, *(record("case", number, "같은 제목", date=day) for number, day in days.items()))
    assert keys(engine, "제목") == ["case:3", "case:2", "case:4", "case:1"]


def test_far_weaker_hits_are_cut_before_any_choice(engine):
    long = "다른 이야기가 이어지는 글입니다 " * 40
    put(
        engine,
        record("case", 1, "스마트경로당 운영", body="스마트경로당 스마트경로당", field="복지"),
        *(record("case", number, f"날씨 {number}", body=long) for number in range(2, 40)),
        record("case", 50, "하늘", body=f"{long} 스마트", field="환경"),
    )
    result = engine.search(EngineQuery("스마트경로당 운영", PUBLIC))
    best = result.hits[0].score
    assert all(hit.score >= SCORE_CUT * best for hit in result.hits)
    assert "case:50" not in [hit.key for hit in result.hits]
    assert keys(engine, "스마트경로당 운영", filters={"field": ("환경",)}) == []


# --- lists and pages


def many(count: int = 60, seed: int = 7):
    chosen = random.Random(seed)
    words = ["경로당", "자전거", "센서", "돌봄", "주차"]
    for number in range(count):
        text = " ".join(chosen.choices(words, k=6))
        yield record(
            chosen.choice(["case", "lecture", "session"]),
            number,
            f"{chosen.choice(words)} 이야기",
            body=text,
            date=chosen.choice([None, datetime.date(2024, chosen.randint(1, 12), 1)]),
            year=chosen.choice([None, 2023, 2024, 2025]),
            licence=chosen.choice(["", "0", "1", "4", "ai"]),
            districts=tuple(chosen.sample(["노원구", "중구", "강남구", "성동구"], chosen.randint(0, 2))),
            tags=tuple(chosen.sample(["인공지능", "센서", "앱", "돌봄"], chosen.randint(0, 3))),
            field=chosen.choice(["", "교통", "복지"]),
            audience=chosen.choice(["public", "public", "login"]),
        )


def test_an_empty_query_lists_everything_newest_first(engine):
    items = list(many())
    put(engine, *items)
    public = [item for item in items if item.audience == "public"]
    expected = sorted(public, key=lambda item: (-(item.date.toordinal() if item.date else 0), item.key))
    assert keys(engine, "") == [item.key for item in expected]


def test_sorting_by_date_keeps_the_hits(engine):
    items = {item.key: item for item in many()}
    put(engine, *items.values())
    by_score, by_date = keys(engine, "경로당"), keys(engine, "경로당", sort="date")
    assert sorted(by_score) == sorted(by_date)
    days = [items[key].date.toordinal() if items[key].date else 0 for key in by_date]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("sort", ["relevance", "date"])
@pytest.mark.parametrize("text", ["경로당 돌봄", ""])
def test_pages_together_are_the_list(engine, text, sort):
    put(engine, *many())
    whole = keys(engine, text, sort=sort)
    pages = [keys(engine, text, sort=sort, offset=start, limit=7) for start in range(0, len(whole) + 7, 7)]
    assert [key for page in pages for key in page] == whole
    assert engine.search(EngineQuery(text, PUBLIC, offset=10_000)).total == len(whole)
    assert keys(engine, text, limit=0) == []


# --- places


def with_passages(number: int, *texts: str):
    passages = tuple(
        PassageRecord(place, f"section=s{place}" if place else "", f"대목 {place}", text)
        for place, text in enumerate(texts)
    )
    return replace(record("case", number, "사례", body="\n".join(texts)), passages=passages)


def test_the_best_places_of_each_document_are_located(engine):
    put(
        engine,
        with_passages(
            1, "요약입니다", "경로당에서 배웁니다", "예산", "경로당 경로당 만족도", "경로당", "경로당 회원"
        ),
        with_passages(2, "자전거", "주차"),
        with_passages(3, "경로당"),
    )
    found = engine.locate(EngineQuery("경로당", PUBLIC), ["case:1", "case:2"], 3)
    assert found.keys() == {"case:1"}
    hits = found["case:1"]
    assert len(hits) == 3
    assert hits[0].ordinal in (3, 4)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.locator == f"section=s{hit.ordinal}" for hit in hits)


def test_places_follow_changes(engine):
    put(engine, with_passages(1, "요약", "경로당"))
    put(engine, with_passages(1, "경로당 요약"), start=2)
    hits = engine.locate(EngineQuery("경로당", PUBLIC), ["case:1"], 3)["case:1"]
    assert [(hit.ordinal, hit.locator) for hit in hits] == [(0, "")]


def test_nothing_asked_locates_nothing(engine):
    put(engine, with_passages(1, "경로당"))
    assert engine.locate(EngineQuery("", PUBLIC), ["case:1"], 3) == {}
    assert engine.locate(EngineQuery("경로당", PUBLIC), [], 3) == {}
    assert engine.locate(EngineQuery("경로당", PUBLIC), ["case:77"], 3) == {}
