"""A district's editor tries every address of the admin on what belongs to others: nothing is read, nothing changes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils.encoding import iri_to_uri
from wagtail.models import Collection, Workflow

from portal.core.models import Tag
from tests.addresses import fill, patterns
from tests.factories.desk import Desk
from tests.test_leaks import leaks

pytestmark = pytest.mark.django_db


SEARCHES = (
    "/admin/choose-page/search/",
    "/admin/images/chooser/results/",
    "/admin/documents/chooser/results/",
    "/admin/pages/search/",
    "/admin/images/",
    "/admin/documents/",
)


def foreign_values(desk: Desk) -> dict[str, list[object]]:
    """What stands in the place of every parameter of the admin's addresses: ids of what belongs to others."""
    document, picture = desk.files
    pages = [page.pk for page in desk.foreign_pages()]
    people = [desk.office.pk, *Group.objects.filter(name="강남구 편집자").values_list("user", flat=True)]
    things = [
        *pages,
        *people,
        Group.objects.get(name="강남구 편집자").pk,
        Collection.objects.get(name="강남구").pk,
        Workflow.objects.get().pk,
        Tag.objects.get().pk,
        desk.other.pk,
        1,
    ]
    kind = {"content_type_app_name": ["districts"], "content_type_model_name": ["casestudy"]}
    ids = list(dict.fromkeys(things))
    return {
        **kind,
        "pk": [*ids, document.pk, picture.pk],
        "page_id": pages,
        "parent_page_id": pages,
        "page_to_move_id": [*pages[:3], desk.own_case.pk],
        "destination_id": [desk.folder(desk.other).pk, desk.other.page.pk],
        "document_id": [document.pk],
        "doc_id": [document.pk],
        "image_id": [picture.pk],
        "revision_id": [desk.revision.pk],
        "task_state_id": [desk.task.pk],
        "task_id": [desk.task.task_id],
        "workflow_state_id": [desk.workflow.pk],
        "action_name": [
            "approve",
            "reject",
            "publish",
            "copy",
            "move",
            "delete",
            "unpublish",
            "convert_alias",
        ],
        "collection_id": [Collection.objects.get(name="강남구").pk],
        "page_pk": pages[:2],
        "filter_spec": ["original", "width-100"],
        "app_name": ["core"],
        "model_name": ["tag", "page", "casestudy", "siteidentity"],
        "app_label": ["wagtailcore", "districts", "core", "accounts"],
        "action": ["delete", "move", "publish", "unpublish", "add_to_collection", "add_tags"],
        "object_id": pages[:3],
        "uidb64": ["MQ"],
        "token": ["x-y"],
    }


def foreign_addresses(desk: Desk) -> Iterator[tuple[str, str]]:
    values = foreign_values(desk)
    for pattern in patterns():
        if pattern.route.startswith("admin/") and "^" not in pattern.route:
            yield from ((pattern.name, address) for address in fill(pattern.route, values))
    revision = desk.revision.pk
    for page, a, b in itertools.product(
        values["page_id"], ("live", "earliest", revision), ("live", "latest", revision)
    ):
        yield "compare", f"/admin/pages/{page}/revisions/compare/{a}...{b}/"
    api = ("pages", "documents", "images")
    for name in api:
        yield "api", f"/admin/api/main/{name}/?fields=*&limit=20"
        yield "api", f"/admin/api/main/{name}/?search=찾을거리"
        for pk in values["pk"]:
            yield "api", f"/admin/api/main/{name}/{pk}/?fields=*"
            yield "api", f"/admin/api/main/{name}/find/?id={pk}"
    for query in (
        "child_of=root",
        "descendant_of=1",
        "for_explorer=1",
        "type=districts.CaseStudy&fields=_,title",
    ):
        yield "api", f"/admin/api/main/pages/?{query}"
    pages = "&".join(f"id={pk}" for pk in values["page_id"])
    files = "&".join(f"id={file.pk}" for file in desk.files)
    for action in ("delete", "move", "publish", "unpublish"):
        yield "bulk", f"/admin/bulk/wagtailcore/page/{action}/?{pages}"
    for label, action in itertools.product(
        ("core/portalimage", "core/portaldocument"), ("delete", "add_tags", "add_to_collection")
    ):
        yield "bulk", f"/admin/bulk/{label}/{action}/?{files}"
    yield "bulk", f"/admin/bulk/accounts/user/delete/?id={desk.office.pk}"
    for page in values["page_id"]:
        yield "chooser", f"/admin/choose-page/{page}/"
        yield "chooser", f"/admin/choose-page/chosen-multiple/?{pages}"
    for place in SEARCHES:
        yield "search", f"{place}?q=찾을거리"
    huge = "9" * 30
    for address in (f"pages/{huge}/edit/", f"choose-page/{huge}/", f"choose-page/chosen-multiple/?id={huge}"):
        yield "huge", f"/admin/{address}"
    yield "search", "/admin/tag-autocomplete/core/tag/?term=돌"
    for action, where in itertools.product(("delete", "move", "publish"), ("", "&childOf=1", "&q=찾을거리")):
        yield "bulk", f"/admin/bulk/wagtailcore/page/{action}/?id=all{where}"
    folder = desk.folder(desk.other).pk
    yield "bulk", f"/admin/bulk/wagtailcore/page/delete/?id=all&childOf={folder}"
    for kind in ("images", "documents"):
        collection = values["collection_id"][0]
        yield "chooser", f"/admin/{kind}/chooser/results/?collection_id={collection}"
        yield "chooser", f"/admin/{kind}/chooser/chosen-multiple/?{files}"
        yield "listing", f"/admin/{kind}/?collection_id={collection}"


@pytest.mark.once
def test_nothing_of_others_is_read(desk, editor):
    call_command("update_index", verbosity=0)
    found = {}
    for name, address in foreign_addresses(desk):
        response = editor.get(iri_to_uri(address))
        said = (b"".join(response.streaming_content) if response.streaming else response.content).decode(
            "utf-8", "replace"
        )
        told = leaks(said)
        if told or response.status_code >= 500:
            found[name, address] = (response.status_code, told)
    for key, value in found.items():
        print(key, value)
    assert found == {}
    for place in SEARCHES:
        assert "우리" in json_text(editor.get(place, {"q": "찾을거리"})), place


def json_text(response) -> str:
    """The text of an answer, be it a page or a dialog inside JSON."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), response.content.decode())


@pytest.mark.once
def test_the_editors_own_screens_name_nothing_of_others(desk, editor):
    """Also the choices that a form offers."""
    call_command("update_index", verbosity=0)
    document, picture = desk.own_files
    case, folder, page = desk.own_case.pk, desk.folder(desk.own).pk, desk.own.page.pk
    ids = {
        "page_id": [case, folder, page],
        "parent_page_id": [folder, page],
        "page_to_move_id": [case],
        "document_id": [document.pk],
        "image_id": [picture.pk],
        "doc_id": [document.pk],
        "content_type_app_name": ["districts"],
        "content_type_model_name": ["casestudy"],
        "filter_spec": ["width-100"],
        "revision_id": [desk.own_case.latest_revision_id or 1],
    }
    found = {}
    for pattern in patterns():
        if pattern.route.startswith("admin/") and "^" not in pattern.route:
            for address in fill(pattern.route, ids):
                response = editor.get(address)
                if response.streaming:
                    list(response.streaming_content)
                elif leaks(response.content.decode()) or response.status_code >= 500:
                    found[address] = (response.status_code, leaks(response.content.decode()))
    for key, value in found.items():
        print((key, value))
    assert found == {}
