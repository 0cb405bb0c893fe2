"""The editor's form of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from portal.core.forms import PageForm

if TYPE_CHECKING:
    from districts.models import District


class CaseForm(PageForm):
    """A case below a district's page belongs to that district: filled in for the editor and kept so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home_district = self._home_district()
        field = self.fields.get("district")
        if field and self.home_district:
            self.initial["district"] = self.home_district.pk
            field.queryset = type(self.home_district)._default_manager.filter(pk=self.home_district.pk)
            field.empty_label = None
        self.unseen_lectures: set[int] = set()
        if "related_lectures" in self.fields:
            self._offer_lectures()

    def _offer_lectures(self) -> None:
        """Offer the lectures that the editor may know of, and keep the others that the office has linked."""
        from portal.core.admin_reach import pages_to_choose

        field = self.fields["related_lectures"]
        linked = {lecture.pk for lecture in self.instance.related_lectures.all()}
        field.queryset = pages_to_choose(field.queryset, self.for_user)
        self.unseen_lectures = linked - set(field.queryset.filter(pk__in=linked).values_list("pk", flat=True))

    def clean_related_lectures(self) -> Any:
        chosen = self.cleaned_data["related_lectures"]
        if not self.unseen_lectures:
            return chosen
        return chosen.model._default_manager.filter(
            pk__in={*self.unseen_lectures, *(one.pk for one in chosen)}
        )

    def _home_district(self) -> District | None:
        district_model = apps.get_model("districts", "District")
        if self.parent_page is None:
            return None
        holder = self.parent_page.get_parent()
        return district_model.objects.filter(page=holder.pk).first() if holder else None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if data.get("slug") in getattr(self.parent_page, "reserved_slugs", ()):
            self.add_error("slug", ValidationError(gettext("누리집의 다른 화면이 쓰는 주소 이름입니다.")))
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
