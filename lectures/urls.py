"""Addresses of recordings; lectures and sessions are pages of the tree."""

from __future__ import annotations

from django.urls import path, re_path

from lectures import views_recordings as views

urlpatterns = [
    re_path(
        r"^recordings/(?P<recording_id>[0-9]{1,18})/captions\.(?P<language>ko|en)\.(?P<form>vtt|srt|txt)$",
        views.captions,
        name="recording_captions",
    ),
    path("recordings/<int:recording_id>/<str:filename>", views.media, name="recording_file"),
]
