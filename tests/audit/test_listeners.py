"""What is done with rights and private things is found in the log, with who did it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from portal.accounts.models import User
from portal.accounts.roles import Role, ensure_roles
from portal.audit.enums import AuditAction
from portal.audit.models import AuditEntry
from portal.core.enums import CheckState
from portal.core.models import PortalDocument
from portal.core.viewer import viewing
from tests.factories.hidden import make_picture
from tests.factories.site import make_case, make_district, make_user

pytestmark = pytest.mark.django_db
A = AuditAction


@pytest.fixture
def office() -> User:
    return make_user("office@example.org", is_superuser=True, is_staff=True)


def entries(action: AuditAction) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action).order_by("pk"))


@pytest.fixture
def seen(office):
    """Entries of an action made from here on."""
    last = AuditEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    return lambda action: [entry for entry in entries(action) if entry.pk > last]


# --- signing in ------------------------------------------------------------------------------------------


def test_signing_in_and_out_is_recorded_with_the_address(office, seen):
    client = Client(REMOTE_ADDR="192.0.2.7")
    client.post("/login/", {"username": office.email, "password": "pw"})
    client.post("/logout/")
    (signed_in,), (signed_out,) = seen(A.SIGNED_IN), seen(A.SIGNED_OUT)
    assert (signed_in.by_number, signed_in.address) == (office.pk, "192.0.2.7")
    assert signed_out.by_number == office.pk


def test_failures_are_recorded_without_what_was_typed(office, seen, client):
    client.post("/login/", {"username": office.email, "password": "secret-typo"})
    client.post("/login/", {"username": "hunter2@example.org", "password": "x"})
    known, unknown = seen(A.SIGN_IN_FAILED)
    assert (known.by_number, known.about_number) == (None, office.pk)
    assert (unknown.about_number, unknown.detail) == (None, "없는 계정")
    written = " ".join(map(str, AuditEntry.objects.values_list("subject", "detail")))
    assert "hunter2" not in written
    assert "secret-typo" not in written


def test_a_lock_after_many_failures_is_recorded(office, seen, client, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post("/login/", {"username": office.email, "password": "x"})
    assert seen(A.LOCKED_OUT)[0].about_number == office.pk


# --- rights ----------------------------------------------------------------------------------------------


def test_groups_of_an_account_from_either_side(office, seen):
    user, group = make_user(), Group.objects.create(name="시험 묶음")
    with viewing(office):
        user.groups.add(group)
        group.user_set.remove(user)
        user.groups.set([group])
        user.groups.clear()
    for entry in seen(A.RIGHT_GIVEN) + seen(A.RIGHT_TAKEN):
        assert (entry.by_number, entry.about_number) == (office.pk, user.pk)
        assert entry.subject == "묶음 「시험 묶음」"
    assert (len(seen(A.RIGHT_GIVEN)), len(seen(A.RIGHT_TAKEN))) == (2, 2)


def test_rights_of_groups_and_accounts(office, seen):
    user, group = make_user(), Group.objects.create(name="시험 묶음")
    right = Permission.objects.get(codename="access_admin")
    with viewing(office):
        group.permissions.add(right)
        group.permissions.add(right)
        user.user_permissions.add(right)
        user.is_superuser = True
        user.save()
        user.save(update_fields=["is_superuser"])
        user.is_superuser, user.is_active = False, False
        user.save(update_fields=["is_superuser", "is_active"])
    given = [(entry.subject, entry.detail, entry.about_number) for entry in seen(A.RIGHT_GIVEN)]
    assert given == [
        ("묶음 「시험 묶음」", "wagtailadmin.access_admin", None),
        ("", "wagtailadmin.access_admin", user.pk),
        ("", "모든 권한(최고 관리자)", user.pk),
    ]
    assert [entry.detail for entry in seen(A.RIGHT_TAKEN)] == ["모든 권한(최고 관리자)", "쓸 수 있는 계정"]


def test_rights_on_pages_and_collections(office, seen):
    group, page = Group.objects.create(name="시험 묶음"), Page.objects.first()
    right = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
    upload = Permission.objects.get(codename="add_document", content_type__app_label="wagtaildocs")
    collection = Collection.get_first_root_node()
    with viewing(office):
        GroupPagePermission.objects.create(group=group, page=page, permission=right)
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=upload)
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        GroupPagePermission.objects.filter(group=group).delete()
        task = GroupApprovalTask.objects.create(name="시험 승인")
        task.groups.add(group)
    given = [entry.detail for entry in seen(A.RIGHT_GIVEN)]
    assert given == [
        f"쪽 「{page.title}」({page.pk}): publish_page",
        f"자료 묶음 「{collection.name}」({collection.pk}): add_document",
        "승인 단계 「시험 승인」",
    ]
    assert [entry.detail for entry in seen(A.RIGHT_TAKEN)] == ["보기 제한: login", given[0]]


def test_rights_given_in_the_form_of_a_group(office, seen, client):
    ensure_roles()
    group, page = Group.objects.create(name="시험 묶음"), Page.objects.first()
    right = Permission.objects.get(codename="publish_page", content_type__model="page")
    client.force_login(office)
    form = {"name": group.name}
    for panel in client.get(f"/admin/groups/edit/{group.pk}/").context["permission_panels"]:
        form |= {f"{panel.prefix}-TOTAL_FORMS": "0", f"{panel.prefix}-INITIAL_FORMS": "0"}
    form |= {
        "page_permissions-TOTAL_FORMS": "1",
        "page_permissions-0-page": str(page.pk),
        "page_permissions-0-permissions": right.codename,
    }
    answer = client.post(f"/admin/groups/edit/{group.pk}/", form)
    assert answer.status_code == 302
    (given,) = [entry for entry in seen(A.RIGHT_GIVEN) if entry.subject == "묶음 「시험 묶음」"]
    assert (given.by_number, given.detail) == (office.pk, f"쪽 「{page.title}」({page.pk}): publish_page")


def test_an_account_made_and_deleted(office, seen):
    with viewing(office):
        user = make_user()
        number = user.pk
        user.delete()
    for entries_of in (seen(A.ACCOUNT_MADE), seen(A.ACCOUNT_DELETED)):
        assert [(entry.by_number, entry.about_number) for entry in entries_of] == [(office.pk, number)]


# --- approvals and files -----------------------------------------------------------------------------------


def test_asking_for_approval_and_the_answers(office, seen, client):
    district = make_district()
    ensure_roles()
    author, editor = (
        make_user("a@example.org", "노원구 편집자"),
        make_user("b@example.org", Role.FORUM_EDITOR),
    )
    for answer, action in (("reject", A.REJECTED), ("approve", A.APPROVED)):
        case = make_case("승인할 사례", district=district)
        state = case.get_workflow().start(case, author)
        task = state.current_task_state.task.specific
        task.on_action(state.current_task_state, editor, answer)
        (entry,) = seen(action)
        assert (entry.by_number, entry.subject) == (editor.pk, f"쪽 「승인할 사례」({case.pk})")
        assert entry.detail == "승인 단계 「포럼 편집자 승인」"
    assert [entry.by_number for entry in seen(A.SUBMITTED)] == [author.pk, author.pk]


def test_views_of_private_files_and_no_others(office, seen, client):
    closed = Collection.get_first_root_node().add_child(name="비공개")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    private, public = (
        PortalDocument.objects.create(
            title=name,
            file=ContentFile(b"x", name=f"{name}.txt"),
            collection=collection,
            check_state=CheckState.OPEN,
        )
        for name, collection in (("private", closed), ("public", Collection.get_first_root_node()))
    )
    picture = make_picture("p.png")
    picture.collection = closed
    picture.save()
    rendition = picture.get_rendition("width-20")
    reader = make_user()
    assert client.get(private.url).status_code == 302
    assert not seen(A.FILE_SEEN)
    client.force_login(reader)
    for address in (private.url, private.url, public.url, f"/files/{private.pk}/", rendition.url):
        response = client.get(address)
        if response.streaming:
            list(response.streaming_content)
    assert [(entry.by_number, entry.subject) for entry in seen(A.FILE_SEEN)] == [
        (reader.pk, f"파일 「private」({private.pk})"),
        (reader.pk, f"그림 「{picture.title}」({picture.pk})"),
    ]
