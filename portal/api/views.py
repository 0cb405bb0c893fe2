"""The index of the API, its documents, and the cases as data. All of it public and the same for everybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from portal.api import records
from portal.api.cases import Selection, WrongParameter, select
from portal.api.cases import records as case_records
from portal.api.catalogue import CSV, JSON, catalogue
from portal.api.files import Spooled, as_csv, as_json, spool
from portal.api.openapi import case_schema, openapi_document
from portal.api.records import written
from portal.core.models import SiteIdentity
from portal.core.sendfile import send_file
from portal.machines.captions import portal_name
from portal.machines.structured.parts import KOGL_HOME

MAX_AGE = 300
View = Callable[[HttpRequest], HttpResponseBase]


def _in_korean(view: View) -> View:
    """Answer in Korean at the one address, in English where `lang=en` asks for it."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        with translation.override("en" if request.GET.get("lang") == "en" else "ko"):
            return view(request)

    return answer


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """The list of addresses: a page for people; JSON by `format=json` or by an Accept header that prefers it."""
    if _wants_json(request):
        response = _json(written(_index(request)))
    else:
        response = render(request, "api/index.html", _page_context(request))
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
@conditional_page
@_in_korean
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The OpenAPI document."""
    return _open_to_all(_json(openapi_document(request)))


@require_safe
@conditional_page
@_in_korean
def schema(request: HttpRequest) -> HttpResponseBase:
    """JSON Schema of the cases."""
    url = request.build_absolute_uri(reverse("api_cases_schema"))
    return _open_to_all(_json(case_schema(url), "application/schema+json"))


@require_safe
@_in_korean
def cases_json(request: HttpRequest) -> HttpResponseBase:
    """All cases that the filters leave."""
    try:
        selection = select(request.GET)
    except WrongParameter as error:
        return _refused(error)
    rows = case_records(selection.cases, request, portal_name())
    return _send(request, spool(as_json(_head(request, selection), "cases", rows)), "cases.json", JSON)


@require_safe
@_in_korean
def cases_csv(request: HttpRequest) -> HttpResponseBase:
    """The same cases as a table."""
    try:
        selection = select(request.GET)
        header = request.GET.get("header", "key")
        if header not in ("key", "ko"):
            raise WrongParameter("header", header)
    except WrongParameter as error:
        return _refused(error)
    rows = case_records(selection.cases, request, portal_name())
    return _send(request, spool(as_csv(rows, korean=header == "ko")), "cases.csv", CSV)


def _send(request: HttpRequest, file: Spooled, name: str, kind: str) -> HttpResponseBase:
    response = send_file(
        request,
        file.file,
        size=file.size,
        name=name,
        content_type=f"{kind}; charset=utf-8",
        etag=file.digest,
        inline=kind == JSON,
    )
    return _open_to_all(response)


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Public data may be read by scripts of other sites, too."""
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def _refused(error: WrongParameter) -> HttpResponseBase:
    problem = records.Problem(parameter=error.parameter, message=str(error))
    return _open_to_all(_json(written(records.Refusal(error=problem)), status=400))


def _json(body: Any, kind: str = JSON, status: int = 200) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return HttpResponse(text + "\n", content_type=f"{kind}; charset=utf-8", status=status)


def _terms() -> records.Terms:
    note = _("자료마다 이용 조건이 다릅니다. 사례의 licence 항목과 출처 표시를 따라 주세요.")
    return records.Terms(note=note, url=KOGL_HOME)


def _head(request: HttpRequest, selection: Selection) -> dict[str, Any]:
    """The dataset without its cases."""
    home = request.build_absolute_uri("/")
    published = selection.cases.order_by().values_list("last_published_at", flat=True)
    latest = max(filter(None, published), default=None)
    dataset = records.CaseDataset(
        schema=request.build_absolute_uri(reverse("api_cases_schema")),
        title=_("서울 자치구 디지털 전환 사례"),
        description=_(
            "서울 자치구의 디지털 전환 사례를 문제, 접근, 자원, 성과, 배운 점으로 나누어 정리한 자료입니다."
        ),
        source=records.Publisher(name=SiteIdentity.for_request(request).operator or portal_name(), url=home),
        licence=_terms(),
        updated=latest.isoformat(timespec="seconds") if latest else None,
        filters=dict(selection.filters),
        total=selection.cases.count(),
        cases=[],
    )
    body = written(dataset)
    del body["cases"]
    return body


def _wants_json(request: HttpRequest) -> bool:
    asked = request.GET.get("format")
    if asked in ("json", "html"):
        return asked == "json"
    return request.get_preferred_type(["text/html", JSON]) == JSON


def _index(request: HttpRequest) -> records.ApiIndex:
    return records.ApiIndex(
        title=portal_name(),
        openapi=request.build_absolute_uri(reverse("api_openapi")),
        licence=_terms(),
        endpoints=[
            records.Endpoint(
                url=request.build_absolute_uri("/").rstrip("/") + address.path,
                title=_(address.title),
                description=_(address.description),
                media_type=address.media_type,
            )
            for address in catalogue()
        ],
    )


def _page_context(request: HttpRequest) -> dict[str, Any]:
    """addresses: (Address, absolute address, address to try or ""); fields: of a case as {name, title, description}."""
    home = request.build_absolute_uri("/").rstrip("/")
    rows = [
        {
            "address": address,
            "id": address.name.replace(":", "-").replace("_", "-"),
            "url": home + address.path,
            "try": "" if "{" in address.path else address.path,
        }
        for address in catalogue()
        if address.name != "api"
    ]
    fields = [
        {"name": name, "title": field.title, "description": field.description}
        for name, field in records.CaseRecord.model_fields.items()
    ]
    return {"rows": rows, "fields": fields, "licence_url": KOGL_HOME}
