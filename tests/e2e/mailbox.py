"""The letters of the portal of the tests, which keeps them as files; its worker hands them over a moment later."""

from __future__ import annotations

import email
import email.policy
import re
import time

from tests.e2e.portal import Portal

PATIENCE = 60.0


def letters_to(portal: Portal, address: str) -> list[str]:
    """Subjects and plain texts of the letters to an address, the oldest first."""
    found = []
    for file in sorted((portal.data_dir / "mail").glob("*")):
        for raw in re.split(rb"^-{70,}$", file.read_bytes(), flags=re.MULTILINE):
            letter = email.message_from_bytes(raw.strip(), policy=email.policy.default)
            body = letter.get_body(("plain",)) if letter["to"] == address else None
            if body is not None:
                found.append(f"{letter['subject']}\n{body.get_content()}")
    return found


def letter_to(portal: Portal, address: str, pattern: str) -> str:
    """The newest letter to an address in which the pattern is found; waits for it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for letter in reversed(letters_to(portal, address)):
            if re.search(pattern, letter):
                return letter
        time.sleep(0.5)
    raise AssertionError(f"no letter to {address} with {pattern}")


def link_for(portal: Portal, address: str, path: str) -> str:
    """The path of the link of that kind in the newest letter to an address; waits for the letter."""
    pattern = rf"https?://[^/\s]+({path}\S+)"
    found = re.search(pattern, letter_to(portal, address, pattern))
    assert found
    return found[1]
