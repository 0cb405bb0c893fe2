from __future__ import annotations

import pytest

from deploy.run.layout import ROOT, ConfigurationError, Layout
from deploy.run.start import demo_accounts


@pytest.mark.parametrize("port", ["0", "70000", "http", "-1", "80 80"])
def test_bad_port_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(ConfigurationError, match="PORT"):
        Layout.from_environment()


def test_defaults(monkeypatch):
    for name in ("PORT", "DATA_DIR", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    layout = Layout.from_environment()
    assert layout.address == "http://127.0.0.1:8000"
    assert layout.sqlite_file == ROOT / "var" / "portal.sqlite3"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////tmp/a%20b/p.sqlite3", "/tmp/a b/p.sqlite3"),
        ("postgres://portal@127.0.0.1/portal", None),
    ],
)
def test_sqlite_file(tmp_path, url, expected):
    file = Layout(tmp_path, 8000, url).sqlite_file
    assert (str(file) if file else None) == expected


def test_accounts_of_a_missing_or_broken_file(tmp_path):
    assert demo_accounts(tmp_path / "none.json") == []
    (tmp_path / "broken.json").write_text("[")
    assert demo_accounts(tmp_path / "broken.json") == []
