"""Screens of search, in both languages."""

from __future__ import annotations

from django.urls import path

from search import views

app_name = "search"
urlpatterns = [path("search/", views.results, name="results")]
