"""Signing in through an institution's provider: one address in all languages, because the provider has to know it."""

from __future__ import annotations

from allauth.socialaccount import views as allauth_views
from django.urls import path

from portal.accounts import views_oidc
from portal.accounts.reauthentication import recently_signed_in

urlpatterns = [
    path("", recently_signed_in(allauth_views.connections), name="socialaccount_connections"),
    path("cancelled/", allauth_views.login_cancelled, name="socialaccount_login_cancelled"),
    path("error/", allauth_views.login_error, name="socialaccount_login_error"),
    path("<slug:provider_id>/login/", views_oidc.login, name="openid_connect_login"),
    path("<slug:provider_id>/callback/", views_oidc.callback, name="openid_connect_callback"),
]
