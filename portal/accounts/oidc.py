"""Signing in through an institution's OpenID Connect provider.

The provider only says who somebody is: it opens the account whose address it has confirmed. It makes no accounts;
these come from an invitation or from the office.
"""

from __future__ import annotations

from typing import NamedTuple

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class InstitutionAdapter(DefaultSocialAccountAdapter):
    """The adapter of the sign-in through a provider."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": _("다른 계정에 이어진 기관 계정입니다."),
        "disconnect_last": _("로그인할 다른 방법이 없어 끊을 수 없습니다. 비밀번호를 먼저 정해 주십시오."),
        "no_password": _("로그인할 다른 방법이 없어 끊을 수 없습니다. 비밀번호를 먼저 정해 주십시오."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False


class Provider(NamedTuple):
    """A provider as the sign-in page shows it."""

    name: str
    address: str


def providers(request: HttpRequest) -> list[Provider]:
    """The providers that this installation knows: those of the environment."""
    found = get_adapter(request).list_providers(request)
    return [Provider(one.name, one.get_login_url(request)) for one in found if one.app]
