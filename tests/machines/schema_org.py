"""The part of schema.org's vocabulary that the portal may use: types, their parents, the properties of each.

Written from the definitions at schema.org; a word that is not here fails the tests and has to be looked up first.
"""

from __future__ import annotations

from typing import Any

THING = (
    "name alternateName description url image identifier sameAs subjectOf mainEntityOfPage potentialAction"
)
WORK = (
    "about author award citation contributor creator dateModified datePublished headline inLanguage "
    "isAccessibleForFree isPartOf keywords license publisher recordedAt spatialCoverage temporalCoverage thumbnailUrl"
)
TYPES: dict[str, tuple[str, str]] = {
    "Thing": ("", THING),
    "CreativeWork": ("Thing", WORK),
    "Article": ("CreativeWork", "articleSection articleBody"),
    "VideoObject": ("CreativeWork", "contentUrl embedUrl uploadDate duration"),
    "Dataset": ("CreativeWork", "distribution"),
    "DataDownload": ("CreativeWork", "contentUrl encodingFormat"),
    "WebSite": ("CreativeWork", ""),
    "WebPage": ("CreativeWork", "breadcrumb"),
    "CollectionPage": ("WebPage", ""),
    "DefinedTermSet": ("CreativeWork", "hasDefinedTerm"),
    "DefinedTerm": ("Thing", "inDefinedTermSet termCode"),
    "ItemList": ("Thing", "itemListElement numberOfItems itemListOrder"),
    "BreadcrumbList": ("ItemList", ""),
    "ListItem": ("Thing", "item position"),
    "Event": (
        "Thing",
        "startDate endDate location organizer performer subEvent superEvent inLanguage keywords about",
    ),
    "Place": ("Thing", "address containedInPlace"),
    "AdministrativeArea": ("Place", ""),
    "City": ("AdministrativeArea", ""),
    "Person": ("Thing", "affiliation jobTitle"),
    "Organization": ("Thing", "address email telephone"),
    "SearchAction": ("Thing", "target query query-input"),
    "EntryPoint": ("Thing", "urlTemplate"),
}


def properties_of(kind: str) -> set[str]:
    """The properties of a type and of its parents; KeyError for a type that is not here."""
    parent, own = TYPES[kind]
    return {*own.split(), *(properties_of(parent) if parent else ())}


def context() -> dict[str, Any]:
    """A JSON-LD context of these words only; every other word is lost in expansion."""
    words = {word for kind in TYPES for word in properties_of(kind)} | set(TYPES)
    return {"@context": {"id": "@id", "type": "@type", **{w: f"https://schema.org/{w}" for w in words}}}


def wrong_words(node: Any, path: str = "") -> list[str]:
    """Types that are not here, and properties that their type does not have."""
    if isinstance(node, list):
        return [wrong for item in node for wrong in wrong_words(item, path)]
    if not isinstance(node, dict):
        return []
    kind = node.get("@type")
    if kind not in TYPES:
        return [f"{path}: type {kind!r}"]
    allowed = properties_of(kind) | {"@type", "@id", "@context"}
    wrong = [f"{path}/{kind}: {name}" for name in node if name not in allowed]
    return wrong + [
        found for name, value in node.items() for found in wrong_words(value, f"{path}/{kind}.{name}")
    ]


def empty_values(node: Any, path: str = "") -> list[str]:
    """Places that hold nothing: what is unknown has to be left out."""
    if isinstance(node, list):
        return [found for item in node for found in empty_values(item, path)] if node else [path]
    if isinstance(node, dict):
        return [found for name, value in node.items() for found in empty_values(value, f"{path}.{name}")]
    return [path] if node in (None, "") else []
