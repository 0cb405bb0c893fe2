"""The office publishes a case and a lecture through the editor; readers find them at once."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.e2e.editor import Editor, fill, picture
from tests.e2e.places import search
from tests.e2e.portal import Portal
from tests.e2e.watching import Clock, Watch, lacks, shows


def test_a_case_is_found_when_published_and_gone_when_withdrawn(
    portal: Portal, office: Editor, made: list[int], page: Page
) -> None:
    title, slug = "물레방아로 개울 온도를 재는 시험 사례", "watermill-brook-temperature"
    address, found = f"/districts/nowon-gu/cases/{slug}/", search("물레방아 개울 온도")
    clock = Clock(office.page)

    office.explore("자치구", "노원구", "노원구 사례")
    office.start("districts/casestudy")
    form = office.page
    fill(form, title=title, title_en="A watermill that measures", summary="물레방아에 온도계를 달았습니다.")
    fill(form, field="환경", stage="시범", year_started="2025")
    office.add_tag("사물인", "사물인터넷")
    outcome = office.add_block("outcomes")
    outcome.locator("select[name$=-type]").select_option(label="효과")
    outcome.locator("input[name$=-metric]").fill("여름철 개울 온도")
    outcome.locator("input[name$=-result]").fill("21.5")
    outcome.locator("input[name$=-unit]").fill("℃")
    office.write("problem", "개울이 더워져 물고기가 줄었습니다.")
    office.upload("picture", "물레방아.png", "image/png", picture())
    office.add_block("attachments")
    office.upload("attachments", "물레방아.txt", "text/plain", "물레방아 설계".encode())
    office.set_slug(slug)
    with Watch(portal, found, shows(address)) as watch:
        page_id = office.send("publish")
    made.append(page_id)
    watch.expect_soon(clock.moment)

    page.goto(found)
    page.locator(f".result h2 a[href='{address}']").click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("#outcomes")).to_contain_text("여름철 개울 온도")
    expect(page.locator("#outcomes")).to_contain_text("효과")
    expect(page.locator("#problem")).to_contain_text("물고기가 줄었습니다")
    expect(page.locator("#technologies")).to_contain_text("사물인터넷")
    expect(page.locator(".facts")).to_contain_text("노원구")
    assert page.locator(".record-picture img").evaluate("image => image.complete && image.naturalWidth > 0")
    with page.expect_download() as download:
        page.locator("#attachments a[href^='/documents/']").click()
    assert download.value.path().read_text("utf-8") == "물레방아 설계"

    with Watch(portal, found, lacks(address)) as watch:
        office.unpublish(page_id)
    watch.expect_soon(clock.moment)
    assert portal.get(quote(address))[0] == 404
    assert address not in portal.get("/districts/nowon-gu/cases/")[1]


def test_a_lecture_with_a_speaker_made_on_the_way(
    portal: Portal, office: Editor, made: list[int], page: Page
) -> None:
    title, slug, speaker = "해파리에게 배우는 시험 강연", "lessons-from-jellyfish", "시험연사"
    address, found = f"/lectures/{slug}/", search("해파리 시험 강연")
    clock = Clock(office.page)

    office.explore("강연")
    office.start("lectures/lecture")
    form = office.page
    fill(form, title=title, summary="해파리의 움직임에서 배웁니다.")
    fill(form, lecture_type="외부 강연", event="시험 행사", date="2026-01-15")
    form.locator("#id_speakers-ADD, button[id$=speakers-ADD]").first.click()
    office.make_snippet("speakers-0-speaker", name=speaker)
    form.locator("#id_speakers-0-affiliation").fill("시험 연구소")
    office.add_tag("인공지", "인공지능")
    office.write("key_points", "해파리는 서두르지 않습니다.")
    office.set_slug(slug)
    with Watch(portal, found, shows(address)) as watch:
        made.append(office.send("publish"))
    watch.expect_soon(clock.moment)

    page.goto(found)
    page.locator(f".result h2 a[href='{address}']").click()
    expect(page.locator("#key-points")).to_contain_text("서두르지 않습니다")
    expect(page.locator(".facts")).to_contain_text("시험 연구소")
    page.locator(".facts a", has_text=speaker).click()
    expect(page.locator("h1")).to_have_text(speaker)
    expect(page.locator(".card-title", has_text=title)).to_be_visible()


def test_two_quick_clicks_on_publish_make_one_page(portal: Portal, office: Editor, made: list[int]) -> None:
    title = "두 번 눌러도 하나인 시험 사례"
    office.explore("자치구", "노원구", "노원구 사례")
    office.start("districts/casestudy")
    fill(office.page, title=title, summary="두 번 누릅니다.")
    button = office.action("publish")
    with office.page.expect_navigation():
        button.dblclick(no_wait_after=True)
    office.expect_done()
    office.page.wait_for_load_state()
    office.explore("자치구", "노원구", "노원구 사례")
    rows = office.page.locator("main tbody tr .title-wrapper", has_text=title)
    expect(rows).to_have_count(1)
    link = rows.locator("a[href$='/edit/']").get_attribute("href") or ""
    made.append(int(re.findall(r"\d+", link)[0]))


def test_the_same_form_sent_twice_at_once_makes_one_page_public(
    portal: Portal, office: Editor, made: list[int]
) -> None:
    """Where a browser does not hold back the second request: the server takes both, and one address answers."""
    title = "나란히 보낸 시험 사례"
    office.explore("자치구", "노원구", "노원구 사례")
    office.start("districts/casestudy")
    fill(office.page, title=title, summary="나란히 보냅니다.")
    statuses = office.page.evaluate(
        """async () => {
          const form = document.getElementById('page-edit-form');
          const send = () => {
            const data = new FormData(form);
            data.set('action-publish', 'action-publish');
            data.set('slug', 'side-by-side');
            return fetch(form.action || location.href, {method: 'POST', body: data, redirect: 'follow'});
          };
          return (await Promise.all([send(), send()])).map(answer => answer.status);
        }"""
    )
    assert all(status < 500 for status in statuses), statuses
    office.explore("자치구", "노원구", "노원구 사례")
    links = office.page.locator("main tbody tr .title-wrapper", has_text=title).locator("a[href$='/edit/']")
    made.extend(int(re.findall(r"\d+", one.get_attribute("href") or "")[0]) for one in links.all())
    assert len(made) == 1
