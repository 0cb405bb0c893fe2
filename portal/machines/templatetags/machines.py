"""The head of every page for machines, and its breadcrumb as data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.templatetags.portal_links import local_url
from portal.machines.addresses import absolute
from portal.machines.head import build_head
from portal.machines.nodes import script
from portal.machines.structured.site import breadcrumb

register = template.Library()


class MachineHead(template.Node):
    """Title, description and robots as they are written, and after them what follows for machines."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        written = self.nodelist.render(context)
        request = context.get("request")
        if not isinstance(request, HttpRequest):
            return written
        known = {str(name): value for name, value in context.flatten().items()}
        head = build_head(request, known, written)
        return SafeString(written + render_to_string("machines/head.html", {"head": head}))


@register.tag
def machine_head(parser: Parser, token: Token) -> MachineHead:
    """{% machine_head %} around title, description and robots {% endmachine_head %}."""
    nodelist = parser.parse(("endmachine_head",))
    parser.delete_first_token()
    return MachineHead(nodelist)


@register.simple_tag(takes_context=True)
def breadcrumb_data(
    context: dict[str, Any], current: object, steps: Iterable[dict[str, str]] | None = None
) -> SafeString:
    """The breadcrumb as data: `steps` as {title, url}, or home and `parent_label`, `parent_url` of the context."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    if steps is None:
        parent = str(context.get("parent_url") or "")
        steps = [{"title": "", "url": local_url("/")}]
        if parent:
            steps = [*steps, {"title": str(context.get("parent_label") or ""), "url": parent}]
    pairs = [
        (str(step["title"]) if number else _("홈"), absolute(request, step["url"]))
        for number, step in enumerate(steps)
    ]
    return script(breadcrumb(pairs, " ".join(str(current).split())))
