"""The menu "검색 관리": synonyms, the analyser's words, protected words and promoted results."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import (
    DeleteView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from search.audience import viewer_keys
from search.counting.prefilled import PrefilledCreateView
from search.editing import applying, views
from search.editing.checks import NOT_FOUND
from search.editing.targets import find_target
from search.engines.base import EngineHit
from search.models import PromotedResult, ProtectedWord, Synonym, UserWord
from search.records import document_key
from search.results import visible_documents


class _Signed:
    """Notes who wrote it. Two editors who add the same at once: the second is told."""

    def save_instance(self) -> Any:
        self.form.instance.updated_by = self.request.user  # type: ignore[attr-defined]
        return super().save_instance()  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:
            form.add_error(None, _("다른 편집자가 방금 같은 낱말을 넣었습니다."))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            answer = self.form_invalid(form)  # type: ignore[attr-defined]
        return answer


class SignedCreateView(_Signed, PrefilledCreateView):
    pass


class SignedEditView(_Signed, EditView):
    pass


class _Compared:
    """After it was saved a synonym is compared; nothing is live yet."""

    def get_success_url(self) -> str:
        return reverse("search_synonym", args=[self.object.pk])  # type: ignore[attr-defined]


class SynonymCreateView(_Compared, SignedCreateView):
    pass


class SynonymEditView(_Compared, SignedEditView):
    pass


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "duplicate"
    menu_label = gettext_lazy("유의어")
    menu_name = "search-synonyms"
    copy_view_enabled = False
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    list_display = ("__str__", "state_label", "applied_at", "updated_by", "note")
    list_per_page = 50
    search_fields = ("word", "others")
    search_backend_name = None
    panels: ClassVar = [FieldPanel(name) for name in ("word", "others", "both_ways", "examples", "note")]


class _Rebuilds:
    """Says that the indexes are built anew, and where to look."""

    def save_action(self) -> HttpResponse:
        answer: HttpResponse = super().save_action()  # type: ignore[misc]
        tell_of_rebuild(self.request)  # type: ignore[attr-defined]
        return answer


class UserWordCreateView(_Rebuilds, SignedCreateView):
    pass


class UserWordEditView(_Rebuilds, SignedEditView):
    pass


class UserWordDeleteView(DeleteView):
    def delete_action(self) -> None:
        super().delete_action()
        tell_of_rebuild(self.request)


def tell_of_rebuild(request: HttpRequest) -> None:
    text = _("색인을 뒤에서 새로 만듭니다. 다 될 때까지 검색은 지금 낱말로 이어집니다.")
    messages.info(request, text)


class UserWordViewSet(SnippetViewSet):
    model = UserWord
    icon = "tag"
    menu_label = gettext_lazy("사용자 낱말")
    menu_name = "search-words"
    copy_view_enabled = False
    add_view_class = UserWordCreateView
    edit_view_class = UserWordEditView
    delete_view_class = UserWordDeleteView
    list_display = ("word", "parts", "updated_at", "updated_by", "note")
    list_per_page = 50
    search_fields = ("word", "parts")
    search_backend_name = None
    panels: ClassVar = [FieldPanel(name) for name in ("word", "parts", "note")]


class ProtectedWordViewSet(SnippetViewSet):
    model = ProtectedWord
    icon = "lock"
    menu_label = gettext_lazy("보호 낱말")
    menu_name = "search-protected"
    copy_view_enabled = False
    add_view_class = SignedCreateView
    edit_view_class = SignedEditView
    list_display = ("word", "updated_at", "updated_by", "note")
    list_per_page = 50
    search_fields = ("word",)
    search_backend_name = None
    panels: ClassVar = [FieldPanel(name) for name in ("word", "note")]


class TargetColumn(Column):
    """The title of what is promoted, as far as this editor may see it. One look for the whole list."""

    def get_cell_context_data(self, instance: PromotedResult, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request, table = parent_context["request"], parent_context["table"]
        titles = getattr(table, "promoted_titles", None)
        if titles is None:
            keys = [document_key(row.kind, row.object_id) for row in table.data]
            viewer = request.user
            found = visible_documents([EngineHit(key, 0.0) for key in keys], viewer_keys(viewer), viewer)
            titles = table.promoted_titles = {key: row.title for key, row in found.items()}
        key = document_key(instance.kind, instance.object_id)
        context["value"] = titles.get(key) or _("지금은 검색되지 않는 자료")
        return context


class PromotedForm(WagtailAdminModelForm):
    """An editor recommends only what they may see."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        address = (cleaned.get("address") or "").strip()
        target = find_target(address) if address else None
        if target is not None:
            hit = EngineHit(document_key(*target), 0.0)
            if not visible_documents([hit], viewer_keys(self.for_user), self.for_user):
                self.add_error("address", NOT_FOUND)
        return cleaned


class PromotedResultViewSet(SnippetViewSet):
    model = PromotedResult
    icon = "pick"
    menu_label = gettext_lazy("추천 결과")
    menu_name = "search-promoted"
    copy_view_enabled = False
    add_view_class = SignedCreateView
    edit_view_class = SignedEditView
    list_display = (
        "__str__",
        TargetColumn("object_id", label=gettext_lazy("추천할 자료")),
        "period_label",
        "starts_on",
        "ends_on",
        "sort_order",
        "updated_by",
    )
    list_per_page = 50
    search_fields = ("queries",)
    search_backend_name = None
    base_form_class = PromotedForm
    panels: ClassVar = [
        FieldPanel("queries"),
        MultiFieldPanel(
            [PageChooserPanel("page"), FieldPanel("address")], heading=gettext_lazy("추천할 자료")
        ),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("sort_order")]),
        FieldPanel("note"),
    ]


class SearchDesk(SnippetViewSetGroup):
    items = (SynonymViewSet, UserWordViewSet, ProtectedWordViewSet, PromotedResultViewSet)
    menu_label = gettext_lazy("검색 관리")
    menu_name = "search-desk"
    menu_icon = "search"
    menu_order = 905
    submenu_hook = "register_search_desk_menu_item"


register_snippet(SearchDesk)


class WordsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(views.MAY_SEE_WORDS))


@hooks.register("register_search_desk_menu_item")
def words_menu_item() -> MenuItem:
    return WordsMenuItem(
        gettext_lazy("낱말 반영 상태"), reverse_lazy("search_words"), icon_name="history", order=90
    )


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [
        path("search-synonyms/<int:pk>/", views.compare_page, name="search_synonym"),
        path("search-words/", views.words_page, name="search_words"),
    ]


@hooks.register("register_snippet_listing_buttons")
def compare_button(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    if not isinstance(snippet, Synonym) or not user.has_perm(views.MAY_APPLY):
        return []
    address = reverse("search_synonym", args=[snippet.pk])
    return [Button(_("견주어 보고 적용"), url=address, icon_name="view", priority=5)]


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        applying.APPLY, gettext_lazy("검색에 적용"), gettext_lazy("유의어를 검색에 적용했습니다")
    )
    actions.register_action(
        applying.WITHDRAW, gettext_lazy("적용 풀기"), gettext_lazy("유의어의 적용을 풀었습니다")
    )
