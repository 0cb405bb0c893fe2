"""Who may do what where: the table of roles, and the groups that put it into force in Wagtail.

The table is the contract (docs/structure.md shows it); `ensure_roles` writes it into groups, page and
collection permissions and the approval workflow. "Move" and "delete" are meant of published pages:
whoever may create a page may move and delete a draft of their own. "Publish" includes unpublish, schedule
and privacy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from districts.models import District, DistrictIndexPage
from portal.core.site_tree import ensure_district_page, ensure_lists


class Role(StrEnum):
    ADMINISTRATOR = "관리자"
    FORUM_EDITOR = "포럼 편집자"
    DISTRICT_EDITOR = "자치구 편집자"
    READER = "열람"


class Action(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    PUBLISH = "publish"
    SUBMIT = "submit"
    APPROVE = "approve"
    MOVE = "move"
    DELETE = "delete"
    SEE_PRIVATE = "see private"


class Subtree(StrEnum):
    OWN_DISTRICT = "own district"
    OTHER_DISTRICT = "another district"
    FORUM = "lectures and sessions"
    EXPO = "expo and prize"


A = Action
ALL = frozenset(Action)
# What each role may do in each subtree. "See private" means pages for signed-in people.
TABLE: dict[tuple[Role, Subtree], frozenset[Action]] = {
    (Role.ADMINISTRATOR, Subtree.OWN_DISTRICT): ALL,
    (Role.ADMINISTRATOR, Subtree.OTHER_DISTRICT): ALL,
    (Role.ADMINISTRATOR, Subtree.FORUM): ALL,
    (Role.ADMINISTRATOR, Subtree.EXPO): ALL,
    (Role.FORUM_EDITOR, Subtree.OWN_DISTRICT): ALL,
    (Role.FORUM_EDITOR, Subtree.OTHER_DISTRICT): ALL,
    (Role.FORUM_EDITOR, Subtree.FORUM): ALL,
    (Role.FORUM_EDITOR, Subtree.EXPO): ALL,
    (Role.DISTRICT_EDITOR, Subtree.OWN_DISTRICT): frozenset({A.CREATE, A.EDIT, A.SUBMIT, A.SEE_PRIVATE}),
    (Role.DISTRICT_EDITOR, Subtree.OTHER_DISTRICT): frozenset({A.SEE_PRIVATE}),
    (Role.DISTRICT_EDITOR, Subtree.FORUM): frozenset({A.SEE_PRIVATE}),
    (Role.DISTRICT_EDITOR, Subtree.EXPO): frozenset({A.SEE_PRIVATE}),
    (Role.READER, Subtree.OWN_DISTRICT): frozenset({A.SEE_PRIVATE}),
    (Role.READER, Subtree.OTHER_DISTRICT): frozenset({A.SEE_PRIVATE}),
    (Role.READER, Subtree.FORUM): frozenset({A.SEE_PRIVATE}),
    (Role.READER, Subtree.EXPO): frozenset({A.SEE_PRIVATE}),
}

PAGE_ALL = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
PAGE_DISTRICT = ("add_page", "change_page")
# Wagtail asks for the rights of its own image and document, whatever models stand in for them.
COLLECTION_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
SNIPPETS_FORUM = (
    *(
        "tag",
        "speaker",
        "district",
        "chart",
        "term",
        "errorreport",
        "caserequest",
        "post",
        "member",
        "districtdesk",
        "idea",
    ),
    *("question", "speakercontact"),
)
SNIPPETS_SEARCH = ("synonym", "userword", "protectedword", "promotedresult")
WORKFLOW_NAME = "자치구 사례 승인"
TASK_NAME = "포럼 편집자 승인"


@dataclass(frozen=True)
class Grant:
    """Rights of a group on a subtree of pages and on a collection."""

    group: Group
    page: Page
    collection: Collection
    page_rights: Iterable[str]
    collection_rights: Iterable[str]


def district_group_name(district: District) -> str:
    """The group of a district's editors."""
    return f"{district.name} 편집자"


def ensure_roles() -> None:
    """Make groups, rights, collections and the workflow as the table says; further rights are left alone."""
    home = ensure_lists()
    root_collection = Collection.get_first_root_node()
    administrators, first_time = Group.objects.get_or_create(name=Role.ADMINISTRATOR)
    if first_time:
        _drop_wagtail_defaults()
    editors, _ = Group.objects.get_or_create(name=Role.FORUM_EDITOR)
    Group.objects.get_or_create(name=Role.READER)
    for group in (administrators, editors):
        _grant(Grant(group, home, root_collection, PAGE_ALL, COLLECTION_RIGHTS))
        _allow_admin(group)
        _allow_models(group, SNIPPETS_FORUM)
        _allow_models(group, SNIPPETS_SEARCH)
        _allow_models(group, ("invitation",))
        # The pages that tell how search is doing, what is searched for and which letters wait.
        group.permissions.add(
            *Permission.objects.filter(codename__in=("view_indexstate", "view_searchcount", "view_email"))
        )
    _allow_models(
        administrators,
        (
            "user",
            "group",
            "siteidentity",
            "collection",
            "workflow",
            "task",
            "redirect",
            "auditentry",
            "accountrules",
        ),
    )
    for district in District.objects.all():
        _ensure_district(district, root_collection)
    _ensure_workflow(editors)


def _drop_wagtail_defaults() -> None:
    """Take away the groups and the workflow that a new Wagtail brings: they are not in the table."""
    Workflow.objects.filter(name="Moderators approval").delete()
    GroupApprovalTask.objects.filter(name="Moderators approval").delete()
    Group.objects.filter(name__in=("Moderators", "Editors"), user__isnull=True).delete()


def _ensure_district(district: District, root_collection: Collection) -> None:
    page = ensure_district_page(district)
    group, _ = Group.objects.get_or_create(name=district_group_name(district))
    collection = ensure_collection(root_collection, district.name)
    _grant(Grant(group, page, collection, PAGE_DISTRICT, COLLECTION_RIGHTS))
    _allow_admin(group)


def ensure_collection(parent: Collection, name: str) -> Collection:
    """The collection of that name below `parent`."""
    found = parent.get_children().filter(name=name).first()
    return found or Collection.objects.get(pk=parent.pk).add_child(name=name)


def _grant(grant: Grant) -> None:
    for permission in Permission.objects.filter(
        codename__in=grant.page_rights, content_type__app_label="wagtailcore"
    ):
        GroupPagePermission.objects.get_or_create(group=grant.group, page=grant.page, permission=permission)
    for permission in Permission.objects.filter(
        codename__in=grant.collection_rights,
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=grant.group, collection=grant.collection, permission=permission
        )


def _allow_admin(group: Group) -> None:
    group.permissions.add(
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    )


def _allow_models(group: Group, names: Iterable[str]) -> None:
    rights = [f"{verb}_{name}" for name in names for verb in ("add", "change", "delete", "view")]
    group.permissions.add(*Permission.objects.filter(codename__in=rights))


def _ensure_workflow(approvers: Group) -> None:
    """Everything below /districts/ is approved by the forum's editors."""
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    task = GroupApprovalTask.objects.filter(name=TASK_NAME).first() or GroupApprovalTask.objects.create(
        name=TASK_NAME
    )
    task.groups.add(approvers)
    if made or not WorkflowTask.objects.filter(workflow=workflow).exists():
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=0)
    for page in _approved_roots():
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})


def _approved_roots() -> list[Page]:
    return list(Page.objects.filter(pk__in=DistrictIndexPage.objects.values("pk")))
