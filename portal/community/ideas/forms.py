"""What members and the office write about ideas. Plain text; markup in it stays text."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from districts.models import District
from portal.community.ideas.domain.files import ALLOWED, MOST_BYTES, MOST_FILES
from portal.community.ideas.domain.steps import Decision
from portal.community.ideas.domain.writing import Words
from portal.community.ideas.enums import IdeaStatus, SignedAs
from portal.community.ideas.models import Idea
from portal.community.members.models import Post
from portal.core import personal_data
from portal.core.models import Tag
from portal.core.plain_text import LinesField, OneLineField

MOST_TITLE, MOST_TEXT, MOST_COMMENT, MOST_ANSWER, MOST_REASON = 120, 4_000, 2_000, 2_000, 300
MOST_TAGS = 5
MOST_VERSION = 2**31 - 1


class _Files(forms.FileField):
    """Several files of one field."""

    widget = type(
        "SeveralFilesInput", (forms.FileInput,), {"allow_multiple_selected": True, "__module__": __name__}
    )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(_Files, self).clean(item, initial) for item in sent if item]


class PublicTextForm(forms.Form):
    """What everybody reads as soon as it is sent. What looks like personal data is asked about once."""

    sure = forms.BooleanField(required=False)

    finds: Sequence[str] = ()

    def check_texts(self, *texts: str) -> None:
        """Refuse with the numbers found, their middle left out, until the writer says that they may be read."""
        found = personal_data.find("\n".join(texts))
        if not found or self.cleaned_data.get("sure"):
            return
        self.finds = [personal_data.mask(one.text) for one in found]
        self.add_error(
            None,
            gettext(
                "누구나 읽을 글에 개인정보로 보이는 번호가 있습니다: %(numbers)s. 지우고 보내거나, "
                "공개해도 되는 번호라면 아래에 표시하고 다시 보내 주십시오."
            )
            % {"numbers": ", ".join(self.finds)},
        )


class IdeaForm(PublicTextForm):
    """An idea. `sending`: whether it goes out, so that everything has to be there."""

    title = OneLineField(max_length=MOST_TITLE, error_messages={"required": _("제목을 적어 주십시오.")})
    problem = LinesField(max_length=MOST_TEXT, required=False)
    proposal = LinesField(max_length=MOST_TEXT, required=False)
    districts = forms.ModelMultipleChoiceField(District.objects.all(), required=False)
    tags = forms.ModelMultipleChoiceField(Tag.objects.order_by("name"), required=False)
    signed_as = forms.ChoiceField(choices=SignedAs.choices, initial=SignedAs.ROLE)
    uploads = _Files(required=False)
    drop = forms.TypedMultipleChoiceField(coerce=int, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=MOST_VERSION, widget=forms.HiddenInput)

    def __init__(self, *sent: Any, idea: Idea | None = None, sending: bool = False) -> None:
        self.idea, self.sending = idea, sending
        data, uploads = sent or (None, None)
        super().__init__(data, uploads, initial=_initial(idea))
        self.kept_files = list(idea.files.select_related("document")) if idea else []
        self.fields["drop"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), row.document.title) for row in self.kept_files
        ]
        for name, message in (
            ("problem", _("어떤 문제인지 적어 주십시오.")),
            ("proposal", _("어떻게 하자는 것인지 적어 주십시오.")),
        ):
            self.fields[name].required = sending
            self.fields[name].error_messages["required"] = message

    def clean_tags(self) -> Any:
        if len(self.cleaned_data["tags"]) > MOST_TAGS:
            raise forms.ValidationError(
                gettext("태그는 %(most)s개까지 고를 수 있습니다.") % {"most": MOST_TAGS}
            )
        return self.cleaned_data["tags"]

    def clean_uploads(self) -> list[UploadedFile]:
        uploads: list[UploadedFile] = self.cleaned_data["uploads"]
        for upload in uploads:
            _check_file(upload)
        return uploads

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        remaining = len(self.kept_files) - len(cleaned.get("drop") or [])
        if remaining + len(cleaned.get("uploads") or []) > MOST_FILES:
            self.add_error(
                "uploads", gettext("파일은 %(most)s개까지 붙일 수 있습니다.") % {"most": MOST_FILES}
            )
        if self.sending:
            self.check_texts(*(cleaned.get(name, "") for name in ("title", "problem", "proposal")))
        return cleaned

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(
            title=data["title"],
            problem=data["problem"],
            proposal=data["proposal"],
            signed_as=data["signed_as"],
            key=data["key"],
            version=data["version"],
            districts=list(data["districts"]),
            tags=list(data["tags"]),
            files=data["uploads"],
            dropped=data["drop"],
        )

    @property
    def district_choices(self) -> list[dict[str, Any]]:
        return _choices(self, "districts", [(row.pk, row.label) for row in District.objects.all()])

    @property
    def tag_choices(self) -> list[dict[str, Any]]:
        return _choices(self, "tags", [(row.pk, row.label) for row in Tag.objects.order_by("name")])

    @property
    def sign_choices(self) -> list[dict[str, Any]]:
        return _choices(self, "signed_as", SignedAs.choices)


def _initial(idea: Idea | None) -> dict[str, Any]:
    if idea is None:
        return {"key": uuid.uuid4(), "version": 0, "signed_as": SignedAs.ROLE}
    return {
        "title": idea.title,
        "problem": idea.problem,
        "proposal": idea.proposal,
        "districts": [district.pk for district in idea.districts.all()],
        "tags": list(idea.tagged_items.values_list("tag_id", flat=True)),
        "signed_as": idea.signed_as,
        "key": idea.key,
        "version": idea.version,
    }


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> list[dict[str, Any]]:
    value = form[name].value()
    chosen = {str(item) for item in (value if isinstance(value, list | tuple) else [value])}
    return [{"value": item, "label": label, "chosen": str(item) in chosen} for item, label in choices]


def _check_file(upload: UploadedFile) -> None:
    ending = PurePath(upload.name or "").suffix.lower().lstrip(".")
    if ending not in ALLOWED:
        raise forms.ValidationError(
            gettext("%(names)s 파일만 붙일 수 있습니다.") % {"names": ", ".join(ALLOWED).upper()}
        )
    if (upload.size or 0) > MOST_BYTES:
        raise forms.ValidationError(
            gettext("%(limit)s MB보다 큰 첨부 파일은 받지 않습니다.") % {"limit": MOST_BYTES // 1024**2}
        )


class CommentForm(PublicTextForm):
    body = LinesField(max_length=MOST_COMMENT, error_messages={"required": _("댓글을 적어 주십시오.")})
    signed_as = forms.ChoiceField(choices=SignedAs.choices)
    key = forms.UUIDField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_texts(cleaned.get("body", ""))
        return cleaned


class ReportForm(forms.Form):
    reason = LinesField(max_length=500, error_messages={"required": _("까닭을 적어 주십시오.")})


class HideForm(forms.Form):
    reason = OneLineField(max_length=MOST_REASON, error_messages={"required": _("까닭을 적어 주십시오.")})


class _PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class StepForm(forms.Form):
    """What the office decides. `lead`: the district of the case draft that an adopted idea becomes."""

    status = forms.ChoiceField(label=_("다음 상태"))
    date = forms.DateField(label=_("날짜"), widget=forms.DateInput(attrs={"type": "date"}))
    post = _PostChoice(Post.objects.select_related("district"), label=_("답하는 자리"))
    answer = LinesField(label=_("답변"), max_length=MOST_ANSWER, widget=forms.Textarea(attrs={"rows": 4}))
    lead = forms.ModelChoiceField(
        District.objects.none(),
        label=_("사례 초안을 둘 자치구"),
        required=False,
        empty_label=_("서울시 전체"),
        help_text=_("채택하면 이 자치구의 사례 목록 아래에 초안이 생깁니다."),
    )
    version = forms.IntegerField(min_value=1, max_value=MOST_VERSION, widget=forms.HiddenInput)

    def __init__(self, idea: Idea, sent: Any = None) -> None:
        self.idea = idea
        own = idea.districts.all()
        initial = {"date": timezone.localdate(), "version": idea.version, "lead": own.first()}
        super().__init__(sent, initial=initial)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (status.value, status.label) for status in idea.following
        ]
        self.fields["lead"].queryset = own  # type: ignore[attr-defined]
        if IdeaStatus.ADOPTED not in idea.following:
            del self.fields["lead"]

    def clean_date(self) -> Any:
        date = self.cleaned_data["date"]
        last = self.idea.steps.order_by("-date").values_list("date", flat=True).first()
        if date > timezone.localdate():
            raise forms.ValidationError(gettext("앞으로 올 날짜는 적을 수 없습니다."))
        if last and date < last:
            raise forms.ValidationError(gettext("앞 단계보다 이른 날짜입니다."))
        return date

    def decision(self) -> Decision:
        data = self.cleaned_data
        return Decision(data["status"], data["date"], data["answer"], data["post"], data["version"])


class MergeForm(forms.Form):
    """Into which idea this one goes."""

    into = forms.IntegerField(
        label=_("남길 아이디어 번호"),
        min_value=1,
        max_value=MOST_VERSION,
        help_text=_("주소 /ideas/ 뒤에 있는 번호입니다."),
    )
    version = forms.IntegerField(min_value=1, max_value=MOST_VERSION, widget=forms.HiddenInput)
