"""Search for programs: one address, whatever the language."""

from __future__ import annotations

from django.urls import path

from search import views
from search.suggest.views import suggestions

app_name = "search_api"
urlpatterns = [
    path("api/search/", views.api, name="search"),
    path("api/suggest/", suggestions, name="suggest"),
]
