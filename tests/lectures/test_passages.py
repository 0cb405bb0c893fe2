from __future__ import annotations

import random

from lectures.domain.captions import Line
from lectures.domain.passages import LONGEST_MS, SHORTEST_MS, merge, passage_records, plain_records
from lectures.models import Chapter


def talk(count: int, seconds: float = 4.0) -> list[Line]:
    """A sentence every other cue."""
    step = int(seconds * 1000)
    return [
        Line(number * step, number * step + step - 200, f"말 {number}{'.' if number % 2 else ''}")
        for number in range(count)
    ]


def test_passages_are_20_to_60_seconds_long_and_end_with_a_sentence():
    passages = merge(talk(200))
    for passage in passages[:-1]:
        assert SHORTEST_MS <= passage.end_ms - passage.start_ms <= LONGEST_MS
        assert passage.text.endswith(".")


def test_without_ends_of_sentences_a_passage_stays_below_a_minute():
    cues = [Line(number * 5000, number * 5000 + 4900, "끝없는 말") for number in range(100)]
    assert all(passage.end_ms - passage.start_ms <= LONGEST_MS for passage in merge(cues))


def test_no_passage_crosses_a_chapter():
    chapters = [Chapter(start_ms=0, title="하나"), Chapter(start_ms=30_000, title="둘")]
    for passage in merge(talk(30), chapters):
        assert passage.chapter is (chapters[0] if passage.start_ms < 30_000 else chapters[1])
        assert passage.chapter is chapters[1] or passage.end_ms <= 30_000 + 4000


def test_every_word_is_in_exactly_one_passage_and_every_locator_is_different():
    draw = random.Random(7)
    for _ in range(50):
        moment, cues = 0, []
        for number in range(draw.randrange(1, 60)):
            moment += draw.choice([0, 200, 3000, 9000, 70_000])
            cues.append(
                Line(
                    moment, moment + draw.choice([100, 4000, 80_000]), f"낱말{number}{draw.choice(['', '.'])}"
                )
            )
        chapters = [
            Chapter(start_ms=start, title="장") for start in sorted(draw.sample(range(0, 100_000, 100), 4))
        ]
        records = passage_records(cues, chapters, 10)
        assert " ".join(record.text for record in records) == " ".join(cue.text for cue in cues)
        assert len({record.locator for record in records}) == len(records)
        assert [record.ordinal for record in records] == list(range(10, 10 + len(records)))


def test_a_record_says_where_it_is():
    record = passage_records(talk(3), [Chapter(start_ms=0, title="들어가며")], 0)[0]
    assert (record.locator, record.heading) == ("t=0", "0:00 들어가며")


def test_a_text_without_times_leads_to_the_transcript():
    records = list(plain_records("가.\n\n" + "나" * 600 + "\n다.", 10))
    assert {record.locator for record in records} == {"section=transcript"}
    assert "".join(record.text for record in records).replace("\n", "") == "가." + "나" * 600 + "다."
