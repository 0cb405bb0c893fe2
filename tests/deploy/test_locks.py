from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from deploy.run.locks import Busy, FileLock


def test_second_holder_is_told_who_has_it(tmp_path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    first.acquire("http://127.0.0.1:8000")
    with pytest.raises(Busy) as caught:
        second.acquire("other")
    assert caught.value.holder == f"{os.getpid()} http://127.0.0.1:8000"
    first.release()
    second.acquire("other")
    second.release()


def test_killed_holder_leaves_no_lock(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from deploy.run.locks import FileLock;"
        "lock = FileLock(Path(sys.argv[1])); lock.acquire('holder'); print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Busy):
            FileLock(tmp_path / "lock").acquire("me")
        holder.kill()
        holder.wait()
    lock = FileLock(tmp_path / "lock")
    lock.acquire("me")
    lock.release()


def test_lock_lasts_as_long_as_an_orphan_that_was_given_it(tmp_path):
    lock = FileLock(tmp_path / "lock")
    lock.acquire("parent")
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1.5)"], pass_fds=[lock.fileno()]):
        start = time.monotonic()
        lock.release()
        again = FileLock(tmp_path / "lock")
        again.acquire("next", wait=10)
        again.release()
        assert time.monotonic() - start > 0.5
