"""Web processes and workers meet at the index of one fingerprint: each must find the same."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

from search.engines import elastic_schema, embedded_schema


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_process_finds_the_same_fingerprints(seed):
    code = "import search.engines.elastic_schema as a, search.engines.embedded_schema as b\n"
    code += "print(a.fingerprint(), b.fingerprint())"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == [elastic_schema.fingerprint(), embedded_schema.fingerprint()]
