"""A case is confirmed by the link of a letter, without an account and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import Complaints
from tests.e2e.places import NOWON_CASE
from tests.e2e.portal import Portal

LINK = """
from districts.models import CaseStudy
from portal.community.members.domain.confirming import link_of
from portal.community.members.models import Post
case = CaseStudy.objects.get(slug="{slug}")
case.contact_post = Post.objects.get(role="ai")
case.save()
print("link:" + link_of(case))
"""
UNDO = """
from districts.models import CaseStudy
CaseStudy.objects.filter(slug="{slug}").update(contact_post=None, last_confirmed=None)
"""
SLUG = NOWON_CASE.rstrip("/").rpartition("/")[2]


@pytest.fixture
def link(portal: Portal) -> Iterator[str]:
    yield portal.manage("shell", "-c", LINK.format(slug=SLUG)).partition("link:")[2].strip()
    portal.manage("shell", "-c", UNDO.format(slug=SLUG))


def test_a_case_is_confirmed_by_its_link(
    link: str,
    new_context: Callable[..., BrowserContext],
    axe: Callable[..., None],
    complaints: Complaints,
) -> None:
    complaints.allow("status of 410")
    plain = new_context(java_script_enabled=False, viewport={"width": 390, "height": 900}).new_page()
    seeing = new_context(viewport={"width": 390, "height": 900}).new_page()
    seeing.goto(link)
    axe(seeing)
    plain.goto(link)
    plain.get_by_role("button", name="지금도 맞습니다").press("Enter")
    expect(plain.get_by_role("heading", level=1)).to_have_text("확인했습니다")
    plain.get_by_role("link", name="사례 보기").click()
    facts = plain.locator("aside .facts")
    expect(facts).to_contain_text("노원구 AI 담당")
    expect(facts).to_contain_text("확인")
    # The same link on the page that still was open.
    seeing.get_by_role("button", name="지금도 맞습니다").click()
    expect(seeing.get_by_role("heading", level=1)).to_have_text("쓸 수 없는 링크입니다")
    axe(seeing)
