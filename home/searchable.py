"""What the landing page and plain pages give to the search index: nothing."""

from __future__ import annotations

from search import registry


def connect() -> None:
    from home.models import ErrorReport, ErrorReportPage, FooterPage, HomePage, PlainPage

    registry.exclude(HomePage, "a way in, not knowledge")
    registry.exclude(PlainPage, "notices of the operator are reached from the footer")
    registry.exclude(FooterPage, "rules of the site are reached from the footer")
    registry.exclude(ErrorReportPage, "a form, reached from the footer")
    registry.exclude(ErrorReport, "messages to the editors, shown to nobody else")
