from __future__ import annotations

import pytest
from django.db.models.signals import post_save
from taggit.models import Tag
from wagtail.models import Page

from search import registry
from search.models import IndexJob
from tests.search.fakes import PageKind, TagKind


def test_pages_share_one_source_and_other_models_have_their_own(registered):
    registry.register(PageKind())
    registry.register(TagKind())
    assert registry.source_of_kind("page") == "page"
    assert registry.source_of_kind("tag") == "taggit.tag"
    assert list(registered.kinds()) == ["page", "tag"]
    with pytest.raises(KeyError):
        registry.source_of_kind("unheard of")


def test_a_model_may_give_two_kinds_of_documents(registered):
    first, second = TagKind(), TagKind()
    second.kind = "term"
    registry.register(first)
    registry.register(second)
    assert registered.of_model(Tag) == [first, second]
    assert registered.of_source("taggit.tag") == [first, second]


def test_dependants_are_found_by_the_label_of_their_model(registered):
    def follow(ids):
        return [("tag", pk) for pk in ids]

    registry.register_dependant(Tag, follow)
    assert registered.dependants_of("taggit.tag") == [follow]
    assert registered.dependants_of("taggit.other") == []


@pytest.mark.django_db
def test_registering_twice_notes_a_change_once(registered):
    registry.register(TagKind())
    registry.register(TagKind())
    Tag.objects.create(name="IoT")
    assert IndexJob.objects.count() == 1


def test_every_page_type_is_watched():
    from wagtail.models import get_page_models

    for model in (*get_page_models(), Page):
        uids = [receiver[0][0] for receiver in post_save.receivers]
        assert f"search-saved-{model._meta.label_lower}" in uids


def test_isolation_gives_the_real_registry_back():
    before = registry.current()
    with registry.isolated() as isolated:
        registry.register(TagKind())
        assert registry.current() is isolated
    assert registry.current() is before
    assert TagKind.model not in [searchable.model for searchable in before.searchables]
