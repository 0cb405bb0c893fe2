"""Uploads of documents are limited twice: by what they announce, and by what they are."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core.models import PortalDocument
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db

TWO_GB = 2 * 1024**3


class Unread:
    """A body that nobody may touch."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize("path", ["/admin/documents/multiple/add/", "/admin/documents/chooser/create/"])
def test_an_upload_of_two_gigabytes_is_refused_before_it_is_read(client, path):
    client.force_login(make_user("office@example.org", is_superuser=True))
    answer = client.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(TWO_GB),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "50 MB" in answer.content.decode()


def test_a_file_above_the_limit_is_refused_in_words(client, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    client.force_login(make_user("office@example.org", is_superuser=True))
    file = SimpleUploadedFile("a.txt", b"x" * 2000)
    answer = client.post("/admin/documents/add/", {"title": "큰 파일", "file": file, "collection": "1"})
    assert answer.status_code == 200
    assert not PortalDocument.objects.exists()
