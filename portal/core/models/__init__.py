"""Shared models: pictures and files, tags, page mixins, site settings."""

from portal.core.models.changes import Change
from portal.core.models.media import DocumentUse, PortalDocument, PortalImage, PortalRendition
from portal.core.models.pages import PortalPage
from portal.core.models.settings import AccountRules, SiteIdentity
from portal.core.models.tags import Tag, TagAlias

__all__ = [
    "AccountRules",
    "Change",
    "DocumentUse",
    "PortalDocument",
    "PortalImage",
    "PortalPage",
    "PortalRendition",
    "SiteIdentity",
    "Tag",
    "TagAlias",
]
