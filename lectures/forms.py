"""Forms of the editor."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lectures.domain.speakers import free_slug
from lectures.models import Speaker


class NewSpeakerForm(forms.ModelForm):
    """A speaker made on the way, while a lecture is written: the address is made from the name."""

    class Meta:
        model = Speaker
        fields: ClassVar = ["name", "name_en"]
        help_texts: ClassVar = {"name": _("이미 있는 연사는 찾기에서 고릅니다.")}

    def save(self, commit: bool = True) -> Any:
        self.instance.slug = free_slug(self.instance.name)
        return super().save(commit)
