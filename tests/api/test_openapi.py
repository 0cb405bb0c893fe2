"""The index of the API and its OpenAPI document: valid, complete, and true of what is answered."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from portal.core.models import Tag
from search.sync import sync_all
from tests.addresses import patterns
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_speaker

pytestmark = pytest.mark.django_db
# Addresses for people, for files, and for the search of private browsers.
NO_DATA = re.compile(r"^(admin|healthz|readyz|documents|media|pictures|robots|sitemap-|\^?sessions/)")


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    case = make_case("스마트 사례", district=make_district(), tags=("센서",), licence="1")
    session = make_session(1, date="2024-03-04")
    make_lecture("스마트 강연", session=session, speaker=make_speaker(), tags=("센서",), date="2024-03-04")
    sync_all()
    return case


def document(client, query: str = "") -> dict[str, Any]:
    response = client.get(f"/api/openapi.json{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return response.json()


def schema_of(spec: dict[str, Any], path: str, status: str = "200") -> dict[str, Any]:
    content = spec["paths"][path]["get"]["responses"][status]["content"]
    return {**content["application/json"]["schema"], "components": spec["components"]}


def check(spec: dict[str, Any], path: str, answer: Any, status: str = "200") -> None:
    errors = [
        error.message for error in Draft202012Validator(schema_of(spec, path, status)).iter_errors(answer)
    ]
    assert errors == [], (path, errors)


def test_the_document_is_valid_openapi(client):
    for query in ("", "?lang=en"):
        spec = document(client, query)
        validate(spec)
        assert spec["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    "query",
    ["", "?q=스마트", "?q=스마트&kind=case&size=1", "?q=없는낱말", "?sort=date", "?tag=센서&year=2024"],
)
def test_search_answers_as_the_document_says(client, query):
    check(document(client), "/api/search/", client.get(f"/api/search/{query}").json())


@pytest.mark.parametrize("path", ["/api/search/", "/api/cases.json", "/api/cases.csv"])
def test_refusals_are_as_the_document_says(client, path):
    response = client.get(f"{path}?field=없음")
    assert response.status_code == 400
    check(document(client), path, response.json(), "400")


@pytest.mark.parametrize("query", ["", "?district=노원구", "?tag=없음"])
def test_cases_are_answered_as_the_document_says(client, query):
    answer = json.loads(client.get(f"/api/cases.json{query}").getvalue())
    check(document(client), "/api/cases.json", answer)


def test_every_address_answers_in_its_format(client):
    spec = document(client)
    parameters = {
        "/feed/district/{slug}/": "nowon-gu",
        "/feed/tag/{slug}/": Tag.objects.get(name="센서").slug,
    }
    for path, item in spec["paths"].items():
        address = path.replace("{slug}", parameters.get(path, ""))
        (media_type,) = item["get"]["responses"]["200"]["content"]
        response = client.get(address, headers={"Accept": media_type})
        assert response.status_code == 200, address
        assert response["Content-Type"].partition(";")[0] == media_type, address
        response.getvalue()


def test_parameters_with_choices_take_each_of_them(client):
    spec = document(client)
    for path in ("/api/search/", "/api/cases.json"):
        for parameter in spec["paths"][path]["get"]["parameters"]:
            schema = parameter["schema"].get("items", parameter["schema"])
            for value in schema.get("enum", []):
                assert client.get(path, {parameter["name"]: value}).status_code == 200, (path, value)


def test_no_public_data_address_is_left_out(client):
    """A new address below /api/, /feed/ or with the name of a data file belongs into portal/api/catalogue.py."""
    routes = {pattern.route.lstrip("^") for pattern in patterns() if not NO_DATA.match(pattern.route)}
    data = {
        route
        for route in routes
        if route.startswith(("api/", "feed/"))
        or re.search(r"\\?\.(json|xml|ics)\$?$", route)
        or route == "api/"
    }
    documented = {path.strip("/") for path in document(client)["paths"]}

    def plain(route: str) -> str:
        return re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", r"{\1\2}", route).strip("/$")

    assert {plain(route) for route in data} <= documented


def test_english_is_there_where_it_is_asked_for(client):
    korean, english = document(client), document(client, "?lang=en")
    assert korean["paths"].keys() == english["paths"].keys()
    summaries = [item["get"]["summary"] for item in english["paths"].values()]
    assert not [text for text in summaries if re.search("[가-힣]", text)]
    assert re.search("[가-힣]", korean["paths"]["/api/"]["get"]["summary"])
    described = json.dumps(english["components"], ensure_ascii=False)
    assert not re.search(r'"(title|description)": "[^"]*[가-힣]', described)


def test_the_index_is_a_page_for_people_and_json_for_programs(client):
    page = client.get("/api/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page["Content-Type"].startswith("text/html")
    assert "Accept" in page["Vary"]
    spec = document(client)
    for path in spec["paths"]:
        if path != "/api/":
            assert f"http://testserver{path}" in page.content.decode(), path
    for ask in ({"headers": {"Accept": "application/json"}}, {"query_params": {"format": "json"}}):
        answer = client.get("/api/", **ask)
        assert answer["Content-Type"].startswith("application/json")
        check(spec, "/api/", answer.json())
        assert {
            entry["url"].removeprefix("http://testserver") for entry in answer.json()["endpoints"]
        } == set(spec["paths"])
    assert client.get("/api/?format=html", headers={"Accept": "application/json"})["Content-Type"].startswith(
        "text/html"
    )


def test_the_page_needs_nothing_from_elsewhere(client):
    for address in ("/api/", "/en/api/"):
        text = client.get(address).content.decode()
        loaded = re.findall(r'<(?:script|img|link|iframe)[^>]*(?:src|href)="(https?:[^"]+)"', text)
        assert [url for url in loaded if not url.startswith("http://testserver/")] == []


def test_the_english_page_is_english(client):
    text = client.get("/en/api/").content.decode()
    main = re.sub(r'<code lang="ko">[^<]*</code>', "", text[text.index("<main") : text.index("</main>")])
    assert not re.findall("[가-힣]+", main)


@pytest.mark.parametrize("address", ["/api/openapi.json", "/api/cases.schema.json", "/api/"])
def test_documents_may_be_kept(client, address):
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
