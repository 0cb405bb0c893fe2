"""The recording of a lecture. It lies beside the page's drafts: it is public when it was published itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lectures.enums import MediaType, SpokenLanguage


def validate_provider(address: str) -> None:
    """Raise ValidationError unless the address is one of an allowed provider (`RECORDING_HOSTS`), over https."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    if parts.scheme != "https" or host not in settings.RECORDING_HOSTS:
        allowed = ", ".join(settings.RECORDING_HOSTS)
        raise ValidationError(
            gettext("영상 주소는 https로 시작하고 다음 곳에 있어야 합니다: %(hosts)s") % {"hosts": allowed}
        )


class Recording(models.Model):
    """Media file, transcript and chapters of a lecture. Who may see the page may see it once it is published."""

    lecture = models.OneToOneField("lectures.Lecture", on_delete=models.CASCADE, related_name="recording")
    file = models.FileField(_("녹화 파일"), upload_to="recordings/%Y", max_length=300, blank=True)
    file_name = models.CharField(_("파일 이름"), max_length=255, blank=True)
    media_type = models.CharField(_("형식"), max_length=40, blank=True)
    size = models.PositiveBigIntegerField(_("크기"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    duration_ms = models.PositiveIntegerField(_("길이"), default=0)
    poster = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("표지 그림"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    synthetic_voice = models.BooleanField(_("합성 음성"), default=False)
    plain_transcript = models.TextField(
        _("시각 없는 대본"),
        blank=True,
        help_text=_("자막이 없을 때만 씁니다. 찾을 수는 있으나 그 시각으로 가지 못합니다."),
    )
    #: A caption file with faults, kept until somebody mends it.
    captions_draft = models.TextField(blank=True)
    captions_language = models.CharField(max_length=2, choices=SpokenLanguage, default=SpokenLanguage.KOREAN)
    published = models.BooleanField(_("공개"), default=False)
    #: Why it was published without a transcript, and by whom.
    no_transcript_reason = models.CharField(_("자막 없이 공개하는 까닭"), max_length=300, blank=True)
    personal_data_reason = models.CharField(_("개인정보로 보이는 글을 두는 까닭"), max_length=300, blank=True)
    #: What the reason was given for, as it is shown: kind and text without its middle.
    personal_data_known = models.JSONField(default=list, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    #: Rises with every change of cues and chapters, so that nobody overwrites what they have not seen.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("녹화")
        verbose_name_plural = _("녹화")

    def __str__(self) -> str:
        return f"{self.lecture.title}: {gettext('녹화')}"

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")

    @property
    def media_label(self) -> str:
        """The format as people know it: MP3."""
        return MediaType(self.media_type).label if self.media_type in MediaType.values else ""

    @property
    def file_url(self) -> str:
        """Address of the media file, behind the permission check; "" without a file."""
        return reverse("recording_file", args=[self.pk, self.file_name]) if self.file else ""

    def captions_url(self, language: str, form: str = "vtt") -> str:
        """Address of the captions as WebVTT ("vtt"), SRT ("srt") or plain text ("txt")."""
        return reverse("recording_captions", args=[self.pk, language, form])

    def touch(self, **values: Any) -> None:
        """Set `values` and note that readers see something else; the index follows the save."""
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self.save()
