"""Addresses of data; the index for people is among the screens of both languages."""

from __future__ import annotations

from django.urls import path

from portal.api import views

urlpatterns = [
    path("api/openapi.json", views.openapi, name="api_openapi"),
    path("api/cases.json", views.cases_json, name="api_cases_json"),
    path("api/cases.csv", views.cases_csv, name="api_cases_csv"),
    path("api/cases.schema.json", views.schema, name="api_cases_schema"),
]
