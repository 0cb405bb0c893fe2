"""People who sign in. They sign in by e-mail; roles come from groups (portal.accounts.roles)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class LowerCaseEmailField(models.EmailField):
    """An address in lower case, however it was written: two spellings of one address are one person."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.lower() if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return text.lower() if isinstance(text, str) else text


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create and return a user; raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create and return a user with every right, whose address needs no confirmation."""
        user = self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})
        addresses = apps.get_model("account", "EmailAddress")._default_manager
        addresses.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=username)


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail media are untyped
    """Signs in by e-mail. The name shown may be a role ("노원구 편집자") rather than a person."""

    username = None  # type: ignore[assignment]
    email = LowerCaseEmailField(_("전자우편"), unique=True)
    district = models.ForeignKey(
        "districts.District",
        verbose_name=_("자치구"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="users",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("사용자")
        verbose_name_plural = _("사용자")

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.last_name}{self.first_name}".strip() or self.email

    def get_short_name(self) -> str:
        return self.first_name or self.email
