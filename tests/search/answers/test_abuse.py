"""Whatever is typed is answered, with bounded work."""

from __future__ import annotations

import json
import time

import pytest

from tests.search.fakes import record

#: Of the processor: far above what one takes, far below what unbounded work would.
SECONDS = 2.0

ABUSE = {
    "10,000 characters": "스마트쉼텨" * 2_000,
    "500 words": " ".join(f"쉼텨{number}" for number in range(500)),
    "500 slips": " ".join(["tmakxm"] * 500),
    "one long slip": "tmakxmtnlaxj" * 800,
    "only jamo": "ㅅㅁㅌ" * 3_000,
    "vowels": "ㅏㅓㅗ" * 3_000,
    "emoji": "🙂👨‍👩‍👧‍👦" * 1_000,
    "right to left": "\u202eשלום\u202c 쉼터",
    "SQL": "'; DROP TABLE search_searchdocument; --",
    "query DSL": '{"match_all": {}} title_m:[a TO b] AND OR NOT *:* ~2 ^5',
    "nested quotes": '"' * 500 + '"쉼터 "안의" 따옴표"' + "“”" * 500,
    "minus signs": "-" * 500 + " -가 " * 500,
    "filters": "구:노원구 태그:IoT 연도:2025 " * 300,
    "NUL": "쉼\x00터",
    "surrogate": "쉼\ud800터",
    "broken encoding": "\ufffd\ufffd",
    "particles": "은 는 이 가",
}


@pytest.mark.parametrize("path", ["/search/", "/api/search/"])
@pytest.mark.parametrize("text", ABUSE.values(), ids=ABUSE.keys())
def test_any_query_is_answered_soon(client, shelve, path, text):
    shelve(record("case", 1, "스마트쉼터", districts=("노원구",)))
    asked = text.encode("utf-8", "replace").decode()
    client.get(path)
    started = time.process_time()
    answer = client.get(path, {"q": asked})
    assert time.process_time() - started < SECONDS
    assert answer.status_code == 200
    if path == "/api/search/":
        assert set(json.loads(answer.content)["interpreted"]) == {"text", "changes"}


def test_hidden_words_are_in_no_correction(client, shelve):
    shelve(record("case", 1, "비밀조직개편", audience="login"), record("case", 2, "스마트쉼터"))
    for path in ("/search/", "/api/search/"):
        for query in ("비밀조직개폄", "qlalfwhwlrrovuswz"):
            assert "비밀조직개편" not in client.get(path, {"q": query}).content.decode()
