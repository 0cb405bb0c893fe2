"""A district's editor writes at home only; what they submit is approved or sent back by the office."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.editor import Editor, fill
from tests.e2e.mailbox import letter_to, letters_to
from tests.e2e.places import search
from tests.e2e.portal import Portal
from tests.e2e.watching import Clock, Watch, shows


def submit_case(nowon: Editor, title: str, slug: str) -> int:
    nowon.explore("노원구 사례")
    nowon.start("districts/casestudy")
    fill(nowon.page, title=title, summary="승인을 기다리는 사례입니다.", field="복지")
    nowon.set_slug(slug)
    assert not nowon.page.locator("button[name=action-publish]").count()
    return nowon.send("submit")


def test_the_explorer_of_a_district_editor_ends_at_the_district(
    portal: Portal, office: Editor, nowon: Editor
) -> None:
    districts = office.explore("자치구")
    other = office.explore("자치구", "강남구")
    others_cases = office.explore("자치구", "강남구", "강남구 사례")
    others_case = office.page.locator("main tbody tr a[href$='/edit/']").first.get_attribute("href") or ""

    nowon.page.goto("/admin/pages/")
    home = nowon.page_id()
    assert nowon.rows() == ["노원구 사례"]
    for page_id in (districts, other, others_cases):
        nowon.page.goto(f"/admin/pages/{page_id}/")
        # Back to the first page they may see, or to the start where even that says nothing of the other district.
        expect(nowon.page).to_have_url(re.compile(rf"^{re.escape(portal.url)}/admin/(pages/{home}/)?$"))
        expect(nowon.page.locator("main")).not_to_contain_text("강남구")
        nowon.page.goto(f"/admin/pages/{page_id}/edit/")
        expect(nowon.page).to_have_url(f"{portal.url}/admin/")
        expect(nowon.page.locator(".messages .error")).to_be_visible()
    for address in (others_case, f"/admin/pages/add/districts/casestudy/{others_cases}/"):
        nowon.page.goto(address)
        expect(nowon.page).to_have_url(f"{portal.url}/admin/")
        expect(nowon.page.locator("#id_title")).to_have_count(0)


def test_a_district_editor_writes_to_no_other_collection(nowon: Editor, made: list[int]) -> None:
    nowon.explore("노원구 사례")
    nowon.start("districts/casestudy")
    nowon.field("picture").locator("[data-chooser-action-choose]:visible").click()
    modal = nowon.modal()
    modal.locator("[role=tab][href='#tab-upload']").click()
    expect(modal.locator("#tab-upload input[type=file]")).to_be_visible()
    names = modal.locator(
        "select[name$=collection] option, select[name=collection_id] option"
    ).all_inner_texts()
    assert not [name for name in names if name.strip().endswith("구") and "노원구" not in name]


def test_a_submitted_case_is_found_once_the_office_approves(
    portal: Portal, office: Editor, nowon: Editor, made: list[int], page: Page
) -> None:
    slug = "approved-weathercock"
    address, found = f"/districts/nowon-gu/cases/{slug}/", search("풍향계 시험 사례")
    clock = Clock(office.page)
    page_id = submit_case(nowon, "풍향계를 세운 시험 사례", slug)
    made.append(page_id)
    assert letter_to(portal, "office@demo.example", "풍향계를 세운 시험 사례")
    assert portal.get(address)[0] == 404
    office.page.goto("/admin/")
    expect(office.page.locator("main").get_by_text("풍향계를 세운 시험 사례").first).to_be_visible()
    with Watch(portal, found, shows(address)) as watch:
        office.decide(page_id, "approve")
    watch.expect_soon(clock.moment)
    page.goto(address)
    expect(page.locator("h1")).to_have_text("풍향계를 세운 시험 사례")


def test_a_rejection_takes_its_comment_to_the_author(
    portal: Portal, office: Editor, nowon: Editor, made: list[int]
) -> None:
    slug, comment = "rejected-sundial", "성과의 기준 시점을 적어 주세요. (해시계)"
    page_id = submit_case(nowon, "해시계를 놓은 시험 사례", slug)
    made.append(page_id)
    before = len(letters_to(portal, "nowon@demo.example"))
    office.decide(page_id, "reject", comment)
    letter = letter_to(portal, "nowon@demo.example", re.escape(comment))
    assert letters_to(portal, "nowon@demo.example")[before:] == [letter]
    assert "해시계를 놓은 시험 사례" in letter
    assert f"/admin/pages/{page_id}/edit/" in letter
    assert portal.get(f"/districts/nowon-gu/cases/{slug}/")[0] == 404
    nowon.edit(page_id)
    expect(nowon.page.locator("body")).to_contain_text(comment)
    fill(nowon.page, summary="기준 시점을 적었습니다.")
    nowon.send("submit")
