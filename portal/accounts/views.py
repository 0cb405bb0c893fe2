"""Addresses of the account that django-allauth does not answer itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.views import LoginView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.domain import kept_forms
from portal.accounts.domain.second_factor import has_second_factor
from portal.accounts.oidc import providers
from portal.accounts.session_time import seconds_left
from portal.core.middleware import ADMIN_PREFIX


class SignInView(LoginView):
    """The sign-in; it carries a form that came too late, and leads back to it afterwards."""

    def get_next_url(self) -> str | None:
        if self._kept():
            return reverse("account_kept_form")
        found: str | None = super().get_next_url()
        return found

    def form_valid(self, form: Any) -> HttpResponse:
        kept = self._kept()
        if kept:
            kept_forms.keep(self.request, kept)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["providers"] = providers(self.request)
        context["kept_form"] = self.request.POST.get(kept_forms.FIELD, "") if self._kept() else ""
        return context

    def _kept(self) -> kept_forms.KeptForm | None:
        return kept_forms.unsign(self.request.POST.get(kept_forms.FIELD, ""))


sign_in = SignInView.as_view()


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """The editor has no sign-in of its own."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        wanted = ADMIN_PREFIX
    return HttpResponseRedirect(f"{reverse('login')}?{urlencode({'next': wanted})}")


def admin_password_reset(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The editor sends no passwords of its own."""
    return redirect("account_reset_password")


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What belongs to one's account, on one page."""
    context = {"second_factor": has_second_factor(request.user), "providers": providers(request)}
    return render(request, "account/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def kept_form(request: HttpRequest) -> HttpResponse:
    """Show a form that came too late, to be sent once more; a POST throws it away."""
    if request.method == "POST":
        kept_forms.forget(request)
        return redirect("/")
    kept = kept_forms.kept(request) if request.user.is_authenticated else None
    context = {"kept": kept, "texts": kept_forms.texts(kept) if kept else []}
    answer = render(request, "account/kept_form.html", context)
    add_never_cache_headers(answer)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """How long the session still lasts; a POST makes it last as long as a new one.

    `token` is the one that forms of this session have to send: signing in gives a new one.
    """
    answer = JsonResponse(
        {
            "left": seconds_left(request),
            "user": request.user.pk if request.user.is_authenticated else None,
            "token": get_token(request) if request.user.is_authenticated else "",
        }
    )
    add_never_cache_headers(answer)
    return answer
