"""The settings of the weekly letter, and the link that stops it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from portal.community.digests import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("members/me/digest/", views.choices, name="digest_settings"),
    path("digests/stop/<str:token>/", views.stop, name="digest_stop"),
]
