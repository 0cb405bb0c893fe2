"""The letters about a question: to whoever is asked, to the office, and back to the asker."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import override

from portal.community.links import make_token
from portal.community.questions.domain.recipients import addresses_of, label_of
from portal.community.questions.domain.subjects import Subject, find_subject, place_name
from portal.community.questions.models import Question
from portal.joining.domain.rules import office_addresses
from portal.letters.domain import queue
from search.audience import Viewer

ANSWER_PURPOSE = "answer"
#: Letters name pages whoever reads them; they go to those whose page it is.
_EVERYBODY = Viewer(authenticated=True, superuser=True)


def link_state(question: Question) -> str:
    """What a link to the answer form is good for: this round, and this holder where the letter went to a person."""
    post = question.post
    holder = "" if post is None or post.mailbox else str(post.holder_id or "")
    return f"{question.answer_round}-{question.post_id or ''}-{question.speaker_id or ''}-{holder}"


def send_question(question: Question, subject: Subject | None = None) -> None:
    """Send the question to its addressee, with the link that opens the answer form."""
    subject = subject or find_subject(question.subject_key, _EVERYBODY)
    token = make_token(ANSWER_PURPOSE, question.pk, link_state(question))
    with override("ko"):
        path = reverse("questions:answer_by_link", args=[token])
    context = {
        "link": _absolute(path),
        "about": subject.title if subject else "",
        "about_link": _absolute(subject.place_url(question.locator)) if subject else "",
        "to": label_of(question),
    }
    _post(addresses_of(question), "question_asked", question, context)


def tell_office(question: Question) -> None:
    """An answer waits for approval."""
    path = reverse("question_decide", args=[question.pk])
    _post(office_addresses(), "question_answered", question, {"link": _absolute(path)})


def tell_asker(question: Question) -> None:
    """The question was published with its answer, or it will not be, with the reason."""
    author = question.author
    if author is not None and author.is_active and author.email:
        name = "question_published" if question.is_public else "question_refused"
        _post([author.email], name, question, {"link": _address(question)})


def _address(question: Question) -> str:
    with override("ko"):
        return _absolute(question.get_absolute_url())


def _absolute(path: str) -> str:
    return f"{queue.site_address()}{path}"


def _post(to: Any, name: str, question: Question, context: dict[str, Any]) -> None:
    with override("ko"):
        own = {"question": question, "place": place_name(question.locator), "asker": question.asker}
        if to:
            queue.post(list(to), name, {**own, **context})
