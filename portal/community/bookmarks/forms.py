"""What a member writes about what they keep."""

from __future__ import annotations

from django import forms

from portal.community.bookmarks.models import Bookmark, SavedSearch


class KeepForm(forms.Form):
    """`on`: what is kept; `at`: a place of it, or `moment` as people write it."""

    on = forms.CharField(max_length=40)
    at = forms.CharField(max_length=200, required=False)
    moment = forms.CharField(max_length=20, required=False)
    note = forms.CharField(max_length=Bookmark.NOTE_LENGTH, required=False)

    @property
    def place(self) -> str:
        return self.cleaned_data["at"] or self.cleaned_data["moment"]


class NoteForm(forms.Form):
    note = forms.CharField(max_length=Bookmark.NOTE_LENGTH, required=False)


class NameForm(forms.Form):
    name = forms.CharField(max_length=SavedSearch.NAME_LENGTH)


class PositionForm(forms.Form):
    """Where the player is."""

    lecture = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    seconds = forms.IntegerField(min_value=0, max_value=24 * 3600)
