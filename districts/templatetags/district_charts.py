"""Values of charts as text."""

from __future__ import annotations

from django import template

from districts.domain.charts import value_text

register = template.Library()
register.filter("value_text", value_text)
