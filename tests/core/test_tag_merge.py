from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from districts.models import CaseTag
from portal.core.models import Tag, TagAlias
from portal.core.site_tree import ensure_lists
from tests.factories.site import make_case, make_lecture, make_tag

pytestmark = pytest.mark.django_db


def test_everything_with_the_first_tag_has_the_second_and_the_name_leads_to_it():
    ensure_lists()
    old, new = make_tag("IoT 센서"), make_tag("사물인터넷")
    TagAlias.objects.create(tag=old, name="감지기")
    cases = [make_case(tags=(old.name,)), make_case(tags=(old.name, new.name)), make_case(tags=(new.name,))]
    lecture = make_lecture(tags=(old.name,))
    call_command("merge_tags", old.name, new.name, verbosity=0)
    assert not Tag.objects.filter(name=old.name).exists()
    for case in cases:
        assert list(CaseTag.objects.filter(content_object=case).values_list("tag_id", flat=True)) == [new.pk]
    assert list(lecture.tagged_items.values_list("tag_id", flat=True)) == [new.pk]
    assert set(new.aliases.values_list("name", flat=True)) == {"감지기", "IoT 센서"}


@pytest.mark.parametrize(("tag", "into"), [("사물인터넷", "사물인터넷"), ("없는 태그", "사물인터넷")])
def test_what_cannot_be_merged_is_refused(tag, into):
    make_tag("사물인터넷")
    with pytest.raises(CommandError):
        call_command("merge_tags", tag, into)
