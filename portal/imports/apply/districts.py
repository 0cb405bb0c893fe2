"""Districts: plain record, profile figures, page."""

from __future__ import annotations

from districts.code_list import DISTRICTS
from districts.models import District, DistrictFigure, DistrictPage
from portal.core.site_tree import ensure_district_page
from portal.imports.apply.pages import Saved, change, fill
from portal.imports.content import DistrictContent


def district_by_code(code: str) -> District:
    """The district of a code, made from the official list where its row is missing."""
    district = District.objects.filter(code=code).first()
    if district is None:
        name, name_en = next((name, name_en) for known, name, name_en in DISTRICTS if known == code)
        district = District.objects.create(code=code, name=name, name_en=name_en, slug=name_en.lower())
    return district


def save_district(content: DistrictContent, external_id: str, *, publish: bool) -> Saved:
    """Update the district and its page.

    Names and figures have no drafts: they are set when the row is published, and the page's texts with them.
    """
    district = district_by_code(content.code)
    if publish:
        save_plain(district, content)
    page = _page(district, external_id, publish=publish)
    fill(page, content)
    return change(page, publish=publish)


def save_plain(district: District, content: DistrictContent) -> None:
    """Set the names and, where the row states them, the profile figures."""
    for name, value in content.names.items():
        setattr(district, name, value)
    if content.figures is not None:
        district.figures = [
            DistrictFigure(sort_order=position, **figure) for position, figure in enumerate(content.figures)
        ]
    district.full_clean()
    district.save()


def _page(district: District, external_id: str, *, publish: bool) -> DistrictPage:
    page = ensure_district_page(district)
    if page.external_id != external_id:
        page.external_id = external_id
        page.save(update_fields=["external_id"], clean=False)
    if publish and page.live:
        return page
    latest: DistrictPage = page.get_latest_revision_as_object()
    # A revision made before the page had its identifier must not take it away again.
    latest.external_id = external_id
    return latest
