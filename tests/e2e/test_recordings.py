"""A spoken phrase is found, and the player stands there; captions with a fault; a lecture from its files."""

from __future__ import annotations

import re
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.editor import Editor
from tests.e2e.places import EXPLAINER, search
from tests.e2e.portal import ROOT, Portal

NewContext = Callable[..., BrowserContext]
PHRASE, SPOKEN_AT = "뒷사람의 눈치", 137
NOW = "document.querySelector('[data-media]').currentTime"
READY = "document.querySelector('[data-media]')?.readyState >= 1"
SRT = "1\n00:00:01,000 --> 00:00:03,000\n오소리 굴다리 이야기입니다.\n\n2\n00:00:04,000 --> 00:00:06,000\n끝입니다.\n"


def until(page: Page, condition: str) -> None:
    """Wait until an expression holds; asked from outside, since the pages forbid to evaluate texts."""
    for _ in range(150):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {condition}")


def stands_at(page: Page, seconds: float) -> None:
    """The player is there within a second."""
    until(page, READY)
    until(page, f"Math.abs({NOW} - {seconds}) < 1")


def test_a_phrase_leads_to_the_second_in_which_it_is_spoken(page: Page) -> None:
    page.goto(search(PHRASE))
    page.locator(f"main a[href*='{EXPLAINER}?t=']").first.click()
    page.wait_for_url(re.compile(r"\?t=\d+"))
    asked = int(re.search(r"[?&]t=(\d+)", page.url)[1])  # type: ignore[index]
    assert SPOKEN_AT - 60 <= asked <= SPOKEN_AT
    stands_at(page, asked)
    page.goto(f"{EXPLAINER}?t={SPOKEN_AT}")
    stands_at(page, SPOKEN_AT)
    expect(page.locator(".is-now")).to_contain_text("눈치가 보인다")
    expect(page.locator(".is-now")).to_be_in_viewport()


def test_transcript_and_player_follow_each_other(page: Page) -> None:
    page.goto(EXPLAINER)
    page.locator(".chapter-list a").nth(2).click()
    start = float(page.locator(".chapter-list a").nth(2).get_attribute("data-t") or 0)
    until(page, f"{NOW} >= {start} && {NOW} < {start} + 5")
    expect(page.locator(".is-now")).to_have_count(1)
    page.evaluate("document.querySelector('[data-media]').pause()")
    page.get_by_label("빠르기").select_option("1.5")
    assert page.evaluate("document.querySelector('[data-media]').playbackRate") == 1.5
    captions = page.get_by_role("button", name="자막 보기")
    captions.click()
    expect(captions).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-line]")).not_to_be_empty()
    page.locator("#transcript-find").fill("눈치")
    page.locator("#transcript-find").press("Enter")
    expect(page.locator("[data-found] mark")).to_have_text("눈치")
    page.locator("[data-found] a").click()
    until(page, f"{NOW} >= {SPOKEN_AT} && {NOW} < {SPOKEN_AT} + 5")


def test_keys_are_enough(page: Page) -> None:
    page.goto(f"{EXPLAINER}?t=60")
    stands_at(page, 60)
    page.locator("[data-captions]").focus()
    page.keyboard.press("l")
    stands_at(page, 70)
    page.keyboard.press("j")
    stands_at(page, 60)
    page.keyboard.press(".")
    expect(page.locator("[data-speed]")).to_have_value("1.25")
    page.keyboard.press("c")
    expect(page.locator("[data-captions]")).to_have_attribute("aria-pressed", "true")
    link = page.locator(".said a").first
    link.focus()
    page.keyboard.press("Enter")
    stands_at(page, 0)


def test_a_moment_is_cited_with_one_click(new_context: NewContext, portal: Portal) -> None:
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=portal.url)
    page = context.new_page()
    page.goto(f"{EXPLAINER}?t={SPOKEN_AT}")
    stands_at(page, SPOKEN_AT)
    page.get_by_role("button", name="이 시각 인용 표기 복사").click()
    expect(page.locator("#report-status")).to_have_text("복사했습니다.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "2:17" in text
    assert "공공누리" in text
    address = text.rsplit(" ", 1)[1]
    assert address.endswith(f"-t{SPOKEN_AT}")
    page.goto(address)
    stands_at(page, SPOKEN_AT)


def test_without_scripts_the_transcript_is_read_searched_and_led_to(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{EXPLAINER}?find=눈치")
    expect(page.locator("[data-found] mark")).to_have_text("눈치")
    page.locator("[data-found] a").click()
    expect(page.locator(f"#t{SPOKEN_AT}")).to_be_in_viewport()
    expect(page.locator("audio")).to_have_attribute("controls", "")


def test_the_narrowest_screen_and_axe(new_context: NewContext, axe: Any, screenshot: Any) -> None:
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    for language in ("", "/en"):
        page.goto(f"{language}{EXPLAINER}?t=60")
        stands_at(page, 60)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        axe(page)
    screenshot(page, "explainer-en-390")


def files(folder: Path) -> list[Path]:
    """A lecture as it comes from a room: sound, captions of an old program, slides, a handout."""
    from hwpx import HwpxDocument
    from pptx import Presentation

    media, srt, slides, paper = (folder / name for name in ("강연.mp4", "자막.srt", "발표.pptx", "자료.hwpx"))
    media.write_bytes((ROOT / "content" / "explainers" / "kiosk.mp3").read_bytes()[:90_000])
    srt.write_bytes(SRT.encode("cp949"))
    Presentation().save(str(slides))
    document = HwpxDocument.new()
    document.add_paragraph("딸린 자료입니다.")
    paper.write_bytes(bytes(document.to_bytes()))
    return [media, srt, slides, paper]


@pytest.fixture
def step() -> Callable[[Callable[[], Any]], None]:
    """Counts what an editor has to do by hand."""
    done = 0

    def count(act: Callable[[], Any]) -> None:
        nonlocal done
        done += 1
        assert done <= 12
        act()

    return count


def test_from_files_to_a_lecture_that_is_found(
    portal: Portal, office: Editor, made: list[int], tmp_path: Path, step: Any, axe: Any, screenshot: Any
) -> None:
    page = office.page
    step(lambda: page.get_by_role("link", name="강연 올리기").click())
    step(lambda: page.get_by_label("강연 제목").fill("오소리 시험 강연"))
    step(lambda: page.get_by_label("어디에").select_option(label="강연"))
    step(lambda: page.get_by_label("파일").set_input_files(files(tmp_path)))
    lines = page.locator("[data-files] li")
    expect(lines).to_have_count(4)
    expect(page.locator("[data-send]")).to_be_visible()
    step(lambda: page.get_by_role("button", name="올리기", exact=True).click())
    # Each file says what it was taken for; a deck without a word says so, then the desk comes by itself.
    for number, said in enumerate(("녹화 · MP3", "자막 · 자막 2개", "첨부 파일 · PPTX", "첨부 파일 · HWPX")):
        expect(lines.nth(number)).to_contain_text(said)
    screenshot(page, "upload-1280")
    page.wait_for_url("**/recording/")
    made.append(int(page.url.rstrip("/").split("/")[-2]))
    for told in ("강연.mp4: 녹화 (MP3)", "자막.srt: 자막", "발표.pptx: 첨부 파일", "자료.hwpx: 첨부 파일"):
        expect(page.locator("body")).to_contain_text(told)
    screenshot(page, "recording-desk-1280")
    step(lambda: page.get_by_role("button", name="강연과 녹화 공개").click())
    expect(page.locator("body")).to_contain_text("강연과 녹화를 공개했습니다.")
    portal.manage("search_sync")
    page.goto(search("오소리 굴다리"))
    page.locator("main a[href*='?t=1']").first.click()
    stands_at(page, 1)


def test_two_gigabytes_are_refused_before_they_are_sent(
    portal: Portal, office: Editor, tmp_path: Path
) -> None:
    page = office.page
    page.goto("/admin/lectures/upload/")
    page.get_by_label("강연 제목").fill("너무 큰 강연")
    page.get_by_label("어디에").select_option(label="강연")
    huge = tmp_path / "긴 강연.mp4"
    with huge.open("wb") as file:
        file.truncate(2 * 1024**3 + 1)  # takes no room on the disk
    page.get_by_label("파일").set_input_files(huge)
    expect(page.locator("[data-files] .is-bad")).to_contain_text("2 GB보다 큰 파일은 받지 않습니다")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_role("button", name="올리기", exact=True).click()
    page.wait_for_timeout(300)
    assert "POST" not in sent
    assert not page.locator("form[data-send]").evaluate("form => form.checkValidity()")
    # Whoever has no scripts is answered by the server: after the length was announced, before a byte is sent.
    connection = HTTPConnection("127.0.0.1", urlsplit(portal.url).port or 0, timeout=20)
    connection.putrequest("POST", "/admin/lectures/upload/")
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    connection.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in cookies.items()))
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Content-Length", str(3 * 1024**3))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert "2 GB보다 큰 파일은 받지 않습니다" in answer.read().decode()
    connection.close()


def test_captions_with_a_fault_are_mended_in_place(
    office: Editor, made: list[int], tmp_path: Path, complaints: Any
) -> None:
    complaints.allow(r"status of 422")
    page = office.page
    page.get_by_role("link", name="강연 올리기").click()
    page.get_by_label("강연 제목").fill("두더지 시험 강연")
    page.get_by_label("어디에").select_option(label="강연")
    broken = tmp_path / "자막.srt"
    broken.write_text(SRT.replace("00:00:06,000", "내일"), encoding="utf-8")
    page.get_by_label("파일").set_input_files(broken)
    page.get_by_role("button", name="올리기", exact=True).click()
    page.wait_for_url("**/recording/")
    made.append(int(page.url.rstrip("/").split("/")[-2]))
    field = page.get_by_label("또는 붙여 넣기")
    expect(field).to_have_value(re.compile("내일"))
    page.get_by_role("button", name="자막 넣기").click()
    expect(page.get_by_role("alert")).to_contain_text("6번째 줄")
    field.fill(field.input_value().replace("내일", "00:00:06,000"))
    page.get_by_role("button", name="자막 넣기").click()
    expect(page.locator(".desk-cues li")).to_have_count(2)
