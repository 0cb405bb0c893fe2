"""The page "편지 상태" in the menu of reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.letters import admin


class LettersMenuItem(MenuItem):
    """Shown to those who look after the letters."""

    def is_shown(self, request: HttpRequest) -> bool:
        return admin.may_see(request.user)


@hooks.register("register_admin_urls")
def letters_urls() -> list[Any]:
    return [path("letters/", admin.status_page, name="letters_status")]


@hooks.register("register_reports_menu_item")
def letters_menu_item() -> MenuItem:
    return LettersMenuItem(_("편지 상태"), reverse_lazy("letters_status"), icon_name="mail", order=60)
