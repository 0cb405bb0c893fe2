"""What of a member a template may show, and the roles of a district."""

from __future__ import annotations

from django import template

from portal.community.members.domain import directory

register = template.Library()
register.filter("shown_posts", directory.shown_posts)
register.filter("shown_topics", directory.shown_topics)
