"""Make the plain site from the sample cases, or count its queries: `python -m tests.bench.plain.fill make|count`."""

from __future__ import annotations

import json
import os
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

LISTS = ("one", "two", "three")
EACH = 40
PICTURES = 12


def make(cases: Path) -> None:
    """Three lists of forty pages below a home page, twelve pictures in turn."""
    from django.core.management import call_command
    from wagtail.models import Page, Site

    from tests.bench.plain.models import PlainHome, PlainList

    call_command("migrate", verbosity=0)
    pictures = _pictures()
    records = [json.loads(line) for line in cases.read_text(encoding="utf-8").splitlines() if line.strip()]
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=PlainHome(title="Home", slug="home", picture=pictures[0]))
    # Its site went with Wagtail's welcome page.
    Site.objects.create(root_page=home, hostname="127.0.0.1", is_default_site=True)
    for number, name in enumerate(LISTS):
        page = home.add_child(instance=PlainList(title=name, slug=name, show_in_menus=True))
        for place, record in enumerate(_some(records, number)):
            page.add_child(instance=_item(record, place, pictures[place % PICTURES]))
    for name in ("four", "five", "six"):
        home.add_child(instance=PlainList(title=name, slug=name, show_in_menus=True))
    call_command("update_index", verbosity=0)


def _some(records: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    start = number * EACH % max(1, len(records))
    return (records[start:] + records)[:EACH]


def _item(record: dict[str, Any], place: int, picture: Any) -> Any:
    from tests.bench.plain.models import PlainItem

    text = [*(record.get("problem") or []), *(record.get("approach") or []), *(record.get("learning") or [])]
    return PlainItem(
        title=record["title"],
        slug=f"item-{place}",
        introduction=record.get("summary") or "",
        body="".join(f"<p>{paragraph}</p>" for paragraph in text),
        picture=picture,
    )


def _pictures() -> list[Any]:
    from django.core.files.images import ImageFile
    from PIL import Image as Canvas
    from wagtail.images.models import Image

    made = []
    for number in range(PICTURES):
        file = BytesIO()
        Canvas.radial_gradient("L").resize((1200, 700)).rotate(30 * number).convert("RGB").save(file, "JPEG")
        file.seek(0)
        made.append(Image.objects.create(title=f"p{number}", file=ImageFile(file, name=f"p{number}.jpg")))
    return made


def count(addresses: list[str]) -> None:
    """Print the queries of each address after a first visit."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200, address
        print(len(queries))


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.plain.settings"
    import django

    django.setup()
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]))
    else:
        count(sys.argv[2:])


if __name__ == "__main__":
    main()
