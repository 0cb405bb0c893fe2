"""What the portal holds of a member's questions and answers: to be taken out, and to be left without the person."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import User
from portal.community.questions.enums import Status
from portal.community.questions.models import Question


def export(user: User) -> dict[str, Any]:
    """Everything that the user asked or answered."""
    asked = Question.objects.filter(author=user).select_related("page", "document").order_by("pk")
    answered = Question.objects.filter(answered_by=user).order_by("pk")
    return {
        "asked": [
            {
                "address": question.get_absolute_url(),
                "about": str(question.page or question.document),
                "place": question.locator,
                "title": question.title,
                "text": question.text,
                "name": question.name,
                "asked_as": question.asked_as,
                "asked_at": question.asked_at,
                "status": question.status,
                "reason": question.reason,
                "answer": question.answer,
                "answered_at": question.answered_at,
            }
            for question in asked
        ],
        "answered": [
            {
                "address": question.get_absolute_url(),
                "title": question.title,
                "answer": question.answer,
                "answered_as": question.answered_as,
                "answered_at": question.answered_at,
            }
            for question in answered
        ],
    }


def erase(user: User) -> None:
    """What others read or answer stays, without the person; what was refused goes."""
    asked = Question.objects.filter(author=user)
    for question in asked.filter(status=Status.REFUSED):
        question.delete()
    asked.update(name="", author=None)
    Question.objects.filter(answered_by=user).update(answered_by=None)
    Question.objects.filter(decided_by=user).update(decided_by=None)
