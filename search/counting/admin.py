"""The report "검색 기록" in the admin: popular queries, those without results, those whose results nobody opened."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters  # type: ignore[import-untyped]
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from portal.core.csv_download import csv_response
from search.counting import report
from search.counting.actions import next_actions, writing_places
from search.counting.models import SearchCount, SearchDay
from search.counting.report import QueryRow
from search.facets import FacetVocabulary

MAY_SEE = "search.view_searchcount"
_ABOUT = [
    (report.EMPTY, _("결과 없는 검색")),
    (report.UNOPENED, _("아무것도 열지 않은 검색")),
]
_NO_FIELD = "-"


def may_see(user: Any) -> bool:
    """Popular queries are for the forum's editors and administrators only."""
    return bool(user.is_active and user.has_perm(MAY_SEE))


def _weeks() -> list[tuple[str, str]]:
    shown = []
    for monday in report.weeks():
        first, last = report.in_week(monday)
        shown.append((monday.isoformat(), f"{first:%Y. %-m. %-d.} ~ {last:%-m. %-d.}"))
    return shown


def _fields() -> list[tuple[str, str]]:
    values = [(item.value, item.shown) for item in FacetVocabulary().values("field")]
    return [*values, (_NO_FIELD, gettext("분야 없음"))]


class SearchLogFilters(WagtailFilterSet):
    """``about`` narrows the sums, not the rows they are made of: the view asks for it."""

    about = django_filters.ChoiceFilter(
        label=_("무엇을"), choices=_ABOUT, empty_label=_("많이 찾은 말"), method="leave"
    )
    week = django_filters.ChoiceFilter(
        label=_("주"), choices=_weeks, empty_label=_("모든 주"), method="of_week"
    )
    field = django_filters.ChoiceFilter(
        label=_("분야"), choices=_fields, empty_label=_("모든 분야"), method="of_field"
    )

    class Meta:
        model = SearchCount
        fields: ClassVar[list[str]] = []

    def leave(self, counts: QuerySet[SearchCount], name: str, value: str) -> QuerySet[SearchCount]:
        return counts

    def of_week(self, counts: QuerySet[SearchCount], name: str, value: str) -> QuerySet[SearchCount]:
        return counts.filter(day__range=report.in_week(datetime.date.fromisoformat(value)))

    def of_field(self, counts: QuerySet[SearchCount], name: str, value: str) -> QuerySet[SearchCount]:
        return counts.filter(field="" if value == _NO_FIELD else value)


class QueryColumn(Column):
    """The query, leading to what readers find now."""

    cell_template_name = "search/admin/count_query.html"

    def get_cell_context_data(self, instance: QueryRow, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "url": f"{reverse('search:results')}?{urlencode({'q': instance.query})}"}


class ActionColumn(Column):
    """What to do next."""

    cell_template_name = "search/admin/count_actions.html"

    def get_cell_context_data(self, instance: QueryRow, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        if not hasattr(request, "writing_places"):
            request.writing_places = writing_places(request.user)
        return {**context, "actions": next_actions(instance, request.user, request.writing_places)}


class SearchLogView(ReportView):
    """Wagtail checks the permission; the download is ours, because its own lets cells become formulas."""

    page_title = _("검색 기록")
    header_icon = "search"
    filterset_class = SearchLogFilters
    index_url_name = "search_log"
    index_results_url_name = "search_log_results"
    results_template_name = "search/admin/counts_results.html"
    permission_policy = ModelPermissionPolicy(SearchCount)
    any_permission_required: ClassVar = ["view"]
    is_searchable = False
    list_export: ClassVar = ["query"]
    model = SearchCount
    columns: ClassVar = [
        QueryColumn("query", label=_("찾은 말")),
        Column("searches", label=_("검색")),
        Column("empty", label=_("결과 없음")),
        Column("found", label=_("찾은 자료")),
        Column("clicks", label=_("연 자료")),
        Column("rank", label=_("평균 순위")),
        Column("unknown", label=_("순위 모름")),
        Column("field", label=_("분야")),
        Column("district", label=_("자치구")),
        ActionColumn("actions", label=_("다음 할 일")),
    ]

    def get_queryset(self) -> QuerySet[SearchCount]:
        return SearchCount.objects.all()

    def get_filtered_queryset(self) -> list[QueryRow]:
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        return report.query_rows(
            self.filter_queryset(self.get_queryset()), chosen.get("about") or report.POPULAR
        )

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_more_buttons
        return [button for button in buttons if "export=xlsx" not in (button.url or "")]

    def as_spreadsheet(self, rows: list[QueryRow], spreadsheet_format: str) -> HttpResponse:
        head = [str(column.label) for column in self.columns[:-1]]
        body = [[getattr(row, column.name) for column in self.columns[:-1]] for row in rows]
        return csv_response(f"{gettext('검색 기록')}.csv", [head, *body])

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        days = SearchDay.objects.all()
        chosen = self.filters.form.cleaned_data.get("week") if self.filters.is_valid() else ""
        if chosen:
            days = days.filter(day__range=report.in_week(datetime.date.fromisoformat(chosen)))
        return {**context, "told": _told(report.totals(days))}


def _told(totals: dict[str, int]) -> list[str]:
    """The totals in words; of what is in no row only what there is."""
    texts = [
        (
            ngettext("모두 %(count)s번 찾았습니다.", "모두 %(count)s번 찾았습니다.", totals["searches"]),
            "searches",
        ),
        (gettext("개인정보처럼 보이거나 길어서 글을 남기지 않은 검색: %(count)s번"), "withheld"),
        (gettext("하루에 남기는 수를 넘어 글을 남기지 않은 검색: %(count)s번"), "beyond"),
        (gettext("데이터베이스가 바빠 적지 못한 검색: %(count)s번"), "dropped"),
    ]
    return [
        text % {"count": f"{totals[name]:,}"} for text, name in texts if totals[name] or name == "searches"
    ]


class LogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_admin_urls")
def log_urls() -> list[Any]:
    return [
        path("reports/search-log/", SearchLogView.as_view(), name="search_log"),
        path(
            "reports/search-log/results/", SearchLogView.as_view(results_only=True), name="search_log_results"
        ),
    ]


@hooks.register("register_reports_menu_item")
def log_menu_item() -> MenuItem:
    return LogMenuItem(_("검색 기록"), reverse_lazy("search_log"), icon_name="search", order=51)
