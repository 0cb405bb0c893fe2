"""Ways to start writing, on the first screen of the editor: only what this editor may add."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from districts.models import CaseIndexPage, CaseStudy, DistrictIndexPage
from lectures.models import ForumSession, Lecture, LectureIndexPage, SessionIndexPage
from portal.expo.models import ExpoEdition, ExpoIndexPage, PrizeEdition, PrizeIndexPage


class Start(NamedTuple):
    """A link that begins a piece of work."""

    label: str
    url: str
    icon: str


def starts_for(user: Any) -> list[Start]:
    """What `user` may begin. With several case folders the way leads to the list of districts."""
    starts = []
    folders = [page for page in CaseIndexPage.objects.live() if _may_add(page, user)]
    if len(folders) == 1:
        starts.append(Start(_("사례 쓰기"), _add_url(CaseStudy, folders[0]), "doc-full"))
    elif folders:
        index = DistrictIndexPage.objects.get()
        starts.append(Start(_("사례 쓰기"), reverse("wagtailadmin_explore", args=[index.pk]), "doc-full"))
    for page in LectureIndexPage.objects.all():
        if _may_add(page, user):
            starts.append(Start(_("강연 쓰기"), _add_url(Lecture, page), "openquote"))
    for page in SessionIndexPage.objects.all():
        if _may_add(page, user):
            starts.append(Start(_("포럼 회차 만들기"), _add_url(ForumSession, page), "date"))
    for page in ExpoIndexPage.objects.all():
        if _may_add(page, user):
            starts.append(Start(_("엑스포 회차 만들기"), _add_url(ExpoEdition, page), "globe"))
    for page in PrizeIndexPage.objects.all():
        if _may_add(page, user):
            starts.append(Start(_("상 회차 만들기"), _add_url(PrizeEdition, page), "success"))
    return starts


def _may_add(page: Page, user: Any) -> bool:
    return bool(page.permissions_for_user(user).can_add_subpage())


def _add_url(model: type[Page], parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


class WritingDesk(Component):
    """The panel with these links."""

    name = "writing_desk"
    template_name = "core/admin/writing_desk.html"
    order = 50

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"starts": starts_for(self.user)}
