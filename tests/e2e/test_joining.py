"""Somebody asks for an account, comes in, and leaves again, in the browser; links open nothing by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Complaints
from tests.e2e.editor import Editor
from tests.e2e.mailbox import link_for
from tests.e2e.portal import Portal

PHONE = {"width": 390, "height": 844}
ADDRESS = "comes-and-goes@seoul.kr"
PASSWORD = "들어오고-나가는-회원"
Check = Callable[..., None]

FORGET = f"""
from portal.accounts.models import User
from portal.joining.models import AccountRequest, Invitation
for model in (User, AccountRequest, Invitation):
    model.objects.filter(email={ADDRESS!r}).delete()
"""
SLEEP = f"""
from django.utils import timezone
from portal.accounts.models import User
from portal.joining.models import Dormancy
user = User.objects.get(email={ADDRESS!r})
User.objects.filter(pk=user.pk).update(is_active=False)
Dormancy.objects.update_or_create(user=user, defaults={{"locked_at": timezone.now()}})
"""


@pytest.fixture
def _forgotten(portal: Portal) -> Iterator[None]:
    yield
    portal.manage("shell", "-c", FORGET)


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def looks_well(page: Page, axe: Check) -> None:
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


@pytest.mark.usefixtures("_forgotten")
def test_somebody_comes_and_goes(
    portal: Portal,
    office: Editor,
    complaints: Complaints,
    new_context: Callable[..., BrowserContext],
    axe: Check,
    screenshot: Callable[..., Path],
) -> None:
    complaints.allow(r"status of (410|422)")
    page = new_context(viewport=PHONE).new_page()
    page.goto("/register/")
    send(page)
    expect(page.locator("main [role=alert]")).to_be_visible()
    looks_well(page, axe)
    page.fill("#id_email", ADDRESS)
    page.fill("#id_name", "들어오는 회원")
    page.select_option("#id_district", label="노원구")
    page.fill("#id_reason", "우리 구 사례를 묻고 싶습니다.")
    looks_well(page, axe)
    screenshot(page, "register-390")
    send(page)
    expect(page.locator("main [role=status]")).to_be_visible()

    confirm = link_for(portal, ADDRESS, "/register/")
    page.goto(confirm)
    looks_well(page, axe)
    send(page)
    expect(page.locator("h1")).to_have_text("주소를 확인했습니다")
    looks_well(page, axe)

    desk = office.page
    desk.goto("/admin/joining/")
    row = desk.locator("tr", has_text=ADDRESS)
    row.locator("button[name=approve]").click()
    expect(desk.locator("main")).to_contain_text(ADDRESS)

    join = link_for(portal, ADDRESS, "/join/")
    page.goto(join)
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", "다른 비밀번호입니다")
    send(page)
    expect(page.locator("main [role=alert]")).to_be_visible()
    looks_well(page, axe)
    screenshot(page, "join-390")
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", PASSWORD)
    send(page)
    looks_well(page, axe)
    page.goto(join)
    expect(page.locator("h1")).not_to_have_text("가입")
    looks_well(page, axe)

    portal.manage("shell", "-c", SLEEP)
    page.goto("/account/wake/")
    page.fill("#id_email", ADDRESS)
    looks_well(page, axe)
    send(page)
    page.goto(link_for(portal, ADDRESS, "/account/wake/"))
    looks_well(page, axe)
    send(page)
    expect(page).to_have_url(re.compile("open=1"))

    page.goto("/login/?next=/account/data/")
    page.fill("main [name=username]", ADDRESS)
    page.fill("main [name=password]", PASSWORD)
    send(page)
    expect(page.locator("h1")).to_have_text("내 정보")
    looks_well(page, axe)
    with page.expect_download() as download:
        page.get_by_role("button", name="내 정보 내려받기").click()
    assert ADDRESS in Path(download.value.path()).read_text("utf-8")
    page.get_by_role("link", name="계정 지우기").click()
    send(page)
    expect(page.locator("main [role=alert]")).to_be_visible()
    looks_well(page, axe)
    screenshot(page, "delete-account-390")
    page.locator("label[for=id_sure]").click()
    send(page)
    expect(page.locator("h1")).to_have_text("계정을 지웠습니다")
    looks_well(page, axe)
    page.goto("/account/")
    expect(page.locator("main [name=username]")).to_be_visible()
