"""The editors' form of a request: route it to a district, answer it with a public page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from search.audience import visible_page_ids
from search.case_requests import follow_up
from search.facets import FacetVocabulary
from search.models import CaseRequest


class CaseRequestAdminForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail has no type information
    """Refuses what was changed by somebody else since it was opened, and answers that not everybody may read."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def clean_district(self) -> str:
        written = self.cleaned_data["district"]
        known = FacetVocabulary().canonical("district", written) if written else ""
        if known is None:
            raise forms.ValidationError(_("그런 자치구가 없습니다."))
        return known

    def clean_answer(self) -> Any:
        page = self.cleaned_data["answer"]
        if page is not None and not visible_page_ids([page.pk], None):
            raise forms.ValidationError(_("누구나 볼 수 있는 쪽만 답이 될 수 있습니다."))
        return page

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk:
            current = CaseRequest.objects.select_for_update().filter(pk=self.instance.pk).first()
            if current is None or current.version != cleaned.get("seen_version"):
                raise forms.ValidationError(
                    _("그사이 다른 사람이 이 요청을 고쳤습니다. 다시 열어 확인해 주십시오.")
                )
        return cleaned

    def save(self, commit: bool = True) -> CaseRequest:
        if self.instance.pk:
            self.instance.version += 1
        request: CaseRequest = super().save(commit=commit)
        if commit:
            follow_up(request, self.changed_data)
        return request
