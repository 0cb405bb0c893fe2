"""Labels that Wagtail derives from Python names, in English, out of reach of any catalogue.

The names given here are in the catalogues of the packages, so both admin languages have them.
"""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.forms.workflows import WorkflowContentTypeForm
from wagtail.models import Site
from wagtail.sites.views import IndexView as SiteIndexView


def name_admin_labels() -> None:
    """Name the fields and columns concerned. Runs once, when the apps are ready."""
    LoginForm.base_fields["password"].label = _("Password")
    WorkflowContentTypeForm.base_fields["content_types"].label = _("Snippets")
    for column in SiteIndexView.columns:
        if column.name in {"port", "site_name", "root_page"}:
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)
