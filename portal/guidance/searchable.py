"""What terms and guides give to the search index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models

from portal.core.searchable import PageSearchable
from search import registry
from search.audience import combine, page_audiences, visible_page_ids
from search.models import SearchDocument
from search.records import DocumentRecord, PassageRecord
from search.understanding import offers, synonyms

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class TermSearchable:
    """Terms: everything they are called, and what they mean. They are open to all."""

    kind = "term"
    label: StrOrPromise = _("용어")

    def __init__(self, model: Any) -> None:
        self.model = model

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        return {term.pk: self._record(term) for term in self.model.objects.filter(pk__in=list(ids))}

    def _record(self, term: Any) -> DocumentRecord:
        parts = (
            ("definition", "풀이", term.definition),
            ("english", "영문 풀이", term.definition_en),
            ("spellings", "다른 표기", "\n".join([*term.abbreviation_list, *term.variant_list])),
        )
        passages = tuple(
            PassageRecord(ordinal, f"section={locator}", heading, text)
            for ordinal, (locator, heading, text) in enumerate(parts)
            if text.strip()
        )
        return DocumentRecord(
            kind=self.kind,
            object_id=term.pk,
            external_id=term.external_id or "",
            title=term.name,
            title_en=term.name_en,
            url=f"/glossary/{term.slug}/",
            body="\n".join([passage.text for passage in passages] + [term.name_en]),
            date=None,
            year=None,
            licence="none",
            districts=(),
            tags=(),
            field="",
            audience="public",
            passages=passages,
        )

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        """Those of `ids` that are still there."""
        return set(self.model.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))

    def all_ids(self) -> Iterable[int]:
        return self.model.objects.order_by("pk").values_list("pk", flat=True)


class GuideSearchable(PageSearchable):
    """Guides: summary and steps. A step is told only where everybody who sees the guide sees what it leads to."""

    kind = "guide"
    label: StrOrPromise = _("길잡이")
    #: The text names other pages, so the rule for pages alone does not do: results ask `visible`.
    own_rule = True

    def records(self, pages: Sequence[Any], audiences: dict[int, str]) -> dict[int, DocumentRecord]:
        lines = _step_lines(audiences)
        result = {}
        for page in pages:
            top = "\n".join(filter(None, [page.summary, page.occasion]))
            parts = (
                (0, "", "", top),
                (1, "section=steps", "길잡이의 순서", "\n".join(lines.get(page.pk, []))),
            )
            passages = [PassageRecord(*part) for part in parts if part[3].strip()]
            result[page.pk] = self.record(
                page,
                audience=audiences[page.pk],
                passages=passages,
                extra=[page.occasion_en],
                date=None,
                licence="none",
            )
        return result

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        """Those of `ids` that `viewer` may see and whose stored text names nothing that has left them meanwhile."""
        seen = visible_page_ids(ids, viewer)
        now = {pk: set(record.body.split("\n")) for pk, record in self.build(sorted(seen)).items()}
        stored = SearchDocument.objects.filter(kind=self.kind, object_id__in=seen)
        return {
            pk
            for pk, body in stored.values_list("object_id", "body")
            if pk in now and now[pk].issuperset(body.split("\n"))
        }


def _step_lines(audiences: dict[int, str]) -> dict[int, list[str]]:
    """Titles and notes of the steps by guide id: of terms, and of pages that every reader of the guide may read."""
    from portal.guidance.models import GuideStep

    steps = list(
        GuideStep.objects.filter(guide_id__in=audiences)
        .select_related("page", "term")
        .order_by("sort_order", "pk")
    )
    # Pages without a document tell search nothing when they are closed; their steps stay out of the text.
    documented = {item.model for item in registry.current().of_source(registry.PAGE_SOURCE)}
    pages = {step.page_id: step.page for step in steps if step.page and step.page.live}
    pages = {pk: page for pk, page in pages.items() if page.specific_class in documented}
    keys = page_audiences(pages.values())
    result: dict[int, list[str]] = {}
    for step in steps:
        guide = audiences[step.guide_id]
        if step.page_id and (not keys.get(step.page_id) or combine(guide, keys[step.page_id]) != guide):
            continue
        if step.address:
            continue
        title = step.title or (step.page.title if step.page_id else step.term.name)
        # One line per step: `visible` compares whole lines.
        line = " ".join(" ".join(filter(None, [title, step.note, step.title_en, step.note_en])).split())
        result.setdefault(step.guide_id, []).append(line)
    return result


def _of_pages(ids: Iterable[int]) -> list[tuple[str, int]]:
    from portal.guidance.models import GuideStep

    rows = GuideStep.objects.filter(page_id__in=list(ids)).values_list("guide_id", flat=True)
    return [("guide", pk) for pk in set(rows)]


def _of_terms(ids: Iterable[int]) -> list[tuple[str, int]]:
    from portal.guidance.models import GuideStep

    rows = GuideStep.objects.filter(term_id__in=list(ids)).values_list("guide_id", flat=True)
    return [("guide", pk) for pk in set(rows)]


def connect() -> None:
    """Register searchables and what else must be re-indexed: a guide when anything it leads to changes."""
    from portal.guidance.domain.glossary import synonym_groups
    from portal.guidance.models import GuideIndexPage, GuidePage, Term
    from portal.guidance.named import named_terms

    registry.register(TermSearchable(Term))
    synonyms.register(synonym_groups)
    offers.register(named_terms)
    registry.register(GuideSearchable(GuidePage))
    registry.exclude(GuideIndexPage, "a list")
    registry.register_dependant(Term, _of_terms)
    for model in get_page_models():
        if model is not Page:
            registry.register_dependant(model, _of_pages)
