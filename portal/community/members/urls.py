"""Addresses of members. All but the link that confirms a case are for those who signed in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from portal.community.members import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("members/", views.directory, name="members"),
    path("members/me/", views.me, name="member_me"),
    path("members/posts/<int:pk>/", views.post, name="post"),
    path("members/posts/<int:pk>/hand-over/", views.pass_on, name="post_hand_over"),
    path("members/confirm/<str:token>/", views.confirm_case, name="confirm_case"),
]
