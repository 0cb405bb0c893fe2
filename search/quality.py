"""The page "검색 품질" of the admin: asks the index that serves the judged queries and shows what has become worse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.admin_status import ENGINES, may_see
from search.evaluate import BadRelevanceData, read_judged
from search.judged import JudgedRun, judge, read_floors, too_low

KINDS = {
    "keywords": _("핵심어"),
    "question": _("질문"),
    "nospace": _("붙여 쓴 말"),
    "split": _("잘못 띄운 말"),
    "typo": _("오타"),
    "hanyoung": _("한/영 바뀜"),
    "initials": _("초성"),
    "synonym": _("같은 말"),
    "english": _("영어"),
}


@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """Says what is measured; with ``?run=1`` measures it, which writes nothing. Raises PermissionDenied."""
    if not may_see(request.user):
        raise PermissionDenied
    folder = settings.SEARCH_JUDGED_SET
    context: dict[str, Any] = {"has_set": bool(folder)}
    if folder:
        try:
            context |= _context(Path(folder), "run" in request.GET)
        except BadRelevanceData as error:
            context["problem"] = str(error)
    return render(request, "search/admin/quality.html", context)


def _context(folder: Path, asked: bool) -> dict[str, Any]:
    queries, judgements = read_judged(folder)
    floors = read_floors(folder)
    if not asked:
        return {"count": len(queries)}
    run = judge(queries, judgements)
    low = too_low(run, floors)
    return {
        "count": len(queries),
        "engine": ENGINES.get(run.engine, run.engine),
        "left_out": run.left_out,
        "missed": run.missed,
        "low": low,
        "rows": _rows(run, floors, {kind for kind, *_rest in low}),
    }


def _rows(run: JudgedRun, floors: dict[str, dict[str, float]], low: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "label": KINDS.get(kind, kind),
            "scores": scores,
            "floor": floors.get(kind, {}),
            "is_low": kind in low,
        }
        for kind, scores in run.kinds.items()
    ]


class QualityMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_admin_urls")
def quality_urls() -> list[Any]:
    return [path("reports/search-quality/", quality_page, name="search_quality")]


@hooks.register("register_reports_menu_item")
def quality_menu_item() -> MenuItem:
    return QualityMenuItem(_("검색 품질"), reverse_lazy("search_quality"), icon_name="success", order=52)
