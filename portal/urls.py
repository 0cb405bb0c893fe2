"""Addresses. Pages and screens exist in Korean at / and in English at /en/; machines read one address."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.views.account import LogoutView

from lectures import views as lecture_views
from portal.accounts import views as account_views
from portal.api import views as api_views
from portal.core import admin_locale, files, views
from portal.guidance import views as guidance_views
from search import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("portal.machines.urls")),
    path("", include("portal.api.urls")),
    path("documents/<int:document_id>/<path:filename>", files.document, name="wagtaildocs_serve"),
    path("media/pictures/<int:rendition_id>/<path:filename>", files.rendition, name="rendition"),
    path("", include("lectures.urls")),
    path("account/sso/", include("portal.accounts.urls_oidc")),
    path("admin/jsi18n/", admin_locale.admin_catalogue, name="admin_catalogue"),
    # One way to sign in for the whole site.
    path("admin/login/", account_views.admin_sign_in),
    path("admin/password_reset/", account_views.admin_password_reset),
    path("admin/password_reset/<path:rest>", account_views.admin_password_reset),
    # Wagtail ends the session for a GET too, so a link on any site could sign an editor out.
    path("admin/logout/", require_POST(LogoutView.as_view()), name="admin_logout"),
    # An error on demand, for anybody with access to the admin.
    path("admin/failwhale/", views.not_there),
    # Lists the addresses of pictures as files, which have none.
    re_path(r"^admin/api/main/images/", views.not_there),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("search.api_urls")),
]

urlpatterns += i18n_patterns(
    path("", include("portal.accounts.urls")),
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="login", query_string=True),
        name="sign_in_elsewhere",
    ),
    path("speakers/", lecture_views.speakers, name="speakers"),
    re_path(r"^speakers/(?P<slug>[-\w]+)/$", lecture_views.speaker, name="speaker"),
    path("tags/", views.tags, name="tags"),
    path("api/", api_views.index, name="api"),
    path("", include("portal.expo.urls")),
    re_path(r"^tags/(?P<slug>[-\w]+)/$", views.tag, name="tag"),
    path("", include("districts.urls")),
    path("glossary/", guidance_views.glossary, name="glossary"),
    re_path(r"^glossary/(?P<slug>[-\w]+)/$", guidance_views.term, name="term"),
    path("", include("portal.report.urls")),
    path("", include("portal.attachments.urls")),
    path("", include("portal.joining.urls")),
    path("", include("portal.community.members.urls")),
    path("", include("portal.community.bookmarks.urls")),
    path("", include("portal.community.questions.urls")),
    path("", include("portal.community.ideas.urls")),
    path("", include("portal.community.digests.urls")),
    path("", include("search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "portal.core.views.bad_request"
handler403 = "portal.core.views.forbidden"
handler404 = "portal.core.views.not_found"
handler500 = "portal.core.views.server_error"
