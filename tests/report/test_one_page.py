"""What goes on one page: whole sentences only, figures before text, and never more than fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.report.domain.one_page import SIZES, clip, fit, sentences
from tests.report.facts import facts

SENTENCE = st.text(alphabet='가나다라 마바.!?0123456789"”)', max_size=120)


@given(SENTENCE)
def test_sentences_together_are_the_paragraph(text):
    assert " ".join(sentences(text)).split() == text.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("사고가 잦았습니다. 그래서 바꿨습니다.", ("사고가 잦았습니다.", "그래서 바꿨습니다.")),
        ("2026. 11. 23. 기준 1.5배입니다. 끝.", ("2026. 11. 23. 기준 1.5배입니다.", "끝.")),
        ("“왜 그럴까요?” 하고 물었습니다.", ("“왜 그럴까요?”", "하고 물었습니다.")),
        ("끝 표시가 없는 글", ("끝 표시가 없는 글",)),
    ],
)
def test_dates_and_numbers_do_not_end_a_sentence(text, expected):
    assert sentences(text) == expected


@given(st.text(max_size=300), st.integers(10, 200))
def test_clipping_never_makes_a_text_longer(text, most):
    short = clip(text, most)
    assert short == text or (len(short) <= most + 1 and short.endswith("…") and text.startswith(short[:-1]))


def test_everything_is_there_in_large_letters_when_it_fits():
    page = fit(facts(), lambda page: True)
    assert page.size == SIZES[0]
    assert (page.outcomes_left_out, page.sources_left_out) == (0, 0)
    assert not page.problem_cut
    assert page.note


@pytest.mark.parametrize("room", [9000, 6000, 4000, 2500, 1500])
def test_text_goes_before_figures_and_what_is_left_is_whole(room):
    whole = facts(paragraphs=20, outcomes=12)
    page = fit(whole, lambda page: _weight(page) <= room)
    assert _weight(page) <= room
    if page.outcomes_left_out:
        assert sum(map(len, page.problem)) <= 2
    said = {sentence for paragraph in whole.problem for sentence in sentences(paragraph)}
    assert {sentence for paragraph in page.problem for sentence in paragraph} <= said
    assert page.problem_cut == (sum(map(len, page.problem)) < len(said))


def test_effects_outlive_outputs_and_outputs_outlive_context():
    page = fit(facts(paragraphs=3, outcomes=9), lambda page: len(page.outcomes) <= 5)
    assert [row.type for row in page.outcomes] == ["effect", "output", "effect", "output", "effect"]


def test_where_nothing_fits_the_barest_version_is_left():
    page = fit(facts(paragraphs=20, outcomes=30), lambda page: False)
    assert len(page.outcomes) <= 2
    assert len(page.sources) == 1
    assert len(page.title) <= 41


def test_few_versions_are_tried():
    tried = []

    def never(page):
        tried.append(page)
        return False

    fit(facts(paragraphs=400, outcomes=30), never)
    assert 1 < len(tried) <= 10


def _weight(page) -> int:
    texts = [sentence for paragraph in (*page.problem, *page.approach) for sentence in paragraph]
    rows = [f"{row.metric}{row.value}{row.method}{row.baseline}" for row in page.outcomes]
    return sum(map(len, [page.title, page.summary, page.note, *texts, *rows, *page.sources]))
