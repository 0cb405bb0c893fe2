"""Addresses of what a member keeps; all of them for their owner only."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from portal.community.bookmarks import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("members/me/bookmarks/", views.bookmarks, name="bookmarks"),
    path("members/me/bookmarks/add/", views.keep, name="bookmark_add"),
    path("members/me/bookmarks/<int:pk>/", views.bookmark, name="bookmark"),
    path("members/me/bookmarks/<int:pk>/delete/", views.forget_bookmark, name="bookmark_delete"),
    path("members/me/listening/", views.position, name="listening"),
    path("members/me/listening/<int:pk>/delete/", views.forget_position, name="listening_delete"),
    path("members/me/searches/", views.saved_searches, name="saved_searches"),
    path("members/me/searches/add/", views.save_search, name="saved_search_add"),
    path("members/me/searches/<int:pk>/rename/", views.rename_search, name="saved_search_rename"),
    path("members/me/searches/<int:pk>/delete/", views.forget_search, name="saved_search_delete"),
]
