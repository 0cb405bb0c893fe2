"""Signing in: django-allauth, the second factor, sign-in through an institution, and locks against guessing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import environ

env = environ.Env()

ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "portal.accounts.forms.SignInForm"}
MFA_ADAPTER = "portal.accounts.second_factor_adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.CodeForm",
    "reauthenticate": "portal.accounts.forms.CodeAgainForm",
    "activate_totp": "portal.accounts.forms.SetUpForm",
}
MFA_TOTP_TOLERANCE = 1
# Nobody signs in with an address that was never confirmed, so a new one may wait while codes are in use.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Whether everybody who can edit or approve has to set up codes before anything else; production says yes.
TOTP_REQUIRED = env.bool("TOTP_REQUIRED", default=False)
# Seconds after which a sensitive step asks once more for password or code.
REAUTHENTICATION_SECONDS = env.int("REAUTHENTICATION_SECONDS", default=900)
ACCOUNT_REAUTHENTICATION_TIMEOUT = REAUTHENTICATION_SECONDS
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
PASSWORD_RESET_TIMEOUT = 24 * 3600
# Who may not see a page with this account can sign in with another one.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# Minutes after which a session ends in which nobody works; the page says so before.
SESSION_MINUTES = env.int("SESSION_MINUTES", default=60)
SESSION_COOKIE_AGE = SESSION_MINUTES * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The session ends with the browser, and earlier when nobody works in it.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Wrong passwords and codes are counted in the database (portal.accounts.lockout), not in each process.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": None}
# Sign-in through the OpenID Connect provider of an institution: only where its address is given.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
SOCIALACCOUNT_ADAPTER = "portal.accounts.oidc.InstitutionAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": env.str("OIDC_NAME", default="기관"),
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}
# An address that the provider has confirmed is the account of that address.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
AXES_HANDLER = "portal.accounts.lockout.LockOutHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "portal.accounts.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.lockout.client_address"
AXES_USERNAME_CALLABLE = "portal.accounts.lockout.name_tried"
# Failures of one name from all places together, and of one place with all names.
LOCKOUT_FAILURES_OF_NAME = 25
LOCKOUT_FAILURES_OF_PLACE = 100
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
