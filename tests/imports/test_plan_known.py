"""Planning against what is there already: earlier loads, editors' work, tags, targets of links."""

from __future__ import annotations

from portal.imports.content import TagContent
from portal.imports.plan import Options, Verb, plan
from portal.imports.rows import row_hash
from portal.imports.snapshot import KnownObject, KnownRecord, KnownTag, Snapshot
from tests.imports.files import CASE, LECTURE, SESSION, TAG
from tests.imports.planning import EMPTY, known, one, row, told

# --- what is there already --------------------------------------------------------------------------


def test_the_same_row_is_left_alone():
    assert one(CASE, known(CASE)).verb is Verb.UNCHANGED
    assert one({**CASE, "note": None, "awards": []}, known(CASE)).verb is Verb.UNCHANGED


def test_a_changed_row_updates_and_keeps_the_address_name():
    action = one({**CASE, "slug": "another"}, known(CASE, changed=True), publish=True)

    assert action.verb is Verb.UPDATE
    assert action.publish
    assert "주소 이름은 바꾸지 않습니다" in told(action)["slug"]


def test_an_object_without_a_record_is_updated():
    key = ("case", "case-t1")
    snapshot = Snapshot(objects={key: KnownObject(slug="smart-senior-center")})

    assert one(CASE, snapshot).verb is Verb.UPDATE


def test_a_deleted_object_stays_deleted_unless_restored():
    gone = Snapshot(records={("case", "case-t1"): KnownRecord(row_hash(row(CASE).data))})
    action = one(CASE, gone)

    assert action.verb is Verb.UNCHANGED
    assert "지워진 자료입니다" in told(action)[""]
    assert one({**CASE, "title": "바뀐 제목"}, gone).verb is Verb.UNCHANGED
    assert one(CASE, gone, restore=True).verb is Verb.CREATE


def test_publishing_later_publishes_the_draft_of_the_load_only():
    draft = known(CASE, published=False, live=False, ever_published=False)
    edited = known(CASE, published=False, live=False, ever_published=False, latest_revision_id=8)

    assert one(CASE, draft).verb is Verb.UNCHANGED
    assert one(CASE, draft, publish=True).verb is Verb.PUBLISH
    action = one(CASE, edited, publish=True)
    assert action.verb is Verb.UNCHANGED
    assert "편집자가 고치고 있는 쪽" in told(action)[""]


def test_what_an_editor_took_down_stays_down():
    down = {"live": False, "ever_published": True}
    changed = one(CASE, known(CASE, changed=True, **down), publish=True)

    assert changed.verb is Verb.UPDATE
    assert changed.publish is False
    assert one(CASE, known(CASE, published=False, **down), publish=True).verb is Verb.UNCHANGED


def test_locked_pages_are_left_alone_and_drafts_are_mentioned():
    locked = one(CASE, known(CASE, changed=True, locked=True))
    drafted = one(CASE, known(CASE, changed=True, has_draft=True))

    assert (locked.verb, told(locked)[""]) == (Verb.UNCHANGED, "잠긴 쪽이라 고치지 않았습니다.")
    assert drafted.verb is Verb.UPDATE
    assert "편집 중이던 초안" in told(drafted)[""]


# --- links and tags ---------------------------------------------------------------------------------


def test_links_to_rows_of_the_same_load_need_no_word():
    actions = plan([row(SESSION), row(LECTURE, 2)], EMPTY)

    assert [action.problems for action in actions] == [(), ()]


def test_links_to_rows_that_failed_are_named():
    actions = plan([row(SESSION), row({**LECTURE, "date": "x"}, 2)], EMPTY)

    assert "programme" in told(actions[0])


IOT = {
    "사물인터넷": KnownTag("사물인터넷", "tag-iot"),
    "iot": KnownTag("사물인터넷", "tag-iot", is_alias=True),
    "드론": KnownTag("드론"),
}


def test_spellings_of_a_tag_are_known_and_others_named_with_the_nearest():
    action = one({**CASE, "tags": ["IoT", "드 론", "드론배송", "완전히 다른 말"]}, Snapshot(tags=IOT))

    texts = [problem.text for problem in action.problems]
    assert texts == [
        "모르는 태그 '드론배송' (가까운 태그: 드론). 이 태그 없이 들어갑니다.",
        "모르는 태그 '완전히 다른 말'. 이 태그 없이 들어갑니다.",
    ]
    assert action.verb is Verb.CREATE


def test_tags_of_the_same_file_are_known_wherever_they_stand():
    actions = plan([row({**CASE, "tags": ["IoT 센서"]}), row(TAG, 2)], EMPTY)

    assert actions[0].problems == ()


def test_new_tags_are_made_once_when_asked_to():
    rows = [
        row({**CASE, "tags": ["드론 배송"]}),
        row({**CASE, "external_id": "c-2", "tags": ["드론배송"]}, 2),
    ]
    first, second = plan(rows, EMPTY, Options(create_tags=True))

    assert told(first)["tags"] == "태그 '드론 배송'을 새로 만듭니다."
    assert second.problems == ()


def test_a_tag_cannot_take_the_name_or_the_spelling_of_another():
    as_name = one({**TAG, "external_id": "tag-x", "title": "I-o-T"}, Snapshot(tags=IOT))
    as_alias = one(
        {"kind": "tag", "external_id": "tag-x", "title": "센서", "aliases": ["iot"]}, Snapshot(tags=IOT)
    )

    assert as_name.verb is Verb.ERROR
    assert told(as_name)["title"] == "'I-o-T'는 이미 태그 '사물인터넷'입니다."
    assert as_alias.verb is Verb.CREATE
    assert told(as_alias)["aliases"] == "'iot'는 태그 '사물인터넷'에 쓰이고 있어 뺐습니다."


def test_a_tag_made_by_hand_is_taken_over_by_its_name():
    action = one(
        {
            "kind": "tag",
            "external_id": "tag-drone",
            "title": "드론",
            "aliases": ["무인기", "드 론", "무인 기"],
        },
        Snapshot(tags=IOT),
    )

    assert action.verb is Verb.UPDATE
    assert isinstance(action.content, TagContent)
    assert action.content.aliases == ("무인기",)
