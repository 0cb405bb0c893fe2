"""The table of districts by field, the comparison of cases and its basket."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from districts.domain.basket import add, basket_ids, from_here, keep, message, replace
from districts.domain.comparison import MOST, choose, comparison_lines, comparison_rows
from districts.domain.counts import field_table
from districts.domain.pages import cases_url, count_note, sums_note, table_lines
from portal.core.csv_download import csv_response
from portal.core.templatetags.portal_links import local_url


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Every district by every field, with the number of cases that the viewer may see."""
    context = {
        "table": field_table(request.user),
        "count_note": count_note(),
        "sums_note": sums_note(),
        "districts_url": local_url("/districts/"),
    }
    return render(request, "districts/district_table.html", context)


@require_safe
def table_csv(request: HttpRequest) -> HttpResponse:
    """The same table as a file."""
    return csv_response(gettext("자치구별-분야별-사례수.csv"), table_lines(field_table(request.user)))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four cases beside each other. Without ids the reader's basket, under an address of its own."""
    if "id" not in request.GET and (ids := basket_ids(request)):
        return _private(redirect(compare_address(ids, done=request.GET.get("done", ""))))
    choice = choose(request.GET.getlist("id"), request.user)
    only = request.GET.get("only") == "diff"
    rows = comparison_rows(choice.cases) if choice.enough else []
    context = {
        "choice": choice,
        "rows": [row for row in rows if row.differs] if only else rows,
        "different": sum(row.differs for row in rows),
        "total": len(rows),
        "only": only,
        "done": message(request.GET.get("done", "")),
        "most": MOST,
        "room": MOST - len(choice.cases),
        "toggle_url": compare_address(choice.ids, only="" if only else "diff"),
        "csv_url": compare_address(choice.ids, name="compare_csv", only="diff" if only else ""),
        "cases_url": cases_url(),
    }
    response = render(request, "districts/compare.html", context)
    return response if "id" in request.GET else _private(response)


@require_safe
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The comparison as a file; back to the screen where there is nothing to compare."""
    choice = choose(request.GET.getlist("id"), request.user)
    if not choice.enough:
        return redirect(compare_address(choice.ids))
    rows = comparison_rows(choice.cases, only_differences=request.GET.get("only") == "diff")
    addresses = [request.build_absolute_uri(case.get_url(request)) for case in choice.cases]
    return csv_response(gettext("사례-비교.csv"), comparison_lines(choice.cases, rows, addresses))


@csrf_exempt  # docs/decisions/0008: no token, so that pages stay the same for all; the origin is checked instead
@require_POST
def change_basket(request: HttpRequest) -> HttpResponse:
    """Put a case into the basket (action=add, id) or keep exactly these (action=set, id repeated)."""
    if not from_here(request):
        raise PermissionDenied
    if request.POST.get("action") == "set":
        change = replace(request.POST.getlist("id"), request.user)
    else:
        change = add(basket_ids(request), request.POST.get("id", ""), request.user)
    address = compare_address(change.ids, done=change.status)
    response: HttpResponse
    if "application/json" in request.headers.get("Accept", ""):
        response = JsonResponse(
            {"ids": change.ids, "status": change.status, "message": message(change.status), "url": address}
        )
    else:
        response = HttpResponseRedirect(address, status=303)
    keep(response, change.ids, secure=request.is_secure())
    return _private(response)


def compare_address(ids: Sequence[int], *, name: str = "compare", **extra: str) -> str:
    """Address of the comparison of these cases."""
    pairs = [("id", str(pk)) for pk in ids] + [(key, value) for key, value in extra.items() if value]
    return reverse(name) + (f"?{urlencode(pairs)}" if pairs else "")


def _private(response: HttpResponse) -> HttpResponse:
    """An answer that depends on the reader's basket is kept by nobody else."""
    response["Cache-Control"] = "private, no-store"
    return response
