from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.models import Collection, CollectionViewRestriction

from portal.core.enums import CheckState
from portal.core.models import PortalDocument, PortalImage
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def private() -> Collection:
    collection = Collection.get_first_root_node().add_child(name="포럼 내부")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.get_or_create(name="포럼 회원")[0])
    return collection


def fetch(client, url, **headers):
    """The response and its content, closed as a server would."""
    response = client.get(url, headers=headers)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return response, content


def make_document(collection: Collection | None = None) -> PortalDocument:
    collection = collection or Collection.get_first_root_node()
    return PortalDocument.objects.create(
        title="안내",
        file=ContentFile("본문".encode(), name="guide.hwpx"),
        collection=collection,
        check_state=CheckState.OPEN,
    )


def make_picture(tmp_path, collection: Collection | None = None):
    path = tmp_path / "p.png"
    Picture.new("RGB", (40, 30), "navy").save(path)
    collection = collection or Collection.get_first_root_node()
    with path.open("rb") as file:
        image = PortalImage.objects.create(
            title="그림", file=ImageFile(file, name="p.png"), collection=collection
        )
    return image.get_rendition("fill-20x20")


def test_a_public_document_comes_with_its_type_and_as_a_download(client):
    response, content = fetch(client, make_document().url)
    assert (response.status_code, content) == (200, "본문".encode())
    assert response["Content-Type"] == "application/hwp+zip"
    assert response["Content-Disposition"].startswith("attachment")


def test_a_range_of_a_document_is_served(client):
    response, content = fetch(client, make_document().url, range="bytes=0-2")
    assert (response.status_code, content) == (206, "본".encode())


def test_a_private_document_asks_for_sign_in_then_for_the_group(client, private):
    url = make_document(private).url
    assert client.get(url)["Location"].startswith("/login/?next=/documents/")
    client.force_login(make_user("outsider@example.org"))
    assert client.get(url).status_code == 403
    client.force_login(make_user("member@example.org", "포럼 회원"))
    response, _ = fetch(client, url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_a_private_picture_is_refused_at_every_address(client, private, tmp_path):
    rendition = make_picture(tmp_path, private)
    assert client.get(rendition.url).status_code == 302
    for guess in (f"/media/{rendition.file.name}", f"/media/{rendition.image.file.name}"):
        assert client.get(guess).status_code == 404
    client.force_login(make_user("member@example.org", "포럼 회원"))
    assert fetch(client, rendition.url)[0].status_code == 200


def test_a_public_picture_may_be_cached(client, tmp_path):
    response, _ = fetch(client, make_picture(tmp_path).url)
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, no-cache"


def test_a_file_lost_from_the_disk_is_not_found(client):
    document = make_document()
    document.file.storage.delete(document.file.name)
    assert client.get(document.url).status_code == 404


def test_a_document_under_another_name_is_not_found(client):
    document = make_document()
    assert client.get(f"/documents/{document.pk}/other.hwpx").status_code == 404
