"""Real Elasticsearch servers for one run of the tests: the core distribution from Maven, unpacked and thrown away."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.run.layout import BUILD_DIR
from deploy.run.locks import FileLock
from deploy.run.processes import as_nobody, both, end_with_parent

#: major -> (version, lowest Java)
RELEASES = {8: ("8.19.21", 17), 9: ("9.5.3", 21)}
ARTEFACT = "org.elasticsearch.distribution.integ-test-zip:elasticsearch"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
CACHE = BUILD_DIR / "elasticsearch"
PATIENCE = 120.0
HEAP = "512m"


class NoServer(Exception):
    """There is no Elasticsearch to be had here; the message says why."""


# --- what is needed -----------------------------------------------------------------------------------


def java_home(lowest: int) -> Path:
    """A Java of at least version ``lowest``: JAVA_HOME, the one on the path, else any below /usr/lib/jvm."""
    named = [os.environ.get("ES_JAVA_HOME", ""), os.environ.get("JAVA_HOME", "")]
    on_path = shutil.which("java")
    if on_path:
        named.append(str(Path(on_path).resolve().parents[1]))
    installed = sorted(str(path) for path in Path("/usr/lib/jvm").glob("*"))
    for candidate in [*named, *installed]:
        program = Path(candidate, "bin", "java")
        if candidate and program.exists() and _version(program) >= lowest:
            return Path(candidate)
    raise NoServer(f"no Java {lowest} or newer; set JAVA_HOME")


def _version(program: Path) -> int:
    shown = subprocess.run([program, "-version"], capture_output=True, text=True).stderr
    match = re.search(r'version "(\d+)', shown)
    return int(match[1]) if match else 0


def archive(major: int) -> Path:
    """The distribution as a zip file, fetched by Maven once. Raises NoServer."""
    version = RELEASES[major][0]
    target = CACHE / f"elasticsearch-{version}.zip"
    if target.exists():
        return target
    maven = shutil.which("mvn")
    if maven is None:
        raise NoServer("Maven brings it and is not installed (package maven)")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        command = [
            maven,
            "-q",
            "-B",
            COPY,
            f"-Dartifact={ARTEFACT}:{version}:zip",
            f"-DoutputDirectory={folder}",
        ]
        for attempt in range(3):
            done = subprocess.run(command, capture_output=True, text=True)
            found = list(Path(folder).glob("*.zip"))
            if done.returncode == 0 and found:
                found[0].replace(target)
                return target
            time.sleep(5 * attempt)
    raise NoServer(f"Maven did not bring Elasticsearch {version}: {(done.stdout + done.stderr)[-800:]}")


def _unpacked(major: int) -> Path:
    """The server's folder, shared by all runs and readable by everybody; data and logs lie elsewhere."""
    version = RELEASES[major][0]
    # Root runs the server as `nobody`, who can hardly read a checkout below root's home.
    shared = Path(tempfile.gettempdir(), f"portal-elasticsearch-{os.getuid()}")
    home = shared / f"elasticsearch-{version}"
    shared.mkdir(mode=0o755, exist_ok=True)
    if shared.stat().st_uid != os.getuid():
        raise NoServer(f"{shared} belongs to somebody else")
    lock = FileLock(shared / f"{version}.lock")
    lock.acquire("unpacking", wait=300)
    try:
        if not (home / "READY").exists():
            shutil.rmtree(home, ignore_errors=True)
            _extract(archive(major), shared)
            (home / "READY").touch()
    finally:
        lock.release()
    return home


def _extract(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as packed:
        packed.extractall(target)
        for entry in packed.infolist():
            mode = entry.external_attr >> 16
            if mode:
                (target / entry.filename).chmod(mode & 0o777 | 0o444)


def ready(major: int) -> None:
    """Bring whatever a server of this major version needs. Raises NoServer."""
    java_home(RELEASES[major][1])
    _unpacked(major)


# --- servers ------------------------------------------------------------------------------------------


@dataclass
class Node:
    """One server. ``kill`` and ``start`` may be called again and again; its data stay."""

    name: str
    home: Path
    folder: Path
    port: int
    options: Sequence[str]
    java: Path
    process: subprocess.Popen[bytes] | None = None
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    def start(self) -> None:
        """Start the process; ``wait`` says when it answers."""
        account = as_nobody(self.folder) if os.geteuid() == 0 else None
        # A server from Maven has no folder for plug-ins of its own, and its configuration must be writable.
        env = {
            "PATH": os.defpath,
            "ES_JAVA_HOME": str(self.java),
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "LIBFFI_TMPDIR": str(self.folder / "tmp"),
            "HOME": str(self.folder),
            **self.extra,
        }
        command = [str(self.home / "bin" / "elasticsearch")]
        command += [part for option in self.options for part in ("-E", option)]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                env=env,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=both(account, end_with_parent(signal.SIGKILL)),
            )

    def wait(self, patience: float = PATIENCE) -> None:
        """Return when the node answers with its cluster formed. Raises NoServer."""
        deadline = time.monotonic() + patience
        while not self.answers():
            ended = self.process is None or self.process.poll() is not None
            if ended or time.monotonic() > deadline:
                text = self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""
                raise NoServer(f"Elasticsearch does not start: {text}")
            time.sleep(0.2)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_cluster/health?timeout=1s", timeout=2) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def signal(self, number: int) -> None:
        """Send a signal to the launcher and the server it started, for example SIGSTOP to make it hang."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """End it without any warning."""
        self.signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()
            self.process = None


@contextmanager
def node(major: int = 8, *options: str) -> Iterator[Node]:
    """One server of this major version on loopback. Raises NoServer."""
    with nodes(major, 1, *options) as found:
        yield found[0]


@contextmanager
def nodes(major: int, count: int, *options: str) -> Iterator[list[Node]]:
    """A cluster of ``count`` servers on loopback, formed and answering. Raises NoServer."""
    java, home = java_home(RELEASES[major][1]), _unpacked(major)
    folder = Path(tempfile.mkdtemp(prefix="portal-elasticsearch-"))
    folder.chmod(0o755)
    cluster = _cluster(home, java, folder, count, options)
    try:
        for one in cluster:
            one.start()
        for one in cluster:
            one.wait()
        yield cluster
    finally:
        for one in cluster:
            one.signal(signal.SIGCONT)
            one.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _cluster(home: Path, java: Path, folder: Path, count: int, options: Sequence[str]) -> list[Node]:
    ports = _free_ports(2 * count)
    http, transport = ports[:count], ports[count:]
    names = [f"node{number}" for number in range(1, count + 1)]
    shared = [
        "xpack.security.enabled=false",
        "network.host=127.0.0.1",
        "cluster.routing.allocation.disk.threshold_enabled=false",
    ]
    if count == 1:
        shared.append("discovery.type=single-node")
    else:
        shared.append("discovery.seed_hosts=" + ",".join(f"127.0.0.1:{port}" for port in transport))
        shared.append("cluster.initial_master_nodes=" + ",".join(names))
    return [
        _node(name, home, java, folder / name, number, (http[number], transport[number]), [*shared, *options])
        for number, name in enumerate(names)
    ]


def _node(
    name: str, home: Path, java: Path, folder: Path, number: int, ports: tuple[int, int], options: list[str]
) -> Node:
    for part in ("data", "logs", "tmp"):
        (folder / part).mkdir(parents=True)
    shutil.copytree(home / "config", folder / "config")
    own = [
        f"node.name={name}",
        f"cluster.name=portal-{folder.parent.name}",
        f"http.port={ports[0]}",
        f"transport.port={ports[1]}",
        f"path.data={folder / 'data'}",
        f"path.logs={folder / 'logs'}",
    ]
    return Node(name, home, folder, ports[0], [*own, *options], java)


def _free_ports(count: int) -> list[int]:
    held = []
    try:
        for _ in range(count):
            listener = socket.socket()
            listener.bind(("127.0.0.1", 0))
            held.append(listener)
        return [listener.getsockname()[1] for listener in held]
    finally:
        for listener in held:
            listener.close()
