"""The table of districts by field against the lists that its cells lead to, one by one."""

from __future__ import annotations

import csv
import io
import random
import re

import pytest
from django.utils.html import strip_tags

from districts.code_list import DISTRICTS
from districts.domain.counts import field_table
from districts.domain.pages import cases_url
from districts.enums import Field
from tests.factories.site import make_case, make_district, make_user, restrict

pytestmark = pytest.mark.django_db


def read_csv(response) -> list[list[str]]:
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def city():
    """Cases at random: led, shared by several, city-wide, without a field, private and drafts."""
    dice = random.Random(20261123)
    districts = [make_district(name, name_en, code) for code, name, name_en in DISTRICTS[:4]]
    fields = [*Field.values[:3], ""]
    for number in range(24):
        lead = dice.choice([None, *districts])
        case = make_case(f"사례 {number}", district=lead, field=dice.choice(fields), live=dice.random() > 0.1)
        case.co_districts.add(*dice.sample(districts, dice.choice([0, 0, 1, 2])))
        case.save()
        if dice.random() < 0.2:
            restrict(case)
    return districts


def listed(client, address: str) -> int:
    return client.get(address).context["listing"].total


@pytest.mark.parametrize("signed_in", [False, True])
def test_every_cell_counts_what_its_list_shows(city, client, signed_in):
    if signed_in:
        client.force_login(make_user())
    table = client.get("/districts/table/").context["table"]
    assert [row.district for row in table.rows] == sorted(city, key=lambda district: district.name)
    for row in table.rows:
        for field, count in row.cells:
            assert count == listed(client, cases_url(district=row.district.name, field=field))
        assert row.total == listed(client, cases_url(district=row.district.name))
    for field, count in table.sums:
        assert count == listed(client, cases_url(field=field))
    assert table.total == listed(client, "/cases/")
    assert table.total == sum(count for _field, count in table.sums) + table.without_field
    assert table.filled == sum(1 for row in table.rows for _field, count in row.cells if count)


def test_who_may_see_more_counts_more(city, client):
    public = client.get("/districts/table/").context["table"].total
    client.force_login(make_user())
    assert client.get("/districts/table/").context["table"].total > public > 0


def test_the_links_on_the_screen_lead_to_as_many_cases_as_they_say(city, client):
    html = client.get("/districts/table/").content.decode()
    links = re.findall(r'<td[^>]*>\s*<a href="([^"]+)">(.*?)</a>', html, re.DOTALL)
    assert len(links) > 15
    for address, text in links:
        number = re.sub(r"<span.*?</span>", "", text, flags=re.DOTALL)
        assert listed(client, address.replace("&amp;", "&")) == int(strip_tags(number)), address


def test_empty_cells_say_so_and_lead_nowhere(client):
    make_case("하나", district=make_district(), field="복지")
    html = client.get("/districts/table/").content.decode()
    row = html.partition("노원구</th>")[2].partition("</tr>")[0]
    assert row.count("<td") == 11
    assert row.count("공개 사례 없음") == 9
    assert row.count("<a ") == 2
    assert "많다고 더 잘한 것이 아니고" in html


def test_the_file_says_the_same_as_the_screen(city, client):
    response = client.get("/districts/table.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="')
    assert "filename*=UTF-8''%EC%9E%90" in response["Content-Disposition"]
    lines = read_csv(response)
    assert lines[0] == ["행정표준코드", "자치구", *Field.values, "모두"]
    table = client.get("/districts/table/").context["table"]
    for row, line in zip(table.rows, lines[1:], strict=False):
        expected = [row.district.code, row.district.name, *(count for _field, count in row.cells), row.total]
        assert line == [str(value) for value in expected]
    assert lines[len(table.rows) + 1][1:] == [
        "모든 사례", *(str(count) for _field, count in table.sums), str(table.total)
    ]  # fmt: skip
    assert "잘한 것이 아니고" in lines[-2][0]


def test_the_file_in_english(city, client):
    response = client.get("/en/districts/table.csv")
    lines = read_csv(response)
    assert lines[0][1:4] == ["District", "Transport", "Safety"]
    assert not re.search("[가-힣]", response.content.decode())


def test_without_any_case_the_table_stands(client):
    make_district()
    assert client.get("/districts/table/").context["table"].filled == 0
    assert client.get("/districts/table.csv").status_code == 200


def test_the_table_costs_few_queries(city, django_assert_max_num_queries):
    from django.contrib.auth.models import AnonymousUser

    with django_assert_max_num_queries(5):
        field_table(AnonymousUser())
