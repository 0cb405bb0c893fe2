from __future__ import annotations

import os
import signal
import socket
import sys
import time

import pytest

from deploy.run.supervisor import CannotStart, Child, Supervisor, wait_for_port

SLEEP = "import time; time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
)


@pytest.fixture
def signals_kept():
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def supervise(signals_kept):
    made: list[Supervisor] = []

    def make(*codes: str) -> Supervisor:
        children = [Child(f"child {n}", [sys.executable, "-c", code]) for n, code in enumerate(codes)]
        made.append(Supervisor(children, dict(os.environ)))
        return made[-1]

    yield make
    for supervisor in made:
        supervisor.stop()


def test_child_that_dies_is_started_again(supervise, capfd):
    supervisor = supervise(SLEEP)
    supervisor.start()
    child = supervisor.children[0]
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    supervisor.wait_until(lambda: child.process is not None and child.process.pid != first, patience=20)
    assert "child 0 ended (signal SIGKILL); starting it again in 1 s" in capfd.readouterr().out


def test_pauses_grow(supervise):
    child = Child("web", [])
    pauses = []
    for failures in range(8):
        child.failures = failures
        pauses.append(child.pause())
    assert pauses == [0, 1, 2, 4, 8, 16, 30, 30]


def test_child_that_never_comes_up_ends_the_start(supervise, capfd):
    supervisor = supervise("raise SystemExit(3)")
    supervisor.start()
    with pytest.raises(CannotStart, match="ended 3 times"):
        supervisor.wait_until(lambda: False, patience=30)


def test_signal_ends_all_children(supervise):
    supervisor = supervise(SLEEP, SLEEP)
    supervisor.start()
    os.kill(os.getpid(), signal.SIGTERM)
    supervisor.run()
    supervisor.stop()
    assert all(child.process.returncode is not None for child in supervisor.children)


def test_child_that_will_not_end_is_made_to(supervise, monkeypatch):
    monkeypatch.setattr("deploy.run.supervisor.STOP_PATIENCE", 0.5)
    supervisor = supervise(STUBBORN)
    supervisor.start()
    time.sleep(0.5)
    supervisor.stop()
    assert supervisor.children[0].process.returncode == -signal.SIGKILL


def test_port_in_use_is_said_so():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} is in use"):
            wait_for_port(port, patience=0.3)
    wait_for_port(port, patience=0.3)
