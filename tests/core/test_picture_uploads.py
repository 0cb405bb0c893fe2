"""What an editor uploads as a picture is shown as it should look, or refused in words, and tells nothing in secret."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Canvas
from wagtail.models import Collection

from lectures.models import Lecture
from portal.core import pictures
from portal.core.models import PortalImage
from tests.factories.hidden import make_picture
from tests.factories.site import make_case, make_lecture, make_user

pytestmark = pytest.mark.django_db

WIDE = (1200, 800)
DAMAGED = "그림 파일이 손상되어 끝까지 읽을 수 없습니다."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(make_user("chief@example.org", is_superuser=True, is_staff=True))
    return client


def drawn(kind: str, mode: str = "RGB", size: tuple[int, int] = WIDE, **options: Any) -> bytes:
    """A picture whose left half is red (transparent where it can be) and whose right half is green."""
    canvas = Canvas.new("RGBA", size, (200, 0, 0, 0 if mode == "RGBA" else 255))
    canvas.paste((0, 160, 0, 255), (size[0] // 2, 0, *size))
    file = io.BytesIO()
    canvas.convert(mode).save(file, kind, **options)
    return file.getvalue()


def photograph(kind: str) -> bytes:
    """Taken with the camera on its side, at a place that nobody need know."""
    exif = Canvas.Exif()
    exif[0x0112], exif[0x010F] = 6, "SECRET MAKER"
    place = {1: "N", 2: (37.0, 33.0, 58.9), 3: "E", 4: (126.0, 58.0, 40.7)}
    exif.get_ifd(0x8825).update(place)
    exif[0x8825] = place
    more = {"comment": b"SECRET", "xmp": b"<x>SECRET</x>"} if kind == "JPEG" else {}
    return drawn(kind, exif=exif, **more)


def moving() -> bytes:
    frames = [Canvas.new("RGB", (300, 200), colour) for colour in ("red", "green", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    return file.getvalue()


def claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has these measures."""
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0), b"IDAT" + b"x")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )


def upload(editor: Client, name: str, content: bytes) -> Any:
    root = Collection.get_first_root_node()
    form = {"title": "하천", "collection": root.pk, "description": "물길과 나무", "licence": "1"}
    return editor.post(reverse("wagtailimages:add"), {**form, "file": SimpleUploadedFile(name, content)})


def sizes_of(image: PortalImage) -> dict[str, bytes]:
    """Content of everything that was made of the picture, by spec."""
    return {made.filter_spec: Path(made.file.path).read_bytes() for made in image.renditions.all()}


def opened(content: bytes) -> Canvas.Image:
    return Canvas.open(io.BytesIO(content))


def is_green(colour: Any) -> bool:
    return colour[0] < 60 and colour[1] > 120 and colour[2] < 60


@pytest.mark.parametrize(
    ("name", "content", "size", "format"),
    [
        ("a.jpg", lambda: drawn("JPEG"), (880, 586), "RGB"),
        ("그림 이름.jpeg", lambda: drawn("JPEG"), (880, 586), "RGB"),
        ("four-colours.jpg", lambda: drawn("JPEG", "CMYK"), (880, 586), "RGB"),
        ("on-its-side.jpg", lambda: photograph("JPEG"), (800, 1200), "RGB"),
        ("on-its-side.png", lambda: photograph("PNG"), (800, 1200), "RGB"),
        ("see-through.png", lambda: drawn("PNG", "RGBA"), (880, 586), "RGBA"),
        ("few-colours.png", lambda: drawn("PNG", "P"), (880, 586), "RGB"),
        ("still.gif", lambda: drawn("GIF", "P"), (880, 586), "RGB"),
        ("moving.gif", moving, (300, 200), "RGB"),
        ("a.webp", lambda: drawn("WEBP"), (880, 586), "RGB"),
        ("a.avif", lambda: drawn("AVIF"), (880, 586), "RGB"),
        ("dot.png", lambda: drawn("PNG", size=(2, 1)), (2, 1), "RGB"),
        ("large.jpg", lambda: drawn("JPEG", size=(8660, 5780)), (880, 587), "RGB"),
    ],
)
def test_a_picture_is_shown_on_its_page(
    editor: Client,
    client: Client,
    name: str,
    content: Callable[[], bytes],
    size: tuple[int, int],
    format: str,
) -> None:
    assert upload(editor, name, content()).status_code == 302
    image = PortalImage.objects.get()
    case = make_case()
    case.picture = image
    case.save_revision().publish()
    html = client.get(case.url).content.decode()
    found = re.search(r'<img src="(\S+)"\s+width="(\d+)"\s+height="(\d+)"\s+alt="([^"]*)"', html)
    assert found
    assert (int(found[2]), int(found[3]), found[4]) == (*size, "물길과 나무")
    response = client.get(found[1])
    base = opened(b"".join(response.streaming_content))
    assert (response["Content-Type"], base.size, base.mode) == ("image/webp", size, format)
    # Upright, in its own colours; of what moves the first picture stands still.
    if "moving" in name:
        assert base.getpixel((9, 9))[0] > 200
    elif max(size) > 2:
        assert is_green(base.getpixel((size[0] - 9, size[1] - 9)))
        assert not is_green(base.getpixel((9, 9)))
    # Looked at by editors in the list and in the chooser.
    assert editor.get(reverse("wagtailimages:index")).status_code == 200


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_no_size_says_where_a_picture_was_taken(editor: Client, kind: str) -> None:
    original = photograph(kind)
    assert b"SECRET" in original
    upload(editor, f"photo.{kind.lower()}", original)
    image = PortalImage.objects.get()
    pictures.make_sizes.call(image.pk)
    editor.get(reverse("wagtailimages:index"))
    image.get_rendition("original")
    image.get_rendition("max-400x400|format-jpeg")
    made = sizes_of(image)
    assert len(made) >= 9
    for spec, content in made.items():
        assert b"SECRET" not in content, spec
        assert not opened(content).getexif(), spec
    # What was uploaded stays as it was.
    assert Path(image.file.path).read_bytes() == original


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("cut-off.jpg", lambda: drawn("JPEG")[:4000], DAMAGED),
        ("cut-off.png", lambda: photograph("PNG")[:900], DAMAGED),
        ("cut-off.gif", lambda: drawn("GIF", "P")[:900], DAMAGED),
        ("drawing.svg", lambda: SVG, "올릴 수 없는 이미지 형식입니다."),
        ("drawing.png", lambda: SVG, ""),
        ("words.jpg", lambda: b"no picture", ""),
        ("nothing.jpg", lambda: b"", ""),
        ("another.png", lambda: drawn("JPEG"), ""),
        ("enormous.png", lambda: claims(12_000, 9_000), "이미지의 화소가 너무 많습니다(108,000,000)"),
        ("bomb.png", lambda: claims(60_000, 60_000), ""),
        ("heavy.jpg", lambda: drawn("JPEG") + b"\0" * 21 * 1024 * 1024, "MB"),
    ],
)
def test_what_is_no_whole_picture_is_refused_in_words(
    editor: Client, name: str, content: Callable[[], bytes], told: str
) -> None:
    data = content()
    response = upload(editor, name, data)
    assert response.status_code == 200
    (message,) = response.context["form"].errors["file"]
    assert told in str(message)
    assert re.search("[가-힣]", str(message))
    # What else was filled in is still there.
    assert 'value="하천"' in response.content.decode()
    assert "물길과 나무" in response.content.decode()
    assert not PortalImage.objects.exists()
    # The same by dropping files on the page for many.
    several = reverse("wagtailimages:add_multiple")
    dropped = editor.post(
        several, {"files[]": SimpleUploadedFile(name, data), "title": "하천", "collection": 1}
    )
    assert dropped.status_code == 200
    assert dropped.json()["success"] is False
    assert told in dropped.json()["error_message"]


def test_another_file_replaces_a_picture_only_when_it_is_whole(editor: Client) -> None:
    upload(editor, "a.jpg", drawn("JPEG"))
    image = PortalImage.objects.get()
    before = Path(image.file.path).read_bytes()
    form = {"title": "강", "collection": image.collection_id, "licence": "1", "description": ""}
    edit = reverse("wagtailimages:edit", args=[image.pk])
    broken = SimpleUploadedFile("b.jpg", drawn("JPEG")[:4000])
    assert editor.post(edit, {**form, "file": broken}).status_code == 200
    image.refresh_from_db()
    assert (image.title, Path(image.file.path).read_bytes()) == ("하천", before)
    assert editor.post(edit, form).status_code == 302
    image.refresh_from_db()
    assert (image.title, Path(image.file.path).read_bytes()) == ("강", before)


def test_a_file_damaged_on_the_disk_hides_the_picture_and_nothing_else(
    editor: Client, client: Client
) -> None:
    upload(editor, "a.jpg", drawn("JPEG"))
    image = PortalImage.objects.get()
    Path(image.file.path).write_bytes(drawn("JPEG")[:4000])
    case = make_case("끝까지 읽히는 글")
    case.picture = image
    case.save_revision().publish()
    page = client.get(case.url)
    assert page.status_code == 200
    assert "/media/pictures/" not in page.content.decode()
    assert editor.get(reverse("wagtailimages:index")).status_code == 200
    pictures.make_sizes.call(image.pk)


def with_pictures(count: int, *, lead: bool = False, **fields: Any) -> Lecture:
    images = [make_picture(f"{count}-{number}.png", **fields) for number in range(count)]
    for image in images:
        image.get_rendition(pictures.BASE)
    body = [
        ("image", {"image": image, "alt_text": f"그림 {number}", "decorative": False})
        for number, image in enumerate(images)
    ]
    return make_lecture(body=body, picture=images[0] if lead else None)


def test_twenty_pictures_in_a_text_cost_no_more_queries_than_one(client: Client) -> None:
    def count(lecture: Lecture) -> int:
        client.get(lecture.url)
        with CaptureQueriesContext(connection) as queries:
            assert "/media/pictures/" in client.get(lecture.url).content.decode()
        return len(queries)

    assert count(with_pictures(20)) <= count(with_pictures(1))


@pytest.mark.parametrize("lead", [True, False])
def test_all_but_the_first_picture_of_a_page_wait(client: Client, lead: bool) -> None:
    html = client.get(with_pictures(3, lead=lead).url).content.decode()
    shown = re.findall(r"<img src=\"/media[^>]+>", html)
    assert len(shown) == 3 + lead
    assert ["lazy" in picture for picture in shown] == [False] + [True] * (2 + lead)
    for picture in shown:
        assert 'width="' in picture
        assert 'height="' in picture
    assert [re.search('alt="([^"]*)"', picture)[1] for picture in shown][-3:] == [
        "그림 0",
        "그림 1",
        "그림 2",
    ]


def test_a_private_picture_in_a_text_is_for_those_who_may_see_it(client: Client) -> None:
    private = Collection.get_first_root_node().add_child(name="내부")
    private.get_view_restrictions().create(collection=private, restriction_type="login")
    lecture = with_pictures(2, collection=private)
    html = client.get(lecture.url).content.decode()
    assert "/media/pictures/" not in html
    assert "그림 0" not in html
    client.force_login(make_user())
    assert "그림 0" in client.get(lecture.url).content.decode()
