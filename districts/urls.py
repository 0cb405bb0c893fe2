"""Screens about districts and cases that are no pages of the tree."""

from __future__ import annotations

from django.urls import path

from districts import views

urlpatterns = [
    path("districts/table/", views.table, name="district_table"),
    path("districts/table.csv", views.table_csv, name="district_table_csv"),
    path("cases/compare/", views.compare, name="compare"),
    path("cases/compare.csv", views.compare_csv, name="compare_csv"),
    path("cases/compare/basket/", views.change_basket, name="compare_basket"),
]
