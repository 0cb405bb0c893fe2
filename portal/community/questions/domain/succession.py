"""What happens to the open questions of a post when it passes on, and how its page shows them."""

from __future__ import annotations

from django.http import HttpRequest

from portal.community.members.domain.panels import Panel
from portal.community.members.models import Post
from portal.community.questions.domain import letters, rights
from portal.community.questions.enums import Status
from portal.community.questions.models import Question


def pass_on(post: Post) -> None:
    """Open questions go to whoever is asked now, and links sent before open nothing; a shared mailbox has its own."""
    if post.mailbox:
        return
    for question in Question.objects.filter(post=post, status=Status.ASKED).order_by("pk"):
        question.answer_round += 1
        question.version += 1
        question.post = post
        question.save()
        letters.send_question(question)


def panel(post: Post, request: HttpRequest) -> Panel | None:
    """Open questions on the page of the post, for its holder and the office."""
    holds = bool(post.holder and request.user.is_authenticated and post.holder.user_id == request.user.pk)
    if not holds and not rights.is_office(request.user):
        return None
    return Panel("questions/post_panel.html", {"rows": list(rights.waiting().filter(post=post))})
