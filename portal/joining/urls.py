"""Addresses for people who have no account yet, or one that sleeps."""

from __future__ import annotations

from django.urls import path

from portal.joining import own_data_views, views

app_name = "joining"
urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/done/", views.confirmed, name="confirmed"),
    path("register/<str:token>/", views.confirm, name="confirm"),
    path("join/done/", views.joined, name="joined"),
    path("join/<str:token>/", views.join, name="join"),
    path("account/wake/", views.wake, name="wake"),
    path("account/wake/<str:token>/", views.wake_confirm, name="wake_confirm"),
    path("account/data/", own_data_views.data, name="data"),
    path("account/data/file/", own_data_views.data_file, name="data_file"),
    path("account/delete/", own_data_views.delete, name="delete"),
    path("account/deleted/", own_data_views.deleted, name="deleted"),
]
