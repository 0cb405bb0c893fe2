"""Addresses of the calendar; the expo and the prize are pages of the tree."""

from __future__ import annotations

from django.urls import path, re_path

from portal.expo import views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar.ics", views.calendar_ics, name="calendar_file"),
    re_path(r"^sessions/(?P<slug>[-\w]+)/calendar\.ics$", views.session_ics, name="session_file"),
]
