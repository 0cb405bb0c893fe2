"""What nobody but its own viewers may notice: one page for every way of being hidden, and what hangs on them.

Every text, address and name in it carries the word SECRET or 은닉, so that a leak is found by looking for those.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from districts.models import CaseIndexPage, CaseStudy, District
from lectures.models import CitedMoment, Lecture, ProgrammeItem
from portal.core.enums import CheckState
from portal.core.models import PortalDocument, PortalImage, TagAlias
from portal.core.site_tree import ensure_lists
from portal.guidance.models import GuideStep
from tests.factories.hidden_editions import hide_editions
from tests.factories.hidden_ideas import hide_ideas
from tests.factories.recordings import make_recording
from tests.factories.shown import MEMBERS, Shown
from tests.factories.site import (
    make_case,
    make_district,
    make_lecture,
    make_session,
    make_speaker,
    make_tag,
    restrict,
)

MARKS = ("secret", "은닉")
LOGIN, GROUP, NOBODY = "login", "group", "nobody"


@dataclass
class Hidden:
    """Pages by name, and who may see each: LOGIN (all who signed in), GROUP (MEMBERS) or NOBODY."""

    pages: dict[str, Page] = field(default_factory=dict)
    audience: dict[str, str] = field(default_factory=dict)
    files: list[PortalDocument | PortalImage] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def add(self, name: str, page: Page, audience: str) -> Page:
        self.pages[name], self.audience[name] = page, audience
        return page

    def seen_by(self, *audiences: str) -> set[str]:
        return {name for name, audience in self.audience.items() if audience in audiences}


def secret_case(name: str, district: District | None = None, **fields: Any) -> CaseStudy:
    """A case whose every field gives it away."""
    values: dict[str, Any] = {
        "title": f"은닉제목 {name}",
        "title_en": f"Secret title {name}",
        "slug": f"secret-{name}",
        "summary": f"은닉요약 {name}",
        "summary_en": f"Secret summary {name}",
        "problem": f"<p>은닉본문 {name} 스마트 돌봄</p>",
        "field": "교통",
        "stage": "running",
        "licence": "4",
        "department": "은닉부서",
        "sources": [{"outlet": "은닉신문", "title": "은닉기사", "date": "2031-01-01"}],
        "tags": ("은닉태그", "절반태그", "돌봄"),
    }
    return make_case(district=district, **{**values, **fields})


def secret_lecture(name: str, **fields: Any) -> Lecture:
    values: dict[str, Any] = {
        "title": f"은닉강연 {name}",
        "title_en": f"Secret lecture {name}",
        "slug": f"secret-lecture-{name}",
        "summary": f"은닉강연요약 {name}",
        "date": datetime.date(2032, 1, 1),
        "event": "은닉행사",
        "tags": ("은닉태그",),
    }
    return make_lecture(**{**values, **fields})


def case_folder() -> CaseIndexPage:
    return CaseIndexPage.objects.child_of(ensure_lists()).get()


def hide_everything(shown: Shown) -> Hidden:
    """Every kind of hidden page and file; the shown pages point at them as far as pages can."""
    hidden = Hidden()
    members = Group.objects.get(name=MEMBERS)
    TagAlias.objects.create(tag=make_tag("은닉태그", name_en="Secret tag"), name="은닉별칭")
    _restricted(hidden)
    _not_live(hidden)
    _moved(hidden)
    _people(hidden, shown)
    _recordings(hidden, shown)
    hide_editions(hidden, shown, MEMBERS)
    _files(hidden, members)
    hide_ideas(hidden)
    _drafts_of_shown(shown)
    _point_at(hidden, shown)
    return hidden


def _restricted(hidden: Hidden) -> None:
    restrict(hidden.add("login", secret_case("login", make_district()), LOGIN))
    restrict(hidden.add("group", secret_case("group", make_district()), GROUP), MEMBERS)
    restrict(hidden.add("password", secret_case("password"), NOBODY))
    PageViewRestriction.objects.filter(page=hidden.pages["password"]).update(
        restriction_type=PageViewRestriction.PASSWORD, password="SECRET-word"
    )
    source = hidden.add("source", secret_case("source"), GROUP)
    restrict(source, MEMBERS)
    alias = source.create_alias(parent=case_folder(), update_slug="secret-alias")
    hidden.add("alias", Page.objects.get(pk=alias.pk).specific, GROUP)
    for number, groups, audience in ((91, (), LOGIN), (92, (MEMBERS,), GROUP)):
        session = make_session(
            number,
            title=f"은닉회차 {number}",
            title_en=f"Secret session {number}",
            slug=f"secret-session-{number}",
            date=datetime.date(2033, 1, number - 90),
            venue="은닉장소",
        )
        hidden.add(f"session-{number}", session, audience)
        ProgrammeItem.objects.create(session=session, title="은닉순서", speaker="은닉연사")
        hidden.add(f"below-{number}", secret_lecture(f"below-{number}", session=session), audience)
        restrict(session, *groups)


def _not_live(hidden: Hidden) -> None:
    future = timezone.now() + datetime.timedelta(days=3)
    past = timezone.now() - datetime.timedelta(days=3)
    hidden.add("draft", secret_case("draft", live=False), NOBODY)
    hidden.add("expired", secret_case("expired", live=False, expired=True, expire_at=past), NOBODY)
    scheduled = hidden.add("scheduled", secret_case("scheduled", live=False), NOBODY)
    scheduled.go_live_at = future
    scheduled.save_revision(approved_go_live_at=future)
    withdrawn = hidden.add("withdrawn", secret_case("withdrawn"), NOBODY)
    withdrawn.unpublish()
    deleted = secret_case("deleted")
    hidden.addresses.append(deleted.get_url())
    Page.objects.get(pk=deleted.pk).delete()


def _moved(hidden: Hidden) -> None:
    """A case that was public under an innocent address until it moved below a private district's page."""
    private = District.objects.get(name="도봉구")
    moved = hidden.add("moved", make_case("은닉제목 moved", slug="innocent-address"), GROUP)
    moved.move(CaseIndexPage.objects.child_of(private.page).get(), pos="last-child")
    moved = CaseStudy.objects.get(pk=moved.pk)
    moved.slug = "secret-new-address"
    moved.save_revision().publish()
    hidden.pages["moved"] = CaseStudy.objects.get(pk=moved.pk)
    hidden.addresses.append("/cases/innocent-address/")


def _people(hidden: Hidden, shown: Shown) -> None:
    """Somebody with hidden talks only, and a hidden talk of somebody who also gave public ones."""
    unseen = make_speaker("은닉연사", name_en="Secret Speaker", slug="secret-speaker")
    hidden.addresses.append("/speakers/secret-speaker/")
    district = District.objects.get(name="강남구")
    for name, speaker in (("talk", unseen), ("known-talk", shown.speaker)):
        talk = secret_lecture(name, speaker=speaker)
        talk.speakers.update(affiliation="은닉소속", district=district)
        restrict(hidden.add(name, talk, LOGIN))


def _recordings(hidden: Hidden, shown: Shown) -> None:
    """What is said in hidden lectures, in a recording that is not public yet, and cases that point at moments."""
    talks = [hidden.pages["talk"], hidden.pages["below-92"]]
    for lecture in (*talks, shown.lectures[0]):
        recording = make_recording(
            lecture,
            "은닉연사: 은닉자막 돌봄",
            name="secret.mp3",
            published=lecture in talks,
            chapters=[(0, "은닉장", "Secret chapter")],
        )
        hidden.addresses += [
            recording.file_url,
            *(recording.captions_url("ko", form) for form in ("vtt", "txt")),
        ]
    note = {"moment": "0:01", "note": "은닉쪽지"}
    CitedMoment.objects.create(case_id=hidden.pages["login"].pk, lecture=shown.lectures[0], **note)
    CitedMoment.objects.create(case_id=shown.cases[0].pk, lecture=talks[0], **note)


def _files(hidden: Hidden, members: Group) -> None:
    collection = Collection.get_first_root_node().add_child(name="은닉자료실")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(members)
    inner = collection.add_child(name="은닉자료실 안")
    for number, place in enumerate((collection, inner)):
        hidden.files.append(
            PortalDocument.objects.create(
                title=f"은닉문서 {number}",
                file=ContentFile("은닉문서본문".encode(), name=f"secret-file-{number}.pdf"),
                collection=place,
                check_state=CheckState.OPEN,
            )
        )
        hidden.files.append(make_picture(f"secret-picture-{number}.png", place, title=f"은닉그림 {number}"))


def make_picture(name: str, collection: Collection | None = None, title: str = "그림") -> PortalImage:
    content = io.BytesIO()
    Picture.new("RGB", (40, 30), "navy").save(content, "PNG")
    content.seek(0)
    return PortalImage.objects.create(
        title=title,
        description=f"{title} 설명",
        file=ImageFile(content, name=name),
        collection=collection or Collection.get_first_root_node(),
    )


def _drafts_of_shown(shown: Shown) -> None:
    for page in (shown.cases[0], shown.lectures[0]):
        draft = page.get_latest_revision_as_object()
        draft.title, draft.summary, draft.slug = "은닉초안 제목", "은닉초안 요약", "secret-draft-slug"
        draft.save_revision()


def _point_at(hidden: Hidden, shown: Shown) -> None:
    """Relations of shown pages to hidden ones, as rows, so that the drafts above stay drafts."""
    case, lecture, talk = shown.cases[0], shown.lectures[0], hidden.pages["talk"]
    case.related_lectures.through.objects.create(casestudy_id=case.pk, lecture_id=talk.pk)
    lecture.related_cases.through.objects.create(lecture_id=lecture.pk, casestudy_id=hidden.pages["login"].pk)
    ProgrammeItem.objects.filter(session=shown.session).update(lecture_id=talk.pk)
    for number, name in enumerate(("login", "group", "draft", "below-91", "withdrawn")):
        page = hidden.pages[name]
        note = {"note": f"은닉쪽지 {name} 돌봄", "note_en": "Secret note"}
        GuideStep.objects.create(guide=shown.guide, page_id=page.pk, sort_order=number, **note)
        address = {"address": f"/{page.url_path.removeprefix('/home/')}", "title": "은닉이름"}
        GuideStep.objects.create(guide=shown.guide, sort_order=9, **address, **note)
