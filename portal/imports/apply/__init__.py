"""Executing planned actions."""

from portal.imports.apply.links import connect_pending
from portal.imports.apply.run import apply_plan

__all__ = ["apply_plan", "connect_pending"]
