"""Forms of members, of handing over a post, and of a district's own posts."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from districts.models import District
from portal.community.members.domain.succession import NobodyThere, successor_by_address
from portal.community.members.models import DistrictDesk, Member, Post
from portal.core.models import Tag

MOST_TOPICS = 20


class MemberForm(forms.ModelForm[Member]):
    """What a member says of themselves, and which of it the others see."""

    topics = forms.ModelMultipleChoiceField(Tag.objects.all(), required=False)

    class Meta:
        model = Member
        fields: ClassVar = [
            "name_shown",
            "district",
            "institution",
            "department",
            "topics",
            "shows_name",
            "shows_place",
            "shows_department",
            "shows_topics",
            "shows_posts",
            "shows_mailbox",
        ]

    def clean_topics(self) -> Any:
        topics = self.cleaned_data["topics"]
        if len(topics) > MOST_TOPICS:
            raise ValidationError(
                gettext("관심 주제는 %(most)s개까지 고를 수 있습니다.") % {"most": MOST_TOPICS}
            )
        return topics

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("district") and cleaned.get("institution"):
            self.add_error("institution", gettext("자치구와 기관 가운데 하나만 적어 주십시오."))
        return cleaned


class HandOverForm(forms.Form):
    """To whom a post goes. ``holder``: who held it when the form was made, so that an old form does nothing."""

    TO_MEMBER, VACANT = "member", "vacant"

    to = forms.ChoiceField(choices=[(TO_MEMBER, TO_MEMBER), (VACANT, VACANT)])
    address = forms.EmailField(label=_("후임의 전자우편"), required=False, max_length=254)
    holder = forms.CharField(required=False, max_length=20)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.successor: Member | None = None
        if cleaned.get("to") == self.TO_MEMBER and "address" not in self.errors:
            self.successor = self._successor(cleaned.get("address") or "")
        return cleaned

    def _successor(self, address: str) -> Member | None:
        if not address:
            self.add_error("address", gettext("후임이 로그인하는 전자우편을 적어 주십시오."))
            return None
        try:
            return successor_by_address(address)
        except NobodyThere:
            self.add_error(
                "address", gettext("이 주소로 로그인하는 회원이 없습니다. 먼저 가입하도록 초대해 주십시오.")
            )
            return None


class DistrictPostForm(forms.ModelForm[Post]):
    """A post of a district, as its editors keep it; who holds it changes by handing over."""

    class Meta:
        model = Post
        fields: ClassVar = ["role", "unit", "duties", "mailbox", "public"]

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.district = district


class DeskForm(forms.ModelForm[DistrictDesk]):
    """The general contact of a district, and whether its roles are public."""

    class Meta:
        model = DistrictDesk
        fields: ClassVar = ["name", "email", "phone", "shows_posts"]
