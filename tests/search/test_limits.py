"""Who counts as one client, and what a meter forgets."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from search import limits
from search.limits import Limit, Meter, client_of, limit_of


def asks(remote: str = "10.0.0.1", forwarded: str = "") -> bytes:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return client_of(RequestFactory().get("/search/", REMOTE_ADDR=remote, **headers))


def test_a_client_is_its_address_and_the_address_is_not_kept():
    assert asks("10.0.0.1") == asks("10.0.0.1") != asks("10.0.0.2")
    assert b"10.0.0.1" not in asks("10.0.0.1")


def test_without_a_proxy_nobody_can_pose_as_another(settings):
    settings.TRUSTED_PROXIES = 0
    assert asks(forwarded="203.0.113.9") == asks(forwarded="203.0.113.10")


def test_behind_a_proxy_the_address_is_the_one_that_it_saw(settings):
    settings.TRUSTED_PROXIES = 1
    one = asks("127.0.0.1", "203.0.113.9")
    assert one != asks("127.0.0.1", "203.0.113.10")
    assert one == asks("127.0.0.1", "198.51.100.1, 203.0.113.9")
    settings.TRUSTED_PROXIES = 2
    assert asks("127.0.0.1", "203.0.113.9, 10.1.1.1") == one


@pytest.mark.parametrize("strange", ["", "unix:", "not an address", "fe80::1%eth0", "999.1.1.1", "::"])
def test_strange_addresses_are_clients_too(settings, strange):
    settings.TRUSTED_PROXIES = 1
    assert len(asks("127.0.0.1", strange)) == 8


def test_a_network_of_the_newer_kind_is_one_client():
    assert asks("2001:db8::1") == asks("2001:db8::ffff") != asks("2001:db8:0:1::1")


def test_a_meter_gives_back_with_time_and_forgets_the_oldest(monkeypatch, settings):
    settings.SEARCH_REQUESTS_PER_SECOND = 20.0
    meter, limit = Meter(), limit_of("search")
    assert limit == Limit(100, 20.0)
    assert all(meter.wait("search", b"a", 0.0) == 0 for _ in range(limit.burst))
    assert meter.wait("search", b"a", 0.0) == pytest.approx(1 / limit.per_second)
    assert meter.wait("suggest", b"a", 0.0) == 0
    assert meter.wait("search", b"a", 1.0) == 0
    monkeypatch.setattr(limits, "MOST_CLIENTS", 3)
    for client in (b"b", b"c", b"d", b"e"):
        meter.wait("search", client, 1.0)
    assert len(meter._buckets) == 3


def test_no_limit_where_none_is_set(settings):
    settings.SEARCH_REQUESTS_PER_SECOND = 0.0
    meter = Meter()
    assert all(meter.wait("search", b"a", 0.0) == 0 for _ in range(1_000))
    assert not meter._buckets
