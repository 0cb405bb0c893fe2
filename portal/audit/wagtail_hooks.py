"""The report "감사 기록" in the admin: filtered, taken out as CSV. Taking it out is an entry itself."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.models import AuditEntry
from portal.audit.names import NamedEntry, named
from portal.core.csv_download import csv_response

MAY_SEE = "audit.view_auditentry"


class AuditFilters(WagtailFilterSet):
    """By time, action, who did it and whose account it is about."""

    at = django_filters.DateFromToRangeFilter(label=_("때"), widget=DateRangePickerWidget)
    action = django_filters.MultipleChoiceFilter(label=_("한 일"), choices=AuditAction.choices)
    person = django_filters.ModelChoiceFilter(
        label=_("사람"), queryset=lambda request: User.objects.order_by("email"), method="of_person"
    )
    address = django_filters.CharFilter(label=_("접속 주소"), lookup_expr="startswith")
    subject = django_filters.CharFilter(label=_("대상"), lookup_expr="icontains")

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []

    def of_person(self, entries: QuerySet[AuditEntry], name: str, value: User) -> QuerySet[AuditEntry]:
        return entries.filter(Q(by_number=value.pk) | Q(about_number=value.pk))


class AuditLogView(ReportView):
    """Wagtail checks the permission; the download is ours, because its own lets cells become formulas."""

    page_title = _("감사 기록")
    header_icon = "history"
    filterset_class = AuditFilters
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    results_template_name = "audit/admin/log_results.html"
    permission_policy = ModelPermissionPolicy(AuditEntry)
    any_permission_required: ClassVar = ["view"]
    is_searchable = False
    default_ordering = "-at"
    list_export: ClassVar = ["at"]
    model = AuditEntry
    columns: ClassVar = [
        Column("moment", label=_("때")),
        Column("action", label=_("한 일"), accessor="entry.action_label"),
        Column("by", label=_("한 사람")),
        Column("about", label=_("대상 계정")),
        Column("subject", label=_("대상"), accessor="entry.subject"),
        Column("detail", label=_("내용"), accessor="entry.detail"),
        Column("address", label=_("접속 주소"), accessor="entry.address"),
    ]

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.all()

    def get_table(self, object_list: Any) -> Table:
        return super().get_table([] if self.is_export else named(object_list))

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_more_buttons
        return [button for button in buttons if "export=xlsx" not in (button.url or "")]

    def as_spreadsheet(self, rows: QuerySet[AuditEntry], spreadsheet_format: str) -> HttpResponse:
        head = [str(column.label) for column in self.columns]
        return csv_response(f"{gettext('감사 기록')}.csv", [head, *map(_cells, named(rows))])


def _cells(row: NamedEntry) -> list[object]:
    entry = row.entry
    return [row.moment, entry.action_label, row.by, row.about, entry.subject, entry.detail, entry.address]


class LogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.has_perm(MAY_SEE))


@hooks.register("register_admin_urls")
def log_urls() -> list[Any]:
    return [
        path("reports/audit/", AuditLogView.as_view(), name="audit_log"),
        path("reports/audit/results/", AuditLogView.as_view(results_only=True), name="audit_log_results"),
    ]


@hooks.register("register_reports_menu_item")
def log_menu_item() -> MenuItem:
    return LogMenuItem(_("감사 기록"), reverse_lazy("audit_log"), icon_name="history", order=60)
