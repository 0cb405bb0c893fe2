"""The pages of the footer: made with a first text where they are missing, never written over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from home.models import ErrorReportPage, FooterPage, HomePage

TEXTS = Path(__file__).resolve().parents[1] / "footer"
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


class FirstText(NamedTuple):
    """A footer page as it is made: `slug` is its address and names its files, which a form does without."""

    slug: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    model: type[FooterPage] = FooterPage


PAGES = (
    FirstText(
        "privacy",
        "개인정보 처리방침",
        "Privacy policy",
        "이 포털이 무엇을 남기고 무엇을 남기지 않는지 알립니다.",
        "What this portal keeps and what it does not.",
    ),
    FirstText(
        "terms",
        "이용약관",
        "Terms of use",
        "이 포털과 실린 자료를 쓸 때의 약속입니다.",
        "What holds when you use this portal and its material.",
    ),
    FirstText(
        "copyright",
        "저작권 정책",
        "Copyright policy",
        "자료를 옮겨 쓸 때의 조건과 출처를 적는 법입니다.",
        "Conditions for using the material, and how to name its source.",
    ),
    FirstText(
        "accessibility",
        "접근성 안내",
        "Accessibility",
        "누구나 쓸 수 있게 갖춘 것과 아직 모자란 것입니다.",
        "What makes the portal usable for everybody, and what is still missing.",
    ),
    FirstText(
        "report-error",
        "오류 신고",
        "Report an error",
        "틀린 내용이나 쓰기 어려운 곳을 알려 주십시오. 이름이나 연락처는 묻지 않습니다.",
        "Tell us what is wrong or hard to use. We ask for no name and no contact.",
        ErrorReportPage,
    ),
)


def ensure_footer(home: HomePage) -> None:
    """Make and publish the pages that are missing, unconfirmed."""
    for first in PAGES:
        name = f"footer-{first.slug}"
        if FooterPage.objects.filter(external_id=name).exists() or home.get_children().filter(
            slug=first.slug
        ):
            continue
        page = first.model(
            title=first.title,
            title_en=first.title_en,
            summary=first.summary,
            summary_en=first.summary_en,
            slug=first.slug,
            external_id=name,
            body=blocks(first.slug, "ko"),
            body_en=blocks(first.slug, "en"),
        )
        HomePage.objects.get(pk=home.pk).add_child(instance=page)


def blocks(slug: str, language: str) -> list[tuple[str, str]]:
    """The first text of a page as blocks of a stream; none where there is no file."""
    path = TEXTS / f"{slug}.{language}.html"
    if not path.exists():
        return []
    parts = _HEADING.split(path.read_text(encoding="utf-8"))
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return [block for heading, text in pairs for block in (("heading", heading), ("paragraph", text.strip()))]
