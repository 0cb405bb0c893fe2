"""What a step of a guide may say. Plain functions: the editor's form and the import ask the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.guidance.enums import SECTIONS_OF, TIMED

_MOMENT = re.compile(r"^(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)$")
# Nothing to read behind these, or files, which have a permission check and no title of their own.
_CLOSED = ("/admin", "/documents/", "/media/", "/static/", "/api/", "/_util/", "/login/", "/logout/")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\<>\"]")


def validate_moment(text: str) -> None:
    """Field validator: mm:ss or h:mm:ss."""
    if not _MOMENT.match(text):
        raise ValidationError(_("시각은 12:34나 1:02:03처럼 써 주세요."))


def moment_seconds(text: str) -> int | None:
    """Seconds of "12:34" or "1:02:03"; None for anything else."""
    match = _MOMENT.match(text)
    if not match:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def bare_path(address: str) -> str:
    """The Korean path of an address inside the portal, without query and anchor."""
    path = urlsplit(address).path
    return path.removeprefix("/en") if path.startswith("/en/") else path


def address_problem(address: str) -> str:
    """What is wrong with the form of an address inside the portal, or ""."""
    if not address.startswith("/") or address.startswith("//") or _UNSAFE.search(address):
        return _("이 누리집 안의 주소를 /로 시작하게 써 주세요.")
    path = bare_path(address)
    if any(path == closed.rstrip("/") or path.startswith(closed) for closed in _CLOSED):
        return _("읽을 쪽의 주소가 아닙니다. 파일이면 그 파일이 붙은 쪽을 골라 주세요.")
    return ""


def step_problems(*, targets: Sequence[bool], page_type: str, section: str, moment: str) -> dict[str, str]:
    """Problems by field. `targets` says which of page, term and address are given; `page_type` is "app.model"."""
    problems = {}
    if sum(targets) != 1:
        problems["page"] = _("쪽, 용어, 주소 가운데 하나만 골라 주세요.")
    if section and moment:
        problems["moment"] = _("대목과 순간 가운데 하나만 써 주세요.")
    if section and section not in SECTIONS_OF.get(page_type, ()):
        problems["section"] = _("그 쪽에는 없는 대목입니다.")
    if moment and page_type not in TIMED:
        problems["moment"] = _("순간은 강연에만 쓸 수 있습니다.")
    return problems
