"""Lectures with their speakers."""

from __future__ import annotations

from districts.models import CaseStudy
from lectures.domain.checklist import hold, note_reasons
from lectures.domain.checklist import publish as make_public
from lectures.domain.media_files import keep_file
from lectures.domain.transcripts import replace_captions, replace_chapters
from lectures.models import ForumSession, Lecture, LectureSpeaker, LectureTag, Recording
from portal.core.site_tree import lecture_parent
from portal.imports.apply.districts import district_by_code
from portal.imports.apply.pages import Saved, change, create, editable, fill, fill_tags, move
from portal.imports.apply.speakers import ensure_speaker
from portal.imports.apply.targets import Targets
from portal.imports.content.types import LectureContent, RecordingContent


def save_lecture(content: LectureContent, external_id: str, targets: Targets, *, publish: bool) -> Saved:
    """The page, and its recording where the row brings one; a file that cannot be kept fails the row.

    What is spoken and why it may be public comes before the page is. Raises NotReady.
    """
    beside = content.recording is not None or bool(content.reasons)
    saved = _save_page(content, external_id, targets, publish=publish, first_draft=beside)
    if beside:
        recording, _made = Recording.objects.get_or_create(lecture_id=saved.page.pk)
        if content.recording is not None:
            _save_recording(recording, content.recording)
        if publish:
            make_public(recording, None, content.reasons)
            saved.revision.publish()
        else:
            note_reasons(recording, content.reasons)
            recording.save()
            hold(recording)
    return saved


def _save_recording(recording: Recording, content: RecordingContent) -> None:
    recording.synthetic_voice = content.synthetic_voice
    with content.file.open("rb") as file:
        keep_file(recording, content.file.name, file)
    replace_captions(recording, content.lines)
    replace_chapters(recording, content.chapters)


def _save_page(
    content: LectureContent, external_id: str, targets: Targets, *, publish: bool, first_draft: bool
) -> Saved:
    page = editable(Lecture, external_id, publish=publish)
    lecture = page or Lecture()
    fill(lecture, content)
    if content.tags is not None:
        fill_tags(lecture, targets.tags(content.tags), LectureTag)
    if content.speakers is not None:
        lecture.speakers = _speakers(content)
    if content.district is not None:
        lecture.district = district_by_code(content.district) if content.district else None
    if "related_cases" in content.linked_columns:
        lecture.related_cases = targets.pages(CaseStudy, content.links, "related_cases")
    session_link = next((link for link in content.links if link.column == "session"), None)
    session = targets.page(ForumSession, session_link) if session_link else None
    if page is None:
        return create(
            lecture, lecture_parent(session), content.slug, external_id, publish=publish and not first_draft
        )
    was_live = page.live
    saved = change(lecture, publish=publish and not first_draft)
    if session is not None and session_link is not None and not page.is_child_of(session):
        if was_live and not publish:
            # Moving changes the address of what is live: it waits until the row is published.
            targets.missing.append(session_link)
        else:
            move(page, session)
    return saved


def _speakers(content: LectureContent) -> list[LectureSpeaker]:
    return [
        LectureSpeaker(
            sort_order=position,
            speaker=ensure_speaker(talk.name, talk.affiliation),
            affiliation=talk.affiliation,
            role=talk.role,
            district=district_by_code(talk.district) if talk.district else None,
        )
        for position, talk in enumerate(content.speakers or ())
    ]
