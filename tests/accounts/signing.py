"""Signing in as a person does, for tests."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "pw"


def code(secret: str = SECRET, ahead: int = 0) -> str:
    """The code of an app now, or so many half minutes ahead."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def wrong_code() -> str:
    """Six digits that no code near now has."""
    near = {code(ahead=ahead) for ahead in range(-3, 4)}
    return next(text for number in range(10) if (text := str(number) * 6) not in near)


def set_up(user: Any) -> Authenticator:
    """Codes from an app with `SECRET`, as if set up before."""
    return TOTP.activate(user, SECRET).instance


def sign_in(user: Any, client: Client | None = None, **more: str) -> Client:
    """A browser in which `user` gave the password."""
    client = client or Client()
    client.post("/login/", {"username": user.email, "password": PASSWORD, **more})
    return client


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def long_ago(client: Client, seconds: int) -> None:
    """Let everything that was said in this session have been said so much earlier."""
    session = client.session
    session["accounts_signed_in"] -= seconds
    for record in session.get("account_authentication_methods", []):
        record["at"] -= seconds
    session["account_authentication_methods"] = session.get("account_authentication_methods", [])
    session.save()


def link_in(letter: str) -> str:
    """The path of the first link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letter)
    assert found, letter
    return found[1]
