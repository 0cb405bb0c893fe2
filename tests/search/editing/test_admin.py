"""The menu "검색 관리" of the admin: who may use it, what it says, and that every change is logged."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from search.models import PromotedResult, ProtectedWord, Synonym, UserWord
from search.sync import sync_all
from tests.factories.site import make_case, make_user

pytestmark = pytest.mark.django_db
MODELS = ("synonym", "userword", "protectedword", "promotedresult")


@pytest.fixture
def site(db):
    call_command("setup_site", verbosity=0)


def signed_in(*groups: str) -> Client:
    client, user = Client(), make_user()
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    client.force_login(user)
    return client


@pytest.fixture
def office(site) -> Client:
    return signed_in("포럼 편집자")


def add(client: Client, model: str, **values: str) -> str:
    """Send the form; what the page says that answers in the end."""
    answer = client.post(f"/admin/snippets/search/{model}/add/", values, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("groups", "allowed"),
    [(("포럼 편집자",), True), (("관리자",), True), (("노원구 편집자",), False), (("열람",), False)],
)
def test_who_may_use_it(site, model, groups, allowed):
    client = signed_in(*groups)
    for address in (f"/admin/snippets/search/{model}/", f"/admin/snippets/search/{model}/add/"):
        assert (client.get(address).status_code == 200) == allowed
    synonym = Synonym.objects.create(word="경로당", others="쉼터")
    for address in (f"/admin/search-synonyms/{synonym.pk}/", "/admin/search-words/"):
        assert (client.get(address).status_code == 200) == allowed
    client.post(f"/admin/search-synonyms/{synonym.pk}/", {"apply": "1", "seen": "x"})
    if groups != ("열람",):
        assert ("/admin/snippets/search/synonym/" in client.get("/admin/").content.decode()) == allowed


def test_who_is_not_signed_in_is_asked_to(site):
    assert Client().get("/admin/search-words/").status_code == 302


def found_by(client, query):
    return [result["title"] for result in client.get("/api/search/", {"q": query}).json()["results"]]


def test_a_synonym_from_the_form_to_the_public_search(office):
    make_case(title="늘봄마루 운영 기록")
    make_case(title="돌봄교실 시범 운영")
    sync_all()
    shown = add(office, "synonym", word="늘봄마루", others="돌봄교실", both_ways="on")
    item = Synonym.objects.get()
    assert item.updated_by is not None
    assert "적용 뒤" in shown
    assert "새로 나옴" in shown
    public = Client()
    assert found_by(public, "늘봄마루") == ["늘봄마루 운영 기록"]
    address = f"/admin/search-synonyms/{item.pk}/"
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    for _ in range(2):
        shown = office.post(address, {"apply": "1", "seen": seen}, follow=True).content.decode()
    assert "이미 적용되어 있습니다" in shown
    assert "돌봄교실</mark> 시범" in public.get("/search/", {"q": "늘봄마루"}).content.decode()
    shown = office.post(address, {"withdraw": "1"}, follow=True).content.decode()
    assert "적용을 풀었습니다" in shown
    assert found_by(public, "늘봄마루") == ["늘봄마루 운영 기록"]
    actions = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["wagtail.create", "search.apply_synonym", "search.withdraw_synonym"]
    history = office.get(f"/admin/snippets/search/synonym/history/{item.pk}/").content.decode()
    assert "유의어를 검색에 적용했습니다" in history


def test_what_was_not_compared_is_not_applied(office):
    item = Synonym.objects.create(word="경로당", others="쉼터")
    shown = office.post(
        f"/admin/search-synonyms/{item.pk}/", {"apply": "1", "seen": "other"}, follow=True
    ).content.decode()
    assert "그사이 유의어가 바뀌었습니다" in shown
    assert not Synonym.objects.get().is_live
    assert office.post("/admin/search-synonyms/999/", {"apply": "1"}).status_code == 404


def test_a_form_says_in_korean_what_is_wrong(office):
    assert "두 글자 이상 적어 주십시오" in add(office, "synonym", word="당", others="쉼터")
    assert "이미 한 낱말로 다루는 말입니다" in add(office, "userword", word="센서")
    assert "검색되는 자료가 없습니다" in add(
        office, "promotedresult", queries="경로당", address="/nowhere/", sort_order="1"
    )
    assert not any(model.objects.exists() for model in (Synonym, UserWord, PromotedResult))


def test_a_word_of_the_analyser_tells_that_the_index_is_built_anew(office):
    assert "색인을 뒤에서 새로 만듭니다" in add(office, "userword", word="에코마일리지", parts="마일리지")
    shown = office.get("/admin/search-words/").content.decode()
    assert "사용자 낱말 1개" in shown
    word = UserWord.objects.get()
    answer = office.post(f"/admin/snippets/search/userword/delete/{word.pk}/", follow=True)
    assert "색인을 뒤에서 새로 만듭니다" in answer.content.decode()
    actions = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["wagtail.create", "wagtail.delete"]


def test_two_editors_who_add_the_same_word_at_once(office, monkeypatch):
    ProtectedWord.objects.create(word="Dexs")
    # The second form was checked before the first was saved.
    monkeypatch.setattr(ProtectedWord, "clean", lambda self: None)
    assert "다른 편집자가 방금 같은 낱말을 넣었습니다" in add(office, "protectedword", word="DEXS")
    assert ProtectedWord.objects.count() == 1


def test_a_promoted_page_from_the_form_to_the_public_search(office):
    page = make_case(title="자전거 거치대 설치")
    sync_all()
    add(office, "promotedresult", queries="경로당", page=str(page.pk), sort_order="1")
    item = PromotedResult.objects.get()
    assert (item.kind, item.object_id) == ("case", page.pk)
    listed = office.get("/admin/snippets/search/promotedresult/").content.decode()
    assert "자전거 거치대 설치" in listed
    assert "보이는 중" in listed
    assert "추천</span>" in Client().get("/search/", {"q": "경로당"}).content.decode()
    page.unpublish()
    sync_all()
    assert "추천</span>" not in Client().get("/search/", {"q": "경로당"}).content.decode()


def test_the_list_of_promoted_results_costs_as_many_queries_for_twenty(office):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            office.get("/admin/snippets/search/promotedresult/")
        return len(caught)

    pages = [make_case(title=f"자료 {number}") for number in range(20)]
    sync_all()
    add(office, "promotedresult", queries="말 0", page=str(pages[0].pk), sort_order="1")
    cost()
    one = cost()
    for number, page in enumerate(pages[1:], 1):
        PromotedResult.objects.create(queries=f"말 {number}", page=page, kind="case", object_id=page.pk)
    assert cost() <= one + 2


def test_links_from_the_report_fill_the_forms(office):
    shown = office.get("/admin/snippets/search/synonym/add/?word=늘봄마루").content.decode()
    assert 'value="늘봄마루"' in shown
    shown = office.get("/admin/snippets/search/promotedresult/add/?queries=늘봄마루").content.decode()
    assert "늘봄마루</textarea>" in shown
