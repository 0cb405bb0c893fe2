"""The JSON of ``/api/search/``, apart from HTTP."""

from __future__ import annotations

from typing import Any

from search.params import ParameterError
from search.query import SearchResponse
from search.results import Result


def response_body(response: SearchResponse) -> dict[str, Any]:
    asked = response.request
    return {
        "query": asked.asked,
        "interpreted": {
            "text": response.understood.corrected,
            "changes": [
                {"type": change.type, "from": change.source, "to": change.target}
                for change in response.changes
            ],
        },
        "total": response.total,
        "engine": response.engine,
        "took_ms": response.took_ms,
        "facets": {
            name: [
                {"value": item.value, "label": item.label, "count": item.count, "selected": item.selected}
                for item in values
            ]
            for name, values in response.facets.items()
        },
        "promoted": [_result(result) for result in response.promoted],
        "results": [_result(result) for result in response.results],
    }


def error_body(error: ParameterError) -> dict[str, Any]:
    return {"error": {"parameter": error.parameter, "message": error.message}}


def _result(result: Result) -> dict[str, Any]:
    return {
        "id": result.key,
        "external_id": result.external_id,
        "kind": result.kind,
        "title": result.title,
        "url": result.url,
        "districts": list(result.districts),
        "tags": list(result.tags),
        "date": result.date.isoformat() if result.date else None,
        "date_precision": result.date_precision if result.date else None,
        "licence": result.licence,
        "score": round(result.score, 4),
        "passages": [
            {
                "html": passage.html,
                "text": passage.text,
                "locator": passage.locator,
                "place": passage.place,
                "url": passage.url,
            }
            for passage in result.passages
        ],
        "parent": {"title": result.parent.title, "url": result.parent.url} if result.parent else None,
    }
