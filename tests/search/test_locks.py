from __future__ import annotations

import subprocess
import sys

import pytest

from search.hosts import host_id
from search.locks import LockTimeout, data_path, file_lock, waiting


def test_a_lock_is_held_by_one():
    with file_lock("x") as first:
        assert first
        with file_lock("x") as second:
            assert not second
        with file_lock("y") as other:
            assert other
    with file_lock("x") as again:
        assert again


def test_a_lock_ends_with_its_process():
    code = "import fcntl, os, sys; fcntl.flock(open(sys.argv[1], 'a'), fcntl.LOCK_EX); os._exit(1)"
    subprocess.run([sys.executable, "-c", code, str(data_path("locks", "x.lock"))], check=False)
    with file_lock("x") as mine:
        assert mine


def test_waiting_for_a_lock_ends():
    with (
        file_lock("x"),
        pytest.raises(LockTimeout, match="'x'"),
        waiting(lambda: file_lock("x"), "x", seconds=0.1),
    ):
        pytest.fail("two hold the lock")
    with waiting(lambda: file_lock("x"), "x"), file_lock("x") as second:
        assert not second


def test_a_data_directory_keeps_its_name(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "one"
    first = host_id()
    settings.DATA_DIR = tmp_path / "two"
    second = host_id()
    settings.DATA_DIR = tmp_path / "one"
    assert host_id() == first != second
    assert [path.name for path in (tmp_path / "one" / "search").iterdir()] == ["host"]
