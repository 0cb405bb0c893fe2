"""A district's editor sends every form of the admin against what is not theirs: all of it stays as it was."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Collection, Page, PageViewRestriction, Revision

from districts.models import CaseStudy, District
from lectures.models import Speaker
from portal.core.models import PortalDocument, Tag
from tests.factories.desk import Desk
from tests.test_desk_limits import foreign_addresses
from tests.test_leaks import leaks

pytestmark = pytest.mark.django_db

GUARDED = (
    "wagtailcore.Page",
    "wagtailcore.Revision",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.CollectionViewRestriction",
    "wagtailcore.Collection",
    "wagtailcore.Site",
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowPage",
    "wagtailcore.WorkflowTask",
    "wagtailcore.WorkflowState",
    "wagtailcore.Task",
    "wagtailcore.TaskState",
    "wagtailcore.Comment",
    "wagtailcore.GroupPagePermission",
    "wagtailcore.GroupCollectionPermission",
    "wagtailredirects.Redirect",
    "auth.Group",
    "accounts.User",
    "core.PortalDocument",
    "core.PortalImage",
    "core.Tag",
    "core.TagAlias",
    "core.SiteIdentity",
    "districts.District",
    "districts.CaseStudy",
    "lectures.Lecture",
    "lectures.Speaker",
)


def state() -> dict[str, str]:
    """Everything that matters, as text by model."""
    return {
        label: serializers.serialize("json", apps.get_model(label).objects.order_by("pk"), indent=1)
        for label in GUARDED
    }


def sent(desk: Desk) -> dict[str, Any]:
    """Fields of many forms at once, each with a value that would do harm."""
    return {
        "action-publish": "1",
        "action-approve": "1",
        "title": "덮어쓴 제목",
        "name": "덮어쓴 이름",
        "slug": "overwritten",
        "comment": "x",
        "restriction_type": "none",
        "collection": Collection.objects.get(name=desk.own.name).pk,
        "new_parent_page": desk.folder(desk.own).pk,
        "chooser": desk.folder(desk.own).pk,
        "new_title": "옮겨 온 것",
        "new_slug": "copied",
        "copy_subpages": "on",
        "publish_copies": "on",
        "alias": "on",
        "include_descendants": "on",
        "email": "changed@example.org",
        "is_superuser": "on",
        "is_active": "",
        "groups": [group.pk for group in Group.objects.all()],
        "old_path": "/new-old",
        "redirect_link": "https://evil.example/",
        "external-link-chooser-url": "https://other.example/",
        "position": "0",
        "tags": "돌봄",
        "task": desk.task.task_id,
        "form-TOTAL_FORMS": "0",
        "form-INITIAL_FORMS": "0",
    }


@pytest.mark.once
def test_nothing_of_others_changes(desk, editor):
    data = sent(desk)
    editor.get("/")  # the first page that is shown makes the site's settings
    before = state()
    own = {"/admin/account/", "/admin/dismissibles/", "/admin/logout/"}
    for _, address in foreign_addresses(desk):
        path = address.partition("?")[0]
        if path not in own and "/login/" not in path and "password_reset" not in path:
            response = editor.post(address, data)
            assert response.status_code < 500, address
    after = state()
    changed = {label for label in GUARDED if before[label] != after[label]}
    assert changed == set(), [difference(before[label], after[label]) for label in changed]


def difference(before: str, after: str) -> list[str]:
    return sorted(set(after.splitlines()) ^ set(before.splitlines()))[:20]


# --- the editor's own pages ---------------------------------------------------------------------------------


class Fields(HTMLParser):
    """What a browser would send for the form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in ("submit", "checkbox", "radio", "file"):
            self.values[name] = given.get("value") or ""
        elif tag == "textarea" and name:
            self._area, self.values[name] = name, ""
        elif tag == "select" and name:
            self._select = name
            self.values.setdefault(name, [])
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select].append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data


def form_of(client: Client, address: str) -> dict[str, Any]:
    """The values of the page form at this address, ready to be sent."""
    html = client.get(address).content.decode()
    start = html.index('id="page-edit-form"')
    fields = Fields()
    fields.feed(html[start : html.index("</form>", start)])
    streams = ("outcomes", "timeline", "adopted_by", "attachments", "sources")
    counts = {f"{name}-count": "0" for name in streams}
    return {**fields.values, **counts, "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


def edit(client: Client, page: Page, **changes: Any) -> Any:
    address = f"/admin/pages/{page.pk}/edit/"
    return client.post(address, {**form_of(client, address), **changes})


def test_an_editor_can_save_a_draft_and_nothing_more(desk, editor):
    """The control of the tests below: the form is right, only the rights are missing."""
    edit(editor, desk.own_case, title="새 제목")
    page = CaseStudy.objects.get(pk=desk.own_case.pk)
    assert page.get_latest_revision_as_object().title == "새 제목"
    assert page.title == desk.own_case.title


@pytest.mark.parametrize("action", ["action-publish", "action-approve", "action-workflow-action"])
def test_a_forged_action_does_not_publish(desk, editor, action):
    edit(
        editor,
        desk.own_case,
        title="새 제목",
        **{action: "action-publish", "workflow-action-name": "approve"},
    )
    page = CaseStudy.objects.get(pk=desk.own_case.pk)
    assert page.title == desk.own_case.title
    add = f"/admin/pages/add/districts/casestudy/{desk.folder(desk.own).pk}/"
    editor.post(add, {**form_of(editor, add), "title": "지은 것", "slug": "made", action: "1"})
    assert not CaseStudy.objects.filter(title="지은 것", live=True).exists()
    assert CaseStudy.objects.filter(title="지은 것", live=False).exists()


def test_an_author_does_not_approve_or_withdraw_what_others_decide(desk, editor):
    edit(editor, desk.own_case, title="승인 받을 제목", **{"action-submit": "1"})
    page = CaseStudy.objects.get(pk=desk.own_case.pk)
    task = page.current_workflow_task_state
    assert task is not None
    for action in ("approve", "reject"):
        for view in ("workflow/action", "workflow/collect_action_data"):
            editor.post(f"/admin/pages/{view}/{page.pk}/{action}/{task.pk}/", {"comment": "x"})
        changes = {"action-workflow-action": "1", "workflow-action-name": action}
        edit(editor, page, title="승인 받을 제목", **changes)
    page.refresh_from_db()
    assert (page.title, page.workflow_in_progress) == (desk.own_case.title, True)
    office = Client()
    office.force_login(desk.office)
    task = page.current_workflow_task_state
    office.post(f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", {"comment": ""})
    page.refresh_from_db()
    assert page.title == "승인 받을 제목"


def test_own_live_pages_stay_where_and_as_open_as_they_are(desk, editor):
    case, folder = desk.own_case, desk.folder(desk.own)
    PageViewRestriction.objects.create(page=case, restriction_type="login")
    before = state()
    for path, data in (
        ("privacy", {"restriction_type": "none"}),
        ("unpublish", {}),
        ("delete", {}),
        ("lock", {}),
        ("unlock", {}),
        (f"move/{desk.folder(desk.other).pk}/confirm", {}),
        (f"move/{folder.pk}/confirm", {}),
        ("move", {"new_parent_page": desk.folder(desk.other).pk}),
        ("convert_alias", {}),
        ("set_position", {"position": "0"}),
    ):
        assert editor.post(f"/admin/pages/{case.pk}/{path}/", data).status_code < 500, path
    for action in ("delete", "move", "publish", "unpublish"):
        data = {"chooser": desk.folder(desk.other).pk, "include_descendants": "on"}
        assert editor.post(f"/admin/bulk/wagtailcore/page/{action}/?id={case.pk}", data).status_code < 500
    after = state()
    assert [
        difference(before[label], after[label]) for label in GUARDED if before[label] != after[label]
    ] == []


def test_copies_of_own_pages_are_drafts_at_home(desk, editor):
    address = f"/admin/pages/{desk.own_case.pk}/copy/"
    form = {"new_title": "사본", "new_slug": "copy", "copy_subpages": "on"}
    for place, extra in ((desk.own, {"alias": "on"}), (desk.own, {"publish_copies": "on"}), (desk.other, {})):
        data = {**form, "new_parent_page": desk.folder(place).pk, "new_slug": f"copy-{len(extra)}-{place.pk}"}
        assert editor.post(address, {**data, **extra}).status_code < 500
    copies = CaseStudy.objects.exclude(pk=desk.own_case.pk).filter(title__in=("사본", desk.own_case.title))
    assert not copies.filter(live=True).exists()
    assert not copies.filter(alias_of__isnull=False).exists()
    assert all(copy.is_child_of(desk.folder(desk.own)) for copy in copies)


def test_nothing_of_others_is_copied_home(desk, editor):
    before = Page.objects.count()
    for page in desk.cases.values():
        form = {"new_title": "가져온 것", "new_slug": "taken", "new_parent_page": desk.folder(desk.own).pk}
        editor.post(f"/admin/pages/{page.pk}/copy/", form)
    assert Page.objects.count() == before


def test_a_case_keeps_its_district(desk, editor):
    edit(editor, desk.own_case, district=desk.other.pk, title="딴 구의 것")
    latest = CaseStudy.objects.get(pk=desk.own_case.pk).get_latest_revision_as_object()
    assert latest.district == desk.own


def forged_references(desk: Desk) -> list[dict[str, Any]]:
    document, picture = desk.files
    attachment = {
        "attachments-count": "1",
        "attachments-0-deleted": "",
        "attachments-0-order": "0",
        "attachments-0-type": "attachment",
        "attachments-0-id": "",
        "attachments-0-value-document": str(document.pk),
        "attachments-0-value-label": "",
    }
    links = [
        {
            "type": "LINK",
            "mutability": "MUTABLE",
            "data": {"id": desk.cases["draft"].pk, "parentId": 1, "url": "/"},
        },
        {
            "type": "DOCUMENT",
            "mutability": "MUTABLE",
            "data": {"id": document.pk, "filename": "x", "url": "/x"},
        },
    ]
    texts = [
        json.dumps(
            {
                "blocks": [
                    {
                        "key": "a",
                        "text": "여기",
                        "type": "unstyled",
                        "depth": 0,
                        "inlineStyleRanges": [],
                        "entityRanges": [{"offset": 0, "length": 2, "key": 0}],
                    }
                ],
                "entityMap": {"0": link},
            }
        )
        for link in links
    ]
    lecture = {"related_lectures": [str(desk.lecture.pk)]}
    return [{"picture": str(picture.pk)}, attachment, lecture, *({"problem": text} for text in texts)]


def test_an_id_that_no_chooser_offers_is_refused(desk, editor):
    """Else the form would show its title, and the page would point at it."""
    for forged in forged_references(desk):
        before = Revision.objects.count()
        response = edit(editor, desk.own_case, **forged)
        assert Revision.objects.count() == before, forged
        shown = response.content.decode() if response.status_code == 200 else ""
        assert leaks(shown) == [], forged


def test_what_the_office_linked_survives_an_edit_unseen(desk, editor):
    case = CaseStudy.objects.get(pk=desk.own_case.pk)
    case.related_lectures = [desk.lecture]
    case.picture = desk.files[1]
    case.problem = f'<p><a linktype="page" id="{desk.cases["draft"].pk}">앞</a></p>'
    case.learning = f'<p><a linktype="document" id="{desk.files[0].pk}">뒤</a></p>'
    case.save_revision().publish()
    shown = editor.get(f"/admin/pages/{case.pk}/edit/").content.decode()
    assert leaks(shown) == []
    assert "볼 수 없는 자료" in shown
    edit(editor, case, title="고친 것")
    latest = CaseStudy.objects.get(pk=case.pk).get_latest_revision_as_object()
    assert (latest.title, latest.picture) == ("고친 것", desk.files[1])
    assert [lecture.pk for lecture in latest.related_lectures.all()] == [desk.lecture.pk]
    assert f'id="{desk.cases["draft"].pk}"' in latest.problem
    assert f'id="{desk.files[0].pk}"' in latest.learning


# --- files and snippets -----------------------------------------------------------------------------------


def test_files_stay_in_the_districts_collection(desk, editor):
    foreign, root = Collection.objects.get(name=desk.other.name), Collection.get_first_root_node()
    document = desk.own_files[0]
    for target in (foreign, root):
        form = {"title": "옮긴 것", "collection": target.pk, "tags": "", "licence": "none"}
        editor.post(f"/admin/documents/edit/{document.pk}/", form)
        document.refresh_from_db()
        assert document.collection.name == desk.own.name
        upload = SimpleUploadedFile("x.pdf", b"%PDF-1.4", "application/pdf")
        for address in (
            "/admin/documents/add/",
            "/admin/documents/multiple/add/",
            "/admin/documents/chooser/create/",
        ):
            upload.seek(0)
            data = {
                "title": "올린 것",
                "file": upload,
                "files[]": upload,
                "collection": target.pk,
                "licence": "none",
                "document-chooser-upload-title": "올린 것",
                "document-chooser-upload-file": upload,
                "document-chooser-upload-collection": target.pk,
                "document-chooser-upload-licence": "none",
            }
            assert editor.post(address, data).status_code < 500
        assert not PortalDocument.objects.filter(collection=target, uploaded_by_user=desk.editor).exists()
        bulk = f"/admin/bulk/core/portaldocument/add_to_collection/?id={document.pk}"
        editor.post(bulk, {"collection": target.pk})
        document.refresh_from_db()
        assert document.collection.name == desk.own.name


def test_the_vocabulary_and_the_records_belong_to_the_office(desk, editor):
    counts = [model.objects.count() for model in (Tag, Speaker, District)]
    for address in (
        "/admin/snippets/core/tag/add/",
        "/admin/snippets/choose/core/tag/create/",
        "/admin/snippets/lectures/speaker/add/",
        "/admin/snippets/choose/lectures/speaker/create/",
        "/admin/snippets/districts/district/add/",
        "/admin/snippets/choose/districts/district/create/",
    ):
        form = {"name": "새것", "name_en": "New", "slug": "new", "group": "topic", "code": "11999"}
        prefixed = {
            f"{prefix}-{name}": value for name, value in form.items() for prefix in ("chooser", "create")
        }
        counted = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0", "figures-TOTAL_FORMS": "0"}
        sent_form = {**form, **prefixed, **counted, "figures-INITIAL_FORMS": "0"}
        assert editor.post(address, sent_form).status_code < 500, address
    assert [model.objects.count() for model in (Tag, Speaker, District)] == counts
