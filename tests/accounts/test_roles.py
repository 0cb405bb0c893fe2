"""The table of roles is what Wagtail enforces: each cell is tried on a real page."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, Page, WorkflowState
from wagtail.permissions import policy_registry

from districts.models import CaseStudy, District
from portal.accounts.roles import TABLE, Action, Role, Subtree, district_group_name, ensure_roles
from search.audience import visible_pages
from tests.factories.editions import make_prize
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_user, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    own = make_district()
    other = make_district("강남구", "Gangnam-gu", "11680")
    ensure_roles()
    session = make_session()
    return {
        Subtree.OWN_DISTRICT: make_case(district=own),
        Subtree.OTHER_DISTRICT: make_case(district=other),
        Subtree.FORUM: make_lecture(session=session),
        Subtree.EXPO: make_prize(),
    }


def person(role: Role):
    if role == Role.ADMINISTRATOR:
        return make_user("admin@example.org", role, is_superuser=True, is_staff=True)
    group = district_group_name(District.objects.get(code="11350")) if role == Role.DISTRICT_EDITOR else role
    return make_user("somebody@example.org", group)


def allowed(action: Action, page: Page, user) -> bool:
    tester = page.permissions_for_user(user)
    parent = page.get_parent().specific.permissions_for_user(user)
    if action == Action.CREATE:
        return parent.can_add_subpage()
    if action == Action.EDIT:
        return tester.can_edit()
    if action == Action.PUBLISH:
        return tester.can_publish() and tester.can_unpublish() and tester.can_set_view_restrictions()
    if action == Action.SUBMIT:
        return tester.can_edit() and (page.has_workflow or tester.can_publish())
    if action == Action.APPROVE:
        return can_approve(page, user)
    if action == Action.MOVE:
        return tester.can_move()
    if action == Action.DELETE:
        return tester.can_delete()
    return can_see_private(page, user)


def can_approve(page: Page, user) -> bool:
    workflow = page.get_workflow()
    if workflow is None:
        return page.permissions_for_user(user).can_publish()
    author = make_user(is_superuser=True)
    state: WorkflowState = workflow.start(page, author)
    task = state.current_task_state.task.specific
    actions = [name for name, *_ in task.get_actions(page, user)]
    state.cancel()
    return "approve" in actions


def can_see_private(page: Page, user) -> bool:
    restrict(page)
    return visible_pages(Page.objects.filter(pk=page.pk), user).exists()


@pytest.mark.parametrize("role", list(Role))
def test_every_cell_of_the_table(site, role):
    user = person(role)
    # "See private" comes last: it puts the page under a restriction.
    found = {
        subtree: frozenset(action for action in Action if allowed(action, site[subtree], user))
        for subtree in Subtree
    }
    assert found == {subtree: TABLE[role, subtree] for subtree in Subtree}


def test_the_table_has_a_cell_for_every_role_and_subtree():
    assert set(TABLE) == {(role, subtree) for role in Role for subtree in Subtree}


def test_a_district_editor_reaches_only_the_collection_of_the_district(site):
    names = GroupCollectionPermission.objects.filter(group__name="노원구 편집자").values_list(
        "collection__name", flat=True
    )
    assert set(names) == {"노원구"}


@pytest.mark.parametrize("model", [get_image_model(), get_document_model()])
def test_editors_upload_where_they_work(site, model):
    policy = policy_registry.get_by_type(model)
    own = policy.collections_user_has_permission_for(person(Role.DISTRICT_EDITOR), "add")
    assert [one.name for one in own] == ["노원구"]
    office = policy.collections_user_has_permission_for(
        make_user("office@example.org", Role.FORUM_EDITOR), "add"
    )
    assert set(office) == set(Collection.objects.all())


def test_a_district_editor_cannot_open_the_editor_of_another_district(site, client):
    client.force_login(person(Role.DISTRICT_EDITOR))
    assert client.get(f"/admin/pages/{site[Subtree.OWN_DISTRICT].pk}/edit/").status_code == 200
    assert client.get(f"/admin/pages/{site[Subtree.OTHER_DISTRICT].pk}/edit/").status_code == 302
    assert client.get(f"/admin/pages/{site[Subtree.FORUM].pk}/edit/").status_code == 302


def test_a_reader_has_no_admin(client, site):
    client.force_login(person(Role.READER))
    assert client.get("/admin/").status_code in (302, 403)


def test_setting_up_twice_changes_nothing(site):
    call_command("setup_site", verbosity=0)
    before = (Page.objects.count(), GroupCollectionPermission.objects.count())
    call_command("setup_site", verbosity=0)
    assert (Page.objects.count(), GroupCollectionPermission.objects.count()) == before
    assert District.objects.count() == 25


def test_a_rejection_reaches_the_author_with_its_comment(site, client, mailoutbox):
    author = person(Role.DISTRICT_EDITOR)
    approver = make_user("office@example.org", Role.FORUM_EDITOR)
    case: CaseStudy = site[Subtree.OWN_DISTRICT]
    case.title = "고친 제목"
    case.save_revision(user=author)
    state = case.get_workflow().start(case, author)
    task = state.current_task_state
    client.force_login(approver)
    url = reverse("wagtailadmin_pages:workflow_action", args=(case.pk, "reject", task.pk))
    client.post(url, {"comment": "성과의 기준 시점을 적어 주세요."})
    to_author = [mail for mail in mailoutbox if author.email in mail.to]
    assert to_author, [mail.subject for mail in mailoutbox]
    assert "성과의 기준 시점을 적어 주세요." in to_author[-1].body
