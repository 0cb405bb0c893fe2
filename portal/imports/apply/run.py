"""Applying a plan row by row, each in a transaction of its own: one bad row loses nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, transaction

from districts.models import District
from lectures.domain.checklist import Item, NotReady
from lectures.domain.holding import told
from portal.imports.apply.attachments import save_attachment
from portal.imports.apply.cases import place_case, save_case
from portal.imports.apply.charts import save_chart
from portal.imports.apply.districts import save_district, save_plain
from portal.imports.apply.editions import save_expo, save_prize
from portal.imports.apply.guides import save_guide
from portal.imports.apply.lectures import save_lecture
from portal.imports.apply.pages import Saved
from portal.imports.apply.sessions import save_session
from portal.imports.apply.tags import save_tag
from portal.imports.apply.targets import Targets
from portal.imports.apply.terms import save_term
from portal.imports.columns import KINDS
from portal.imports.content import (
    AttachmentContent,
    CaseContent,
    ChartContent,
    DistrictContent,
    GuideContent,
    LectureContent,
    SessionContent,
    TagContent,
    TermContent,
)
from portal.imports.content.editions import ExpoContent, PrizeContent
from portal.imports.models import ImportRecord, PendingLink
from portal.imports.plan import WRITING, Action, Options, Verb
from portal.imports.rows import Level, Problem
from portal.imports.snapshot import PAGE_MODELS

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


def apply_plan(actions: Sequence[Action], options: Options, progress: Progress | None = None) -> list[Action]:
    """Execute the actions; returns them in their order, those that failed turned into errors.

    Kinds that others point to come first (tags, districts, sessions), whatever the order of the rows.
    """
    results = list(actions)
    writing = [position for position, action in enumerate(actions) if action.verb in WRITING]
    writing.sort(key=lambda position: KINDS.index(actions[position].row.kind))
    for done, position in enumerate(writing, start=1):
        results[position] = _apply(actions[position], options)
        if progress:
            progress(done, len(writing))
    return results


def _apply(action: Action, options: Options) -> Action:
    targets = Targets(create_tags=options.create_tags)
    try:
        with transaction.atomic(), told() as held:
            if action.verb is Verb.PUBLISH:
                _publish_draft(action)
            else:
                object_id, revision_id = _write(action, targets)
                _remember(action, object_id, revision_id, targets)
            if held:
                raise NotReady(item for one in held for item in one.items)
    except NotReady as error:
        return action.failed(*(Problem(Level.ERROR, _said(item)) for item in error.items))
    except ValidationError as error:
        return action.failed(*_problems_of(error))
    except DatabaseError as error:
        logger.exception("row %s of %s failed", action.row.number, action.row.file)
        text = f"저장하지 못했습니다. 다른 작업과 겹쳤으면 다시 실행해 주세요({type(error).__name__})."
        return action.failed(Problem(Level.ERROR, text))
    except Exception as error:
        logger.exception("row %s of %s failed", action.row.number, action.row.file)
        text = f"예상하지 못한 오류입니다({type(error).__name__}: {error})."
        return action.failed(Problem(Level.ERROR, text))
    return action


def _write(action: Action, targets: Targets) -> tuple[int, int | None]:
    """Save what the row says; returns the ids of the object and of its revision."""
    external_id, publish = action.row.external_id, action.publish
    saved: Saved
    match action.content:
        case TagContent() as content:
            return save_tag(content, external_id).pk, None
        case ChartContent() as content:
            return save_chart(content, external_id, targets).pk, None
        case AttachmentContent() as content:
            return save_attachment(content, external_id, targets, publish=publish).pk, None
        case TermContent() as content:
            return save_term(content, external_id, targets).pk, None
        case GuideContent() as content:
            saved = save_guide(content, external_id, targets, publish=publish)
        case DistrictContent() as content:
            saved = save_district(content, external_id, publish=publish)
        case SessionContent() as content:
            saved = save_session(content, external_id, targets, publish=publish)
        case LectureContent() as content:
            saved = save_lecture(content, external_id, targets, publish=publish)
        case CaseContent() as content:
            saved = save_case(content, external_id, targets, publish=publish)
        case ExpoContent() as content:
            saved = save_expo(content, external_id, targets, publish=publish)
        case PrizeContent() as content:
            saved = save_prize(content, external_id, targets, publish=publish)
        case _:
            raise TypeError(f"no writer for {action.row.kind}")
    return saved.page.pk, saved.revision.pk


def _remember(action: Action, object_id: int, revision_id: int | None, targets: Targets) -> None:
    record, _made = ImportRecord.objects.update_or_create(
        kind=action.row.kind,
        external_id=action.row.external_id,
        defaults={
            "row_hash": action.row_hash,
            "object_id": object_id,
            "revision_id": revision_id,
            "published": action.publish or revision_id is None,
            "file_name": PurePath(action.row.file).name[:200],
            "row_number": action.row.number,
        },
    )
    record.pending_links.all().delete()
    PendingLink.objects.bulk_create(
        PendingLink(
            record=record,
            column=link.column,
            target_kind=link.kind,
            target=link.target,
            detail=link.detail,
        )
        for link in targets.missing
    )


def _publish_draft(action: Action) -> None:
    """Publish the draft that an earlier load left."""
    page: Any = PAGE_MODELS[action.row.kind]._default_manager.get(external_id=action.row.external_id)
    if isinstance(action.content, DistrictContent):
        save_plain(District.objects.get(code=action.content.code), action.content)
    page.get_latest_revision().publish()
    if action.row.kind == "case":
        place_case(action.row.external_id)
    ImportRecord.objects.filter(kind=action.row.kind, external_id=action.row.external_id).update(
        published=True
    )


def _said(item: Item) -> str:
    return " ".join([item.note, *item.finds])


def _problems_of(error: ValidationError) -> list[Problem]:
    """Django's errors by field as problems by column."""
    if not hasattr(error, "error_dict"):
        return [Problem(Level.ERROR, " ".join(error.messages))]
    return [
        Problem(Level.ERROR, " ".join(messages), "" if column == NON_FIELD_ERRORS else column)
        for column, messages in error.message_dict.items()
    ]
