"""StreamField blocks of cases."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from districts.enums import OutcomeType, Relation


class OutcomeBlock(blocks.StructBlock):
    """One figure with its unit, its day and how it was found."""

    type = blocks.ChoiceBlock(
        label=_("갈래"),
        choices=OutcomeType.choices,
        default=OutcomeType.OUTPUT,
        help_text=_("효과는 사람이나 일에 생긴 변화, 산출은 만들거나 설치한 양, 맥락은 배경 수치입니다."),
    )
    metric = blocks.CharBlock(label=_("지표"), max_length=200)
    baseline = blocks.CharBlock(label=_("이전 값"), max_length=100, required=False)
    result = blocks.CharBlock(label=_("값"), max_length=100)
    unit = blocks.CharBlock(label=_("단위"), max_length=50, required=False)
    as_of = blocks.CharBlock(label=_("기준 시점"), max_length=60, required=False)
    method = blocks.CharBlock(label=_("확인 방법"), max_length=300, required=False)

    class Meta:
        icon = "order"
        label = _("성과")


class AdoptionValue(blocks.StructValue):
    """Somebody who took a case over, or looked at it."""

    @property
    def relation_label(self) -> str:
        """The relation in the reader's language; "" where it is not known."""
        relation = self.get("relation")
        return str(Relation(relation).label) if relation in Relation.values else ""

    @property
    def who_and_relation(self) -> str:
        """For plain text: 동대문구(확산)."""
        return f"{self['who']}({self.relation_label})" if self.relation_label else str(self["who"])


class AdoptedByBlock(blocks.StructBlock):
    """Somebody who took the case over, or looked at it."""

    relation = blocks.ChoiceBlock(
        label=_("관계"),
        choices=Relation.choices,
        required=False,
        help_text=_(
            "도입은 그곳이 이 사례를 이어받은 것이 확인될 때, 확산은 시 사업 등을 거쳐 퍼졌을 때 고릅니다. "
            "확인되지 않았으면 비워 둡니다."
        ),
    )
    who = blocks.CharBlock(label=_("어디서"), max_length=200)
    how = blocks.CharBlock(label=_("어떻게"), max_length=300, required=False)
    when = blocks.CharBlock(label=_("언제"), max_length=60, required=False)

    class Meta:
        icon = "group"
        value_class = AdoptionValue
        label = _("다른 곳의 적용")
