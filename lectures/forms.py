"""Forms of the editor."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Page

from lectures.domain.speakers import free_slug
from lectures.models import ForumSession, LectureIndexPage, Recording, Speaker


class NewSpeakerForm(forms.ModelForm):
    """A speaker made on the way, while a lecture is written: the address is made from the name."""

    class Meta:
        model = Speaker
        fields: ClassVar = ["name", "name_en"]
        help_texts: ClassVar = {"name": _("이미 있는 연사는 찾기에서 고릅니다.")}

    def save(self, commit: bool = True) -> Any:
        self.instance.slug = free_slug(self.instance.name)
        return super().save(commit)


class ManyFiles(forms.FileInput):
    """Takes several files at once; files can be dropped onto it."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; cleaned to a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files]


class PosterForm(forms.ModelForm):
    """The picture that stands before a recording begins."""

    class Meta:
        model = Recording
        fields: ClassVar = ["poster"]
        widgets: ClassVar = {"poster": AdminImageChooser}


class UploadForm(forms.Form):
    """A lecture by its files: where it belongs, what it is called."""

    title = forms.CharField(label=_("강연 제목"), max_length=255)
    parent = forms.ModelChoiceField(
        label=_("어디에"),
        queryset=Page.objects.none(),
        help_text=_("포럼 회차를 고르거나, 다른 자리의 강연이면 '강연'을 고릅니다."),
    )
    uploads = FilesField(
        label=_("파일"),
        help_text=_(
            "녹화(MP4, WebM, MP3, M4A, Ogg), 자막(SRT, WebVTT), 자료(PPTX, PDF, HWPX 등)를 함께 끌어다 놓습니다."
        ),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Page.objects.type(LectureIndexPage, ForumSession).order_by("-path")
        allowed = [page.pk for page in parents if page.permissions_for_user(user).can_add_subpage()]
        self.fields["parent"].queryset = parents.filter(pk__in=allowed)  # type: ignore[attr-defined]
