"""Accounts in the editor stand for roles: they have no profile pictures, which would need an address of their own."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.account import AvatarSettingsPanel


@hooks.register("get_avatar_url")
def same_picture_for_all(user: Any, size: int) -> str:
    return str(versioned_static("wagtailadmin/images/default-user-avatar.png"))


def _never(panel: AvatarSettingsPanel) -> bool:
    return False


AvatarSettingsPanel.is_active = _never
