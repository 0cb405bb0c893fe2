"""The editor's form of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminPageForm

if TYPE_CHECKING:
    from districts.models import District


class CaseForm(WagtailAdminPageForm):
    """A case below a district's page belongs to that district: filled in for the editor and kept so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home_district = self._home_district()
        field = self.fields.get("district")
        if field and self.home_district:
            self.initial["district"] = self.home_district.pk
            field.queryset = type(self.home_district)._default_manager.filter(pk=self.home_district.pk)
            field.empty_label = None

    def _home_district(self) -> District | None:
        district_model = apps.get_model("districts", "District")
        if self.parent_page is None:
            return None
        holder = self.parent_page.get_parent()
        return district_model.objects.filter(page=holder.pk).first() if holder else None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        chosen = data.get("district")
        if self.home_district and chosen and chosen.pk != self.home_district.pk:
            self.add_error(
                "district",
                ValidationError(
                    gettext("이 자리는 %(district)s의 사례를 두는 곳입니다.")
                    % {"district": self.home_district.name}
                ),
            )
        return data
