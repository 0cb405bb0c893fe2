"""Signing in through an institution's provider: one address in all languages, because the provider has to know it."""

from __future__ import annotations

from django.urls import path

from portal.accounts import views_oidc

urlpatterns = [
    path("<slug:provider_id>/login/", views_oidc.login, name="openid_connect_login"),
    path("<slug:provider_id>/callback/", views_oidc.callback, name="openid_connect_callback"),
]
