"""Nothing hidden is noticed by somebody who did not sign in: not in a word, not in a count, not in an address.

Every address has a rule here; one without fails, so that a new view cannot be forgotten.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

from portal.report.domain.codes import Place, encode
from portal.report.domain.materials import kind_of
from search.engines import embedded
from search.sync import sync_all
from tests.addresses import fill, patterns
from tests.factories.hidden import MARKS, Hidden, hide_everything
from tests.factories.shown import Shown

pytestmark = pytest.mark.django_db

SEARCHES = (
    "",
    "q=",
    "sort=date",
    "size=100",
    "page=2&size=3",
    "q=돌봄",
    "q=돌봄&sort=date",
    "q=어르신",
    "q=은닉제목",
    "q=은닉본문 돌봄",
    "q=secret",
    "q=은닉태그",
    "q=은닉연사",
    "q=은닉별칭",
    "kind=case",
    "kind=lecture&kind=person",
    "district=노원구",
    "district=도봉구",
    "field=교통",
    "tag=돌봄",
    "tag=절반태그",
    "year=2024",
    "year=2031",
    "year=2032",
    "licence=4",
    "licence=1&field=교통&kind=case",
    "q=돌봄&district=노원구&kind=case",
    "q=없는낱말&district=도봉구&field=교통",
)
LISTINGS = (
    "/cases/?field=교통",
    "/cases/?year=2031",
    "/cases/?district=노원구&stage=running",
    "/cases/?tag=절반태그",
    "/cases/?page=2",
    "/lectures/?year=2032",
    "/lectures/?tag=돌봄",
    "/lectures/?session=session-1",
    "/sessions/?year=2033",
    "/districts/?field=교통",
    "/districts/gap/",
)
CASES = ("", "?tag=절반태그", "?tag=은닉태그", "?year=2031", "?district=도봉구", "?field=교통&header=ko")


REPORT_PATHS = ("", "-outcomes", "/text", "/text?form=citation", "/case.pdf", "/case.hwpx", "/prize-ko.docx")


def code_of(page: Page) -> str:
    """The short address of a case, lecture or session."""
    return f"/r/{encode(Place(kind_of(page), page.pk))}"


# Forms of one's own account: what they show is tried in tests/accounts.
OF_THE_ACCOUNT = (
    "account",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_change_password",
    "account_set_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_kept_form",
    "account_session",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
)


def in_both(addresses) -> list[str]:
    return [prefix + address for address in addresses for prefix in ("", "/en")]


def answers_to_all(shown: Shown) -> dict[str, list[str]]:
    """For every URL pattern outside the admin the addresses that answer 200 to everybody."""
    asked = [f"?{query}" for query in SEARCHES]
    speaker = shown.speaker.get_absolute_url()
    return {
        "healthz": ["/healthz"],
        "readyz": ["/readyz"],
        "robots": ["/robots.txt"],
        "sitemap": ["/sitemap.xml"],
        # Beyond 10,000 addresses only; filled like the sitemap itself (tests/machines/test_sitemap.py).
        "sitemap_part": ["/sitemap-1.xml"],
        "feed": ["/feed/", "/feed/?page=2"],
        "feed_district": ["/feed/district/nowon-gu/", "/feed/district/dobong-gu/"],
        "feed_tag": ["/feed/tag/돌봄/"],
        # Pictures hold no text to search; who gets one is tried in tests/machines/test_pictures.py.
        "share_picture": [],
        "api": [*in_both(["/api/"]), "/api/?format=json"],
        "api_openapi": ["/api/openapi.json"],
        "api_cases_schema": ["/api/cases.schema.json"],
        "api_cases_json": [f"/api/cases.json{query}" for query in CASES],
        "api_cases_csv": [f"/api/cases.csv{query}" for query in CASES],
        "search_api:search": [f"/api/search/{query}" for query in asked],
        "search_api:suggest": [
            f"/api/suggest/?q={typed}{rest}"
            for typed in ("돌봄", "ㄷㅂ", "은닉", "ㅇㄴ", "은ㄴ", "dmssl", "secret", "노원", "없는", "")
            for rest in ("", "&lang=en")
        ],
        "search:results": in_both(f"/search/{query}" for query in asked),
        "search:case_request": in_both(["/search/request/", "/search/request/?q=은닉&district=노원구"]),
        "login": in_both(["/login/", "/login/?next=/cases/"]),
        **{name: [] for name in OF_THE_ACCOUNT},
        "account_reset_password": in_both(["/account/password/reset/"]),
        "speakers": in_both(["/speakers/"]),
        "speaker": in_both([speaker]),
        "calendar": in_both(["/calendar/", "/calendar/?kind=session&year=2033"]),
        "calendar_file": in_both(["/calendar.ics", "/calendar.ics?district=gangnam-gu"]),
        "session_file": in_both([f"/sessions/{shown.session.slug}/calendar.ics"]),
        "tags": in_both(["/tags/", "/tags/?sort=count"]),
        "tag": in_both(["/tags/돌봄/", "/tags/돌봄/?kind=lecture&sort=title"]),
        "district_table": in_both(["/districts/table/"]),
        "district_table_csv": in_both(["/districts/table.csv"]),
        "compare": in_both([shown.comparison(), shown.comparison() + "&only=diff", "/cases/compare/"]),
        "compare_csv": in_both([shown.comparison().replace("/?", ".csv?")]),
        # Answers to a form only; hidden cases are tried in tests/districts/test_basket.py.
        "compare_basket": [],
        # Short addresses lead on, documents are files: hidden ones are tried below, open ones in tests/report.
        "report:short": [],
        # Files of open collections are tried in tests/attachments, hidden ones below.
        "attachments:preview": [],
        "report:download": [],
        "report:text": in_both(
            f"{code_of(page)}/text{query}"
            for page in (*shown.cases[:2], *shown.lectures[:2])
            for query in ("", "?form=citation", "?q=돌봄")
        ),
        "glossary": in_both(["/glossary/", "/glossary/?order=en&find=은닉", "/glossary/?find=care"]),
        "term": in_both([shown.term.get_absolute_url()]),
        "ideas:index": in_both(["/ideas/", "/ideas/?tag=은닉태그&status=draft", "/ideas/?sort=support"]),
        # Public ones are tried in tests/community/ideas, hidden ones below; the rest is for members.
        "ideas:idea": [],
        "ideas:new": [],
        "ideas:mine": [],
        "ideas:edit": [],
        "ideas:delete": [],
        "ideas:comment": [],
        "ideas:support": [],
        "ideas:report": [],
        "ideas:take_back": [],
        "questions:list": in_both(["/questions/", "/questions/?kind=case&district=nowon-gu&sort=oldest"]),
        "questions:similar": in_both(
            f"/similar/?q={typed}&kind=question&kind=case&kind=lecture"
            for typed in ("돌봄", "은닉제목", "없는")
        ),
        # For whoever signed in or holds the link of a letter; tried in tests/community/questions.
        "questions:ask": [],
        "questions:mine": [],
        "questions:question": [],
        "questions:withdraw": [],
        "questions:answer": [],
        "questions:answer_by_link": [],
        # For whoever signed in or holds the link of a letter; tried in tests/community/members.
        "members": [],
        "member_me": [],
        "post": [],
        "post_hand_over": [],
        "confirm_case": [],
        # For whoever signed in or holds the link of a letter; tried in tests/community.
        "bookmarks": [],
        "bookmark_add": [],
        "bookmark": [],
        "bookmark_delete": [],
        "listening": [],
        "listening_delete": [],
        "saved_searches": [],
        "saved_search_add": [],
        "saved_search_rename": [],
        "saved_search_delete": [],
        "digest_settings": [],
        "digest_stop": [],
        # Forms and what follows on them; links of letters are tried in tests/joining.
        "joining:register": in_both(["/register/"]),
        "joining:confirmed": in_both(["/register/done/"]),
        "joining:confirm": [],
        "joining:join": [],
        "joining:joined": in_both(["/join/done/"]),
        "joining:wake": in_both(["/account/wake/"]),
        "joining:wake_confirm": [],
        "joining:data": [],
        "joining:data_file": [],
        "joining:delete": [],
        "joining:deleted": in_both(["/account/deleted/"]),
        "wagtail_serve": in_both([*shown.addresses(), *LISTINGS]),
        # Files of open collections are tried in tests/core/test_files.py, hidden ones below.
        "wagtaildocs_serve": [],
        # Open ones are tried in tests/lectures/test_recordings.py, hidden ones below.
        "recording_file": [],
        "recording_captions": [],
        "rendition": [],
        # Nothing of the content: signing out, another way to sign in, a form for shared passwords.
        "logout": [],
        "sign_in_elsewhere": [],
        "wagtailcore_login": [],
        "wagtailcore_authenticate_with_password": [],
    }


def test_every_address_has_a_rule(shown):
    """A new one belongs into `answers_to_all`, or its hidden side into the tests below."""
    names = {pattern.name for pattern in patterns() if not pattern.route.lstrip("^").startswith("admin/")}
    assert names == set(answers_to_all(shown))


def body(client: Client, address: str) -> str:
    response = client.get(iri_to_uri(address))
    assert response.status_code == 200, address
    content = response.getvalue().decode()
    text = re.sub(r'(name="(?:csrfmiddlewaretoken|key)" value=)"[\w-]+"', r"\1", content)
    return re.sub(r'"(took_ms|score)": [\d.e-]+', r'"\1": 0', text)


def difference(before: str, after: str) -> str:
    """Where two answers part."""
    place = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return f"{before[place - 60 : place + 60]!r} became {after[place - 60 : place + 60]!r}"


def leaks(text: str) -> list[str]:
    """What stands around every mark of something hidden, also where it is written in escapes."""
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), unquote(text)).casefold()
    return [plain[max(0, plain.find(mark) - 40) :][:90] for mark in MARKS if mark in plain]


def test_public_answers_are_the_same_with_and_without_hidden_things(shown, client, monkeypatch):
    # Where hits are cut follows the word statistics, which count everything (docs/decisions/0011).
    monkeypatch.setattr(embedded, "SCORE_CUT", 0.0)
    addresses = [address for answers in answers_to_all(shown).values() for address in answers]
    before = {address: body(client, address) for address in addresses}
    assert not any(leaks(text) for address, text in before.items() if not leaks(address))
    hide_everything(shown)
    sync_all()
    after = {address: body(client, address) for address in addresses}
    changed = {a: difference(before[a], after[a]) for a in addresses if before[a] != after[a]}
    assert changed == {}


def test_hidden_addresses_say_nothing_but_themselves(hidden, client):
    """Each answers "sign in" or "not found", and names nothing that was not asked for."""
    for address in in_both(hidden_addresses(hidden)):
        response = client.get(address)
        expected = (200,) if "secret-password" in address else (302, 403, 404)
        assert response.status_code in expected, (address, response.status_code)
        said = response.content.decode() + str(dict(response.headers))
        assert leaks(without_address(said, address)) == [], address


def hidden_addresses(hidden: Hidden) -> list[str]:
    pages = [page.url_path.replace("/home/", "/", 1) for page in hidden.pages.values()]
    files = [
        file.url if hasattr(file, "url") else file.get_rendition("width-20").url for file in hidden.files
    ]
    stored = [f"/media/{file.file.name}" for file in hidden.files]
    stored += [f"/files/{file.pk}/" for file in hidden.files if hasattr(file, "check_state")]
    short = [f"{code_of(page)}{rest}" for page in hidden.pages.values() for rest in REPORT_PATHS]
    return [*hidden.addresses, *pages, *stored, *files, *short, "/_util/login/?next=/districts/dobong-gu/"]


def without_address(text: str, address: str) -> str:
    for form in (address, quote(address), quote(address, safe=""), address.removeprefix("/en")):
        text = text.replace(form, "")
    return unquote(text).replace(unquote(address).removeprefix("/en"), "")


def test_a_hidden_tag_is_answered_like_one_that_does_not_exist(hidden, client):
    """Also by its alias, its English name and in another case: what comes back is what was asked."""
    for path in ("/search/", "/en/search/", "/api/search/", "/cases/", "/en/cases/", "/lectures/"):
        for value in ("은닉태그", "은닉별칭", "Secret tag", "SECRET TAG"):
            # In the same script, because Korean words are marked as Korean.
            unknown = ("없" if value >= "가" else "X") * len(value)
            # An address within an address is escaped twice.
            answers = [
                unquote(unquote(body(client, f"{path}?tag={tag}").replace("+", " ")))
                for tag in (value, unknown)
            ]
            real = answers[0].replace(value, unknown)
            assert real == answers[1], (path, value, difference(real, answers[1]))


def test_the_page_of_a_hidden_speaker_is_like_that_of_nobody(hidden, client):
    hidden_one, nobody = client.get("/speakers/secret-speaker/"), client.get("/speakers/absent-speaker/")
    assert hidden_one.status_code == nobody.status_code == 404
    assert hidden_one.content.decode().replace("secret-speaker", "absent-speaker") == nobody.content.decode()


def test_every_address_of_the_admin_sends_strangers_to_sign_in(hidden, client):
    open_to_all = {
        "wagtailadmin_login",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailadmin_javascript_catalog",
        "admin_catalogue",
        "wagtailadmin_sprite",
        "wagtailadmin_logout",
    }
    pages = [page.pk for page in hidden.pages.values()][:3]
    files = [file.pk for file in hidden.files]
    ids = {name: [*pages, *files] for name in ("page_id", "pk", "document_id", "image_id", "parent_page_id")}
    for pattern in patterns():
        if not pattern.route.startswith("admin/") or "^" in pattern.route:
            continue
        for address in fill(pattern.route, ids):
            response = client.get(address)
            said = response.content.decode() + str(dict(response.headers))
            assert leaks(said) == [], address
            if pattern.name not in open_to_all:
                assert response.status_code in (302, 403, 404, 405), (address, response.status_code)
