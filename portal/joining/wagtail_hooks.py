"""The desk "가입" in the menu of the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.joining import admin


class DeskMenuItem(MenuItem):
    """Shown to the forum's office."""

    def is_shown(self, request: HttpRequest) -> bool:
        return admin.may_use(request.user)


@hooks.register("register_admin_urls")
def joining_urls() -> list[Any]:
    return [
        path("joining/", admin.desk, name="joining_desk"),
        path("joining/requests/<int:pk>/", admin.decide, name="joining_decide"),
        path("joining/invitations/<int:pk>/", admin.change, name="joining_change"),
        path("joining/accounts/<int:pk>/", admin.wake, name="joining_wake"),
    ]


@hooks.register("register_admin_menu_item")
def joining_menu_item() -> MenuItem:
    return DeskMenuItem(_("가입"), reverse_lazy("joining_desk"), name="joining", icon_name="user", order=920)
