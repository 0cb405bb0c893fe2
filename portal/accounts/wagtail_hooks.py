"""Accounts in the editor stand for roles: they have no profile pictures, which would need an address of their own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.account import AvatarSettingsPanel

from portal.accounts.domain.addresses import follow_address
from portal.accounts.models import User


@hooks.register("get_avatar_url")
def same_picture_for_all(user: Any, size: int) -> str:
    return str(versioned_static("wagtailadmin/images/default-user-avatar.png"))


@hooks.register("after_edit_user")
def forget_the_old_address(request: HttpRequest, user: User) -> None:
    """The office changed an address: the old one opens the account no more, the new one is confirmed first."""
    follow_address(user)


def _never(panel: AvatarSettingsPanel) -> bool:
    return False


AvatarSettingsPanel.is_active = _never
