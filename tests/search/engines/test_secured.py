"""Real servers with TLS, users and API keys: what the environment says is what the portal does."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import certifi
import pytest
from django.conf import settings as django_settings

from deploy.run import elasticsearch
from deploy.run.processes import as_nobody
from search.engines.base import EngineQuery, EngineUnavailable
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import ElasticSettings
from tests.search.engines.test_contract import PUBLIC, keys, put
from tests.search.fakes import record
from tests.servers import MAJORS

pytestmark = pytest.mark.elasticsearch

USER, MODEST, PASSWORD = "operator", "portal", "열려라-참깨-2026"
#: What the portal has to be allowed, as docs/operations.md says.
ROLE = """
portal:
  cluster: ["monitor"]
  indices:
    - names: ["portal-*"]
      privileges: ["all"]
"""


@dataclass(frozen=True)
class Secured:
    """A server that speaks TLS only and knows one user; ``ca_file`` is the authority behind its certificate."""

    url: str
    ca_file: Path
    other_ca: Path

    @property
    def settings(self) -> ElasticSettings:
        return ElasticSettings(
            hosts=(self.url,), user=USER, password=PASSWORD, ca_file=str(self.ca_file), search_seconds=10.0
        )


@pytest.fixture(scope="module", params=MAJORS, ids=lambda major: f"elasticsearch{major}")
def secured(request) -> Iterator[Secured]:
    with secured_server(request.param) as server:
        yield server


@contextmanager
def secured_server(major: int) -> Iterator[Secured]:
    java, home = elasticsearch.java_home(elasticsearch.RELEASES[major][1]), elasticsearch._unpacked(major)
    with tempfile.TemporaryDirectory(prefix="portal-secured-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (node,) = elasticsearch._cluster(home, java, folder, 1, ())
        config = node.folder / "config"
        node.options = [*(option for option in node.options if "xpack.security" not in option), *tls(config)]
        certify(config)
        (config / "roles.yml").write_text(ROLE)
        add_user(node, USER, "superuser")
        add_user(node, MODEST, "portal")
        server = Secured(
            node.url.replace("http://127.0.0.1", "https://localhost"),
            config / "ca.pem",
            config / "other-ca.pem",
        )
        try:
            node.start()
            wait(node, server)
            yield server
            ElasticEngine(server.settings).drop()
        finally:
            node.kill()


def tls(config: Path) -> list[str]:
    return [
        "xpack.security.enabled=true",
        "xpack.security.http.ssl.enabled=true",
        f"xpack.security.http.ssl.key={config / 'node.key'}",
        f"xpack.security.http.ssl.certificate={config / 'node.pem'}",
    ]


def certify(config: Path) -> None:
    """An authority, a certificate of it for localhost, and an authority that has nothing to do with it."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=config, check=True, capture_output=True)

    for authority in ("ca", "other-ca"):
        openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={authority}",
            "-keyout", f"{authority}.key", "-out", f"{authority}.pem",
        )  # fmt: skip
    openssl(
        "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=node", "-keyout", "node.key", "-out", "node.csr"
    )
    (config / "names").write_text("subjectAltName=DNS:localhost")
    openssl(
        "x509", "-req", "-in", "node.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
        "-extfile", "names", "-out", "node.pem",
    )  # fmt: skip


def add_user(node: elasticsearch.Node, name: str, role: str) -> None:
    env = {"PATH": os.defpath, "ES_JAVA_HOME": str(node.java), "ES_PATH_CONF": str(node.folder / "config")}
    command = [
        str(node.home / "bin" / "elasticsearch-users"),
        "useradd",
        name,
        "-p",
        PASSWORD,
        "-r",
        role,
    ]
    account = as_nobody(node.folder) if os.geteuid() == 0 else None
    done = subprocess.run(
        command, env={**env, "LC_ALL": "C.UTF-8"}, preexec_fn=account, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def wait(node: elasticsearch.Node, server: Secured) -> None:
    client = server.settings.client()
    deadline = time.monotonic() + elasticsearch.PATIENCE
    while True:
        try:
            client.options(request_timeout=2).cluster.health(wait_for_status="yellow", timeout="1s")
            return
        except Exception as error:
            ended = node.process is None or node.process.poll() is not None
            if ended or time.monotonic() > deadline:
                raise elasticsearch.NoServer(f"{error}: {node.log.read_text()[-3000:]}") from error
            time.sleep(0.5)


def environment(settings: ElasticSettings) -> dict[str, str]:
    return {
        "ELASTICSEARCH_URL": ",".join(settings.hosts),
        "ELASTICSEARCH_INDEX_PREFIX": settings.index_prefix,
        "ELASTICSEARCH_API_KEY": settings.api_key,
        "ELASTICSEARCH_USER": settings.user,
        "ELASTICSEARCH_PASSWORD": settings.password,
        "ELASTICSEARCH_CA_FILE": settings.ca_file,
        "ELASTICSEARCH_REPLICAS": settings.replicas,
        "ELASTICSEARCH_SEARCH_SECONDS": str(settings.search_seconds),
        "ELASTICSEARCH_WRITE_SECONDS": str(settings.write_seconds),
    }


def in_a_process(code: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        cwd=django_settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", **env},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_every_variable_of_the_environment_arrives():
    given = ElasticSettings(
        hosts=("https://es1:9200", "https://es2:9200"), index_prefix="구청", user="u", password="p w",
        ca_file=certifi.where(), replicas="2", search_seconds=0.7, write_seconds=12.5,
    )  # fmt: skip
    code = "from search.engines import elastic_engine as e; print(repr(e().settings))"
    assert in_a_process(code, environment(given)) == repr(given)
    keyed = replace(given, user="", password="", api_key="abc==")
    assert in_a_process(code, environment(keyed)) == repr(keyed)


def test_the_portal_works_over_tls_with_a_user_named_in_the_environment(secured):
    engine = ElasticEngine(secured.settings)
    put(engine, record("case", 1, "경로당"))
    build = engine.begin_build()
    put(build, record("case", 2, "자전거"), start=2)
    build.promote()
    assert keys(engine, "자전거") == ["case:2"]
    code = (
        "import json; from search.engines import get_engine as e; from search.engines.base import EngineQuery as Q;"
        " print(json.dumps([e().name, e().entries(), [h.key for h in e().search(Q('자전거', ('public',))).hits]]))"
    )
    shown = json.loads(in_a_process(code, environment(secured.settings)))
    assert shown == ["elasticsearch", {"case:2": 2}, ["case:2"]]
    engine.drop()


def test_a_user_with_the_documented_rights_may_do_all_that_is_needed_and_no_more(secured):
    engine = ElasticEngine(replace(secured.settings, user=MODEST))
    put(engine, record("case", 1, "경로당"))
    build = engine.begin_build()
    put(build, record("case", 2, "자전거"), start=2)
    engine.waiting_build().promote()
    assert keys(engine, "자전거") == ["case:2"]
    assert (engine.cursor(), engine.count(), engine.entries()) == (2, 1, {"case:2": 2})
    engine.earlier_build().promote()
    assert engine.prune() == [build.build]
    engine.drop()
    with pytest.raises(EngineUnavailable, match="unauthorized"):
        put(ElasticEngine(replace(engine.settings, index_prefix="others")), record("case", 1, "경로당"))


def test_an_api_key_goes_with_every_request(cluster_headers):
    """The servers of the tests make no keys: their index of keys wants an analyser that the core comes without."""
    assert cluster_headers(api_key="abc==") == "ApiKey abc=="
    told = cluster_headers(user="구청", password="열려라").removeprefix("Basic ")
    assert base64.b64decode(told).decode() == "구청:열려라"


@pytest.fixture
def cluster_headers():
    """What a request of these settings shows to the server."""
    heard: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers["Authorization"])
            self.send_error(401)

        def log_message(self, *arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def ask(**values: str) -> str:
            settings = ElasticSettings(hosts=(f"http://127.0.0.1:{server.server_port}",), **values)
            with pytest.raises(EngineUnavailable):
                ElasticEngine(settings).others()
            return heard[-1]

        yield ask
        server.shutdown()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"password": "guessed"}, "unable to authenticate"),
        ({"user": "", "password": "", "api_key": "bm86a2V5"}, "unable to|invalid"),
        ({"ca_file": ""}, "certificate|CERTIFICATE"),
        ({"ca_file": "other"}, "certificate|CERTIFICATE"),
        ({"ca_file": "/nowhere/ca.pem"}, "No such file"),
    ],
)
def test_what_is_not_let_in_or_not_trusted_is_an_engine_that_is_away(secured, wrong, why):
    if wrong.get("ca_file") == "other":
        wrong = {"ca_file": str(secured.other_ca)}
    engine = ElasticEngine(replace(secured.settings, **wrong))
    with pytest.raises(EngineUnavailable, match=why):
        engine.search(EngineQuery("경로당", PUBLIC))
    with pytest.raises(EngineUnavailable):
        engine.cursor()
