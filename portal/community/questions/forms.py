"""What people write: a question, an answer, an editor's decision. Plain text, without control characters."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.community.members.models import Post
from portal.community.questions.domain.asking import Asked
from portal.community.questions.domain.deciding import Wording
from portal.community.questions.domain.subjects import (
    LECTURE,
    Subject,
    place_name,
    seconds_of,
    shown_moment,
)
from portal.core.plain_text import LinesField, OneLineField

MOST_TITLE, MOST_TEXT, MOST_ANSWER, MOST_REASON = 150, 2_000, 5_000, 1_000


class AskForm(forms.Form):
    """A question on `subject`; `place` is a moment for a lecture, one of its places for anything else."""

    title = OneLineField(
        max_length=MOST_TITLE, error_messages={"required": _("무엇을 물으시는지 적어 주십시오.")}
    )
    text = LinesField(required=False, max_length=MOST_TEXT)
    place = forms.CharField(required=False, max_length=200)
    with_name = forms.BooleanField(required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, subject: Subject, at: str, written: QueryDict | None) -> None:
        self.subject = subject
        place = shown_moment(subject.locator(at)) if subject.kind == LECTURE else subject.locator(at)
        super().__init__(written, initial={"place": place, "key": uuid.uuid4()})

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The places to choose from; one that was asked for by its address is among them."""
        chosen = str(self["place"].value() or "")
        places = list(self.subject.places)
        if chosen and chosen not in {locator for locator, _name in places} and self.subject.locator(chosen):
            places.append((chosen, place_name(chosen)))
        return [{"value": locator, "label": name, "chosen": locator == chosen} for locator, name in places]

    def clean_place(self) -> str:
        """As a locator."""
        written = self.cleaned_data["place"].strip()
        if not written:
            return ""
        if self.subject.kind != LECTURE:
            found = self.subject.locator(written)
        else:
            seconds = seconds_of(written)
            found = self.subject.locator(f"t={seconds}") if seconds is not None else ""
        if not found:
            raise forms.ValidationError(
                gettext("강연에 없는 시각입니다. 3:20처럼 적어 주십시오.")
                if self.subject.kind == LECTURE
                else gettext("없는 자리입니다. 다시 골라 주십시오.")
            )
        return found

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(data["title"], data["text"], data["place"], data["with_name"], data["key"])


class AnswerForm(forms.Form):
    answer = LinesField(max_length=MOST_ANSWER, error_messages={"required": _("답을 적어 주십시오.")})


class DecideForm(forms.Form):
    """An editor's view of a question. version: what the editor saw."""

    title = OneLineField(max_length=MOST_TITLE)
    text = LinesField(required=False, max_length=MOST_TEXT)
    answer = LinesField(required=False, max_length=MOST_ANSWER)
    reason = LinesField(required=False, max_length=MOST_REASON)
    post = forms.ModelChoiceField(Post.objects.select_related("district"), required=False)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def wording(self) -> Wording:
        data = self.cleaned_data
        return Wording(data["title"], data["text"], data["answer"])
