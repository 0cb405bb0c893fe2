"""Screens of search, in both languages."""

from __future__ import annotations

from django.urls import path

from search import case_requests, views

app_name = "search"
urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/request/", case_requests.request_case, name="case_request"),
]
