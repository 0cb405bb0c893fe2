"""What the environment says about the cluster: what cannot be meant so stops the start, and the message says why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.elastic_environment import refuse_contradictions

GOOD = {
    "HOSTS": ["https://es1:9200", "https://es2:9200/"], "INDEX_PREFIX": "portal", "API_KEY": "", "USER": "",
    "PASSWORD": "", "CA_FILE": "", "REPLICAS": "0-1", "SEARCH_SECONDS": 1.0, "WRITE_SECONDS": 30.0,
}  # fmt: skip


@pytest.fixture
def no_certificate(tmp_path) -> Path:
    path = tmp_path / "ca.pem"
    path.write_text("안녕하세요", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"HOSTS": ["http://127.0.0.1:9200"]},
        {"HOSTS": ["https://[::1]:9200/behind/a/proxy"]},
        {"API_KEY": "abc=="},
        {"USER": "구청", "PASSWORD": "열려라 참깨:@"},
        {"INDEX_PREFIX": "구청-2026", "REPLICAS": "2"},
        {"REPLICAS": "0-all"},
    ],
)
def test_what_can_be_meant_starts(values):
    refuse_contradictions({**GOOD, **values})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"API_KEY": "a", "USER": "b", "PASSWORD": "c"}, "not both"),
        ({"API_KEY": "a", "PASSWORD": "c"}, "not both"),
        ({"USER": "b"}, "without ELASTICSEARCH_PASSWORD"),
        ({"PASSWORD": "c"}, "without ELASTICSEARCH_USER"),
        ({"CA_FILE": "/nowhere/ca.pem"}, "'/nowhere/ca.pem' cannot be read: No such file"),
        ({"CA_FILE": "/"}, "cannot be read: Is a directory"),
        ({"HOSTS": ["http://es1:9200"], "CA_FILE": "/nowhere/ca.pem"}, "no https:// address"),
        ({"HOSTS": ["es1:9200"]}, "'es1:9200' must begin with http:// or https://"),
        ({"HOSTS": ["http://es1:9200", "https://es2:9200"]}, "mixes"),
        ({"HOSTS": ["", " "]}, "names no address"),
        ({"HOSTS": ["https://:9200"]}, "is no address"),
        ({"HOSTS": ["https://es1:port"]}, "is no address"),
        ({"INDEX_PREFIX": "Portal"}, "small letters and digits can"),
        ({"INDEX_PREFIX": ""}, "cannot begin the name of an index"),
        ({"INDEX_PREFIX": "a,b"}, "cannot begin the name of an index"),
        ({"REPLICAS": "one"}, "a number is wanted"),
        ({"SEARCH_SECONDS": 0.0}, "ELASTICSEARCH_SEARCH_SECONDS is 0; it must be more than 0"),
        ({"WRITE_SECONDS": float("nan")}, "ELASTICSEARCH_WRITE_SECONDS"),
    ],
)
def test_what_cannot_be_meant_is_refused(values, message):
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_contradictions({**GOOD, **values})
    assert message in str(refusal.value)


def test_a_file_that_is_no_certificate_is_refused(no_certificate):
    with pytest.raises(ImproperlyConfigured, match="no certificate in PEM format"):
        refuse_contradictions({**GOOD, "CA_FILE": str(no_certificate)})


def test_a_password_in_an_address_is_refused_and_not_told():
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_contradictions({**GOOD, "HOSTS": ["https://u:geheim@es1:9200"]})
    assert "ELASTICSEARCH_URL holds a user" in str(refusal.value)
    assert "geheim" not in str(refusal.value)


def test_every_reason_is_told_at_once():
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_contradictions({**GOOD, "USER": "u", "REPLICAS": "x", "INDEX_PREFIX": "X"})
    told = str(refusal.value)
    assert all(name in told for name in ("PASSWORD", "REPLICAS", "INDEX_PREFIX"))


def test_a_portal_that_is_told_so_does_not_start():
    env = {**os.environ, "ELASTICSEARCH_URL": "http://127.0.0.1:9", "ELASTICSEARCH_API_KEY": "a"}
    done = subprocess.run(
        [sys.executable, "-c", "import portal.wsgi"],
        cwd=settings.BASE_DIR,
        env={**env, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "ELASTICSEARCH_PASSWORD": "b"},
        capture_output=True,
        text=True,
    )
    assert done.returncode
    last = done.stderr.strip().splitlines()[-1]
    assert last.endswith("not both.")
    assert last.startswith("django.core.exceptions.ImproperlyConfigured")


def test_without_an_address_nothing_else_is_asked():
    env = {**os.environ, "ELASTICSEARCH_URL": "", "ELASTICSEARCH_CA_FILE": "/nowhere/ca.pem"}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=settings.BASE_DIR,
        env={**env, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
