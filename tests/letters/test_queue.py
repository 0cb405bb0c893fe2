"""What goes into the queue: with the transaction, one letter for each address, nothing that could forge a header."""

from __future__ import annotations

import pytest
from django.db import transaction
from post_office.models import STATUS, Email

from portal.letters.domain.queue import one_line, post
from tests.factories.letters import send_letters, waiting_letters

pytestmark = pytest.mark.django_db

HOSTILE = "제목\r\nBcc: all@example.org\n<b>{{ site }}{% include 'x' %}</b> & 끝"


def test_a_letter_is_queued_and_sent_in_text_and_html(note):
    post(["one@example.org"], note, {"title": "지능형 CCTV"})
    assert [letter.status for letter in waiting_letters()] == [STATUS.queued]
    (sent,) = send_letters()
    assert sent.subject == "소식: 지능형 CCTV"
    assert sent.to == ["one@example.org"]
    assert sent.body.startswith("지능형 CCTV\nhttp")
    assert "<p>지능형 CCTV</p>" in sent.alternatives[0][0]
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert not waiting_letters()


def test_what_is_rolled_back_leaves_no_letter(note):
    with transaction.atomic():
        post(["one@example.org"], note, {"title": "가"})
        transaction.set_rollback(True)
    assert not Email.objects.exists()


def test_words_of_people_are_neither_header_nor_markup_nor_template(note):
    post(["one@example.org"], note, {"title": HOSTILE})
    (sent,) = send_letters()
    message = sent.message()
    assert message["Bcc"] is None
    assert sent.subject == "소식: 제목 Bcc: all@example.org <b>{{ site }}{% include 'x' %}</b> & 끝"
    assert "<b>{{ site }}{% include 'x' %}</b> & 끝" in sent.body
    assert "&lt;b&gt;{{ site }}" in sent.alternatives[0][0]
    assert "<b>" not in sent.alternatives[0][0]


def test_nobody_sees_the_other_addresses(note):
    post(["one@example.org", "two@example.org", "ONE@example.org"], note, {"title": "가"})
    assert [letter.to for letter in waiting_letters()] == [["one@example.org"], ["two@example.org"]]


@pytest.mark.parametrize("address", ["nobody", "a@example.org\nBcc: b@example.org", "", "a@b, c@d"])
def test_what_is_no_address_gets_no_letter(note, address, caplog):
    post([address, "one@example.org"], note, {"title": "가"})
    assert [letter.to for letter in waiting_letters()] == [["one@example.org"]]
    assert "not an address" in caplog.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "b\r\nBcc: c@example.org"),
        ("X A", "b"),
        ("Bcc", "c@example.org"),
        ("X-A:", "b"),
        ("From", "x"),
    ],
)
def test_headers_that_could_forge_others_are_refused(note, name, value):
    with pytest.raises(ValueError, match="header"):
        post(["one@example.org"], note, {"title": "가"}, headers={name: value})
    assert not Email.objects.exists()


def test_other_letters_go_before_those_that_can_wait(note):
    post(["late@example.org"], note, {"title": "가"}, later=True)
    post(["soon@example.org"], note, {"title": "나"})
    assert [message.to[0] for message in send_letters()] == ["soon@example.org", "late@example.org"]


def test_a_subject_is_one_short_line():
    assert one_line("가\u2028나\x00다\t라") == "가 나 다 라"
    assert len(one_line("가" * 500)) == 150
