"""What is worth a line in the audit log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditAction(models.TextChoices):
    """What was done. A new value needs no migration: the table holds the plain text."""

    SIGNED_IN = "signed_in", _("로그인")
    SIGNED_OUT = "signed_out", _("로그아웃")
    SIGN_IN_FAILED = "sign_in_failed", _("로그인 실패")
    LOCKED_OUT = "locked_out", _("로그인 잠김")
    SECOND_FACTOR_SET = "second_factor_set", _("2단계 인증 설정")
    SECOND_FACTOR_TAKEN = "second_factor_taken", _("2단계 인증 해제")
    PASSWORD_CHANGED = "password_changed", _("비밀번호 변경")
    EMAIL_CHANGED = "email_changed", _("전자우편 변경")
    INVITED = "invited", _("초대")
    INVITATION_TAKEN_BACK = "invitation_taken_back", _("초대 취소")
    REGISTERED = "registered", _("가입")
    REQUEST_APPROVED = "request_approved", _("가입 신청 승인")
    REQUEST_REFUSED = "request_refused", _("가입 신청 거절")
    ACCOUNT_MADE = "account_made", _("계정 만듦")
    ACCOUNT_LOCKED = "account_locked", _("계정 잠금")
    ACCOUNT_UNLOCKED = "account_unlocked", _("계정 잠금 해제")
    ACCOUNT_DELETED = "account_deleted", _("계정 삭제")
    RIGHT_GIVEN = "right_given", _("권한 부여")
    RIGHT_TAKEN = "right_taken", _("권한 회수")
    EXPORTED = "exported", _("내보내기")
    FILE_SEEN = "file_seen", _("비공개 파일 열람")
    SUBMITTED = "submitted", _("승인 요청")
    APPROVED = "approved", _("승인")
    REJECTED = "rejected", _("반려")
    POST_HANDED_OVER = "post_handed_over", _("자리 넘김")
    CASE_CONFIRMED = "case_confirmed", _("사례 확인")
    QUESTION_EDITED = "question_edited", _("질문 고침")
    HIDDEN = "hidden", _("감춤")
    RESTORED = "restored", _("다시 보임")
    IDEAS_MERGED = "ideas_merged", _("아이디어 합침")
