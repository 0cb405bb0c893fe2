"""Editors at work in the admin, several at once in a process of their own; what they meet goes into a file.

An order is (what, page, more): ``publish``, ``unpublish`` and ``close`` (to signed-in people) take nothing more,
``edit`` the new title, ``move`` the new parent's number.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Sequence
from typing import Any

from tests.faults import clock

Order = tuple[str, int, str]


def work(events: str, user: int, shares: Sequence[Sequence[Order]], offsets: Sequence[float] = ()) -> int:
    """Carry out each of ``shares`` in a thread of its own; every order becomes a line in the file ``events``."""
    clock.jump(offsets)
    out = os.open(events, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    threads = [threading.Thread(target=_edit, args=(out, user, share)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 0


def _edit(out: int, user: int, orders: Sequence[Order]) -> None:
    from django.contrib.auth import get_user_model
    from django.db import close_old_connections, connection
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(pk=user))
    for what, page, more in orders:
        begun = time.monotonic()
        try:
            status, said = _carry_out(client, what, page, more)
        except Exception as error:
            status, said = 0, f"{type(error).__name__}: {error}"
        # The server does so after each request; the client of the tests leaves it to us.
        close_old_connections()
        event = {"what": what, "page": page, "status": status, "seconds": time.monotonic() - begun}
        os.write(out, (json.dumps({**event, "said": said}) + "\n").encode())
    connection.close()


def _carry_out(client: Any, what: str, page: int, more: str) -> tuple[int, str]:
    """(status, what the admin said when that is not what an editor expects)."""
    from wagtail.models import Page

    from tests.test_desk_writes import edit

    wanted = 302
    if what in ("publish", "unpublish"):
        response = client.post(f"/admin/bulk/wagtailcore/page/{what}/?id={page}")
    elif what == "edit":
        changes = {"title": more, "action-publish": "1"}
        response = edit(client, Page.objects.get(pk=page), **changes)
    elif what == "move":
        response = client.post(f"/admin/pages/{page}/move/{more}/confirm/")
    else:
        response, wanted = client.post(f"/admin/pages/{page}/privacy/", {"restriction_type": "login"}), 200
        if "set_privacy_done" not in response.content.decode(errors="replace"):
            return 0, response.content.decode(errors="replace")[:500]
    good = response.status_code == wanted
    return response.status_code, "" if good else response.content.decode(errors="replace")[-500:]
