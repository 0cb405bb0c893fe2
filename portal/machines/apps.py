"""Structured data, cards for shared links, sitemap and feeds."""

from __future__ import annotations

from django.apps import AppConfig


class MachinesConfig(AppConfig):
    name = "portal.machines"
    label = "machines"

    def ready(self) -> None:
        # Each registers what it knows of one room's pages.
        from portal.machines import captions  # noqa: F401
        from portal.machines.structured import cases, expo, guidance, lectures, places, site  # noqa: F401
