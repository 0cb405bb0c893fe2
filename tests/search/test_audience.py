from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from search.audience import (
    Viewer,
    canonical,
    collection_audiences,
    combine,
    page_audience,
    page_audiences,
    viewer_keys,
    visible_page_ids,
    visible_pages,
)
from search.models import AudienceKey

pytestmark = pytest.mark.django_db


def groups(*pks: int) -> tuple[str, frozenset[int]]:
    return ("groups", frozenset(pks))


LOGIN = ("login", frozenset())
PASSWORD = ("password", frozenset())


def restrict(page: Page, kind: str, *members: Group) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    restriction.groups.set(members)
    return restriction


@pytest.fixture
def three_groups(db) -> list[Group]:
    return [Group.objects.create(name=f"group {number}") for number in range(3)]


def make_user(name: str, *members: Group, **values):
    fields = {get_user_model().USERNAME_FIELD: f"{name}@example.org", **values}
    user = get_user_model()(**fields)
    user.save()
    user.groups.set(members)
    return user


@pytest.mark.parametrize(
    ("rules", "key"),
    [
        ([], "public"),
        ([LOGIN], "login"),
        ([("none", frozenset())], "public"),
        ([groups(3)], "g3"),
        ([groups(5, 3)], "g3|g5"),
        ([groups(7), groups(5, 3)], "g3|g5&g7"),
        ([LOGIN, groups(3)], "g3"),
        ([groups(3), groups(3, 5)], "g3"),
        ([groups(10, 9), groups(9, 10)], "g9|g10"),
        ([groups()], "nobody"),
        ([groups(), groups(3)], "nobody"),
        ([PASSWORD], None),
        ([groups(3), PASSWORD, LOGIN], None),
    ],
)
def test_rules_have_one_canonical_key(rules, key):
    assert canonical(rules) == key
    assert canonical(reversed(rules)) == key


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        (("public", "public"), "public"),
        (("public", "login"), "login"),
        (("login", "g3|g5"), "g3|g5"),
        (("g3|g5", "g3"), "g3"),
        (("g3", "g7"), "g3&g7"),
        (("nobody", "g7"), "nobody"),
        (("public", None), None),
        (("public", "rubbish"), None),
    ],
)
def test_keys_combine_to_the_key_of_both(keys, key):
    assert combine(*keys) == key
    assert combine(*reversed(keys)) == key


@pytest.mark.parametrize("key", ["", "rubbish", "g", "g3|", "g3&", None])
def test_nobody_satisfies_what_is_no_key(key):
    assert not Viewer(authenticated=True, superuser=True).satisfies(key)
    assert not Viewer(authenticated=True, groups=frozenset({3})).satisfies(key)


def test_a_page_has_the_restrictions_of_all_its_ancestors(add, three_groups):
    a, b, _ = three_groups
    cases = add("cases")
    case = add("case", cases)
    part = add("part", case)
    other = add("other")
    restrict(cases, "login")
    restrict(case, "groups", a, b)
    restrict(part, "groups", b)
    assert page_audience(cases) == "login"
    assert page_audience(case) == f"g{a.pk}|g{b.pk}"
    assert page_audience(part) == f"g{b.pk}"
    assert page_audience(other) == "public"


def test_pages_behind_a_shared_password_have_no_key(add):
    secret = add("secret")
    restrict(secret, "password")
    assert page_audience(add("below", secret)) is None


def test_an_alias_has_the_restrictions_of_its_source_and_none_of_its_own(add, three_groups):
    closed, plain = add("closed"), add("plain")
    source = add("source", closed)
    restrict(closed, "login")
    restrict(source, "groups", three_groups[0])
    alias = source.create_alias(parent=plain, update_slug="alias")
    again = Page.objects.get(pk=alias.pk).create_alias(parent=plain, update_slug="again")
    below = add("below", again)
    restrict(again, "groups", three_groups[1])
    key = f"g{three_groups[0].pk}"
    assert page_audiences([alias, again, below]) == {alias.pk: key, again.pk: key, below.pk: key}


def test_any_number_of_pages_costs_the_same_queries(add, django_assert_num_queries):
    restrict(add("closed"), "login")
    few, many = [add("one")], [add(f"page-{number}") for number in range(30)]
    for some in (few, many):
        with django_assert_num_queries(2):
            page_audiences(some)


def test_a_collection_has_the_restrictions_of_all_its_ancestors(db, three_groups):
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    outer = root.add_child(name="outer")
    inner = outer.add_child(name="inner")
    CollectionViewRestriction.objects.create(collection=outer, restriction_type="login")
    closed = CollectionViewRestriction.objects.create(collection=inner, restriction_type="groups")
    closed.groups.set(three_groups[:1])
    assert collection_audiences([root.pk, outer.pk, inner.pk]) == {
        root.pk: "public",
        outer.pk: "login",
        inner.pk: f"g{three_groups[0].pk}",
    }


def test_viewers_get_the_existing_keys_they_satisfy(three_groups):
    a, b, c = three_groups
    both, either, third = f"g{a.pk}&g{b.pk}", f"g{a.pk}|g{b.pk}", f"g{c.pk}"
    for key in ("public", "login", both, either, third, "nobody"):
        AudienceKey.objects.create(key=key)
    member = make_user("a", a)
    assert viewer_keys(AnonymousUser()) == ["public"]
    assert viewer_keys(None) == ["public"]
    assert viewer_keys(make_user("plain")) == ["login", "public"]
    assert viewer_keys(member) == sorted(["public", "login", either])
    assert viewer_keys(make_user("ab", a, b)) == sorted(["public", "login", either, both])
    assert viewer_keys(make_user("root", is_superuser=True)) == sorted(
        ["public", "login", either, both, third, "nobody"]
    )
    assert viewer_keys(member, ["g999"]) == ["public"]


def test_listings_show_only_what_the_viewer_may_see(add, three_groups):
    a = three_groups[0]
    closed, secret = add("closed"), add("secret")
    inside = add("inside", closed)
    restrict(closed, "groups", a)
    restrict(secret, "password")
    draft = add("draft", live=False)
    everything = [closed.pk, secret.pk, inside.pk, draft.pk, add("open").pk]
    open_only = {everything[-1]}
    assert visible_page_ids(everything, None) == open_only
    assert visible_page_ids(everything, make_user("plain")) == open_only
    assert visible_page_ids(everything, make_user("a", a)) == {closed.pk, inside.pk, *open_only}
    assert visible_page_ids(everything, make_user("root", is_superuser=True)) == {
        closed.pk,
        inside.pk,
        *open_only,
    }


def test_a_listing_costs_one_query_for_restrictions(add, django_assert_num_queries):
    for number in range(20):
        add(f"page-{number}")
    with django_assert_num_queries(2):
        assert len(visible_pages(Page.objects.all(), None)) >= 20
    for number in range(5):
        restrict(add(f"closed-{number}"), "login")
    with django_assert_num_queries(3):
        assert len(visible_pages(Page.objects.all(), None)) >= 20


# --- the same as Wagtail itself ---------------------------------------------------------------------------

RULES = st.one_of(
    st.tuples(st.just("login"), st.just(())),
    st.tuples(st.just("password"), st.just(())),
    st.tuples(st.just("groups"), st.lists(st.integers(0, 2), max_size=3, unique=True)),
)
NODES = st.lists(
    st.tuples(st.integers(0, 20), st.lists(RULES, max_size=2), st.one_of(st.none(), st.integers(0, 20))),
    min_size=1,
    max_size=7,
)


@pytest.fixture
def crowd(three_groups) -> list:
    """Everybody who matters: anonymous, a superuser and a member of every set of the three groups."""
    users = [AnonymousUser(), make_user("root", is_superuser=True)]
    for number in range(8):
        members = [group for bit, group in enumerate(three_groups) if number >> bit & 1]
        users.append(make_user(f"user-{number}", *members))
    return users


def wagtail_lets_in(page: Page, user) -> bool:
    request = RequestFactory().get("/")
    request.user, request.session = user, {}
    restrictions = Page.objects.get(pk=page.pk).get_view_restrictions()
    return all(restriction.accept_request(request) for restriction in restrictions)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(nodes=NODES)
def test_keys_and_listings_agree_with_wagtail_on_any_tree(nodes, home, three_groups, crowd):
    for page in Page.objects.filter(depth=home.depth + 1).child_of(home):
        page.delete()
    made = [Page.objects.get(pk=home.pk)]
    for number, (parent, rules, source) in enumerate(nodes):
        page = Page.objects.get(pk=made[parent % len(made)].pk).add_child(
            instance=Page(title=str(number), slug=f"n{number}")
        )
        if source is not None:
            Page.objects.filter(pk=page.pk).update(alias_of=made[source % len(made)])
        for kind, members in rules:
            restrict(page, kind, *(three_groups[index] for index in members))
        made.append(page)
    keys = page_audiences(made)
    for user in crowd:
        allowed = {page.pk for page in made if wagtail_lets_in(page, user)}
        viewer = Viewer.of(user)
        assert {page.pk for page in made if viewer.satisfies(keys[page.pk])} == allowed
        assert visible_page_ids([page.pk for page in made], user) == allowed
        existing = [key for key in keys.values() if key]
        assert {page.pk for page in made if keys[page.pk] in viewer_keys(user, existing)} == allowed
