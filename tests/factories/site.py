"""A small site for tests: the fixed tree and pages as few or as many as a test needs."""

from __future__ import annotations

import itertools
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from districts.models import CaseStudy, CaseTag, District
from lectures.models import ForumSession, Lecture, LectureSpeaker, LectureTag, Speaker
from portal.accounts.models import User
from portal.core.models import Tag
from portal.core.site_tree import case_parent, ensure_district_page, lecture_parent, session_parent

_numbers = itertools.count(1)


def make_district(name: str = "노원구", name_en: str = "Nowon-gu", code: str = "11350") -> District:
    """The district with its page and case folder."""
    slug = name_en.lower()
    district, _ = District.objects.get_or_create(
        code=code, defaults={"name": name, "name_en": name_en, "slug": slug}
    )
    ensure_district_page(district)
    return district


def make_tag(name: str, **fields: Any) -> Tag:
    """The tag of that name."""
    found = Tag.objects.filter(name=name).first()
    return found or Tag.objects.create(name=name, slug=name.lower().replace(" ", "-"), **fields)


def make_case(
    title: str = "", *, district: District | None = None, tags: tuple[str, ...] = (), **fields: Any
) -> CaseStudy:
    """A published case; `live=False` makes a draft."""
    number = next(_numbers)
    values = {"title": title or f"사례 {number}", "slug": f"case-{number}", "field": "복지", **fields}
    sources = values.pop("sources", [{"outlet": "자료", "date": "2024-05-01"}])
    case = CaseStudy(district=district, **values)
    case.sources = [("source", source) for source in sources]
    page = case_parent(district)
    created = type(page).objects.get(pk=page.pk).add_child(instance=case)
    for name in tags:
        CaseTag.objects.create(tag=make_tag(name), content_object=created)
    created.save_revision()
    return created


def make_session(number: int = 1, **fields: Any) -> ForumSession:
    """A published session."""
    parent = session_parent()
    values = {"title": f"제{number}차 포럼", "slug": f"session-{number}", "number": number, **fields}
    return type(parent).objects.get(pk=parent.pk).add_child(instance=ForumSession(**values))


def make_speaker(name: str = "", **fields: Any) -> Speaker:
    number = next(_numbers)
    return Speaker.objects.create(**{"name": name or f"연사 {number}", "slug": f"speaker-{number}", **fields})


def make_lecture(
    title: str = "",
    *,
    session: ForumSession | None = None,
    speaker: Speaker | None = None,
    tags: tuple[str, ...] = (),
    **fields: Any,
) -> Lecture:
    """A published lecture with one speaker when given."""
    number = next(_numbers)
    parent = lecture_parent(session)
    values = {"title": title or f"강연 {number}", "slug": f"lecture-{number}", **fields}
    lecture = type(parent).objects.get(pk=parent.pk).add_child(instance=Lecture(**values))
    if speaker:
        LectureSpeaker.objects.create(lecture=lecture, speaker=speaker, affiliation="서울시")
    for name in tags:
        LectureTag.objects.create(tag=make_tag(name), content_object=lecture)
    lecture.save_revision()
    return lecture


def make_user(email: str = "", *groups: str, **fields: Any) -> User:
    """A user in the groups of these names, with a confirmed address and the password "pw"."""
    user = User.objects.create_user(email or f"user{next(_numbers)}@example.org", "pw", **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for name in groups:
        user.groups.add(Group.objects.get_or_create(name=name)[0])
    return user


def restrict(page: Any, *groups: str) -> PageViewRestriction:
    """Open the page to signed-in people, or to these groups only."""
    kind = PageViewRestriction.GROUPS if groups else PageViewRestriction.LOGIN
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)
    restriction.save()
    return restriction
