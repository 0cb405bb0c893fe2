"""The admin in Korean: nothing left untranslated, no broken placeholder, and the translations take effect."""

from __future__ import annotations

import gettext
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import taggit
import wagtail
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import trans_real
from pytest_django.fixtures import Settings

from portal.core.admin_locale import AdminCatalogue

OURS = settings.BASE_DIR / "locale" / "wagtail"
PACKAGES = {"wagtail": Path(wagtail.__file__).parent, "taggit": Path(taggit.__file__).parent}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HANGUL = re.compile("[가-힣]")
DOMAINS = ("django", "djangojs")

Key = tuple[str | None, str]


def read_catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="ko", domain=path.stem)


def first(value: str | tuple[str, ...] | list[str]) -> str:
    return value if isinstance(value, str) else value[0]


def is_translated(message: Message) -> bool:
    return bool(first(message.string)) and not message.fuzzy


def messages(catalogue: Catalog) -> Iterator[tuple[Key, Message]]:
    for message in catalogue:
        if message.id:
            yield (message.context, first(message.id)), message


def ours(domain: str) -> dict[Key, Message]:
    return dict(messages(read_catalogue(OURS / "ko" / "LC_MESSAGES" / f"{domain}.po")))


def strip_markup(text: str) -> str:
    """The words a reader sees: no style sheet, tags, addresses or placeholders."""
    text = re.sub(r"<style.*?</style>|<[^>]*>|https?://\S+", " ", html.unescape(text), flags=re.DOTALL)
    return PLACEHOLDER.sub(" ", text)


def compile_catalogues(folder: Path) -> Path:
    """Write the .mo files of both domains below `folder`, as the build does."""
    target = folder / "ko" / "LC_MESSAGES"
    target.mkdir(parents=True)
    for domain in DOMAINS:
        with (target / f"{domain}.mo").open("wb") as file:
            write_mo(file, read_catalogue(OURS / "ko" / "LC_MESSAGES" / f"{domain}.po"))
    return folder


@pytest.fixture
def korean(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """Korean active, with catalogues compiled for this test (the build's own are not in the repository)."""
    settings.LOCALE_PATHS = [compile_catalogues(tmp_path)]
    saved = dict(trans_real._translations)
    trans_real._translations.clear()
    with translation.override("ko"):
        yield tmp_path
    trans_real._translations.clear()
    trans_real._translations.update(saved)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("package", PACKAGES)
def test_every_string_of_the_admin_has_a_korean_translation(package: str, domain: str) -> None:
    translated = {key for key, message in ours(domain).items() if is_translated(message)}
    untranslated = []
    for english in PACKAGES[package].rglob(f"locale/en/LC_MESSAGES/{domain}.po"):
        korean_po = english.parents[2] / "ko" / "LC_MESSAGES" / english.name
        theirs = dict(messages(read_catalogue(korean_po))) if korean_po.exists() else {}
        for key, _ in messages(read_catalogue(english)):
            upstream = theirs.get(key)
            if key not in translated and not (upstream and is_translated(upstream)):
                untranslated.append((str(english), key))
    assert untranslated == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_survive_translation(domain: str) -> None:
    wrong = []
    for key, message in ours(domain).items():
        text = first(message.string)
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        if set(PLACEHOLDER.findall(text)) not in [set(PLACEHOLDER.findall(one)) for one in ids]:
            wrong.append((key, text))
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_markup_and_outer_spaces_survive_translation(domain: str) -> None:
    def shape(text: str) -> tuple[list[str], bool, bool]:
        return sorted(re.findall(r"<[^>]*>", text)), text != text.lstrip(), text != text.rstrip()

    for key, message in ours(domain).items():
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        assert shape(first(message.string)) in [shape(one) for one in ids], key


@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogue_has_no_check_errors_and_one_plural_form(domain: str) -> None:
    catalogue = read_catalogue(OURS / "ko" / "LC_MESSAGES" / f"{domain}.po")
    assert catalogue.num_plurals == 1
    assert list(catalogue.check()) == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_translations_are_korean(domain: str) -> None:
    """Only names, bare placeholders and the little words around them may come out without a Korean letter."""
    without = {key[1] for key, message in ours(domain).items() if not HANGUL.search(first(message.string))}
    words = {word for one in without for word in re.findall(r"[A-Za-z]{3,}", strip_markup(one))}
    assert words <= {"Wagtail", "API"}


@pytest.mark.parametrize(
    ("english", "korean_text"),
    [
        ("Draft saved", "초안 저장됨"),
        ("Submit for moderation", "검토용으로 제출"),
        ("Comments", "의견"),
        ("Snippets", "자료 항목"),
        ("Autosave is paused", "자동 저장이 멈췄습니다"),
        ("Locked by another user", "다른 사용자가 잠금"),
    ],
)
def test_compiled_catalogue_answers_in_korean(english: str, korean_text: str) -> None:
    buffer = io.BytesIO()
    write_mo(buffer, read_catalogue(OURS / "ko" / "LC_MESSAGES" / "django.po"))
    buffer.seek(0)
    assert gettext.GNUTranslations(buffer).gettext(english) == korean_text


def test_project_catalogue_wins_over_the_packages_own(korean: Path) -> None:
    assert translation.gettext("Comment") == "의견"
    assert (
        translation.gettext("Task '%(task_name)s' enabled.") == "단계 '%(task_name)s'을(를) 다시 사용합니다."
    )
    assert (
        translation.ngettext("Delete 1 image", "Delete %(counter)s images", 3) == "이미지 %(counter)s개 삭제"
    )
    assert translation.pgettext("A tag name", "name") == "이름"


def test_browser_catalogue_holds_the_project_translations(korean: Path, rf: RequestFactory) -> None:
    response = AdminCatalogue.as_view()(rf.get("/admin/jsi18n/"))
    script = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), response.content.decode())
    assert "변경을 자동으로 저장했습니다." in script
    assert "의견을 입력하십시오..." in script
    assert "댓글" not in script
    assert "모두 펼치기" in script


@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_rejection_mail_is_whole_and_korean(korean: Path, suffix: str) -> None:
    context = {
        "page": SimpleNamespace(id=7, get_admin_display_title="스마트 쉼터"),
        "workflow": SimpleNamespace(name="자치구 승인"),
        "task": SimpleNamespace(name="포럼 편집자 검토"),
        "task_state": SimpleNamespace(finished_by=None),
        "comment": "성과 수치의 출처를 적어 주십시오.",
        "user": SimpleNamespace(get_short_name="", get_username="nowon"),
    }
    subject = render_to_string(
        "wagtailadmin/notifications/workflow_state_rejected_subject.txt", context
    ).strip()
    body = render_to_string(f"wagtailadmin/notifications/workflow_state_rejected.{suffix}", context)
    assert subject == '"스마트 쉼터" 페이지가 "자치구 승인" 절차에서 반려되었습니다.'
    text = html.unescape(body)
    assert "nowon 님, 안녕하십니까." in text
    assert '"스마트 쉼터" 페이지가 "자치구 승인" 절차의 "포럼 편집자 검토" 단계에서 반려되었습니다.' in text
    assert '남긴 의견: "성과 수치의 출처를 적어 주십시오."' in text
    assert "/admin/pages/7/edit/" in text
    assert set(re.findall(r"[A-Za-z]{3,}", strip_markup(body))) <= {"nowon"}
