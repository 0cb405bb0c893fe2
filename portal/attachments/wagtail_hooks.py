"""State, finds and decisions in the editor's list of files and on the page of a file."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.attachments import admin_views as views


# Before Wagtail's own addresses, whose list ours takes the place of; the names stay.
@hooks.register("register_admin_urls", order=-10)
def addresses() -> list[URLPattern]:
    return [
        path("documents/", views.FileIndexView.as_view(), name="attachment_list"),
        path(
            "documents/results/",
            views.FileIndexView.as_view(results_only=True),
            name="attachment_list_results",
        ),
        path("documents/<int:document_id>/again/", views.again, name="attachment_again"),
        path("documents/<int:document_id>/release/", views.release, name="attachment_release"),
        path("documents/<int:document_id>/withdraw/", views.withdraw, name="attachment_withdraw"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Decisions about a file stand in Wagtail's own report of what was done."""
    actions.register_action("attachments.release", _("검사에 걸린 파일 공개"), _("까닭을 남기고 공개함"))
    actions.register_action("attachments.withdraw", _("파일 다시 감추기"), _("다시 감춤"))
