"""Terms of the glossary; guides and their steps."""

from portal.guidance.models.guides import GuideIndexPage, GuidePage, GuideStep
from portal.guidance.models.terms import RelatedTerm, Term

__all__ = ["GuideIndexPage", "GuidePage", "GuideStep", "RelatedTerm", "Term"]
