"""Posts, members and contacts in the menu: of everybody for the office, of their own district for its editors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.community.members import admin_views
from portal.community.members.domain.rights import districts_edited
from portal.community.members.models import DistrictDesk, Member, Post


class PostViewSet(SnippetViewSet):
    """All posts, for the office."""

    model = Post
    icon = "user"
    menu_label = _("담당 자리")
    menu_name = "posts"
    list_display = ("__str__", "mailbox", "holder")
    list_filter = ("district", "role", "public")
    search_fields = ("institution", "unit", "duties", "mailbox")
    search_backend_name = None


class MemberViewSet(SnippetViewSet):
    """What members say of themselves, for the office."""

    model = Member
    icon = "group"
    menu_label = _("회원")
    menu_name = "members"
    list_display = ("__str__", "district", "institution", "department")
    list_filter = ("district",)
    search_fields = ("name_shown", "institution", "department")
    search_backend_name = None


class DistrictDeskViewSet(SnippetViewSet):
    """General contacts, for the office."""

    model = DistrictDesk
    icon = "mail"
    menu_label = _("자치구 연락처")
    menu_name = "district-desks"
    list_display = (
        "district",
        "name",
        "email",
        "phone",
        BooleanColumn("shows_posts", label=_("역할 보이기")),
    )
    search_fields = ("district__name", "name", "email")
    search_backend_name = None


register_snippet(PostViewSet)
register_snippet(MemberViewSet)
register_snippet(DistrictDeskViewSet)


class DeskMenuItem(MenuItem):
    """Shown to whoever edits a district."""

    def is_shown(self, request: HttpRequest) -> bool:
        return districts_edited(request.user).exists()


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [
        path("district-posts/", admin_views.index, name="district_posts"),
        path("district-posts/<int:district_id>/", admin_views.desk, name="district_desk"),
        path("district-posts/<int:district_id>/new/", admin_views.add, name="district_post_add"),
        path("district-posts/<int:district_id>/<int:post_id>/", admin_views.edit, name="district_post_edit"),
    ]


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem(
        _("자치구의 자리"), reverse_lazy("district_posts"), name="district-posts", icon_name="user", order=880
    )
