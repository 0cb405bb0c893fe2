"""Forms of asking for an account, of joining by invitation, and of waking an account."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from districts.models import District
from portal.accounts.models import User
from portal.core.open_forms import OpenForm
from portal.joining.domain import ask
from portal.joining.domain.invite import Newcomer
from portal.joining.domain.rules import accepted_domains, is_accepted
from portal.joining.enums import InvitedRole
from portal.joining.models import AccountRequest, Invitation

WHERE = _("자치구를 고르거나 기관을 적어 주십시오.")


class AskForm(OpenForm[AccountRequest]):
    """Asks for an account. What it answers never depends on whether the address has one."""

    too_many = _("지금은 신청이 많아 더 받지 못합니다. 한 시간 뒤에 다시 보내 주세요.")
    name = forms.CharField(max_length=60)

    class Meta:
        model = AccountRequest
        fields: ClassVar = ["email", "name", "district", "institution", "department", "reason"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if not is_accepted(email):
            raise ValidationError(
                _("이 주소로는 신청할 수 없습니다. 받는 주소: %(domains)s")
                % {"domains": ", ".join(accepted_domains())}
            )
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("district") and not cleaned.get("institution"):
            self.add_error("district", WHERE)
        return cleaned

    def keep(self) -> None:
        if not self.cleaned_data["website"]:
            ask.ask(self.save(commit=False))


class JoinForm(forms.Form):
    """What somebody who was invited fills in. A district that the office chose is not asked for."""

    name = forms.CharField(max_length=60)
    district = forms.ModelChoiceField(District.objects.order_by("name"), required=False)
    institution = forms.CharField(max_length=100, required=False)
    department = forms.CharField(max_length=100, required=False)
    password = forms.CharField(max_length=1000, strip=False, widget=forms.PasswordInput)
    again = forms.CharField(max_length=1000, strip=False, widget=forms.PasswordInput)

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        initial = {name: getattr(invitation, name) for name in ("name", "institution", "department")}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.invitation = invitation
        if invitation.district:
            del self.fields["district"], self.fields["institution"]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "district" in self.fields and not cleaned.get("district") and not cleaned.get("institution"):
            self.add_error("district", WHERE)
        password = cleaned.get("password", "")
        if password and cleaned.get("again") and password != cleaned["again"]:
            self.add_error("again", _("두 번 적은 비밀번호가 서로 다릅니다."))
        if password:
            try:
                validate_password(
                    password, User(email=self.invitation.email, first_name=cleaned.get("name", ""))
                )
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def newcomer(self) -> Newcomer:
        """What was filled in, once it is valid."""
        given = self.cleaned_data
        return Newcomer(
            name=given["name"],
            password=given["password"],
            district=given.get("district"),
            institution=given.get("institution", ""),
            department=given["department"],
        )


class WakeForm(forms.Form):
    """Asks for a letter to a locked account."""

    email = forms.EmailField(max_length=254)


class InviteForm(forms.ModelForm[Invitation]):
    """The office invites somebody."""

    class Meta:
        model = Invitation
        fields: ClassVar = ["email", "role", "district", "institution"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("role") == InvitedRole.DISTRICT_EDITOR and not cleaned.get("district"):
            self.add_error("district", _("자치구 편집자에게는 자치구가 있어야 합니다."))
        return cleaned
