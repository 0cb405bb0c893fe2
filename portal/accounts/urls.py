"""Signing in and what belongs to one's account. The names are those that django-allauth asks for."""

from __future__ import annotations

from allauth.account import views as allauth_views
from allauth.socialaccount import views as social_views
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path

from portal.accounts import views
from portal.accounts.reauthentication import recently_signed_in

urlpatterns = [
    path("login/", views.sign_in, name="login"),
    path("login/", views.sign_in, name="account_login"),
    # Answers to a form only: a link on any site could end the session otherwise.
    path("logout/", LogoutView.as_view(), name="logout"),
    path("logout/", LogoutView.as_view(), name="account_logout"),
    path("account/", views.account, name="account"),
    path("account/inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("account/email/", recently_signed_in(allauth_views.email), name="account_email"),
    path(
        "account/confirm-email/",
        allauth_views.email_verification_sent,
        name="account_email_verification_sent",
    ),
    re_path(
        r"^account/confirm-email/(?P<key>[-:\w]+)/$",
        allauth_views.confirm_email,
        name="account_confirm_email",
    ),
    path("account/password/", allauth_views.password_change, name="account_change_password"),
    path(
        "account/password/set/",
        recently_signed_in(allauth_views.password_set),
        name="account_set_password",
    ),
    path("account/kept-form/", views.kept_form, name="account_kept_form"),
    path("account/session/", views.session, name="account_session"),
    path("account/password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "account/password/reset/done/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/complete/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/2fa/", include("allauth.mfa.urls")),
    path(
        "account/sso/",
        recently_signed_in(social_views.connections),
        name="socialaccount_connections",
    ),
    path("account/sso/cancelled/", social_views.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/sso/error/", social_views.login_error, name="socialaccount_login_error"),
]
