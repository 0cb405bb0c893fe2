"""Addresses of the sample content, one of every kind of screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

SENIOR_CENTRES = "스마트경로당"
NOWON_CASE = "/districts/nowon-gu/cases/wolseong-smart-senior-center/"
DEEP_CASE = "/districts/gwanak-gu/cases/gwanak-smart-senior-centres/"
EXPLAINER = "/lectures/explainer-kiosk/"
LECTURE = "/lectures/generative-ai-trends-and-local-government/"


def search(query: str = "", **filters: str) -> str:
    """The address of a search; filters by the names of the parameters."""
    pairs = [("q", query)] if query else []
    pairs += list(filters.items())
    return "/search/?" + "&".join(f"{name}={quote(value)}" for name, value in pairs)


PLACES = {
    "home": "/",
    "search": search(SENIOR_CENTRES),
    "search-filtered": search(SENIOR_CENTRES, district="노원구"),
    "search-all": "/search/",
    "search-nothing": search("압구정", district="노원구"),
    "search-nothing-at-all": search("zqjvxkw"),
    "search-understood": search("tmakxmtnlaxu"),
    "search-moments": search("키오스크", kind="lecture"),
    "search-attachments": search("음성안내", place="attachment"),
    "case-request": "/search/request/",
    "register": "/register/",
    "register-done": "/register/done/",
    "join-done": "/join/done/",
    "wake": "/account/wake/",
    "account-deleted": "/account/deleted/",
    "join-ended": "/join/ended/",
    "search-wrong": search(SENIOR_CENTRES, year="언제"),
    "lectures": "/lectures/",
    "lecture": LECTURE,
    "explainer": EXPLAINER,
    "lecture-untitled": "/sessions/session-1/session-1-special-lecture/",
    "sessions": "/sessions/",
    "session": "/sessions/session-3/",
    "speakers": "/speakers/",
    "cases": "/cases/",
    "district-cases": "/districts/nowon-gu/cases/",
    "case": DEEP_CASE,
    "case-short": NOWON_CASE,
    "districts": "/districts/",
    "districts-field": f"/districts/?field={quote('복지')}",
    "district": "/districts/gwanak-gu/",
    "tags": "/tags/",
    "tag": "/tags/인공지능/",
    "privacy": "/privacy/",
    "terms": "/terms/",
    "copyright": "/copyright/",
    "accessibility": "/accessibility/",
    "report-error": "/report-error/?page=/cases/",
    "cases-nothing": "/cases/?district=강북구&field=문화",
    "lectures-sorted": "/lectures/?sort=title&page=2",
    "speaker": "/speakers/루시-알마드/",
    "api": "/api/",
    "compare": "/cases/compare/",
    "district-table": "/districts/table/",
    "gap": "/districts/gap/",
    "expo": "/expo/",
    "expo-edition": "/expo/slw-2025/",
    "expo-plan": "/expo/plan-2023/",
    "prizes": "/prize/",
    "prize": "/prize/2024/",
    "prize-narrowed": "/prize/2024/?category=human&country=IS",
    "calendar": "/calendar/",
    "guides": "/guides/",
    "guide": "/guides/starting-with-ai-in-administration/",
    "glossary": "/glossary/",
    "glossary-az": "/glossary/?order=en",
    "glossary-nothing": "/glossary/?find=zqjvxkw",
    "term": "/glossary/digital-transformation/",
    "short-missing": "/r/none/text",
    "ideas": "/ideas/",
    "ideas-nothing": f"/ideas/?district={quote('강북구')}",
    "questions": "/questions/",
    "questions-nothing": "/questions/?kind=attachment",
    "login": "/login/",
    "password-reset": "/account/password/reset/",
    "password-reset-sent": "/account/password/reset/done/",
    "password-reset-ended": "/account/password/reset/1-ended/",
    "password-reset-complete": "/account/password/reset/complete/",
    "address-to-confirm": "/account/confirm-email/",
    "address-link-ended": "/account/confirm-email/ended/",
    "account-inactive": "/account/inactive/",
    "oidc-cancelled": "/account/sso/cancelled/",
    "oidc-failed": "/account/sso/error/",
    "missing": "/no-such-page/",
}
# Screens for members, asked for by the demo account that edits a district and holds a post in it.
SIGNED_IN = {
    "own-data": "/account/data/",
    "members": "/members/",
    "members-found": "/members/?q=" + quote("노원구 AI"),
    "members-nothing": "/members/?q=zqjvxkw",
    "members-people": "/members/?list=people",
    "member-me": "/members/me/",
    "bookmarks": "/members/me/bookmarks/",
    "bookmarks-nothing": "/members/me/bookmarks/?kind=moment&find=zqjvxkw",
    "saved-searches": "/members/me/searches/",
    "digest-settings": "/members/me/digest/",
    "idea-new": "/ideas/new/",
    "ideas-mine": "/ideas/mine/",
    "questions-mine": "/questions/mine/",
    "search-nothing-member": search("zqjvxkw"),
    "kept-lecture": "/lectures/explainer-forum/",
    "kept-case": DEEP_CASE,
    "kept-results": "/search/?q=" + quote("스마트"),
}
# Answered with a status that Chromium reports on its console.
STATUS = {"oidc-failed": 401, "join-ended": 410, "search-wrong": 400, "missing": 404, "short-missing": 404}
# What Chromium says of them.
COMPLAINED_OF = rf"status of ({'|'.join(sorted({str(status) for status in STATUS.values()}))})"
# Screens whose address depends on the database: a page that names it, what to look for there, the address of it.
LINKED = {
    "compare-two": ("/cases/", r'name="id"\s+value="(\d+)"', "/cases/compare/?id={}&id={}"),
    "file-table": ("/lectures/explainer-ai-gap/", r'href="(/files/\d+/)"', "{}?table=1&row=7"),
    "file-pages": ("/lectures/explainer-forum/", r'href="(/files/\d+/)"', "{}?page=14"),
    "report-text": (DEEP_CASE, r'href="(/r/[^"]+/text)"', "{}"),
}
LINKED_SIGNED_IN = {
    "question-ask": (EXPLAINER, r'href="(?:/en)?(/questions/ask/\?about=lecture:\d+)"', "{}&at=t=200"),
    "post": ("/members/?state=held", r'href="(?:/en)?(/members/posts/\d+/)"', "{}"),
    "post-vacant": ("/members/?state=vacant", r'href="(?:/en)?(/members/posts/\d+/)"', "{}"),
    "post-hand-over": ("/members/me/", r'href="(?:/en)?(/members/posts/\d+/)"', "{}hand-over/"),
}
# Templates that no address shows to a visitor on its own, and who looks at them instead.
UNSHOWN = {
    "400.html": "a broken request: tests/core/test_odd_addresses.py",
    "403.html": "a refused one: tests/test_doors.py",
    "403_csrf.html": "a form without its token: tests/test_doors.py",
    "429.html": "too many searches: tests/search/answers/test_abuse.py",
    "500.html": "an error of ours: tests/core/test_odd_addresses.py",
    "bookmarks/note.html": "of what somebody kept: tests/e2e/test_keeping.py",
    "bookmarks/row.html": "of what somebody kept: tests/e2e/test_keeping.py",
    "letters/layout.html": "a letter: tests/letters/test_queue.py",
    "letters/weekly.html": "a letter: tests/community/digests/test_weekly.py",
    "digests/stop.html": "the link of a letter: tests/e2e/test_keeping.py",
    "ideas/idea.html": "the sample content has no ideas: tests/e2e/test_ideas.py",
    "ideas/comments.html": "the sample content has no ideas: tests/e2e/test_ideas.py",
    "ideas/idea_row.html": "the sample content has no ideas: tests/e2e/test_ideas.py",
    "ideas/report.html": "the sample content has no ideas: tests/e2e/test_ideas.py",
    "members/confirm_case.html": "the link of a letter: tests/e2e/test_members.py",
    "members/confirmed.html": "what it leads to: tests/e2e/test_members.py",
    "members/link_ended.html": "a link that is no longer good: tests/e2e/test_members.py",
    "questions/answer.html": "the link of a letter: tests/e2e/test_questions.py",
    "questions/answered.html": "what it leads to: tests/e2e/test_questions.py",
    "questions/confirm.html": "the second step of asking: tests/e2e/test_questions.py",
    "questions/link_gone.html": "a link that was used: tests/e2e/test_questions.py",
    "questions/question.html": "the sample content has no questions: tests/e2e/test_questions.py",
    "questions/question_body.html": "the sample content has no questions: tests/e2e/test_questions.py",
    "registration/logged_out.html": "after signing out",
    "account/alternatives.html": "for accounts with codes: tests/accounts/test_reauthentication.py",
    "account/email_change.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "account/index.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "account/kept_form.html": "after a session has ended: tests/e2e/test_sign_in.py",
    "account/locked.html": "after many wrong passwords: tests/e2e/test_sign_in.py",
    "account/new_password.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "account/password_change.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "account/password_set.html": "without a password: tests/accounts/test_oidc.py",
    "account/reauthenticate.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "account/signup_closed.html": "from a provider: tests/accounts/test_oidc.py",
    "joining/confirm.html": "behind a letter: tests/e2e/test_joining.py",
    "joining/delete.html": "for whoever signed in a moment ago: tests/e2e/test_joining.py",
    "joining/join.html": "behind a letter: tests/e2e/test_joining.py",
    "joining/wake_confirm.html": "behind a letter: tests/e2e/test_joining.py",
    "mfa/authenticate.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "mfa/code.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "mfa/index.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "mfa/reauthenticate.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "mfa/recovery_codes/generate.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "mfa/recovery_codes/index.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "mfa/totp/activate_form.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "mfa/totp/deactivate_form.html": "to whom it belongs: tests/e2e/test_sign_in.py",
    "socialaccount/connections.html": "to whom it belongs: tests/accounts/test_oidc.py",
    "home/plain_page.html": "made by tests/e2e/test_accessibility.py: the sample content has none",
    "components/picture.html": "the sample content has no pictures: tests/core/test_pictures.py",
    "components/hidden_fields.html": "for forms that carry the query: tests/core/test_templatetags.py",
}


def linked(
    read: Callable[[str], str], screens: Mapping[str, tuple[str, str, str]] = LINKED
) -> dict[str, str]:
    """Name -> address of `screens`; `read` gives the HTML of an address."""
    found = {}
    for name, (page, pattern, address) in screens.items():
        values = list(dict.fromkeys(re.findall(pattern, read(page))))
        found[name] = address.format(*values)
    return found
