"""What the queue keeps about somebody can be taken out, and goes with the account."""

from __future__ import annotations

import pytest
from post_office.models import Email

from portal.accounts import own_data
from portal.letters.domain import sending
from portal.letters.domain.queue import post
from tests.factories.letters import waiting_letters
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db


def test_letters_to_somebody_are_told_and_deleted_but_those_that_wait(note, server):
    user = make_user("one@example.org")
    for address in ("one@example.org", "two@example.org"):
        post([address], note, {"title": "나간 것"})
    sending.send_due()
    post(["One@example.org"], note, {"title": "남은 것"})
    told = own_data.gather(user)["letters"]
    assert [letter["subject"] for letter in told] == ["소식: 나간 것", "소식: 남은 것"]
    own_data.erase(user)
    assert [letter.subject for letter in waiting_letters()] == ["소식: 남은 것"]
    assert list(Email.objects.exclude(message="").values_list("to", flat=True)) == [["One@example.org"]]
    assert Email.objects.count() == 2
