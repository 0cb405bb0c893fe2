"""From rows to actions. Pure: everything it needs to know of the database is in the snapshot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from portal.core.particles import quoted
from portal.imports.columns import KIND_NAMES, KINDS
from portal.imports.content import (
    AttachmentContent,
    ChartContent,
    Content,
    PageContent,
    TagContent,
    TermContent,
    build,
)
from portal.imports.content.districts import DistrictContent
from portal.imports.content.types import Link
from portal.imports.rows import Level, Problem, Row, row_hash
from portal.imports.snapshot import Key, KnownObject, KnownRecord, Snapshot
from portal.imports.vocabulary import Vocabulary

_EXTERNAL_ID = re.compile(r"^\w[\w.:-]{0,79}$")
_COLUMN_LABELS = {
    "session": "포럼 회차",
    "related_cases": "관련 사례",
    "related_lectures": "관련 강연",
    "programme": "순서의 강연",
    "announced_session": "발표한 포럼 회차",
    "continues": "앞선 계획",
    "expo_programme": "행사의 포럼 회차",
    "expo": "엑스포",
    "award_cases": "수상의 사례",
    "links": "이어 볼 것",
    "related": "관련 용어",
    "steps": "순서의 자료",
    "attachments": "첨부 파일이 달릴 쪽",
}


class Verb(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    #: Publish the draft that an earlier load of the same row made.
    PUBLISH = "publish"
    UNCHANGED = "unchanged"
    ERROR = "error"


WRITING = frozenset({Verb.CREATE, Verb.UPDATE, Verb.PUBLISH})


@dataclass(frozen=True)
class Options:
    publish: bool = False
    create_tags: bool = False
    restore: bool = False


@dataclass(frozen=True)
class Action:
    """What a load does with one row. `content` is there for the verbs that write."""

    row: Row
    verb: Verb
    problems: tuple[Problem, ...] = ()
    content: Content | None = None
    row_hash: str = ""
    #: False where a row is kept as a draft although publishing was asked for.
    publish: bool = False

    @property
    def key(self) -> Key:
        return self.row.kind, self.row.external_id

    def failed(self, *problems: Problem) -> Action:
        return replace(self, verb=Verb.ERROR, problems=(*self.problems, *problems), content=None)


@dataclass
class Planner:
    """Plans rows one after the other; remembers what the file brought so far."""

    snapshot: Snapshot
    options: Options
    vocabulary: Vocabulary
    seen: dict[Key, Row] = field(default_factory=dict)

    def action(self, row: Row) -> Action:
        problem = self._identity_problem(row)
        if problem:
            return Action(row, Verb.ERROR, (problem,))
        key = (row.kind, row.external_id)
        self.seen[key] = row
        record, known = self.snapshot.records.get(key), self.snapshot.objects.get(key)
        digest = row_hash(row.data)
        if known is None and record is not None and not self.options.restore:
            return Action(
                row, Verb.UNCHANGED, (_warning("지워진 자료입니다. 다시 만들려면 --restore를 붙여 주세요."),)
            )
        if known is not None and record is not None and record.row_hash == digest:
            return self._same_row(row, record, known, digest)
        return self._changed_row(row, known, digest)

    def _identity_problem(self, row: Row) -> Problem | None:
        if row.kind not in KINDS:
            names = ", ".join(f"{kind}({KIND_NAMES[kind][1]})" for kind in KINDS)
            text = (
                f"모르는 종류입니다: {row.kind[:40]}"
                if row.kind
                else "비어 있습니다(병합된 칸이면 풀어 주세요)."
            )
            return Problem(Level.ERROR, f"{text} 쓸 수 있는 종류: {names}", "kind")
        if not row.external_id:
            return Problem(Level.ERROR, "비어 있습니다.", "external_id")
        if not _EXTERNAL_ID.match(row.external_id):
            return Problem(Level.ERROR, "글자·숫자와 - _ . : 만, 80자까지 쓸 수 있습니다.", "external_id")
        first = self.seen.get((row.kind, row.external_id))
        if first:
            return Problem(Level.ERROR, f"{first.file} {first.number}행에 이미 있습니다.", "external_id")
        return None

    def _same_row(self, row: Row, record: KnownRecord, known: KnownObject, digest: str) -> Action:
        """Nothing to do, unless this load publishes what an earlier one left as a draft."""
        if not self.options.publish or record.published:
            return Action(row, Verb.UNCHANGED)
        if known.taken_down:
            return Action(row, Verb.UNCHANGED, (_warning("게시를 내린 쪽이라 게시하지 않았습니다."),))
        if known.locked or known.latest_revision_id != record.revision_id:
            text = "편집자가 고치고 있는 쪽이라 게시하지 않았습니다. 관리 화면에서 게시해 주세요."
            return Action(row, Verb.UNCHANGED, (_warning(text),))
        content, problems = build(row, self.snapshot.districts)
        if content is None:
            return Action(row, Verb.ERROR, tuple(problems))
        return Action(row, Verb.PUBLISH, tuple(problems), content, digest, publish=True)

    def _changed_row(self, row: Row, known: KnownObject | None, digest: str) -> Action:
        if known is not None and known.locked:
            return Action(row, Verb.UNCHANGED, (_warning("잠긴 쪽이라 고치지 않았습니다."),))
        content, problems = build(row, self.snapshot.districts)
        if content is None:
            return Action(row, Verb.ERROR, tuple(problems))
        publish = self.options.publish
        if known is not None:
            problems += _notes_on_update(known, content, publish)
            publish = publish and not known.taken_down
        problems += self.vocabulary.problems(content, row.external_id)
        verb = Verb.UPDATE if self._is_there(known, content) else Verb.CREATE
        if any(problem.level is Level.ERROR for problem in problems):
            return Action(row, Verb.ERROR, tuple(problems))
        return Action(row, verb, tuple(problems), content, digest, publish)

    def _is_there(self, known: KnownObject | None, content: Content) -> bool:
        """Districts and tags may have been made without a file."""
        if isinstance(content, DistrictContent):
            return known is not None or content.code in self.snapshot.district_codes
        return known is not None or (isinstance(content, TagContent) and self.vocabulary.holds(content.name))


def plan(rows: Sequence[Row], snapshot: Snapshot, options: Options | None = None) -> list[Action]:
    """One action per row, in the order of the rows."""
    chosen = options or Options()
    vocabulary = Vocabulary(snapshot.tags, create=chosen.create_tags)
    for row in rows:
        if row.kind == "tag":
            vocabulary.announce(row)
    planner = Planner(snapshot, chosen, vocabulary)
    actions = [planner.action(row) for row in rows]
    there = {action.key for action in actions if action.verb in WRITING} | set(snapshot.objects)
    return [_with_link_warnings(action, there) for action in actions]


def _with_link_warnings(action: Action, there: set[Key]) -> Action:
    if not isinstance(action.content, PageContent | ChartContent | TermContent | AttachmentContent):
        return action
    missing = [link for link in action.content.links if (link.kind, link.target) not in there]
    notes = [Problem(Level.WARNING, _not_there(link), link.column) for link in missing]
    return replace(action, problems=(*action.problems, *notes))


def _notes_on_update(known: KnownObject, content: Content, publish: bool) -> list[Problem]:
    notes = []
    if known.taken_down and publish:
        notes.append(_warning("게시를 내린 쪽이라 초안으로만 고쳤습니다."))
    if known.has_draft:
        notes.append(_warning("편집 중이던 초안이 있습니다. 이력에 남아 있습니다."))
    if isinstance(content, PageContent) and content.slug:
        same = re.fullmatch(rf"{re.escape(content.slug)}(-\d+)?", known.slug)
        if not same:
            notes.append(_warning(f"주소 이름은 바꾸지 않습니다(지금 '{known.slug}').", "slug"))
    return notes


def _warning(text: str, column: str = "") -> Problem:
    return Problem(Level.WARNING, text, column)


def _not_there(link: Link) -> str:
    target = quoted(link.target, "이/가")
    return f"{_COLUMN_LABELS[link.column]} {target} 아직 없습니다. 그 자료가 들어오면 이어집니다."
