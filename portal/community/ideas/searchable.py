"""What ideas give to the search index: public ones, with what was answered; comments never."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.community.ideas.models import Idea, IdeaComment, IdeaStep, IdeaTag
from portal.core.models import Tag
from portal.core.tagging import tags_by_item
from search import registry
from search.audience import PUBLIC
from search.fingerprints import Input
from search.records import DocumentRecord, PassageRecord

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class IdeaSearchable:
    """One document per idea that everybody may read."""

    kind = "idea"
    label: StrOrPromise = _("아이디어")
    model: type[Model] = Idea

    def inputs(self) -> list[Input]:
        return [
            Input(Idea),
            Input(IdeaStep, "idea_id"),
            Input(IdeaTag, "content_object_id", ("tag",)),
            Input(Idea.districts.through, "idea_id", ("district",)),
        ]

    def build(self, ids: Sequence[int]) -> dict[int, DocumentRecord]:
        ideas = Idea.objects.public().filter(pk__in=list(ids)).prefetch_related("districts", "steps")
        tags = tags_by_item(IdeaTag, ids)
        return {idea.pk: _record(idea, tags.get(idea.pk, [])) for idea in ideas}

    def visible(self, ids: Sequence[int], viewer: Any) -> set[int]:
        """Those that everybody may read now."""
        return set(Idea.objects.public().filter(pk__in=list(ids)).values_list("pk", flat=True))

    def all_ids(self) -> Iterable[int]:
        return Idea.objects.public().order_by("pk").values_list("pk", flat=True)


def _record(idea: Idea, tags: Sequence[Tag]) -> DocumentRecord:
    answers = "\n".join(step.answer for step in idea.steps.all() if step.answer)
    parts = (
        ("problem", "문제", idea.problem),
        ("proposal", "제안", idea.proposal),
        ("steps", "답변", answers),
    )
    passages = tuple(
        PassageRecord(ordinal, f"section={locator}", heading, text)
        for ordinal, (locator, heading, text) in enumerate(parts)
        if text.strip()
    )
    names = tuple(sorted(district.name for district in idea.districts.all()))
    date = timezone.localtime(idea.sent_at).date() if idea.sent_at else None
    return DocumentRecord(
        kind=IdeaSearchable.kind,
        object_id=idea.pk,
        external_id="",
        title=idea.title,
        title_en="",
        url=f"/ideas/{idea.pk}/",
        body="\n".join([*(passage.text for passage in passages), *names, *(tag.name for tag in tags)]),
        date=date,
        year=date.year if date else None,
        licence="none",
        districts=names,
        tags=tuple(tag.name for tag in tags),
        field="",
        audience=PUBLIC,
        passages=passages,
    )


def _of_steps(ids: Iterable[int]) -> list[tuple[str, int]]:
    rows = IdeaStep.objects.filter(pk__in=list(ids)).values_list("idea_id", flat=True)
    return [(IdeaSearchable.kind, pk) for pk in set(rows)]


def _of_tags(ids: Iterable[int]) -> list[tuple[str, int]]:
    rows = IdeaTag.objects.filter(tag_id__in=list(ids)).values_list("content_object_id", flat=True)
    return [(IdeaSearchable.kind, pk) for pk in set(rows)]


def connect() -> None:
    registry.register(IdeaSearchable())
    registry.register_dependant(IdeaStep, _of_steps)
    registry.register_dependant(Tag, _of_tags)
    registry.exclude(IdeaComment, "what members say about an idea is read on its page")
