"""Districts in the editor's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from districts.models import Chart, District


class DistrictViewSet(SnippetViewSet):
    """The 25 districts and their profile figures."""

    model = District
    icon = "site"
    menu_label = _("자치구")
    menu_name = "district-records"
    list_display = ("name", "name_en", "code")
    search_fields = ("name", "name_en", "code")
    search_backend_name = None


class ChartViewSet(SnippetViewSet):
    """The charts of the page on the digital divide."""

    model = Chart
    icon = "order"
    menu_label = _("격차 현황 그림")
    menu_name = "gap-charts"
    list_display = ("title", "topic", "survey", "as_of")
    list_filter = ("topic",)
    search_fields = ("title", "title_en", "survey")
    search_backend_name = None


register_snippet(DistrictViewSet)
register_snippet(ChartViewSet)
