"""Speakers, uploads and recordings in the editor's menu."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from lectures import views_desk, views_upload
from lectures.domain.checklist import page_blocks
from lectures.domain.holding import LOG_ACTION
from lectures.forms import NewSpeakerForm
from lectures.models import Lecture, LectureIndexPage, Speaker


class SpeakerChooserViewSet(SnippetChooserViewSet):
    """Chooses a speaker, or makes one for those who may."""

    creation_form_class = NewSpeakerForm
    creation_tab_label = _("새 연사")
    create_action_label = _("만들기")


class SpeakerViewSet(SnippetViewSet):
    """Speakers: list and search by either name."""

    model = Speaker
    icon = "user"
    menu_label = _("연사")
    menu_name = "speakers"
    list_display = ("name", "name_en")
    search_fields = ("name", "name_en")
    search_backend_name = None
    chooser_viewset_class = SpeakerChooserViewSet


register_snippet(SpeakerViewSet)


class UploadMenuItem(MenuItem):
    """Shown to those who may add a lecture."""

    def is_shown(self, request: HttpRequest) -> bool:
        return any(
            page.permissions_for_user(request.user).can_add_subpage()
            for page in LectureIndexPage.objects.all()
        )


@hooks.register("register_admin_urls")
def recording_urls() -> list[Any]:
    return [
        path("lectures/upload/", views_upload.upload, name="lecture_upload"),
        path("lectures/<int:lecture_id>/recording/", views_desk.desk, name="recording_desk"),
        path("lectures/<int:lecture_id>/recording/state/", views_upload.state, name="recording_state"),
        path("sessions/<int:session_id>/publish/", views_desk.release, name="session_release"),
    ]


@hooks.register("register_admin_menu_item")
def upload_menu_item() -> MenuItem:
    return UploadMenuItem(_("강연 올리기"), reverse_lazy("lecture_upload"), icon_name="upload", order=150)


@hooks.register("before_publish_page")
def stop_what_must_not_be_public(request: HttpRequest, page: Page) -> Any:
    """The form of a page publishes by itself: what was written is kept as a draft, and the desk says what to do."""
    if page.specific_class is not Lecture:
        return None
    blocking = page_blocks(page.specific)
    if not blocking:
        return None
    if page.live and page.live_revision_id is None:
        # A new page is saved as if it were public before it is published.
        page.live, page.has_unpublished_changes = False, True
        page.save(clean=False)
    for item in blocking:
        messages.error(request, item.note)
    return redirect("recording_desk", page.pk)


@hooks.register("after_copy_page")
def stop_copies_of_what_must_not_be_public(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy has no recording, hence no captions and no reasons; it can be made public at once."""
    for lecture in Lecture.objects.descendant_of(new_page, inclusive=True).live():
        blocking = page_blocks(lecture)
        if blocking:
            lecture.unpublish(user=request.user)
            messages.error(request, f"{lecture.title}: {' '.join(item.note for item in blocking)}")


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Why a lecture did not go public, in its history."""

    @actions.register_action(LOG_ACTION)
    class Held(LogFormatter):  # type: ignore[misc]  # Wagtail has no type information
        label = _("강연 공개 멈춤")

        def format_message(self, log_entry: Any) -> str:
            why: str = log_entry.data.get("why", "")
            return gettext("공개하지 않음: %(why)s") % {"why": why}


@hooks.register("register_page_header_buttons")
def recording_button(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Any:
    """From a lecture to the desk of its recording."""
    lecture = page.specific_class is Lecture
    if lecture and page.pk and page.permissions_for_user(user).can_edit():
        yield Button(
            _("녹화와 자막"), reverse("recording_desk", args=[page.pk]), icon_name="media", priority=5
        )
