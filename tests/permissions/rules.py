"""Who may use which address: the table. Every named address of ours has a line; `tests/permissions` tries each.

A line says how the address is asked for and who gets in. Whoever does not is asked to sign in, refused (403), sent back
to the start of the admin, or told that nothing is there (404, 410).
"""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from portal.community.digests.domain.choices import stop_token
from portal.community.links import make_token
from portal.community.questions.domain.letters import link_state
from tests.permissions.stage import Stage

ANONYMOUS, MEMBER, OWNER = "anonymous", "member", "owner"
DISTRICT, FORUM, OFFICE, SUPERUSER = "district editor", "forum editor", "office", "superuser"
ROLES = (ANONYMOUS, MEMBER, OWNER, DISTRICT, FORUM, OFFICE, SUPERUSER)

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {ANONYMOUS}
# Whoever works in the admin: editors of districts as well.
EDITORS = frozenset({DISTRICT, FORUM, OFFICE, SUPERUSER})
# The forum's office: its editors and administrators.
THE_OFFICE = EDITORS - {DISTRICT}
ADMINISTRATORS = frozenset({OFFICE, SUPERUSER})
ONLY_ITS_OWNER = frozenset({OWNER})
NOBODY: frozenset[str] = frozenset()


class Try(NamedTuple):
    """One request and who gets in."""

    path: str
    who: frozenset[str]
    method: str = "get"


def _at(who: frozenset[str], name: str, *args: object, method: str = "get", query: str = "") -> Try:
    return Try(reverse(name, args=args) + query, who, method)


def rules(stage: Stage) -> dict[str, list[Try]]:
    """Name of the address -> requests; an empty list only where another line asks for the same view."""
    return {**_public(stage), **_files(stage), **_accounts(stage), **_community(stage), **_admin(stage)}


def _public(stage: Stage) -> dict[str, list[Try]]:
    """What everybody may read."""
    plain = (
        *("healthz", "readyz", "robots", "sitemap", "feed", "api", "api_openapi", "api_cases_json"),
        *("api_cases_csv", "api_cases_schema", "search_api:search", "search_api:suggest", "speakers", "tags"),
        *("calendar", "calendar_file", "district_table", "district_table_csv", "compare", "glossary"),
        *("questions:similar", "questions:list", "ideas:index", "search:results", "search:case_request"),
    )
    found = {name: [_at(EVERYBODY, name)] for name in plain}
    pages = [
        Try(stage.case.url, EVERYBODY),
        Try(stage.case_for_members.url, SIGNED_IN),
        Try(stage.draft.get_url() or stage.case.url + "x/", NOBODY),
    ]
    code = stage.code()
    return found | {
        "wagtail_serve": pages,
        "sitemap_part": [_at(EVERYBODY, "sitemap_part", 1)],
        "feed_district": [_at(EVERYBODY, "feed_district", stage.own.slug)],
        "feed_tag": [_at(EVERYBODY, "feed_tag", "돌봄")],
        "share_picture": [
            _at(EVERYBODY, "share_picture", "ko", "page", stage.case.pk, "0" * 12),
            _at(SIGNED_IN, "share_picture", "ko", "page", stage.case_for_members.pk, "0" * 12),
        ],
        "session_file": [_at(EVERYBODY, "session_file", stage.more["session"].slug)],
        "speaker": [_at(EVERYBODY, "speaker", stage.more["speaker"].slug)],
        "tag": [_at(EVERYBODY, "tag", "돌봄")],
        "term": [Try(stage.more["term"].get_absolute_url(), EVERYBODY)],
        "compare_csv": [_at(EVERYBODY, "compare_csv", query=f"?case={stage.case.pk}")],
        "compare_basket": [_at(EVERYBODY, "compare_basket", method="post")],
        "report:short": [_at(EVERYBODY, "report:short", code)],
        "report:text": [_at(EVERYBODY, "report:text", code)],
        "report:download": [_at(EVERYBODY, "report:download", code, "prize-ko.docx")],
    }


def _files(stage: Stage) -> dict[str, list[Try]]:
    """Files: open ones for everybody, those of members for members, what is not published for who works on it."""
    return {
        "wagtaildocs_serve": [
            Try(stage.file.url, EVERYBODY),
            Try(stage.file_for_members.url, SIGNED_IN),
        ],
        "attachments:preview": [
            _at(EVERYBODY, "attachments:preview", stage.file.pk),
            _at(SIGNED_IN, "attachments:preview", stage.file_for_members.pk),
        ],
        "rendition": [
            Try(stage.rendition.url, EVERYBODY),
            Try(stage.rendition_for_members.url, SIGNED_IN),
        ],
        "recording_file": [
            _at(EVERYBODY, "recording_file", stage.recording.pk, stage.recording.file_name),
            _at(THE_OFFICE, "recording_file", stage.recording_draft.pk, stage.recording_draft.file_name),
        ],
        "recording_captions": [
            _at(EVERYBODY, "recording_captions", stage.recording.pk, "ko", "vtt"),
            _at(THE_OFFICE, "recording_captions", stage.recording_draft.pk, "ko", "vtt"),
        ],
    }


def _accounts(stage: Stage) -> dict[str, list[Try]]:
    """Signing in, joining, one's own account."""
    open_to_all = (
        *("login", "account_login", "account_inactive", "account_reset_password"),
        *("account_reset_password_done", "account_reset_password_from_key_done"),
        *("account_email_verification_sent", "socialaccount_login_cancelled", "socialaccount_login_error"),
        *("account_session", "account_kept_form"),
        *("joining:register", "joining:confirmed", "joining:joined", "joining:wake", "joining:deleted"),
    )
    own = (
        *("account_email", "account_change_password", "account_reauthenticate", "account"),
        *("account_set_password", "mfa_generate_recovery_codes", "mfa_index", "mfa_activate_totp"),
        "socialaccount_connections",
        # Leads on whoever has signed in already.
        "mfa_authenticate",
        *("joining:data", "joining:delete"),
    )
    found = {name: [_at(EVERYBODY, name)] for name in open_to_all}
    found |= {name: [_at(SIGNED_IN, name)] for name in own}
    # Only with a second factor, which nobody has here; tried in tests/accounts.
    second = (
        "deactivate_totp",
        "view_recovery_codes",
        "download_recovery_codes",
        "reauthenticate",
    )
    found |= {f"mfa_{name}": [_at(NOBODY, f"mfa_{name}")] for name in second}
    invited = make_token("invitation", stage.invitation.pk, "1")
    limit = stage.case_for_members.view_restrictions.get().pk
    return found | {
        "logout": [_at(EVERYBODY, "logout", method="post")],
        "account_logout": [_at(EVERYBODY, "account_logout", method="post")],
        # Every way to sign in leads to the one page.
        "sign_in_elsewhere": [_at(NOBODY, "sign_in_elsewhere")],
        "wagtailcore_login": [_at(NOBODY, "wagtailcore_login")],
        # Asks for a password, which no page has: such restrictions are switched off.
        "wagtailcore_authenticate_with_password": [
            _at(EVERYBODY, "wagtailcore_authenticate_with_password", limit, stage.case_for_members.pk)
        ],
        "openid_connect_login": [_at(NOBODY, "openid_connect_login", "nonsense")],
        "openid_connect_callback": [_at(NOBODY, "openid_connect_callback", "nonsense")],
        # What a bad link says is tried in tests/accounts.
        "account_confirm_email": [_at(EVERYBODY, "account_confirm_email", "nonsense")],
        "account_reset_password_from_key": [_at(EVERYBODY, "account_reset_password_from_key", "a", "b-c")],
        "joining:data_file": [_at(SIGNED_IN, "joining:data_file", method="post")],
        "joining:confirm": [_at(NOBODY, "joining:confirm", "nonsense")],
        "joining:join": [_at(EVERYBODY, "joining:join", invited), _at(NOBODY, "joining:join", "nonsense")],
        "joining:wake_confirm": [_at(NOBODY, "joining:wake_confirm", "nonsense")],
    }


def _community(stage: Stage) -> dict[str, list[Try]]:
    """Members, their things, questions and ideas."""
    members = (
        "members",
        "member_me",
        "bookmarks",
        "saved_searches",
        "questions:mine",
        "ideas:new",
        "ideas:mine",
    )
    found = {name: [_at(SIGNED_IN, name)] for name in (*members, "digest_settings")}
    found |= {
        name: [_at(ONLY_ITS_OWNER, name, thing.pk, method="post")]
        for name, thing in (
            ("bookmark_delete", stage.bookmark),
            ("saved_search_rename", stage.saved_search),
            ("saved_search_delete", stage.saved_search),
            ("ideas:delete", stage.idea_draft),
            ("ideas:take_back", stage.comment),
            ("questions:withdraw", stage.question_asked),
        )
    }
    question, asked = stage.question, stage.question_asked
    answers = make_token("answer", asked.pk, link_state(asked))
    return found | {
        "post": [_at(SIGNED_IN, "post", stage.post.pk)],
        "post_hand_over": [_at(THE_OFFICE | {OWNER}, "post_hand_over", stage.post.pk)],
        "confirm_case": [_at(NOBODY, "confirm_case", "nonsense")],
        "bookmark_add": [_at(SIGNED_IN, "bookmark_add", query=f"?on=lecture:{stage.lecture.pk}")],
        "bookmark": [_at(ONLY_ITS_OWNER, "bookmark", stage.bookmark.pk)],
        # Forgets one's own place in a recording; that of somebody else is not found and stays.
        "listening_delete": [_at(SIGNED_IN, "listening_delete", stage.lecture.pk, method="post")],
        "listening": [_at(SIGNED_IN, "listening", method="post")],
        "saved_search_add": [_at(SIGNED_IN, "saved_search_add", query="?q=돌봄")],
        "digest_stop": [
            _at(EVERYBODY, "digest_stop", stop_token(stage.people["owner"])),
            _at(NOBODY, "digest_stop", "nonsense"),
        ],
        "questions:ask": [_at(SIGNED_IN, "questions:ask", query=f"?about=lecture:{stage.lecture.pk}")],
        "questions:question": [
            _at(EVERYBODY, "questions:question", question.pk),
            _at(THE_OFFICE | {OWNER}, "questions:question", asked.pk),
        ],
        "questions:answer": [_at(THE_OFFICE | {OWNER}, "questions:answer", asked.pk)],
        "questions:answer_by_link": [
            _at(EVERYBODY, "questions:answer_by_link", answers),
            _at(NOBODY, "questions:answer_by_link", "nonsense"),
        ],
        "ideas:idea": [
            _at(EVERYBODY, "ideas:idea", stage.idea.pk),
            _at(ONLY_ITS_OWNER, "ideas:idea", stage.idea_draft.pk),
        ],
        "ideas:edit": [_at(ONLY_ITS_OWNER, "ideas:edit", stage.idea_draft.pk)],
        "ideas:comment": [_at(SIGNED_IN, "ideas:comment", stage.idea.pk, method="post")],
        "ideas:support": [_at(SIGNED_IN, "ideas:support", stage.idea.pk, method="post")],
        "ideas:report": [_at(SIGNED_IN, "ideas:report", stage.comment.pk)],
    }


def _admin(stage: Stage) -> dict[str, list[Try]]:
    """Our part of the admin."""
    found = {
        name: [_at(THE_OFFICE, name)]
        for name in (
            "joining_desk",
            "letters_status",
            "question_index",
            "ideas_admin",
            "search_log",
            "search_status",
        )
    }
    found |= {name: [_at(ADMINISTRATORS, name)] for name in ("audit_log", "audit_log_results")}
    found |= {
        name: [_at(THE_OFFICE, name, thing.pk, method="post")]
        for name, thing in (
            ("joining_decide", stage.request),
            ("joining_change", stage.invitation),
            ("joining_wake", stage.sleeper),
            ("ideas_admin_step", stage.idea),
            ("ideas_admin_merge", stage.idea),
            ("ideas_admin_case", stage.idea),
            ("ideas_admin_hide", stage.idea),
            ("ideas_admin_restore", stage.idea),
            ("ideas_admin_hide_comment", stage.comment),
            ("ideas_admin_restore_comment", stage.comment),
            ("ideas_admin_leave_comment", stage.comment),
        )
    }
    more, own, other = stage.more, stage.more["file_of_own"].pk, stage.more["file_of_other"].pk
    found |= {
        name: [_at(EDITORS, name, own, method="post"), _at(THE_OFFICE, name, other, method="post")]
        for name in ("attachment_again", "attachment_release", "attachment_withdraw")
    }
    found |= {
        f"wagtailsnippets_search_{kind}:{act}": [
            _at(
                THE_OFFICE, f"wagtailsnippets_search_{kind}:{act}", *([] if act == "add" else [more[kind].pk])
            )
        ]
        for kind, acts in _SNIPPETS.items()
        for act in acts
    }
    return found | {
        "admin_catalogue": [_at(EVERYBODY, "admin_catalogue")],
        "admin/login/": [Try("/admin/login/", NOBODY)],
        "admin/password_reset/": [Try("/admin/password_reset/", EVERYBODY)],
        "admin/password_reset/<path:rest>": [Try("/admin/password_reset/confirm/x/", EVERYBODY)],
        "admin/failwhale/": [Try("/admin/failwhale/", NOBODY)],
        "admin/api/main/images/": [Try("/admin/api/main/images/", NOBODY)],
        "attachment_list": [_at(EDITORS, "attachment_list")],
        "attachment_list_results": [_at(EDITORS, "attachment_list_results")],
        "lecture_upload": [_at(THE_OFFICE, "lecture_upload")],
        "recording_desk": [_at(THE_OFFICE, "recording_desk", stage.lecture.pk)],
        "recording_state": [_at(THE_OFFICE, "recording_state", stage.lecture.pk)],
        "session_release": [_at(THE_OFFICE, "session_release", more["session"].pk, method="post")],
        "search_log_results": [_at(THE_OFFICE, "search_log_results")],
        "search_quality": [_at(THE_OFFICE, "search_quality")],
        "search_words": [_at(THE_OFFICE, "search_words")],
        "search_synonym": [_at(THE_OFFICE, "search_synonym", more["synonym"].pk)],
        "ideas_admin_idea": [_at(THE_OFFICE, "ideas_admin_idea", stage.idea.pk)],
        "question_decide": [_at(THE_OFFICE, "question_decide", stage.question.pk)],
        "district_posts": [_at(EDITORS, "district_posts")],
        "district_desk": [
            _at(EDITORS, "district_desk", stage.own.pk),
            _at(THE_OFFICE, "district_desk", stage.other.pk),
        ],
        "district_post_add": [
            _at(EDITORS, "district_post_add", stage.own.pk),
            _at(THE_OFFICE, "district_post_add", stage.other.pk),
        ],
        "district_post_edit": [_at(THE_OFFICE, "district_post_edit", stage.other.pk, stage.post.pk)],
    }


_SNIPPETS = {
    "synonym": ("add", "edit"),
    "userword": ("add", "edit", "delete"),
    "protectedword": ("add", "edit"),
    "promotedresult": ("add", "edit"),
    "caserequest": ("add",),
}
