"""Which feeds a page leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from districts.models import CaseIndexPage, DistrictPage
from portal.core.models import Tag


@dataclass(frozen=True)
class FeedLink:
    title: str
    url: str


def feed_links(subject: Any) -> list[FeedLink]:
    """Everything new, and what is new of this district or tag."""
    links = [FeedLink(_("새 강연과 사례"), reverse("feed"))]
    if isinstance(subject, DistrictPage | CaseIndexPage) and subject.district:
        district = subject.district
        title = _("%(name)s의 새 강연과 사례") % {"name": district.label}
        links.insert(0, FeedLink(title, reverse("feed_district", args=[district.slug])))
    if isinstance(subject, Tag):
        title = _("'%(name)s' 태그의 새 강연과 사례") % {"name": subject.label}
        links.insert(0, FeedLink(title, reverse("feed_tag", args=[subject.slug])))
    return links
