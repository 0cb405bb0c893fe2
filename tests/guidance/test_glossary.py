"""The compiled glossary is always the one of the database; a question for a word finds its terms."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.guidance.domain.glossary import glossary, terms_for
from portal.guidance.models import Term
from tests.factories.guidance import make_term

pytestmark = pytest.mark.django_db


def spoken(text: str) -> list[str]:
    now = glossary()
    return [now.entries[found.term].name for found in now.korean.find(text)]


def test_it_follows_every_change():
    term = make_term("디지털트윈")
    assert spoken("디지털트윈과 쌍둥이") == ["디지털트윈"]
    term.name, term.variants = "가상 도시", "쌍둥이"
    term.save()
    assert spoken("디지털트윈과 쌍둥이") == ["가상 도시"]
    other = make_term("디지털트윈")
    assert spoken("디지털트윈과 쌍둥이") == ["디지털트윈", "가상 도시"]
    other.delete()
    assert spoken("디지털트윈과 쌍둥이") == ["가상 도시"]
    Term.objects.all().delete()
    assert spoken("쌍둥이") == []


def test_a_change_of_another_process_is_seen():
    """Nothing of this process knows of it but the database."""
    term = make_term("리빙랩")
    assert spoken("실험실") == []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE guidance_term SET variants = %s, stamp = stamp + 1 WHERE id = %s", ["실험실", term.pk]
        )
    assert spoken("실험실") == ["리빙랩"]


def test_an_unchanged_glossary_costs_one_small_query():
    make_term("리빙랩")
    glossary()
    with CaptureQueriesContext(connection) as queries:
        glossary()
    assert len(queries) == 1
    assert "definition" not in queries[0]["sql"]


def test_a_question_finds_the_terms_that_it_names():
    officer = make_term("최고디지털책임자", name_en="Chief digital officer", abbreviations="CDO")
    data = make_term("최고데이터책임자", abbreviations="CDO", unmarked="CDO")
    twin = make_term("디지털트윈", variants="디지털 쌍둥이\nS-Map")
    assert terms_for("디지털 트윈") == terms_for(" s-map ") == terms_for("디지털쌍둥이") == [twin]
    assert terms_for("CHIEF DIGITAL OFFICER") == [officer]
    assert set(terms_for("cdo")) == {officer, data}
    assert terms_for("디지털") == terms_for("") == terms_for(" - ") == terms_for("\x00") == []


def test_a_name_comes_before_an_abbreviation():
    short = make_term("가나다", abbreviations="마바사")
    long = make_term("마바사")
    assert terms_for("마바사") == [long, short]
