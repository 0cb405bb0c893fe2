"""Beginning and end of a sign-in through an institution; what goes wrong there is said in words."""

from __future__ import annotations

import logging

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as oidc_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider."""
    try:
        answer: HttpResponse = oidc_views.login(request, provider_id)
    except (requests.RequestException, OAuth2Error, KeyError) as error:
        return _failed(request, error)
    return answer


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The provider sends the browser back."""
    try:
        answer: HttpResponse = oidc_views.callback(request, provider_id)
    except (requests.RequestException, OAuth2Error, KeyError) as error:
        return _failed(request, error)
    return answer


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.warning("the OpenID Connect provider failed: %s", error)
    return render(request, "socialaccount/authentication_error.html", status=502)
