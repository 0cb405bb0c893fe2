"""Where the admin would name a page or file that the editor has no business to know of, it says just that.

Wagtail shows what was chosen, whoever chose it, and lists what a bulk action leaves alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.widgets import BaseChooser
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler
from wagtail.models import Page

from portal.core.admin_reach import may_know, within_reach
from portal.core.models import PortalDocument
from portal.core.viewer import current_viewer

_NO_PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def name_only_what_is_within_reach() -> None:
    """Put the rule in force. Runs once, when the apps are ready."""
    BulkAction.get_actionable_objects = _bulk_action(BulkAction.get_actionable_objects)
    BaseChooser.get_value_data = _chooser(BaseChooser.get_value_data)
    for handler, model in ((PageLinkElementHandler, Page), (DocumentLinkElementHandler, PortalDocument)):
        handler.get_attribute_data = _link(handler.get_attribute_data, model)


def _bulk_action(objects_of: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def known_objects(action: BulkAction) -> tuple[Any, dict[str, Any]]:
        objects, rest = objects_of(action)
        refused = [item for item in rest["items_with_no_access"] if isinstance(item, Page)]
        known = within_reach(action.request.user, [page.pk for page in refused])
        return objects, {**rest, "items_with_no_access": [page for page in refused if page.pk in known]}

    return known_objects


def _chooser(data_of: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def known_data(chooser: BaseChooser, value: Any) -> Any:
        instance = chooser.get_instance(value)
        if instance is None or may_know(current_viewer(), instance):
            return data_of(chooser, instance)
        return {
            "id": instance.pk,
            "edit_url": None,
            "parent_id": None,
            chooser.display_title_key: gettext("볼 수 없는 자료"),
            "preview": {"url": _NO_PICTURE, "width": 1, "height": 1},
        }

    return known_data


def _link(data_of: Callable[[Any, dict[str, Any]], Any], model: Any) -> Callable[[Any, dict[str, Any]], Any]:
    def known_data(handler: Any, attrs: dict[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = data_of(handler, attrs)
        target = model.objects.filter(pk=data.get("id")).first()
        if target is None or may_know(current_viewer(), target):
            return data
        # As Wagtail does for what is gone: the number stays, so that the link survives the edit.
        return {**dict.fromkeys(data), "id": data["id"]}

    return known_data
