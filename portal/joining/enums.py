"""Fixed choices of this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvitedRole(models.TextChoices):
    """What an account may do from its first day. More is given by administrators only."""

    READER = "reader", _("회원")
    DISTRICT_EDITOR = "district_editor", _("자치구 편집자")


class RequestState(models.TextChoices):
    """How far a request for an account is."""

    UNCONFIRMED = "unconfirmed", _("주소 확인 전")
    # The address has an account already. Its owner is told, nobody else.
    KNOWN = "known", _("이미 계정이 있음")
    WAITING = "waiting", _("승인 대기")
    APPROVED = "approved", _("승인")
    REFUSED = "refused", _("거절")
