from __future__ import annotations

import io

import pytest
from django.test import RequestFactory

from portal.core.sendfile import send_file

DATA = bytes(range(100))


def answer(**headers: str):
    request = RequestFactory().get("/file", headers=headers)
    response = send_file(
        request,
        io.BytesIO(DATA),
        size=100,
        name="보고서.hwpx",
        content_type="application/hwp+zip",
        etag="v1",
        inline=False,
    )
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response, content


def test_whole_file_says_its_type_name_and_that_ranges_work():
    response, content = answer()
    assert (response.status_code, content) == (200, DATA)
    assert response["Content-Type"] == "application/hwp+zip"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%EB%B3%B4")
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == "100"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in response


@pytest.mark.parametrize(
    ("header", "span", "content_range"),
    [
        ("bytes=0-0", slice(0, 1), "bytes 0-0/100"),
        ("bytes=10-19", slice(10, 20), "bytes 10-19/100"),
        ("bytes=90-", slice(90, 100), "bytes 90-99/100"),
        ("bytes=-10", slice(90, 100), "bytes 90-99/100"),
        ("bytes=-500", slice(0, 100), "bytes 0-99/100"),
        ("bytes=95-500", slice(95, 100), "bytes 95-99/100"),
    ],
)
def test_one_range_gives_that_part(header, span, content_range):
    response, content = answer(Range=header)
    assert (response.status_code, content) == (206, DATA[span])
    assert response["Content-Range"] == content_range
    assert response["Content-Length"] == str(len(DATA[span]))


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0", "bytes=200-300"])
def test_a_range_behind_the_end_is_refused(header):
    response, _ = answer(Range=header)
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */100"


@pytest.mark.parametrize("header", ["bytes=5-2", "lines=1-2", "bytes=0-1,5-6", "bytes=-", "garbage"])
def test_ranges_that_mean_nothing_are_ignored(header):
    response, content = answer(Range=header)
    assert (response.status_code, content) == (200, DATA)


def test_a_known_version_is_not_sent_again():
    response, content = answer(**{"If-None-Match": '"v1"'})
    assert (response.status_code, content) == (304, b"")


def test_a_range_of_another_version_gives_the_whole_file():
    response, content = answer(Range="bytes=0-9", **{"If-Range": '"v0"'})
    assert (response.status_code, content) == (200, DATA)
