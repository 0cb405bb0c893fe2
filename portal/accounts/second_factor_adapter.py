"""How django-allauth keeps the second factor here: secrets encrypted, and never taken off where one is compulsory."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_str
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.domain.second_factor import needs_second_factor


class SecondFactorAdapter(DefaultMFAAdapter):
    """The adapter of codes from an app and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("편집하거나 승인하는 계정은 2단계 인증을 끌 수 없습니다."),
        "cannot_generate_recovery_codes": _("복구 번호는 2단계 인증을 켠 뒤에 만들 수 있습니다."),
        "incorrect_code": _("번호가 맞지 않거나 이미 쓴 번호입니다."),
    }

    def get_totp_issuer(self) -> str:
        return gettext("CDO 포럼 지식 포털")

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not needs_second_factor(authenticator.user)


def _keys() -> MultiFernet:
    """From SECRET_KEY, and from those it replaced for as long as they stand in SECRET_KEY_FALLBACKS."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second-factor:{force_str(key)}".encode()).digest()))
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
