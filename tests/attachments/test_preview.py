"""A file is read in the browser, however long it is; what is asked of the database does not grow with it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.attachments.domain import queue
from portal.core.site_tree import ensure_lists
from tests.factories import attachments as make
from tests.factories.attachments import attach, make_file
from tests.factories.site import make_lecture, make_user

pytestmark = pytest.mark.django_db

ROWS = [["구", "사업"], *([f"{n}구", f"사업 {n}"] for n in range(2, 9))]


def read(name: str, content: bytes | str):
    document = make_file(name, content, title=name.partition(".")[0])
    while queue.read_next():
        pass
    return document


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_every_place_has_an_anchor_and_the_page_its_parent(client):
    ensure_lists()
    document = read("표.hwpx", make.hwpx("첫 줄", rows=ROWS))
    attach(make_lecture("달린 강연"), document)
    text = client.get(f"/files/{document.pk}/").content.decode()
    assert re.findall(r'id="(s1|t1|t1r[178])"', text) == ["s1", "t1", "t1r1", "t1r7", "t1r8"]
    assert '<th scope="col">구</th>' in text
    assert "달린 강연" in text
    assert 'content="noindex"' in text
    assert document.url in text
    english = client.get(f"/en/files/{document.pk}/").content.decode()
    assert "Download the original" in english


def test_a_file_without_text_says_so(client):
    document = read("그림.pdf", make.pdf(""))
    client.force_login(make_user("office@example.org", is_superuser=True))
    text = client.get(f"/files/{document.pk}/").content.decode()
    assert "글자를 읽지 못해" in text
    assert "아직 공개 전" in text


def test_a_long_file_comes_in_stretches_and_a_place_leads_to_its_own(client):
    lines = "\n".join(f"{number}번째 줄 " + "글 " * 600 for number in range(300))
    document = read("긴 글.txt", lines)
    address = f"/files/{document.pk}/"
    first = client.get(address).content.decode()
    assert 'id="s1"' in first
    assert 'id="s300"' not in first
    assert "?stretch=2" in first
    last = client.get(f"{address}?part=300").content.decode()
    assert 'id="s300"' in last
    for odd in ("stretch=0", "stretch=9999", "stretch=x", "part=9999", "table=1&row=", "page=%00"):
        assert 'id="s1"' in client.get(f"{address}?{odd}").content.decode()


def test_rows_of_a_table_that_goes_on_keep_their_heads(client):
    rows = [["구", "사업"], *([f"{n}구", "글 " * 300] for n in range(2, 500))]
    document = read("긴 표.xlsx", make.xlsx(rows))
    text = client.get(f"/files/{document.pk}/?table=1&row=499").content.decode()
    assert 'id="t1r499"' in text
    assert '<th scope="col">사업</th>' in text


def test_what_is_asked_of_the_database_does_not_grow(client):
    short, long = read("짧은.txt", "글"), read("긴.xlsx", make.xlsx(ROWS * 40))
    assert queries(client, f"/files/{long.pk}/") <= queries(client, f"/files/{short.pk}/") + 1
    client.force_login(make_user("office@example.org", is_superuser=True))
    few = queries(client, "/admin/documents/")
    for number in range(15):
        read(f"{number}.txt", "글 010-1234-5678")
    assert queries(client, "/admin/documents/") <= few + 1
    text = client.get("/admin/documents/").content.decode()
    assert "확인 필요" in text
    assert "글자 읽기" in text
    held = client.get("/admin/documents/?check_state=open").content.decode()
    assert "짧은" in held
    assert set(re.findall(r'id="document_(\d+)_title"', held)) == {str(short.pk), str(long.pk)}


@pytest.mark.parametrize("number", [0, 999, 2**63, 10**30])
def test_addresses_of_nothing(client, number):
    assert client.get(f"/files/{number}/").status_code == 404
