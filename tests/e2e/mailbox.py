"""The letters that the portal of the tests would have sent: it keeps them as files."""

from __future__ import annotations

import email
import email.policy
import re
import time

from tests.e2e.portal import Portal

PATIENCE = 60.0


def link_for(portal: Portal, to: str, path: str) -> str:
    """The path of the link of that kind in the newest letter to an address; waits for the letter."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for file in sorted((portal.data_dir / "mail").glob("*"), reverse=True):
            for raw in reversed(re.split(rb"^-{70,}$", file.read_bytes(), flags=re.MULTILINE)):
                letter = email.message_from_bytes(raw.strip(), policy=email.policy.default)
                body = letter.get_body(("plain",)) if letter["to"] == to else None
                found = re.search(rf"https?://[^/\s]+({path}\S+)", body.get_content() if body else "")
                if found:
                    return found[1]
        time.sleep(0.5)
    raise AssertionError(f"no letter to {to} with {path}")
