"""What only the embedded engine can suffer: files, other processes, kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tantivy

from search.engines import embedded_schema, versions
from search.engines.base import Change, EngineBusy, EngineQuery, EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.engines.facet_table import mask_of
from tests.search.fakes import record

ASKED = EngineQuery("경로당", ("public",))

# Writes forever: batch n holds documents n and n + 1, so that what is indexed can be told from the cursor.
WRITER = """
import sys
from pathlib import Path
from search.engines.base import Change, EngineBusy
from search.engines.embedded import EmbeddedEngine
from search.records import DocumentRecord

def make(number, seq):
    text = f"경로당 {seq}"
    return DocumentRecord("case", number, "", text, "", "/", text, None, None, "1", (), (), "", "public")

engine = EmbeddedEngine(Path(sys.argv[1]))
batch = engine.cursor()
stop = int(sys.argv[2])
print("go", flush=True)
while batch < stop:
    batch += 1
    engine.apply([Change(f"case:{n}", make(n, batch), batch) for n in (batch, batch + 1)], batch)
"""


def fill(engine: EmbeddedEngine, count: int = 3) -> None:
    for number in range(1, count + 1):
        engine.apply([Change(f"case:{number}", record("case", number, "스마트경로당"), number)], number)


def start_writer(root: Path, stop: int) -> subprocess.Popen[str]:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), str(stop)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path.cwd(),
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "go\n"
    return writer


def test_a_killed_writer_leaves_a_whole_index(tmp_path):
    cursor = attempt = 0
    while attempt < 4 or (cursor == 0 and attempt < 40):  # a busy machine is killed before its first commit
        writer = start_writer(tmp_path, 10_000)
        time.sleep(0.15 + 0.07 * attempt)
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        engine = EmbeddedEngine(tmp_path)
        cursor = engine.cursor()
        entries = engine.entries()
        # Document n is written by the batches n - 1 and n: what is there is exactly what the cursor says.
        expected = {f"case:{number}": min(number, cursor) for number in range(1, cursor + 2)}
        assert entries == (expected if cursor else {})
        attempt += 1
    assert cursor > 0
    engine.apply([], cursor)
    assert not list(tmp_path.glob("*/BROKEN"))


def test_readers_follow_another_process_while_it_writes(tmp_path):
    writer = start_writer(tmp_path, 25)
    reader = EmbeddedEngine(tmp_path)
    seen = []
    while writer.poll() is None:
        seen.append(reader.search(ASKED).total)
    writer.communicate()
    assert writer.returncode == 0
    assert seen == sorted(seen)
    assert reader.cursor() == 25
    assert reader.search(ASKED).total == 26


def test_a_second_writer_gets_a_clear_error(tmp_path):
    engine = EmbeddedEngine(tmp_path)
    fill(engine, 1)
    path = versions.serving(tmp_path, engine.fingerprint).path / "documents"
    other = tantivy.Index.open(str(path)).writer(15_000_000, 1)
    with pytest.raises(EngineBusy, match=path.parent.name):
        fill(engine, 2)
    assert engine.search(ASKED).total == 1
    del other
    fill(engine, 2)
    assert engine.cursor() == 2


@pytest.mark.parametrize("damage", ["garbage", "half", "gone"])
@pytest.mark.parametrize(
    "pattern",
    ["documents/meta.json", "documents/*.term", "documents/*.store", "documents/*.fast", "passages/*.idx"],
)
def test_an_unreadable_index_is_empty_and_built_anew(tmp_path, pattern, damage):
    fill(EmbeddedEngine(tmp_path))
    (build,) = versions.versions(tmp_path)
    for path in build.path.glob(pattern):
        content = {
            "garbage": os.urandom(path.stat().st_size),
            "half": path.read_bytes()[: path.stat().st_size // 2],
        }
        path.unlink()
        if damage in content:
            path.write_bytes(content[damage])
    engine = EmbeddedEngine(tmp_path)
    assert engine.search(ASKED).ready is False
    assert engine.cursor() == 0
    assert engine.entries() == {}
    fill(engine)
    assert engine.search(ASKED).total == 3
    assert EmbeddedEngine(tmp_path).cursor() == 3


def test_an_index_that_vanishes_under_a_reader_is_empty(tmp_path):
    engine = EmbeddedEngine(tmp_path)
    fill(engine)
    assert engine.search(ASKED).total == 3
    versions.prune(tmp_path, None)
    assert engine.search(ASKED).ready is False
    fill(engine, 1)
    assert engine.search(ASKED).total == 1


def test_another_fingerprint_is_another_index(tmp_path, monkeypatch):
    old = EmbeddedEngine(tmp_path)
    fill(old)
    monkeypatch.setattr(embedded_schema, "fingerprint", lambda: "0123456789ab")
    new = EmbeddedEngine(tmp_path)
    assert new.cursor() == 0
    fill(new, 1)
    assert new.search(ASKED).total == 1
    assert len(versions.versions(tmp_path)) == 2


def test_a_question_that_fails_does_not_cost_the_index(tmp_path, monkeypatch):
    engine = EmbeddedEngine(tmp_path)
    fill(engine)
    monkeypatch.setattr("search.engines.embedded.asked_tokens", lambda query: 1 / 0)
    assert engine.search(ASKED).ready is False
    monkeypatch.undo()
    assert engine.search(ASKED).total == 3
    assert engine.cursor() == 3


def test_a_broken_build_is_not_filled_further(tmp_path):
    build = EmbeddedEngine(tmp_path).begin_build()
    fill(build, 1)
    versions.waiting(tmp_path, build.fingerprint).mark_broken()
    with pytest.raises(EngineUnavailable):
        fill(build, 2)


def test_commits_do_not_pile_up_segments(tmp_path):
    engine = EmbeddedEngine(tmp_path)
    fill(engine, 40)
    path = versions.serving(tmp_path, engine.fingerprint).path / "documents"
    assert tantivy.Index.open(str(path)).searcher().num_segments < 15


def test_a_mask_has_exactly_its_rows():
    assert mask_of([]) == 0
    assert mask_of([0, 3, 70]) == 1 | 1 << 3 | 1 << 70
