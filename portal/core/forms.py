"""The editor's form of a page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminPageForm

#: Content type and id of something that a page points at.
Reference = tuple[int, str]


class PageForm(WagtailAdminPageForm):
    """Takes new references only to pages and files that the editor can choose.

    The choosers offer no others, but an id can be sent without them, and the form would then show its title.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The forms of pages are made while the models are, so what needs models is brought in late.
        from portal.core.admin_reach import works_everywhere

        super().__init__(*args, **kwargs)
        self.limited = self.for_user is not None and not works_everywhere(self.for_user)
        self.known: set[Reference] = self._references() if self.limited else set()

    def _references(self) -> set[Reference]:
        from wagtail.models import ReferenceIndex

        found = ReferenceIndex._extract_references_from_object(self.instance)
        return {(content_type, object_id) for content_type, object_id, *_ in found}

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.limited or self.errors:
            return
        from portal.core.admin_reach import out_of_reach

        if out_of_reach(self._references() - self.known, self.for_user):
            self.add_error(None, gettext("고를 수 없는 쪽이나 파일이 들어 있습니다."))
