"""Countries by their ISO 3166 code, with the names that Unicode's CLDR gives them in both languages."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import get_language

from portal.core.text_keys import term_key

# CLDR also names groups, pseudo locales and what nobody knows.
_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
# As Korean offices write them.
_OWN_NAMES = {
    "ko": {"HK": "홍콩", "MO": "마카오"},
    "en": {"HK": "Hong Kong", "KR": "Republic of Korea", "MO": "Macao"},
}
_ALIASES = {"한국": "KR", "UAE": "AE", "터키": "TR", "체코공화국": "CZ", "타이완": "TW"}


@cache
def _names(language: str) -> dict[str, str]:
    """Country code -> name."""
    known = Locale.parse(language).territories
    names = {
        code: name
        for code, name in known.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    }
    return names | _OWN_NAMES[language]


def country_name(code: str) -> str:
    """The country's name in the reader's language; "" for no code, the code itself for an unknown one."""
    return _names("en" if get_language() == "en" else "ko").get(code, code)


def country_names(code: str) -> str:
    """Both names in one line, for the text that search indexes."""
    return " ".join(_names(language).get(code, "") for language in ("ko", "en")).strip()


def country_choices() -> list[tuple[str, str]]:
    """Codes with their Korean names in alphabetical order, for the editor."""
    return sorted(_names("ko").items(), key=lambda item: item[1])


@cache
def _codes() -> dict[str, str]:
    codes = {term_key(alias): code for alias, code in _ALIASES.items()}
    for language in ("en", "ko"):
        codes |= {term_key(name): code for code, name in _names(language).items()}
    return codes | {term_key(code): code for code in _names("ko")}


def country_code(text: str) -> str | None:
    """The code that a name in either language, or a code, stands for; None for an unknown one."""
    return _codes().get(term_key(text))
