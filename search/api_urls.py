"""Search for programs: one address, whatever the language."""

from __future__ import annotations

from django.urls import path

from search import views

app_name = "search_api"
urlpatterns = [path("api/search/", views.api, name="search")]
