"""What may be written into the editors' lists, and how it is said when it may not. Messages are for editors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.editing.targets import Target, find_target, kind_of_page
from search.korean.dictionary import shipped_words
from search.korean.morphemes import Role, morphemes
from search.korean.normalise import normalise
from search.korean.question import question_tokens
from search.models_editing import lines_of
from search.understanding import synonyms
from search.understanding.synonyms import key_of

if TYPE_CHECKING:
    from search.models import PromotedResult, ProtectedWord, Synonym, UserWord

#: Of one synonym; a query is asked with no more.
MOST_OTHERS = 6
MOST_EXAMPLES = 10
MOST_QUERIES = 20
LONGEST_WORD = 60
LONGEST_QUERY = 100
#: Every build of an index carries them all.
MOST_USER_WORDS = 2_000
#: Read whole by every process that searches.
MOST_ROWS = 5_000

NOT_FOUND = gettext_lazy("이 주소로 검색되는 자료가 없습니다.")

_USER_WORD = re.compile(r"[가-힣a-z0-9]{2,20}")
_LETTER = re.compile(r"[^\W_]")


# --- synonyms


def check_synonym(item: Synonym) -> None:
    """Raises ValidationError."""
    item.word = " ".join(item.word.split())
    others = lines_of(item.others)
    item.others = "\n".join(others)
    errors: dict[str, list[str]] = {"word": _faults(item.word), "others": []}
    if not others:
        errors["others"].append(_("같은 말을 하나는 적어 주십시오."))
    if len(others) > MOST_OTHERS:
        errors["others"].append(_("같은 말은 %(count)s개까지 적을 수 있습니다.") % {"count": MOST_OTHERS})
    errors["others"] += [fault for other in others[: MOST_OTHERS * 2] for fault in _faults(other)]
    errors["others"] += _repeated(item.word, others)
    errors["examples"] = _too_many(item, "examples", MOST_EXAMPLES)
    _raise(errors)
    _check_relations(item, others)


def _repeated(word: str, others: Iterable[str]) -> list[str]:
    found, seen = [], {key_of(word)}
    for other in others:
        if key_of(other) == key_of(word):
            found.append(
                _("낱말 자신과 같은 말입니다: '%(word)s'. 다른 말을 적어 주십시오.") % {"word": other}
            )
        elif key_of(other) in seen:
            found.append(_("같은 말을 두 번 적었습니다: '%(word)s'") % {"word": other})
        seen.add(key_of(other))
    return found


def _check_relations(item: Synonym, others: list[str]) -> None:
    """Against what is there already: nothing twice, and no circle of one-way words."""
    from search.models import Synonym

    rows = list(Synonym.objects.exclude(pk=item.pk))
    if item.pk is None and len(rows) >= MOST_ROWS:
        raise ValidationError(_("유의어가 너무 많습니다. 쓰지 않는 것을 먼저 지워 주십시오."))
    wanted = set(_pairs(item))
    for row in rows:
        if wanted <= set(_pairs(row)):
            raise ValidationError(_("이미 있는 유의어입니다: %(other)s") % {"other": row})
    shipped = [set(map(key_of, group)) for group in synonyms.known_groups()]
    if any({key_of(item.word), *map(key_of, others)} <= group for group in shipped):
        raise ValidationError(
            _("용어 사전이나 기본 목록에서 이미 같은 말입니다. 따로 등록하지 않아도 됩니다.")
        )
    if not item.both_ways:
        _check_circle(item, others, [row for row in rows if not row.both_ways])


def _pairs(item: Synonym) -> Iterable[tuple[str, str]]:
    words = [key_of(item.word), *map(key_of, item.content["others"])]
    if item.both_ways:
        return [(one, other) for one in words for other in words if one != other]
    return [(words[0], other) for other in words[1:]]


def _check_circle(item: Synonym, others: list[str], rows: list[Synonym]) -> None:
    leads: dict[str, list[str]] = {}
    for row in rows:
        leads.setdefault(key_of(row.word), []).extend(row.content["others"])
    start = key_of(item.word)
    waiting = [[item.word, other] for other in others]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        key = key_of(path[-1])
        if key == start:
            raise ValidationError(
                _("돌고 도는 관계가 됩니다: %(path)s. '서로 같은 말' 하나로 적어 주십시오.")
                % {"path": " → ".join(path)}
            )
        if key not in seen:
            seen.add(key)
            waiting += [[*path, other] for other in leads.get(key, ())]


# --- words


def check_user_word(item: UserWord) -> None:
    """Raises ValidationError."""
    from search.models import UserWord

    item.word = " ".join(item.word.split())
    parts = item.parts.replace(",", " ").split()
    item.parts = " ".join(parts)
    word = normalise(item.word)
    _raise({"word": _user_word_faults(word, bool(parts)), "parts": _part_faults(word, parts)})
    others = UserWord.objects.exclude(pk=item.pk)
    if others.filter(key=word).exists():
        raise ValidationError({"word": _("이미 있는 낱말입니다.")})
    if shipped_words().get(word) == tuple(map(normalise, parts)):
        raise ValidationError({"word": _("기본으로 한 낱말로 다루는 말입니다. 등록하지 않아도 됩니다.")})
    if item.pk is None and others.count() >= MOST_USER_WORDS:
        raise ValidationError(
            _("사용자 낱말은 %(count)s개까지 둘 수 있습니다. 쓰지 않는 것을 먼저 지워 주십시오.")
            % {"count": MOST_USER_WORDS}
        )


def _user_word_faults(word: str, has_parts: bool) -> list[str]:
    if len(word) < 2:
        return [_("두 글자 이상 적어 주십시오.")]
    if not _USER_WORD.fullmatch(word):
        return [_("한글, 영문, 숫자만으로 빈칸 없이 20자까지 적어 주십시오.")]
    if word.isdecimal():
        return [_("숫자만으로는 낱말이 되지 않습니다.")]
    found = list(morphemes(word))
    if all(item.kind.role == Role.DROP for item in found):
        return [_("조사나 어미처럼 검색에서 빼는 말입니다.")]
    if len(found) == 1 and found[0].kind.role == Role.NOUN and not has_parts:
        return [_("이미 한 낱말로 다루는 말입니다. 등록하지 않아도 됩니다.")]
    return []


def _part_faults(word: str, parts: Iterable[str]) -> list[str]:
    plain = [normalise(part) for part in parts]
    if any(len(part) < 2 or part == word for part in plain):
        return [_("부분은 두 글자 이상이고 낱말보다 짧아야 합니다.")]
    strange = [part for part in plain if part not in word]
    return [_("낱말 안에 없는 부분입니다: '%(part)s'") % {"part": strange[0]}] if strange else []


def check_protected_word(item: ProtectedWord) -> None:
    """Raises ValidationError."""
    from search.models import ProtectedWord

    item.word = " ".join(item.word.split())
    faults = _faults(item.word)
    if " " in item.word:
        faults.append(_("빈칸 없이 한 낱말만 적어 주십시오."))
    _raise({"word": faults})
    others = ProtectedWord.objects.exclude(pk=item.pk)
    if others.filter(key=key_of(item.word)).exists():
        raise ValidationError({"word": _("이미 있는 낱말입니다.")})
    if item.pk is None and others.count() >= MOST_ROWS:
        raise ValidationError(_("보호 낱말이 너무 많습니다. 쓰지 않는 것을 먼저 지워 주십시오."))


# --- promoted results


def check_promoted_result(item: PromotedResult) -> None:
    """Raises ValidationError; otherwise ``kind`` and ``object_id`` name the target."""
    from search.models import PromotedResult

    queries = list({key_of(line): line for line in lines_of(item.queries)}.values())
    errors = {"queries": _query_faults(queries), "ends_on": []}
    if item.starts_on and item.ends_on and item.ends_on < item.starts_on:
        errors["ends_on"].append(_("끝나는 날이 시작하는 날보다 빠릅니다."))
    _raise(errors)
    item.queries = "\n".join(queries)
    item.address = item.address.strip()
    item.kind, item.object_id = _target(item)
    keys = set(map(key_of, queries))
    same = PromotedResult.objects.exclude(pk=item.pk).filter(kind=item.kind, object_id=item.object_id)
    for row in same:
        if keys & set(map(key_of, lines_of(row.queries))) and _overlap(item, row):
            raise ValidationError(_("같은 검색어에 이미 추천한 자료입니다: %(other)s") % {"other": row})
    if item.pk is None and PromotedResult.objects.count() >= MOST_ROWS:
        raise ValidationError(_("추천 결과가 너무 많습니다. 끝난 것을 먼저 지워 주십시오."))


def _query_faults(queries: list[str]) -> list[str]:
    if not queries:
        return [_("검색어를 하나는 적어 주십시오.")]
    if len(queries) > MOST_QUERIES:
        return [_("검색어는 %(count)s개까지 적을 수 있습니다.") % {"count": MOST_QUERIES}]
    if any(len(query) > LONGEST_QUERY for query in queries):
        return [_("검색어는 %(count)s자까지 적을 수 있습니다.") % {"count": LONGEST_QUERY}]
    empty = [query for query in queries if not key_of(query) or not question_tokens(query)]
    return [_("찾을 말이 없습니다: '%(word)s'") % {"word": empty[0]}] if empty else []


def _target(item: PromotedResult) -> Target:
    if bool(item.page_id) == bool(item.address):
        raise ValidationError(_("추천할 쪽을 고르거나 자료의 주소를 적어 주십시오. 둘 가운데 하나만 됩니다."))
    if item.page_id:
        kind = kind_of_page(item.page_id)
        if kind is None:
            raise ValidationError({"page": _("검색 결과에 나오지 않는 종류의 쪽입니다.")})
        return Target(kind, item.page_id)
    target = find_target(item.address)
    if target is None:
        raise ValidationError({"address": NOT_FOUND})
    return target


def _overlap(one: PromotedResult, other: PromotedResult) -> bool:
    def before(first: PromotedResult, second: PromotedResult) -> bool:
        return bool(first.ends_on and second.starts_on and first.ends_on < second.starts_on)

    return not before(one, other) and not before(other, one)


# --- common


def _faults(word: str) -> list[str]:
    """Why a word of a list is none."""
    if len(word) > LONGEST_WORD:
        return [_("낱말은 %(count)s자까지 적을 수 있습니다.") % {"count": LONGEST_WORD}]
    if len(key_of(word)) < 2:
        return [_("'%(word)s': 두 글자 이상 적어 주십시오.") % {"word": word}]
    if not _LETTER.search(word):
        return [_("'%(word)s': 글자나 숫자가 없습니다.") % {"word": word}]
    if not question_tokens(word).m:
        return [_("'%(word)s': 조사나 어미처럼 검색에서 빼는 말입니다.") % {"word": word}]
    return []


def _too_many(item: Synonym, name: str, most: int) -> list[str]:
    found = lines_of(getattr(item, name))
    setattr(item, name, "\n".join(found))
    if len(found) > most:
        return [_("검색어는 %(count)s개까지 적을 수 있습니다.") % {"count": most}]
    if any(len(line) > LONGEST_QUERY for line in found):
        return [_("검색어는 %(count)s자까지 적을 수 있습니다.") % {"count": LONGEST_QUERY}]
    return []


def _raise(errors: Mapping[str, list[str]]) -> None:
    found = {name: messages for name, messages in errors.items() if messages}
    if found:
        raise ValidationError(found)
