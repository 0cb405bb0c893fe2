"""Pictures come in two formats and three widths, made in the background, and never cost a page more than one size."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.images import ImageFile
from django.template import Context, Template
from django.test import Client
from PIL import Image as Canvas
from wagtail.models import Collection

from portal.core import pictures
from portal.core.models import PortalImage, PortalRendition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def make(width: int = 2000, height: int = 1000, **fields: str) -> PortalImage:
    file = BytesIO()
    Canvas.radial_gradient("L").resize((width, height)).convert("RGB").save(file, "JPEG")
    file.seek(0)
    return PortalImage.objects.create(
        title="file-name.jpg",
        file=ImageFile(file, name="p.jpg"),
        collection=Collection.get_first_root_node(),
        **fields,
    )


def render(image: PortalImage, more: str = "") -> str:
    return Template("{% load portal_files %}{% portal_picture image " + more + " %}").render(
        Context({"image": image})
    )


def test_a_page_makes_one_size_at_most() -> None:
    image = make()
    html = render(image)
    assert PortalRendition.objects.count() == 1
    assert re.search(r'<img src="/media/pictures/\d+/[^"]+\.webp"\s+width="880"\s+height="440"', html)
    assert "avif" not in html
    render(image)
    assert PortalRendition.objects.count() == 1


def test_all_sizes_once_they_are_made(client: Client) -> None:
    image = make(description="종로의 하천")
    pictures.make_sizes.call(image.pk)
    html = render(PortalImage.objects.get(pk=image.pk))
    avif, webp = re.findall(r'<source type="image/(\w+)"\s+srcset="([^"]+)"', html)
    assert (avif[0], webp[0]) == ("avif", "webp")
    for _, srcset in (avif, webp):
        assert [part.split()[1] for part in srcset.split(", ")] == ["440w", "880w", "1760w"]
        for part in srcset.split(", "):
            response = client.get(part.split()[0])
            assert response.status_code == 200
            assert response["Content-Type"] == f"image/{part.split()[0].rpartition('.')[2]}"
            assert b"".join(response.streaming_content)
    assert 'alt="종로의 하천"' in html
    assert "lazy" not in html
    assert "sizes=" in html
    assert 'loading="lazy"' in render(image, "later=True")


def test_a_small_picture_is_not_made_larger() -> None:
    image = make(600, 300)
    pictures.make_sizes.call(image.pk)
    html = render(image)
    assert {part.split()[1] for part in re.findall(r'srcset="([^"]+)"', html)[0].split(", ")} == {
        "440w",
        "600w",
    }


def test_the_name_of_the_file_describes_nothing() -> None:
    html = render(make())
    assert 'alt=""' in html
    assert 'alt="지도"' in render(make(), 'alt="지도"')


def test_a_file_that_is_gone_shows_nothing(media: Path) -> None:
    image = make()
    Path(image.file.path).unlink()
    assert "<img" not in render(image)
    pictures.make_sizes.call(image.pk)
    pictures.make_sizes.call(image.pk + 1)
    assert not PortalRendition.objects.exists()


def test_saving_orders_the_sizes(settings, django_capture_on_commit_callbacks) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        image = make()
    assert image.renditions.count() == len(pictures.specs()) == 6
