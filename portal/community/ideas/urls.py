"""Addresses of ideas."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from portal.community.ideas import views, views_talking, views_writing

app_name = "ideas"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ideas/", views.index, name="index"),
    path("ideas/new/", views_writing.new, name="new"),
    path("ideas/mine/", views_writing.mine, name="mine"),
    path("ideas/<int:pk>/", views.idea, name="idea"),
    path("ideas/<int:pk>/edit/", views_writing.edit, name="edit"),
    path("ideas/<int:pk>/delete/", views_writing.delete, name="delete"),
    path("ideas/<int:pk>/comments/", views_talking.comment, name="comment"),
    path("ideas/<int:pk>/support/", views_talking.support, name="support"),
    path("ideas/comments/<int:pk>/delete/", views_talking.take_back, name="take_back"),
    path("ideas/comments/<int:pk>/report/", views_talking.report, name="report"),
]
