"""How django-allauth behaves here: nobody signs up by themselves, and what it says it says in our words."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.lockout import client_address


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

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        return address_of_site(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return address_of_site(path.replace("UID-KEY", quote(key)))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, {"site": address_of_site(""), **context})


def address_of_site(path: str) -> str:
    """A path as an address for letters: never made of what a request says about the host."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
