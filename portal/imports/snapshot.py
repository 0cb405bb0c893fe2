"""What the database holds, as far as planning needs to know it. Reading this is all that planning does there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from districts.code_list import DISTRICTS
from districts.models import CaseStudy, Chart, District, DistrictPage
from lectures.models import ForumSession, Lecture
from portal.core.models import PortalDocument, Tag, TagAlias
from portal.expo.models import ExpoEdition, PrizeEdition
from portal.guidance.models import GuidePage, Term
from portal.imports.content.places import DistrictNames
from portal.imports.models import ImportRecord

PAGE_MODELS: Mapping[str, type[Model]] = {
    "district": DistrictPage,
    "session": ForumSession,
    "lecture": Lecture,
    "case": CaseStudy,
    "expo": ExpoEdition,
    "prize": PrizeEdition,
    "guide": GuidePage,
}

#: Kind and external id.
Key = tuple[str, str]


@dataclass(frozen=True)
class KnownObject:
    """An object with an external id; tags have no revisions and no drafts."""

    slug: str = ""
    live: bool = True
    ever_published: bool = True
    latest_revision_id: int | None = None
    has_draft: bool = False
    locked: bool = False

    @property
    def taken_down(self) -> bool:
        """Whether an editor unpublished it."""
        return self.ever_published and not self.live


@dataclass(frozen=True)
class KnownRecord:
    row_hash: str
    revision_id: int | None = None
    published: bool = True


@dataclass(frozen=True)
class KnownTag:
    """A tag by one of its spellings."""

    name: str
    external_id: str = ""
    is_alias: bool = False


@dataclass(frozen=True)
class Snapshot:
    """Plain data; `tags` is by comparison key, `district_codes` are those that have a row already."""

    objects: Mapping[Key, KnownObject] = field(default_factory=dict)
    records: Mapping[Key, KnownRecord] = field(default_factory=dict)
    tags: Mapping[str, KnownTag] = field(default_factory=dict)
    districts: DistrictNames = field(default_factory=lambda: DistrictNames(official_districts()))
    district_codes: frozenset[str] = frozenset()


def official_districts() -> list[tuple[str, str, str, str]]:
    """(code, Korean name, English name, slug) of the 25 districts."""
    return [(code, name, name_en, name_en.lower()) for code, name, name_en in DISTRICTS]


def take_snapshot() -> Snapshot:
    """Read the snapshot; a fixed number of queries."""
    stored = list(District.objects.values_list("code", "name", "name_en", "slug"))
    return Snapshot(
        objects=dict(_objects()),
        records={
            (record.kind, record.external_id): KnownRecord(
                record.row_hash, record.revision_id, record.published
            )
            for record in ImportRecord.objects.all()
        },
        tags=_tags(),
        districts=DistrictNames([*official_districts(), *stored]),
        district_codes=frozenset(code for code, *_names in stored),
    )


def _objects() -> Iterable[tuple[Key, KnownObject]]:
    for external_id in Tag.objects.exclude(external_id=None).values_list("external_id", flat=True):
        yield ("tag", external_id), KnownObject()
    for external_id in Chart.objects.exclude(external_id=None).values_list("external_id", flat=True):
        yield ("chart", str(external_id)), KnownObject()
    for external_id in Term.objects.exclude(external_id=None).values_list("external_id", flat=True):
        yield ("term", str(external_id)), KnownObject()
    files = PortalDocument.objects.exclude(external_id=None)
    for external_id in files.values_list("external_id", flat=True):
        yield ("attachment", str(external_id)), KnownObject()
    columns = (
        "external_id",
        "slug",
        "live",
        "first_published_at",
        "latest_revision_id",
        "has_unpublished_changes",
        "locked",
    )
    for kind, model in PAGE_MODELS.items():
        rows = model._default_manager.exclude(external_id=None).values_list(*columns)
        for external_id, slug, live, first, revision, draft, locked in rows:
            known = KnownObject(slug, live, first is not None, revision, live and draft, locked)
            yield (kind, external_id), known


def _tags() -> dict[str, KnownTag]:
    aliases = TagAlias.objects.values_list("key", "tag__name", "tag__external_id")
    tags = {key: KnownTag(name, external_id or "", is_alias=True) for key, name, external_id in aliases}
    for key, name, external_id in Tag.objects.values_list("key", "name", "external_id"):
        tags[key] = KnownTag(name, external_id or "")
    return tags
