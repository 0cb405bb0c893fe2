"""Addresses of questions, and of what is alike while one writes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from portal.community.questions import views_similar

app_name = "questions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("similar/", views_similar.similar, name="similar"),
]
