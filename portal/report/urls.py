from __future__ import annotations

import re

from django.urls import re_path

from portal.report import views
from portal.report.documents import DOWNLOADS

app_name = "report"

CODE = r"(?P<code>[0-9A-Za-z-]{2,80})"
NAMES = "|".join(re.escape(kind.name) for kind in DOWNLOADS)

urlpatterns = [
    re_path(rf"^r/{CODE}/?$", views.short, name="short"),
    re_path(rf"^r/{CODE}/text$", views.text, name="text"),
    re_path(rf"^r/{CODE}/(?P<name>{NAMES})$", views.download, name="download"),
]
