"""Demo accounts: roles, not people, with random passwords that never leave this machine."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TypedDict

from django.contrib.auth.models import Group

from districts.models import District
from portal.accounts.domain.addresses import confirm_address
from portal.accounts.models import User
from portal.accounts.roles import Role, district_group_name

DEMO_DISTRICT_CODE = "11350"


class DemoAccount(TypedDict):
    """One account as kept in the file."""

    role: str
    email: str
    password: str


def ensure_demo_accounts(path: Path) -> list[DemoAccount]:
    """Make the demo accounts with the passwords kept at `path` (mode 0600), which is written when missing.

    An account whose password was changed in the portal keeps its own: only missing accounts are made, and a
    lost file gives new passwords.
    """
    district = District.objects.get(code=DEMO_DISTRICT_CODE)
    wanted = [
        ("admin@demo.example", "관리자", Role.ADMINISTRATOR.value),
        ("office@demo.example", "포럼 사무국 편집자", Role.FORUM_EDITOR.value),
        ("nowon@demo.example", f"{district.name} 편집자", district_group_name(district)),
        ("official@demo.example", "열람 공무원", Role.READER.value),
    ]
    kept = {row["email"]: row for row in _read(path)}
    rows: list[DemoAccount] = []
    for email, name, group in wanted:
        row = kept.get(email) or DemoAccount(role=name, email=email, password=secrets.token_urlsafe(12))
        rows.append(row)
        _ensure(
            row, group, district if group == district_group_name(district) else None, reset=email not in kept
        )
    _write(path, rows)
    return rows


def _ensure(row: DemoAccount, group: str, district: District | None, *, reset: bool) -> None:
    user = User.objects.filter(email=row["email"]).first()
    if user is None:
        user = User.objects.create_user(
            row["email"], row["password"], first_name=row["role"], district=district
        )
        confirm_address(user)
    elif reset:
        user.set_password(row["password"])
        user.save(update_fields=["password"])
    user.groups.add(Group.objects.get(name=group))
    if group == Role.ADMINISTRATOR and not user.is_superuser:
        user.is_superuser = user.is_staff = True
        user.save(update_fields=["is_superuser", "is_staff"])


def _read(path: Path) -> list[DemoAccount]:
    try:
        rows: list[DemoAccount] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return []
    return rows


def _write(path: Path, rows: list[DemoAccount]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)
