"""How django-allauth behaves here: nobody signs up by themselves, and what it says it says in our words."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.lockout import client_address
from portal.accounts.reauthentication import signed_in_recently
from portal.letters.domain.queue import post, site_address


class AccountAdapter(DefaultAccountAdapter):
    """The adapter of the sign-in with e-mail and password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("쓰지 않는 계정입니다."),
        "email_password_mismatch": _("전자우편 주소나 비밀번호가 맞지 않습니다."),
        "email_taken": _("이미 쓰고 있는 전자우편 주소입니다."),
        "duplicate_email": _("이미 쓰고 있는 전자우편 주소입니다."),
        "enter_current_password": _("지금 쓰는 비밀번호를 적어 주십시오."),
        "incorrect_code": _("번호가 맞지 않습니다."),
        "incorrect_password": _("비밀번호가 맞지 않습니다."),
        "invalid_password_reset": _("쓸 수 없는 링크입니다."),
        "too_many_login_attempts": _("너무 여러 번 틀렸습니다. 잠시 뒤에 다시 해 주십시오."),
        "rate_limited": _("요청이 너무 잦습니다. 잠시 뒤에 다시 해 주십시오."),
        "same_as_current": _("지금 쓰는 주소와 같습니다."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation or by the office (portal.accounts), never by whoever comes along."""
        return False

    def is_reauthentication_required(self, app: str) -> bool:
        return not signed_in_recently(self.request)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        found = super().get_reauthentication_methods(user)
        return [{**one, "description": _WAYS.get(one["id"], one["description"])} for one in found]

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        return site_address() + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return site_address() + path.replace("UID-KEY", quote(key))

    def send_account_already_exists_mail(self, email: str) -> None:
        """Whoever asked for the address of somebody else sees nothing of it; the owner is told."""
        post([email], "account_address_taken", {})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter that stands for one of django-allauth's. Raises KeyError for one that nobody wrote."""
        name = template_prefix.rpartition("/")[2]
        if name in _LINKS:
            letter, key = _LINKS[name]
            hours = settings.PASSWORD_RESET_TIMEOUT // 3600
            post([email], letter, {"link": context[key], "hours": hours})
        else:
            post([email], "account_changed", {"what": _CHANGES[name]})


_WAYS = {
    "reauthenticate": _("비밀번호로 확인하기"),
    "mfa_reauthenticate": _("인증 번호로 확인하기"),
}
_LINKS = {
    "email_confirmation": ("account_confirm", "activate_url"),
    "email_confirmation_signup": ("account_confirm", "activate_url"),
    "password_reset_key": ("account_password_link", "password_reset_url"),
}
# Letters are Korean.
_CHANGES = {
    "account_connected": "기관 계정을 이었습니다.",
    "account_disconnected": "기관 계정을 끊었습니다.",
    "email_changed": "전자우편 주소를 바꾸었습니다.",
    "email_confirm": "전자우편 주소를 확인했습니다.",
    "email_deleted": "전자우편 주소를 지웠습니다.",
    "password_changed": "비밀번호를 바꾸었습니다.",
    "password_reset": "비밀번호를 새로 정했습니다.",
    "password_set": "비밀번호를 정했습니다.",
    "recovery_codes_generated": "복구 번호를 새로 만들었습니다.",
    "totp_activated": "2단계 인증을 켰습니다.",
    "totp_deactivated": "2단계 인증을 껐습니다.",
}
