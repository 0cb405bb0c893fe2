"""The menu item "아이디어" for the office, and on a case's edit page the idea that it came of."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from portal.community.ideas import admin_views as views
from portal.community.ideas.domain.find import is_office
from portal.community.ideas.models import Idea


class IdeasMenuItem(MenuItem):
    """Shown to those who decide about ideas."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_office(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("ideas/", views.index, name="ideas_admin"),
        path("ideas/<int:pk>/", views.idea, name="ideas_admin_idea"),
        path("ideas/<int:pk>/step/", views.step, name="ideas_admin_step"),
        path("ideas/<int:pk>/merge/", views.merge, name="ideas_admin_merge"),
        path("ideas/<int:pk>/case/", views.case, name="ideas_admin_case"),
        path("ideas/<int:pk>/hide/", views.hide, name="ideas_admin_hide"),
        path("ideas/<int:pk>/restore/", views.restore, name="ideas_admin_restore"),
        path("ideas/comments/<int:pk>/hide/", views.hide_comment, name="ideas_admin_hide_comment"),
        path("ideas/comments/<int:pk>/restore/", views.restore_comment, name="ideas_admin_restore_comment"),
        path("ideas/comments/<int:pk>/leave/", views.leave_comment, name="ideas_admin_leave_comment"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return IdeasMenuItem(
        gettext_lazy("아이디어"), reverse_lazy("ideas_admin"), name="ideas", icon_name="comment", order=905
    )


@hooks.register("before_edit_page")
def tell_origin(request: HttpRequest, page: Page) -> None:
    """Editors of a case learn which idea it came of."""
    found: Any = Idea.objects.filter(case_id=page.pk, merged_into=None).first()
    if request.method == "GET" and found is not None:
        where = reverse("ideas_admin_idea", args=[found.pk]) if is_office(request.user) else ""
        address = where or found.get_absolute_url()
        buttons = [messages.button(address, _("아이디어 보기"))]
        messages.info(
            request,
            _("이 사례는 아이디어에서 나왔습니다: %(title)s") % {"title": found.title},
            buttons=buttons,
        )
