"""Forms of signing in. Wrong codes count like wrong passwords, and a code is good once."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.exceptions import ValidationError

from portal.accounts import lockout
from portal.accounts.domain.second_factor import use_code


class SignInForm(LoginForm):
    """E-mail and password. The field of the address is called "username" on the page, as browsers expect."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].max_length = 254

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else super().add_prefix(field_name)


class _CodeMixin:
    """Counts wrong codes, and refuses one that was used before in any process."""

    user: Any
    authenticator: Any

    def clean_code(self) -> str:
        lockout.refuse_locked(context.request, self.user)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            if not use_code(self.authenticator, code):
                raise get_adapter().validation_error("incorrect_code")
        except ValidationError:
            lockout.count_failure(context.request, self.user)
            raise
        return code


class CodeForm(_CodeMixin, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_CodeMixin, ReauthenticateForm):
    """A code before a sensitive step."""


class SetUpForm(ActivateTOTPForm):
    """The first code of an app; the session in which it was given counts as opened with it."""

    def clean_code(self) -> str:
        code = super().clean_code()
        record_authentication(context.request, self.user, "mfa", type="totp")
        return code
