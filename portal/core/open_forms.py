"""Forms that anybody may send: nobody is asked for a name, programs are not heard, and nobody can flood the editors."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Readers together; what comes beyond would bury what people send.
MOST_PER_HOUR = 60

SentT = TypeVar("SentT", bound=models.Model)


class OpenForm(forms.ModelForm[SentT]):
    """Its model has ``created_at``; ``too_many`` tells a reader that no more is taken in this hour.

    `website` is hidden from people (components/decoy_field.html); programs that fill in everything fill it in too.
    """

    too_many: ClassVar[StrOrPromise]
    website = forms.CharField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since = timezone.now() - datetime.timedelta(hours=1)
        if self._meta.model._default_manager.filter(created_at__gte=since).count() >= MOST_PER_HOUR:
            raise forms.ValidationError(self.too_many)
        return cleaned

    def keep(self) -> None:
        """Save what a person sent; a program is thanked and forgotten."""
        if not self.cleaned_data["website"]:
            self.save()
