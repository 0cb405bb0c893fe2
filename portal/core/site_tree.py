"""The fixed parts of the tree: home, the lists, a page and a case folder per district.

Everything here finds what is there and makes what is missing, so it can run on every start.
"""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Collection, Page, Site

from districts.models import CaseIndexPage, District, DistrictIndexPage, DistrictPage, GapPage
from home.models import HomePage
from lectures.models import ForumSession, LectureIndexPage, SessionIndexPage
from portal.expo.indexes import EXPO_INDEX, PRIZE_INDEX
from portal.expo.models import ExpoIndexPage, PrizeIndexPage
from portal.guidance.models import GuideIndexPage

PageT = TypeVar("PageT", bound=Page)

ROOT_NAME = "최상위"
LOCAL_HOSTS = ("localhost", "127.0.0.1")
EXAMPLE_QUERIES = "스마트경로당\n고독사 예방\nCCTV 통합관제\n디지털 교육"
EXAMPLE_QUERIES_EN = "smart senior centre\nAI chatbot\nCCTV\ndigital inclusion"


def name_roots() -> None:
    """Wagtail makes the root of the pages and of the collections with an English name; editors see both."""
    Page.objects.filter(depth=1, title="Root").update(title=ROOT_NAME, draft_title=ROOT_NAME)
    Collection.objects.filter(depth=1, name="Root").update(name=ROOT_NAME)


def ensure_home() -> HomePage:
    """The home page below the root, served at / by the default site; Wagtail's welcome page is replaced."""
    name_roots()
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        for welcome in root.get_children().filter(slug="home"):
            welcome.delete()
        home = root.add_child(
            instance=HomePage(
                title="스마트시티 서울 CDO 포럼 지식 포털",
                title_en="Smart City Seoul CDO Forum Knowledge Portal",
                slug="home",
                summary="다른 구가 이미 찾은 답을, 강연의 그 순간과 사례의 그 대목에서.",
                summary_en=(
                    "Answers another district has already found, "
                    "at that moment of the lecture and that part of the case."
                ),
                example_queries=EXAMPLE_QUERIES,
                example_queries_en=EXAMPLE_QUERIES_EN,
            )
        )
    _ensure_site(home)
    return home


def _ensure_site(home: HomePage) -> None:
    """The default site leads to `home`; links in mails take host and port from BASE_URL unless set by hand."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host, port = base.hostname or "localhost", base.port or (443 if base.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(is_default_site=True, hostname="localhost", site_name=home.title)
    address = (host, port) if site.hostname in LOCAL_HOSTS else (site.hostname, site.port)
    if site.pk is None or (site.root_page_id, site.hostname, site.port) != (home.pk, *address):
        site.root_page = home
        site.hostname, site.port = address
        site.save()
    Site.clear_site_root_paths_cache()


def ensure_child(
    parent: Page, model: type[PageT], slug: str, title: str, title_en: str, **fields: object
) -> PageT:
    """The child of `parent` of type `model`, made and published when there is none."""
    page = model.objects.child_of(parent).first()
    if page is None:
        # Another writer may have moved the parent's children since it was read.
        fresh = type(parent).objects.get(pk=parent.pk)
        page = fresh.add_child(instance=model(title=title, title_en=title_en, slug=slug, **fields))
    return page


def ensure_lists() -> HomePage:
    """Home with /lectures/, /sessions/, /cases/ and /districts/."""
    home = ensure_home()
    ensure_child(home, LectureIndexPage, "lectures", "강연", "Lectures")
    ensure_child(home, SessionIndexPage, "sessions", "포럼 회차", "Forum sessions")
    ensure_child(home, CaseIndexPage, "cases", "사례", "Cases")
    ensure_child(home, ExpoIndexPage, "expo", "엑스포", "Expo", **EXPO_INDEX)
    ensure_child(home, PrizeIndexPage, "prize", "스마트도시 상", "Smart City Prize", **PRIZE_INDEX)
    districts = ensure_child(home, DistrictIndexPage, "districts", "자치구", "Districts")
    ensure_child(
        districts,
        GapPage,
        "gap",
        "격차 현황",
        "Digital divide",
        summary="공개된 조사로 보는 서울시민의 디지털 역량과 자치구 조직의 차이입니다. 자치구의 순위가 아닙니다.",
        summary_en=(
            "Published surveys on the digital skills of people in Seoul and on the districts' smart-city units. "
            "It ranks no district."
        ),
    )
    ensure_child(
        home,
        GuideIndexPage,
        "guides",
        "길잡이",
        "Guides",
        summary="맡은 일과 때에 맞추어, 무엇을 어떤 차례로 보면 좋을지 골라 놓았습니다.",
        summary_en="What to read, and in which order, for a role or an occasion.",
    )
    return home


def ensure_district_page(district: District) -> DistrictPage:
    """The district's page and the case folder below it."""
    page = DistrictPage.objects.filter(district=district).first()
    if page is None:
        ensure_lists()
        index = DistrictIndexPage.objects.get()
        page = index.add_child(
            instance=DistrictPage(
                title=district.name, title_en=district.name_en, slug=district.slug, district=district
            )
        )
    ensure_child(page, CaseIndexPage, "cases", f"{district.name} 사례", f"Cases of {district.name_en}")
    # Whoever saves the page as it was before its folder would say in the tree that it has no children.
    page.refresh_from_db(fields=["numchild"])
    return page


def case_parent(district: District | None) -> CaseIndexPage:
    """Where a case of this district lives; city-wide cases live in /cases/."""
    if district is None:
        return CaseIndexPage.objects.child_of(ensure_lists()).get()
    return CaseIndexPage.objects.child_of(ensure_district_page(district)).get()


def session_parent() -> SessionIndexPage:
    ensure_lists()
    return SessionIndexPage.objects.get()


def guide_parent() -> GuideIndexPage:
    ensure_lists()
    return GuideIndexPage.objects.get()


def lecture_parent(session: ForumSession | None) -> Page:
    """Where a lecture lives: below its session, or in /lectures/."""
    if session is not None:
        return session
    ensure_lists()
    return LectureIndexPage.objects.get()
