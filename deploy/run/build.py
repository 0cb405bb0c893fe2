"""What a checkout needs before anything runs: Python packages, design-system assets, compiled translations."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from deploy.run.layout import BUILD_DIR, PYTHON, ROOT, VENV, base_python, child_environment
from deploy.run.locks import FileLock
from deploy.run.processes import CommandFailed, run_logged
from deploy.run.progress import Step
from deploy.run.stamps import Stamps

LOCKS = ROOT / "deploy" / "locks"
ASSETS = ROOT / "deploy" / "assets"
LOG = BUILD_DIR / "log" / "build.log"
STAMPS = Stamps(BUILD_DIR / "stamps")

NO_VENV = """This Python cannot make a virtual environment: the parts venv and ensurepip are missing.
On Debian and Ubuntu: apt install python3-venv. Then run the same command again."""


class CannotBuild(Exception):
    """Something that has to be there first is missing; the message says what."""


def build_lock() -> FileLock:
    """One build at a time per checkout."""
    return FileLock(BUILD_DIR / "build.lock")


def steps(lock: FileLock, *, development: bool = False) -> list[Step]:
    """The build steps in their order; with `development` also what the checks need."""
    wanted = [
        Step(
            "packages",
            "Python packages",
            STAMPS,
            lambda: _package_inputs("runtime.txt"),
            lambda alive, interrupted: _install("runtime.txt", lock, alive, interrupted),
            _venv_works,
        )
    ]
    if development:
        wanted.append(
            Step(
                "packages-dev",
                "Python packages for checks",
                STAMPS,
                lambda: _package_inputs("dev.txt"),
                lambda alive, interrupted: _install("dev.txt", lock, alive, interrupted),
                _venv_works,
            )
        )
    wanted.append(
        Step(
            "assets",
            "Design-system assets",
            STAMPS,
            _asset_inputs,
            lambda alive, interrupted: _bring_assets(lock, alive, interrupted),
            (ROOT / "static" / "vendor" / "krds").is_dir,
        )
    )
    wanted.append(
        Step(
            "messages",
            "Translations",
            STAMPS,
            _catalogues,
            lambda alive, interrupted: _compile_messages(lock, alive),
            lambda: all(po.with_suffix(".mo").is_file() for po in _catalogues()),
        )
    )
    return wanted


def ready(*, development: bool = False) -> bool:
    """True when no build step has anything to do."""
    return all(step.done() for step in steps(build_lock(), development=development))


# --- Python packages --------------------------------------------------------------------------------


def _package_inputs(lock_file: str) -> Iterable[str | Path]:
    return [platform.python_implementation(), ".".join(map(str, sys.version_info[:2])), LOCKS / lock_file]


def _venv_works() -> bool:
    """The environment's Python starts (it does not when the Python that it was made from has gone)."""
    return (
        PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0
    )


def _install(lock_file: str, lock: FileLock, alive: Callable[[], None], interrupted: bool) -> None:
    """Install exactly what the lock file says. Half an environment is thrown away: pip would take it for whole."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if interrupted or not _venv_works() or _venv_version() != version:
        for name in ("packages", "packages-dev"):
            STAMPS.drop(name)
        shutil.rmtree(VENV, ignore_errors=True)
        _make_venv(lock, alive)
    pip_install(lock_file, lock, alive)


def _venv_version() -> str:
    code = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    return subprocess.run([PYTHON, "-c", code], capture_output=True, text=True).stdout.strip()


def _make_venv(lock: FileLock, alive: Callable[[], None]) -> None:
    python, env = base_python(), child_environment()
    if importlib.util.find_spec("ensurepip") is not None:
        run_logged([python, "-m", "venv", str(VENV)], LOG, env, locks=[lock], alive=alive)
    elif importlib.util.find_spec("virtualenv") is not None:
        run_logged([python, "-m", "virtualenv", str(VENV)], LOG, env, locks=[lock], alive=alive)
    elif importlib.util.find_spec("pip") is not None:
        # Debian keeps ensurepip in a package of its own, but its pip can fill an empty environment.
        run_logged([python, "-m", "venv", "--without-pip", str(VENV)], LOG, env, locks=[lock], alive=alive)
        fill = [python, "-m", "pip", "--python", str(PYTHON), "install", "--require-hashes"]
        fill += ["-r", str(LOCKS / "pip.txt")]
        run_logged(fill, LOG, env, locks=[lock], alive=alive)
    else:
        raise CannotBuild(NO_VENV)


def pip_install(lock_file: str, lock: FileLock, alive: Callable[[], None]) -> None:
    """pip install with hashes; a second try, because a registry may be slow once."""
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--retries", "5", "--no-input"]
    command += ["--progress-bar", "off", "-r", str(LOCKS / lock_file)]
    try:
        run_logged(command, LOG, child_environment(), locks=[lock], alive=alive)
    except CommandFailed:
        run_logged(command, LOG, child_environment(), locks=[lock], alive=alive)


# --- design-system assets ---------------------------------------------------------------------------


def _asset_inputs() -> Iterable[str | Path]:
    return [path for path in sorted(ASSETS.iterdir()) if path.is_file()]


def _bring_assets(lock: FileLock, alive: Callable[[], None], interrupted: bool) -> None:
    if not _node_is_here():
        # The locked wheel puts `node` and `npm` beside the environment's Python; vendor.py looks there first.
        pip_install("node.txt", lock, alive)
    command = [str(PYTHON), "deploy/assets/vendor.py", *(["--force"] if interrupted else [])]
    try:
        run_logged(command, LOG, child_environment(), locks=[lock], alive=alive)
    except CommandFailed:
        run_logged(command, LOG, child_environment(), locks=[lock], alive=alive)


def _node_is_here() -> bool:
    """Whether npm works and Node is new enough for Sass, which loads ES modules (20.19, 22.12 or newer)."""
    path = child_environment()["PATH"]
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None:
        return False
    able = [node, "-e", "process.exit(process.features.require_module ? 0 : 1)"]
    return all(
        subprocess.run(command, capture_output=True).returncode == 0 for command in (able, [npm, "--version"])
    )


# --- translations -----------------------------------------------------------------------------------


def _catalogues() -> list[Path]:
    return sorted((ROOT / "locale").rglob("LC_MESSAGES/*.po"))


def _compile_messages(lock: FileLock, alive: Callable[[], None]) -> None:
    command = [str(PYTHON), "-m", "deploy.run.messages", *map(str, _catalogues())]
    run_logged(command, LOG, child_environment(), locks=[lock], alive=alive)
