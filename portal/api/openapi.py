"""The OpenAPI 3.1 document and the JSON Schema of the cases, made from the catalogue and the shapes of answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from pydantic.json_schema import models_json_schema

from portal.api.catalogue import Address, Parameter, catalogue
from portal.api.records import CaseDataset, Refusal
from portal.machines.captions import portal_name
from portal.machines.structured.parts import KOGL_HOME

VERSION = "1.0.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def openapi_document(request: HttpRequest) -> dict[str, Any]:
    """Everything public, in the language in use."""
    addresses = catalogue()
    shapes: list[type[Any]] = [Refusal, *{a.shape for a in addresses if a.shape}]
    _map, definitions = models_json_schema(
        [(shape, "serialization") for shape in sorted(shapes, key=lambda shape: shape.__name__)],
        by_alias=True,
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": portal_name(),
            "version": VERSION,
            "description": gettext(
                "강연과 사례를 프로그램에서 찾고 받아 쓰는 주소입니다. 모두 읽기만 합니다."
            ),
            "license": {
                "name": gettext("공공누리. 자료마다 licence 항목에 유형이 있습니다."),
                "url": KOGL_HOME,
            },
        },
        "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}],
        "paths": {address.path: {"get": _operation(address)} for address in addresses},
        "components": {"schemas": translated(definitions["$defs"])},
    }


def case_schema(url: str) -> dict[str, Any]:
    """JSON Schema of /api/cases.json; `url` is where it stands."""
    schema = CaseDataset.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": DIALECT, "$id": url, **translated(schema)}


def translated(schema: Any) -> Any:
    """The schema with titles and descriptions in the language in use, without what our classes say of themselves."""
    if isinstance(schema, list):
        return [translated(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    texts = {name: schema[name] for name in ("title", "description") if isinstance(schema.get(name), str)}
    if "properties" in schema:
        texts.pop("description", None)
    rest = {
        name: translated(value)
        for name, value in schema.items()
        if name not in texts and name != "description"
    }
    # A property may itself be called "description".
    if isinstance(schema.get("description"), dict):
        rest["description"] = translated(schema["description"])
    return rest | {name: gettext(text) for name, text in texts.items()}


def _operation(address: Address) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if address.shape:
        content = {"schema": _reference(address.shape)}
    responses: dict[str, Any] = {
        "200": {"description": gettext(address.description), "content": {address.media_type: content}}
    }
    if address.refuses:
        responses["400"] = {
            "description": gettext("매개변수가 잘못되었습니다."),
            "content": {"application/json": {"schema": _reference(Refusal)}},
        }
    if address.missing:
        responses["404"] = {"description": gettext("그런 자료가 없습니다.")}
    return {
        "operationId": address.name.replace(":", "_"),
        "summary": gettext(address.title),
        "description": gettext(address.description),
        "parameters": [_parameter(parameter) for parameter in address.parameters],
        "responses": responses,
    }


def _reference(shape: type[Any]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    limits = {
        "enum": list(parameter.choices) or None,
        "minimum": parameter.least,
        "maximum": parameter.most,
        "default": parameter.default,
    }
    schema: dict[str, Any] = {"type": parameter.kind, **{k: v for k, v in limits.items() if v is not None}}
    if parameter.repeated:
        schema = {"type": "array", "items": schema}
    found: dict[str, Any] = {
        "name": parameter.name,
        "in": "path" if parameter.in_path else "query",
        "required": parameter.in_path,
        "description": gettext(parameter.description),
        "schema": schema,
    }
    if parameter.repeated:
        found |= {"style": "form", "explode": True}
    if parameter.example:
        found["example"] = [parameter.example] if parameter.repeated else parameter.example
    return found
