from __future__ import annotations

from taggit.models import Tag
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from search import registry
from search.checks import check_registry
from tests.search.fakes import PageKind, TagKind


def found(code: str) -> list:
    return [error.obj or error.msg for error in check_registry() if error.id == code]


def test_the_portal_has_decided_about_everything_editors_can_make():
    assert check_registry() == []


def test_an_undecided_page_or_snippet_type_is_an_error(registered):
    assert set(found("search.E001")) == {*get_page_models(), *get_snippet_models()}
    for model in {*get_page_models(), *get_snippet_models()} - {Page}:
        registry.exclude(model, "for this test")
    assert found("search.E001") == [Page]
    registry.register(PageKind())
    assert check_registry() == []


def test_a_kind_that_is_registered_twice_is_an_error(registered):
    registry.register(TagKind())
    registry.register(TagKind())
    assert found("search.E002") == ["The kind 'tag' is registered 2 times."]


def test_a_model_that_is_searchable_and_excluded_is_an_error(registered):
    registry.register(TagKind())
    registry.exclude(Tag, "for this test")
    assert found("search.E003") == [Tag]
