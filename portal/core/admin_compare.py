"""How two versions of a page are set side by side: what is not text, in the words of the form."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, TextDiff, register_comparison_class


def shown(value: object) -> str:
    """A date, number or yes/no as a reader expects it; Wagtail shows Python's own "None", "True" and UTC times."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return formats.date_format(local, "SHORT_DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    return str(formats.localize(value))


class ValueComparison(FieldComparison):
    """Fields whose value is not text."""

    def htmldiff(self) -> Any:
        """The old and the new value as HTML; one of them when the other is empty."""
        if not self.has_changed():
            return escape(shown(self.val_a))
        changes = (("deletion", shown(self.val_a)), ("addition", shown(self.val_b)))
        return TextDiff([(kind, text) for kind, text in changes if text]).to_html()


def register_comparisons() -> None:
    """Use it for every kind of field that holds such values. Runs once, when the apps are ready."""
    for field in (
        models.DateField,
        models.TimeField,
        models.BooleanField,
        models.IntegerField,
        models.DecimalField,
        models.FloatField,
    ):
        register_comparison_class(field, comparison_class=ValueComparison)
