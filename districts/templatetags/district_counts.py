"""Addresses of filtered lists of cases."""

from __future__ import annotations

from django import template

from districts.domain.pages import cases_url

register = template.Library()
register.simple_tag(cases_url, name="cases_of")
