"""Taking typed values out of a row and gathering what is wrong with them, column by column."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Field, Model
from django.db.models.enums import ChoicesType

from portal.core.enums import DatePrecision
from portal.core.partial_dates import parse_partial_date
from portal.core.particles import quoted
from portal.core.text_keys import term_key
from portal.imports.rows import Level, Problem

_TRUE = {"true", "1", "y", "yes", "예", "o"}
_FALSE = {"false", "0", "n", "no", "아니요", "아니오", "x", ""}
_DATE_LENGTHS = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}
_MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::\d{2})?$")


class Reading:
    """One object of a row. Methods return a usable value in any case; `problems` says where it is not the row's."""

    def __init__(
        self,
        data: Mapping[str, Any],
        prefix: str = "",
        problems: list[Problem] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.data = data
        #: Where the row's file lies; files that the row names are looked for below it.
        self.folder = folder
        self.prefix = prefix
        self.problems: list[Problem] = [] if problems is None else problems

    def error(self, column: str, text: str) -> None:
        self.problems.append(Problem(Level.ERROR, text, f"{self.prefix}{column}"))

    def warn(self, column: str, text: str) -> None:
        self.problems.append(Problem(Level.WARNING, text, f"{self.prefix}{column}"))

    @property
    def failed(self) -> bool:
        return any(problem.level is Level.ERROR for problem in self.problems)

    def has(self, column: str) -> bool:
        """Whether the row says something about this column, be it null."""
        return column in self.data

    # --- texts --------------------------------------------------------------------------------------

    def text(self, column: str, limit: int | None = None, *, required: bool = False) -> str:
        value = self.data.get(column)
        if value is None:
            if required:
                self.error(column, "비어 있습니다.")
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.error(column, "글자가 와야 합니다.")
            return ""
        return self._within(column, str(value), limit)

    def _within(self, column: str, text: str, limit: int | None) -> str:
        if limit is not None and len(text) > limit:
            self.error(column, f"{limit:,}자까지 쓸 수 있습니다(지금 {len(text):,}자).")
            return text[:limit]
        return text

    def field(self, column: str, model: type[Model], *, required: bool = False) -> str:
        """A text that the model's field of the same name accepts."""
        field: Field[Any, Any] = model._meta.get_field(column)  # type: ignore[assignment]
        text = self.text(column, field.max_length, required=required)
        if text:
            try:
                field.run_validators(text)
            except ValidationError as error:
                self.error(column, " ".join(error.messages))
        return text

    def line(self, column: str, model: type[Model], *, required: bool = False) -> str:
        """Like `field`, with line breaks folded into spaces."""
        return " ".join(self.field(column, model, required=required).split())

    def url(self, column: str, limit: int | None = 600) -> str:
        text = self.text(column, limit)
        if text:
            try:
                URLValidator(schemes=["http", "https"])(text)
            except ValidationError:
                self.error(column, f"주소의 꼴이 아닙니다: {text[:60]}")
        return text

    def strings(self, column: str) -> list[str]:
        """A list of texts; a single text counts as its lines."""
        value = self.data.get(column)
        if value is None:
            return []
        if isinstance(value, str):
            return [line.strip() for line in value.split("\n") if line.strip()]
        if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
            self.error(column, "글자의 목록이 와야 합니다.")
            return []
        return list(value)

    def objects(self, column: str) -> list[Reading]:
        """A list of objects, each to be read on its own: its problems name it as "sources[2].url"."""
        value = self.data.get(column)
        if value is None:
            return []
        if not isinstance(value, list) or any(not isinstance(item, dict) for item in value):
            self.error(column, "객체의 목록이 와야 합니다.")
            return []
        return [
            Reading(item, f"{self.prefix}{column}[{position}].", self.problems)
            for position, item in enumerate(value, start=1)
        ]

    def object(self, column: str) -> Reading:
        """One nested object; null counts as an empty one."""
        value = self.data.get(column)
        if value is not None and not isinstance(value, dict):
            self.error(column, "객체가 와야 합니다.")
            value = None
        return Reading(value or {}, f"{self.prefix}{column}.", self.problems, self.folder)

    def file(self, column: str) -> Path | None:
        """A file that the row names by its path below the row's own file."""
        name = self.text(column, 300)
        path = (self.folder / name).resolve() if name and self.folder else None
        if path is None or not path.is_file() or not path.is_relative_to((self.folder or path).resolve()):
            self.error(column, f"파일이 없습니다: {name[:80]}")
            return None
        return path

    # --- other types --------------------------------------------------------------------------------

    def integer(self, column: str, low: int = 0, high: int = 2**63 - 1) -> int | None:
        value = self.data.get(column)
        if value is None:
            return None
        digits = re.sub(r"[,\s원]", "", str(value)) if isinstance(value, int | str) else ""
        if isinstance(value, bool) or not digits.isascii() or not digits.isdigit():
            self.error(column, "정수가 와야 합니다.")
            return None
        number = int(digits[:30])
        if not low <= number <= high:
            self.error(column, f"{low:,}에서 {high:,} 사이여야 합니다.")
            return None
        return number

    def flag(self, column: str) -> bool:
        text = str(self.data.get(column) or "").casefold()
        if text not in _TRUE | _FALSE:
            self.error(column, "참(true) 또는 거짓(false)이 와야 합니다.")
        return text in _TRUE

    def choice(self, column: str, choices: ChoicesType, default: str = "") -> str:
        """A value of `choices`, given as the value or as its Korean label; `default` where nothing is given."""
        text = self.text(column)
        if not text:
            return default
        known = {term_key(str(value)): str(value) for value in choices.values}
        known |= {term_key(str(label)): str(value) for value, label in choices.choices}
        found = known.get(term_key(text))
        if found is None:
            options = ", ".join(f"{value}({label})" for value, label in choices.choices)
            self.error(column, f"{quoted(text[:40], '은/는')} 쓸 수 없는 값입니다. 쓸 수 있는 값: {options}")
            return default
        return found

    def partial_date(self, column: str) -> str:
        """A date as "2024", "2024-10" or "2024-10-01", or "" where nothing is given."""
        text = self.text(column)
        if not text:
            return ""
        try:
            date, precision = parse_partial_date(_plain_date(text))
        except ValidationError as error:
            self.error(column, " ".join(error.messages))
            return ""
        return date.isoformat()[: _DATE_LENGTHS[precision]]

    def day(self, column: str) -> datetime.date | None:
        """A date known to the day."""
        text = self.partial_date(column)
        if text and len(text) < _DATE_LENGTHS[DatePrecision.DAY]:
            self.error(column, f"날짜를 일까지 써 주세요: {text}")
            return None
        return parse_partial_date(text)[0] if text else None

    def clock(self, column: str) -> datetime.time | None:
        text = self.text(column)
        if not text:
            return None
        match = _CLOCK.match(text)
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            self.error(column, f"시각은 14:00처럼 써 주세요: {text[:20]}")
            return None
        return datetime.time(int(match[1]), int(match[2]))


def _plain_date(text: str) -> str:
    """The dates of Korean letters ("2024. 10. 1.", "2024년 10월 1일") and of spreadsheets (with a midnight)."""
    bare = re.sub(r"[년월](?=\s*\d)", ".", _MIDNIGHT.sub("", text))
    return re.sub(r"\s*([-./])\s*", r"\1", bare.rstrip("년월일 .")).strip()
